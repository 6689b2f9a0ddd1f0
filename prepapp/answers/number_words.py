"""The words that stand after a number: what is counted, and in which scale."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from prepapp.answers.number_read import SCALES

Match = Literal["same", "papers", "other", "unknown"]
"""``papers``: FLOPs said where multiply-adds are meant, as most papers do."""

FAMILIES: Mapping[str, str] = {
    "parameter": "parameters", "param": "parameters", "weight": "parameters",
    "mac": "multiply-adds", "madd": "multiply-adds", "multadd": "multiply-adds", "mult add": "multiply-adds",
    "multiply add": "multiply-adds", "multiply accumulate": "multiply-adds",
    "flop": "FLOPs", "operation": "FLOPs", "op": "FLOPs",
    "x": "x", "×": "x", "time": "x", "factor": "x",
    "%": "%", "percent": "%", "per cent": "%", "point": "%", "percentage point": "%", "pp": "%",
}  # fmt: skip


def family(unit: str) -> str:
    """What a unit counts; the unit itself, in the singular, where it is none of the known."""
    plain = _plain(unit)
    return FAMILIES.get(plain, plain)


def scale(unit: str, answer_unit: str) -> tuple[Fraction, str]:
    """Split ``GMACs`` into a factor and what is counted; known units are never split."""
    if family(unit) == family(answer_unit) or _plain(unit) in FAMILIES or not unit:
        return Fraction(1), unit
    rest = unit[1:].strip()
    is_split = unit[0].lower() in SCALES and (_plain(rest) in FAMILIES or family(rest) == family(answer_unit))
    return (Fraction(10) ** SCALES[unit[0].lower()], rest) if is_split else (Fraction(1), unit)


def compared(unit: str, answer_unit: str) -> Match:
    """Whether a typed unit is that of the answer."""
    typed, meant = family(unit), family(answer_unit)
    if not unit or typed == meant or (typed == "x" and not meant):
        return "same"
    if typed == "FLOPs" and meant == "multiply-adds":
        return "papers"
    return "other" if typed in FAMILIES.values() and meant else "unknown"


def _plain(unit: str) -> str:
    words = re.sub(r"[\s\-_.]+", " ", unit.lower()).strip()
    return re.sub(r"(?<=[a-z]{2})s$", "", words)
