"""The skip-variants lab: its units are what they say, and a form does not pass for another."""

from collections.abc import Mapping
from typing import Any

import pytest

from prepapp.lab import Run
from prepapp.lab.header import make_header
from tests.labs.conftest import Lab


@pytest.fixture
def variants(lab: Lab) -> dict[str, Any]:
    """Return the names of the lab as its functions see them, so that a test may replace one."""
    names: dict[str, Any] = lab("skip-variants")["main"].__globals__
    return names


def verdicts(variants: dict[str, Any], depth: int = 100) -> dict[str, str | None]:
    """Return what a run on 32 digits finds, by claim."""
    told: list[Mapping[str, Any]] = []
    header = make_header("skip-variants", variants["LAB"], "")
    settings = {"seeds": 1, "depth": depth, "batch": 32}
    variants["main"](Run(header, "quick", settings, 0, "cpu", told.append, lambda run, tasks: []))
    return {event["claim"]: event["verdict"] for event in told if event["event"] == "claim"}


def test_a_branch_is_as_large_as_the_trunk(variants: dict[str, Any]) -> None:
    """Or the factors of the forms would be the initialisation's."""
    torch = variants["torch"]
    torch.manual_seed(0)
    x = torch.randn(512, 64, dtype=torch.float64)
    branches = torch.stack([variants["unit"]("add", x, 100) - x for _ in range(50)])
    assert float(branches.square().mean()) == pytest.approx(1, abs=0.1)


def test_an_open_unit_hands_on_what_the_form_says(
    variants: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With weights of zero F = 0: what is left of x is the shortcut's factor."""
    torch = variants["torch"]
    monkeypatch.setitem(variants, "linear", lambda x, features, gain=1: x.new_zeros(len(x), features))
    x = torch.ones(2, 64, dtype=torch.float64)
    left = {
        form: float(variants["unit"](form, x, 100)[0, 0]) for form in variants["FORMS"] if form != "times"
    }
    assert left.pop("gate, bias -4") == pytest.approx(0.982, abs=1e-3)
    assert left == {
        "add, scaled": 1,
        "add": 1,
        "half": 0.5,
        "half both": 0.5,
        "gate, bias 0": 0.5,
        "times sigmoid": 0.5,
        "times 1 + F": 1,
        "concatenate": 1,
    }


def test_the_width_grows_by_what_is_appended(variants: dict[str, Any]) -> None:
    torch = variants["torch"]
    x, y = torch.randn(8, 64, dtype=torch.float64), torch.zeros(8, dtype=torch.int64)
    norms, channels = variants["measure"]("concatenate", x, y, 3)
    assert channels == [64, 72, 80, 88]
    assert len(norms) == 4


def test_every_claim_holds_and_none_by_another_form(
    variants: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set(verdicts(variants).values()) == {"holds"}
    measure = variants["measure"]
    other = {"add, scaled": "add", "add": "half", "concatenate": "add", "times 1 + F": "times"}
    monkeypatch.setitem(
        variants, "measure", lambda form, *rest: measure(other.get(form, "add, scaled"), *rest)
    )
    assert set(verdicts(variants).values()) == {"fails"}


def test_at_another_depth_nothing_is_judged(variants: dict[str, Any]) -> None:
    assert set(verdicts(variants, depth=5).values()) == {None}
