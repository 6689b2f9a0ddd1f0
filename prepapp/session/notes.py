"""What a candidate does to a card or a checkpoint outside a review: set aside, take back, note, tick."""

from dataclasses import dataclass
from datetime import datetime

from prepapp.core.card import Card
from prepapp.core.event import Draft, Event
from prepapp.errors import PrepError
from prepapp.session.desk import Desk


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a card's history."""

    event: Event
    voided: bool
    """Whether an undo took it back."""


def suspend(desk: Desk, card: Card, now: datetime) -> Event:
    """Set a card aside: it is not due until it is resumed."""
    if _suspended(desk, card):
        raise PrepError("already set aside", card.id, f"`prepapp resume {card.id}` takes it back")
    return _suspend(desk, card, True, now)


def resume(desk: Desk, card: Card, now: datetime) -> Event:
    """Take a card back that was set aside."""
    if not _suspended(desk, card):
        raise PrepError("not set aside", card.id, "nothing needs to be taken back")
    return _suspend(desk, card, False, now)


def note(desk: Desk, card: Card, text: str, now: datetime) -> Event:
    """Keep the candidate's own words on a card."""
    if not text.strip():
        raise PrepError("an empty note", card.id, "write what should be remembered")
    return desk.record([Draft("note", card.deck, card.id, payload={"text": text.strip()})], now)[0]


def tick(desk: Desk, checkpoint_id: str, now: datetime) -> Event:
    """Tick a checkpoint by hand."""
    decks = desk.library.decks
    deck = next((deck for deck in decks for each in deck.checkpoints if each.id == checkpoint_id), None)
    if deck is None:
        raise PrepError(f"there is no checkpoint {checkpoint_id!r}", "", "`prepapp today` names them")
    state = desk.study.decks.get(deck.id)
    if state is not None and checkpoint_id in state.ticked:
        raise PrepError("already ticked", checkpoint_id, "`prepapp undo` takes the newest tick back")
    return desk.record([Draft("checkpoint", deck.id, payload={"checkpoint": checkpoint_id})], now)[0]


def history(desk: Desk, card_id: str, now: datetime) -> list[Entry]:
    """Return the events of a card, oldest first; a card whose deck is gone keeps its history."""
    events = desk.open(now).events(card_id)
    if not events:
        desk.card(card_id)
    voided = {event.payload["event"] for event in events if event.kind == "void"}
    return [Entry(event, event.id in voided) for event in events]


def _suspended(desk: Desk, card: Card) -> bool:
    state = desk.state(card.id)
    return state is not None and state.suspended


def _suspend(desk: Desk, card: Card, suspended: bool, now: datetime) -> Event:
    return desk.record([Draft("suspend", card.deck, card.id, payload={"suspended": suspended})], now)[0]
