"""Every formula of the deck is drawn, and fits a terminal of 80 columns, as its code does."""

from collections.abc import Iterator

import pytest
from rich.cells import cell_len

from prepapp.core.card import Deck
from prepapp.core.markdown import Formula, blocks, formulas
from prepapp.core.partread import BLOCKS
from prepapp.tex import render, render_inline
from prepapp.tui.markdown import INDENT
from tests.content.conftest import RESNET

PAGE = 73
"""Columns of a card's text at 80, on the screen where it has the fewest."""

FILES = sorted(RESNET.rglob("*.md"))


def of_file(name: str) -> list[Formula]:
    """Every formula of a file, those of tables and lists included."""
    text = (RESNET / name).read_text(encoding="utf-8")
    return list(formulas(blocks(text), text.split("\n")))


@pytest.mark.parametrize("name", [path.relative_to(RESNET).as_posix() for path in FILES])
def test_every_formula_is_drawn_and_fits(name: str) -> None:
    for formula in of_file(name):
        row = render_inline(formula.tex)
        assert "\n" not in row and cell_len(row) <= PAGE, formula.tex
        if formula.display:
            widest = max(map(cell_len, render(formula.tex).split("\n")))
            assert widest + INDENT <= PAGE, f"{formula.tex} takes {widest} columns"


@pytest.mark.parametrize("name", [path.relative_to(RESNET).as_posix() for path in FILES])
def test_no_line_of_code_is_cut_off(name: str) -> None:
    for token in blocks((RESNET / name).read_text(encoding="utf-8")):
        if token.type == "fence" and token.info.strip() not in BLOCKS:
            wide = [line for line in token.content.split("\n") if cell_len(line) + INDENT > PAGE]
            assert wide == []


def prompts(deck: Deck) -> Iterator[str]:
    """The texts that stand in TOML."""
    yield from (check.prompt for card in deck.cards for check in card.checks)
    yield from (claim.text for card in deck.cards for claim in card.claims)


def test_formulas_outside_the_prose_are_drawn_too(resnet: Deck) -> None:
    for text in prompts(resnet):
        for formula in formulas(blocks(text), text.split("\n")):
            assert "\n" not in render_inline(formula.tex)


def test_there_are_formulas_of_both_kinds() -> None:
    found = [formula for path in FILES for formula in of_file(path.relative_to(RESNET).as_posix())]
    assert sum(formula.display for formula in found) > 40
    assert sum(not formula.display for formula in found) > 200
