"""The ledger: every claim of every deck, and what stands behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from prepapp.core.card import Card, Claim, Deck

Status = Literal["measured", "computed", "cited", "failed", "never-run"]


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one run of a lab found for one claim."""

    claim: str
    measured: float | None
    """None where it is no number."""
    verdict: Literal["holds", "fails", "inconclusive"]
    rule: str
    lab: str
    run: str
    at: datetime
    device: str
    """Name of the processor or GPU."""
    preset: str
    seed: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim of a card with its evidence."""

    card: Card
    claim: Claim
    status: Status
    measurement: Measurement | None = None
    """The newest one, where a lab measures it."""


def ledger(decks: Iterable[Deck], measurements: Mapping[str, Measurement]) -> list[Entry]:
    """Return every claim, in the order of the cards."""
    return [
        _entry(card, claim, measurements.get(claim.id))
        for deck in decks
        for card in deck.cards
        for claim in card.claims
    ]


def newest(measurements: Iterable[Measurement]) -> dict[str, Measurement]:
    """Return the newest measurement of each claim; of two at one instant the later one given."""
    found: dict[str, Measurement] = {}
    for each in measurements:
        known = found.get(each.claim)
        if known is None or known.at <= each.at:
            found[each.claim] = each
    return found


def _entry(card: Card, claim: Claim, measurement: Measurement | None) -> Entry:
    if claim.basis == "computed" or claim.basis == "cited":
        return Entry(card, claim, claim.basis, measurement)
    if measurement is None:
        return Entry(card, claim, "never-run")
    return Entry(card, claim, "failed" if measurement.verdict == "fails" else "measured", measurement)
