"""What Progress says, as text: figures in lines, and under each chart the words that say the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from textual.content import Content

from prepapp.report import words
from prepapp.report.charts import points
from prepapp.report.evidence import LabDone, Mock, SkillLine
from prepapp.report.model import Held, Report
from prepapp.session.progress import Figure
from prepapp.tui import progress_words
from prepapp.tui.columns import cell, stacked
from prepapp.tui.face import inline
from prepapp.tui.mock_face import NAMES
from prepapp.tui.progress_charts import ends, levels, minutes_chart, track, window
from prepapp.tui.words import count, days_until, short_date

SPARK, SHORTEST = 16, 8
"""Most and fewest columns of a level over the weeks."""

LEVEL_MARKS = 15
"""Columns of the levels themselves and of the gaps beside them."""

DATE, NAME, COUNTS, CARDS = 12, 28, 18, 9
"""Widths of the columns beside a track; of a name with the gap after it."""

FORMAT, POINTS, SCORE, TIME = 15, 9, 12, 8
"""Widths of the columns of a mock."""

HOLD, PREDICTED = 12, 17
"""Widths of the columns of a lab."""

VERDICTS = {"holds": "●", "fails": "○"}
"""Marks of claims; of an inconclusive one a dash."""

Section = tuple["Line", ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page; one with a figure can be at hand."""

    text: Content
    figure: Figure | None = None
    name: str = ""
    """Of the figure."""
    opens: bool = True
    """Whether there are events behind the figure."""


def title(report: Report) -> tuple[Content, str]:
    """Return the two ends of the title bar."""
    left = Content.assemble(("Progress", "bold $accent"), f"  {report.deck.title}")
    until = days_until(report.plan.interview, report.study_day)
    return left, f"{short_date(report.study_day)} · Day {report.plan.day} · {until}"


def sections(report: Report, width: int, at: date) -> tuple[Section, ...]:
    """Return the sections of the page, each a heading, its figures and what they say; ``at`` is a day."""
    lines = (
        _days(report, width, at),
        _held(report.by_rung, "rung", width),
        _held(report.by_skill, "skill", width),
        _paths(report, width),
        _mocks(report.mocks, width),
        _verified(report, width),
    )
    return tuple(tuple(each) for each in lines)


def column(parts: Sequence[Section], at_hand: Figure | None, width: int) -> Content:
    """Return sections under one another, the figure at hand marked."""
    lines = [_marked(line, line.figure is not None and line.figure == at_hand, width) for line in flat(parts)]
    return stacked(lines)


def flat(parts: Sequence[Section]) -> list[Line]:
    """Return the lines of sections, an empty one after each but the last."""
    gap = (Line(Content("")),)
    return [line for n, part in enumerate(parts) for line in (*(gap if n else ()), *part)]


def _marked(line: Line, at_hand: bool, width: int) -> Content:
    if not at_hand:
        return Content("  ") + line.text
    text = line.text.truncate(width, ellipsis=True, pad=True)
    return (Content.styled("› ", "$accent") + text).stylize("bold on $boost")


def _heading(name: str, legend: str, width: int) -> Line:
    legend = legend if len(name) + len(legend) + 3 <= width else ""
    return Line(
        Content.assemble((name, "bold"), cell(legend, max(0, width - len(name)), "$muted", right=True))
    )


def _say(text: str, width: int) -> Iterator[Line]:
    for line in Content.styled(text, "$muted").wrap(width):
        yield Line(line)


def _days(report: Report, width: int, at: date) -> Iterator[Line]:
    today, days = report.study_day, {each.date: each for each in report.days}
    shown = window(report.days, today, width)
    at = min(max(at, shown[0]), shown[-1])
    yield _heading("Minutes a day", "█ done   │ planned", width)
    for row in minutes_chart(days, shown, today, report.plan.interview, at):
        yield Line(row)
    day = days.get(at)
    text = f"{short_date(at)} · {progress_words.day(day, at == today)}"
    yield Line(
        Content(text), Figure("day", at.isoformat()), short_date(at), day is not None and not day.ahead
    )
    yield from _say(progress_words.days(report), width)


def _held(rows: Sequence[Held], of: Literal["rung", "skill"], width: int) -> Iterator[Line]:
    yield _heading(f"Points held, by {of}", "━ held   ╌ missed", width)
    most = max((each.asked for each in rows), default=0)
    for each in rows:
        yield Line(_held_row(each, most, width), Figure(of, each.of), inline(each.title))
    said = progress_words.rungs(rows) if of == "rung" else progress_words.skills(rows)
    yield from _say(said, width)


