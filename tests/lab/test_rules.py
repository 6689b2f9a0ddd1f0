"""Rules: what they accept, and how several seeds decide."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepapp.errors import PrepError
from prepapp.lab.rules import ClaimRule, Rule

NUMBERS = st.floats(allow_nan=False, width=32)


@pytest.mark.parametrize(
    ("text", "holds", "fails"),
    [
        ("> 1.5", 1.6, 1.5),
        (">= 1.5", 1.5, 1.4),
        ("< 1e-20", 1e-21, 1e-20),
        ("<= .2", 0.2, 0.21),
        ("= 25_557_032", 25557032, 25557033),
        ("0.98 .. 1.02", 0.98, 0.97),
        ("-1..1", -1, 1.1),
        ("> 1", math.inf, -math.inf),
    ],
)
def test_a_rule_tells_what_holds(text: str, holds: float, fails: float) -> None:
    rule = Rule.read(text)
    assert rule.test(holds) and not rule.test(fails)


@pytest.mark.parametrize(
    "text", ["", "1.5", "> x", "2 .. 1", "> 1 and < 2", "__import__('os')", "> 1e", "≈ 3"]
)
def test_what_is_no_rule_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(PrepError, match="a rule is such as"):
        Rule.read(text)


def judge(measured: list[float], holds: str = "> 1.5", fails: str | None = "< 1.2") -> str:
    return ClaimRule.read({"holds": holds, "fails": fails}).verdict(measured)


def test_between_holding_and_failing_lies_the_inconclusive() -> None:
    assert [judge([value]) for value in (1.6, 1.3, 1.1, math.nan)] == [
        "holds",
        "inconclusive",
        "fails",
        "inconclusive",
    ]


def test_four_of_five_seeds_must_agree() -> None:
    assert judge([2, 2, 2, 2, 1.0]) == "holds"
    assert judge([2, 2, 2, 1.0, 1.0]) == "inconclusive"
    assert judge([1, 1, 1, 1, 2.0]) == "fails"
    assert judge([2, 2, math.nan]) == "inconclusive"
    assert judge([]) == "inconclusive"


@given(st.lists(NUMBERS, min_size=1), NUMBERS.filter(math.isfinite))
def test_without_a_gap_one_seed_is_never_inconclusive(values: list[float], bound: float) -> None:
    rule = ClaimRule.read({"holds": f"> {bound:.6e}"})
    assert all(rule.verdict([value]) in ("holds", "fails") for value in values)


@given(st.lists(NUMBERS, min_size=1), st.randoms())
def test_the_order_of_the_seeds_decides_nothing(values: list[float], random: object) -> None:
    shuffled = sorted(values, key=lambda _: random.random())  # type: ignore[attr-defined]
    rule = ClaimRule.read({"holds": "> 0", "fails": "< -1"})
    assert rule.verdict(values) == rule.verdict(shuffled)
