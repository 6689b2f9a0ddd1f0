"""Warnings that only a whole deck shows: skills without cards or checks, cards alike, days too full."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from math import ceil

from prepapp.core.card import Card, Fault
from prepapp.core.cardread import PlacedCard
from prepapp.core.deckcheck import DeckDraft, assembled
from prepapp.core.effort import first_minutes
from prepapp.core.forecast import DayAhead, forecast
from prepapp.core.plan import MINUTES
from prepapp.core.state import Study

ALIKE = 0.7
"""Share of their words in common (Jaccard) from which two texts ask the same; in sound decks below 0.5."""

FEWEST_WORDS = 4
"""Must-points of fewer words are too short to compare."""

FILLERS = re.compile(
    r"an?|and|are|as|at|be|by|describe|did|do|does|explain|for|from|give|in|is|its?|of|on|or|say|state|tell"
    r"|than|that|the|their|these|this|those|to|was|were|what|which|with|you|your"
)
"""Words that change nothing in what is asked."""

WORK = 5_000_000
"""Days x entry days x cards of a forecast; a long plan is lived through up to here."""

NAMED = 5
"""Cards named in one warning."""

START = date(2026, 1, 5)
"""Any day will do: a plan counts from its own start."""


def advice(draft: DeckDraft) -> list[Fault]:
    """Return what will not serve the candidate, though every card of the deck is sound."""
    return [*_skills(draft), *_doubles(draft.cards), *_full_days(draft)]


def _skills(draft: DeckDraft) -> Iterator[Fault]:
    cards = [placed.card for placed in draft.cards]
    met = {card.skill for card in cards}
    proven = {card.skill for card in cards if card.checks}
    for skill in draft.deck.skills:
        if skill.id in proven:
            continue
        if skill.id in met:
            what = f"no check can bring the skill `{skill.id}` to 4 (Can derive)"
            hint = "add a ```check block, such as a number, to one of its cards"
        else:
            what = f"no card has the skill `{skill.id}`"
            hint = f"give a card skill={skill.id}, or delete the skill"
        yield _warning(draft.toml, draft.head.skill_places[skill.id], what, hint)


def _doubles(cards: Sequence[PlacedCard]) -> Iterator[Fault]:
    """Each card that asks what an earlier one asks; cards that name each other as a pair may."""
    asked = _alike([_words(placed.card.title) for placed in cards])
    said = _alike([_must_words(placed.card) for placed in cards])
    for later in range(len(cards)):
        found = asked.get(later, said.get(later))
        if found is None:
            continue
        card, other = cards[later].card, cards[found].card
        if card.pair == other.id or other.pair == card.id:
            continue
        what = "asks the same as" if later in asked else "wants the same must-points as"
        hint = "merge them, or say in the heading that they are easily confused: pair=" + other.id
        yield _warning(card.file, cards[later].place, f"the card {what} `{other.id}`", hint)


def _must_words(card: Card) -> frozenset[str]:
    words = _words(" ".join(point.text for point in card.points if point.must))
    return words if len(words) >= FEWEST_WORDS else frozenset()


def _words(text: str) -> frozenset[str]:
    """The words that carry the meaning, plurals as singulars."""
    found = re.findall(r"\w+", text.lower().replace("'", ""))
    words = (word[:-1] if len(word) > 3 and re.search(r"[^s]s$", word) else word for word in found)
    return frozenset(word for word in words if not FILLERS.fullmatch(word))


def _alike(texts: Sequence[frozenset[str]]) -> dict[int, int]:
    """Of each text that is nearly an earlier one, the first such.

    Their numbers agree, since ResNet-18 is another question than ResNet-50; and they share one of their
    rarest words, so only texts with such a word are compared.
    """
    rarity = Counter(word for words in texts for word in words)
    heard: dict[tuple[frozenset[str], str], list[int]] = defaultdict(list)
    found: dict[int, int] = {}
    for n, words in enumerate(texts):
        rarest = sorted(words, key=lambda word: (rarity[word], word))
        begin = rarest[: len(words) - ceil(ALIKE * len(words)) + 1]
        numbers = frozenset(word for word in words if re.search(r"\d", word))
        near = sorted({m for word in begin for m in heard[numbers, word]})
        first = next((m for m in near if _same(words, texts[m])), None)
        if first is not None:
            found[n] = first
        for word in begin:
            heard[numbers, word].append(n)
    return found


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two texts share most of their words."""
    return len(one & other) >= ALIKE * len(one | other)


def _full_days(draft: DeckDraft) -> Iterator[Fault]:
    """Days that take more than the usual minutes of a candidate who passes every card on time."""
    deck = assembled(draft)
    days = deck.plan[-1] + 1
    total = sum(first_minutes(card) for card in deck.cards)
    file, place = draft.toml, draft.head.plan_place
    if total > days * MINUTES:
        what = f"meeting every card takes {total:.0f} minutes; the plan's {days} days hold {days * MINUTES}"
        yield _warning(file, place, what, "make two decks of it, or a longer plan")
    elif deck.cards:
        ahead = min(2 * days, max(1, WORK // (days * len(deck.cards))))
        for n, day in enumerate(forecast(deck, Study(), START, ahead)):
            if day.minutes > MINUTES:
                what = f"day {n} takes {day.minutes:g} minutes of {MINUTES}"
                yield _warning(file, place, what, _relief(day))


def _relief(day: DayAhead) -> str:
    names = ", ".join(day.cards[:NAMED]) + (", …" if len(day.cards) > NAMED else "")
    return f"give some cards a later day=, or less time= to some of {names}"


def _warning(file: str, place: tuple[int, int], message: str, hint: str) -> Fault:
    return Fault(file, place[0] + 1, max(place[1], 0) + 1, message, hint, warning=True)
