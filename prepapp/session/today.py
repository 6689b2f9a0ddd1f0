"""Today: what the plan asks for, in the order in which it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from prepapp.core.card import Checkpoint, Deck
from prepapp.core.course import Course
from prepapp.core.forecast import checkpoint_date
from prepapp.core.plan import Plan
from prepapp.core.queue import Item, fit, order, queue
from prepapp.core.schedule import Schedule, schedule
from prepapp.core.state import Study
from prepapp.session.desk import Desk
from prepapp.session.mock_plan import Offer, held_days, offers

MISTAKES_MIN, MAKE_MIN, HOT_SEAT_MIN = 2, 5, 3
"""Minutes of the parts of a day that are not the queue."""

ABSENCE_DAYS = 3
"""Days without an answer after which the greeting speaks of an absence."""


@dataclass(frozen=True, slots=True)
class Task:
    """A checkpoint with its date, and whether it is done."""

    checkpoint: Checkpoint
    deck: str
    date: date
    done: bool
    ticked: bool
    """Ticked by hand, not by its cards or its mock."""


@dataclass(frozen=True, slots=True)
class Today:
    """One study day of the decks being studied."""

    study_day: date
    decks: tuple[Deck, ...]
    plans: tuple[Plan, ...]
    started: bool
    """Whether a plan has been agreed to."""
    items: tuple[Item, ...]
    """All that is due, most urgent first; what will not fit is marked carried."""
    checkpoints: tuple[Task, ...]
    budget: int
    """Minutes that the candidate gives a day."""
    met: int
    total: int
    done_today: int
    """Cards graded today."""
    tomorrow: float
    """Minutes that the plan puts on tomorrow."""
    absent_days: int
    """Days since the last answer, where that is an absence; else 0."""
    until_level: int
    """Days of the full budget until nothing is late."""
    mocks: tuple[Offer, ...] = ()
    """Mock interviews whose day has come."""

    @property
    def plan(self) -> Plan:
        """The plan whose interview comes first."""
        return min(self.plans, key=lambda plan: (plan.interview or date.max, plan.start))

    @property
    def interview(self) -> date | None:
        """The next interview."""
        return self.plan.interview

    @property
    def days_left(self) -> int | None:
        """Days until the next interview; None without one."""
        return (self.interview - self.study_day).days if self.interview else None

    @property
    def plan_day(self) -> int:
        """Days since the plan started."""
        return max(0, (self.study_day - self.plan.start).days)

    @property
    def asked(self) -> tuple[Item, ...]:
        """What fits into the day."""
        return tuple(item for item in self.items if not item.carried)

    @property
    def carried(self) -> int:
        """Cards due that will not fit."""
        return sum(item.carried for item in self.items)

    @property
    def minutes(self) -> float:
        """Minutes of what fits."""
        return sum(item.minutes for item in self.asked)

    @property
    def late(self) -> int:
        """Cards whose day has passed."""
        return sum(item.due < self.study_day for item in self.items)


def today(desk: Desk, now: datetime, deck_id: str | None = None) -> Today:
    """Return the study day at ``now``."""
    day = desk.day(now)
    decks = desk.decks(deck_id)
    courses = [desk.course(deck.id, day) for deck in decks]
    plans = [schedule(course, day) for course in courses]
    started = any(state.plan for deck in decks if (state := desk.study.decks.get(deck.id)))
    budget = max(course.plan.minutes for course in courses) if started else desk.settings.minutes
    items = _items(courses, plans, day, budget)
    known = [state for state in desk.study.cards.values() if state.deck in {deck.id for deck in decks}]
    last = max((state.memory.day for state in known if state.memory), default=day)
    late = sum(item.minutes for item in items if item.due < day)
    return Today(
        study_day=day,
        decks=tuple(decks),
        plans=tuple(course.plan for course in courses),
        started=started,
        items=tuple(items),
        checkpoints=tuple(task for course in courses for task in checkpoints(course, desk.study)),
        budget=budget,
        met=sum(len(course.met) for course in courses),
        total=sum(len(deck.cards) for deck in decks),
        done_today=sum(1 for state in known if state.ladder and state.ladder.last == day),
        tomorrow=sum(plan.load.get(day + timedelta(days=1), 0.0) for plan in plans),
        absent_days=(day - last).days if late and (day - last).days >= ABSENCE_DAYS else 0,
        until_level=-(-round(late) // budget),
        mocks=tuple(offer for course in courses for offer in offers(course, desk.study, day)),
    )


def best_minutes(items: Sequence[Item], minutes: int) -> list[Item]:
    """Return the most urgent cards that fit into ``minutes``."""
    return [item for item in fit(items, minutes) if not item.carried]


def checkpoints(course: Course, study: Study) -> list[Task]:
    """Return the checkpoints of a deck in their order, with what is done."""
    state = study.decks.get(course.deck.id)
    ticked = state.ticked if state else {}
    tasks = []
    for each in course.deck.checkpoints:
        passed = bool(each.cards) and all(_passed(study, card) for card in each.cards)
        held = each.mock is not None and bool(held_days(course, study, each.mock))
        done = passed or held or each.id in ticked
        tasks.append(Task(each, course.deck.id, checkpoint_date(course.plan, each), done, each.id in ticked))
    return tasks


def _passed(study: Study, card: str) -> bool:
    state = study.cards.get(card)
    return state is not None and state.ladder is not None and state.ladder.passed >= 0


def _items(courses: Sequence[Course], plans: Sequence[Schedule], day: date, budget: int) -> list[Item]:
    eve = any(course.plan.eve == day for course in courses)
    short = eve and any(course.plan.final_pass for course in courses)
    queues = [queue(course, plan) for course, plan in zip(courses, plans, strict=True)]
    if len(queues) == 1:
        return fit(queues[0], budget, short)
    sprint = any(course.plan.sprint for course in courses)
    return fit(order((item for each in queues for item in each), sprint, eve), budget, short)
