"""The log takes every event once, in order, for good; undo is one more event."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text

from prepapp.core.event import Draft
from prepapp.core.state import OF_A_CARD, Study, replay
from prepapp.errors import BrokenError, PrepError
from prepapp.store.engine import writing
from prepapp.store.log import EventLog
from tests.builders import DECK, day, noon, open_at, plan_draft, review


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    log = open_at(tmp_path / "prepapp.db")
    yield log
    log.close()


def sound(log: EventLog) -> None:
    """Assert that the projection is what a replay of the log gives."""
    assert log.study() == replay(log.events())


def test_an_event_is_kept_as_it_was_written(log: EventLog) -> None:
    east = timezone(timedelta(minutes=330))
    now = datetime(2026, 3, 5, 3, 15, tzinfo=east)
    payload = {"grade": "good", "seconds": 71.5, "missed": [2], "said": "die Identität: I + J", "sure": None}
    log.append([Draft("review", DECK, "rn-001", "r9", payload)], now)
    (event,) = log.events()
    assert (event.device, event.seq, event.kind, event.deck, event.card, event.revision) == (
        "laptop", 1, "review", DECK, "rn-001", "r9",
    )  # fmt: skip
    assert event.at == now
    assert event.at.utcoffset() == timedelta(0)
    assert (event.offset, event.study_day) == (330, day(2))  # before the rollover hour
    assert event.payload == payload


def test_append_returns_what_it_wrote_and_the_states_after_it(log: EventLog) -> None:
    log.append([review("rn-002")], noon(0))
    done = log.append([plan_draft(14), review("rn-001")], noon(0, 1))
    assert list(done.events) == log.events()[1:]
    study = log.study()
    assert done.study == Study({"rn-001": study.cards["rn-001"]}, study.decks)
    sound(log)


def test_drafts_written_together_stand_in_their_order(log: EventLog) -> None:
    log.append([Draft("note", DECK, "rn-001", payload={"text": word}) for word in "abc"], noon(0))
    assert [each.seq for each in log.events()] == [1, 2, 3]
    assert log.study().cards["rn-001"].notes == ("a", "b", "c")


def test_either_all_of_an_append_is_written_or_nothing(log: EventLog) -> None:
    log.append([review()], noon(0))
    before = log.study()
    with pytest.raises(ValueError, match="Invalid isoformat"):
        log.append([review(), Draft("plan", DECK, payload={"start": "tomorrow"})], noon(1))
    assert len(log.events()) == 1
    assert log.study() == before


def test_the_events_of_one_card_can_be_read_alone(log: EventLog) -> None:
    log.append([review("rn-001"), review("rn-002"), plan_draft(), review("rn-001", "hard")], noon(0))
    assert [each.seq for each in log.events("rn-001")] == [1, 4]


# Order


def test_a_clock_set_back_reorders_nothing(log: EventLog) -> None:
    log.append([review()], noon(3))
    (late,) = log.append([review(grade="again")], noon(1)).events
    assert late.at == noon(3)
    assert late.study_day == day(1)  # what the clock said, fixed when written
    assert [each.seq for each in log.events()] == [1, 2]
    sound(log)


@pytest.mark.parametrize("device", ["a-before-laptop", "z-after-laptop"])
@pytest.mark.parametrize("minutes", [-90, 0, 90])
def test_what_a_device_writes_stands_after_all_that_it_has_seen(
    tmp_path: Path, log: EventLog, device: str, minutes: int
) -> None:
    log.append([review()], noon(3))
    other = open_at(tmp_path / "prepapp.db", device)
    other.append([review(grade="hard")], noon(3, minutes))
    log.append([review(grade="again")], noon(3))
    assert [each.payload["grade"] for each in log.events()] == ["good", "hard", "again"]
    sound(log)
    other.close()


def test_each_device_numbers_its_own_events(tmp_path: Path, log: EventLog) -> None:
    other = open_at(tmp_path / "prepapp.db", "phone")
    for n, each in enumerate((log, other, log, other, log)):
        each.append([review()], noon(n))
    assert [(each.device, each.seq) for each in log.events()] == [
        ("laptop", 1), ("phone", 1), ("laptop", 2), ("phone", 2), ("laptop", 3),
    ]  # fmt: skip
    other.close()


def test_ids_never_order(tmp_path: Path) -> None:
    ids = iter(["c", "b", "a"])
    opened = open_at(tmp_path / "prepapp.db")
    log = EventLog(opened.engine, "laptop", 4, lambda: next(ids))
    for n in range(3):
        log.append([review()], noon(n))
    assert [each.id for each in log.events()] == ["c", "b", "a"]
    log.close()


def test_the_same_id_twice_is_refused(tmp_path: Path) -> None:
    opened = open_at(tmp_path / "prepapp.db")
    log = EventLog(opened.engine, "laptop", 4, lambda: "the same")
    log.append([review()], noon(0))
    with pytest.raises(BrokenError, match="UNIQUE"):
        log.append([review(grade="again")], noon(1))
    assert len(log.events()) == 1
    log.close()


# Undo


def test_undo_voids_the_newest_event_and_says_which(log: EventLog) -> None:
    log.append([review("rn-001")], noon(0))
    before = log.study()
    (wrong,) = log.append([review("rn-001", "again")], noon(3)).events
    void, voided = log.undo(noon(3, 1))
    assert voided == wrong
    assert (void.kind, void.card, void.payload) == ("void", "rn-001", {"event": wrong.id})
    assert len(log.events()) == 3
    assert log.study() == before
    sound(log)


def test_undo_goes_on_backwards_across_a_restart_until_nothing_is_left(tmp_path: Path) -> None:
    database = tmp_path / "prepapp.db"
    with_three = open_at(database)
    for n in range(3):
        with_three.append([review(f"rn-{n}")], noon(n))
    with_three.undo(noon(3))
    with_three.close()
    log = open_at(database)
    assert log.undo(noon(3))[1].card == "rn-1"
    assert log.undo(noon(3))[1].card == "rn-0"
    assert log.study() == Study()
    with pytest.raises(PrepError, match="nothing to undo"):
        log.undo(noon(3))
    assert len(log.events()) == 6
    log.close()


@pytest.mark.parametrize("kind", ["review", "plan", "assess", "checkpoint", "suspend", "note"])
def test_what_can_be_undone(log: EventLog, kind: str) -> None:
    payloads = {
        "review": {"grade": "good"},
        "plan": plan_draft(14).payload,
        "assess": {"skill": "bn", "self": 3},
        "checkpoint": {"checkpoint": "day0"},
        "suspend": {"suspended": True},
        "note": {"text": "x"},
    }
    card = "rn-001" if kind in {"review", "suspend", "note"} else None
    log.append([Draft(kind, DECK, card, payload=payloads[kind])], noon(0))  # type: ignore[arg-type]
    assert log.undo(noon(0, 1))[1].kind == kind
    assert log.study() == Study()


@pytest.mark.parametrize("kind", ["practice", "take", "check", "hint", "give_up", "lab_run", "mock_end"])
def test_what_stays_is_passed_over(log: EventLog, kind: str) -> None:
    (graded,) = log.append([review("rn-001")], noon(0)).events
    log.append([Draft(kind, DECK, "rn-002", payload={"grade": "good"})], noon(1))  # type: ignore[arg-type]
    assert log.undo(noon(2))[1] == graded
    assert ("rn-002" in log.study().cards) == (kind in OF_A_CARD)
    sound(log)


def test_an_undone_plan_is_taken_back_from_every_card(log: EventLog) -> None:
    log.append([plan_draft(), review("rn-001"), review("rn-002")], noon(0))
    log.append([plan_draft(10)], noon(1))
    log.append([review("rn-001"), Draft("practice", DECK, "rn-002", payload={"grade": "hard"})], noon(2))
    assert log.undo(noon(2))[1].kind == "review"
    assert log.undo(noon(2))[1].kind == "plan"
    sound(log)
    ladder = log.study().cards["rn-001"].ladder
    assert ladder is not None
    assert ladder.eve is None


def test_a_card_that_moved_to_another_deck_keeps_both_its_plans(log: EventLog) -> None:
    log.append([plan_draft(10), plan_draft(of="transformer")], noon(0))
    log.append([review("rn-001")], noon(0, 1))
    log.append([review("rn-001", of="transformer")], noon(3))
    log.append([plan_draft(20)], noon(4))
    for _ in range(2):
        log.undo(noon(5))
        sound(log)


def test_undo_follows_the_order_of_the_log_over_two_devices(tmp_path: Path, log: EventLog) -> None:
    other = open_at(tmp_path / "prepapp.db", "phone")
    log.append([review("rn-001")], noon(0))
    other.append([review("rn-002")], noon(1))
    assert log.undo(noon(2))[1].card == "rn-002"
    assert other.undo(noon(3))[1].card == "rn-001"
    other.close()


# What the tables refuse


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET payload = '{}'",
        "UPDATE event SET kind = 'note' WHERE kind = 'review'",
        "DELETE FROM event",
        "REPLACE INTO event SELECT * FROM event",
        "INSERT OR REPLACE INTO event"
        " SELECT id, device, seq, at, 0, study_day, kind, deck, card, revision, '{}' FROM event",
        "INSERT INTO event SELECT * FROM event WHERE true ON CONFLICT (id) DO UPDATE SET payload = '{}'",
    ],
)
def test_no_statement_changes_what_was_written(log: EventLog, statement: str) -> None:
    log.append([review()], noon(0))
    before = log.events()
    with pytest.raises(BrokenError, match="append-only"), writing(log.engine) as connection:
        connection.execute(text(statement))
    assert log.events() == before


@pytest.mark.parametrize("column", ["seq", '"offset"'])
def test_a_value_of_another_type_is_refused(log: EventLog, column: str) -> None:
    log.append([review()], noon(0))
    columns = ["id", "device", "seq", "at", '"offset"', "study_day", "kind", "payload"]
    values = ["'x'" if each in {"id", column} else each for each in columns]
    statement = f"INSERT INTO event ({', '.join(columns)}) SELECT {', '.join(values)} FROM event"
    with pytest.raises(BrokenError, match="cannot store TEXT"), writing(log.engine) as connection:
        connection.execute(text(statement))


def test_the_file_is_durable_and_readable_while_written(log: EventLog) -> None:
    with log.engine.connect() as connection:
        asked = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in
                 ("journal_mode", "synchronous", "recursive_triggers", "foreign_keys")}  # fmt: skip
    assert asked == {"journal_mode": "wal", "synchronous": 2, "recursive_triggers": 1, "foreign_keys": 1}


# Several writers


def test_writers_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    database = tmp_path / "prepapp.db"

    def write(device: str) -> None:
        log = open_at(database, device)
        for n in range(15):
            log.append([review(f"rn-{n % 3}", "hard" if n % 2 else "good")], noon(n))
        log.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, ["a", "b", "c", "d"]))
    log = open_at(database)
    events = log.events()
    assert len(events) == 60
    for device in "abcd":
        assert [each.seq for each in events if each.device == device] == list(range(1, 16))
    sound(log)
    log.close()


def test_two_windows_of_one_device_number_without_a_clash(tmp_path: Path) -> None:
    one, other = open_at(tmp_path / "prepapp.db"), open_at(tmp_path / "prepapp.db")
    for n in range(6):
        (one if n % 2 else other).append([review()], noon(n))
    assert [each.seq for each in one.events()] == [1, 2, 3, 4, 5, 6]
    sound(one)
    one.close()
    other.close()


def test_a_writer_that_is_shut_out_says_so(tmp_path: Path, log: EventLog) -> None:
    with log.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 1")
    holder = sqlite3.connect(tmp_path / "prepapp.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(BrokenError, match="locked"):
        log.append([review()], noon(0))
    holder.execute("ROLLBACK")
    holder.close()
    log.append([review()], noon(0))
    assert len(log.events()) == 1


def test_the_instant_is_kept_to_the_microsecond(log: EventLog) -> None:
    now = datetime(2026, 3, 2, 12, 0, 0, 1, tzinfo=UTC)
    (event,) = log.append([review()], now).events
    assert log.events() == [event]
    assert event.at == now
