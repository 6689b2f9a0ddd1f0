"""Typed numbers: precision, units, arithmetic, and what is no single value."""

import time
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepapp.answers.number import judge_number
from prepapp.answers.number_parts import UnreadableError
from prepapp.answers.number_read import read_number
from prepapp.answers.verdict import Verdict
from prepapp.core.card import Deck
from tests.content.conftest import resnet

__all__ = ["resnet"]

PARAMETERS = {"answer": 25557032, "unit": "parameters"}
MACS = {"answer": 4089184256, "unit": "multiply-adds"}
FLOPS = {"answer": 436731904, "unit": "FLOPs"}
SHARE = {"answer": 5.902777777777778, "unit": "%"}
GIGA = {"answer": 4.089184256, "unit": "G"}
TINY = {"answer": 5.551115123125783e-17, "unit": ""}
QUARTER = {"answer": 0.25, "unit": ""}
WEIGHTS = {"answer": 1179648, "unit": "weights"}
POINTS = {"answer": 1.67, "unit": "points"}
TIMES = {"answer": 1024, "unit": "x"}
TEXT = {"answer": "17/288", "rel_tol": 0.01}
STD = {"answer": 0.05892556509887896, "unit": ""}

RIGHT = [
    (
        PARAMETERS,
        "25.6M|25.6 M|25.6m params|25557032|25,557,032|25 557 032|25_557_032|26M|25.56 million weights",
    ),
    (
        PARAMETERS,
        "0.0256G|≈25.6M|~25.6M|about 25.6M|=25.6M|25.6 Mparams|2.56e7|2.556·10⁷|2.556×10^7|2.556*10**7",
    ),
    (MACS, "4.09 GMACs|4.09G|4.1 GFLOPs|4.1B|4,089,184,256|4.09 G multiply-adds|4089M|4.09 Gmac"),
    (FLOPS, "437M|436.7 MFLOPs|0.44G ops|2*218365952|436,731,904"),
    (SHARE, "5.9|5.9%|5.9 %|17/288|17/288*100|0.059|5.9 per cent|\\frac{17}{288}|5.90277777777777777|17÷288"),
    (GIGA, "4.09|4.09G|4089184256|4.09e9|4.1|4089M"),
    (TINY, "0.5^54|2^-54|2**-54|5.6e-17|5.55·10⁻¹⁷|(1/2)^54|1/2^54|½^54"),
    (QUARTER, "25%|1/4|0.25|¼|.25|0.2500|2^-2|1 - 3/4|½²|0.5*0.5|+0.25"),
    (WEIGHTS, "2*9*256^2|2·9·256²|2×9×256×256|2x9x256x256|2 * 9 * 65,536|2*9*256^2=1,179,648|1.18M"),
    (POINTS, "1.67|1.67 %|1.7 points|24.52-22.85|24.52 − 22.85|1.67 percentage points"),
    (TIMES, "1024|2^10|1024x|1,024 times|2¹⁰|1.02K|1024×"),
    (TEXT, "0.059|0.0595|5.9%|17/288"),
    (STD, "0.059|0.0589|sqrt(2/576)|√(2/576)|(2/(9*64))^0.5|\\sqrt{2/576}|sqrt(2)/24|5.9e-2"),
]
WRONG = [
    (PARAMETERS, "25.5M", "last digit"),
    (PARAMETERS, "25600000", "rounded number with its unit"),
    (PARAMETERS, "25557033", "last digit"),
    (PARAMETERS, "25.6K", "power of ten"),
    (PARAMETERS, "25.6", "power of ten"),
    (PARAMETERS, "51.1M", "twice"),
    (PARAMETERS, "25.6 MFLOPs", "the unit is parameters"),
    (PARAMETERS, "-25557032", "sign"),
    (MACS, "8.18G", "twice"),
    (MACS, "4G", "two digits"),
    (MACS, "4.0G", "not the exact"),
    (FLOPS, "437M MACs", "the unit is FLOPs"),
    (FLOPS, "218M", "half"),
    (SHARE, "6", "two digits"),
    (SHARE, "590", "per cent"),
    (SHARE, "94.1", "not the exact"),
    (TINY, "0", "two digits"),
    (WEIGHTS, "2*9*128^2 = 1.18M", "not the exact"),
    (WEIGHTS, "2*9*256^2 = 1.19M", "last digit"),
    (TEXT, "0.06", "not the exact"),
    (STD, "sqrt(2/(9*128))", "not the exact"),
]
UNREADABLE = [
    ("", 1), ("   ", 1), ("25-26M", 1), ("25–26M", 3), ("25 to 26", 4), ("25..26", 4), ("25±1", 3),
    ("3, 4", 2), ("3,4,6,3", 2), ("4,09", 2), ("1;2", 2), ("3 or 4", 3), ("3 4", 3), ("25.6 apples", 6),
    ("a lot", 1), ("1/0", 1), ("2^", 3), ("2*", 3), ("(1", 1), ("1)", 2), ("2^^3", 3), ("2==3", 3), ("$5", 1),
    ("nan", 1), ("inf", 1), ("1e999", 2), ("9^9^9^9", 3), ("sqrt(0-1)", 5), ("(0-8)^0.5", 1), ("٣", 1),
    ("1\x00", 2),
    ("1\n2", 2), ("\u202e5", 1), ("__import__('os')", 1), ("1 if 1 else 2", 3), ("1e", 2), ("9" * 61, 1),
]  # fmt: skip


