"""Each row of DESIGN's table of the ladder, worked by hand; `"0g 22g"` is Good on day 0 and on day 22."""

from datetime import date, timedelta

import pytest

from prepapp.core.event import Grade
from prepapp.core.ladder import Ladder, aligned, begin, due_day, graded, retried
from tests.builders import climb, day, number, plan, stands


def rungs(ladder: Ladder) -> list[int | None]:
    return [number(each) for each in ladder.dates]


@pytest.mark.parametrize(
    ("steps", "rung", "due"),
    [
        ("0g", 3, 3),
        ("0g 3g", 7, 7),
        ("0g 3g 7g", 14, 14),
        ("0g 3g 7g 14g", 21, 21),
        ("0e 3e", 7, 7),
        ("5g", 3, 8),  # Day 0 of a card is its own first review
    ],
)
def test_a_pass_on_its_day_takes_the_rung(steps: str, rung: int, due: int) -> None:
    assert stands(climb(steps)) == (rung, due)


@pytest.mark.parametrize(
    ("steps", "rung", "due"),
    [
        ("0g 22g", 21, 24),  # 3, 7 and 14 have come; half(3) = 2 days on
        ("0g 4g", 7, 7),  # half(3) is over before the next rung
        ("0g 6g", 7, 8),  # half(3) = 2 keeps a gap after a late pass
        ("0g 7g", 14, 14),  # the rung of the very day is settled too
        ("0g 3g 7g 30g", 21, 34),  # the last rung is never settled by a late pass
        ("0g 60g", 21, 62),
    ],
)
def test_a_late_pass_settles_every_rung_whose_date_has_come_but_the_last(
    steps: str, rung: int, due: int
) -> None:
    assert stands(climb(steps)) == (rung, due)


@pytest.mark.parametrize(
    ("steps", "rung", "due"),
    [
        ("0h", 0, 2),
        ("0g 3h", 3, 5),
        ("0g 3g 7h", 7, 11),
        ("0g 3g 7g 14h", 14, 18),
        ("0g 3g 7g 14g 21h", 21, 25),  # at the last rung the gap before it counts
        ("0g 3h 5h", 3, 7),
        ("0g 3h 5g", 7, 7),
        ("0g 9h", 3, 11),  # counted from today, not from the rung
    ],
)
def test_hard_keeps_the_rung_and_comes_back_after_half_its_gap(steps: str, rung: int, due: int) -> None:
    assert stands(climb(steps)) == (rung, due)


@pytest.mark.parametrize(
    ("steps", "rung", "due"),
    [
        ("0a", 0, 1),
        ("0g 3a", 3, 4),
        ("0g 3g 7a", 7, 8),
        ("0g 10a", 3, 11),
        ("0g 3g 7a 8g", 14, 14),
        ("0g 3a 4g", 7, 7),
    ],
)
def test_again_keeps_the_rung_and_is_asked_tomorrow(steps: str, rung: int, due: int) -> None:
    assert stands(climb(steps)) == (rung, due)


@pytest.mark.parametrize(
    ("steps", "rung", "due"),
    [
        ("0g 3g 7a 8a", 3, 9),
        ("0g 3g 7a 8a 9g", 7, 11),  # the rung below is passed again: half(3) = 2 days on
        ("0g 3g 7a 9a", 3, 10),  # a missed day between them changes nothing
        ("0g 3g 7g 14a 15a 16a", 7, 17),  # the drop itself resets the count
        ("0g 3g 7g 14a 15a 16a 17a", 3, 18),
        ("0a 1a", 0, 2),  # not below the first
        ("0a 1a 2a 3a", 0, 4),
        ("0g 3g 7a 8h 12a", 7, 13),  # Hard resets
        ("0g 3g 7a 8g 14a", 14, 15),  # a pass resets
    ],
)
def test_two_graded_agains_in_a_row_cost_one_rung(steps: str, rung: int, due: int) -> None:
    assert stands(climb(steps)) == (rung, due)


@pytest.mark.parametrize(
    ("steps", "rung", "due"),
    [
        ("0g 2g", 7, 7),  # a gap of 3 opens one day early
        ("0g 3g 6g", 14, 14),  # so does a gap of 4
        ("0g 3g 7g 12g", 21, 21),  # a gap of 7 opens two days early
        ("0g 3g 7g 14g 19g", 21, 33),
    ],
)
def test_a_pass_inside_its_window_takes_the_rung(steps: str, rung: int, due: int) -> None:
    assert stands(climb(steps)) == (rung, due)


