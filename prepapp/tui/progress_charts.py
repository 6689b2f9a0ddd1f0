"""The charts of Progress in characters: days as columns, shares as tracks, levels as a line of blocks."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from textual.content import Content

from prepapp.report.evidence import Step
from prepapp.report.model import Day
from prepapp.tui.columns import cell

STEP = 2
"""Columns of a day, the gap to the next one among them."""

AXIS = 5
"""Columns of the numbers beside the days."""

HEIGHT = 4
"""Rows of the columns of days."""

EIGHTHS = " ▁▂▃▄▅▆▇█"
"""A row of a day that was lived, filled so far."""

STEMS = " ╷│"
"""A row of a day ahead, filled by halves."""

LEVELS = "·▁▂▃▅▇"
"""Levels 0 to 5; a dot where there is none."""

HELD, MISSED = "━", "╌"

SCALES = (5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 720)
"""Minutes that half the height may stand for."""


def window(days: Sequence[Day], today: date, width: int) -> list[date]:
    """Return the dates that fit beside one another: three fifths lived, or more where little is planned."""
    room = max(7, (width - AXIS) // STEP)
    first = min((each.date for each in days), default=today)
    last = max((each.date for each in days), default=today)
    ahead = max(0, min((last - today).days, room * 2 // 5))
    past = max(1, min((today - first).days + 1, room - ahead))
    return [today + timedelta(days=n) for n in range(1 - past, ahead + 1)]


def minutes_chart(
    days: Mapping[date, Day], shown: Sequence[date], today: date, interview: date | None, at: date
) -> Iterator[Content]:
    """Draw minutes a day: solid columns for what was done, thin ones for what is planned."""
    most = max((days[each].minutes for each in shown if each in days), default=0.0)
    half = next((each for each in SCALES if most <= 2 * each), SCALES[-1])
    for row in reversed(range(HEIGHT)):
        label = {HEIGHT - 1: str(2 * half), HEIGHT // 2 - 1: str(half)}.get(row, "")
        columns = [_column(days.get(each), row, 2 * half / HEIGHT) for each in shown]
        yield Content.assemble((f"{label:>{AXIS - 2}} ", "$muted"), ("│", "$rule"), *columns)
    yield Content.styled(f"{0:>{AXIS - 2}} └{'─' * (len(shown) * STEP)}", "$rule")
    yield Content.styled(_dates(shown, today, interview), "$muted")
    yield Content(" " * (AXIS + shown.index(at) * STEP) + "▲").stylize("$accent")


def track(held: int, asked: int, most: int, width: int) -> Content:
    """Draw the points held as a whole line, and those missed as the broken rest of it."""
    whole = max(1, round(asked / most * width)) if asked else 0
    part = min(whole - (held < asked), max(int(held > 0), round(held / asked * whole))) if asked else 0
    return cell(HELD * part, part, "$bar") + cell(MISSED * (whole - part), width - part, "$muted")


def levels(path: Sequence[Step], days: Sequence[date], of: Callable[[Step], int | None]) -> str:
    """Draw a level as it stood at the end of some days."""
    known = [each.study_day for each in path]
    at = [bisect_right(known, each) for each in days]
    return "".join(LEVELS[(of(path[n - 1]) or 0) if n else 0] for n in at)


def ends(first: date, last: date, most: int) -> list[date]:
    """Return the last days of at most ``most`` equal spans that end with ``last``."""
    days = (last - first).days + 1
    span = -(-days // most)
    return [last - timedelta(days=n * span) for n in reversed(range(-(-days // span)))]


def _column(day: Day | None, row: int, of_a_row: float) -> Content:
    if day is None or not day.minutes:
        return cell("", STEP)
    filled = min(1.0, max(0.0, day.minutes / of_a_row - row))
    marks = STEMS if day.ahead else EIGHTHS
    steps = len(marks) - 1
    level = max(int(row == 0), round(filled * steps))
    return cell(marks[level], STEP, "$muted" if day.ahead else "$bar")


def _dates(shown: Sequence[date], today: date, interview: date | None) -> str:
    """Name today and the interview, then the Mondays where there is room."""
    end = AXIS + len(shown) * STEP
    line = [" "] * end
    mondays = [(each, f"{each.day} {each:%b}") for each in shown if each.weekday() == 0]
    named = [(today, "today"), *([(interview, "interview")] if interview else []), *mondays]
    for day, label in named:
        column = min(AXIS + (day - shown[0]).days * STEP, end - len(label))
        around = line[max(0, column - 1) : column + len(label) + 1]
        if shown[0] <= day <= shown[-1] + timedelta(days=1) and not "".join(around).strip():
            line[column : column + len(label)] = label
    return "".join(line).rstrip()
