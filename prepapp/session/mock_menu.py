"""What mock interviews there are to hold, when the plan wants each, and those that were held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from prepapp.core.card import Deck
from prepapp.core.formats import FORMATS, Format
from prepapp.core.interview import HOT_SEAT_S
from prepapp.core.mock_dates import mock_dates
from prepapp.core.mock_record import MockRecord
from prepapp.core.scriptread import LENGTHS
from prepapp.session.desk import Desk
from prepapp.session.mock import MockSession
from prepapp.session.mock_begin import go_on
from prepapp.session.mock_plan import minutes_of, offers
from prepapp.session.mock_records import mock_records

STATEMENTS_MIN = 5
"""Minutes of ten sentences."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One mock that can be held now."""

    format: Format | None
    """None: sentences to defend."""
    minutes: int
    length: int | None = None
    """Minutes of a talk."""
    due: date | None = None
    """The next day on which the plan asks for it."""
    is_offered: bool = False
    """Whether the plan asks for it today."""
    unfinished: MockSession | None = None
    """Begun today and not ended; it goes on."""


@dataclass(frozen=True, slots=True)
class Menu:
    """Everything that the mock screen lists."""

    deck: Deck
    choices: tuple[Choice, ...]
    held: tuple[MockRecord, ...]
    """Newest first."""


def menu(desk: Desk, deck_id: str, now: datetime) -> Menu:
    """Return what a deck offers and what was held of it."""
    deck, day = desk.deck(deck_id), desk.day(now)
    course = desk.course(deck_id, day)
    offered = {each.format for each in offers(course, desk.study, day)}
    choices = []
    for each, length, minutes in _formats(deck):
        ahead = [date for date in mock_dates(course.plan, each) if date >= day]
        unfinished = go_on(desk, deck_id, now, each, length=length)
        is_offered = each in offered and length in (None, LENGTHS[1])
        choices.append(Choice(each, minutes, length, min(ahead, default=None), is_offered, unfinished))
    if deck.statements:
        choices.append(Choice(None, STATEMENTS_MIN))
    held = tuple(reversed(mock_records(desk, now, deck_id)))
    return Menu(deck, tuple(choices), held)


def _formats(deck: Deck) -> Sequence[tuple[Format, int | None, int]]:
    """Every format that a deck can hold, a talk once a length, with its minutes."""
    found: list[tuple[Format, int | None, int]] = []
    for each in FORMATS:
        script = deck.script(each)
        if each == "hotseat":
            found.append((each, None, HOT_SEAT_S // 60))
        elif script is not None and each == "talk":
            found += [(each, length, length) for length in LENGTHS]
        elif script is not None:
            found.append((each, None, minutes_of(script)))
    return found