@pytest.mark.parametrize("steps", ["0g 1g", "0g 3g 5g", "0g 3g 7g 11g", "0g 3g 7g 14g 18g", "0g 3g 7g 8e"])
def test_a_pass_before_its_window_is_practice_and_moves_nothing(steps: str) -> None:
    before, _, _ = steps.rpartition(" ")
    assert climb(steps) == climb(before)


@pytest.mark.parametrize("steps", ["0g 0g", "0g 0h", "0h 0g", "0a 0g", "0g 3g 3e", "0g 3a 3h"])
def test_a_second_time_on_one_day_is_practice_and_moves_nothing(steps: str) -> None:
    before, _, _ = steps.rpartition(" ")
    assert climb(steps) == climb(before)


@pytest.mark.parametrize(
    ("steps", "rung", "due"),
    [
        ("0g 1a", 3, 2),
        ("0g 3g 7g 8a", 14, 9),
        ("0g 3g 3a", 7, 4),  # a second time on one day
        ("0g 3a 3a", 3, 4),
    ],
)
def test_an_again_before_its_time_is_retried_tomorrow(steps: str, rung: int, due: int) -> None:
    ladder = climb(steps)
    assert stands(ladder) == (rung, due)
    assert ladder.retry


@pytest.mark.parametrize(
    ("steps", "rung"),
    [
        ("0g 3g 4a 5a", 7),  # only the second is a graded Again
        ("0g 3g 4a 5a 6a", 3),
        ("0g 3g 7a 7a", 7),
        ("0g 3g 7a 7a 8a", 3),
    ],
)
def test_an_again_before_its_time_does_not_count_towards_two_in_a_row(steps: str, rung: int) -> None:
    assert stands(climb(steps))[0] == rung


@pytest.mark.parametrize(
    ("steps", "rung", "due"),
    [
        ("0g 3g 7g 8h", 14, 12),  # sooner: half(14) = 4 days on
        ("0g 3g 7g 11h", 14, 14),  # but never put off
        ("0g 1h", 3, 3),
        ("0g 3g 4a 5h", 7, 9),  # the retry was due, so this Hard is on its day
    ],
)
def test_an_early_hard_may_bring_a_card_sooner_but_never_later(steps: str, rung: int, due: int) -> None:
    assert stands(climb(steps)) == (rung, due)


@pytest.mark.parametrize(("faded", "back"), [(0, 35), (35, 35), (36, 36), (80, 80)])
def test_a_finished_card_comes_back_when_it_has_faded_but_not_within_14_days(faded: int, back: int) -> None:
    ladder = climb("0g 3g 7g 14g 21g", faded=faded)
    assert ladder.done
    assert stands(ladder) == (21, back)


@pytest.mark.parametrize(
    ("steps", "rung", "due"),
    [
        ("35g", 21, 49),
        ("33g", 21, 47),  # its gap is a long one: two days early
        ("40h", 21, 44),
        ("35a", 21, 36),
        ("35a 36g", 21, 50),
        ("35a 36a", 14, 37),  # one rung down from the last
        ("35a 36a 37g", 21, 41),
    ],
)
def test_a_comeback_follows_the_rules_of_the_last_rung(steps: str, rung: int, due: int) -> None:
    assert stands(climb(f"0g 3g 7g 14g 21g {steps}")) == (rung, due)


@pytest.mark.parametrize(
    ("interview", "dates"),
    [
        (28, [0, 3, 7, 14, 21]),
        (22, [0, 3, 7, 14, 21]),  # the eve is at the last rung: kept
        (21, [0, 3, 7, 13, 20]),
        (15, [0, 3, 7, 14]),
        (14, [0, 3, 7, 13]),
        (10, [0, 2, 5, 9]),
        (5, [0, 2, 4]),
        (4, [0, 3]),
        (3, [0, 2]),
        (2, [0, 1]),
        (1, [0]),
    ],
)
def test_an_interview_squeezes_the_rungs_to_its_eve(interview: int, dates: list[int]) -> None:
    assert rungs(begin(plan(interview), day(0))) == dates


def test_a_card_met_three_days_before_the_interview_has_one_more_rung_on_the_eve() -> None:
    ladder = climb("11g", plan(14))
    assert rungs(ladder) == [11, 13]
    assert stands(ladder) == (3, 13)


