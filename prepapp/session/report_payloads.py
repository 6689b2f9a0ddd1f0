"""What the report reads of checks, labs and real interviews; an event of another shape is left out."""

from datetime import date
from typing import Literal, TypeVar

import msgspec

from prepapp.core.event import Event

Payload = TypeVar("Payload", bound=msgspec.Struct)


class Judged(msgspec.Struct, frozen=True):
    """An answer to a check."""

    n: int
    mode: Literal["practice", "prove"]
    verdict: Literal["right", "wrong", "unreadable"]
    type: str
    answer: str
    cold: bool
    hinted: bool
    proof: str | None = None


class Settled(msgspec.Struct, frozen=True):
    """A claim of a run."""

    claim: str
    verdict: str
    measured: float | None
    expected: str = ""
    unit: str = ""
    rule: str = ""


class Ran(msgspec.Struct, frozen=True):
    """A run of a lab."""

    run: str
    lab: str
    preset: str
    outcome: Literal["done", "cancelled", "failed"]
    device: str
    seed: int
    claims: tuple[Settled, ...]
    device_name: str = ""
    versions: dict[str, str] = {}
    predictions: dict[str, float] = {}
    right: int = 0
    seconds: float | None = None
    sentence: str = ""


class Debriefed(msgspec.Struct, frozen=True):
    """A real interview."""

    date: date
    profile: str | None = None
    company: str | None = None
    asked: tuple[str, ...] = ()
    stalled: tuple[str, ...] = ()
    text: str | None = None


def read(event: Event, kind: type[Payload]) -> Payload | None:
    """Return the payload of an event; None where it has another shape."""
    try:
        return msgspec.convert(event.payload, kind)
    except msgspec.ValidationError:
        return None
