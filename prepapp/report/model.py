"""The report's data, versioned: what ``--format json`` prints, and what every other format is made from."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from prepapp.report.evidence import (
    CheckPassed,
    ErratumMet,
    LabDone,
    Mock,
    MockQuestionAsked,
    RealInterview,
    SkillLine,
    Trust,
)  # fmt: skip

SCHEMA = 1
"""Grows when a key changes its meaning or goes; new keys may come at any time."""

WITHHELD = "a witness"


@dataclass(frozen=True, slots=True)
class DeckName:
    """The deck that is reported on."""

    id: str
    title: str
    source: str
    cards: int


@dataclass(frozen=True, slots=True)
class PlanNow:
    """The plan in force."""

    agreed: bool
    """Whether the candidate has agreed to it; else it is the one that the first grade would start."""
    start: date
    day: int
    """Days since the start; negative before it."""
    interview: date | None
    days_left: int | None
    """Days until the interview; negative after it."""
    minutes: int
    """A day."""
    profile: str | None
    offsets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """What was done so far."""

    first_day: date | None
    """First study day of the log; None where it is empty."""
    study_days: int
    """Days with an answer, a check or a mock."""
    minutes: float
    reviews: int
    """Graded; practice does not count here."""
    passed: int
    """Of them."""
    practice: int
    cards_met: int


@dataclass(frozen=True, slots=True)
class Day:
    """One day, lived or planned."""

    date: date
    ahead: bool
    """Whether it lies ahead: its minutes are the plan's."""
    minutes: float
    reviews: int
    """Graded; of a day ahead, the cards that the plan asks."""
    practice: int
    checks: int
    mocks: int


@dataclass(frozen=True, slots=True)
class Held:
    """Key points that the newest graded review of each card held."""

    of: str
    """A rung, named by its plan day, or a skill."""
    title: str
    cards: int
    """Cards that stand there."""
    held: int
    asked: int


@dataclass(frozen=True, slots=True)
class Next:
    """One thing to do next."""

    skill: str
    title: str
    words: str
    minutes: float
    now: int
    then: int
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """One candidate's progress with one deck, as of one moment."""

    schema: int
    written: datetime
    study_day: date
    redacted: bool
    candidate: str
    deck: DeckName
    plan: PlanNow
    work: Work
    next: tuple[Next, ...]
    skills: tuple[SkillLine, ...]
    trust: Trust
    days: tuple[Day, ...]
    by_rung: tuple[Held, ...]
    by_skill: tuple[Held, ...]
    mocks: tuple[Mock, ...]
    """Oldest first."""
    checks: tuple[CheckPassed, ...]
    labs: tuple[LabDone, ...]
    errata: tuple[ErratumMet, ...]
    interviews: tuple[RealInterview, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer to a card, a row of the table of answers."""

    at: datetime
    study_day: date
    kind: str
    card: str
    skill: str
    grade: str
    proposed: str | None
    points_held: int | None
    points_asked: int | None
    seconds: float | None
    sure: str | None
    said: str | None
    """As typed; None where redacted."""


def redacted(report: Report) -> Report:
    """Return a report without a word that somebody typed, and without the names of others."""
    names = _names(report)
    return replace(
        report,
        redacted=True,
        next=tuple(replace(each, reason=names.sub(WITHHELD, each.reason)) for each in report.next),
        skills=tuple(_redact_skill(each, names) for each in report.skills),
        mocks=tuple(_redact_mock(each) for each in report.mocks),
        checks=tuple(replace(each, answer=None) for each in report.checks),
        interviews=tuple(replace(each, company=None, text=None) for each in report.interviews),
    )


def _names(report: Report) -> re.Pattern[str]:
    """What finds the names of witnesses in the words of the evidence, which may cut them at a comma."""
    whole = {each.witness.strip() for each in report.mocks if each.witness}
    parts = {part.strip() for name in whole for part in name.split(",")}
    names = sorted({*whole, *parts} - {""}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)" if names else r"(?!)")


def _redact_skill(line: SkillLine, names: re.Pattern[str]) -> SkillLine:
    evidence = tuple(replace(each, words=names.sub(WITHHELD, each.words)) for each in line.evidence)
    return replace(line, rests_on=names.sub(WITHHELD, line.rests_on), evidence=evidence)


def _redact_mock(mock: Mock) -> Mock:
    questions = tuple(_redact_question(each) for each in mock.questions)
    return replace(mock, questions=questions, witness=WITHHELD if mock.witness else None)


def _redact_question(question: MockQuestionAsked) -> MockQuestionAsked:
    follow_ups = tuple(replace(each, said=None) for each in question.follow_ups)
    return replace(question, said=None, follow_ups=follow_ups)
