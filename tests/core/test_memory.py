"""Our door to FSRS gives what FSRS itself gives, on days at noon UTC."""

from datetime import UTC, datetime, time

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given
from hypothesis import strategies as st

from prepapp.core.event import Grade
from prepapp.core.memory import Memory, faded, remember, retrievability
from tests.builders import day

ANSWERS = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(list(Grade))), min_size=1, max_size=12)


def by_fsrs(answers: list[tuple[int, Grade]]) -> tuple[Card, Scheduler]:
    """Review one card with FSRS alone; each answer is (days after the last one, grade)."""
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    today = 0
    known = Card(card_id=7)
    for gap, grade in answers:
        today += gap
        known, _ = scheduler.review_card(known, Rating(int(grade)), at_noon(today))
    return known, scheduler


def at_noon(n: int) -> datetime:
    return datetime.combine(day(n), time(12), UTC)


def ours(answers: list[tuple[int, Grade]]) -> Memory:
    memory, today = None, 0
    for gap, grade in answers:
        today += gap
        memory = remember(memory, grade, day(today))
    assert memory is not None
    return memory


@given(ANSWERS, st.integers(0, 400))
def test_a_series_of_answers_is_remembered_as_fsrs_remembers_it(
    answers: list[tuple[int, Grade]], later: int
) -> None:
    memory, (known, scheduler) = ours(answers), by_fsrs(answers)
    assert (memory.stability, memory.difficulty) == (known.stability, known.difficulty)
    then = sum(gap for gap, _ in answers) + later
    assert retrievability(memory, day(then)) == scheduler.get_card_retrievability(known, at_noon(then))


@given(ANSWERS, st.integers(1, 30), st.sampled_from(list(Grade)))
def test_an_answer_of_an_earlier_day_counts_on_the_last_day(
    answers: list[tuple[int, Grade]], back: int, grade: Grade
) -> None:
    memory = ours(answers)
    earlier = day((memory.day - day(0)).days - back)
    assert remember(memory, grade, earlier) == remember(memory, grade, memory.day)
    assert retrievability(memory, earlier) == retrievability(memory, memory.day) == 1


@given(ANSWERS)
def test_a_card_has_faded_on_the_first_day_at_nine_tenths(answers: list[tuple[int, Grade]]) -> None:
    memory = ours(answers)
    gone = (faded(memory) - day(0)).days
    assert retrievability(memory, day(gone)) <= 0.9 + 1e-9
    assert retrievability(memory, day(gone - 1)) > 0.9


def test_a_better_grade_is_remembered_for_longer() -> None:
    stabilities = [remember(None, grade, day(0)).stability for grade in Grade]
    assert stabilities == sorted(stabilities)
    assert stabilities[0] < stabilities[-1]


@pytest.mark.parametrize("grade", list(Grade))
def test_the_same_answers_give_the_same_memory(grade: Grade) -> None:
    # FSRS would vary its intervals by chance; no chance reaches the log.
    assert remember(None, grade, day(3)) == remember(None, grade, day(3))
