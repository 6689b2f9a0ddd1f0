"""The first plan of a candidate: a deck, a date, a kind of interviewer; nothing else is asked."""

from datetime import date, datetime
from enum import IntEnum

from prepapp.core.card import Deck
from prepapp.core.event import Event
from prepapp.errors import PrepError
from prepapp.session.desk import FIRST_DECK, Desk
from prepapp.session.planning import GENERAL, Change, accept, change, interview_date


class Step(IntEnum):
    """What is asked next."""

    DECK = 0
    INTERVIEW = 1
    PROFILE = 2


class FirstPlan:
    """Three choices, each of which can be taken back until the plan is agreed to."""

    def __init__(self, desk: Desk, today: date) -> None:
        self._desk = desk
        self._today = today
        self.decks = sorted(desk.library.decks, key=lambda deck: deck.id != FIRST_DECK)
        if not self.decks:
            raise PrepError("no deck could be read", "", "`prepapp deck check` says why")
        self.step = Step.DECK
        self.deck: Deck = self.decks[0]
        self.interview: date | None = None

    @property
    def profiles(self) -> tuple[str, ...]:
        """Ids of the profiles to choose from, the general one first."""
        return (GENERAL, *(profile.id for profile in self.deck.profiles))

    def choose_deck(self, n: int) -> None:
        """Take a deck by its place in the list."""
        self.deck = self.decks[n]
        self.step = Step.INTERVIEW

    def choose_interview(self, text: str) -> None:
        """Take a date, a number of days, or nothing for none yet."""
        self.interview = interview_date(text, self._today)
        self.step = Step.PROFILE

    def back(self) -> None:
        """Take the last choice back."""
        self.step = Step(max(Step.DECK, self.step - 1))

    def proposal(self, profile: int = 0) -> Change:
        """Return what would be agreed to with a profile, by its place in the list."""
        named = self.profiles[profile]
        return change(self._desk, self.deck.id, self._today, interview=self.interview, profile=named)

    def agree(self, profile: int, now: datetime) -> Event:
        """Write the plan as one event."""
        return accept(self._desk, self.proposal(profile), now)
