"""A typed number against the exact one: half a unit of the last digit, or the check's tolerance."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from prepapp.answers.number_parts import Typed, UnreadableError, Value
from prepapp.answers.number_read import read_number
from prepapp.answers.number_words import compared, family, scale
from prepapp.answers.verdict import Judgement, LineVerdict, Verdict

FLOAT = Fraction(1, 10**9)
"""Relative; an answer that a deck writes as a float is not exact beyond it."""
ROUGH = Fraction(1, 200)
"""Relative; arithmetic with rounded decimals is good to it."""
LEAST_DIGITS = 2
CHAIN = re.compile(r"[=≈≃]")
APPROXIMATELY = re.compile(r"\s*(?:about|approximately|approx\.?|circa|ca\.?|roughly|~)\s*", re.IGNORECASE)
FACTORS: Mapping[Fraction, str] = {
    Fraction(2): "twice the exact value: what was counted two times?",
    Fraction(1, 2): "half the exact value: what was left out?",
    Fraction(100): "a hundred times the exact value: look at the per cent",
    Fraction(1, 100): "a hundredth of the exact value: look at the per cent",
    Fraction(-1): "the sign is the other one",
} | {Fraction(1000) ** n: f"off by a power of ten: 10^{3 * n}" for n in (-3, -2, -1, 1, 2, 3)}


@dataclass(frozen=True, slots=True)
class Exact:
    """What a check asks for."""

    value: Fraction
    """In plain counts, or per cent where that is its unit."""
    slack: Fraction
    """How far the deck's own writing may be off."""
    unit: str
    """As the deck writes it."""
    factor: Fraction
    """Of a unit such as G."""
    tolerance: Fraction | None


def exact(spec: Mapping[str, Any]) -> Exact:
    """The exact answer of a check; UnreadableError where its text is no number."""
    answer, unit = spec["answer"], str(spec.get("unit", ""))
    typed = read_number(answer.strip()) if isinstance(answer, str) else None
    value = Fraction(str(answer)) if typed is None else _fraction(typed.value)
    if typed is not None and typed.percent and family(unit) == "%":
        value *= 100
    factor, _ = scale(unit, "") if len(unit) > 1 else scale(f"{unit}x" if unit else "", "")
    is_exact = isinstance(answer, int) or (typed is not None and isinstance(typed.value, Fraction))
    tolerance = _tolerance(spec, abs(value))
    slack = Fraction(0) if is_exact else abs(value) * FLOAT
    return Exact(
        value * factor, slack * factor, unit, factor, None if tolerance is None else tolerance * factor
    )


def judge_number(spec: Mapping[str, Any], text: str) -> Verdict:
    """Judge a typed value; with ``=`` between several, all have to hold."""
    answer = exact(spec)
    shown = _with_unit(answer.value / answer.factor, answer.unit)
    lines: list[LineVerdict] = []
    for n, (start, part) in enumerate(_parts(text), 1):
        lines.append(_line(answer, shown, n, start, part))
    unread = next((line for line in lines if line.verdict == "unreadable"), None)
    last = unread or next((line for line in lines if line.verdict != "right"), lines[-1])
    return Verdict(last.verdict, last.reason, lines=tuple(lines), exact=shown)


def _parts(text: str) -> list[tuple[int, str]]:
    """The sides of a chain of equals signs, each with its first column from 0; a leading sign is passed."""
    ends = [found.start() for found in CHAIN.finditer(text)]
    starts = [0, *(end + 1 for end in ends)]
    parts = list(
        zip(starts, (text[a:b] for a, b in zip(starts, [*ends, len(text)], strict=True)), strict=True)
    )
    return parts[1:] if len(parts) > 1 and not parts[0][1].strip() else parts


def _line(answer: Exact, shown: str, n: int, start: int, part: str) -> LineVerdict:
    text = part.rstrip()
    about = APPROXIMATELY.match(text)
    skipped = about.end() if about else 0
    try:
        typed = read_number(text[skipped:], start + skipped)
        typed, note = _in_unit(typed, answer)
        typed, share = _reading(answer, typed)
    except UnreadableError as error:
        hint = f"{error.what}: {error.hint}" if error.hint else error.what
        return LineVerdict(n, text.strip(), "", "unreadable", hint, column=error.column)
    verdict, reason = _judged(answer, typed)
    beside = "" if verdict == "right" else f"exact: {shown}; typed: {_echo(typed, answer)}"
    if note and verdict == "right" and note.startswith("not "):
        verdict, reason = "wrong", note[4:]
    return LineVerdict(n, text.strip(), _echo(typed, answer), verdict, reason or note or share, beside)


