"""A process killed between any two writes loses no grade that it has acknowledged."""

import os
import signal
import sys
import warnings
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import event as hooks

from prepapp.core.event import Event
from prepapp.core.state import replay
from prepapp.store.backup import verify
from prepapp.store.codec import COLUMNS, from_row
from prepapp.store.peek import peek, read_only
from tests.builders import noon, open_at, review

KILLS = 200

WRITES = 31
"""More statements than two grades take, so that every place in a transaction is struck."""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def grade_until_killed(database: Path, step: int, strike: int, acknowledged: int) -> None:
    """Grade, and sometimes undo, reporting each event when it is safe; die before write ``strike``."""
    log = open_at(database)
    # What a killed process has handed to the system is safe without a sync, which only costs time here.
    with closing(log.engine.raw_connection()) as raw:
        raw.cursor().execute("PRAGMA synchronous = OFF")
    writes = count(1)

    def write(*_: object) -> None:
        if next(writes) == strike:
            os.kill(os.getpid(), signal.SIGKILL)

    hooks.listen(log.engine, "before_cursor_execute", write)
    hooks.listen(log.engine, "commit", write)
    for n in count(step):
        if n % 9 == 8:
            written = log.undo(noon(n // 4))[0]
        else:
            grade = ("good", "hard", "again", "easy")[n % 4]
            written = log.append([review(f"rn-{n % 7}", grade, missed=[n % 3])], noon(n // 4)).events[0]
        write()
        os.write(acknowledged, f"{written.id}\n".encode())


def killed(database: Path, step: int, strike: int) -> list[str]:
    """Return the ids that a child acknowledged before it was killed."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # A test runner may have threads; the child uses nothing of theirs.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            grade_until_killed(database, step, strike, writing)
        finally:
            sys.stderr.flush()
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        acknowledged = pipe.read().split()
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL
    return acknowledged


def read_events(database: Path) -> list[Event]:
    """Return the events as they lie in the file, so that only a child ever repairs what a child left."""
    with closing(read_only(database)) as connection:
        names = ", ".join(f'"{name}"' for name in COLUMNS)
        rows = connection.execute(f"SELECT {names} FROM event ORDER BY seq")
        return [from_row(dict(zip(COLUMNS, row, strict=True))) for row in rows]


def test_no_acknowledged_grade_is_lost_wherever_the_process_is_killed(tmp_path: Path) -> None:
    database = tmp_path / "prepapp.db"
    open_at(database).close()
    safe: list[str] = []
    unreported = 0
    for n in range(KILLS):
        safe += killed(database, len(safe), 1 + n % WRITES)
        verify(database)
        events = read_events(database)
        written = [each.id for each in events]
        assert peek(database) == replay(events)
        assert [each.seq for each in events] == list(range(1, len(events) + 1))
        assert set(safe) <= set(written)
        # Killed between the commit and the report, a grade is kept though nobody was told.
        assert len(written) - len(safe) - unreported in {0, 1}
        unreported = len(written) - len(safe)
    assert len(safe) + unreported >= 200
    assert unreported > 0
