"""Which due cards are asked in writing, so that ticks after spoken answers are tried now and then."""

from datetime import date
from zlib import crc32

from prepapp.core.card import Card
from prepapp.core.state import CardState

ONE_IN = 5
"""Of the due cards whose last answer held, one in so many."""


def wants_typed(card: Card, state: CardState | None, study_day: date) -> bool:
    """Return whether a due card is asked in writing; the same answer all day.

    Whether the last answer was spoken is not asked: the states that a review starts from do not say it.
    """
    if state is None or state.ladder is None or state.ladder.retry or not card.points:
        return False
    held = state.revision == card.revision and not card.musts & set(state.missed)
    return held and crc32(f"{card.id} {study_day}".encode()) % ONE_IN == 0
