"""The Markdown of a card as HTML with formulas for MathJax, as Anki shows it."""

from collections.abc import Callable
from functools import cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from prepapp.core.markdown import Formula, blocks, formulas

MARKS = "\ue000", "\ue001"
"""What stands around the number of a formula while the rest is rendered."""

Picture = Callable[[str], str | None]
"""Gives the name under which a picture of the deck travels; None where there is no such file."""


def html(markdown: str, picture: Picture = lambda _: None) -> str:
    """Return Markdown as HTML; HTML in it is shown as text."""
    lines = markdown.split("\n")
    found = list(formulas(blocks(markdown), lines))
    for n, formula in reversed(list(enumerate(found))):
        _mark(lines, formula, n)
    parser = _parser()
    tokens = parser.parse("\n".join(lines))
    for token in tokens:
        _point(token.children or [], picture)
    rendered: str = parser.renderer.render(tokens, parser.options, {}).strip()
    for n, formula in enumerate(found):
        rendered = rendered.replace(f"{MARKS[0]}{n}{MARKS[1]}", _for_mathjax(formula))
    return rendered


def inline(markdown: str) -> str:
    """Return Markdown of one paragraph as HTML without its paragraph."""
    rendered = html(markdown)
    only = rendered.startswith("<p>") and rendered.endswith("</p>") and rendered.count("<p>") == 1
    return rendered[3:-4] if only else rendered


def _mark(lines: list[str], formula: Formula, n: int) -> None:
    before = lines[formula.line][: formula.column]
    after = lines[formula.end_line][formula.end_column :]
    lines[formula.line : formula.end_line + 1] = [f"{before}{MARKS[0]}{n}{MARKS[1]}{after}"]


def _for_mathjax(formula: Formula) -> str:
    tex = escape(formula.tex.strip(), quote=False)
    return f"\\[{tex}\\]" if formula.display else f"\\({tex}\\)"


def _point(tokens: list[Token], picture: Picture) -> None:
    """Let pictures point to where they travel."""
    for token in tokens:
        name = picture(str(token.attrs.get("src", ""))) if token.type == "image" else None
        if name is not None:
            token.attrs["src"] = name


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")
