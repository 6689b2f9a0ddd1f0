"""The composed day and the short one."""

from dataclasses import replace

from prepapp.core.event import Grade
from prepapp.session.day import compose, short_day
from prepapp.session.desk import Desk
from prepapp.session.grading import Answer, grade_card
from prepapp.session.mock_begin import MockChoice, begin
from prepapp.session.today import today
from tests.builders import noon


def grade(desk: Desk, card: str, how: Grade, on: int, **answer: object) -> None:
    """Grade a card on a plan day."""
    grade_card(desk, desk.card(card), how, Answer(**answer), noon(on))  # type: ignore[arg-type]


def parts(desk: Desk, on: int) -> dict[str, list[str]]:
    """Return the composed day as part -> cards."""
    stages = compose(desk, today(desk, noon(on)))
    return {stage.part: [turn.card.id for turn in stage.turns] for stage in stages}


def test_the_first_day_is_new_and_ends_in_the_hot_seat(desk: Desk) -> None:
    first = parts(desk, 0)
    assert set(first) == {"new", "hot seat"}
    assert first["hot seat"][0] in first["new"]


def test_a_day_has_its_parts_in_order(desk: Desk) -> None:
    for n in range(4):
        grade(desk, f"c-{n}", Grade.GOOD, 0)
    grade(desk, "c-0", Grade.AGAIN, 3, sure="sure", ticked=[2])
    composed = parts(desk, 4)
    assert list(composed) == ["mistake", "due", "new"]
    assert composed["mistake"] == ["c-0"]
    assert set(composed["due"]) == {"c-0", "c-1", "c-2", "c-3"}


def test_something_to_make_and_a_hot_seat_come_from_cards_that_rest(desk: Desk) -> None:
    for n in range(6):
        grade(desk, f"c-{n}", Grade.GOOD, 0)
    composed = parts(desk, 1)
    assert set(composed) == {"make", "hot seat"}
    assert composed["make"] != composed["hot seat"]


def test_nothing_is_asked_twice_on_one_day(desk: Desk) -> None:
    for n in range(6):
        grade(desk, f"c-{n}", Grade.GOOD, n % 2)
    composed = parts(desk, 3)
    asked = [card for part in ("due", "new", "make", "hot seat") for card in composed.get(part, [])]
    assert len(asked) == len(set(asked))


def test_the_hot_seat_goes_round(desk: Desk) -> None:
    for n in range(6):
        grade(desk, f"c-{n}", Grade.GOOD, 0)
    stages = compose(desk, today(desk, noon(1)))
    seat = next(stage for stage in stages if stage.part == "hot seat")
    session = begin(desk, MockChoice("hotseat", "resnet", card=seat.turns[0].card.id), noon(1))
    session.stay_silent(5, noon(1))
    following = parts(desk, 2)["hot seat"]
    assert following != [seat.turns[0].card.id]


def test_a_short_day_takes_the_most_urgent_cards_that_fit(desk: Desk) -> None:
    for n in range(6):
        grade(desk, f"c-{n}", Grade.GOOD, 0)
    grade(desk, "c-5", Grade.AGAIN, 2)
    stages = short_day(today(desk, noon(3)), 10)
    cards = [turn.card.id for stage in stages for turn in stage.turns]
    assert len(cards) == 4 and "c-5" in cards
    assert sum(stage.minutes for stage in stages) <= 10


def test_what_does_not_fit_is_carried_and_not_asked(desk: Desk) -> None:
    now = noon(0)
    view = today(desk, now)
    tight = replace(view, items=tuple(replace(item, carried=n > 1) for n, item in enumerate(view.items)))
    asked = [turn for stage in compose(desk, tight) for turn in stage.turns if stage.part == "new"]
    assert len(asked) == 2 and tight.carried == 4


def test_what_is_made_and_the_hot_seat_come_only_where_the_minutes_hold_them(desk: Desk) -> None:
    for n in range(6):
        grade(desk, f"c-{n}", Grade.GOOD, 0)
    view = today(desk, noon(1))
    for minutes, expected in [(8, ["make", "hot seat"]), (7, ["make"]), (3, ["hot seat"]), (2, [])]:
        stages = compose(desk, replace(view, budget=minutes))
        assert [stage.part for stage in stages] == expected
