import re
import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prepapp.errors import PrepError
from prepapp.tex import TexError, check, render, render_inline

GOLDEN = Path(__file__).parent / "golden"


def cases(name: str) -> list[tuple[str, str, str]]:
    """TeX, its row, and its drawing: blocks of ``% TeX``, ``> row``, drawn rows."""
    text = (GOLDEN / name).read_text(encoding="utf-8")
    found = []
    for block in re.split(r"^% ", text, flags=re.MULTILINE)[1:]:
        tex, row, drawn = block.split("\n", 2)
        found.append((re.sub(r"^F\w+ ", "", tex), row.removeprefix("> "), drawn.removesuffix("\n")))
    return found


FORMULAS = cases("formulas.txt")
CONSTRUCTS = cases("constructs.txt")


def test_the_golden_files_are_whole() -> None:
    assert (len(FORMULAS), len(CONSTRUCTS)) == (84, 41)


@pytest.mark.parametrize(("tex", "row", "drawn"), FORMULAS + CONSTRUCTS)
def test_a_formula_looks_as_it_did_when_it_was_read(tex: str, row: str, drawn: str) -> None:
    assert render(tex) == drawn
    assert render_inline(tex) == row


@pytest.mark.parametrize(("tex", "row", "drawn"), FORMULAS + CONSTRUCTS)
def test_a_drawing_of_one_row_is_the_row(tex: str, row: str, drawn: str) -> None:
    assert "\n" not in row
    if "\n" not in drawn:
        assert drawn.split() == row.split()


ERRORS = {
    "": (1, "the formula is empty"),
    " ": (1, "the formula is empty"),
    r"a \foo x": (3, r"unknown command `\foo`"),
    "a \\": (3, r"a `\` at the end of the formula"),
    r"x + \frac{a}": (5, r"`\frac` lacks its argument"),
    r"\frac^2": (1, r"`\frac` lacks its argument"),
    "x^": (2, "`^` lacks its argument"),
    "x__y": (2, "`_` lacks its argument"),
    "x^2^3": (4, "a second `^` on the same base"),
    "x_1^2_3": (6, "a second `_` on the same base"),
    "a{b": (2, "`{` is never closed"),
    "a}": (2, "`}` closes nothing"),
    r"\left( a": (1, r"`\left` is never closed"),
    r"a \right)": (3, r"`\right` closes nothing"),
    r"\left? a \right)": (1, r"`\left` needs a bracket after it"),
    r"\left": (1, r"`\left` needs a bracket after it"),
    r"\begin{foo}x\end{foo}": (1, "unknown environment `foo`"),
    r"\begin{cases}x": (1, r"`\begin` is never closed"),
    r"\begin{cases}x\end{matrix}": (1, r"`\begin{cases}` ends under another name"),
    r"\begin x": (1, r"`\begin` lacks a name"),
    r"\end{x}": (1, r"`\end` closes nothing"),
    "a & b": (3, "`&` stands outside a grid"),
    "a # b": (3, "`#` stands outside a grid"),
    r"\text{a $b$}": (9, r"`$` inside `\text`"),
    r"\text x": (1, r"`\text` lacks its braces"),
    r"\hat{\frac ab}": (1, r"`\hat` over more than a name"),
    r"\sqrt[\frac12]{x}": (6, "the degree of a root is more than a name"),
    r"\sqrt[2": (6, "`[` is never closed"),
    "{" * 100 + "}" * 100: (25, "the formula is nested too deeply"),
    r"\hat" * 100 + "x": (97, "the formula is nested too deeply"),
    "x" * 2001: (2000, "the formula is longer than 2000 characters"),
}


@pytest.mark.parametrize(("tex", "expected"), ERRORS.items(), ids=[tex[:20] for tex in ERRORS])
def test_what_cannot_be_drawn_is_refused_at_its_column(tex: str, expected: tuple[int, str]) -> None:
    for action in (check, render, render_inline):
        with pytest.raises(TexError) as caught:
            action(tex)
        assert (caught.value.column, caught.value.what) == expected
        assert caught.value.hint
        assert isinstance(caught.value, PrepError)


def test_a_misspelt_command_gets_a_hint() -> None:
    with pytest.raises(TexError) as caught:
        check(r"\partail x")
    assert (
        str(caught.value) == r"column 1 of the formula: unknown command `\partail` (did you mean `\partial`?)"
    )


