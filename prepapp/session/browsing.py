"""The cards as a list to search, and one card with its rungs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from prepapp.core.card import Card, Deck
from prepapp.core.course import Course
from prepapp.core.ladder import Ladder, aligned, begin
from prepapp.core.memory import retrievability
from prepapp.core.schedule import schedule
from prepapp.core.state import CardState
from prepapp.session.desk import Desk

Standing = Literal["new", "learning", "due", "late", "done", "set aside"]
Where = Literal["done", "now", "ahead"]

STATES = ("due", "late", "new", "learning", "done", "set aside", "leech", "mistake")
"""What a list of cards is filtered by: where a card stands, and what troubles it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One card of the list."""

    card: Card
    skill: str
    """Title of the skill."""
    standing: Standing
    rung: int | None
    """Plan day of the rung that the card waits for; None before its first graded review."""
    due: date | None
    """Of a new card, the day on which it enters; None where nothing is planned."""
    leech: bool
    mistakes: int
    """Mistakes that are open."""
    haystack: str
    """All that a search looks at, in lower case."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which cards are listed; what is empty or None keeps them all."""

    text: str = ""
    skill: str | None = None
    """Title of a skill."""
    day: int | None = None
    state: str | None = None
    """One of `STATES`."""

    def keeps(self, row: Row) -> bool:
        """Return whether a card is listed; every word of the text must occur."""
        if self.skill is not None and row.skill != self.skill:
            return False
        if self.day is not None and row.card.day != self.day:
            return False
        if self.state is not None and not _is(row, self.state):
            return False
        return all(word in row.haystack for word in self.text.casefold().split())


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a card's ladder."""

    day: int
    """Plan day that names it: 0, 3, 7, 14, 21."""
    date: date
    where: Where


@dataclass(frozen=True, slots=True)
class Dossier:
    """One card with all that the log says of it today."""

    row: Row
    state: CardState | None
    rungs: tuple[Rung, ...]
    """Of a card not yet graded, the rungs that it would have."""
    recall: float | None
    """Chance of recall today, from 0 to 1; None before the first answer."""


def list_cards(desk: Desk, now: datetime) -> list[Row]:
    """Return every card of the library in deck order."""
    today = desk.day(now)
    return [row for deck in desk.library.decks for row in _deck_rows(desk, deck, today)]


def matching(rows: Iterable[Row], wanted: Filter) -> list[Row]:
    """Return the cards that a filter keeps, in their order."""
    return [row for row in rows if wanted.keeps(row)]


def skills(rows: Iterable[Row]) -> list[str]:
    """Return the titles of the skills at hand, in deck order."""
    return list(dict.fromkeys(row.skill for row in rows))


def plan_days(rows: Iterable[Row]) -> list[int]:
    """Return the plan days at hand."""
    return sorted({row.card.day for row in rows})


def states(rows: Iterable[Row]) -> list[str]:
    """Return the states that at least one card is in."""
    known = list(rows)
    return [state for state in STATES if any(_is(row, state) for row in known)]


def dossier(desk: Desk, card: Card, now: datetime) -> Dossier:
    """Return one card as it stands today."""
    today = desk.day(now)
    deck, state = desk.deck(card.deck), desk.state(card.id)
    row = next(each for each in _deck_rows(desk, deck, today) if each.card.id == card.id)
    course = desk.course(deck.id, today)
    recall = retrievability(state.memory, today) if state and state.memory else None
    return Dossier(row, state, _rungs(course, state, row.due or today), recall)


def _deck_rows(desk: Desk, deck: Deck, today: date) -> list[Row]:
    course = desk.course(deck.id, today)
    known = desk.study.decks.get(deck.id)
    planned = known is not None and known.plan is not None
    dates = schedule(course, today)
    entry: Mapping[str, date] = dates.entry if planned else {}
    titles = {skill.id: skill.title for skill in deck.skills}
    rows = []
    for card in deck.cards:
        state = desk.state(card.id)
        ladder = course.met[card.id][2] if card.id in course.met else None
        due = dates.due.get(card.id) if ladder else entry.get(card.id)
        rows.append(
            Row(
                card=card,
                skill=titles.get(card.skill, card.skill),
                standing=_standing(state, ladder, due, today),
                rung=ladder.offsets[ladder.rung] if ladder else None,
                due=due,
                leech=state is not None and state.leech is not None,
                mistakes=sum(each.open for each in state.mistakes) if state else 0,
                haystack=_haystack(card, titles.get(card.skill, "")),
            )
        )
    return rows


def _standing(state: CardState | None, ladder: Ladder | None, due: date | None, today: date) -> Standing:
    if state is not None and state.suspended:
        return "set aside"
    if ladder is None:
        return "new"
    if due is not None and due <= today:
        return "due" if due == today else "late"
    return "done" if ladder.done and not ladder.held else "learning"


def _is(row: Row, state: str) -> bool:
    if state == "leech":
        return row.leech
    return row.mistakes > 0 if state == "mistake" else row.standing == state


def _rungs(course: Course, state: CardState | None, entry: date) -> tuple[Rung, ...]:
    if state is None or state.ladder is None:
        ladder = begin(course.plan, entry)
        return tuple(Rung(ladder.offsets[k], day, "ahead") for k, day in enumerate(ladder.dates))
    ladder = aligned(state.ladder, course.plan)
    return tuple(Rung(ladder.offsets[k], day, _where(ladder, k)) for k, day in enumerate(ladder.dates))


def _where(ladder: Ladder, k: int) -> Where:
    if k <= ladder.passed:
        return "done"
    return "now" if k == ladder.rung else "ahead"


def _haystack(card: Card, skill: str) -> str:
    points = " ".join(point.text for point in card.points)
    texts = (card.id, card.title, skill, card.question, card.answer, points, *card.tags)
    return " ".join(texts).casefold()
