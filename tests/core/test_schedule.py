"""When cards are due and when new ones enter, on a course lived through by hand."""

from collections import Counter
from dataclasses import replace

import pytest

from prepapp.core.card import Card
from prepapp.core.memory import retrievability
from prepapp.core.state import replay
from tests.builders import Diary, card, day, deck, number, planned


def cards(count: int) -> list[Card]:
    return [card(f"rn-{n:03}") for n in range(1, count + 1)]


def met(diary: Diary, on: int, *names: str) -> Diary:
    for name in names:
        diary.review(on, name)
    return diary


def test_a_met_card_is_due_where_its_ladder_says() -> None:
    diary = met(Diary(), 0, "rn-001")
    _, plan = planned(deck(cards(1)), replay(diary.events), 1)
    assert plan.due == {"rn-001": day(3)}
    assert plan.entry == {}


def test_a_card_met_only_in_practice_is_still_to_enter() -> None:
    diary = Diary()
    diary.write("practice", 0, "rn-001", grade="again")
    _, plan = planned(deck(cards(1)), replay(diary.events), 0)
    assert plan.entry == {"rn-001": day(0)}


@pytest.mark.parametrize("reviewed", [True, False])
def test_a_suspended_card_is_neither_due_nor_new_until_it_is_resumed(reviewed: bool) -> None:
    diary = met(Diary(), 0, *(["rn-001"] if reviewed else []))
    diary.write("suspend", 1, "rn-001", suspended=True)
    _, plan = planned(deck(cards(1)), replay(diary.events), 60)
    assert (plan.due, plan.entry, dict(plan.load)) == ({}, {}, {})
    diary.write("suspend", 60, "rn-001", suspended=False)
    _, plan = planned(deck(cards(1)), replay(diary.events), 60)
    assert (plan.due if reviewed else plan.entry) == {"rn-001": day(3 if reviewed else 60)}


def test_cards_enter_by_their_day_and_no_day_is_crowded() -> None:
    diary = Diary()
    diary.plan(0)
    of = deck([card(f"rn-{n:03}", enters=14) for n in range(30)])
    _, plan = planned(of, replay(diary.events), 0)
    assert set(plan.entry) == {each.id for each in of.cards}
    assert max(plan.entry.values()) <= day(14)
    assert max(Counter(plan.entry.values()).values()) <= 3


def test_of_two_equal_days_the_earlier_is_taken() -> None:
    diary = Diary()
    diary.plan(0)
    _, plan = planned(deck([card("rn-001", enters=7)]), replay(diary.events), 2)
    assert plan.entry == {"rn-001": day(2)}


def test_a_new_card_keeps_clear_of_the_days_that_are_full_already() -> None:
    diary = Diary()
    diary.plan(0)
    busy = [f"rn-{n:03}" for n in range(1, 11)]
    met(diary, 0, *busy)  # ten reviews on day 3, 7, 14 and 21
    of = deck([*cards(10), card("rn-099", enters=5)])
    _, plan = planned(of, replay(diary.events), 1)
    # From day 1 its rungs are 4, 8, 15, 22; from day 3 or 4 one of them meets the ten.
    assert plan.entry["rn-099"] == day(1)
    _, plan = planned(of, replay(diary.events), 3)
    assert plan.entry["rn-099"] == day(5)


def test_heavier_cards_and_earlier_days_are_placed_first() -> None:
    diary = Diary()
    diary.plan(0)
    light, heavy, late = (
        card("rn-001", enters=1),
        card("rn-002", enters=1, weight=2.0),
        card("rn-003", enters=3),
    )
    course, _ = planned(deck([late, light, heavy]), replay(diary.events), 0)
    assert [each.id for each in course.unmet] == ["rn-002", "rn-001", "rn-003"]


def test_the_order_in_which_a_deck_is_read_changes_nothing() -> None:
    diary = met(Diary(), 0, "rn-002", "rn-001")
    of = deck(cards(4))
    course, plan = planned(of, replay(diary.events), 1)
    turned, same = planned(replace(of, cards=of.cards[::-1]), replay(diary.events), 1)
    # Minutes are added up card by card, so another order would round, and so decide ties, otherwise.
    assert list(turned.met) == list(course.met) == ["rn-001", "rn-002"]
    assert (turned.unmet, same) == (course.unmet, plan)


def test_after_its_deadline_a_card_enters_today() -> None:
    diary = Diary()
    diary.plan(0)
    _, plan = planned(deck(cards(3)), replay(diary.events), 9)
    assert set(plan.entry.values()) == {day(9)}


def test_nothing_is_first_seen_in_the_last_three_days_nor_on_the_day_of_the_interview() -> None:
    diary = Diary()
    diary.plan(0, interview=14)
    of = deck(cards(3))
    study = replay(diary.events)
    assert set(planned(of, study, 10)[1].entry.values()) == {day(10)}
    for today in (11, 12, 13, 14):
        assert set(planned(of, study, today)[1].entry.values()) == {day(15)}
    assert set(planned(of, study, 15)[1].entry.values()) == {day(15)}


def test_a_near_interview_leaves_no_days_free_of_new_cards() -> None:
    diary = Diary()
    diary.plan(0, interview=5)
    assert set(planned(deck(cards(3)), replay(diary.events), 3)[1].entry.values()) == {day(3)}


# The final pass


def finished(interview: int, count: int) -> Diary:
    """Return the diary of cards that are done, with an interview set on day 30."""
    diary = Diary()
    diary.plan(0)
    for on in (0, 3, 7, 14, 21):
        met(diary, on, *(each.id for each in cards(count)))
    diary.plan(30, interview=interview)
    return diary


