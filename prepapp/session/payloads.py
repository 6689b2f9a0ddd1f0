"""What each kind of event must carry, so that a log from elsewhere can be replayed here."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

import msgspec

from prepapp.core.event import Event, Kind, Sureness
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


class _Reference(msgspec.Struct):
    event: str


class _Checkpoint(msgspec.Struct):
    checkpoint: str


PAYLOADS: Mapping[Kind, type[msgspec.Struct]] = {
    "plan": _Plan,
    "review": _Answer,
    "practice": _Answer,
    "take": _Take,
    "suspend": _Suspend,
    "note": _Note,
    "mistake": _Reference,
    "void": _Reference,
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
