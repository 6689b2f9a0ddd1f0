"""What the report shows as evidence: skills, mocks, checks, labs, errata, real interviews."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence."""

    event: str
    study_day: date
    card: str
    title: str
    rank: int
    """1 self-ticked, 2 typed, 3 machine-verified, 4 witnessed."""
    passed: bool
    cold: bool
    hinted: bool
    words: str


@dataclass(frozen=True, slots=True)
class Step:
    """A skill at the end of one study day."""

    study_day: date
    score: int | None
    """The newest self-score until then."""
    proven: int


@dataclass(frozen=True, slots=True)
class SkillLine:
    """One skill: what the candidate says, what is proven, and how it came to that."""

    skill: str
    title: str
    cards: int
    met: int
    score: int | None
    """The newest self-score, 1 to 5."""
    proven: int
    """0 where no card of it was met, else 1 to 5."""
    cold: tuple[bool | None, bool | None, bool | None]
    """The last three cold results, oldest first."""
    rests_on: str
    path: tuple[Step, ...]
    evidence: tuple[Proof, ...]
    """Newest first."""

    @property
    def gap(self) -> int:
        """Self-score less proven level; 0 without a self-score."""
        return 0 if self.score is None else self.score - self.proven


@dataclass(frozen=True, slots=True)
class Trust:
    """How far the candidate's own judgement can be trusted."""

    ticks_held: int
    ticks_asked: int
    """Self-ticked passes that were later asked again typed, or judged by a check."""
    sure_right: int
    sure: int
    open_mistakes: int


@dataclass(frozen=True, slots=True)
class FollowUpAsked:
    """A follow-up of a mock."""

    wording: str
    held: bool
    unseen: bool
    """Never asked before."""
    seconds: float | None
    said: str | None
    """The typed answer; None where redacted or spoken."""


@dataclass(frozen=True, slots=True)
class MockQuestionAsked:
    """A question of a mock, and what the answer had."""

    question: str
    card: str | None
    wording: str
    skill: str | None
    mode: str
    seconds: float | None
    target_s: float | None
    held: tuple[str, ...]
    """Key points that were said."""
    missed: tuple[str, ...]
    must_missed: int
    red_flags: tuple[str, ...]
    follow_ups: tuple[FollowUpAsked, ...]
    said: str | None
    """The typed answer; None where redacted or spoken."""


@dataclass(frozen=True, slots=True)
class Mock:
    """One mock interview with its debrief."""

    mock: str
    format: str
    profile: str | None
    started: datetime
    minutes: float
    score: float | None
    """0 to 1; None where it was not finished, or asked nothing."""
    ended: str
    """finished, quit, time or unfinished."""
    witness: str | None
    signals: Mapping[str, bool]
    """Of a talk: what an interviewer looks for, by its name; else empty."""
    questions: tuple[MockQuestionAsked, ...]


@dataclass(frozen=True, slots=True)
class CheckPassed:
    """The best passing answer to one check."""

    card: str
    title: str
    check: int
    type: str
    mode: Literal["practice", "prove"]
    proof: str | None
    """sympy: proved symbolically; worlds: holds in random networks; None: of another kind."""
    cold: bool
    hinted: bool
    study_day: date
    tries: int
    """Answers to this check that were judged."""
    prompt: str
    answer: str | None
    """As typed; None where redacted."""


@dataclass(frozen=True, slots=True)
class ClaimFound:
    """One claim of a lab."""

    claim: str
    text: str
    unit: str
    predicted: float | None
    measured: float | None
    expected: str
    verdict: str
    rule: str


@dataclass(frozen=True, slots=True)
class LabDone:
    """The newest whole run of one lab."""

    lab: str
    title: str
    runs: int
    """All runs of it, whatever became of them."""
    at: datetime
    preset: str
    device: str
    versions: Mapping[str, str]
    seed: int
    seconds: float | None
    predictions: int
    right: int
    """Predictions that were near enough."""
    sentence: str
    claims: tuple[ClaimFound, ...]


@dataclass(frozen=True, slots=True)
class ErratumMet:
    """Something the chapter gets wrong, on a card that was met."""

    claim: str
    card: str
    text: str
    chapter: str
    holds: str
    evidence: str


@dataclass(frozen=True, slots=True)
class RealInterview:
    """A real interview, as told afterwards."""

    date: date
    profile: str | None
    asked: tuple[str, ...]
    """Titles of the cards whose question came."""
    stalled: tuple[str, ...]
    company: str | None
    """None where redacted."""
    text: str | None
