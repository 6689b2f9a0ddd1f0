"""The pairs on which the benchmarks compare tools: our judge is right on each, and they reach every check."""

from collections import Counter

import pytest

from benchmarks.answers import Pair, read_pairs
from prepapp.answers.judge import Judge
from tests.answers.shipped import checks

PAIRS = list(read_pairs())


@pytest.fixture(scope="module")
def judges() -> dict[str, Judge]:
    return {name: Judge(check, 1) for name, check in checks().items()}


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.asked['check']} {pair.kind}")
def test_our_judge_is_right_on_every_pair(pair: Pair, judges: dict[str, Judge]) -> None:
    asked = pair.asked
    (line,) = judges[asked["check"]].lines(f"{asked['left']} = {asked['ours']}")
    assert line.verdict == ("right" if pair.kind == "equal" else "wrong")
    if pair.kind == "order":
        assert line.reason.startswith("true where x is a number, false for vectors")


def test_the_pairs_reach_every_derivation() -> None:
    assert {pair.asked["check"] for pair in PAIRS} == set(checks())
    assert Counter(pair.kind for pair in PAIRS) == {"equal": 33, "wrong": 49, "order": 8}