def _in_unit(typed: Typed, answer: Exact) -> tuple[Typed, str]:
    """The value in the answer's own counts, and what is to be said of its unit; ``not ...`` refutes it."""
    factor, unit = scale(typed.unit, answer.unit)
    match = compared(unit, answer.unit)
    if match == "unknown":
        what = f"`{unit}` is not what is asked for"
        raise UnreadableError(
            what, typed.column, f"the unit is {answer.unit}" if answer.unit else "give the number alone"
        )
    if family(answer.unit) == "%":
        factor *= 100 if typed.percent else 1
    typed = typed if factor == 1 else typed.scaled(factor)
    if match == "other":
        return typed, f"not the unit is {answer.unit}, not {unit}"
    note = "counted in multiply-adds, which papers often call FLOPs" if match == "papers" else ""
    return typed, note


def _reading(answer: Exact, typed: Typed) -> tuple[Typed, str]:
    """The value as it is meant where a scale may be left unsaid, and a note where it was."""
    if _holds(answer, typed):
        return typed, ""
    if family(answer.unit) == "%" and not typed.percent and not typed.unit:
        share = typed.scaled(Fraction(100))
        return (share, "read as a share of one") if _holds(answer, share) else (typed, "")
    inside = typed.scaled(answer.factor)
    is_inside = abs(_fraction(inside.value)) < abs(answer.value) * 1000
    return (inside if answer.factor != 1 and is_inside else typed), ""


def _judged(answer: Exact, typed: Typed) -> tuple[Judgement, str]:
    if _holds(answer, typed):
        return "right", ""
    if answer.tolerance is None and _fits(answer, typed):
        return "wrong", "right as far as it goes: give two digits at least"
    return "wrong", _wrong(answer, typed)


def _holds(answer: Exact, typed: Typed) -> bool:
    away = abs(_fraction(typed.value) - answer.value)
    if answer.tolerance is not None:
        return away <= max(answer.tolerance, answer.slack)
    computed = Fraction(0) if isinstance(typed.value, Fraction) else abs(answer.value) * FLOAT
    if away <= max(answer.slack, computed):
        return True
    return _fits(answer, typed) and (typed.digits == 0 or typed.digits >= LEAST_DIGITS)


def _fits(answer: Exact, typed: Typed) -> bool:
    """Whether the exact value is among those that the typed digits stand for."""
    if typed.kind == "arithmetic":
        return False
    half = abs(answer.value) * ROUGH if typed.kind == "decimal arithmetic" else typed.half
    return abs(_fraction(typed.value) - answer.value) <= half + answer.slack


def _wrong(answer: Exact, typed: Typed) -> str:
    value = _fraction(typed.value)
    if not answer.value or not value:
        return "not the exact value"
    ratio = value / answer.value
    for factor, said in FACTORS.items():
        if abs(ratio / factor - 1) <= ROUGH:
            return said
    if abs(ratio - 1) > ROUGH * 2:
        return "not the exact value"
    if typed.kind == "integer" and value % 10 == 0:
        return "close: write a rounded number with its unit, as in 25.6M, or all of its digits"
    return "close: but the last digit that was typed does not hold"


def _tolerance(spec: Mapping[str, Any], size: Fraction) -> Fraction | None:
    if "rel_tol" in spec:
        return Fraction(str(spec["rel_tol"])) * size
    return Fraction(str(spec["abs_tol"])) if "abs_tol" in spec else None


def _fraction(value: Value) -> Fraction:
    return Fraction(value)


def _echo(typed: Typed, answer: Exact) -> str:
    value = _with_unit(_fraction(typed.value), answer.unit if answer.factor == 1 else "")
    around = f" (±{_plain(typed.half)})" if typed.kind == "rounded" and typed.digits else ""
    return value + around


def _with_unit(value: Fraction, unit: str) -> str:
    return f"{_plain(value)}{'' if unit in ('', 'x') else ' '}{'×' if unit == 'x' else unit}"


def _plain(value: Fraction) -> str:
    """A value for the eye: whole numbers in full, with commas, others with ten digits."""
    if value.denominator == 1 and abs(value) < 10**15:
        return f"{value.numerator:,}"
    if value and not 1e-300 < abs(value) < 1e300:
        return f"about 10^{_magnitude(value)}"
    return f"{float(value):.10g}"


def _magnitude(value: Fraction) -> int:
    return round((abs(value.numerator).bit_length() - value.denominator.bit_length()) * math.log10(2))
