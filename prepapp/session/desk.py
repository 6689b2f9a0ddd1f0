"""The candidate's desk: decks, log and settings, opened once and shared by every mode."""

from collections.abc import Sequence
from datetime import date, datetime
from threading import Lock
from typing import TYPE_CHECKING

from prepapp.core.card import Card, Deck, Library
from prepapp.core.course import Course, course
from prepapp.core.event import Draft, Event
from prepapp.core.state import CardState, Study
from prepapp.core.studyday import study_day
from prepapp.errors import PrepError
from prepapp.home import Place, Settings, deck_folders, device_id, read_settings
from prepapp.session.cache import cached_library
from prepapp.store.peek import peek

if TYPE_CHECKING:
    # SQLAlchemy costs as much to import as Textual, so it waits until something is written.
    from prepapp.store.log import EventLog

FIRST_DECK = "resnet"
"""The deck that a candidate without a plan is shown."""


class Desk:
    """Everything that the modes share. The log is opened at the first write, or when it must be."""

    def __init__(self, place: Place, settings: Settings, library: Library, study: Study | None) -> None:
        self.place = place
        self.settings = settings
        self.library = library
        self._study = study
        self._log: EventLog | None = None
        self._opening = Lock()  # the app opens it in a thread, and may need it before that is done
        self._cards = {card.id: card for card in library.cards()}

    @property
    def study(self) -> Study:
        """Where the candidate stands."""
        if self._study is None:
            raise PrepError("the log has not been opened")
        return self._study

    def open(self, now: datetime) -> "EventLog":
        """Open the log, making or migrating the database where needed."""
        with self._opening:
            return self._log or self._open(now)

    def _open(self, now: datetime) -> "EventLog":
        from prepapp.store.opening import open_log, sqlite_url

        home = self.place.home
        url = self.place.database or sqlite_url(home.database)
        self._log = open_log(url, device_id(home), self.settings.rollover, now, home.backups)
        if self._study is None:
            self._study = self._log.study()
        return self._log

    def day(self, now: datetime) -> date:
        """Return the study day of a local time."""
        return study_day(now, self.settings.rollover)

    def record(self, drafts: Sequence[Draft], now: datetime) -> tuple[Event, ...]:
        """Write what the candidate did; it is on disk when this returns."""
        appended = self.open(now).append(drafts, now)
        known = self.study
        self._study = Study({**known.cards, **appended.study.cards}, {**known.decks, **appended.study.decks})
        return appended.events

    def undo(self, now: datetime) -> tuple[Event, Event]:
        """Void the newest event that can be undone; return the void and what it voids."""
        undone = self.open(now).undo(now)
        self.refresh(now)
        return undone

    def refresh(self, now: datetime) -> None:
        """Read the states again, as after another program wrote."""
        file = self.place.sqlite_file
        seen = peek(file) if file is not None else None
        self._study = self.open(now).study() if seen is None else seen

    def reread(self) -> None:
        """Read the decks again, as after a card was written."""
        home = self.place.home
        self.library = cached_library(deck_folders(home, self.place.decks), home.cache)
        self._cards = {card.id: card for card in self.library.cards()}

    def close(self) -> None:
        """Close the log."""
        if self._log is not None:
            self._log.close()
            self._log = None

    def deck(self, deck_id: str) -> Deck:
        """Return a deck by its id."""
        for deck in self.library.decks:
            if deck.id == deck_id:
                return deck
        names = ", ".join(deck.id for deck in self.library.decks)
        raise PrepError(f"there is no deck {deck_id!r}", "", f"there are {names}; see `prepapp deck list`")

    def card(self, card_id: str) -> Card:
        """Return a card by its id."""
        card = self._cards.get(card_id)
        if card is None:
            raise PrepError(f"there is no card {card_id!r}", "", "`prepapp today` names today's")
        return card

    def find(self, card_id: str) -> Card | None:
        """Return a card by its id; None where its deck is gone or does not load."""
        return self._cards.get(card_id)

    def state(self, card_id: str) -> CardState | None:
        """Return what the log says of a card."""
        return self.study.cards.get(card_id)

    def course(self, deck_id: str, today: date) -> Course:
        """Return a deck as studied on a day."""
        return course(self.deck(deck_id), self.study, today)

    def decks(self, deck_id: str | None = None) -> list[Deck]:
        """Return the decks being studied: the one asked for, else those with a plan, else the first."""
        if deck_id is not None:
            return [self.deck(deck_id)]
        planned = [deck for deck in self.library.decks if self._planned(deck.id)]
        if planned:
            return planned
        first = [deck for deck in self.library.decks if deck.id == FIRST_DECK] or list(self.library.decks[:1])
        if not first:
            raise PrepError("no deck could be read", "", "`prepapp deck check` says why")
        return first

    def _planned(self, deck_id: str) -> bool:
        state = self.study.decks.get(deck_id)
        return state is not None and state.plan is not None


def open_desk(place: Place, now: datetime) -> Desk:
    """Return the desk of a candidate, reading no more than showing today needs."""
    settings = read_settings(place.home)
    decks = cached_library(deck_folders(place.home, place.decks), place.home.cache)
    file = place.sqlite_file
    desk = Desk(place, settings, decks, peek(file) if file is not None else None)
    if desk._study is None:
        desk.open(now)
    return desk
