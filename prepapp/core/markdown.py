"""Markdown as the deck and the screens need it: blocks with their lines, and formulas among the prose."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.dollarmath.index import math_inline_dollar

from prepapp.tex import TexError, check, render, render_inline

PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
"""All that CommonMark lets a backslash escape."""
CONTAINER = re.compile(r"(?:\s|>|[-+*]\s|\d+[.)]\s)*")
"""What may stand before a block of its own: quotes and list markers."""

SHORT = 20
"""Columns up to which a formula in a line of text is better not broken."""


class Formula(NamedTuple):
    """TeX between dollars, and where its first dollar stands in the source."""

    tex: str
    display: bool
    """Between double dollars."""
    line: int
    """From 0, as is the column."""
    column: int
    end_line: int
    """Line and column just past the last dollar."""
    end_column: int

    @property
    def source(self) -> str:
        """The formula with its dollars."""
        return f"$${self.tex}$$" if self.display else f"${self.tex}$"

    def place(self, column: int) -> tuple[int, int]:
        """Line and column in the source of a column (from 1) of the TeX."""
        before = self.tex[: column - 1]
        if "\n" not in before:
            return self.line, self.column + (2 if self.display else 1) + column - 1
        return self.line + before.count("\n"), len(before) - before.rindex("\n") - 1


def blocks(text: str) -> list[Token]:
    """The blocks of a text, each with its lines; what is inline stays unparsed.

    Tables, references and underlined headings are paragraphs here: a deck is read for its structure,
    and a line of dashes under a sentence makes no card.
    """
    return _reader().parse(text)


def formulas(tokens: Iterable[Token], lines: Sequence[str]) -> Iterator[Formula]:
    """Every formula in the blocks of a text, in reading order."""
    cursor: dict[int, int] = {}
    for token in tokens:
        if token.map is None:
            continue
        if token.type == "math_block":
            yield _math_block(token, token.map, lines)
        elif token.type == "inline" and "$" in token.content:
            yield from _inline(token, token.map[0], lines, cursor)


def formula_errors(text: str) -> Iterator[TexError]:
    """What is wrong with the formulas of a text that has no lines of its own."""
    if "$" not in text:
        return
    for formula in formulas(blocks(text), text.split("\n")):
        try:
            check(formula.tex)
        except TexError as error:
            yield error


def unclosed(token: Token) -> bool:
    """Whether a paragraph holds double dollars that open no formula."""
    if token.type != "inline" or "$$" not in token.content:
        return False
    children = _parse_inline(token.content)
    return any(child.type == "text" and "$$" in child.content for child in children)


def for_terminal(markdown: str, blank: str = " ") -> str:
    """The text with every formula drawn: inline ones as escaped Unicode, displayed ones as code blocks.

    A formula that cannot be drawn stands as its own source, in code. ``blank`` stands between the signs of a
    short inline formula, for a caller that would keep it on one line.
    """
    if "$" not in markdown:
        return markdown
    lines = markdown.split("\n")
    for formula in reversed(list(formulas(_writer().parse(markdown), lines))):
        _replace(lines, formula, blank)
    return "\n".join(lines)


@cache
def _reader() -> MarkdownIt:
    parser = _writer_rules()
    parser.block.ruler.disable(["table", "reference", "lheading"])
    return parser


@cache
def _writer() -> MarkdownIt:
    return _writer_rules()


def _writer_rules() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    parser.use(dollarmath_plugin, allow_labels=False, allow_space=False, double_inline=True)
    parser.inline.ruler.at("math_inline", _placed_math)
    parser.core.ruler.disable("inline")
    return parser


_find_math = math_inline_dollar(allow_space=False, allow_digits=True, allow_double=True)


def _placed_math(state: StateInline, silent: bool) -> bool:
    """The plug-in's own rule, which also notes where in the paragraph the formula starts."""
    start = state.pos
    mark = "$$" if state.src.startswith("$$", start) else "$"
    if "`" in state.src[start : max(state.src.find(mark, start + len(mark)), start)]:
        return False  # code binds tighter: "from $5 to `$x`"
    found = _find_math(state, silent)
    if found and not silent:
        state.tokens[-1].meta["start"] = start
    return found


def _parse_inline(content: str) -> list[Token]:
    children: list[Token] = []
    _writer().inline.parse(content, _writer(), {}, children)
    return children


def _math_block(token: Token, span: list[int], lines: Sequence[str]) -> Formula:
    first, past = span
    last = lines[past - 1]
    end = last.rfind("$$") + 2
    return Formula(token.content, True, first, max(lines[first].find("$$"), 0), past - 1, end)


def _inline(token: Token, first: int, lines: Sequence[str], cursor: dict[int, int]) -> Iterator[Formula]:
    """The formulas of a paragraph; ``cursor`` tells equal cells of one table row apart."""
    rows = token.content.split("\n")
    columns = [_column_of(row, first + n, lines, cursor) for n, row in enumerate(rows)]
    for child in _parse_inline(token.content):
        if not child.type.startswith("math_inline"):
            continue
        start = child.meta["start"]
        end = start + len(child.content) + 2 * len(child.markup)
        line, column = _position(token.content, start, columns)
        end_line, end_column = _position(token.content, end, columns)
        display = child.markup == "$$"
        yield Formula(child.content, display, first + line, column, first + end_line, end_column)


def _column_of(row: str, line: int, lines: Sequence[str], cursor: dict[int, int]) -> int:
    if line >= len(lines):
        return 0
    found = lines[line].find(row.strip(), cursor.get(line, 0))
    if found < 0:
        return 0
    cursor[line] = found + len(row.strip())
    return found - (len(row) - len(row.lstrip()))


def _position(content: str, offset: int, columns: Sequence[int]) -> tuple[int, int]:
    line = content.count("\n", 0, offset)
    column = offset - (content.rfind("\n", 0, offset) + 1)
    return line, columns[line] + column


def _replace(lines: list[str], formula: Formula, blank: str) -> None:
    first, last = lines[formula.line], lines[formula.end_line]
    before, after = first[: formula.column], last[formula.end_column :]
    source = "\n".join([first[formula.column :], *lines[formula.line + 1 : formula.end_line + 1]])
    if not source.startswith("$"):
        return
    if formula.display and not after.strip() and CONTAINER.fullmatch(before):
        lines[formula.line : formula.end_line + 1] = _drawn_block(before, formula)
    else:
        lines[formula.line : formula.end_line + 1] = [before + _drawn_inline(formula, blank) + after]


def _drawn_inline(formula: Formula, blank: str) -> str:
    try:
        row = render_inline(formula.tex)
        held = row.replace(" ", blank) if len(row) <= SHORT else row
        return PUNCTUATION.sub(r"\\\1", held)
    except TexError:
        return f"`{formula.source}`".replace("\n", " ")


def _drawn_block(before: str, formula: Formula) -> list[str]:
    """The drawn rows as an indented code block, behind the quote or list that the formula stands in."""
    try:
        rows = render(formula.tex).split("\n")
    except TexError:
        rows = formula.source.split("\n")
    inner = re.sub(r"[^>\s]", " ", before)
    body = [f"{inner}    {row}".rstrip() for row in rows]
    if before.strip(" \t>"):
        body[0] = f"{before}    {rows[0]}"
        return [*body, inner.rstrip()]
    return [inner.rstrip(), *body, inner.rstrip()]
