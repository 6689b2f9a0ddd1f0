"""From ticked points to a proposed grade."""

from collections.abc import Collection

from prepapp.core.card import Card
from prepapp.core.event import Grade, Sureness

LEECH_DAYS = 3
"""A point missed on this many different days makes its card a leech."""


def propose(
    card: Card, ticked: Collection[int], seconds: float | None, sure: Sureness | None, aided: bool = False
) -> Grade | None:
    """Return the grade that the ticked points earn; None for a card without points.

    ``seconds`` is the time of the answer, None where it was not taken; ``aided`` means a hint was used.
    """
    if not card.points:
        return None
    said = {point.n for point in card.points if point.n in ticked}
    if not said or not card.musts <= said:
        return Grade.AGAIN
    if len(said) < len(card.points):
        return Grade.HARD
    if seconds is not None and seconds <= card.target_s and sure == "sure" and not aided:
        return Grade.EASY
    return Grade.GOOD


def missed(card: Card, ticked: Collection[int]) -> tuple[int, ...]:
    """Return the numbers of the points that were not said, in the card's order."""
    return tuple(point.n for point in card.points if point.n not in ticked)
