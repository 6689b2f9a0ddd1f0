"""Sums by the database equal those counted event by event."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepapp.core.event import Draft, Event, Kind
from prepapp.core.state import standing
from prepapp.store.codec import to_row
from prepapp.store.engine import writing
from prepapp.store.log import INSERT, EventLog
from prepapp.store.totals import MOST_S, CardTotal, Totals, answers, events_of, totals
from tests.builders import DECK, Diary, day, open_at
from tests.store.counted import counted
from tests.store.messy import messy


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    log = open_at(tmp_path / "prepapp.db")
    yield log
    log.close()


def rounded(sums: Totals) -> Totals:
    return replace(sums, days=tuple(replace(each, seconds=round(each.seconds, 6)) for each in sums.days))


def test_a_messy_log_adds_up_as_counted_by_hand(log: EventLog) -> None:
    log.merge(messy())
    sums = rounded(totals(log, DECK))
    assert sums == counted(messy(), DECK)
    assert sums.cards == (
        CardTotal("rn-001", 1, 1, 2, 3),
        CardTotal("rn-002", 2, 1, None, None),
        CardTotal("rn-003", 1, 1, 0, 0),
    )
    hard = next(each for each in sums.days if each.study_day == day(1) and each.kind == "review")
    assert (hard.events, hard.timed, hard.seconds) == (1, 1, MOST_S)
    assert all(each.kind != "void" for each in sums.days)


def test_points_are_those_of_the_newest_review(log: EventLog) -> None:
    diary = Diary()
    diary.review(0, "rn-001", "again", points=[], missed=[1, 2])
    diary.review(1, "rn-001", "good", points=[1, 2], missed=[])
    diary.review(2, "rn-001", "hard", points=[1], missed=[2])
    log.merge(diary.events)
    assert totals(log, DECK).cards == (CardTotal("rn-001", 3, 1, 1, 2),)


def test_a_log_without_events_adds_up_to_nothing(log: EventLog) -> None:
    assert totals(log, DECK) == Totals()
    assert list(answers(log, DECK)) == []


def test_answers_are_those_that_stand_in_their_order(log: EventLog) -> None:
    log.merge(messy())
    rows = list(answers(log, DECK))
    stood = [each for each in standing(messy()) if each.kind in {"review", "practice"} and each.deck == DECK]
    assert [(row.at, row.card, row.grade) for row in rows] == [
        (each.at, each.card, each.payload["grade"]) for each in stood
    ]
    assert {(row.card, row.held, row.asked) for row in rows} == {
        ("rn-001", 2, 3), ("rn-001", 1, 1), ("rn-002", None, None), ("rn-003", 0, 0)
    }  # fmt: skip


def test_events_of_some_kinds_leave_out_what_was_voided(log: EventLog) -> None:
    log.merge(messy())
    found = events_of(log, DECK, "review", "suspend")
    assert found == [
        each for each in standing(messy()) if each.kind in {"review", "suspend"} and each.deck == DECK
    ]


KINDS: tuple[Kind, ...] = ("review", "practice", "check", "mock_end", "take")
SHAPES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(0, 9000),
    st.floats(0, 9000, allow_nan=False).map(lambda value: round(value, 1)),
    st.text(max_size=3),
    st.lists(st.integers(1, 4), max_size=3),
    st.dictionaries(st.sampled_from("ab"), st.integers(), max_size=1),
)
PAYLOADS = st.fixed_dictionaries(
    {"grade": st.sampled_from(("again", "hard", "good", "easy"))},
    optional=dict.fromkeys(("seconds", "points", "missed", "said"), SHAPES),
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(KINDS), st.sampled_from((DECK, "other")), st.sampled_from(("a", "b")), PAYLOADS,
        st.integers(0, 3), st.booleans(), st.sampled_from(("laptop", "phone")),
    ),
    max_size=12,
)  # fmt: skip


@given(STEPS)
def test_any_log_adds_up_as_counted_event_by_event(steps: list[Any]) -> None:
    diaries = {name: Diary(name) for name in ("laptop", "phone")}
    for kind, of, name, payload, on, voided, device in steps:
        event = diaries[device].add(Draft(kind, of, name, "r1", payload), on)
        if voided:
            diaries[device].void(on, event)
    events = [event for diary in diaries.values() for event in diary.events]
    with TemporaryDirectory() as folder:
        log = open_at(Path(folder) / "prepapp.db")
        # Projections refuse strange payloads, and the sums must not: the rows are written as they are.
        _write(log, events)
        assert rounded(totals(log, DECK)) == counted(events, DECK)
        log.close()


def _write(log: EventLog, events: list[Event]) -> None:
    if events:
        with writing(log.engine) as connection:
            connection.execute(INSERT, [to_row(event) for event in events])
