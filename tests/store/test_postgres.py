"""The same log on PostgreSQL; PREPAPP_TEST_POSTGRES names a server on which databases may be made."""

import os
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from prepapp.core.event import Draft
from prepapp.core.state import Study, replay
from prepapp.errors import BrokenError, PrepError
from prepapp.store.engine import writing
from prepapp.store.log import EventLog
from prepapp.store.totals import answers, totals
from tests.builders import DECK, Diary, noon, open_at, open_url, plan_draft, review
from tests.store.counted import counted
from tests.store.messy import messy

SERVER = os.environ.get("PREPAPP_TEST_POSTGRES", "")

pytestmark = pytest.mark.skipif(not SERVER, reason="PREPAPP_TEST_POSTGRES names no PostgreSQL server")


@pytest.fixture
def url() -> Iterator[str]:
    """A database of its own on the server, dropped afterwards."""
    name = f"prepapp_{uuid.uuid4().hex}"
    server = create_engine(make_url(SERVER), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def log(url: str) -> Iterator[EventLog]:
    log = open_url(url, Path("unused"))
    yield log
    log.close()


def test_events_are_kept_and_undone_as_on_sqlite(log: EventLog, tmp_path: Path) -> None:
    here = open_at(tmp_path / "prepapp.db")
    for each in (log, here):
        each.append([plan_draft(20), review("rn-001")], noon(0))
        each.append([review("rn-001", "again", said="die Identität\x00")], noon(3))
        each.append([Draft("note", DECK, "rn-002", payload={"text": "é"})], noon(1))
        each.undo(noon(4))
        each.undo(noon(4))
    assert log.study() == replay(log.events()) == here.study()
    assert [each.order for each in log.events()] == [each.order for each in here.events()]
    here.close()


def test_undo_goes_on_until_nothing_is_left(log: EventLog) -> None:
    log.append([plan_draft(), review()], noon(0))
    log.undo(noon(1))
    log.undo(noon(1))
    assert log.study() == Study()
    with pytest.raises(PrepError, match="nothing to undo"):
        log.undo(noon(1))


def test_a_log_is_opened_again_as_it_was(log: EventLog, url: str) -> None:
    log.append([review()], noon(0))
    again = open_url(url, Path("unused"), "phone")
    assert again.events() == log.events()
    assert again.study() == log.study()
    again.close()


def test_logs_unite(log: EventLog) -> None:
    diary = Diary("phone")
    diary.review(0, "rn-001")
    diary.void(1, diary.review(1, "rn-001", "again"))
    log.append([review("rn-002")], noon(0))
    assert log.merge(diary.events).added == 3
    assert log.merge(diary.events).added == 0
    assert log.study() == replay(log.events())


def test_a_messy_log_adds_up_as_counted_event_by_event(log: EventLog) -> None:
    log.merge(messy())
    assert totals(log, DECK) == counted(messy(), DECK)
    assert len(list(answers(log, DECK))) == 5


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET payload = '{}'",
        "DELETE FROM event",
        "TRUNCATE event",
        "TRUNCATE event CASCADE",
        "INSERT INTO event SELECT * FROM event ON CONFLICT (id) DO UPDATE SET payload = '{}'",
    ],
)
def test_no_statement_changes_what_was_written(log: EventLog, statement: str) -> None:
    log.append([review()], noon(0))
    before = log.events()
    with pytest.raises(BrokenError, match="append-only"), writing(log.engine) as connection:
        connection.execute(text(statement))
    assert log.events() == before


def test_writers_at_the_same_time_lose_nothing(log: EventLog, url: str) -> None:
    def write(device: str) -> None:
        mine = open_url(url, Path("unused"), device)
        for n in range(10):
            mine.append([review(f"rn-{n % 3}", "hard" if n % 2 else "good")], noon(n))
        mine.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(write, ["a", "b", "b"]))
    events = log.events()
    assert [each.seq for each in events if each.device == "b"] == list(range(1, 21))
    assert log.study() == replay(events)


def test_a_newer_or_foreign_database_is_refused(log: EventLog, url: str) -> None:
    with writing(log.engine) as connection:
        connection.execute(text("UPDATE meta SET value = '7' WHERE key = 'schema'"))
    with pytest.raises(PrepError, match="newer PrepApp"):
        open_url(url, Path("unused"))
    with writing(log.engine) as connection:
        connection.execute(text("DROP TABLE meta"))
    with pytest.raises(PrepError, match="not PrepApp's"):
        open_url(url, Path("unused"))


def test_states_of_other_rules_are_rebuilt(log: EventLog, url: str) -> None:
    log.append([review()], noon(0))
    with writing(log.engine) as connection:
        connection.execute(text("UPDATE card_state SET state = '{}'"))
        connection.execute(text("UPDATE meta SET value = 'before' WHERE key = 'projection'"))
    again = open_url(url, Path("unused"))
    assert again.study() == replay(log.events())
    again.close()


def test_a_password_is_not_shown_in_an_error(tmp_path: Path) -> None:
    with pytest.raises(BrokenError) as broken:
        open_url("postgresql+psycopg://prepapp:secret@127.0.0.1:1/none", tmp_path)
    assert "secret" not in str(broken.value)
