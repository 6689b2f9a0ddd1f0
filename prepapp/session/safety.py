"""Backup, restore, and the doctor that looks the log over."""

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from prepapp.core.deckfile import read_library
from prepapp.core.state import replay
from prepapp.errors import BrokenError, PrepError
from prepapp.home import Place, deck_folders, device_id, mint_device, read_settings
from prepapp.session.logfile import missing_triggers, quick_check, read_file, schema_version
from prepapp.session.transfer import require_file
from prepapp.store import backup as copies
from prepapp.store.opening import open_log
from prepapp.store.peek import peek


@dataclass(frozen=True, slots=True)
class Copied:
    """A backup as made."""

    file: Path
    events: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What stands in the place of the database now."""

    database: Path
    events: int
    kept: Path | None
    """Where what stood there before was kept."""
    device: str
    """The new name of this machine."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that the doctor looked at."""

    name: str
    ok: bool
    detail: str


def back_up(place: Place, now: datetime, target: Path | None = None) -> Copied:
    """Copy the database, verified, into the home's backups or to ``target``."""
    database = _file(place)
    target = target or copies.unused(place.home.backups / f"by-hand-{now:%Y%m%dT%H%M%S}.db")
    if target.resolve() == database.resolve():
        raise PrepError("a backup beside the database, not in its place", str(target), "name another file")
    if target.is_dir():
        raise PrepError("is a folder", str(target), "name a file in it")
    made = copies.backup(database, target)
    return Copied(made, copies.count_events(made))


def restore(place: Place, copy: Path, now: datetime) -> Restored:
    """Put a copy in the place of the database, and give this machine a name of its own again."""
    database = _file(place)
    require_file(copy)
    schema_version(copy)
    kept = copies.restore(copy, database, place.home.backups, now)
    device = mint_device(place.home)
    return Restored(database, copies.count_events(database), kept, device)


def examine(place: Place, now: datetime) -> list[Check]:
    """Look over everything that a candidate would miss."""
    probes: list[tuple[str, Callable[[], str]]] = [
        ("settings", lambda: _settings(place)),
        *_database_probes(place, now),
        ("device", lambda: _device(place)),
        ("decks", lambda: _decks(place)),
        ("backups", lambda: _backups(place, now)),
        ("torch", _torch),
    ]
    return [_checked(name, probe) for name, probe in probes]


def _checked(name: str, probe: Callable[[], str]) -> Check:
    """Run one probe; what it raises is its finding, and the examination goes on."""
    try:
        return Check(name, True, probe())
    except PrepError as error:
        return Check(name, False, str(error))


def _database_probes(place: Place, now: datetime) -> list[tuple[str, Callable[[], str]]]:
    file = place.sqlite_file
    if file is None:
        return [("projection", lambda: _served_projection(place, now))]
    if not file.exists():
        return [("database", lambda: f"none yet; the first grade makes {file}")]
    return [
        ("database", lambda: _integrity(file)),
        ("schema", lambda: f"version {schema_version(file)}"),
        ("append-only", lambda: _append_only(file)),
        ("projection", lambda: _projection(file)),
    ]


def _settings(place: Place) -> str:
    read_settings(place.home)
    return str(place.home.settings_file) if place.home.settings_file.exists() else "the defaults"


def _integrity(file: Path) -> str:
    found = quick_check(file)
    if found != "ok":
        raise BrokenError(f"damaged: {found}", str(file), "restore a backup")
    return f"sound, {copies.count_events(file)} events in {file}"


def _append_only(file: Path) -> str:
    missing = missing_triggers(file)
    if missing:
        raise BrokenError(f"trigger {missing[0]} is missing", str(file), "restore a backup")
    return "the log refuses changes"


def _projection(file: Path) -> str:
    seen = peek(file)
    if seen is None:
        return "of another version; rebuilt when the log is next opened"
    if seen != replay(read_file(file)):
        raise BrokenError(
            "the states differ from a replay of the log", str(file), "export, then import elsewhere"
        )
    return f"equals a replay, {len(seen.cards)} cards"


def _served_projection(place: Place, now: datetime) -> str:
    url = place.database or ""
    log = open_log(url, device_id(place.home), read_settings(place.home).rollover, now, place.home.backups)
    try:
        if log.study() != replay(log.events()):
            raise BrokenError(
                "the states differ from a replay of the log", "the database", "export, then import elsewhere"
            )
        return f"equals a replay, {len(log.study().cards)} cards"
    finally:
        log.close()


def _device(place: Place) -> str:
    file = place.home.device_file
    if not file.exists():
        return "none yet; the first grade names this machine"
    name = file.read_text(encoding="utf-8", errors="replace").strip()
    try:
        return str(UUID(name))
    except ValueError:
        raise BrokenError("holds no device id", str(file), "delete it; a new one is made") from None


def _decks(place: Place) -> str:
    library = read_library(deck_folders(place.home, place.decks))
    errors = [fault for fault in library.faults if not fault.warning]
    if errors:
        raise PrepError(f"errors: {len(errors)}", errors[0].file, "`prepapp deck check` lists them")
    cards = sum(len(deck.cards) for deck in library.decks)
    return f"{', '.join(deck.id for deck in library.decks) or 'none'}; {cards} cards"


def _backups(place: Place, now: datetime) -> str:
    found = sorted(place.home.backups.glob("*.db"), key=lambda file: file.stat().st_mtime)
    if not found:
        return "none yet; `prepapp backup` makes one"
    copies.verify(found[-1])
    made = datetime.fromtimestamp(found[-1].stat().st_mtime, now.tzinfo)
    days = max(0, (now - made).days)
    age = "made today" if days == 0 else "1 day old" if days == 1 else f"{days} days old"
    return f"{len(found)}; the newest, {found[-1].name}, is {age}"


def _torch() -> str:
    # Found, not imported: that takes seconds, and a broken one must not end the examination.
    if importlib.util.find_spec("torch") is None:
        return "not installed; only the labs need it: pip install 'prepapp[labs]'"
    return "installed"


def _file(place: Place) -> Path:
    if place.sqlite_file is None:
        raise PrepError("only an SQLite database is copied here", "--db", "use your server's own backup")
    return place.sqlite_file
