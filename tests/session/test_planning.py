"""Plans are seen before they are accepted."""

from datetime import date

import pytest

from prepapp.core.event import Grade
from prepapp.errors import PrepError
from prepapp.session.desk import Desk
from prepapp.session.grading import Answer, grade_card
from prepapp.session.planning import accept, change, current, days_ahead
from tests.builders import day, noon


def test_a_change_is_shown_and_writes_nothing_until_it_is_accepted(desk: Desk) -> None:
    grade_card(desk, desk.card("c-0"), Grade.GOOD, Answer(), noon(0))
    proposed = change(desk, "resnet", day(0), interview=day(10))
    assert current(desk, "resnet", day(0)).interview is None
    assert proposed.days_after[-1].date == day(9) and len(proposed.days_before) == 22
    event = accept(desk, proposed, noon(0))
    assert event.kind == "plan"
    assert current(desk, "resnet", day(0)) == proposed.after


@pytest.mark.parametrize("start", [date.max, date.min, day(-367)])
def test_a_start_that_is_no_use_is_refused(desk: Desk, start: date) -> None:
    with pytest.raises(PrepError, match="within a year"):
        change(desk, "resnet", day(0), start=start)


def test_an_accepted_change_can_be_undone(desk: Desk) -> None:
    grade_card(desk, desk.card("c-0"), Grade.GOOD, Answer(), noon(0))
    before = desk.study
    accept(desk, change(desk, "resnet", day(1), interview=day(10), minutes=45), noon(1))
    desk.undo(noon(1))
    assert desk.study == before


def test_the_days_ahead_hold_every_card_and_no_review_after_the_eve(desk: Desk) -> None:
    days = days_ahead(desk, "resnet", day(0), change(desk, "resnet", day(0), interview=day(12)).after)
    assert {card for each in days for card in each.cards} == {f"c-{n}" for n in range(6)}
    assert days[-1].date == day(11)


def test_a_profile_moves_its_cards_forward(desk: Desk) -> None:
    accept(desk, change(desk, "resnet", day(0), profile="vision"), noon(0))
    order = [card.skill for card in desk.course("resnet", day(0)).unmet]
    assert order[:2] == ["ode", "ode"]


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"interview": day(0)}, "must lie ahead"),
        ({"interview": day(500)}, "must lie ahead"),
        ({"minutes": 2}, "from 5 to 480"),
        ({"profile": "sales"}, "no profile 'sales'"),
    ],
)
def test_an_impossible_plan_is_refused_in_words(desk: Desk, wrong: dict[str, object], what: str) -> None:
    with pytest.raises(PrepError, match=what):
        change(desk, "resnet", day(0), **wrong)  # type: ignore[arg-type]