@pytest.mark.parametrize("letter", "SVXYFCyQ")
def test_a_script_is_never_another_letter(letter: str) -> None:
    """TeXicode's table has S as a small s, V as a small v, and y as a gamma."""
    assert letter in unicodedata.normalize("NFKC", render_inline(f"a_{letter}"))
    assert letter in unicodedata.normalize("NFKC", render_inline(f"a^{letter}"))
    assert letter in unicodedata.normalize("NFKC", render(f"a_{letter}^{letter}"))


LETTERS = st.sampled_from("abcdLQTWxyzαβθ0129")


def compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(inner, inner)
    return st.one_of(
        two.map(lambda p: f"{p[0]} {p[1]}"),
        two.map(lambda p: f"{p[0]} + {p[1]}"),
        two.map(lambda p: f"\\frac{{{p[0]}}}{{{p[1]}}}"),
        two.map(lambda p: f"\\binom{{{p[0]}}}{{{p[1]}}}"),
        two.map(lambda p: f"{{{p[0]}}}^{{{p[1]}}}"),
        two.map(lambda p: f"{{{p[0]}}}_{{{p[1]}}}"),
        st.tuples(inner, inner, inner).map(lambda p: f"{{{p[0]}}}_{{{p[1]}}}^{{{p[2]}}}"),
        st.tuples(inner, inner, inner).map(lambda p: f"\\sum_{{{p[0]}}}^{{{p[1]}}} {p[2]}"),
        two.map(lambda p: f"\\int_{{{p[0]}}} {p[1]}"),
        two.map(lambda p: f"\\overset{{{p[0]}}}{{{p[1]}}}"),
        two.map(lambda p: f"\\begin{{pmatrix}} {p[0]} & {p[1]} \\\\ 1 \\end{{pmatrix}}"),
        two.map(lambda p: f"\\begin{{aligned}} {p[0]} &= {p[1]} \\end{{aligned}}"),
        inner.map(lambda p: f"\\sqrt{{{p}}}"),
        inner.map(lambda p: f"\\sqrt[3]{{{p}}}"),
        inner.map(lambda p: f"\\left( {p} \\right\\}}"),
        inner.map(lambda p: f"\\left\\langle {p} \\right|"),
        LETTERS.map(lambda p: f"\\hat{{{p}}}"),
    )


@settings(max_examples=300, deadline=None)
@given(st.recursive(LETTERS, compound, max_leaves=12))
def test_no_symbol_is_lost(tex: str) -> None:
    meant = Counter(re.sub(r"\\begin\{\w+\}|\\end\{\w+\}|\\[a-z]+", "", tex))
    for shown in (render(tex), render_inline(tex)):
        seen = Counter(unicodedata.normalize("NFKD", shown))
        for letter in "abcdLQTWxyzαβθ0129+=":
            assert seen[letter] >= meant[letter], (letter, shown)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="abx12{}[]()^_&$#%'\\ \n+-=∂漢\u0301", max_size=40) | st.text(max_size=20))
def test_any_text_is_drawn_or_refused(tex: str) -> None:
    try:
        check(tex)
    except TexError as error:
        assert 1 <= error.column <= len(tex) + 1
        return
    assert render(tex).count("\n") < 100
    assert "\n" not in render_inline(tex).replace("\x85", "")


COMMANDS = [
    r"\frac",
    r"\sqrt",
    r"\left(",
    r"\right)",
    r"\hat",
    r"\mathbf",
    r"\text{a}",
    r"\begin{cases}",
    r"\end{cases}",
]
COMMANDS += [
    r"\\",
    "&",
    "{",
    "}",
    "^",
    "_",
    "[",
    "]",
    "x",
    "2",
    r"\sum",
    r"\int",
    r"\lim",
    r"\overset",
    r"\,",
    r"\not",
    "'",
]


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(COMMANDS), max_size=14))
def test_what_passes_the_check_is_drawn(parts: list[str]) -> None:
    tex = " ".join(parts)
    try:
        check(tex)
    except TexError:
        return
    render(tex)
    assert "\n" not in render_inline(tex)


def test_a_formula_is_drawn_the_same_whatever_came_before() -> None:
    before = render(r"\sum_{i=1}^{n} x_i")
    for tex in (r"\mathbf{x}_{\mathcal{L}}", r"\int^{\frac{a}{b}}_0", r"\sqrt[k]{\frac12}^{\sum}"):
        render(tex)
    assert render(r"\sum_{i=1}^{n} x_i") == before


def test_texicode_is_imported_with_the_first_formula_only() -> None:
    code = "import sys, prepapp.tex; print('texicode' in sys.modules, 'texicode.renderer' in sys.modules)"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.split() == ["False", "False"]
