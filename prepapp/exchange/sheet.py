"""Cards as one table that Anki can read too: CSV with Anki's header lines, one card a row."""

import csv
import io
from collections.abc import Iterable

from prepapp.core.card import Card, Deck
from prepapp.exchange.cardtext import COLUMNS, columns

NOTE_TYPE = "PrepApp"
SPECIAL = ("guid", "deck", "tags")
"""The columns that Anki does not put into a field."""
HEADER = (
    "#separator:Comma",
    "#html:false",
    f"#notetype:{NOTE_TYPE}",
    f"#columns:{','.join((*SPECIAL, *COLUMNS))}",
    *(f"#{name} column:{n}" for n, name in enumerate(SPECIAL, start=1)),
)
GUID = "prepapp/"
"""What the ids of our notes begin with in other programs."""
PLACED = ("skill", "day")
"""What the first tags of a card say."""


def table(decks: Iterable[Deck]) -> str:
    """Return the cards of decks as CSV."""
    out = io.StringIO()
    out.writelines(line + "\n" for line in HEADER)
    writer = csv.writer(out, lineterminator="\n")
    for deck in decks:
        for card in deck.cards:
            special = (guid(card), deck.title, " ".join(tags(card)))
            writer.writerow((*special, *columns(card).values()))
    return out.getvalue()


def guid(card: Card) -> str:
    """Return the id of a card's note, which never changes."""
    return GUID + card.id


def tags(card: Card) -> list[str]:
    """Return the tags of a card's note."""
    return [f"{card.deck}::skill::{card.skill}", f"{card.deck}::day::{card.day}", *card.tags]
