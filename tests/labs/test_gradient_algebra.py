"""The symbolic lab: what is true is proved at each depth, and nothing else is."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from prepapp.lab import Run
from prepapp.lab.header import make_header
from tests.labs.conftest import Lab

sp = pytest.importorskip("sympy")


@pytest.fixture
def algebra(lab: Lab) -> dict[str, Any]:
    """Return the names of the lab."""
    return lab("gradient-algebra")


@pytest.fixture
def told() -> list[Mapping[str, Any]]:
    """Return what a run of ``run`` has told."""
    return []


@pytest.fixture
def run(algebra: dict[str, Any], told: list[Mapping[str, Any]]) -> Run:
    """Return a run of the lab that only listens."""
    header = make_header("gradient-algebra", algebra["LAB"], str(Path(__file__)))
    return Run(header, "quick", {"depth": 2}, 0, "cpu", told.append, lambda run, tasks: [])


def every_line(algebra: dict[str, Any], depth: int = 3) -> list[Any]:
    """Return all lines that the lab proves."""
    lines = [*algebra["derivation"](depth), *algebra["vectors"](), *algebra["other_trunks"]()]
    return [*lines, *algebra["counts_and_starts"]()]


@pytest.mark.parametrize("depth", range(2, 9))
def test_the_unrolled_sum_holds_at_every_depth_that_may_be_set(algebra: dict[str, Any], depth: int) -> None:
    rests = [algebra["settle"](line) for line in algebra["derivation"](depth)]
    assert all(algebra["is_zero"](rest) for rest in rests)


def test_no_line_is_still_proved_with_a_term_too_many(algebra: dict[str, Any]) -> None:
    lines = every_line(algebra)
    assert len(lines) == algebra["LINES"]
    for line in lines:
        one = sp.ones(*line.right.shape) if isinstance(line.right, sp.MatrixBase) else sp.S.One
        rest = algebra["settle"](algebra["Line"](line.says, line.how, line.left, line.right + one))
        assert not algebra["is_zero"](rest), line.says


def test_a_false_line_is_shown_with_what_is_left_over_and_fails_the_claim(
    algebra: dict[str, Any], run: Run, told: list[Mapping[str, Any]]
) -> None:
    x = sp.Symbol("x")
    false = algebra["Line"]("x² = 2x", "wishing", x**2, 2 * x)
    outcomes = algebra["prove"](run, {"Mixed": [*every_line(algebra)[1:], false]})
    run.claim("identities-proved", sum(each.proved for each in outcomes))
    table = next(event for event in told if event["event"] == "table")
    assert table["rows"][-1][:3] == [29, "x² = 2x", "NOT PROVED, left over: x(-2 + x)"]
    assert told[-1]["measured"] == 28 and told[-1]["verdict"] == "fails"


def test_a_mistake_that_is_none_fails_the_claim(
    algebra: dict[str, Any], run: Run, told: list[Mapping[str, Any]]
) -> None:
    true = algebra["Line"]("right after all", "", algebra["three_units"](), algebra["three_units"]())
    outcomes = algebra["refuse"](run, [*list(algebra["mistakes"]())[1:], true])
    run.claim("mistakes-refused", sum(not each.proved for each in outcomes))
    assert told[-1]["measured"] == 7 and told[-1]["verdict"] == "fails"


def test_what_a_mistake_leaves_over_is_written_as_one_writes_it(algebra: dict[str, Any]) -> None:
    over = {line.how: algebra["words"](algebra["settle"](line)) for line in algebra["mistakes"]()}
    assert over["where is the 1?"] == "1"
    assert over["derivative inside the sum"] == "J1J0 + J2J0 + J2J1 + J2J1J0"
    assert over["scale counted once"] == "λ³ - λ"
