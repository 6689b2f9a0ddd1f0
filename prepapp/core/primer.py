"""The ten-minute primer: lessons in an order that reads well, each a guess, an explanation, and its cards."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile, zip_longest

from prepapp.core.card import Card, Deck

MINUTES = 10
"""Minutes of a primer, where nothing else is asked for."""

WORDS_A_MINUTE = 200
"""How fast an explanation is read; a word is what holds a letter or a digit."""

GUESS_S = 8
"""Seconds for the guess."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One lesson of the chain."""

    card: Card
    """The card whose question is the guess, and whose lesson is the explanation."""
    cards: tuple[Card, ...]
    """Further cards of its skill that it prepares; each stands at one stop only."""
    minutes: float


def primer(deck: Deck, minutes: float | None = None) -> tuple[Stop, ...]:
    """Return the chain of a deck: the one that its author named, else one composed from the lessons.

    Without ``minutes`` a named chain is whole and a composed one takes ten. With them, a named chain ends
    before it would take longer. One lesson is there in any case.
    """
    if deck.primer:
        by_id = {card.id: card for card in deck.cards}
        named = [by_id[name] for name in deck.primer]
        chosen = named if minutes is None else _beginning(named, minutes)
    else:
        chosen = sorted(_composed(deck, MINUTES if minutes is None else minutes), key=_place)
    return tuple(_stops(deck, chosen))


def reading_minutes(card: Card) -> float:
    """Return the minutes of a guess and of reading the lesson."""
    words = sum(any(map(str.isalnum, word)) for word in card.learn.split())
    return words / WORDS_A_MINUTE + GUESS_S / 60


def _beginning(cards: Sequence[Card], minutes: float) -> list[Card]:
    """Return as many of the first cards as fit, but one at least."""
    totals = accumulate(map(reading_minutes, cards))
    fitting = sum(1 for _ in takewhile(lambda total: total <= minutes, totals))
    return list(cards[: max(1, fitting)])


def _composed(deck: Deck, minutes: float) -> list[Card]:
    """Return the lessons that fit, a further one of a skill only after one of every skill."""
    lessons = list(_by_turns(deck))
    chosen: list[Card] = []
    left = minutes
    for card in lessons:
        needed = reading_minutes(card)
        if needed <= left:
            chosen.append(card)
            left -= needed
    return chosen or lessons[:1]


def _by_turns(deck: Deck) -> Iterator[Card]:
    """Walk the lessons: the first of every skill, then the second of each; by day and weight."""
    by_skill: dict[str, list[Card]] = defaultdict(list)
    for card in sorted(deck.cards, key=_urgency):
        if card.learn:
            by_skill[card.skill].append(card)
    for turn in zip_longest(*by_skill.values()):
        yield from sorted((card for card in turn if card is not None), key=_urgency)


def _stops(deck: Deck, chosen: Sequence[Card]) -> Iterator[Stop]:
    prepared = _prepared(deck.cards, chosen)
    for card in chosen:
        yield Stop(card, tuple(prepared[card.id]), reading_minutes(card))


def _prepared(cards: Iterable[Card], chosen: Sequence[Card]) -> dict[str, list[Card]]:
    """Return by lesson the cards that follow it in its skill, up to the next lesson of that skill.

    What comes before the first lesson of a skill belongs to that one.
    """
    prepared: dict[str, list[Card]] = {card.id: [] for card in chosen}
    lesson_of: dict[str, Card] = {}
    for card in sorted(chosen, key=_place, reverse=True):
        lesson_of[card.skill] = card
    for card in sorted(cards, key=_place):
        if card.id in prepared:
            lesson_of[card.skill] = card
        elif card.skill in lesson_of:
            prepared[lesson_of[card.skill].id].append(card)
    return prepared


def _place(card: Card) -> tuple[int, int]:
    return card.day, card.order


def _urgency(card: Card) -> tuple[int, float, int]:
    return card.day, -card.weight, card.order
