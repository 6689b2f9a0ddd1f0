"""The questions of a mock interview as they are asked: a script's, or a card's where there is no script."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from prepapp.core.card import Card, Deck, FollowUp, Point, RedFlag, ScriptQuestion


@dataclass(frozen=True, slots=True)
class Item:
    """One question, with what an answer is judged by: of its own, or else of its card."""

    id: str
    """Of the script's question; of the card in a hot seat."""
    wording: str
    skill: str
    target_s: int
    scene: str = ""
    card: str | None = None
    revision: str | None = None
    """Of the card."""
    part: str | None = None
    check: int | None = None
    """The check of the card that is done at the whiteboard."""
    weight: float = 1.0
    points: tuple[Point, ...] = ()
    red_flags: tuple[RedFlag, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    say: str = ""
    own_points: bool = False
    """Whether the points are the question's own, not its card's."""
    asks_on: bool = False
    """Whether a red flag's ``why`` is the question that comes next; a card's says why it is wrong."""

    @property
    def musts(self) -> frozenset[int]:
        """Numbers of the must-points."""
        return frozenset(point.n for point in self.points if point.must)


def script_items(deck: Deck, interview: str, profile: str | None, length: int | None) -> tuple[Item, ...]:
    """Return the questions of a script for a profile, and of a talk for its length, in the script's order."""
    script = deck.script(interview)
    cards = {card.id: card for card in deck.cards}
    return tuple(
        _item(each, cards.get(each.card) if each.card else None)
        for each in (script.questions if script else ())
        if (not each.profiles or profile in each.profiles) and each.length in (None, length)
    )


def card_item(card: Card) -> Item:
    """Return the question of a card."""
    return Item(
        id=card.id,
        wording=card.title,
        skill=card.skill,
        target_s=card.target_s,
        scene=card.question,
        card=card.id,
        revision=card.revision,
        weight=card.weight,
        points=card.points,
        red_flags=card.red_flags,
        follow_ups=card.follow_ups,
        say=card.say,
    )


def revision_of(items: Iterable[Item]) -> str:
    """Return a hash of all that is asked and judged by."""
    said = "\n".join(repr(item) for item in sorted(items, key=lambda item: item.id))
    return hashlib.blake2b(said.encode()).hexdigest()[:16]


def _item(question: ScriptQuestion, card: Card | None) -> Item:
    return Item(
        id=question.id,
        wording=question.wording,
        skill=question.skill,
        target_s=question.target_s,
        scene=question.scene,
        card=question.card,
        revision=card.revision if card else None,
        part=question.part,
        check=question.check,
        weight=question.weight,
        points=question.points or (card.points if card else ()),
        red_flags=question.red_flags or (card.red_flags if card else ()),
        follow_ups=question.follow_ups or (card.follow_ups if card else ()),
        say=question.say or (card.say if card and not question.points else ""),
        own_points=bool(question.points),
        asks_on=bool(question.red_flags),
    )
