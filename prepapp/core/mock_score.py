"""The score of a mock: what was said of what should be, between 0 and 1."""

from collections.abc import Collection, Iterable, Sequence

from prepapp.core.card import Point
from prepapp.core.interview import Reply
from prepapp.core.mock_items import Item

MUST, SHOULD, HELD, FLAG = 2, 1, 1, 1
"""What a must-point, another point and a follow-up that held bring, and what a red flag costs."""


def question_score(
    points: Iterable[Point], ticked: Collection[int], red_flags: Collection[int], held: Sequence[bool]
) -> float:
    """Return the share that an answer and its follow-ups brought; never below 0."""
    worth = {point.n: MUST if point.must else SHOULD for point in points}
    whole = sum(worth.values()) + HELD * len(held)
    brought = sum(value for n, value in worth.items() if n in ticked) + HELD * sum(held)
    return max(0.0, brought - FLAG * len(red_flags)) / whole if whole else 0.0


def mock_score(scores: Sequence[float]) -> float | None:
    """Return the mean over the questions; None where there was none."""
    return sum(scores) / len(scores) if scores else None


def scores(items: Iterable[Item], replies: Sequence[Reply]) -> list[float]:
    """Return the score of each question that was asked."""
    found = []
    for item in items:
        said = [reply for reply in replies if reply.question == item.id]
        if said:
            held = [reply.held for reply in said[1:]]
            found.append(question_score(item.points, said[0].ticked, said[0].red_flags, held))
    return found


def is_whole(musts: Collection[int], ticked: Collection[int], red_flags: Collection[int]) -> bool:
    """Return whether an answer said something, every must-point, and no red flag."""
    return bool(ticked) and set(musts) <= set(ticked) and not red_flags


def missed_cards(items: Iterable[Item], replies: Sequence[Reply]) -> list[str]:
    """Return the cards whose questions were not answered whole, in the order in which they were asked."""
    musts = {item.id: item.musts for item in items}
    cards = {item.id: item.card for item in items}
    short = [
        cards[reply.question]
        for reply in replies
        if reply.follow_up is None and not is_whole(musts[reply.question], reply.ticked, reply.red_flags)
    ]
    return list(dict.fromkeys(card for card in short if card is not None))
