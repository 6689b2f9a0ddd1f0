"""The lines between the app and its lab host, one JSON object each."""

from typing import Literal

import msgspec

from prepapp.runner.limits import Limits

Reason = Literal["exit", "signal", "cancelled", "silent", "flooded", "overtime"]


class Start(msgspec.Struct, frozen=True, tag="start", tag_field="do"):
    """Run a program."""

    run: str
    file: str
    arguments: tuple[str, ...] = ()
    limits: Limits = Limits()
    environ: dict[str, str] = {}
    """Variables beside those of the host."""


class Cancel(msgspec.Struct, frozen=True, tag="cancel", tag_field="do"):
    """End a run and everything that it started."""

    run: str


class Ready(msgspec.Struct, frozen=True, tag="ready", tag_field="is"):
    """The host has imported what it was asked to."""

    seconds: float
    missing: tuple[str, ...] = ()
    """Libraries that could not be imported."""


class Lines(msgspec.Struct, frozen=True, tag="lines", tag_field="is"):
    """What a run has printed."""

    run: str
    lines: list[str]


class Ended(msgspec.Struct, frozen=True, tag="ended", tag_field="is"):
    """A run is over, and nothing of it is left."""

    run: str
    reason: Reason
    status: int
    """Exit code, or the number of the signal."""
    seconds: float


Order = Start | Cancel
Word = Ready | Lines | Ended
