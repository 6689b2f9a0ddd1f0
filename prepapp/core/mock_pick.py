"""Which questions a mock asks, in which order: by the format, the profile, weakness and a seed."""

from collections.abc import Callable, Sequence
from random import Random

from prepapp.core.formats import Format
from prepapp.core.interview import FOLLOW_UP_S
from prepapp.core.mock_items import Item
from prepapp.core.scriptread import PARTS

USUAL = 2
"""Follow-ups a question of a discussion, for the planning of its time."""

MARGIN = 0.05
"""The least weakness, so that nothing is never asked."""


def arrange(
    items: Sequence[Item], interview: Format, budget_s: int, seed: int, need: Callable[[Item], float]
) -> tuple[tuple[Item, ...], int]:
    """Return the questions in order, and how many of them the time is meant for.

    ``need`` says how much the candidate needs a question: its weight times their weakness.
    """
    if interview == "discussion":
        return _discussion(items, budget_s, seed, need)
    if interview == "quickfire":
        drawn = list(items)
        Random(seed).shuffle(drawn)
        return tuple(drawn), len(drawn)
    if interview == "talk":
        return tuple(sorted(items, key=lambda item: PARTS.index(item.part or PARTS[-1]))), len(items)
    return tuple(items), len(items)


def _discussion(
    items: Sequence[Item], budget_s: int, seed: int, need: Callable[[Item], float]
) -> tuple[tuple[Item, ...], int]:
    """Draw by need, one at the whiteboard among them; those drawn keep the script's order, the board amid."""
    random = Random(seed)
    # Efraimidis and Spirakis 2006: the largest u^(1/w) are a weighted sample without replacement.
    keys = {item.id: random.random() ** (1 / max(need(item), MARGIN)) for item in items}
    drawn = sorted(items, key=lambda item: -keys[item.id])
    board = next((item for item in drawn if item.check is not None), None)
    chosen = [board] if board else []
    room = budget_s - sum(map(_seconds, chosen))
    for item in drawn:
        if item.check is None and _seconds(item) <= room:
            chosen.append(item)
            room -= _seconds(item)
    reserve = [item for item in drawn if item not in chosen]
    talked = [item for item in items if item in chosen and item is not board]
    if board:
        talked.insert((len(talked) + 1) // 2, board)
    return (*talked, *reserve), len(talked)


def _seconds(item: Item) -> int:
    """With the follow-ups that a question usually has."""
    return item.target_s + USUAL * FOLLOW_UP_S
