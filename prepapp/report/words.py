"""Dates, shares and levels in words, the same in every format."""

from datetime import date

ENOUGH = 8
"""Below so many a share is given as counts alone."""

LEVELS = ("not met", "met", "recalls", "can explain", "can derive", "can teach")
"""Proven levels 0 to 5."""

RANKS = ("", "self-ticked", "typed", "machine-verified", "witnessed")


def day(of: date) -> str:
    """Return a date as ``Mon 12 Oct``."""
    return f"{of:%a} {of.day} {of:%b}"


def long_day(of: date) -> str:
    """Return a date as ``Mon 12 Oct 2026``."""
    return f"{of:%a} {of.day} {of:%b %Y}"


def count(number: int, word: str, plural: str = "") -> str:
    """Return a number with its word."""
    return f"{number:,} {word if number == 1 else plural or word + 's'}"


def minutes(amount: float) -> str:
    """Return minutes as hours and minutes."""
    whole = round(amount)
    if whole < 60:
        return f"{whole} min"
    return f"{whole // 60} h {whole % 60} min" if whole % 60 else f"{whole // 60} h"


def clock(seconds: float | None) -> str:
    """Return seconds as ``1:32``; a dash where nothing was timed."""
    return "–" if seconds is None else f"{round(seconds) // 60}:{round(seconds) % 60:02}"


def share(part: int, whole: int) -> str:
    """Return ``34 of 40 (85 %)``; of few only the counts. Only all is 100 %, only nothing 0 %."""
    if not whole:
        return "–"
    counts = f"{part:,} of {whole:,}"
    return f"{counts} ({_whole_percent(part, whole)} %)" if whole >= ENOUGH else counts


def _whole_percent(part: int, whole: int) -> int:
    rounded = round(100 * part / whole)
    return max(1, min(99, rounded)) if 0 < part < whole else rounded


def percent(part: float | None) -> str:
    """Return a part of one as ``68 %``; a dash where there is none."""
    return "–" if part is None else f"{round(100 * part)} %"


def number(value: float | None) -> str:
    """Return a measured number as it is read: integers in full, others to four digits."""
    if value is None:
        return "–"
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:.4g}"


def level(proven: int) -> str:
    """Return a proven level with its word."""
    return f"{proven} {LEVELS[proven]}"


def cold(results: tuple[bool | None, ...]) -> str:
    """Return cold results, oldest first: ✓ passed, ✗ failed, · none yet."""
    return " ".join("·" if each is None else "✓" if each else "✗" for each in results)


def away(days: int) -> str:
    """Return how far off a day is."""
    if days < 0:
        return "yesterday" if days == -1 else f"{-days} days ago"
    return "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"
