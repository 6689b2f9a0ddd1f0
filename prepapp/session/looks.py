"""Answer sides that were read outside a review: after one, the day's tries at the card are not cold."""

from collections.abc import Iterable
from datetime import datetime

from prepapp.core.card import Card
from prepapp.core.event import Draft
from prepapp.session.checking import before, check_of
from prepapp.session.desk import Desk


def look(desk: Desk, cards: Iterable[Card], now: datetime) -> None:
    """Write that the answers of cards were read; once a study day."""
    _write(desk, [(card, {"what": "answer"}) for card in cards], now)


def leave_reading(desk: Desk, card: Card, numbers: Iterable[int], now: datetime) -> None:
    """Write of the checks that were read live that they were, but for those judged since."""
    unjudged = [n for n in numbers if not before(desk, card, check_of(card, n), now).tried]
    _write(desk, [(card, {"what": "reading", "n": n}) for n in unjudged], now)


def _write(desk: Desk, read: Iterable[tuple[Card, dict[str, object]]], now: datetime) -> None:
    log, day = desk.open(now), desk.day(now)
    drafts = [
        Draft("look", card.deck, card.id, card.revision, payload)
        for card, payload in read
        if all((each.study_day, each.payload) != (day, payload) for each in log.events(card.id, "look"))
    ]
    if drafts:
        desk.record(drafts, now)
