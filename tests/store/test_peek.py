"""The quick look at the projection sees what the log sees, without its database library."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from prepapp.core.event import Draft
from prepapp.core.state import Study
from prepapp.store.peek import peek
from tests.builders import DECK, noon, open_at, plan_draft, review


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with a plan and some reviews, closed; its folder has an awkward name."""
    file = tmp_path / "100% #1" / "prepapp.db"
    log = open_at(file)
    log.append([plan_draft(20), review("rn-001", "again", sure="sure", missed=[1])], noon(0))
    log.append([review("rn-002", "hard"), Draft("note", DECK, "rn-002", payload={"text": "é"})], noon(1))
    log.append([Draft("take", DECK, "rn-002", payload={"follow_up": 2})], noon(2))
    log.append([Draft("checkpoint", DECK, payload={"checkpoint": "day0"})], noon(2))
    log.close()
    return file


def test_a_look_sees_what_the_log_sees(database: Path) -> None:
    log = open_at(database)
    study = log.study()
    assert set(study.cards) == {"rn-001", "rn-002"}
    assert peek(database) == study
    log.append([review("rn-001")], noon(3))
    assert peek(database) == log.study() != study
    log.close()
    assert peek(database) == open_and_close(database)


def open_and_close(database: Path) -> Study:
    log = open_at(database)
    study = log.study()
    log.close()
    return study


def test_before_there_is_a_database_nothing_is_known(tmp_path: Path) -> None:
    assert peek(tmp_path / "none.db") == Study()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", ["schema", "projection"])
def test_a_database_of_another_version_must_first_be_opened_whole(database: Path, key: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = ?", [key])
        connection.commit()
    assert peek(database) is None


@pytest.mark.parametrize("content", [b"", b"no database " * 500])
def test_a_file_that_cannot_be_read_must_first_be_opened_whole(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "prepapp.db"
    file.write_bytes(content)
    assert peek(file) is None


def test_a_look_imports_no_database_library(database: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from prepapp.store.peek import peek\n"
        "assert peek(Path(sys.argv[1])).cards\n"
        "print([name for name in ('sqlalchemy', 'textual') if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, database], capture_output=True, text=True, check=True, cwd=root()
    )
    assert run.stdout == "[]\n"


def root() -> Path:
    return Path(__file__).parent.parent.parent