def test_an_interview_moved_from_28_to_6_days_ahead_squeezes_only_what_remains() -> None:
    before = climb("0g 3g", plan(28))
    assert rungs(before) == [0, 3, 7, 14, 21]
    # 0, 4, 11 days remain up to the first at or beyond H = 9 - 3; scaled by 6/11.
    moved = aligned(before, plan(10, given=4))
    assert rungs(moved) == [0, 3, 5, 9]
    assert stands(moved) == (7, 5)


def test_an_interview_moved_further_off_gives_the_rungs_their_room_again() -> None:
    moved = aligned(climb("0g 2g", plan(10)), plan(40, given=3))
    assert rungs(moved) == [0, 2, 6, 13, 20]


def test_an_interview_set_after_the_last_rung_plans_nothing_by_the_ladder() -> None:
    assert due_day(aligned(climb("0g 3g 7g 14g 21g"), plan(40, given=22))) is None


@pytest.mark.parametrize(
    ("steps", "due"),
    [
        ("0g 3g 7g 10h", 13),  # 10 + half(6) stays before the eve
        ("0g 3g 7g 12h", 13),
        ("0g 3g 12g", 13),  # 12 + half(7) = 15 is clamped
        ("0g 3g 12a", 13),
    ],
)
def test_nothing_is_due_after_the_eve(steps: str, due: int) -> None:
    assert stands(climb(steps, plan(14)))[1] == due


@pytest.mark.parametrize("grade", "ahg")
@pytest.mark.parametrize("on", [13, 14])
def test_on_the_eve_and_on_the_day_of_the_interview_nothing_more_is_planned(on: int, grade: str) -> None:
    assert due_day(climb(f"0g 3g 7g {on}{grade}", plan(14))) is None


@pytest.mark.parametrize(
    ("steps", "rung", "due"),
    [
        ("0g 3g 7g 13g", 21, 20),  # the last rung stands 7 days after the one before it
        ("0g 3g 7g 13a", 14, 14),  # a miss on the eve waits until the interview is over
        ("0g 3g", 7, 7),
        ("0g 3g 20g", 21, 24),
    ],
)
def test_after_the_interview_the_plan_goes_on(steps: str, rung: int, due: int) -> None:
    ladder = climb(steps, plan(14))
    assert stands(aligned(ladder, plan(14).in_force(day(15)))) == (rung, due)


def test_a_review_in_the_final_days_takes_its_rung_however_early() -> None:
    # The window opens on day 25; rung 21 stood on day 21 and was moved into it.
    assert stands(climb("0g 3g 7g 14g 25g", plan(30))) == (21, None)
    # Rung 21 of a card met on day 8 stands on day 29, the eve; its pass is asked on day 25 already.
    assert stands(climb("8g 11g 15g 22g 25g", plan(30))) == (21, None)


@pytest.mark.parametrize(
    ("steps", "on", "rung", "due"),
    [
        ("0g", 1, 3, 2),  # long before its time
        ("0g 3g", 9, 7, 10),  # late
        ("0g 3a 4a", 4, 0, 5),  # the rung that two misses took is taken once
        ("0g 3g 7g 14g 21g", 30, 21, 31),  # done
    ],
)
def test_a_miss_of_an_interview_is_retried_tomorrow_on_its_rung(
    steps: str, on: int, rung: int, due: int
) -> None:
    before = climb(steps)
    after = retried(before, day(on), plan())
    assert (stands(after), after.passed, after.fails, after.retry) == (
        (rung, due), before.passed, before.fails, True,
    )  # fmt: skip


def test_a_miss_of_an_interview_on_the_eve_waits_until_the_interview_is_over() -> None:
    missed = retried(climb("0g 3g 7g", plan(14)), day(13), plan(14))
    assert due_day(missed) is None
    assert stands(aligned(missed, plan(14).in_force(day(15)))) == (14, 14)


def test_a_study_day_that_goes_back_counts_as_the_last_one() -> None:
    # West over the date line after the review of day 3.
    ladder = climb("0g 3g")
    again = graded(ladder, Grade.GOOD, day(2), plan(), date.max - timedelta(days=99))
    assert again == ladder
    assert graded(ladder, Grade.AGAIN, day(2), plan(), day(0)).wait == day(4)
