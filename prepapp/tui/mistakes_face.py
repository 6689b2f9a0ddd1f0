"""What the list of mistakes says, as text: pure functions of its lessons."""

from collections.abc import Iterator
from datetime import date

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from textual.content import Content

from prepapp.session.mistakes import Lesson
from prepapp.tui.columns import cell, stacked
from prepapp.tui.face import block, inline
from prepapp.tui.words import count, short_date

SINCE = 12
"""Width of the column of dates."""

LABEL = 13
"""Width of the labels beside a mistake."""


def title(lessons: list[Lesson], with_closed: bool) -> tuple[Content, str]:
    """Return the two ends of the title bar."""
    left = Content.assemble(("Mistakes", "bold $accent"), "  sure, and wrong")
    still = sum(lesson.mistake.open for lesson in lessons)
    closed = f", {len(lessons) - still} closed" if with_closed else ""
    return left, (f"{count(still, 'mistake')} open" if still else "none open") + closed


def line(lesson: Lesson, width: int) -> Content:
    """Return one mistake as one line: what was said, on which card, since when."""
    state = short_date(lesson.mistake.since) if lesson.mistake.open else "closed"
    room = width - SINCE - 2
    said = max(12, room * 2 // 3)
    return Content.assemble(
        cell(quoted(lesson), said - 2, "" if lesson.mistake.open else "$muted"),
        "  ",
        cell(inline(lesson.card.title), room - said, "$muted"),
        "  ",
        cell(state, SINCE, "" if lesson.mistake.open else "$muted"),
    )


def quoted(lesson: Lesson) -> str:
    """Return what the candidate said; typed words stand in quotation marks."""
    return f"“{inline(lesson.said)}”" if lesson.mistake.said else inline(lesson.said)


def page(lesson: Lesson, today: date, width: int, airy: bool = False) -> RenderableType:
    """Return one mistake in full: what I said, what holds, how to tell."""
    ago = (today - lesson.mistake.since).days
    when = {0: "today", 1: "yesterday"}.get(ago, f"{ago} days ago")
    since = f"{lesson.card.id} · since {short_date(lesson.mistake.since)}, {when}"
    head = [
        Text(inline(lesson.card.title), style="bold"),
        Text(since if lesson.mistake.open else f"{since} · closed", style="dim"),
    ]
    table = Table.grid()
    table.add_column(width=LABEL)
    for name, body in _parts(lesson, width - LABEL):
        table.add_row(Text(name, style="dim"), Padding(body, (0, 0, int(airy), 0)))
    return Group(*head, Text(""), table)


def _parts(lesson: Lesson, width: int) -> Iterator[tuple[str, RenderableType]]:
    missed = [point for point in lesson.card.points if point.n in lesson.mistake.missed]
    spoken = missed and not lesson.mistake.said
    yield "I said", Text("spoken, without the points below" if spoken else quoted(lesson))
    if missed:
        yield "What holds", Group(*(_point(inline(point.text)) for point in missed))
    elif lesson.holds.strip():
        yield "What holds", block(lesson.holds, width)
    if lesson.tell.strip():
        yield "How to tell", block(lesson.tell, width)


def _point(text: str) -> RenderableType:
    row = Table.grid()
    row.add_column(width=2)
    row.add_row("·", Text(text))
    return row


def nothing(closed: int) -> Content:
    """Return what an empty list says."""
    words = (
        "An answer that was sure and turned out wrong comes here: what you said, what holds, "
        "and how to tell. The next day opens with it; it closes when you can tell."
    )
    lines = [Content.styled("No mistake is open.", "bold"), Content(words)]
    if closed:
        lines += [
            Content(""),
            Content.styled(f"h shows the {count(closed, 'mistake')} that you closed.", "$muted"),
        ]
    return stacked(lines)
