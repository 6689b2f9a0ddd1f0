"""Minutes that a card takes: the answer, its points and, at the first meeting, its lesson."""

from collections.abc import Mapping

from prepapp.core.card import Card, Check

POINTS_S = 60
"""Seconds for ticking the points and reading the answer."""

LESSON_S = 60
"""Seconds more for the lesson of a new card."""

CHECK_MIN: Mapping[str, float] = {"number": 3, "derivation": 5, "drawing": 6, "code": 10}
"""Minutes of a check of each type on a blank page."""


def review_minutes(card: Card) -> float:
    """Return the minutes of one review."""
    return (card.target_s + POINTS_S) / 60


def first_minutes(card: Card) -> float:
    """Return the minutes of the first meeting."""
    return review_minutes(card) + LESSON_S / 60


def check_minutes(check: Check) -> float:
    """Return the minutes of a check on a blank page."""
    return CHECK_MIN[check.type]
