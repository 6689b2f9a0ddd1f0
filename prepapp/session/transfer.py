"""The log as a file: written out, read back, united with another device's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from prepapp.core.event import Event
from prepapp.errors import PrepError
from prepapp.home import write_atomically
from prepapp.session.desk import Desk
from prepapp.session.logfile import is_sqlite, read_file, schema_version
from prepapp.session.payloads import require_sound
from prepapp.store.backup import verify
from prepapp.store.codec import event_line, parse_line
from prepapp.store.log import Merged


@dataclass(frozen=True, slots=True)
class Transfer:
    """What an export or an import moved."""

    cards: int
    """Different cards among the events that were moved."""
    events: int
    skipped: int
    """Events that were here already."""


def export_events(desk: Desk, file: Path, now: datetime) -> Transfer:
    """Write every event, one a line and nothing else."""
    events = desk.open(now).events()
    write_text(file, "".join(event_line(event) + "\n" for event in events))
    return Transfer(_cards(events), len(events), 0)


def import_events(desk: Desk, file: Path, now: datetime, preview: bool = False) -> Transfer:
    """Take in the events of an export; with ``preview`` only say what would be taken in."""
    read = read_lines(file)
    log = desk.open(now)
    here = {event.id for event in log.events()}
    fresh = [event for event in read if event.id not in here]
    if not preview:
        log.merge(read)
        desk.refresh(now)
    return Transfer(_cards(fresh), len(fresh), len(read) - len(fresh))


def merge_files(desk: Desk, files: Sequence[Path], now: datetime) -> Merged:
    """Unite the logs of other devices with this one, all of them or none."""
    events = [event for file in files for event in read_log(file)]
    merged = desk.open(now).merge(events)
    desk.refresh(now)
    return merged


def read_log(file: Path) -> list[Event]:
    """Return the events of another log, a database file or an export, every one of them sound."""
    require_file(file)
    if not is_sqlite(file):
        return read_lines(file)
    verify(file)
    schema_version(file)
    events = read_file(file)
    for event in events:
        require_sound(event, f"{file}: event {event.id}")
    return events


def read_lines(file: Path) -> list[Event]:
    """Return the events of an export, every one of them sound."""
    require_file(file)
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise PrepError("not UTF-8 text", str(file), "a file that `prepapp export` wrote") from error
    events: dict[str, Event] = {}
    for n, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            event = parse_line(line, f"{file}:{n}")
            require_sound(event, f"{file}:{n}")
            events[event.id] = event
    return list(events.values())


def require_file(file: Path) -> None:
    """Raise unless a file can be read."""
    if not file.is_file():
        raise PrepError("no such file", str(file), "see the path")


def write_text(file: Path, text: str) -> None:
    """Write what the candidate asked for where they asked for it."""
    try:
        write_atomically(file, text)
    except OSError as error:
        raise PrepError(f"cannot be written: {error.strerror}", str(file), "name another file") from error


def _cards(events: Iterable[Event]) -> int:
    return len({event.card for event in events if event.card is not None})
