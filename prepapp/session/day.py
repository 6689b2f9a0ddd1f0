"""The composed day: mistakes, due mixed, new, one thing to make, hot seat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from prepapp.core.card import Card
from prepapp.core.memory import retrievability
from prepapp.core.queue import Item, mix
from prepapp.core.state import CardState
from prepapp.session.desk import Desk
from prepapp.session.mistakes import Lesson, mistakes
from prepapp.session.today import HOT_SEAT_MIN, MAKE_MIN, MISTAKES_MIN, Today, best_minutes

Part = Literal["mistake", "due", "new", "make", "hot seat", "again"]

MISTAKES_A_DAY = 3
"""The most mistakes that open a day."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a session."""

    part: Part
    card: Card
    minutes: float
    item: Item | None = None
    """The place in today's queue, where the card has one."""
    lesson: Lesson | None = None
    """The mistake, where the turn is about one."""
    typed: bool = False
    """Whether the answer is wanted in writing."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One line of the day as it is announced."""

    part: Part
    turns: tuple[Turn, ...]
    minutes: float


def compose(desk: Desk, today: Today) -> list[Stage]:
    """Return the day in its five parts; parts without a question are left out."""
    queued = [_turn(item) for item in mix(today.asked)]
    asked = {turn.card.id for turn in queued}
    due = [turn for turn in queued if turn.part == "due"]
    new = [turn for turn in queued if turn.part == "new"]
    lessons = _lessons(desk, today)
    stages = [
        _stage("mistake", [Turn("mistake", each.card, 0, lesson=each) for each in lessons], MISTAKES_MIN),
        _stage("due", due, sum(turn.minutes for turn in due)),
        _stage("new", new, sum(turn.minutes for turn in new)),
    ]
    stages = [stage for stage in stages if stage.turns]
    return stages + _extras(desk, today, asked, today.budget - sum(stage.minutes for stage in stages))


def _extras(desk: Desk, today: Today, asked: set[str], room: float) -> list[Stage]:
    """Return one thing to make and the hot seat, as far as the day's minutes hold them.

    A day after an absence, the eve and the interview itself do without.
    """
    if today.absent_days or (today.days_left is not None and today.days_left <= 1):
        return []
    extras = []
    make = _make(desk, today, asked) if room >= MAKE_MIN else None
    if make is not None:
        extras.append(_stage("make", [Turn("make", make, MAKE_MIN)], MAKE_MIN))
        asked = asked | {make.id}
        room -= MAKE_MIN
    seat = _hot_seat(desk, today, asked) if room >= HOT_SEAT_MIN else None
    if seat is not None:
        extras.append(_stage("hot seat", [Turn("hot seat", seat, HOT_SEAT_MIN)], HOT_SEAT_MIN))
    return extras


def short_day(today: Today, minutes: int = 10) -> list[Stage]:
    """Return the best ten minutes of a day: the most urgent cards and nothing else."""
    turns = [_turn(item) for item in mix(best_minutes(today.items, minutes))]
    parts: tuple[Part, ...] = ("due", "new")
    staged = ([turn for turn in turns if turn.part == part] for part in parts)
    return [
        _stage(part, each, sum(turn.minutes for turn in each))
        for part, each in zip(parts, staged, strict=True)
        if each
    ]


def _stage(part: Part, turns: Sequence[Turn], minutes: float) -> Stage:
    return Stage(part, tuple(turns), minutes)


def _turn(item: Item) -> Turn:
    return Turn("new" if item.reason == "new" else "due", item.card, item.minutes, item)


def _lessons(desk: Desk, today: Today) -> list[Lesson]:
    """Mistakes of earlier days, one a card."""
    first: dict[str, Lesson] = {}
    for deck in today.decks:
        for lesson in mistakes(desk, deck.id):
            if lesson.mistake.since < today.study_day:
                first.setdefault(lesson.card.id, lesson)
    return list(first.values())[:MISTAKES_A_DAY]


def _make(desk: Desk, today: Today, asked: set[str]) -> Card | None:
    """Return the card to write out on paper: one with something to make, weakest first; one a day."""
    known = _settled(desk, today, asked)
    if any(state.made == today.study_day for state in desk.study.cards.values()):
        return None
    making = [(card, state) for card, state in known if any(check.type != "number" for check in card.checks)]
    ranked = sorted(
        making or known,
        key=lambda each: (each[1].made or date.min, _recall(each[1], today.study_day), each[0].id),
    )
    return ranked[0][0] if ranked else None


def _hot_seat(desk: Desk, today: Today, asked: set[str]) -> Card | None:
    """Return the card to be asked aloud with two follow-ups: the one that waited longest; one a day."""
    if any(state.seated == today.study_day for state in desk.study.cards.values()):
        return None
    seats = [(card, state) for card, state in _settled(desk, today, asked) if _can_be_asked_on(card)]
    ranked = sorted(seats, key=lambda each: (each[1].seated or date.min, -each[0].weight, each[0].id))
    if ranked or _settled(desk, today, set()):
        return ranked[0][0] if ranked else None
    # On the first day nothing was met before: what the day itself teaches is asked at its end.
    met = [card for deck in today.decks for card in deck.cards if desk.state(card.id)]
    taught = [card for card in (*(item.card for item in today.asked), *met) if _can_be_asked_on(card)]
    return min(taught, key=lambda card: (-card.weight, card.id), default=None)


def _can_be_asked_on(card: Card) -> bool:
    return bool(card.points) and len(card.follow_ups) > 1


def _settled(desk: Desk, today: Today, asked: set[str]) -> list[tuple[Card, CardState]]:
    """Met cards that are neither asked today nor were answered today."""
    found = []
    for deck in today.decks:
        for card in deck.cards:
            state = desk.state(card.id)
            if state is None or state.memory is None or state.suspended or card.id in asked:
                continue
            if state.memory.day < today.study_day:
                found.append((card, state))
    return found


def _recall(state: CardState, day: date) -> float:
    return retrievability(state.memory, day) if state.memory else 0.0
