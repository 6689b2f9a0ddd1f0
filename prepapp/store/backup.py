"""Copies of an SQLite log: made online, verified, thinned, restored."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from prepapp.errors import BrokenError, PrepError
from prepapp.store.peek import read_only

KEPT = 14
"""Daily copies that are kept."""


def backup(database: Path, target: Path) -> Path:
    """Copy a database as it stands, while it is in use, and verify the copy before it gets its name."""
    if not database.exists():
        raise PrepError("there is nothing to back up yet", str(database), "review a card first")
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(target.name + ".new")
    beside.unlink(missing_ok=True)
    try:
        least = count_events(database)
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(beside)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        verify(beside)
        if count_events(beside) < least:
            raise BrokenError("the copy holds fewer events than the database", str(beside))
    except (sqlite3.Error, BrokenError) as error:
        beside.unlink(missing_ok=True)
        raise BrokenError(f"no backup was made: {error}", str(database), "see `prepapp doctor`") from error
    _sync(beside)
    beside.replace(target)
    return target


def daily_backup(database: Path, backups: Path, now: datetime) -> Path | None:
    """Back up a database whose newest daily copy is older than a day, and keep the last fourteen."""
    daily = sorted(backups.glob("daily-*.db"))
    stamp = f"{now:%Y%m%dT%H%M%S}"
    if daily and daily[-1].stem.removeprefix("daily-") > f"{now - timedelta(days=1):%Y%m%dT%H%M%S}":
        return None
    made = backup(database, backups / f"daily-{stamp}.db")
    for old in daily[: max(0, len(daily) + 1 - KEPT)]:
        old.unlink()
    return made


def restore(copy: Path, database: Path, backups: Path, now: datetime) -> Path | None:
    """Put a verified copy in the place of the database; return the backup of what was there."""
    if not copy.is_file():
        raise PrepError("no such backup", str(copy), "they lie in the home folder, under backups/")
    verify(copy)
    kept = None
    if database.exists():
        kept = backup(database, unused(backups / f"before-restore-{now:%Y%m%dT%H%M%S}.db"))
    beside = backup(copy, database.with_name(database.name + ".restored"))
    for journal in ("-wal", "-shm"):
        database.with_name(database.name + journal).unlink(missing_ok=True)
    beside.replace(database)
    _sync(database.parent)
    return kept


def unused(file: Path) -> Path:
    """Return the file, or one of a name like it, that no copy has yet."""
    names = (file.with_stem(f"{file.stem}-{n}") for n in count(2))
    return file if not file.exists() else next(name for name in names if not name.exists())


def verify(database: Path) -> None:
    """Raise unless the file is a sound database that holds an event log."""
    try:
        with closing(read_only(database)) as connection:
            (found,) = connection.execute("PRAGMA integrity_check").fetchone()
            connection.execute("SELECT id FROM event LIMIT 1").fetchall()
    except sqlite3.Error as error:
        raise BrokenError(f"not a sound PrepApp database: {error}", str(database)) from error
    if found != "ok":
        raise BrokenError(f"the database is damaged: {found}", str(database), "restore a backup")


def count_events(database: Path) -> int:
    """Return the number of events in a database file."""
    with closing(read_only(database)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM event").fetchone()
    return int(count)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
