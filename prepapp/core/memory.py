"""The one door to FSRS: what is remembered, and how surely on a given day.

FSRS advises and the plan decides: default parameters, no learning steps, no fuzz.
"""

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from fsrs import Card, Rating, Scheduler, State

from prepapp.core.event import Grade


@dataclass(frozen=True, slots=True)
class Memory:
    """What FSRS keeps of one card."""

    stability: float
    """Days until retrievability falls to 0.9."""
    difficulty: float
    """From 1 to 10."""
    day: date
    """Study day of the last answer."""


def remember(memory: Memory | None, grade: Grade, day: date) -> Memory:
    """Return the memory after one more answer; a day before the last one counts as the last one."""
    if memory is None:
        before = Card(card_id=1, due=_noon(day))
    else:
        day = max(day, memory.day)
        before = _card(memory)
    after, _ = _scheduler().review_card(before, Rating(int(grade)), _noon(day))
    assert after.stability is not None and after.difficulty is not None
    return Memory(after.stability, after.difficulty, day)


def retrievability(memory: Memory, day: date) -> float:
    """Return the probability of recall on ``day``, from 0 to 1."""
    return _scheduler().get_card_retrievability(_card(memory), _noon(max(day, memory.day)))


def faded(memory: Memory) -> date:
    """Return the first day on which retrievability has fallen to 0.9 (FSRS defines stability so)."""
    return memory.day + timedelta(days=math.ceil(memory.stability))


def _card(memory: Memory) -> Card:
    return Card(
        card_id=1,
        state=State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_noon(memory.day),
        last_review=_noon(memory.day),
    )


@cache
def _scheduler() -> Scheduler:
    return Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def _noon(day: date) -> datetime:
    # FSRS counts whole 24 hours, so noon to noon is one day whatever the zone did.
    return datetime.combine(day, time(12), UTC)
