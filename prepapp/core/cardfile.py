"""A Markdown file of cards: H2 opens a card, H3 its sections, fenced TOML its checks and claims."""

from typing import NamedTuple

from prepapp.core.attributes import Attributes, split_attributes
from prepapp.core.cardread import CardReader, PlacedCard
from prepapp.core.faults import Faults
from prepapp.core.markdown import blocks
from prepapp.core.partfile import parts, read_front_matter
from prepapp.core.partread import Scope


class Heading(NamedTuple):
    """The heading of a card, as it is written after ``##`` and as it is read."""

    source: str
    read: Attributes


def read_cards(text: str, scope: Scope, faults: Faults) -> list[PlacedCard]:
    """The sound cards of a file's text."""
    lines = text.split("\n")
    if read_front_matter(lines, scope.deck, faults) is None:
        return []
    read = (CardReader(draft, lines, scope, faults).read() for draft in parts(lines, faults))
    return [placed for placed in read if placed is not None]


def headings(text: str) -> list[Heading]:
    """The headings of the cards in a file's text, sound or not."""
    lines, faults = text.split("\n"), Faults("")
    if read_front_matter(lines, "", faults) is None:
        return []
    tokens = blocks("\n".join(lines))
    heads = [
        (tokens[n + 1].content, token.map[0])
        for n, token in enumerate(tokens)
        if token.level == 0 and token.tag == "h2" and token.map
    ]
    return [Heading(source, split_attributes(source, line, [lines[line]], faults)) for source, line in heads]
