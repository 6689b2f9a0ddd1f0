"""The warm-up before an interview: what was met already, once more; nothing new, nothing graded."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zlib import crc32

from prepapp.core.card import Card, Claim, Deck
from prepapp.session.desk import Desk
from prepapp.session.errata import amount
from prepapp.session.looks import look
from prepapp.session.mistakes import Lesson, mistakes

Minutes = Literal[1, 5, 15]
Kind = Literal["mistake", "number", "sentence", "aloud"]

ALOUD_S = 20
"""Seconds of an answer that are said aloud: how it begins."""

EVERY = 99
"""More than there are skills."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much of each kind fits."""

    mistakes: int
    numbers: int
    sentences: int
    """One a skill, up to so many."""
    aloud: int
    """One a skill, up to so many."""


SIZES: Mapping[Minutes, Size] = {
    1: Size(1, 2, 0, 1),
    5: Size(2, 8, EVERY, 1),
    15: Size(12, 8, EVERY, EVERY),
}


@dataclass(frozen=True, slots=True)
class Page:
    """One thing to recall, and what it is."""

    kind: Kind
    card: Card
    skill: str
    """Title of the card's skill."""
    ask: str
    tell: str
    """Markdown."""
    how: str = ""
    """How to tell a mistake from what holds; Markdown."""


@dataclass(frozen=True, slots=True)
class Warmup:
    """The pages of one study day, the same whenever it is asked for."""

    study_day: date
    minutes: Minutes
    pages: tuple[Page, ...]

    def of(self, kind: Kind) -> tuple[Page, ...]:
        """Return the pages of one kind."""
        return tuple(page for page in self.pages if page.kind == kind)


def warmup(desk: Desk, minutes: Minutes, now: datetime, deck_id: str | None = None) -> Warmup:
    """Return the warm-up of a day over the decks being studied."""
    size, day, decks = SIZES[minutes], desk.day(now), desk.decks(deck_id)
    met = [card for deck in decks for card in deck.cards if _is_met(desk, card)]
    said = [page for deck in decks for page in _of_skills(deck, met, day, "sentence")]
    aloud = [page for deck in decks for page in _of_skills(deck, met, day, "aloud")]
    aloud.sort(key=lambda page: _lot(day, page.card.id))
    titles = {(deck.id, skill.id): skill.title for deck in decks for skill in deck.skills}
    counted = [
        Page("number", card, titles.get((card.deck, card.skill), card.skill), claim.text, _value(claim))
        for card, claim in numbers(met, lambda card: _lot(day, card.id))
    ]
    pages = [
        *_of_mistakes(desk, deck_id, titles)[: size.mistakes],
        *counted[: size.numbers],
        *said[: size.sentences],
        *aloud[: size.aloud],
    ]
    return Warmup(day, minutes, tuple(pages))


def numbers(cards: Iterable[Card], rank: Callable[[Card], float]) -> list[tuple[Card, Claim]]:
    """Return the numbers that cards claim: the first of each card by ``rank``, then the second ones."""
    found = [
        (n, rank(card), card, claim)
        for card in cards
        for n, claim in enumerate(each for each in card.claims if not isinstance(each.value, str))
    ]
    return [(card, claim) for *_, card, claim in sorted(found, key=lambda each: (*each[:2], each[2].id))]


class WarmupSession:
    """One going through the pages; each is recalled before it opens."""

    def __init__(self, desk: Desk, minutes: Minutes, now: datetime) -> None:
        self._desk = desk
        self.warmup = warmup(desk, minutes, now)
        self._at = 0
        self.is_open = False
        """Whether what the page asks for is shown."""

    @property
    def is_done(self) -> bool:
        """Whether the last page lies behind."""
        return self._at >= len(self.warmup.pages)

    @property
    def page(self) -> Page:
        """The page at hand."""
        return self.warmup.pages[self._at]

    @property
    def position(self) -> int:
        """Number of the page at hand, from 1; after the last, that of the last."""
        return min(self._at + 1, len(self.warmup.pages))

    @property
    def can_go_back(self) -> bool:
        """Whether a page lies behind."""
        return self._at > 0

    def go_on(self, now: datetime) -> None:
        """Open the page, which is kept as a look; where it is open, come to the next."""
        if self.is_done:
            return
        if self.is_open:
            self._at, self.is_open = self._at + 1, False
        else:
            self.is_open = True
            look(self._desk, [self.page.card], now)

    def go_back(self) -> None:
        """Return to the page before, which stays open."""
        if self.can_go_back:
            self._at, self.is_open = self._at - 1, True


def _is_met(desk: Desk, card: Card) -> bool:
    state = desk.state(card.id)
    return state is not None and state.met is not None and not state.suspended


def _of_mistakes(desk: Desk, deck_id: str | None, titles: Mapping[tuple[str, str], str]) -> list[Page]:
    return [_of_mistake(each, titles) for each in mistakes(desk, deck_id)]


def _of_mistake(lesson: Lesson, titles: Mapping[tuple[str, str], str]) -> Page:
    """A typed answer is quoted; of a spoken one only the question is left."""
    card, typed = lesson.card, lesson.mistake.said
    skill = titles.get((card.deck, card.skill), card.skill)
    ask = f"You said: {lesson.said}" if typed else card.title
    return Page("mistake", card, skill, ask, lesson.holds, lesson.tell)


def _of_skills(deck: Deck, met: Sequence[Card], day: date, kind: Kind) -> list[Page]:
    """One page a skill, of a card drawn by the day: its sentence, or its question to begin aloud."""
    pages = []
    for skill in deck.skills:
        cards = [card for card in met if (card.deck, card.skill) == (deck.id, skill.id) and _sentence(card)]
        if cards:
            card = min(cards, key=lambda card: _lot(day, f"{kind} {card.id}"))
            ask = skill.title if kind == "sentence" else card.title
            pages.append(Page(kind, card, skill.title, ask, _sentence(card)))
    return pages


def _sentence(card: Card) -> str:
    """What is said of a card; where it does not say, its first point."""
    return card.say.strip() or next((point.text for point in card.points), "")


def _value(claim: Claim) -> str:
    return amount(claim.value, claim.unit)


def _lot(day: date, name: str) -> int:
    return crc32(f"{day} {name}".encode())
