"""What the errata say, as text: pure functions of their lines."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from textual.content import Content

from prepapp.session.errata import Erratum
from prepapp.tui.columns import cell, stacked
from prepapp.tui.face import inline
from prepapp.tui.words import count

LABEL = 13
"""Width of the labels beside an erratum."""

FIGURE = 15
"""Width of each of the two columns of values."""


def title(found: list[Erratum]) -> tuple[Content, str]:
    """Return the two ends of the title bar."""
    left = Content.assemble(("Errata", "bold $accent"), "  what the chapter gets wrong")
    return left, count(len(found), "place")


def line(each: Erratum, width: int) -> Content:
    """Return one erratum as one line: what it is about, what the chapter says, what holds."""
    return Content.assemble(
        cell(inline(each.claim.text), max(12, width - 2 * FIGURE - 4)),
        "  ",
        cell(inline(each.chapter), FIGURE, "$muted"),
        "  ",
        cell(inline(each.holds), FIGURE),
    )


def page(each: Erratum, airy: bool = False) -> RenderableType:
    """Return one erratum in full: what the chapter says, what holds, what settles it, its cards."""
    head = [Text(inline(each.claim.text), style="bold"), Text("")]
    table = Table.grid()
    table.add_column(width=LABEL)
    for name, body in _parts(each):
        table.add_row(Text(name, style="dim"), Padding(Text(body), (0, 0, int(airy), 0)))
    return Group(*head, table)


def _parts(each: Erratum) -> Iterator[tuple[str, str]]:
    yield "The chapter", inline(each.chapter)
    yield "What holds", inline(each.holds)
    yield "Evidence", each.evidence
    yield "Card", f"{each.card.id}  {inline(each.card.title)}"
    if each.also:
        yield "Also on", ", ".join(each.also)


def nothing() -> Content:
    """Return what an empty list says."""
    words = "A claim of a card that differs from the chapter comes here: what it says, what holds, and why."
    return stacked([Content.styled("No claim differs from the chapter.", "bold"), Content(words)])
