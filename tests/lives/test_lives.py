"""What holds in every life, and what the plan promises before it is lived."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.lives.lives import (
    CARDS,
    FINAL_DAYS,
    LIVES,
    Diary,
    Grading,
    Life,
    day,
    live,
    passes,
    peak_over_mean,
)

EVEN = 1.5
"""The heaviest planned day over the mean."""

EVE_MINUTES = 20

NOTICE = 8
"""Days of notice from which an interview has a final pass."""


def named(life: Life) -> str:
    return life.name


def notice(life: Life) -> int | None:
    """Return the days between the last setting of the interview and the interview."""
    if life.interview is None:
        return None
    moved = max(life.moves, default=0)
    return life.moves.get(moved, life.interview) - moved


@pytest.mark.parametrize("life", LIVES, ids=named)
def test_a_life(life: Life, tmp_path: Path) -> None:
    diary = live(life, tmp_path)
    every_review_is_followed_by_a_later_one_before_the_interview(diary)
    no_card_that_has_come_due_is_missing(diary)
    everything_is_in_the_log(diary)
    the_states_equal_a_replay(diary)
    if life.grade is passes:
        assert len({each.card for each in diary.gradings}) == sum(CARDS.values())
    if life.grade is passes and not life.away:
        what_was_planned_was_lived(diary)
    if (notice(life) or 0) >= NOTICE:
        every_card_is_planned_once_in_the_final_days(diary)


def every_review_is_followed_by_a_later_one_before_the_interview(diary: Diary) -> None:
    for each in diary.gradings:
        eve = diary.eve(each.day)
        for said in (each.answer["next_due"], each.answer["returns"]):
            if said is not None:
                due = date.fromisoformat(said)
                assert day(each.day) < due, each
                assert eve is None or due <= day(eve), each
        if eve is None:
            assert each.answer["next_due"] or each.answer["returns"], each


def no_card_that_has_come_due_is_missing(diary: Diary) -> None:
    """Hold each morning's list against the dates given before; a final pass, or another date, moves them."""
    given: dict[str, date] = {}
    graded = {each.n: [g for g in diary.gradings if g.day == each.n] for each in diary.days}
    for each in diary.days:
        eve = diary.eve(each.n)
        in_final_pass = eve is not None and eve - FINAL_DAYS < each.n
        if each.n not in diary.life.away and not in_final_pass and each.n not in diary.life.moves:
            due = {card for card, when in given.items() if when <= day(each.n)}
            assert due <= set(each.due), (each.n, due - set(each.due))
        for grading in graded[each.n]:
            said = grading.answer["next_due"] or grading.answer["returns"]
            given[grading.card] = date.fromisoformat(said) if said else date.max
        if each.n in diary.life.moves:
            given.clear()


def everything_is_in_the_log(diary: Diary) -> None:
    last = diary.days[-1].n
    file = diary.folder / "events.jsonl"
    diary.run(last, "export", "-o", str(file))
    events = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    reviews = [event["id"] for event in events if event["kind"] == "review"]
    assert reviews == [each.answer["event"] for each in diary.gradings]
    assert [event["kind"] for event in events].count("plan") == len(diary.plans)
    days = {event["study_day"] for event in events}
    assert days == {day(each.n).isoformat() for each in diary.days if each.actual}


def the_states_equal_a_replay(diary: Diary) -> None:
    last = diary.days[-1].n
    assert diary.run(last, "doctor")["ok"]
    assert diary.run(last, "today")["met"] == len({each.card for each in diary.gradings})


def what_was_planned_was_lived(diary: Diary) -> None:
    planned = diary.planned()
    assert {each.n: each.asked for each in diary.days} == planned
    assert {each.n: each.actual for each in diary.days} == planned


def every_card_is_planned_once_in_the_final_days(diary: Diary) -> None:
    """Only who fails often has more on the eve than it holds, and leaves cards over."""
    eve = diary.eve(diary.days[-1].n)
    assert eve is not None
    final = [each for each in diary.gradings if eve - FINAL_DAYS < each.day <= eve]
    planned = Counter(each.card for each in planned_reviews(final))
    assert max(planned.values()) == 1
    missing = {each.card for each in diary.gradings} - set(planned)
    assert missing <= set(diary.days[-1].carried)
    if diary.life.grade is passes:
        assert not missing


def planned_reviews(final: list[Grading]) -> Iterator[Grading]:
    """Walk the reviews that are neither a first meeting nor the repeat of an earlier miss among them."""
    missed: set[str] = set()
    for each in final:
        if each.reason == "new":
            continue
        if each.card not in missed:
            yield each
        if each.answer["grade"] in {"again", "hard"}:
            missed.add(each.card)
        else:
            missed.discard(each.card)


@pytest.mark.parametrize("life", LIVES, ids=named)
def test_the_days_are_planned_even(life: Life, tmp_path: Path) -> None:
    diary = live(replace(life, days=max(life.moves, default=0) + 1), tmp_path)
    for _, plan in diary.plans:
        minutes = [each["minutes"] for each in plan["days"]]
        assert peak_over_mean(minutes)[2] <= EVEN
        if (notice(life) or 0) >= NOTICE:
            assert plan["interview"] is None or minutes[-1] <= EVE_MINUTES
