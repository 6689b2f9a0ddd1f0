"""One question of a review, as far as the candidate has come with it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from prepapp.core.card import Card, FollowUp
from prepapp.core.event import Grade, Sureness
from prepapp.session.day import Turn


class Phase(StrEnum):
    """How far a question has come."""

    ASKED = "asked"
    COMMITTED = "committed"
    """Answered; now: how sure?"""
    POINTS = "points"
    ANSWER = "answer"
    """The answer side is open."""
    DONE = "done"
    """Nothing is left of the session."""


@dataclass(frozen=True, slots=True)
class Question:
    """The question at hand."""

    turn: Turn
    phase: Phase = Phase.ASKED
    mode: Literal["spoken", "typed", "unknown"] = "spoken"
    seconds: float | None = None
    said: str = ""
    sure: Sureness | None = None
    ticks: tuple[bool, ...] = ()
    """One a point, in the order in which they are asked."""
    checked: Grade | None = None
    """The grade that today's checks of the card speak for."""
    follow_up: FollowUp | None = None
    follow_up_open: bool = False
    """Whether its answer is shown."""
    follow_up_held: bool = False
    """Whether it was said of the follow-up how it went."""
    typed_wanted: bool = False
    """Whether it is asked again in writing, to see whether the candidate's own ticks hold."""

    @property
    def card(self) -> Card:
        """The card that is asked."""
        return self.turn.card
