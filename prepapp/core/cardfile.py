"""A Markdown file of cards: H2 opens a card, H3 its sections, fenced TOML its checks and claims."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from markdown_it.token import Token

from prepapp.core.attributes import Attributes, split_attributes
from prepapp.core.cardread import BLOCKS, QUESTION, CardReader, Draft, PlacedCard, Scope, Section
from prepapp.core.faults import Faults
from prepapp.core.markdown import blocks, formulas, unclosed
from prepapp.core.toml import TEXT, WHOLE, Key, Place, fitting, parse_toml
from prepapp.tex import TexError, check

FORMAT = 1
"""The deck format that this version reads."""


class Heading(NamedTuple):
    """The heading of a card, as it is written after ``##`` and as it is read."""

    source: str
    read: Attributes


def read_cards(text: str, scope: Scope, faults: Faults, script: bool = False) -> list[PlacedCard]:
    """The sound cards of a file's text; of a script (``interviews/``), faults only.

    A script's questions need no id, skill, day or answer, and are no cards.
    """
    lines = text.split("\n")
    if not _read_front_matter(lines, scope, faults):
        return []
    tokens = blocks("\n".join(lines))
    _check_formulas(tokens, lines, faults)
    _check_fences(tokens, lines, faults)
    cards = []
    for draft in _drafts(tokens, lines, faults):
        placed = CardReader(draft, lines, scope, faults, script).read()
        if placed is not None and not script:
            cards.append(placed)
    return cards


def headings(text: str) -> list[Heading]:
    """The headings of the cards in a file's text, sound or not."""
    lines, faults = text.split("\n"), Faults("")
    if not _read_front_matter(lines, Scope("", Path(), None, None), faults):
        return []
    tokens = blocks("\n".join(lines))
    heads = [
        (tokens[n + 1].content, token.map[0])
        for n, token in enumerate(tokens)
        if token.level == 0 and token.tag == "h2" and token.map
    ]
    return [Heading(source, split_attributes(source, line, [lines[line]], faults)) for source, line in heads]


def _read_front_matter(lines: list[str], scope: Scope, faults: Faults) -> bool:
    """Blank the front matter out, line numbers kept; False where the file is not for this reader."""
    if lines[0].rstrip() != "+++":
        return True
    end = next((n for n, line in enumerate(lines[1:], start=1) if line.rstrip() == "+++"), None)
    if end is None:
        faults.add(0, 0, "the front matter is not closed", "end it with a line `+++`")
        return False
    table = parse_toml("\n".join(lines[1:end]), 1, faults)
    place = Place(list(lines), 0, end, 0)
    lines[: end + 1] = [""] * (end + 1)
    if table is None:
        return True
    sound = fitting(table, {"format": Key(WHOLE), "deck": Key(TEXT)}, place, faults, "the front matter") or {}
    if sound.get("deck", scope.deck) != scope.deck:
        faults.add(
            *place.key("deck"), f"the file is for deck `{sound['deck']}`", f"this one is `{scope.deck}`"
        )
    if sound.get("format", FORMAT) != FORMAT:
        faults.add(*place.key("format"), f"unknown format {sound['format']}", f"this version reads {FORMAT}")
        return False
    return True


def _check_formulas(tokens: Sequence[Token], lines: Sequence[str], faults: Faults) -> None:
    sound: set[str] = set()
    for formula in formulas(tokens, lines):
        if formula.tex in sound:
            continue
        try:
            check(formula.tex)
            sound.add(formula.tex)
        except TexError as error:
            faults.add(*formula.place(error.column), f"formula: {error.what}", error.hint)
    for token in tokens:
        if token.map and unclosed(token):
            line = next((n for n in range(*token.map) if "$$" in lines[n]), token.map[0])
            faults.add(line, lines[line].find("$$"), "`$$` is never closed", "end the formula with `$$`")


def _check_fences(tokens: Sequence[Token], lines: Sequence[str], faults: Faults) -> None:
    for token in tokens:
        if token.type != "fence" or token.map is None:
            continue
        start, end = token.map
        column = lines[start].find(token.markup)
        last = lines[end - 1].strip(" \t>")
        if end - start < 2 or not (last.startswith(token.markup) and not last.strip(token.markup[0])):
            faults.add(start, column, "the code block is never closed", f"end it with `{token.markup}`")
        word = token.info.strip()
        if word in BLOCKS:
            if token.level:
                hint = "start it at the margin"
                faults.add(start, column, f"a {word} block inside a list or a quote", hint)
        elif near := get_close_matches(word, BLOCKS, n=1, cutoff=0.75):
            faults.add(start, column, f"unknown block `{word}`", f"did you mean `{near[0]}`?")


def _drafts(tokens: Sequence[Token], lines: list[str], faults: Faults) -> Iterator[Draft]:
    """The cards of a file, each cut into its sections; an H1 ends a card too."""
    heads = [
        n for n, token in enumerate(tokens) if token.level == 0 and token.tag in ("h1", "h2") and token.map
    ]
    for head, after in pairwise([*heads, len(tokens)]):
        start, body = tokens[head].map or [0, 0]
        end = (tokens[after].map or [0])[0] if after < len(tokens) else len(lines)
        if tokens[head].tag == "h2":
            heading = split_attributes(tokens[head + 1].content, start, [lines[start]], faults)
            yield Draft(heading, start, end, tuple(_sections(tokens[head + 3 : after], body, end)))


def _sections(tokens: Sequence[Token], start: int, end: int) -> Iterator[Section]:
    name, first = QUESTION, 0
    for n, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h3" and token.level == 0 and token.map:
            yield Section(name, start, token.map[0], tuple(tokens[first:n]))
            name, first, start = tokens[n + 1].content.strip(), n + 3, token.map[1]
    yield Section(name, start, end, tuple(tokens[first:]))
