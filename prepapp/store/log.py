"""The event log: append, undo, merge, replay."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, insert, or_, select
from uuid_utils import uuid7

from prepapp.core.event import UNDOABLE, Draft, Event, Kind
from prepapp.core.state import CardState, DeckState, Study, advance, replay
from prepapp.core.studyday import offset_minutes, study_day
from prepapp.errors import PrepError
from prepapp.store import projection
from prepapp.store.codec import from_row, instant, to_row
from prepapp.store.engine import reading, writing
from prepapp.store.prepared import execute
from prepapp.store.schema import events

ORDER = (events.c.at, events.c.device, events.c.seq)
"""Place in the log; along it the numbers of one device only grow."""

INSERT = insert(events)
NEWEST = select(*ORDER).order_by(*(column.desc() for column in ORDER)).limit(1)
MINE = NEWEST.where(events.c.device == bindparam("mine"))


def new_id() -> str:
    """Return a fresh UUIDv7."""
    return str(uuid7())


@dataclass(frozen=True, slots=True)
class Appended:
    """What one transaction wrote, and the states after it."""

    events: tuple[Event, ...]
    study: Study
    """Only the cards and decks that the events touched."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did."""

    added: int
    already_here: int
    devices: tuple[str, ...]
    """Every device in the log afterwards."""


class EventLog:
    """One candidate's log in one database."""

    def __init__(self, engine: Engine, device: str, rollover: int, ids: Callable[[], str] = new_id) -> None:
        self.engine = engine
        self.device = device
        self.rollover = rollover
        self._ids = ids

    def append(self, drafts: Sequence[Draft], now: datetime) -> Appended:
        """Write the drafts and their effect in one transaction, committed on return."""
        with writing(self.engine) as connection:
            return self._append(connection, drafts, now)

    def undo(self, now: datetime) -> tuple[Event, Event]:
        """Void the newest event that stands and can be undone; return the void and what it voids."""
        with writing(self.engine) as connection:
            newest = self._newest_undoable(connection)
            if newest is None:
                raise PrepError("nothing to undo", "", "reviews, plans, ticks and notes can be undone")
            draft = Draft("void", newest.deck, newest.card, payload={"event": newest.id})
            (void,) = self._numbered(connection, [draft], now)
            execute(connection, INSERT, **to_row(void))
            _refold(connection, void)
        return void, newest

    def merge(self, others: Iterable[Event]) -> Merged:
        """Unite another log with this one by id; the states are rebuilt from the union."""
        others = list(others)
        with writing(self.engine) as connection:
            here = {event.id: event for event in read_events(connection)}
            fresh: dict[str, Event] = {}
            for event in others:
                known = here.get(event.id) or fresh.setdefault(event.id, event)
                if to_row(known) != to_row(event):
                    raise PrepError(
                        "the same id with other content", f"event {event.id}", "one log was altered"
                    )
            if fresh:
                connection.execute(INSERT, [to_row(event) for event in fresh.values()])
                projection.rebuild(connection, replay(read_events(connection)))
            devices = connection.execute(select(events.c.device).distinct()).scalars().all()
        return Merged(len(fresh), len(others) - len(fresh), tuple(sorted(devices)))

    def events(self, card: str | None = None, kind: Kind | None = None) -> list[Event]:
        """Return the events in their order, of one card or one kind, or all."""
        with reading(self.engine) as connection:
            return read_events(connection, card, kind)

    def study(self) -> Study:
        """Return where the candidate stands, as the projection has it."""
        with reading(self.engine) as connection:
            return projection.read(connection)

    def close(self) -> None:
        """Close the connections."""
        self.engine.dispose()

    def _append(self, connection: Connection, drafts: Sequence[Draft], now: datetime) -> Appended:
        written = self._numbered(connection, drafts, now)
        cards: dict[str, CardState] = {}
        decks: dict[str, DeckState] = {}
        for event in written:
            execute(connection, INSERT, **to_row(event))
            deck, card = _step(connection, event)
            if deck:
                decks[deck.deck] = deck
            if card:
                cards[card.card] = card
        return Appended(tuple(written), Study(cards, decks))

    def _numbered(self, connection: Connection, drafts: Sequence[Draft], now: datetime) -> list[Event]:
        """Place the drafts at the end of the log, whatever the clock says."""
        newest: tuple[str, str, int] = execute(connection, NEWEST).fetchone() or ("", self.device, 0)
        seq = (newest[2] if newest[1] == self.device else self._newest_of_mine(connection)) + 1
        at = now.astimezone(UTC)
        if (instant(at), self.device, seq) <= newest:
            at = datetime.fromisoformat(newest[0])
            if self.device < newest[1]:
                # The same instant would order this event before the other machine's.
                at += timedelta(microseconds=1)
        day = study_day(now, self.rollover)
        return [
            Event(
                id=self._ids(),
                device=self.device,
                seq=seq + n,
                at=at,
                offset=offset_minutes(now),
                study_day=day,
                kind=draft.kind,
                deck=draft.deck,
                card=draft.card,
                revision=draft.revision,
                payload=draft.payload,
            )
            for n, draft in enumerate(drafts)
        ]

    def _newest_of_mine(self, connection: Connection) -> int:
        row = execute(connection, MINE, mine=self.device).fetchone()
        return 0 if row is None else int(row[2])

    def _newest_undoable(self, connection: Connection) -> Event | None:
        voids = connection.execute(_select().where(events.c.kind == "void"))
        voided = {_event(row).payload["event"] for row in voids}
        order = (events.c.at.desc(), events.c.device.desc(), events.c.seq.desc())
        rows = connection.execute(_select().where(events.c.kind.in_(UNDOABLE)).order_by(*order))
        return next((_event(row) for row in rows if row.id not in voided), None)


def read_events(connection: Connection, card: str | None = None, kind: Kind | None = None) -> list[Event]:
    """Return events in their order."""
    query = _select().order_by(events.c.at, events.c.device, events.c.seq)
    if card is not None:
        query = query.where(events.c.card == card)
    if kind is not None:
        query = query.where(events.c.kind == kind)
    return [_event(row) for row in connection.execute(query)]


def _step(connection: Connection, event: Event) -> tuple[DeckState | None, CardState | None]:
    """Take the states of the event's deck and card one event further."""
    deck_before, card_before = projection.read_states(connection, event.deck, event.card)
    deck, card = advance(event, deck_before, card_before)
    if deck and deck != deck_before:
        projection.write_deck(connection, deck, fresh=deck_before is None)
    if card and card != card_before:
        projection.write_card(connection, card, fresh=card_before is None)
    return deck, card


def _refold(connection: Connection, void: Event) -> None:
    """Fold again what a void touches: one card, or everything when it voids an event of no card."""
    if void.card is None:
        projection.rebuild(connection, replay(read_events(connection)))
        return
    mine = or_(events.c.card == void.card, events.c.card.is_(None))
    card = replay(_event(row) for row in connection.execute(_select().where(mine))).cards.get(void.card)
    if card is not None:
        projection.write_card(connection, card)
    else:
        projection.drop_card(connection, void.card)


def _event(row: Row[Any]) -> Event:
    return from_row(row._asdict())


def _select() -> Any:
    return select(*events.c)
