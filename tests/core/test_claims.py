"""The arithmetic of computed claims: what it takes, what it refuses, and how close a value must be."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prepapp.core.card import Fault
from prepapp.core.claims import ExpressionError, compute, number_text, written
from prepapp.core.deckfile import read_library

TOML = """format = 1
id = "d"
title = "D"

[[skill]]
id = "s"
title = "S"
"""
CARD = """## Q {{#a skill=s day=0}}

### Answer
So.

### Follow-ups
- And? -> so

```claim
id = "c"
text = "T"
value = {value}
computed = {computed}
```
"""

EXACT = {
    "2*9*256**2": 1179648,
    "  1 + -2**2": -3,
    "(2 + 3)*4": 20,
    "7//2 + 7 % 4": 6,
    "+1_000 - 1e3": 0,
    "17/288": Fraction(17, 288),
    "0.1 + 0.2": Fraction(3, 10),
    "2**-40": Fraction(1, 2**40),
    "0.5*2*2*2": 4,
    ".5": Fraction(1, 2),
    "+".join(["1"] * 200): 200,
}


@pytest.mark.parametrize(("expression", "value"), EXACT.items())
def test_what_can_be_exact_is_exact(expression: str, value: int | Fraction) -> None:
    found = compute(expression)
    assert isinstance(found, Fraction) and found == value


def test_roots_are_computed_in_floating_point() -> None:
    assert compute("(1/2)**0.5") == pytest.approx(0.7071067811865476)
    assert compute("(1 - 1/(1 + 2.718281828459045**6))**54") == pytest.approx(0.874864)


@pytest.mark.parametrize("expression", ["", " ", "1 2", "1 +", "(1", "1)", "07", "1.2.3", "* 2"])
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(ExpressionError, match="not an arithmetic expression") as caught:
        compute(expression)
    assert 1 <= caught.value.column <= len(expression) + 1  # where exactly is for Python to say


REFUSED = {
    "(1)(2)": (1, "not an arithmetic expression"),
    "__import__('os').getcwd()": (3, "unexpected `i`"),
    "1 if 2 else 3": (3, "unexpected `i`"),
    "e": (1, "not an arithmetic expression"),
    "  1,5": (4, "unexpected `,`"),
    "2^3": (2, "unexpected `^`"),
    "0x1f": (2, "unexpected `x`"),
    "1 + ...": (5, "`...` is no number that can be computed with"),
    "1e9999": (1, "`1e9999` is no number that can be computed with"),
    "1/(2 - 2)": (4, "division by zero"),
    "5 % 0": (5, "division by zero"),
    "0**-1": (4, "division by zero"),
    "1 + 9**9**9": (5, "the number is too large"),
    "1 + (0 - 2)**0.5": (5, "the root of a negative number"),
    "-" * 100 + "1": (42, "the expression is nested too deeply"),
    "1+" * 200 + "1": (400, "the expression is longer than 400 characters"),
}


@pytest.mark.parametrize(("expression", "expected"), REFUSED.items(), ids=[e[:20] for e in REFUSED])
def test_anything_else_is_refused_at_its_column(expression: str, expected: tuple[int, str]) -> None:
    with pytest.raises(ExpressionError) as caught:
        compute(expression)
    assert (caught.value.column, caught.value.what) == expected
    assert caught.value.hint


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet="0123456789.eE_+-*/%() x", max_size=60))
def test_any_text_is_computed_or_refused(expression: str) -> None:
    try:
        assert number_text(compute(expression))
    except ExpressionError as error:
        assert 1 <= error.column <= len(expression) + 1


NEAR = [
    ("94.1", "94.05", True),
    ("94.1", "94.15", True),
    ("94.1", "94.0499", False),
    ("94.10", "94.104", True),
    ("94.10", "94.11", False),
    ("94", "94.1", False),
    ("94", "94", True),
    ("1,179,648", "1179648", True),
    ("4.5e6", "4460000", True),
    ("4.5e6", "4440000", False),
    ("2.98e-08", "2.984e-8", True),
    ("-0.5", "0 - 0.46", True),
]


@pytest.mark.parametrize(("value", "expression", "holds"), NEAR)
def test_a_value_holds_to_half_a_unit_of_its_last_digit(value: str, expression: str, holds: bool) -> None:
    said = written(value)
    assert said is not None
    assert said.holds(compute(expression)) is holds


def test_a_word_is_no_number() -> None:
    assert [written(text) for text in ("about 3", "", "1,", "3 4", "1e9999", "٣")] == [None] * 6


def faults(tmp_path: Path, value: str, computed: str) -> list[tuple[int, int, str]]:
    """What is wrong with a deck of one card with one computed claim; its claim is there if nothing is."""
    (tmp_path / "deck.toml").write_text(TOML, encoding="utf-8")
    (tmp_path / "c.md").write_text(CARD.format(value=value, computed=computed), encoding="utf-8")
    library = read_library([tmp_path])
    claims = [claim for card in library.cards() for claim in card.claims]
    assert len(claims) == (0 if library.faults else 1)
    return [_place(fault) for fault in library.faults]


def _place(fault: Fault) -> tuple[int, int, str]:
    return fault.line, fault.column, fault.message


def test_a_deck_is_held_to_its_arithmetic(tmp_path: Path) -> None:
    assert faults(tmp_path, "94.1", '"100*(1 - 17/288)"') == []
    assert faults(tmp_path, '"1,179,648"', '"2*9*256**2"') == []
    assert faults(tmp_path, "72", '"100*(1 - 17/288)"') == [
        (12, 1, "the expression computes to 94.0972, not to 72")
    ]
    assert faults(tmp_path, "94.0", '"100*(1 - 17/288)"') == [
        (12, 1, "the expression computes to 94.0972, not to 94.0")
    ]
    assert faults(tmp_path, '"many"', '"1 + 1"') == [(12, 1, "the expression computes to 2, not to many")]


def test_a_bad_expression_has_its_place(tmp_path: Path) -> None:
    assert faults(tmp_path, "2", '"1 + one"') == [(13, 17, "the expression: unexpected `o`")]
    assert faults(tmp_path, "2", '"1/0"') == [(13, 15, "the expression: division by zero")]
