"""The lab on a thousand layers: what it sees of a trunk, on nets small enough to know the answer."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from prepapp.lab import Run
from prepapp.lab.header import make_header
from tests.labs.conftest import Lab

torch = pytest.importorskip("torch", reason="torch is not installed")


@pytest.fixture
def preactivation(lab: Lab) -> dict[str, Any]:
    """Return the names of the lab as its functions see them."""
    names: dict[str, Any] = lab("preactivation")["main"].__globals__
    return names


def silent(names: dict[str, Any], told: list[Mapping[str, Any]]) -> Run:
    header = make_header("preactivation", names["LAB"], str(Path(__file__)))
    settings = header.settings("quick", {"images": "32"})
    return Run(header, "quick", settings, 0, "cpu", told.append, lambda run, tasks: [])


def look(names: dict[str, Any], net: Any) -> dict[str, Any]:
    torch.manual_seed(0)
    seen: dict[str, Any] = names["look"](silent(names, []), net, "net")
    return seen


def test_v2_is_the_sum_of_its_branches_until_a_relu_stands_on_its_trunk(
    preactivation: dict[str, Any],
) -> None:
    torch.manual_seed(0)
    net = preactivation["cifar"](20, "v2", width=4, channels=1)
    clean = look(preactivation, net)
    assert clean["missed"] < 1e-6 and clean["cut"] == [0.0] * 9
    for unit in net.blocks:
        unit.after = torch.nn.ReLU()
    cut = look(preactivation, net)
    assert cut["missed"] > 0.1 and all(0.05 < each < 0.95 for each in cut["cut"])


def test_with_branches_that_start_at_zero_v1_cuts_nothing_and_keeps_the_gradient(
    preactivation: dict[str, Any],
) -> None:
    torch.manual_seed(0)
    net = preactivation["cifar"](20, "v1", width=4, channels=1)
    for unit in net.blocks:
        torch.nn.init.zeros_(unit.branch[-1].weight)
    seen = look(preactivation, net)
    assert seen["cut"] == [0.0] * 9 and seen["missed"] == 0
    assert seen["gradient"][:3] == pytest.approx([seen["gradient"][0]] * 3)


def test_a_norm_near_the_end_of_float32_is_no_infinity(preactivation: dict[str, Any]) -> None:
    assert preactivation["norm"](torch.tensor([3e30, -4e30])) == pytest.approx(5e30)
    assert preactivation["norm"](torch.tensor([3e-30, 4e-30])) == pytest.approx(5e-30)


def test_what_overflows_is_counted_and_said_in_words(preactivation: dict[str, Any]) -> None:
    told: list[Mapping[str, Any]] = []
    seen = {"loss": 2.3, "missed": 0.0, "cut": [0.0, 0.0], "variance": [1.0, 1.0], "gradient": [3.0, 1.0]}
    found = {key: [dict(seen)] for key in preactivation["NETS"]}
    found["plain", 998][0]["gradient"] = ["nan", "inf", 1e30]
    preactivation["tell_gradients"](silent(preactivation, told), found)
    claims = {event["claim"]: event for event in told if event["event"] == "claim"}
    assert claims["preact-plain-overflow"]["measured"] == 2
    assert claims["preact-plain-overflow"]["verdict"] == "inconclusive"
    table = next(event for event in told if event["event"] == "table")
    assert table["rows"][2][-1] == "beyond float32"


def test_training_learns(preactivation: dict[str, Any]) -> None:
    told: list[Mapping[str, Any]] = []
    torch.manual_seed(0)
    net = preactivation["cifar"](8, "v2", width=4, channels=1)
    losses = preactivation["train"](silent(preactivation, told), net, 40, "v2-8", 0)
    assert len(losses) == 40 and preactivation["end"](losses) < 0.9 * losses[0]
    assert [event["step"] for event in told if event["event"] == "metric"] == list(range(1, 41))
