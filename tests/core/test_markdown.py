import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.console import Console
from rich.markdown import Markdown

from prepapp.core.markdown import blocks, for_terminal, formula_errors, formulas, unclosed


def places(text: str) -> list[tuple[str, int, int]]:
    return [(f.tex, f.line, f.column) for f in formulas(blocks(text), text.split("\n"))]


def shown(text: str) -> str:
    """The text as a candidate reads it, blanks at line ends aside."""
    console = Console(file=io.StringIO(), width=70, color_system=None)
    console.print(Markdown(for_terminal(text)))
    assert isinstance(console.file, io.StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().rstrip().split("\n"))


PLACES = {
    "in prose": ("a $x$ b $y$", [("x", 0, 2), ("y", 0, 8)]),
    "in the second row": ("a\n  b $x$", [("x", 1, 4)]),
    "over two rows": ("a $x\n= y$ $z$", [("x\n= y", 0, 2), ("z", 1, 5)]),
    "in a heading": ("## a $x$ b", [("x", 0, 5)]),
    "in a list": ("- a\n  - [ ] $x$\n", [("x", 1, 8)]),
    "in a quote": ("> a\n> $x$", [("x", 1, 2)]),
    "in bold text and a link": ("**$x$** [$y$](z)", [("x", 0, 2), ("y", 0, 9)]),
    "displayed": ("a\n\n$$\nx\n$$\n", [("\nx\n", 2, 0)]),
    "displayed in one row": ("$$x$$", [("x", 0, 0)]),
    "displayed inside a paragraph": ("a\n$$x$$\nb", [("x", 1, 0)]),
    "displayed in a list": ("1. $$x$$", [("x", 0, 3)]),
    "not in code": ("`$x$` $x$", [("x", 0, 6)]),
    "not in a code block": ("```\n$x$\n```\n\n    $y$\n", []),
    "not where dollars are escaped": (r"\$x\$ and $y$", [("y", 0, 10)]),
    "not where dollars are money": ("from $5 to $6", []),
    "not where code lies between the dollars": ("from $5 to `$x$` $y$", [("y", 0, 17)]),
    "at the start of a row that ends in a digit": ("$x$ is 3", [("x", 0, 0)]),
}


@pytest.mark.parametrize(("text", "expected"), PLACES.values(), ids=PLACES)
def test_formulas_are_found_where_they_stand(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert places(text) == expected


def test_a_column_of_the_tex_is_found_in_the_source() -> None:
    text = "a $x\n= \\foo$ and\n\n$$\ny\n\\bar\n$$\n"
    inline, display = formulas(blocks(text), text.split("\n"))
    assert inline.place(1) == (0, 3)
    assert inline.place(inline.tex.index("\\") + 1) == (1, 2)
    assert display.place(display.tex.index("\\") + 1) == (5, 0)


def test_dollars_that_close_nothing_are_told() -> None:
    assert [unclosed(token) for token in blocks("$$\nx\n") if token.type == "inline"] == [True]
    assert [unclosed(token) for token in blocks("a `$$` $$x$$") if token.type == "inline"] == [False]


def test_the_formulas_of_a_prompt_are_checked() -> None:
    assert [error.what for error in formula_errors("a $x$, $\\foo$ and $x^$")] == [
        "unknown command `\\foo`",
        "`^` lacks its argument",
    ]


def test_text_without_formulas_is_left_as_it_is() -> None:
    text = "A *word*,\n\n- [ ] `code`\n| a | b |\n"
    assert for_terminal(text) is text
    assert for_terminal("from $5 to `$x$`") == "from $5 to `$x$`"


def test_an_inline_formula_becomes_text_that_markdown_leaves_alone() -> None:
    assert for_terminal("Let $x_L^*$ be") == r"Let x\_\(L\)\^∗ be"
    assert shown(r"With $a_W * b_W$ and $\{x_L\}$, **$W_1$**, [$x$](y)") == "With a_W ∗ b_W and {x_L}, W₁, x"
    assert shown("$1.$ is no list") == "1. is no list"


def test_a_displayed_formula_becomes_a_code_block() -> None:
    assert for_terminal("a\n\n$$\n\\frac{a}{b}\n$$\n\nb") == "a\n\n\n     a\n    ╶─╴\n     b\n\n\nb"
    assert shown("a:\n$$\\frac{a}{b}$$\nb") == "a:\n\n\n  a\n ╶─╴\n  b\n\n\nb".replace("\n\n\n ", "\n\n\n ")


@pytest.mark.parametrize(
    "text", ["> q\n>\n> $$x_L$$\n>\n> r", "- q\n\n  $$x_L$$\n\n  r", "1. $$x_L$$\n\n   r"]
)
def test_a_displayed_formula_stays_in_its_quote_or_list(text: str) -> None:
    tokens = MarkdownIt().parse(for_terminal(text))
    depth = {token.content.strip(): token.level for token in tokens if token.type in ("inline", "code_block")}
    assert depth["x_L"] == depth["r"] - 1 > 0


def test_a_row_of_a_table_keeps_its_cells() -> None:
    text = "| a | b |\n|---|---|\n| $x_L$ | $x_L$ |\n"
    assert for_terminal(text).split("\n")[2] == r"| x\_L | x\_L |"


def test_a_formula_that_cannot_be_drawn_stands_as_its_source() -> None:
    assert for_terminal("a $\\foo$ b") == "a `$\\foo$` b"
    assert "    $$\\foo$$" in for_terminal("$$\\foo$$").split("\n")


PIECES = [
    "$",
    "$$",
    "x",
    "_",
    "*",
    "`",
    "\n",
    "\n\n",
    "- ",
    "> ",
    "| ",
    "\\",
    "\\frac{a}{b}",
    "\\foo",
    "    ",
    "1. ",
    "[a](b)",
    "#",
    "|--|\n",
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_any_text_is_made_ready(pieces: list[str]) -> None:
    text = "".join(pieces)
    lines = text.split("\n")
    for formula in formulas(blocks(text), lines):
        assert 0 <= formula.line <= formula.end_line < len(lines)
    MarkdownIt().parse(for_terminal(text))
