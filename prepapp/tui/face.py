"""The card's face: Markdown and formulas drawn once per card and width, into lines that are cheap to show."""

from dataclasses import dataclass

from rich.console import Console, RenderableType
from rich.segment import Segment, SegmentLines
from rich.text import Text
from rich.theme import Theme

from prepapp.core.card import Card

PLAIN = {
    "markdown.code": "bold",
    "markdown.code_block": "none",
    "markdown.h1": "bold",
    "markdown.h2": "bold",
    "markdown.h3": "bold",
    "markdown.h4": "bold",
    "markdown.item.bullet": "none",
    "markdown.item.number": "none",
    "markdown.block_quote": "italic",
    "markdown.table.header": "bold",
    "markdown.table.border": "dim",
}
"""Rich's Markdown without its colours: the accent is the app's."""

HELD_BLANK = "\ue000"
"""A blank that no line is broken at, while the lines are being made: from Unicode's private area."""


@dataclass(frozen=True, slots=True)
class Face:
    """The sides of a card that open after the answer, drawn."""

    card: str
    width: int
    lesson: RenderableType
    answer: RenderableType


def prepare_imports() -> None:
    """Import what drawing needs; called beside the loop, since it takes 50 ms."""
    import prepapp.core.markdown
    import prepapp.tui.markdown

    _ = prepapp.core.markdown, prepapp.tui.markdown


def draw(card: Card, width: int) -> Face:
    """Return the drawn sides of a card at ``width`` columns."""
    console = _console(width)
    return Face(card.id, width, _lines(card.learn, console), _lines(card.answer, console))


def block(markdown: str, width: int) -> RenderableType:
    """Return Markdown drawn at ``width`` columns."""
    return _lines(markdown, _console(width))


def inline(markdown: str) -> str:
    """Return one line of Markdown as plain text, its formulas drawn on one row."""
    markdown = " ".join(markdown.split())
    if not any(mark in markdown for mark in "$`*_\\["):
        return markdown
    from prepapp.core.plain import plain_text

    return plain_text(markdown)


def _console(width: int) -> Console:
    return Console(
        width=width, color_system="truecolor", theme=Theme(PLAIN), legacy_windows=False, force_terminal=True
    )


def _lines(markdown: str, console: Console) -> RenderableType:
    if not markdown.strip():
        return Text("")
    from prepapp.core.markdown import for_terminal
    from prepapp.tui.markdown import CardMarkdown

    lines = console.render_lines(CardMarkdown(for_terminal(markdown, HELD_BLANK)), pad=False)
    return SegmentLines([[_let_go(segment) for segment in line] for line in lines], new_lines=True)


def _let_go(segment: Segment) -> Segment:
    return segment._replace(text=segment.text.replace(HELD_BLANK, " "))
