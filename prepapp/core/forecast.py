"""The days ahead, lived through by a candidate who passes everything on time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from prepapp.core.card import Checkpoint, Deck
from prepapp.core.course import Course, course
from prepapp.core.event import Grade
from prepapp.core.ladder import begin, graded
from prepapp.core.memory import faded, remember
from prepapp.core.mock_dates import discussion_date
from prepapp.core.plan import Plan
from prepapp.core.queue import queue
from prepapp.core.schedule import schedule
from prepapp.core.state import CardState, DeckState, Study


@dataclass(frozen=True, slots=True)
class DayAhead:
    """What the plan puts on one day, whatever its minutes would hold."""

    date: date
    cards: tuple[str, ...]
    new: int
    minutes: float
    checkpoints: tuple[Checkpoint, ...]


def forecast(deck: Deck, study: Study, today: date, days: int, plan: Plan | None = None) -> list[DayAhead]:
    """Return the coming ``days`` of a deck, today first; ``plan`` tries another plan than the one agreed."""
    state = study.decks.get(deck.id, DeckState(deck.id))
    plan = plan or state.plan or Plan(deck.id, today, deck.plan)
    study = Study(study.cards, {**study.decks, deck.id: replace(state, plan=plan)})
    return list(_live(deck, study, today, days))


def _live(deck: Deck, study: Study, today: date, days: int) -> Iterator[DayAhead]:
    for n in range(days):
        day = today + timedelta(days=n)
        at = course(deck, study, day)
        items = queue(at, schedule(at, day))
        yield DayAhead(
            date=day,
            cards=tuple(item.card.id for item in items),
            new=sum(item.reason == "new" for item in items),
            minutes=sum(item.minutes for item in items),
            checkpoints=tuple(each for each in deck.checkpoints if checkpoint_date(at.plan, each) == day),
        )
        passed = {item.card.id: _pass(study.cards.get(item.card.id), item.card.id, at, day) for item in items}
        study = Study({**study.cards, **passed}, study.decks)


def _pass(state: CardState | None, card: str, at: Course, day: date) -> CardState:
    state = state or CardState(card, at.deck.id, met=day)
    memory = remember(state.memory, Grade.GOOD, day)
    ladder = graded(state.ladder or begin(at.plan, day), Grade.GOOD, day, at.plan, faded(memory))
    return replace(state, memory=memory, ladder=ladder)


def checkpoint_date(plan: Plan, checkpoint: Checkpoint) -> date:
    """Return the day of a checkpoint: its plan day, brought nearer by an interview like the entries.

    That of a discussion is the day of the discussion, where the plan has one.
    """
    if checkpoint.mock == "discussion" and (day := discussion_date(plan)) is not None:
        return day
    return plan.deadline(checkpoint.day)
