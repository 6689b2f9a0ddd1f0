"""Dates, minutes and ladders in words."""

from datetime import date
from textwrap import wrap

from textual.content import Content

INTERVIEW = "interview"
"""The word under the end of a plan."""


def short_date(day: date) -> str:
    """Return a date as ``Mon 12 Oct``."""
    return f"{day:%a} {day.day} {day:%b}"


def coming(day: date | None, today: date) -> str:
    """Return when a card comes back: ``tomorrow``, ``Fri 16``, ``9 Nov``."""
    if day is None:
        return "done"
    ahead = (day - today).days
    if ahead == 1:
        return "tomorrow"
    if ahead < 1:
        return "today"
    return f"{day:%a} {day.day}" if ahead < 21 else f"{day.day} {day:%b}"


def minutes(amount: float) -> str:
    """Return minutes as a whole number with its word."""
    whole = max(1, round(amount)) if amount else 0
    return f"{whole} minute" if whole == 1 else f"{whole} minutes"


def count(number: int, word: str, plural: str = "") -> str:
    """Return a number with its word."""
    return f"{number} {word if number == 1 else plural or word + 's'}"


def clock(seconds: float) -> str:
    """Return seconds as ``1:12``."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def hang(text: str, width: int, indent: int) -> str:
    """Return text wrapped at ``width``, every line but the first moved in by ``indent``."""
    return f"\n{' ' * indent}".join(wrap(text, max(20, width - indent)))


def days_until(interview: date | None, today: date) -> str:
    """Return how far the interview is."""
    if interview is None:
        return "no interview set"
    ahead = (interview - today).days
    if ahead == 0:
        return "interview today"
    return "interview tomorrow" if ahead == 1 else f"interview in {ahead} days"


def plan_line(offsets: tuple[int, ...], day: int, eve: int | None, width: int) -> tuple[Content, Content]:
    """Return the plan as a line of days with where one stands, and the words under it.

    ``day`` and ``eve`` count from the start of the plan; without an interview the last rung ends it.
    """
    last = offsets[-1] if eve is None else eve + 1
    room = width - len(INTERVIEW)
    marks = {offset: str(offset) for offset in offsets if offset <= last and (eve is None or offset < eve)}
    if eve is not None:
        marks[eve] = str(eve)
    column = {at: round(min(at, last) / max(1, last) * room) for at in {*marks, day, last}}
    line = ["━" if n < column[day] else "╌" for n in range(column[last] + 1)] + [" "] * len(INTERVIEW)
    for at, mark in sorted(marks.items()):
        _write(line, column[at], mark)
    under = [" "] * width
    labels = [(last, INTERVIEW), (eve, "eve")] if eve is not None else []
    for at, label in [(day, "you"), *labels]:
        _write_free(under, column[at], label)
    upper = Content("".join(line).rstrip())
    here = column[day]
    return upper.stylize("$accent", 0, here).stylize("$muted", here), Content("".join(under).rstrip())


def _write_free(line: list[str], column: int, text: str) -> None:
    """Write a word where nothing stands yet, a space around it included."""
    around = line[max(0, column - 1) : column + len(text) + 1]
    if not "".join(around).strip():
        line[column : column + len(text)] = text


def _write(line: list[str], column: int, text: str) -> None:
    for n, letter in enumerate(f"{text} "):
        if column + n < len(line):
            line[column + n] = letter
