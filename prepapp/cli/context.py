"""What every command is given: where things are, the clock, and a way to print."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from prepapp.errors import PrepError
from prepapp.home import Home, Place, default_home

if TYPE_CHECKING:
    # The app shows its first frame before it needs a desk.
    from prepapp.core.card import Fault
    from prepapp.session.desk import Desk

FAULTS_SHOWN = 3
"""Deck errors told on the way to another command."""


@dataclass(frozen=True, slots=True)
class Context:
    """The candidate's place and clock, and how a command answers."""

    place: Place
    clock: Callable[[], datetime]
    as_json: bool

    @contextmanager
    def desk(self, now: datetime) -> "Iterator[Desk]":
        """Open the candidate's desk for one command; what is wrong in a deck is told on the way."""
        from prepapp.session.desk import open_desk

        desk = open_desk(self.place, now)
        try:
            _tell_faults(desk.library.faults)
            yield desk
        finally:
            desk.close()

    def answer(self, document: object, lines: Iterable[str], code: int = 0) -> int:
        """Print one JSON document or the lines, and return the exit code."""
        if self.as_json:
            import msgspec

            print(msgspec.json.format(msgspec.json.encode(document), indent=2).decode())
        else:
            for line in lines:
                print(line.rstrip())
        return code


def read_context(args: Namespace) -> Context:
    """Return the context that the options and the environment name."""
    environ = os.environ
    home = getattr(args, "home", None) or environ.get("PREPAPP_HOME")
    decks = [deck for level in range(3) for deck in getattr(args, f"decks_{level}", [])]
    place = Place(
        Home(Path(home).expanduser() if home else default_home()),
        getattr(args, "db", None) or environ.get("PREPAPP_DB") or None,
        tuple(Path(deck).expanduser() for deck in decks),
    )
    return Context(place, _clock(args, environ), getattr(args, "json", False))


def _clock(args: Namespace, environ: Mapping[str, str]) -> Callable[[], datetime]:
    said, where = getattr(args, "now", None), "--now"
    if said is None:
        said, where = environ.get("PREPAPP_NOW") or None, "PREPAPP_NOW"
    if said is None:
        return lambda: datetime.now().astimezone()
    hint = "say for example 2026-10-12T08:30+02:00"
    try:
        fixed = datetime.fromisoformat(said)
    except ValueError:
        raise PrepError(f"{said!r} is not a time", where, hint) from None
    if fixed.tzinfo is None:
        raise PrepError(f"{said!r} has no offset", where, hint)
    return lambda: fixed


def fault_line(fault: "Fault") -> str:
    """Return a mistake in a deck as one line that editors can follow."""
    place = f"{fault.file}:{fault.line}:{fault.column}" if fault.line else fault.file
    kind = "warning: " if fault.warning else ""
    hint = f" ({fault.hint})" if fault.hint else ""
    return " ".join(f"{place}: {kind}{fault.message}{hint}".split())


def _tell_faults(faults: "Iterable[Fault]") -> None:
    errors = [fault for fault in faults if not fault.warning]
    for fault in errors[:FAULTS_SHOWN]:
        print(fault_line(fault), file=sys.stderr)
    if len(errors) > FAULTS_SHOWN:
        print(f"{len(errors) - FAULTS_SHOWN} more in the decks: `prepapp deck check`", file=sys.stderr)
