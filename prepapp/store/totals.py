"""What the log adds up to, counted by the database: by study day, by card, and answer by answer.

Events that were voided do not count.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, case, func, select

from prepapp.core.event import Event, Kind
from prepapp.store.codec import from_row
from prepapp.store.engine import reading
from prepapp.store.log import ORDER, EventLog
from prepapp.store.payload import payload
from prepapp.store.schema import events

MOST_S = 3600.0
"""Seconds that one event counts at most: a clock left running is no study."""

ANSWERS = ("review", "practice")
"""Kinds that are the answer to a card."""


@dataclass(frozen=True, slots=True)
class DayTotal:
    """The events of one kind on one study day."""

    study_day: date
    kind: Kind
    events: int
    timed: int
    """Of them with seconds."""
    seconds: float
    """Their sum, each at most `MOST_S`."""


@dataclass(frozen=True, slots=True)
class CardTotal:
    """The graded reviews of one card; practice does not count."""

    card: str
    reviews: int
    passed: int
    """Good or Easy."""
    held: int | None
    """Points that the newest review held; None where its points were not asked."""
    asked: int | None
    """Points that the newest review asked."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of one deck."""

    days: tuple[DayTotal, ...] = ()
    """By study day, then kind."""
    cards: tuple[CardTotal, ...] = ()
    """By card."""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer to a card, graded or practice."""

    at: datetime
    """As the clock stood where the candidate was."""
    study_day: date
    kind: Kind
    card: str
    grade: str
    proposed: str | None
    held: int | None
    asked: int | None
    seconds: float | None
    sure: str | None
    said: str


def totals(log: EventLog, deck: str) -> Totals:
    """Return the sums of a deck, as of one state of the database."""
    with reading(log.engine) as connection:
        return Totals(tuple(_days(connection, deck)), tuple(_cards(connection, deck)))


def answers(log: EventLog, deck: str) -> Iterator[AnswerRow]:
    """Walk the answers of a deck in their order, a thousand rows in memory at a time."""
    with reading(log.engine) as connection:
        query = _standing(connection, deck, select(*events.c)).where(events.c.kind.in_(ANSWERS))
        for row in connection.execution_options(yield_per=1000).execute(query.order_by(*ORDER)):
            yield _answer(row)


def events_of(log: EventLog, deck: str, *kinds: Kind) -> list[Event]:
    """Return a deck's events of some kinds in their order, without those that were voided."""
    with reading(log.engine) as connection:
        query = _standing(connection, deck, select(*events.c)).where(events.c.kind.in_(kinds))
        return [from_row(row._asdict()) for row in connection.execute(query.order_by(*ORDER))]


def _days(connection: Connection, deck: str) -> Iterator[DayTotal]:
    day, kind = events.c.study_day, events.c.kind
    seconds = payload(connection, events.c.payload).number("seconds")
    counted = case((seconds > MOST_S, MOST_S), else_=seconds)
    sums = select(day, kind, func.count(), func.count(seconds), func.coalesce(func.sum(counted), 0.0))
    query = _standing(connection, deck, sums).group_by(day, kind).order_by(day, kind)
    for row in connection.execute(query):
        yield DayTotal(date.fromisoformat(row[0]), row[1], row[2], row[3], float(row[4]))


def _cards(connection: Connection, deck: str) -> Iterator[CardTotal]:
    newest_first = [column.desc() for column in ORDER]
    place = func.row_number().over(partition_by=events.c.card, order_by=newest_first)
    placed = select(events.c.card, events.c.payload, place.label("place"))
    graded = placed.where(events.c.kind == "review", events.c.card.is_not(None))
    reviews = _standing(connection, deck, graded).subquery()
    said = payload(connection, reviews.c.payload)
    newest = reviews.c.place == 1
    held, missed = said.length("points"), said.length("missed")
    query = select(
        reviews.c.card,
        func.count(),
        func.sum(case((said.text("grade").in_(("good", "easy")), 1), else_=0)),
        func.max(case((newest, held))),
        func.max(case((newest, missed))),
    )
    for card, count, passed, had, lacked in connection.execute(
        query.group_by(reviews.c.card).order_by(reviews.c.card)
    ):
        points = (None, None) if had is None or lacked is None else (had, had + lacked)
        yield CardTotal(card, count, int(passed), *points)


def _standing(connection: Connection, deck: str, query: Select[Any]) -> Select[Any]:
    """Keep the events of a deck that were not voided, whatever deck the void names."""
    voids = events.alias()
    voided: ColumnElement[Any] = payload(connection, voids.c.payload).text("event")
    ids = select(voided).where(voids.c.kind == "void", voided.is_not(None))
    return query.where(events.c.deck == deck, events.c.kind != "void", events.c.id.not_in(ids))


def _answer(row: Row[Any]) -> AnswerRow:
    said = msgspec.json.decode(row.payload)
    at = datetime.fromisoformat(row.at).astimezone(timezone(timedelta(minutes=row.offset)))
    points = _points(said)
    seconds = said.get("seconds")
    return AnswerRow(
        at=at,
        study_day=date.fromisoformat(row.study_day),
        kind=row.kind,
        card=row.card,
        grade=said["grade"],
        proposed=said.get("proposed"),
        held=points and points[0],
        asked=points and sum(points),
        seconds=seconds if isinstance(seconds, int | float) else None,
        sure=said.get("sure"),
        said=said.get("said", ""),
    )


def _points(said: Mapping[str, Any]) -> tuple[int, int] | None:
    """How many points were held and missed; None where they were not asked."""
    held, missed = said.get("points"), said.get("missed")
    return (len(held), len(missed)) if isinstance(held, list) and isinstance(missed, list) else None
