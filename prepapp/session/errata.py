"""Where the chapter errs: what it says, what holds, and what settles it, from the claims that differ."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from prepapp.core.card import Card, Claim, Deck
from prepapp.session.desk import Desk

TIMES = "x"
"""The unit of a factor, as decks write it."""

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Erratum:
    """One statement of the chapter that does not hold."""

    card: Card
    """The first card that says what holds."""
    claim: Claim
    chapter: str
    """What the chapter says."""
    holds: str
    evidence: str
    also: tuple[str, ...] = ()
    """Ids of further cards that say the same."""


def errata(desk: Desk, deck_id: str | None = None) -> list[Erratum]:
    """Return what differs from the chapters of the decks being studied, in the order of the cards."""
    return [each for deck in desk.decks(deck_id) for each in deck_errata(deck)]


def deck_errata(deck: Deck) -> list[Erratum]:
    """Return what differs from a deck's chapter; what several cards claim stands once."""
    found: dict[tuple[object, ...], Erratum] = {}
    for card, claim in _differing(deck.cards):
        key = (claim.chapter, claim.value, claim.unit, claim.basis, claim.source)
        known = found.get(key)
        if known is None:
            found[key] = _erratum(card, claim)
        elif card.id not in (known.card.id, *known.also):
            found[key] = replace(known, also=(*known.also, card.id))
    return list(found.values())


def amount(value: int | float | str, unit: str) -> str:
    """Return a value as it is read; a text stands for itself, without the unit."""
    if isinstance(value, str):
        return value
    unit = "times" if unit == TIMES else unit
    if isinstance(value, int) or value == 0 or 1e-4 <= abs(value) < 1e6:
        return f"{value:,} {unit}".rstrip()
    digits, exponent = f"{value:e}".split("e")
    return f"{float(digits):g}·10{str(int(exponent)).translate(RAISED)} {unit}".rstrip()


def _differing(cards: Iterable[Card]) -> Iterator[tuple[Card, Claim]]:
    return ((card, claim) for card in cards for claim in card.claims if claim.chapter is not None)


def _erratum(card: Card, claim: Claim) -> Erratum:
    chapter = amount("" if claim.chapter is None else claim.chapter, claim.unit)
    return Erratum(card, claim, chapter, amount(claim.value, claim.unit), _evidence(claim))


def _evidence(claim: Claim) -> str:
    if claim.basis == "computed":
        return f"computed: {claim.source}"
    if claim.basis == "cited":
        return f"{claim.source} ({claim.protocol})"
    return f"the lab {claim.source} {'measures it' if claim.basis == 'lab' else 'will measure it'}"
