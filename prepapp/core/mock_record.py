"""Mock interviews as the log has them, each rebuilt from its own events alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from prepapp.core.card import Point
from prepapp.core.event import Event, Sureness
from prepapp.core.interview import SIGNALS, Mode
from prepapp.core.mock_score import is_whole, question_score
from prepapp.core.state import standing

UNFINISHED = "unfinished"
"""Why a mock without an end ended."""


@dataclass(frozen=True, slots=True)
class MockFollowUp:
    """A follow-up that was asked."""

    n: int
    """Its number; negative where a red flag of that number brought it."""
    wording: str
    held: bool
    unseen: bool
    seconds: float
    mode: Mode = "spoken"
    said: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True)
class MockQuestion:
    """A question that was asked, and what became of it."""

    question: str
    card: str | None
    wording: str
    skill: str
    seconds: float
    target_s: int
    mode: Mode
    said: str
    points: tuple[int, ...]
    """Numbers of those that were ticked."""
    missed: tuple[int, ...]
    must_missed: tuple[int, ...]
    red_flags: tuple[int, ...]
    follow_ups: tuple[MockFollowUp, ...]
    sure: Sureness | None = None
    part: str | None = None
    """Of a talk."""
    rubric: tuple[Point, ...] = ()
    """Every point, as it read then."""
    own_points: bool = False
    """Whether the numbers are of the question's own points, not of its card's."""
    flags: tuple[str, ...] = ()
    """The red flags that were said, in words."""
    say: str = ""
    """One right sentence."""
    event: str = ""

    @property
    def score(self) -> float:
        """The share that it brought, between 0 and 1."""
        return question_score(
            self.rubric, self.points, self.red_flags, [each.held for each in self.follow_ups]
        )

    @property
    def whole(self) -> bool:
        """Whether every must-point was said and no red flag."""
        return is_whole(self.must_missed, self.points, self.red_flags)


@dataclass(frozen=True, slots=True)
class MockRecord:
    """One mock interview."""

    mock: str
    deck: str
    format: str
    profile: str | None
    started: datetime
    """As the clock stood where the candidate was, when the first answer began."""
    seconds: float
    """Of speech."""
    score: float | None
    """None where it was not finished, or asked nothing."""
    why: str
    """finished, quit, time, or unfinished."""
    witness: str | None
    questions: tuple[MockQuestion, ...]
    study_day: date = date.min
    listener: str = "peer"
    length: int | None = None
    budget_s: int = 0
    signals: Mapping[str, bool] | None = None
    """Of a talk, by their names; None where none were ticked."""
    planned: int = 0
    """Questions that the time was meant for."""

    @property
    def unreached(self) -> int:
        """Questions that the time ran out on."""
        return max(0, self.planned - len(self.questions)) if self.why == "time" else 0

    @property
    def held(self) -> bool:
        """Whether it was held to its end."""
        return self.why in {"finished", "time"}


def records(events: Iterable[Event]) -> list[MockRecord]:
    """Return the mocks of a log, newest last; events of other kinds are passed over."""
    answers: dict[str, dict[int, Event]] = {}
    ends: dict[str, Event] = {}
    for event in standing(events):
        if event.kind == "mock_answer":
            steps = answers.setdefault(event.payload["mock"], {})
            # Two devices can go on with one mock; what was answered first stands.
            steps.setdefault(event.payload["step"], event)
        elif event.kind == "mock_end":
            ends.setdefault(event.payload["mock"], event)
    return [_record([steps[n] for n in sorted(steps)], ends.get(mock)) for mock, steps in answers.items()]


def _record(answers: list[Event], end: Event | None) -> MockRecord:
    first = answers[0]
    said, settings = first.payload, first.payload.get("settings", {})
    ended = end.payload if end else {}
    return MockRecord(
        mock=said["mock"],
        deck=first.deck or "",
        format=said["format"],
        profile=settings.get("profile"),
        started=first.local - timedelta(seconds=said.get("seconds", 0.0)),
        seconds=sum(event.payload.get("seconds", 0.0) for event in answers),
        score=ended.get("score"),
        why=ended.get("why", UNFINISHED),
        witness=said.get("witness"),
        questions=tuple(_questions(answers)),
        study_day=first.study_day,
        listener=settings.get("listener", "peer"),
        length=settings.get("length"),
        budget_s=settings.get("budget_s", 0),
        signals=_signals(ended.get("signals")),
        planned=settings.get("planned", 0),
    )


def _signals(shown: Mapping[str, bool] | None) -> dict[str, bool] | None:
    return None if shown is None else {name: shown.get(name, False) for name in SIGNALS}


def _questions(answers: Iterable[Event]) -> list[MockQuestion]:
    grouped: dict[str, list[Event]] = {}
    for event in answers:
        grouped.setdefault(event.payload["question"], []).append(event)
    return [_question(group) for group in grouped.values() if group[0].payload["kind"] == "question"]


def _question(group: list[Event]) -> MockQuestion:
    main, *after = group
    said = main.payload
    return MockQuestion(
        question=said["question"],
        card=main.card,
        wording=said["wording"],
        skill=said.get("skill", ""),
        seconds=said.get("seconds", 0.0),
        target_s=said.get("target_s", 0),
        mode=said.get("mode", "spoken"),
        said=said.get("said", ""),
        points=tuple(said.get("ticked", ())),
        missed=tuple(said.get("missed", ())),
        must_missed=tuple(said.get("must_missed", ())),
        red_flags=tuple(said.get("red_flags", ())),
        follow_ups=tuple(_follow_up(event) for event in after),
        sure=said.get("sure"),
        part=said.get("part"),
        rubric=tuple(Point(each["n"], each["text"], each["must"]) for each in said.get("rubric", ())),
        own_points=said.get("own_points", False),
        flags=tuple(said.get("flags", ())),
        say=said.get("say", ""),
        event=main.id,
    )


def _follow_up(event: Event) -> MockFollowUp:
    said = event.payload
    return MockFollowUp(
        n=said.get("follow_up") or 0,
        wording=said["wording"],
        held=said.get("held", False),
        unseen=said.get("unseen", False),
        seconds=said.get("seconds", 0.0),
        mode=said.get("mode", "spoken"),
        said=said.get("said", ""),
        event=event.id,
    )
