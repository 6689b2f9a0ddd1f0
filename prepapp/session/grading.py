"""Grading a card: what is proposed, what is written, and when it comes back."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from prepapp.core.card import Card
from prepapp.core.course import course, plan_in_force
from prepapp.core.event import Draft, Event, Grade, Sureness
from prepapp.core.ladder import aligned, begin, due_day, graded
from prepapp.core.memory import faded, remember, retrievability
from prepapp.core.plan import Plan
from prepapp.core.rubric import missed, propose
from prepapp.core.schedule import due_dates
from prepapp.core.state import CardState, Study
from prepapp.session.desk import Desk


@dataclass(frozen=True, slots=True)
class Answer:
    """What a candidate did with one question before they graded it."""

    ticked: Collection[int] | None = None
    """Points that were said; None where they were not asked."""
    seconds: float | None = None
    sure: Sureness | None = None
    said: str = ""
    """The typed answer."""
    aided: bool = False
    checked: Grade | None = None
    """The grade that checks of the card speak for."""

    def proposal(self, card: Card) -> Grade | None:
        """Return the lower grade of what the points earn and what the checks say; None without either."""
        points = None
        if self.ticked is not None:
            points = propose(card, self.ticked, self.seconds, self.sure, self.aided)
        return min((grade for grade in (points, self.checked) if grade is not None), default=None)

    def payload(self, card: Card, grade: Grade) -> dict[str, object]:
        """Return what is kept of the answer with its grade."""
        proposed = self.proposal(card)
        kept: dict[str, object] = {"grade": grade.word, "proposed": proposed.word if proposed else None}
        if self.ticked is not None:
            kept |= {"points": sorted(self.ticked), "missed": list(missed(card, self.ticked))}
        if self.seconds is not None:
            kept["seconds"] = round(self.seconds, 1)
        if self.sure is not None:
            kept["sure"] = self.sure
        if self.said:
            kept["said"] = self.said
        return kept


@dataclass(frozen=True, slots=True)
class Graded:
    """A review as written, and what follows from it."""

    event: Event
    card: Card
    grade: Grade
    proposed: Grade | None
    rung: int
    """Plan day of the rung that the card now waits for."""
    next_due: date | None
    """None when the plan asks for nothing more."""
    returns: date | None
    """When a finished card comes back."""
    retrievability: float
    interview_retrievability: float | None
    """Chance of recall on the interview day; None without one."""


def grade_card(desk: Desk, card: Card, grade: Grade, answer: Answer, now: datetime) -> Graded:
    """Write a graded review; the first one starts the deck's plan, in the same transaction."""
    drafts = first_plan(desk, card.deck, now)
    drafts.append(Draft("review", card.deck, card.id, card.revision, answer.payload(card, grade)))
    event = desk.record(drafts, now)[-1]
    return _outcome(desk, card, grade, answer.proposal(card), event)


def practise_card(desk: Desk, card: Card, grade: Grade, answer: Answer, now: datetime) -> Event:
    """Write an answer that informs memory and moves no rung."""
    drafts = first_plan(desk, card.deck, now)
    drafts.append(Draft("practice", card.deck, card.id, card.revision, answer.payload(card, grade)))
    return desk.record(drafts, now)[-1]


def first_plan(desk: Desk, deck_id: str, now: datetime) -> list[Draft]:
    """Return the event that starts a deck's plan, where it has none."""
    state = desk.study.decks.get(deck_id)
    if state is not None and state.plan is not None:
        return []
    deck = desk.deck(deck_id)
    plan = Plan(deck_id, desk.day(now), deck.plan, minutes=desk.settings.minutes)
    return [plan_draft(plan)]


def plan_draft(plan: Plan) -> Draft:
    """Return the event that agrees to a plan."""
    payload = {
        "start": plan.start.isoformat(),
        "interview": plan.interview.isoformat() if plan.interview else None,
        "offsets": list(plan.offsets),
        "minutes": plan.minutes,
        "profile": plan.profile,
    }
    return Draft("plan", plan.deck, payload=payload)


def next_dates(desk: Desk, card: Card, today: date) -> dict[Grade, date | None]:
    """Return when the card would come back after each grade."""
    deck = desk.deck(card.deck)
    plan = plan_in_force(deck, desk.study, today)
    state = desk.state(card.id) or CardState(card.id, card.deck)
    return {grade: _next_due(desk, plan, _after(plan, state, grade, today), today) for grade in Grade}


def _after(plan: Plan, state: CardState, grade: Grade, today: date) -> CardState:
    memory = remember(state.memory, grade, today)
    ladder = graded(state.ladder or begin(plan, today), grade, today, plan, faded(memory))
    return replace(state, met=state.met or today, ladder=ladder, memory=memory)


def _next_due(desk: Desk, plan: Plan, state: CardState, today: date) -> date | None:
    """Return when a card is due; only a final pass depends on the other cards."""
    if not plan.final_pass and not plan.sprint:
        return due_day(aligned(state.ladder, plan)) if state.ladder else None
    study = Study({**desk.study.cards, state.card: state}, desk.study.decks)
    return due_dates(course(desk.deck(plan.deck), study, today), today)[0].get(state.card)


def _outcome(desk: Desk, card: Card, grade: Grade, proposed: Grade | None, event: Event) -> Graded:
    today = event.study_day
    state = desk.study.cards[card.id]
    assert state.ladder is not None and state.memory is not None
    plan = plan_in_force(desk.deck(card.deck), desk.study, today)
    due = _next_due(desk, plan, state, today)
    finished = state.ladder.done and plan.eve is None and not state.ladder.held
    return Graded(
        event=event,
        card=card,
        grade=grade,
        proposed=proposed,
        rung=state.ladder.offsets[state.ladder.rung],
        next_due=None if finished else due,
        returns=due if finished else None,
        retrievability=retrievability(state.memory, today),
        interview_retrievability=retrievability(state.memory, plan.interview) if plan.interview else None,
    )
