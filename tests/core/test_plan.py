"""How an interview date squeezes offsets and entry deadlines."""

import pytest

from prepapp.core.plan import Plan, squeeze
from tests.builders import day, number, plan

OFFSETS = (0, 3, 7, 14, 21)


@pytest.mark.parametrize(
    ("horizon", "squeezed"),
    [
        (13, (0, 3, 7, 13)),
        (9, (0, 2, 5, 9)),
        (4, (0, 2, 4)),
        (1, (0, 1)),
        (0, (0,)),
        (-3, (0,)),
        (14, (0, 3, 7, 14)),  # on a rung: up to it, unscaled
        (20, (0, 3, 7, 13, 20)),
        (21, OFFSETS),
        (60, OFFSETS),
    ],
)
def test_offsets_are_scaled_to_end_on_the_horizon(horizon: int, squeezed: tuple[int, ...]) -> None:
    assert squeeze(OFFSETS, horizon) == squeezed


def test_a_half_day_is_rounded_up() -> None:
    assert squeeze((0, 1, 4), 2) == (0, 1, 2)
    assert squeeze((0, 3, 10), 5) == (0, 2, 5)


@pytest.mark.parametrize("horizon", range(-1, 25))
def test_squeezed_offsets_ascend_and_never_pass_the_horizon(horizon: int) -> None:
    squeezed = squeeze(OFFSETS, horizon)
    assert list(squeezed) == sorted(squeezed)
    assert squeezed[-1] <= max(horizon, 0)


def test_a_plan_without_an_interview_has_no_eve_and_no_final_pass() -> None:
    free = plan()
    assert (free.eve, free.notice, free.final_pass) == (None, None, None)
    assert not free.sprint
    assert not free.settles


@pytest.mark.parametrize(
    ("interview", "given", "sprint", "settles", "final"),
    [
        (3, 0, True, False, None),
        (4, 0, False, False, None),
        (5, 0, False, False, None),
        (6, 0, False, True, None),
        (7, 0, False, True, None),
        (8, 0, False, True, (3, 7)),
        (28, 0, False, True, (23, 27)),
        (28, 25, True, False, None),  # moved: the days ahead count from the day on which it was set
        (28, 20, False, True, (23, 27)),
        (28, 21, False, True, None),
    ],
)
def test_what_a_plan_holds_depends_on_the_days_ahead(
    interview: int, given: int, sprint: bool, settles: bool, final: tuple[int, int] | None
) -> None:
    ahead = plan(interview, given)
    window = ahead.final_pass
    assert (ahead.sprint, ahead.settles) == (sprint, settles)
    assert (window and (number(window[0]), number(window[1]))) == final


def test_after_the_interview_the_plan_goes_on_without_one() -> None:
    before = plan(14)
    assert before.in_force(day(14)) == before
    after = before.in_force(day(15))
    assert (after.interview, after.eve, after.notice) == (None, None, None)
    assert after.start == before.start


def deadlines(of: Plan) -> list[int | None]:
    return [number(of.deadline(offset)) for offset in OFFSETS]


def test_without_an_interview_a_card_enters_by_its_own_day() -> None:
    assert deadlines(plan()) == [0, 3, 7, 14, 21]


@pytest.mark.parametrize(
    ("interview", "entered_by"),
    [
        (30, [0, 3, 7, 14, 21]),
        (24, [0, 3, 7, 14, 20]),  # nothing is first seen on the eve and the two days before
        (14, [0, 3, 7, 10, 10]),
        (10, [0, 2, 5, 6, 6]),
        (6, [0, 2, 2, 2, 2]),
        (5, [0, 2, 4, 4, 4]),  # too near to hold the last days free
    ],
)
def test_entry_deadlines_are_squeezed_as_the_rungs_are(interview: int, entered_by: list[int]) -> None:
    assert deadlines(plan(interview)) == entered_by


def test_a_date_set_on_the_way_squeezes_only_the_deadlines_still_ahead() -> None:
    # On day 10 the days 14 and 21 are 4 and 11 days off; the eve is 9 off, so they are scaled by 9/11.
    assert deadlines(plan(20, given=10)) == [0, 3, 7, 13, 16]


def test_a_card_of_a_day_between_the_rungs_is_squeezed_in_proportion() -> None:
    assert number(plan(10).deadline(4)) == 3  # 4 * 9/14 = 2.57
