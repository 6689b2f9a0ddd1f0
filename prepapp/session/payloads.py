"""What each kind of event must carry, so that a log from elsewhere can be replayed here."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

import msgspec

from prepapp.core.event import Event, Kind, Sureness
from prepapp.core.formats import Format
from prepapp.core.interview import Mode
from prepapp.errors import PrepError

Grades = Literal["again", "hard", "good", "easy"]
Seconds = Annotated[float, msgspec.Meta(ge=0, le=1e8)]
"""At most three years: more would lead out of the calendar."""

MOST_MIN = 24 * 60
"""Minutes between UTC and a clock, either way, are fewer."""


YEARS = range(1900, 3000)
"""What is planned or done outside of them would lead out of the calendar."""


class _Plan(msgspec.Struct):
    start: date
    interview: date | None = None
    offsets: list[Annotated[int, msgspec.Meta(ge=0, le=3650)]] | None = None
    minutes: Annotated[int, msgspec.Meta(ge=1, le=MOST_MIN)] | None = None
    profile: str | None = None


class _Answer(msgspec.Struct):
    grade: Grades
    points: list[int] | None = None
    missed: list[int] = []
    proposed: Grades | None = None
    sure: Sureness | None = None
    said: str = ""


class _Take(msgspec.Struct):
    follow_up: int = 0
    mode: str = ""
    said: str | None = None
    statement: str | None = None


class _Of(msgspec.Struct):
    """What names a check of its card."""

    n: int = 1
    faded: Literal["worked", "last", "first", "blank"] | None = None


class _Hint(_Of):
    hint: int = 0


class _Check(_Of):
    verdict: Literal["right", "wrong", "unreadable"] = "unreadable"
    type: str = ""
    proposed: Grades | None = None
    variant: dict[str, int | float | str] | None = None


class _Claim(msgspec.Struct):
    claim: str
    also: list[str]
    measured: float | None
    verdict: str
    rule: str


class _LabRun(msgspec.Struct):
    lab: str
    outcome: str
    preset: str
    device: str
    device_name: str
    seed: int
    claims: list[_Claim]
    predictions: dict[str, float] = {}
    right: int = 0
    card: str | None = None


class _Suspend(msgspec.Struct):
    suspended: bool


class _Note(msgspec.Struct):
    text: str


class _MockSettings(msgspec.Struct):
    seed: int
    script: str
    budget_s: int
    listener: Literal["peer", "novice", "sceptic"]
    profile: str | None
    interviewer: str | None
    order: list[str] = []
    planned: int = 0
    length: int | None = None


class _Point(msgspec.Struct):
    n: int
    must: bool
    text: str


class _MockAnswer(msgspec.Struct):
    mock: str
    format: Format
    step: int
    question: str
    kind: Literal["question", "follow_up"]
    follow_up: int | None
    wording: str
    mode: Mode
    seconds: Seconds
    said: str
    ticked: list[int]
    red_flags: list[int]
    held: bool
    settings: _MockSettings
    sure: Sureness | None = None
    target_s: int = 0
    skill: str = ""
    missed: list[int] = []
    must_missed: list[int] = []
    flags: list[str] = []
    rubric: list[_Point] = []
    unseen: bool = False
    witness: str | None = None
    part: str | None = None
    say: str = ""
    own_points: bool = False


class _MockEnd(msgspec.Struct):
    mock: str
    format: Format
    why: Literal["finished", "quit", "time"]
    score: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None
    signals: dict[str, bool] | None = None


class _Reference(msgspec.Struct):
    event: str


class _Mistake(msgspec.Struct):
    event: str
    open: bool = False
    said: str = ""
    missed: list[int] = []
    source: Literal["mock", "interview"] = msgspec.field(default="mock", name="from")


class _Interview(msgspec.Struct):
    date: date
    asked: list[str] = []
    stalled: list[str] = []
    profile: str | None = None
    company: str | None = None
    text: str | None = None


class _Assess(msgspec.Struct):
    scores: dict[str, Annotated[int, msgspec.Meta(ge=1, le=5)]]


class _Checkpoint(msgspec.Struct):
    checkpoint: str


PAYLOADS: Mapping[Kind, type[msgspec.Struct]] = {
    "plan": _Plan,
    "review": _Answer,
    "practice": _Answer,
    "take": _Take,
    "check": _Check,
    "hint": _Hint,
    "give_up": _Of,
    "look": _Of,
    "lab_run": _LabRun,
    "suspend": _Suspend,
    "note": _Note,
    "mistake": _Mistake,
    "interview": _Interview,
    "void": _Reference,
    "mock_answer": _MockAnswer,
    "mock_end": _MockEnd,
    "assess": _Assess,
    "checkpoint": _Checkpoint,
}
"""By kind: what is read of its events wherever they are read."""


def require_sound(event: Event, where: str) -> None:
    """Raise unless a replay can take the event; ``where`` names its place in the error."""
    if event.at.tzinfo is None:
        raise _unsound("not an event: its time has no offset", where)
    if abs(event.offset) >= MOST_MIN:
        raise _unsound(f"not an event: no clock is {event.offset} minutes from UTC", where)
    try:
        read = msgspec.convert(event.payload, PAYLOADS[event.kind])
    except msgspec.ValidationError as error:
        raise _unsound(f"not a {event.kind} event: {error}", where) from error
    days = (event.study_day, getattr(read, "start", None), getattr(read, "interview", None))
    for day in (event.at, *filter(None, days)):
        if day.year not in YEARS:
            raise _unsound(f"not an event: nothing is done or planned in the year {day.year}", where)


def _unsound(what: str, where: str) -> PrepError:
    return PrepError(what, where, "an event as `prepapp export` writes it")