def _held_row(each: Held, most: int, width: int) -> Content:
    counts = words.share(each.held, each.asked) if each.asked else "not asked"
    room = max(6, width - NAME - COUNTS - CARDS)
    return Content.assemble(
        _name(each.title),
        track(each.held, each.asked, most, room - 1),
        cell(counts, COUNTS + 1, right=True),
        cell(count(each.cards, "card"), CARDS, "$muted", right=True),
    )


def _paths(report: Report, width: int) -> Iterator[Line]:
    yield _heading("Self-score and proven level", "▁▂▃▅▇ levels 1 to 5", width)
    first = min((step.study_day for each in report.skills for step in each.path), default=None)
    if first is not None:
        yield from _path_rows(report, min(first, report.study_day), width)
    yield from _say(progress_words.paths(report.skills), width)


def _path_rows(report: Report, first: date, width: int) -> Iterator[Line]:
    days = ends(first, report.study_day, max(SHORTEST, min(SPARK, (width - NAME - LEVEL_MARKS) // 2)))
    name = width - 2 * (len(days) + 3) - 9
    names = cell("say", len(days) + 6), cell("proven", len(days) + 6)
    yield Line(Content.assemble(cell(f"{short_date(first)} to today", name), *names).stylize("$muted"))
    for each in report.skills:
        row = _path_row(each, days, name)
        yield Line(row, Figure("path", each.skill), inline(each.title), bool(each.path))


def _path_row(each: SkillLine, days: Sequence[date], name: int) -> Content:
    gap = "▼" if each.gap > 0 else "▲" if each.gap < 0 else " "
    return Content.assemble(
        cell(inline(each.title), name - 1),
        " ",
        cell(levels(each.path, days, lambda step: step.score), len(days), "$muted"),
        f" {each.score or '–'}    ",
        cell(levels(each.path, days, lambda step: step.proven), len(days), "$bar"),
        f" {each.proven or '–'} ",
        (gap, "bold $error" if each.gap > 0 else "bold $accent"),
    )


def _mocks(mocks: Sequence[Mock], width: int) -> Iterator[Line]:
    yield _heading("Mocks", "━ points held   ╌ missed", width)
    most = max((points(each)[1] for each in mocks), default=0)
    for each in mocks:
        name = f"{NAMES.get(each.format, each.format)}, {short_date(each.started.date())}"
        yield Line(_mock_row(each, most, width), Figure("mock", each.mock), name)
    yield from _say(progress_words.mocks(mocks), width)


def _mock_row(each: Mock, most: int, width: int) -> Content:
    held, asked = points(each)
    room = max(4, width - DATE - FORMAT - POINTS - SCORE - TIME)
    score = each.ended if each.score is None else f"score {words.percent(each.score)}"
    return Content.assemble(
        cell(short_date(each.started.date()), DATE),
        cell(NAMES.get(each.format, each.format), FORMAT),
        track(held, asked, most, room - 1),
        cell(f"{held} of {asked}" if asked else "–", POINTS + 1, right=True),
        cell(score, SCORE, right=True),
        cell(words.minutes(each.minutes), TIME, "$muted", right=True),
    )


def _verified(report: Report, width: int) -> Iterator[Line]:
    yield _heading("Checks, labs and claims", "● holds   ○ fails   – open", width)
    if report.checks:
        cold = sum(each.mode == "prove" and each.cold and not each.hinted for each in report.checks)
        said = f"{len(report.checks)} passed, {cold} cold on a blank page"
        yield Line(_name("Checks") + Content(said), Figure("checks"), "Checks passed")
    for each in report.labs:
        yield Line(_lab_row(each, width), Figure("lab", each.lab), each.title)
    yield from _say(progress_words.verified(report), width)


def _name(title: str) -> Content:
    return cell(inline(title), NAME - 1) + " "


def _lab_row(each: LabDone, width: int) -> Content:
    marks = " ".join(VERDICTS.get(claim.verdict, "–") for claim in each.claims)
    hold = sum(claim.verdict == "holds" for claim in each.claims)
    predicted = f"predicted {each.right} of {each.predictions}" if each.predictions else ""
    room = max(6, width - NAME - HOLD - PREDICTED)
    marks = marks if len(marks) < room else marks.replace(" ", "")
    said = [cell(marks, room), cell(f"{hold} of {len(each.claims)} hold", HOLD)]
    return Content.assemble(_name(each.title), *said, cell(predicted, PREDICTED, "$muted", right=True))
