"""The events of the log: what the candidate did, as it is written and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from enum import IntEnum
from typing import Any, Literal

Kind = Literal[
    "plan",
    "review",
    "practice",
    "take",
    "check",
    "hint",
    "give_up",
    "look",
    "lab_run",
    "mock_answer",
    "mock_end",
    "assess",
    "checkpoint",
    "mistake",
    "suspend",
    "note",
    "interview",
    "void",
]
"""`look`: an answer side was read outside a review. `interview`: what a real interview asked."""

UNDOABLE: frozenset[Kind] = frozenset({"review", "plan", "assess", "checkpoint", "suspend", "note"})
"""Kinds that ``undo`` may void."""

Sureness = Literal["sure", "think", "guess"]


class Grade(IntEnum):
    """How well an answer went, in the words and numbers of FSRS."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4

    @property
    def word(self) -> str:
        """Lower-case name, as typed on the command line."""
        return self.name.lower()

    @property
    def passed(self) -> bool:
        """Good and Easy take a rung; Hard and Again do not."""
        return self >= Grade.GOOD


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before the log gives it an id, a place in the order and a study day."""

    kind: Kind
    deck: str | None = None
    card: str | None = None
    revision: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    """JSON values only."""


@dataclass(frozen=True, slots=True)
class Event:
    """One act of the candidate; ``id`` is its only key, (``at``, ``device``, ``seq``) its order."""

    id: str
    """UUIDv7."""
    device: str
    seq: int
    at: datetime
    """UTC; never before an earlier event of the same log."""
    offset: int
    """Minutes east of UTC where the candidate was."""
    study_day: date
    """Fixed when written, never computed again."""
    kind: Kind
    deck: str | None
    card: str | None
    revision: str | None
    payload: Mapping[str, Any]

    @property
    def local(self) -> datetime:
        """The time as the candidate's clock stood."""
        return self.at.astimezone(timezone(timedelta(minutes=self.offset)))

    @property
    def order(self) -> tuple[datetime, str, int]:
        """Place in the log; ids never order."""
        return (self.at, self.device, self.seq)
