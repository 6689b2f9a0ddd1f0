"""Minutes that a card takes: the answer, its points and, at the first meeting, its lesson."""

from prepapp.core.card import Card

POINTS_S = 60
"""Seconds for ticking the points and reading the answer."""

LESSON_S = 60
"""Seconds more for the lesson of a new card."""


def review_minutes(card: Card) -> float:
    """Return the minutes of one review."""
    return (card.target_s + POINTS_S) / 60


def first_minutes(card: Card) -> float:
    """Return the minutes of the first meeting."""
    return review_minutes(card) + LESSON_S / 60
