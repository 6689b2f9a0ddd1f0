"""What each kind of event must carry, so that a log from elsewhere can be replayed here."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

import msgspec

from prepapp.core.event import Event, Kind, Sureness
from prepapp.core.interview import Format, Mode
from prepapp.errors import PrepError


class _Plan(msgspec.Struct):
    start: date
    interview: date | None = None
    offsets: list[int] | None = None
    minutes: int | None = None
    profile: str | None = None


class _Answer(msgspec.Struct):
    grade: Literal["again", "hard", "good", "easy"]
    missed: list[int] = []
    sure: Sureness | None = None
    said: str = ""


class _Take(msgspec.Struct):
    follow_up: int = 0


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


class _MockAnswer(msgspec.Struct):
    mock: str
    format: Format
    step: int
    question: str
    kind: Literal["question", "follow_up"]
    follow_up: int | None
    wording: str
    mode: Mode
    seconds: float
    said: str
    ticked: list[int]
    red_flags: list[int]
    held: bool
    settings: _MockSettings
    sure: Sureness | None = None


class _MockEnd(msgspec.Struct):
    mock: str
    format: Format
    why: Literal["finished", "quit", "time"]


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


class _Assess(msgspec.Struct):
    scores: dict[str, Annotated[int, msgspec.Meta(ge=1, le=5)]]


class _Checkpoint(msgspec.Struct):
    checkpoint: str


PAYLOADS: Mapping[Kind, type[msgspec.Struct]] = {
    "plan": _Plan,
    "review": _Answer,
    "practice": _Answer,
    "take": _Take,
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
"""By kind; the other kinds change no state and may carry anything."""


def require_sound(event: Event, where: str) -> None:
    """Raise unless a replay can take the event; ``where`` names its place in the error."""
    if event.at.tzinfo is None:
        raise PrepError("not an event: its time has no offset", where, "one JSON event a line, as exported")
    wanted = PAYLOADS.get(event.kind)
    if wanted is None:
        return
    try:
        msgspec.convert(event.payload, wanted)
    except msgspec.ValidationError as error:
        what = f"not a {event.kind} event: {error}"
        raise PrepError(what, where, "one JSON event a line, as exported") from error
