"""An SQLite log as a file, read with the standard library and never written."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from prepapp.core.event import Event
from prepapp.errors import BrokenError, PrepError
from prepapp.store.codec import COLUMNS, from_row
from prepapp.store.peek import read_only
from prepapp.store.schema import APPEND_ONLY
from prepapp.store.versions import SCHEMA

MAGIC = b"SQLite format 3\x00"
"""What an SQLite file begins with."""


def is_sqlite(file: Path) -> bool:
    """Return whether a file is an SQLite database."""
    with file.open("rb") as opened:
        return opened.read(len(MAGIC)) == MAGIC


def quick_check(file: Path) -> str:
    """Return ``ok``, or the first damage that SQLite finds."""
    with _open(file) as connection:
        return str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])


def schema_version(file: Path) -> int:
    """Return the version of the tables; a newer one than this program knows is refused."""
    with _open(file) as connection:
        row = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    version = int(row[0]) if row else 0
    if version > SCHEMA:
        what = f"written by a newer PrepApp (schema {version}, this one knows {SCHEMA})"
        raise PrepError(what, str(file), "update prepapp")
    return version


def missing_triggers(file: Path) -> list[str]:
    """Return the names of the triggers that keep the log append-only and are not there as written."""
    with _open(file) as connection:
        rows = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    return [statement.split()[2] for statement in APPEND_ONLY["sqlite"] if (statement,) not in rows]


def read_file(file: Path) -> list[Event]:
    """Return the events of a database file in their order."""
    columns = ", ".join(f'"{name}"' for name in COLUMNS)
    with _open(file) as connection:
        rows = connection.execute(f"SELECT {columns} FROM event ORDER BY at, device, seq").fetchall()
    return [from_row(dict(zip(COLUMNS, row, strict=True))) for row in rows]


@contextmanager
def _open(file: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(read_only(file)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise BrokenError(f"not a sound PrepApp database: {error}", str(file), "restore a backup") from error
