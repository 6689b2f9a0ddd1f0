"""The lab of starting weights: its factors belong to the ReLU, its zeros to the draw."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from prepapp.lab import Run
from prepapp.lab.header import make_header
from tests.labs.conftest import Lab

torch = pytest.importorskip("torch")
pytest.importorskip("sympy")

SETTINGS = {"seeds": 1, "layers": 30, "width": 512, "batch": 64}


@pytest.fixture
def starts(lab: Lab) -> dict[str, Any]:
    """Return the names of the lab as its functions see them, so that a test may replace one."""
    names: dict[str, Any] = lab("initialisation")["main"].__globals__
    return names


@pytest.fixture
def told() -> list[Mapping[str, Any]]:
    """Return what a run of ``run`` has told."""
    return []


@pytest.fixture
def run(starts: dict[str, Any], told: list[Mapping[str, Any]]) -> Run:
    """Return a run of the lab that only listens."""
    header = make_header("initialisation", starts["LAB"], str(Path(__file__)))
    return Run(header, "quick", SETTINGS, 0, "cpu", told.append, lambda run, tasks: [])


def verdicts(told: list[Mapping[str, Any]]) -> dict[str, str]:
    """Return the verdicts by claim."""
    return {event["claim"]: event["verdict"] for event in told if event["event"] == "claim"}


def net_verdicts(starts: dict[str, Any], run: Run, told: list[Mapping[str, Any]]) -> dict[str, str]:
    """Return what one deep net settles."""
    for claim, value in starts["deep_net"](run, 0, "cpu").items():
        run.claim(claim, value)
    return verdicts(told)


def test_without_the_relu_neither_factor_is_what_it_was(
    starts: dict[str, Any], run: Run, told: list[Mapping[str, Any]]
) -> None:
    starts["step"] = lambda x, W, variance: x @ (W * variance**0.5)
    found = net_verdicts(starts, run, told)
    assert found["xavier-factor"] == found["he-factor"] == found["rn-028-zeros"] == "fails"


def test_zeros_differ_as_soon_as_the_starts_differ_by_more_than_a_factor(
    starts: dict[str, Any], run: Run, told: list[Mapping[str, Any]]
) -> None:
    right = starts["step"]
    starts["step"] = lambda x, W, variance: right(x, W if variance > 1 / 512 else W.T, variance)
    found = net_verdicts(starts, run, told)
    assert found["zeros-differ"] == "fails" and found["xavier-factor"] == found["rn-028-zeros"] == "holds"


def test_a_leaky_relu_keeps_more_than_half_of_the_second_moment(
    starts: dict[str, Any], run: Run, told: list[Mapping[str, Any]]
) -> None:
    starts["step"] = lambda x, W, variance: torch.nn.functional.leaky_relu(x @ (W * variance**0.5), 0.5)
    found = net_verdicts(starts, run, told)
    assert found["xavier-factor"] == found["he-factor"] == "fails"


def test_one_input_hardly_wanders_in_a_shallow_net(
    starts: dict[str, Any], run: Run, told: list[Mapping[str, Any]]
) -> None:
    starts["ONE_INPUT_LAYERS"] = 2
    starts["one_input"](run, "cpu")
    assert verdicts(told)["one-input-spread"] == "fails"


def test_the_integrals_are_those_of_the_cards(
    starts: dict[str, Any], run: Run, told: list[Mapping[str, Any]]
) -> None:
    starts["integrals"](run)
    table = next(event for event in told if event["event"] == "table")
    written = {name: (text, round(value, 3)) for name, text, value in table["rows"]}
    assert written["second moment"] == ("s²/2", 0.5) and written["mean"][1] == 0.399
    assert written["variance"] == ("-s²/(2 π) + s²/2", 0.341)
    assert set(verdicts(told).values()) == {"holds"}


def test_a_gaussian_of_another_width_has_another_second_moment(
    starts: dict[str, Any], run: Run, told: list[Mapping[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = torch.randn
    monkeypatch.setattr(torch, "randn", lambda *sizes, generator: 1.05 * drawn(*sizes, generator=generator))
    starts["DRAWS"] = 100_000
    starts["rectified_gaussian"](run, "cpu")
    assert set(verdicts(told).values()) == {"fails"}
