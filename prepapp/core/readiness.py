"""What is proven of each skill, beside what the candidate says of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Rank = Literal[1, 2, 3, 4]
"""1 self-ticked after a spoken take, 2 typed points that hold, 3 machine-verified, 4 witnessed."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One event that speaks for or against a skill."""

    event: str
    """Id of the event in the log."""
    at: datetime
    """UTC."""
    study_day: date
    skill: str
    card: str
    rank: Rank
    passed: bool
    cold: bool
    """The first try of its study day, with neither answer, hint nor reference seen before."""
    hinted: bool
    words: str
    """What it was, for people: ``derived, blank page``."""


@dataclass(frozen=True, slots=True)
class Score:
    """A self-score of one sitting."""

    study_day: date
    score: int
    """1 to 5."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do next for a skill."""

    kind: Literal["card", "check", "mock", "new"]
    skill: str
    card: str | None
    check: int | None
    """Number of the check of ``card``; with ``kind`` check."""
    minutes: float
    now: int
    """The level that is proven."""
    then: int
    """The level that it can bring."""
    words: str
    """``derive dL/dx_l, blank page, cold``."""
    reason: str


@dataclass(frozen=True, slots=True)
class SkillReady:
    """Where one skill stands as of a study day."""

    skill: str
    title: str
    scores: tuple[Score, ...]
    """Every self-score, oldest first; empty where none was given."""
    proven: int
    """0 where no card of it was met, else 1 to 5."""
    cold: tuple[bool | None, bool | None, bool | None]
    """The last three cold results, oldest first; None where there were fewer."""
    rests_on: str
    """The evidence that the level rests on, or what is missing, in a few words."""
    evidence: tuple[Evidence, ...]
    """Newest first."""
    cards: int
    met: int
    action: Action | None

    @property
    def score(self) -> int | None:
        """The newest self-score."""
        return self.scores[-1].score if self.scores else None

    @property
    def gap(self) -> int:
        """Self-score less proven level; 0 without a self-score."""
        return 0 if self.score is None else self.score - self.proven


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far the candidate's own judgement can be trusted."""

    ticks_held: int
    ticks_asked: int
    """Self-ticked passes that were asked again typed, or judged by a check, later."""
    sure_right: int
    sure: int
    """Answers of which the candidate was sure."""
    open_mistakes: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """A deck's skills as of one study day; there is no overall score."""

    deck: str
    study_day: date
    interview: date | None
    skills: tuple[SkillReady, ...]
    calibration: Calibration
    actions: tuple[Action, ...]
    """The best three, by gain a minute."""
    levels: Mapping[date, Mapping[str, int]]
    """Proven level of each skill as of the end of each study day that has evidence."""