@pytest.mark.parametrize("today", [30, 37, 44])
def test_every_finished_card_is_seen_once_more_in_the_five_days_up_to_the_eve(today: int) -> None:
    _, plan = planned(deck(cards(20)), replay(finished(50, 20).events), today)
    assert set(plan.final) == set(plan.due) == {each.id for each in cards(20)}
    assert Counter(number(each) for each in plan.due.values()) == dict.fromkeys(range(45, 50), 4)


def test_the_eve_holds_at_most_20_minutes() -> None:
    _, plan = planned(deck(cards(100)), replay(finished(50, 100).events), 31)
    minutes = Counter(number(each) for each in plan.due.values())
    assert minutes[49] * 2.5 == 20
    assert max(minutes.values()) * 2.5 == 57.5


def test_the_hardest_cards_come_last() -> None:
    diary = finished(50, 10)
    for n, each in enumerate(cards(10)):
        for on in range(n):
            diary.write("practice", 31 + on, each.id, grade="again")
    course, plan = planned(deck(cards(10)), replay(diary.events), 42)

    def recall(name: str) -> float:
        memory = course.met[name][1].memory
        assert memory is not None
        return retrievability(memory, day(49))

    days = [number(plan.due[name]) for name in sorted(plan.due, key=recall, reverse=True)]
    assert days == [45, 45, 46, 46, 47, 47, 48, 48, 49, 49]


def test_a_rung_that_falls_into_the_final_pass_is_its_review() -> None:
    diary = met(Diary(), 0, "rn-001")
    diary.plan(0, interview=14)
    for on in (3, 7):
        met(diary, on, "rn-001")
    _, plan = planned(deck(cards(1)), replay(diary.events), 8)
    assert plan.final == {"rn-001"}
    assert day(9) <= plan.due["rn-001"] <= day(13)


def test_a_last_rung_before_the_final_pass_is_moved_into_it() -> None:
    diary = Diary()
    diary.plan(0, interview=30)
    for on in (0, 3, 7, 14):
        met(diary, on, "rn-001")
    _, plan = planned(deck(cards(1)), replay(diary.events), 15)
    assert plan.final == {"rn-001"}
    assert day(25) <= plan.due["rn-001"] <= day(29)


def test_an_earlier_rung_before_the_final_pass_keeps_its_day() -> None:
    diary = Diary()
    diary.plan(0, interview=30)
    for on in (0, 3, 7):
        met(diary, on, "rn-001")
    _, plan = planned(deck(cards(1)), replay(diary.events), 8)
    assert (plan.due, plan.final) == ({"rn-001": day(14)}, frozenset())


@pytest.mark.parametrize(("grade", "due"), [("good", None), ("again", 47), ("hard", 49)])
def test_after_its_final_review_only_a_retry_is_planned(grade: str, due: int | None) -> None:
    diary = finished(50, 1)
    diary.review(46, "rn-001", grade)
    _, plan = planned(deck(cards(1)), replay(diary.events), 47)
    assert number(plan.due.get("rn-001")) == due
    assert plan.final == frozenset()


# At most three days ahead


def test_three_days_ahead_everything_is_passed_over_once_by_weight() -> None:
    diary = Diary()
    diary.plan(0)
    met(diary, 0, "rn-001", "rn-002", "rn-003")
    diary.plan(5, interview=8)
    weights = {"rn-001": 1.0, "rn-002": 3.0, "rn-003": 2.0, "rn-004": 2.5}
    of = deck(card(name, enters=21, weight=weight) for name, weight in weights.items())
    _, plan = planned(of, replay(diary.events), 5)
    assert {**plan.due, **plan.entry} == {
        "rn-002": day(5),
        "rn-004": day(5),
        "rn-003": day(6),
        "rn-001": day(7),
    }
    assert plan.final == {"rn-001", "rn-002", "rn-003"}


@pytest.mark.parametrize(("grade", "due"), [("good", None), ("hard", None), ("again", 7)])
def test_after_that_one_pass_only_retries_remain(grade: str, due: int | None) -> None:
    diary = met(Diary(), 0, "rn-001")
    diary.plan(5, interview=8)
    diary.review(6, "rn-001", grade)
    _, plan = planned(deck(cards(1)), replay(diary.events), 6)
    assert number(plan.due.get("rn-001")) == due


def test_a_flight_to_the_west_asks_nothing_twice_on_one_study_day() -> None:
    diary = met(Diary(), 4, "rn-001")
    diary.plan(5, interview=8)
    _, plan = planned(deck(cards(1)), replay(diary.events), 4)
    assert plan.due == {"rn-001": day(5)}


def test_after_the_interview_every_card_is_planned_again() -> None:
    _, plan = planned(deck(cards(5)), replay(finished(50, 5).events), 51)
    assert set(plan.due) == {each.id for each in cards(5)}
    assert plan.final == frozenset()


def test_the_load_counts_what_was_reviewed_today_and_every_rung_ahead() -> None:
    diary = met(Diary(), 0, "rn-001")
    diary.plan(0)
    _, plan = planned(deck(cards(1)), replay(diary.events), 0)
    # 2.5 minutes a review and one more for the lesson.
    assert {number(at): minutes for at, minutes in plan.load.items() if minutes} == {
        0: 3.5,
        3: 2.5,
        7: 2.5,
        14: 2.5,
        21: 2.5,
    }
