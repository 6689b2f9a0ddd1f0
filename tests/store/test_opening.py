"""A database is made, refused untouched, or migrated after a backup; never guessed at."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from prepapp.core.state import replay
from prepapp.errors import BrokenError, PrepError
from prepapp.store.backup import count_events
from prepapp.store.engine import writing
from prepapp.store.versions import PROJECTION, SCHEMA
from tests.builders import noon, open_at, open_url, review


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with one review, closed."""
    file = tmp_path / "prepapp.db"
    log = open_at(file)
    log.append([review("rn-001")], noon(0))
    log.close()
    return file


@contextmanager
def raw(file: Path) -> Iterator[sqlite3.Connection]:
    """Change a file behind the program's back; it is left without a journal."""
    with closing(sqlite3.connect(file)) as connection:
        yield connection
        connection.commit()
        connection.execute("PRAGMA journal_mode = DELETE")


def versions(file: Path) -> dict[str, str]:
    with closing(sqlite3.connect(file)) as connection:
        return dict(connection.execute("SELECT key, value FROM meta").fetchall())


def beside(file: Path) -> list[str]:
    return sorted(each.name for each in file.parent.iterdir())


def test_a_new_database_is_made_with_its_folders(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "prepapp.db"
    log = open_at(file)
    assert log.events() == []
    log.close()
    assert versions(file) == {"schema": str(SCHEMA), "projection": str(PROJECTION)}


def test_an_empty_file_counts_as_new(tmp_path: Path) -> None:
    file = tmp_path / "prepapp.db"
    file.touch()
    log = open_at(file)
    log.append([review()], noon(0))
    log.close()
    assert count_events(file) == 1


def test_a_known_database_is_opened_as_it_was(database: Path) -> None:
    log = open_at(database, "phone")
    assert [each.device for each in log.events()] == ["laptop"]
    log.close()
    assert beside(database) == ["prepapp.db"]


def test_several_may_open_a_new_database_at_once(tmp_path: Path) -> None:
    def write(device: str) -> None:
        log = open_at(tmp_path / "prepapp.db", device)
        log.append([review()], noon(0))
        log.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, "abcdefgh"))
    assert count_events(tmp_path / "prepapp.db") == 8


def test_a_newer_database_is_refused_and_not_a_byte_of_it_changes(database: Path) -> None:
    with raw(database) as connection:
        connection.execute("UPDATE meta SET value = '7' WHERE key = 'schema'")
        connection.execute("UPDATE meta SET value = 'other' WHERE key = 'projection'")
    before = database.read_bytes()
    with pytest.raises(PrepError, match="newer PrepApp") as refused:
        open_at(database)
    assert refused.value.exit_code == 2
    assert refused.value.hint == "update prepapp"
    assert database.read_bytes() == before
    assert beside(database) == ["prepapp.db"]


def test_a_foreign_database_is_refused_and_not_a_byte_of_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "cookies.db"
    with raw(file) as connection:
        connection.execute("CREATE TABLE cookies (name TEXT)")
    before = file.read_bytes()
    with pytest.raises(PrepError, match="not PrepApp's"):
        open_at(file)
    assert file.read_bytes() == before
    assert beside(file) == ["cookies.db"]


def test_a_foreign_table_called_meta_does_not_make_it_ours(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with raw(file) as connection:
        connection.execute("CREATE TABLE meta (key TEXT, value TEXT)")
    with pytest.raises(PrepError, match="not PrepApp's"):
        open_at(file)


def test_a_file_that_is_no_database_is_broken(tmp_path: Path) -> None:
    file = tmp_path / "prepapp.db"
    file.write_text("not a database " * 1000)
    with pytest.raises(BrokenError, match="not a database"):
        open_at(file)


def test_a_truncated_database_is_broken(database: Path) -> None:
    whole = database.read_bytes()
    database.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BrokenError, match=r"malformed|corrupt"):
        open_at(database).events()


def test_a_url_that_names_no_database_is_the_caller_s_mistake(tmp_path: Path) -> None:
    for url in ("prepapp.db", "nosql://here"):
        with pytest.raises(PrepError, match="cannot use this database") as refused:
            open_url(url, tmp_path)
        assert refused.value.exit_code == 2


# Migration


def older(database: Path) -> None:
    """Make the file one of schema 0, which had no revisions."""
    with raw(database) as connection:
        connection.execute("ALTER TABLE event DROP COLUMN revision")
        connection.execute("UPDATE meta SET value = '0' WHERE key = 'schema'")


def add_revision(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE event ADD COLUMN revision TEXT"))


def test_an_older_database_is_migrated_after_a_backup(database: Path) -> None:
    older(database)
    log = open_at(database, migrations={0: add_revision})
    (event,) = log.events()
    assert (event.card, event.revision) == ("rn-001", None)
    log.append([review("rn-002")], noon(1))
    log.close()
    assert versions(database)["schema"] == str(SCHEMA)
    (copy,) = (database.parent / "backups").iterdir()
    assert versions(copy)["schema"] == "0"
    assert count_events(copy) == 1


def test_a_migration_that_fails_changes_nothing(database: Path) -> None:
    older(database)

    def fail(connection: Connection) -> None:
        add_revision(connection)
        connection.execute(text("SELECT nonsense"))

    with pytest.raises(BrokenError, match="nonsense"):
        open_at(database, migrations={0: fail})
    assert versions(database)["schema"] == "0"
    with raw(database) as connection:
        columns = [name for _, name, *_ in connection.execute("PRAGMA table_info(event)")]
    assert "revision" not in columns


def test_nothing_is_migrated_without_a_sound_backup(database: Path) -> None:
    older(database)
    (database.parent / "backups").write_text("a file where the folder should be")
    with pytest.raises(FileExistsError):
        open_at(database, migrations={0: add_revision})
    assert versions(database)["schema"] == "0"


def test_migrations_run_one_after_another(database: Path) -> None:
    older(database)
    ran: list[int] = []

    def note(step: int, connection: Connection) -> None:
        ran.append(step)
        if step == 0:
            add_revision(connection)

    steps = {step: lambda connection, step=step: note(step, connection) for step in range(3)}
    open_at(database, migrations=steps, schema=3).close()
    assert ran == [0, 1, 2]
    assert versions(database)["schema"] == "3"


# The projection


def test_states_of_other_rules_are_rebuilt_from_the_log(database: Path) -> None:
    with raw(database) as connection:
        connection.execute('UPDATE card_state SET state = \'{"of": "another time"}\'')
        connection.execute("INSERT INTO deck_state VALUES ('gone', '{}')")
        connection.execute("UPDATE meta SET value = 'before' WHERE key = 'projection'")
    log = open_at(database)
    assert log.study() == replay(log.events())
    assert set(log.study().cards) == {"rn-001"}
    log.close()
    assert versions(database)["projection"] == str(PROJECTION)


def test_states_of_these_rules_are_left_alone(database: Path) -> None:
    log = open_at(database)
    with writing(log.engine) as connection:
        connection.execute(text("DELETE FROM card_state"))
    log.close()
    log = open_at(database)
    assert log.study().cards == {}
    log.close()
