"""Logs of several devices unite by id, in whatever order and however often."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prepapp.core.event import Draft, Event
from prepapp.core.state import Study, replay
from prepapp.errors import PrepError
from prepapp.store.codec import event_line, parse_line
from prepapp.store.log import EventLog
from tests.builders import DECK, Diary, noon, open_at, open_url, plan_draft, review


def missed(name: str, is_open: bool) -> Draft:
    """Return a miss of an interview that is opened, or closed."""
    return Draft("mistake", DECK, name, "r1", {"event": "answer-1", "open": is_open, "missed": [1]})


def interviewed(name: str) -> Draft:
    """Return a real interview that stalled at a card."""
    return Draft("interview", DECK, payload={"date": "2026-03-03", "asked": [name], "stalled": [name]})


ACTS = st.one_of(
    st.builds(
        review, st.sampled_from(["rn-001", "rn-002"]), st.sampled_from(["again", "hard", "good", "easy"])
    ),
    st.builds(plan_draft, st.none() | st.integers(5, 40)),
    st.builds(missed, st.sampled_from(["rn-001", "rn-002"]), st.booleans()),
    st.builds(interviewed, st.sampled_from(["rn-001", "rn-002"])),
)


@st.composite
def logs(draw: st.DrawFn, device: str) -> list[Event]:
    """Return what one device wrote on its own: some acts over some weeks, some undone."""
    diary, today = Diary(device), 0
    for act in draw(st.lists(ACTS | st.none(), max_size=8)):
        today += draw(st.integers(0, 5))
        if act is not None:
            diary.add(act, today)
        elif diary.events and diary.events[-1].kind != "void":
            diary.void(today, diary.events[-1])
    return diary.events


@contextmanager
def in_memory(device: str = "home") -> Iterator[EventLog]:
    log = open_url("sqlite://", Path("unused"), device)
    yield log
    log.close()


@settings(max_examples=40)
@given(logs("laptop"), logs("phone"), logs("tablet"), st.randoms(use_true_random=False))
def test_united_in_any_order_logs_give_one_state(
    laptop: list[Event], phone: list[Event], tablet: list[Event], chance: Any
) -> None:
    parts = [laptop, phone, tablet]
    union = replay(laptop + phone + tablet)
    for _ in range(3):
        chance.shuffle(parts)
        with in_memory() as log:
            for part in parts:
                shuffled = list(part)
                chance.shuffle(shuffled)
                assert log.merge(shuffled).added == len(part)
            assert log.study() == union
            assert sorted(log.events(), key=lambda each: each.order) == log.events()
            everything = log.events()
            again = log.merge(everything)
            assert (again.added, again.already_here) == (0, len(everything))
            assert log.study() == union


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 5), ACTS), max_size=10))
def test_states_written_act_by_act_are_those_of_a_replay(acts: list[tuple[int, Draft]]) -> None:
    with in_memory() as log:
        today = 0
        for days, act in acts:
            today += days
            log.append([act], noon(today))
            assert log.study() == replay(log.events())


@settings(max_examples=25)
@given(logs("laptop"), st.integers(0, 8))
def test_a_log_that_arrives_in_two_halves_with_an_overlap_is_whole(events: list[Event], cut: int) -> None:
    with in_memory() as log:
        log.merge(events[cut:])
        done = log.merge(events)
        assert (done.added, done.already_here) == (len(events[:cut]), len(events[cut:]))
        assert log.study() == replay(events)


@settings(max_examples=25)
@given(logs("phone"))
def test_what_was_exported_line_by_line_comes_back_the_same(events: list[Event]) -> None:
    assert [parse_line(event_line(each), "line") for each in events] == events


def test_a_merge_says_what_it_did(tmp_path: Path) -> None:
    laptop, phone = open_at(tmp_path / "laptop.db"), open_at(tmp_path / "phone.db", "phone")
    laptop.append([review("rn-001")], noon(0))
    phone.append([review("rn-001"), review("rn-002")], noon(1))
    done = laptop.merge([*phone.events(), *laptop.events()])
    assert (done.added, done.already_here, done.devices) == (2, 1, ("laptop", "phone"))
    laptop.close()
    phone.close()


def test_after_a_merge_the_log_goes_on_behind_the_newest_of_both(tmp_path: Path) -> None:
    laptop, phone = open_at(tmp_path / "laptop.db"), open_at(tmp_path / "phone.db", "phone")
    phone.append([review("rn-001")], noon(9))
    laptop.merge(phone.events())
    (event,) = laptop.append([review("rn-001", "again")], noon(3)).events
    assert laptop.events()[-1] == event
    assert laptop.undo(noon(3))[1] == event
    assert laptop.undo(noon(3))[1].device == "phone"
    assert laptop.study() == Study()
    laptop.close()
    phone.close()


def altered(events: Sequence[Event]) -> list[Event]:
    return [replace(each, payload={"grade": "easy"}) for each in events]


def test_the_same_id_with_other_content_is_refused_whole() -> None:
    diary = Diary("phone")
    diary.review(0, "rn-001", "again")
    with in_memory() as log:
        log.merge(diary.events)
        diary.review(1, "rn-002")
        with pytest.raises(PrepError, match="the same id with other content"):
            log.merge(altered(diary.events))
        assert log.events() == diary.events[:1]


def test_two_files_that_disagree_about_an_id_are_refused() -> None:
    diary = Diary("phone")
    diary.review(0, "rn-001", "again")
    with in_memory() as log:
        with pytest.raises(PrepError, match="the same id with other content"):
            log.merge([*diary.events, *altered(diary.events)])
        assert log.events() == []
        assert log.merge(diary.events * 2).added == 1


@pytest.mark.parametrize("line", ["", "{}", "[1]", '{"id": "x"}', "not JSON"])
def test_a_line_that_is_no_event_is_named(line: str) -> None:
    with pytest.raises(PrepError, match="not an event") as refused:
        parse_line(line, "phone.jsonl:3")
    assert refused.value.where == "phone.jsonl:3"
