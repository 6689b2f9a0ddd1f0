"""What today says."""

from collections.abc import Callable
from datetime import timedelta

from prepapp.core.event import Grade
from prepapp.home import Settings
from prepapp.session.desk import Desk
from prepapp.session.grading import Answer, grade_card
from prepapp.session.planning import accept, change
from prepapp.session.today import today
from tests.builders import day, noon


def grade(desk: Desk, card: str, on: int, how: Grade = Grade.GOOD) -> None:
    """Grade a card on a plan day."""
    grade_card(desk, desk.card(card), how, Answer(), noon(on))


def test_before_any_plan_it_shows_what_one_from_today_would_ask(desk: Desk) -> None:
    view = today(desk, noon(0))
    assert not view.started and view.plan_day == 0
    assert {item.reason for item in view.items} == {"new"}
    assert view.minutes <= view.budget == 30


def test_the_minutes_of_the_settings_count_until_a_plan_says_otherwise(
    open_desk: Callable[..., Desk],
) -> None:
    assert today(open_desk(settings=Settings(minutes=7)), noon(0)).budget == 7


def test_the_first_grade_starts_the_plan(desk: Desk) -> None:
    grade(desk, "c-0", 0)
    view = today(desk, noon(2))
    assert view.started and view.plan.start == day(0) and view.plan_day == 2


def test_an_absence_is_told_with_the_days_until_level(desk: Desk) -> None:
    for n in range(6):
        grade(desk, f"c-{n}", 0)
    view = today(desk, noon(22))
    assert (view.absent_days, view.late, view.until_level) == (22, 6, 1)
    assert today(desk, noon(1)).absent_days == 0


def test_a_checkpoint_is_done_when_its_cards_pass(desk: Desk) -> None:
    assert [task.done for task in today(desk, noon(0)).checkpoints] == [False, False]
    grade(desk, "c-0", 0)
    assert [task.done for task in today(desk, noon(0)).checkpoints] == [True, False]


def test_checkpoints_come_nearer_with_the_interview(desk: Desk) -> None:
    accept(desk, change(desk, "resnet", day(0), interview=day(5)), noon(0))
    dates = [task.date for task in today(desk, noon(0)).checkpoints]
    assert dates == [day(0), day(4)]


def test_after_the_interview_there_are_no_days_left(desk: Desk) -> None:
    accept(desk, change(desk, "resnet", day(0), interview=day(10)), noon(0))
    assert today(desk, noon(0)).days_left == 10
    assert today(desk, noon(10)).days_left == 0
    assert today(desk, noon(11)).days_left is None


def test_tomorrow_counts_what_the_plan_puts_there(desk: Desk) -> None:
    for n in range(6):
        grade(desk, f"c-{n}", 0)
    assert today(desk, noon(1)).tomorrow == 0
    assert today(desk, noon(2)).tomorrow > 0


def test_the_study_day_turns_at_the_rollover_hour(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(settings=Settings(rollover=4))
    night = noon(1) - timedelta(hours=9)
    assert today(desk, night).study_day == day(0)
    assert today(desk, night + timedelta(hours=1)).study_day == day(1)
