"""A Markdown file of a deck: its front matter, and its parts, each below an H2 and cut at its H3."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import pairwise
from typing import Any

from markdown_it.token import Token

from prepapp.core.attributes import split_attributes
from prepapp.core.faults import Faults
from prepapp.core.markdown import blocks, formulas, unclosed
from prepapp.core.partread import BLOCKS, QUESTION, Draft, Section
from prepapp.core.toml import TEXT, WHOLE, Key, Place, Schema, fitting, parse_toml
from prepapp.tex import TexError, check

FORMAT = 1
"""The deck format that this version reads."""

FRONT: Schema = {"format": Key(WHOLE), "deck": Key(TEXT)}
"""What a front matter may say, of cards and of scripts alike."""


def read_front_matter(
    lines: list[str], deck: str, faults: Faults, schema: Schema = FRONT
) -> Mapping[str, Any] | None:
    """Blank the front matter out, line numbers kept; None where the file is not for this reader."""
    if lines[0].rstrip() != "+++":
        return {}
    end = next((n for n, line in enumerate(lines[1:], start=1) if line.rstrip() == "+++"), None)
    if end is None:
        faults.add(0, 0, "the front matter is not closed", "end it with a line `+++`")
        return None
    table = parse_toml("\n".join(lines[1:end]), 1, faults)
    place = Place(list(lines), 0, end, 0)
    lines[: end + 1] = [""] * (end + 1)
    if table is None:
        return {}
    sound = fitting(table, schema, place, faults, "the front matter") or {}
    if sound.get("deck", deck) != deck:
        faults.add(*place.key("deck"), f"the file is for deck `{sound['deck']}`", f"this one is `{deck}`")
    if sound.get("format", FORMAT) != FORMAT:
        faults.add(*place.key("format"), f"unknown format {sound['format']}", f"this version reads {FORMAT}")
        return None
    return sound


def parts(lines: list[str], faults: Faults) -> list[Draft]:
    """The parts of a file whose front matter is blanked out; what is wrong in its formulas and fences."""
    tokens = blocks("\n".join(lines))
    _check_formulas(tokens, lines, faults)
    _check_fences(tokens, lines, faults)
    return list(_drafts(tokens, lines, faults))


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
    """The parts of a file, each cut into its sections; an H1 ends a part too."""
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