def column_of(verdict: Verdict) -> int:
    return next((line.column for line in verdict.lines if line.verdict == "unreadable"), 0)


@pytest.mark.parametrize(("spec", "texts"), RIGHT)
def test_what_is_right(spec: dict[str, Any], texts: str) -> None:
    verdicts = {text: judge_number(spec, text) for text in texts.split("|")}
    assert {text: v.reason for text, v in verdicts.items() if v.verdict != "right"} == {}


@pytest.mark.parametrize(("spec", "text", "reason"), WRONG)
def test_what_is_wrong_and_why(spec: dict[str, Any], text: str, reason: str) -> None:
    verdict = judge_number(spec, text)
    assert (verdict.verdict, reason in verdict.reason) == ("wrong", True), verdict


@pytest.mark.parametrize(("text", "column"), UNREADABLE)
def test_what_is_no_single_value_and_where(text: str, column: int) -> None:
    verdict = judge_number(PARAMETERS, text)
    assert (verdict.verdict, column_of(verdict)) == ("unreadable", column), verdict


def test_the_exact_value_and_the_reading_are_shown() -> None:
    verdict = judge_number(SHARE, "17/288")
    assert (verdict.exact, verdict.lines[0].echo, verdict.reason) == (
        "5.902777778 %",
        "5.902777778 %",
        "read as a share of one",
    )
    verdict = judge_number(MACS, "4.0G")
    assert verdict.lines[0].counterexample == (
        "exact: 4,089,184,256 multiply-adds; typed: 4,000,000,000 multiply-adds (±50,000,000)"
    )
    assert "FLOPs" in judge_number(MACS, "4.09 GFLOPs").reason


def test_an_absolute_tolerance_counts_in_the_unit_of_the_answer() -> None:
    spec = {"answer": 5.9, "unit": "%", "abs_tol": 0.2}
    assert [judge_number(spec, text).verdict for text in ("6.1", "5.70 %", "6.2", "0.06")] == [
        "right", "right", "wrong", "right",
    ]  # fmt: skip


def test_each_number_of_the_deck_is_right_in_full_and_rounded(resnet: Deck) -> None:
    checks = [
        (card.id, check.spec) for card in resnet.cards for check in card.checks if check.type == "number"
    ]
    assert len(checks) > 40
    for card, spec in checks:
        answer = spec["answer"]
        for text in (str(answer), repr(float(answer)), f"{answer:.3e}", f"{answer} {spec.get('unit', '')}"):
            assert judge_number(spec, text).verdict == "right", (card, text)
        assert judge_number(spec, str(answer + 1)).verdict == "wrong", card


@given(st.integers(10, 10**12), st.integers(2, 6))
def test_a_rounded_integer_holds_and_its_neighbour_does_not(answer: int, digits: int) -> None:
    spec = {"answer": answer, "unit": "parameters"}
    text = f"{answer:.{digits - 1}e}"
    assert judge_number(spec, text).verdict == "right"
    mantissa, exponent = text.split("e")
    off = Fraction(mantissa) + 2 * Fraction(10) ** (1 - digits)
    assert judge_number(spec, f"{float(off):.{digits - 1}f}e{exponent}").verdict == "wrong"


@given(st.integers(1, 999), st.integers(1, 999), st.integers(0, 6))
def test_a_product_is_what_it_multiplies_to(a: int, b: int, power: int) -> None:
    assert read_number(f"{a}*{b}^{power}/{b}").value == Fraction(a * b**power, b)


@given(st.text(max_size=300) | st.text("0123456789.,+-*/^()%eExKM√½² \\{}", max_size=220))
def test_any_text_has_a_verdict_soon(text: str) -> None:
    started = time.perf_counter()
    verdict = judge_number(PARAMETERS, text)
    assert verdict.verdict in ("right", "wrong", "unreadable")
    assert time.perf_counter() - started < 0.5
    if verdict.verdict == "unreadable":
        assert 1 <= column_of(verdict) <= len(text) + 1
        assert verdict.reason


@pytest.mark.parametrize(
    "text", ["9" * 10**6, "(" * 150, "2^" * 90 + "2", "√" * 150, "-" * 150 + "1", "1+" * 99 + "1"]
)
def test_hostile_text_costs_little(text: str) -> None:
    started = time.perf_counter()
    try:
        read_number(text)
    except UnreadableError as error:
        assert error.what
    assert time.perf_counter() - started < 0.05
