"""Evidence in words, for people: what was done first, then how."""

from collections.abc import Mapping
from datetime import date

from prepapp.core.readiness import Evidence

DONE: Mapping[str, tuple[str, str]] = {
    "derivation": ("derived", "derivation wrong"),
    "number": ("computed", "number wrong"),
    "drawing": ("drawn", "drawing wrong"),
    "code": ("coded", "code wrong"),
}
"""What a check of each type was, right and wrong."""


def take_words(mode: str, typed: bool, passed: bool) -> str:
    """Return what an answer to a card was."""
    if mode == "unknown":
        return "not known"
    said = "typed" if typed else "spoken"
    return f"{said}, own ticks" if passed else f"{said}, a must-point missed"


def check_words(type_: str, passed: bool, is_prove: bool, hinted: bool, blank: bool) -> str:
    """Return what an answer to a check was."""
    right, wrong = DONE.get(type_, ("verified", "wrong"))
    how = "blank page" if is_prove else "practice"
    aid = "part of it given" if not blank else "with a hint" if hinted else how
    return f"{right if passed else wrong}, {aid}"


def mock_words(interview: str, mode: str, witness: str | None, passed: bool) -> str:
    """Return what an answer in a mock was."""
    where = "hot seat" if interview == "hotseat" else interview
    if mode == "silent":
        return f"silent, {where}"
    who = f"{witness} ticked it" if witness else mode
    return f"{who}, {where}" if passed else f"{who}, {where}: not whole"


def lab_words(right: int, predicted: int) -> str:
    """Return what a prediction was."""
    return f"predicted {right} of {predicted}"


def rested(evidence: Evidence, today: date) -> str:
    """Return what a level rests on: ``derived Friday``."""
    return f"{evidence.words.partition(',')[0]} {ago(evidence.study_day, today)}"


def ago(day: date, today: date) -> str:
    """Return a past day: ``today``, ``yesterday``, ``Friday``, ``16 Oct``."""
    days = (today - day).days
    if days <= 1:
        return "yesterday" if days == 1 else "today"
    return f"{day:%A}" if days < 7 else f"{day.day} {day:%b}"
