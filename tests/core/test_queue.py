"""Today's order, what will not fit, and the mixing of skills."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prepapp.core.card import Deck, Profile
from prepapp.core.queue import Item, Reason, fit, mix, order, queue
from prepapp.core.state import replay
from tests.builders import Diary, card, day, deck, planned


def item(
    name: str,
    reason: Reason = "due",
    urgency: float = 1.0,
    minutes: float = 2.5,
    skill: str = "s",
    pair: str = "",
) -> Item:
    return Item(card(name, skill=skill, pair=pair or None), reason, day(0), 3, minutes, urgency)


def names(items: Sequence[Item]) -> list[str]:
    return [each.card.id for each in items]


def asked(of: Deck, diary: Diary, on: int) -> list[Item]:
    return queue(*planned(of, replay(diary.events), on))


def test_retries_come_first_then_the_final_pass_then_what_is_due_then_what_is_new() -> None:
    items = [
        item("new", "new", 9),
        item("ahead", "ahead", 9),
        item("due", "due", 2),
        item("late", "late", 1),
        item("final", "final", 0.1),
        item("retry", "retry", 0.1),
    ]
    assert names(order(items)) == ["retry", "final", "due", "late", "new", "ahead"]


def test_on_the_eve_the_final_pass_goes_before_the_retries_which_are_practice_then() -> None:
    items = [item("retry", "retry", 9), item("final", "final", 0.1)]
    assert names(order(items, eve=True)) == ["final", "retry"]


def test_within_a_kind_the_more_urgent_comes_first_and_the_id_decides_the_rest() -> None:
    items = [item("rn-003"), item("rn-001"), item("rn-002"), item("rn-009", urgency=2)]
    assert names(order(items)) == ["rn-009", "rn-001", "rn-002", "rn-003"]


def test_three_days_ahead_new_cards_stand_among_the_others() -> None:
    items = [item("rn-001", "final", 1.0), item("rn-002", "new", 2.0), item("rn-003", "retry", 0.1)]
    assert names(order(items, sprint=True)) == ["rn-003", "rn-002", "rn-001"]


def test_urgency_is_weight_times_what_is_forgotten() -> None:
    diary = Diary()
    for name in ("rn-001", "rn-002"):
        diary.review(0, name, "good")
    diary.review(0, "rn-003", "hard")
    of = deck([card("rn-001"), card("rn-002", weight=1.5), card("rn-003")])
    # rn-003 is the least well known and its due day is over.
    items = {each.card.id: each for each in asked(of, diary, 3)}
    assert items["rn-002"].urgency == pytest.approx(1.5 * items["rn-001"].urgency)
    assert items["rn-003"].urgency > items["rn-001"].urgency > 0
    assert (items["rn-001"].reason, items["rn-003"].reason) == ("due", "late")


def test_the_interviewer_of_the_profile_weighs_the_skills() -> None:
    diary = Diary()
    diary.plan(0, profile="vision")
    vision = Profile("vision", "Vision", {"conv": 3.0})
    of = deck([card("rn-001", skill="text"), card("rn-002", skill="conv")], profiles=(vision,))
    assert [(each.card.id, each.urgency) for each in asked(of, diary, 0)] == [
        ("rn-002", 3.0),
        ("rn-001", 1.0),
    ]


def test_an_again_is_a_retry_tomorrow() -> None:
    diary = Diary()
    diary.review(0, "rn-001", "again")
    (only,) = asked(deck([card("rn-001")]), diary, 1)
    assert (only.reason, only.due, only.rung) == ("retry", day(1), 0)


def test_the_rung_of_an_item_is_its_plan_day() -> None:
    diary = Diary()
    for on, rung in ((0, 3), (3, 7), (7, 14), (14, 21), (21, 21)):
        diary.review(on, "rn-001")
        (only,) = asked(deck([card("rn-001")]), diary, 500)
        assert only.rung == rung


def test_new_cards_wait_until_the_overdue_are_met_or_their_deadline_comes() -> None:
    diary = Diary()
    diary.plan(0)
    diary.review(0, "rn-001")
    for name in ("rn-003", "rn-004"):  # both are due on day 5, so that day 4 is the lighter one
        diary.review(2, name)
    of = deck([card("rn-001"), card("rn-002", enters=5), card("rn-003"), card("rn-004")])
    _, plan = planned(of, replay(diary.events), 4)
    assert plan.entry == {"rn-002": day(4)}
    assert names(asked(of, diary, 4)) == ["rn-001"]
    assert "rn-002" in names(asked(of, diary, 5))
    diary.review(4, "rn-001")
    without = deck(each for each in of.cards if each.id != "rn-001")
    assert names(asked(without, diary, 4)) == ["rn-002"]


def test_all_that_is_due_is_listed_and_what_does_not_fit_is_carried() -> None:
    fitted = fit([item(f"rn-{n}") for n in range(4)], minutes=6)
    assert [each.carried for each in fitted] == [False, False, True, True]


def test_a_shorter_card_may_take_the_room_that_a_longer_one_did_not() -> None:
    items = [item("rn-1"), item("rn-2", minutes=9), item("rn-3", minutes=3)]
    assert [each.carried for each in fit(items, minutes=6)] == [False, True, False]


def test_the_first_card_always_fits() -> None:
    assert [each.carried for each in fit([item("rn-1", minutes=9), item("rn-2")], minutes=5)] == [False, True]


@pytest.mark.parametrize(("minutes", "held"), [(480, 8), (10, 4)])
def test_the_eve_holds_twenty_minutes_at_most(minutes: int, held: int) -> None:
    fitted = fit([item(f"rn-{n:02}") for n in range(20)], minutes, eve=True)
    assert sum(not each.carried for each in fitted) == held


# Even days


def three_busy_days(*reviewed: tuple[int, int]) -> tuple[Deck, Diary]:
    """Return a deck and a diary in which so many cards are first reviewed on so many days."""
    diary, cards = Diary(), []
    diary.plan(0)
    for on, count in reviewed:
        for n in range(count):
            cards.append(card(f"rn-{on}-{n}"))
            diary.review(on, cards[-1].id)
    return deck(cards), diary


def test_a_light_day_takes_forward_open_cards_of_the_heaviest_day_ahead() -> None:
    of, diary = three_busy_days((0, 8))
    # Due on day 3, open from day 2, which holds nothing else.
    ahead = asked(of, diary, 2)
    assert {each.reason for each in ahead} == {"ahead"}
    assert {each.due for each in ahead} == {day(3)}
    assert 0 < len(ahead) < 8


def test_no_card_is_taken_forward_before_its_window_opens() -> None:
    of, diary = three_busy_days((0, 8))
    assert asked(of, diary, 1) == []


def test_what_was_taken_forward_and_passed_keeps_its_ladder() -> None:
    of, diary = three_busy_days((0, 8))
    for each in asked(of, diary, 2):
        diary.review(2, each.card.id)
    _, plan = planned(of, replay(diary.events), 3)
    assert set(plan.due.values()) == {day(3), day(7)}


def test_a_day_that_would_become_the_heavier_takes_nothing_forward() -> None:
    of, diary = three_busy_days((0, 3), (1, 4))
    # Day 3 has three cards due; four are due on day 4 and open already.
    later = asked(of, diary, 3)
    assert {each.reason for each in later} == {"due"}
    for each in later:
        diary.review(3, each.card.id)
    assert asked(of, diary, 3) == []


def test_a_held_card_is_never_taken_forward() -> None:
    diary = Diary()
    diary.plan(0)
    of = deck([card(f"rn-{n}") for n in range(8)])
    for each in of.cards:
        diary.review(0, each.id, "hard")
    assert asked(of, diary, 1) == []


# Mixing


def clashes(items: Sequence[Item]) -> int:
    """Count neighbours of one skill that are not confused with one another."""
    return sum(
        one.card.skill == other.card.skill and not confused(one, other) for one, other in pairwise(items)
    )


def confused(one: Item, other: Item) -> bool:
    return one.card.pair == other.card.id or other.card.pair == one.card.id


@st.composite
def sessions(draw: st.DrawFn) -> list[Item]:
    """Return up to seven cards of three skills; some form pairs."""
    skills = draw(st.lists(st.sampled_from("xyz"), max_size=7))
    items = [item(f"rn-{n}", skill=skill) for n, skill in enumerate(skills)]
    for n in range(0, len(items) - 1, 2):
        if draw(st.booleans()):
            items[n] = item(f"rn-{n}", skill=skills[n], pair=f"rn-{n + 1}")
    return draw(st.permutations(items))


def best(items: Sequence[Item]) -> int:
    """Return the fewest clashes of any order that keeps pairs together."""
    groups = [[each] for each in items if not any(confused(each, other) for other in items)]
    groups += [[a, b] for a in items for b in items if a.card.pair == b.card.id]
    turned = [[group, group[::-1]] if len(group) > 1 else [group] for group in groups]
    return min(
        clashes([each for group in way for each in group])
        for ways in product(*turned)
        for way in permutations(ways)
    )


@settings(max_examples=60)
@given(sessions())
def test_no_two_neighbours_share_a_skill_where_that_can_be_avoided(items: list[Item]) -> None:
    mixed = mix(items)
    assert sorted(names(mixed)) == sorted(names(items))
    assert clashes(mixed) == best(items)


@given(sessions())
def test_pairs_stand_side_by_side(items: list[Item]) -> None:
    mixed = mix(items)
    place = {each.card.id: n for n, each in enumerate(mixed)}
    for each in items:
        if each.card.pair:
            assert abs(place[each.card.id] - place[each.card.pair]) == 1


def test_three_confusable_cards_stand_together() -> None:
    items = [
        item("a", skill="shortcut", pair="b"),
        item("x", skill="norm"),
        item("b", skill="shortcut", pair="c"),
        item("y", skill="norm"),
        item("c", skill="shortcut"),
    ]
    assert names(mix(items)) == ["x", "a", "b", "c", "y"]


def test_a_session_without_clashes_keeps_the_order_of_the_queue() -> None:
    items = [item("c", skill="x"), item("a", skill="y"), item("b", skill="x")]
    assert mix(items) == items
    assert mix([]) == []


def test_a_pair_that_is_not_in_the_session_binds_nothing() -> None:
    items = [item("a", skill="x", pair="elsewhere"), item("b", skill="y")]
    assert mix(items) == items


def test_carried_is_a_mark_and_changes_nothing_else() -> None:
    items = [item("a"), item("b")]
    assert [replace(each, carried=False) for each in fit(items, 1)] == items
