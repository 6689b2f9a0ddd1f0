"""Answers that were sure and wrong, or missed in an interview: what I said, what holds, how to tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from prepapp.core.card import Card
from prepapp.core.event import Draft
from prepapp.core.state import Mistake
from prepapp.session.desk import Desk


@dataclass(frozen=True, slots=True)
class Lesson:
    """One mistake as it is shown."""

    card: Card
    mistake: Mistake
    said: str
    """What the candidate typed, or which points a spoken answer missed."""
    holds: str
    """The points that were missed; without points, the answer."""
    tell: str
    """How to tell the one from the other: the card's `Say`, or its `Often taught`."""


def mistakes(desk: Desk, deck_id: str | None = None, closed: bool = False) -> list[Lesson]:
    """Return the open mistakes, oldest first; the closed ones too, where asked."""
    decks = {deck.id for deck in desk.decks(deck_id)}
    found = []
    for state in desk.study.cards.values():
        card = desk.find(state.card)
        if card is None or state.deck not in decks:
            continue
        found += [_lesson(card, each) for each in state.mistakes if each.open or closed]
    return sorted(found, key=lambda each: (each.mistake.since, each.card.id))


def close_mistake(desk: Desk, lesson: Lesson, now: datetime) -> None:
    """Write that the candidate now tells the right from the wrong."""
    payload = {"event": lesson.mistake.event}
    desk.record([Draft("mistake", lesson.card.deck, lesson.card.id, payload=payload)], now)


def _lesson(card: Card, mistake: Mistake) -> Lesson:
    missed = [point.text for point in card.points if point.n in mistake.missed]
    musts = [point.text for point in card.points if point.n in mistake.missed and point.must]
    said = mistake.said or _unwritten(mistake, musts or missed)
    holds = "; ".join(missed) or card.answer
    return Lesson(card, mistake, said, holds, card.say or card.often_taught)


def _unwritten(mistake: Mistake, missed: Sequence[str]) -> str:
    if missed:
        return f"spoken, without: {'; '.join(missed)}"
    return "stalled in the interview" if mistake.source == "interview" else "spoken"
