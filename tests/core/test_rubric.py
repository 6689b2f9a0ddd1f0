"""The grade that ticked points earn; the card has the musts 1 and 2 and the shoulds 3 and 4."""

import pytest

from prepapp.core.event import Grade, Sureness
from prepapp.core.rubric import missed, propose
from tests.builders import card

CARD = card("rn-012", musts=2, shoulds=2, target_s=90)
ALL = [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("ticked", "grade"),
    [
        ([], Grade.AGAIN),
        ([1], Grade.AGAIN),
        ([1, 3, 4], Grade.AGAIN),
        ([1, 2], Grade.HARD),
        ([1, 2, 4], Grade.HARD),
        (ALL, Grade.GOOD),
        ([2, 9], Grade.AGAIN),  # a number that the card does not have says nothing
        ([1, 2, 9, 10], Grade.HARD),
    ],
)
def test_the_points_propose_the_grade(ticked: list[int], grade: Grade) -> None:
    assert propose(CARD, ticked, None, None) is grade


@pytest.mark.parametrize(
    ("seconds", "sure", "aided", "grade"),
    [
        (90, "sure", False, Grade.EASY),
        (91, "sure", False, Grade.GOOD),
        (None, "sure", False, Grade.GOOD),
        (30, "think", False, Grade.GOOD),
        (30, "guess", False, Grade.GOOD),
        (30, None, False, Grade.GOOD),
        (30, "sure", True, Grade.GOOD),
    ],
)
def test_easy_is_all_points_in_time_unaided_and_sure(
    seconds: float | None, sure: Sureness | None, aided: bool, grade: Grade
) -> None:
    assert propose(CARD, ALL, seconds, sure, aided) is grade


def test_a_fast_and_sure_answer_that_lacks_a_point_is_not_easy() -> None:
    assert propose(CARD, [1, 2, 3], 10, "sure") is Grade.HARD


def test_a_card_of_shoulds_alone_needs_one_of_them() -> None:
    shoulds = card("rn-013", shoulds=2)
    assert propose(shoulds, [], None, None) is Grade.AGAIN
    assert propose(shoulds, [2], None, None) is Grade.HARD


def test_a_card_without_points_proposes_nothing() -> None:
    assert propose(card("rn-014"), [], 10, "sure") is None


def test_the_missed_points_are_named_in_the_order_of_the_card() -> None:
    assert missed(CARD, [3, 1]) == (2, 4)
