"""The derivation checks of the shipped deck, and the corpus of typed answers."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from prepapp.answers.derivation import DerivationCheck, read_card
from prepapp.core.deckfile import read_deck

DECK = Path(__file__).parents[2] / "decks" / "resnet"
CORPUS = Path(__file__).with_name("corpus.toml")


class Typed(NamedTuple):
    """An answer of the corpus and what it comes to."""

    check: str
    text: str
    kind: str
    line: int


@cache
def specs() -> dict[str, dict[str, Any]]:
    """Every derivation block, by card and number: ``rn-020/2``."""
    found: dict[str, dict[str, Any]] = {}
    deck, _ = read_deck(DECK)
    assert deck is not None
    for card in deck.cards:
        checks = [check.spec for check in card.checks if check.type == "derivation"]
        found |= {f"{card.id}/{n}": dict(spec) for n, spec in enumerate(checks, 1)}
    return found


@cache
def checks() -> dict[str, DerivationCheck]:
    """The same, read."""
    return {name: read_card(spec) for name, spec in specs().items()}


def corpus() -> Iterator[Typed]:
    """Every answer of the corpus."""
    for check, outcomes in tomllib.loads(CORPUS.read_text("utf-8")).items():
        for outcome, texts in outcomes.items():
            kind, _, line = outcome.partition("-")
            for text in texts:
                yield Typed(
                    check, "\n".join(part.strip() for part in text.split(" // ")), kind, int(line or 0)
                )
