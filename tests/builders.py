"""Days, cards, decks and events for the tests, each in one line; days count from the start of the plan."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from prepapp.core.card import Card, Deck, Point
from prepapp.core.course import Course, course
from prepapp.core.event import Draft, Event, Grade, Kind
from prepapp.core.ladder import Ladder, begin, due_day, graded
from prepapp.core.plan import Plan
from prepapp.core.schedule import Schedule, schedule
from prepapp.core.state import Study
from prepapp.core.studyday import ROLLOVER
from prepapp.store.log import EventLog
from prepapp.store.opening import open_log, sqlite_url

START = date(2026, 3, 2)
DECK = "resnet"
LETTERS = {"a": Grade.AGAIN, "h": Grade.HARD, "g": Grade.GOOD, "e": Grade.EASY}


def day(n: int) -> date:
    """Return plan day ``n``."""
    return START + timedelta(days=n)


def number(of: date | None) -> int | None:
    """Return the plan day of a date."""
    return None if of is None else (of - START).days


def noon(n: int, minutes: int = 0) -> datetime:
    """Return noon UTC of plan day ``n``, and ``minutes`` more."""
    return datetime.combine(day(n), time(12), UTC) + timedelta(minutes=minutes)


def plan(interview: int | None = None, given: int = 0, **more: Any) -> Plan:
    """Return a plan that starts on day 0; the interview date is set on day ``given``."""
    if interview is None:
        return Plan(DECK, START, **more)
    return Plan(DECK, START, interview=day(interview), given=day(given), **more)


def card(
    name: str, *, enters: int = 0, skill: str = "s", musts: int = 0, shoulds: int = 0, **more: Any
) -> Card:
    """Return a card of plan day ``enters`` with so many points, the must-points first."""
    points = tuple(Point(n, f"point {n}", n <= musts) for n in range(1, musts + shoulds + 1))
    return Card(name, DECK, name, skill, enters, "r1", points=points, **more)


def deck(cards: Iterable[Card], **more: Any) -> Deck:
    """Return a deck that holds the cards in this order."""
    placed = tuple(replace(each, order=n) for n, each in enumerate(cards))
    return Deck(DECK, "Residual networks", "decks/resnet", cards=placed, **more)


def climb(steps: str, under: Plan | None = None, faded: int = 0) -> Ladder:
    """Return the ladder after graded reviews such as ``"0g 3a 4g"``: plan day and grade letter.

    ``faded`` is the day on which the memory falls to 0.9.
    """
    under = under or plan()
    ladder: Ladder | None = None
    for step in steps.split():
        on = day(int(step[:-1]))
        ladder = graded(ladder or begin(under, on), LETTERS[step[-1]], on, under, day(faded))
    assert ladder is not None
    return ladder


def stands(ladder: Ladder) -> tuple[int, int | None]:
    """Return the plan day of the rung that comes next, and the day on which it is due."""
    return ladder.offsets[ladder.rung], number(due_day(ladder))


@dataclass
class Diary:
    """What one device writes, a minute apart."""

    device: str = "laptop"
    events: list[Event] = field(default_factory=list)

    def write(self, kind: Kind, on: int, name: str | None = None, **payload: Any) -> Event:
        """Add an event of plan day ``on`` about a card, or about the deck."""
        return self.add(Draft(kind, DECK, name, "r1" if name else None, payload), on)

    def add(self, draft: Draft, on: int) -> Event:
        """Add an event; one of an earlier day than the last is written at the last one's time."""
        seq = len(self.events) + 1
        at = max([noon(on, seq), *(each.at for each in self.events[-1:])])
        event = Event(
            f"{self.device}-{seq}", self.device, seq, at, 0, day(on),
            draft.kind, draft.deck, draft.card, draft.revision, draft.payload,
        )  # fmt: skip
        self.events.append(event)
        return event

    def review(self, on: int, name: str, grade: str = "good", **payload: Any) -> Event:
        """Add a graded review."""
        return self.add(review(name, grade, **payload), on)

    def plan(self, on: int, interview: int | None = None, **payload: Any) -> Event:
        """Add a plan that starts on day 0."""
        return self.add(plan_draft(interview, **payload), on)

    def void(self, on: int, event: Event) -> Event:
        """Add the undoing of an event."""
        return self.add(Draft("void", event.deck, event.card, payload={"event": event.id}), on)


def planned(of: Deck, study: Study, on: int) -> tuple[Course, Schedule]:
    """Return a deck as it is studied on plan day ``on``, and its schedule."""
    at = course(of, study, day(on))
    return at, schedule(at, day(on))


def open_at(database: Path, device: str = "laptop", **more: Any) -> EventLog:
    """Open the log of an SQLite file, with its backups beside it."""
    return open_url(sqlite_url(database), database.parent / "backups", device, **more)


def open_url(url: str, backups: Path, device: str = "laptop", **more: Any) -> EventLog:
    """Open the log of a database."""
    return open_log(url, device, ROLLOVER, noon(0), backups, **more)


def review(name: str = "rn-001", grade: str = "good", of: str = DECK, **payload: Any) -> Draft:
    """Return a graded review that is still to be written."""
    return Draft("review", of, name, "r1", {"grade": grade, **payload})


def plan_draft(interview: int | None = None, of: str = DECK, **payload: Any) -> Draft:
    """Return a plan from day 0 that is still to be written."""
    date_of = None if interview is None else day(interview).isoformat()
    return Draft("plan", of, payload={"start": START.isoformat(), "interview": date_of, **payload})
