"""When each card of a deck is due, and on which day each new one enters.

Nothing of it is stored: it follows from the plan and from what has been met.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from prepapp.core.card import Card
from prepapp.core.course import Course
from prepapp.core.effort import first_minutes, review_minutes
from prepapp.core.ladder import Ladder, begin, due_day, passed_last
from prepapp.core.memory import retrievability
from prepapp.core.plan import EVE_MINUTES
from prepapp.core.state import CardState


@dataclass(frozen=True, slots=True)
class Schedule:
    """Due dates of the met cards and entry days of the new ones, as of ``today``."""

    today: date
    due: Mapping[str, date]
    """Cards without a planned review have no entry."""
    final: frozenset[str]
    """Cards whose planned review is that of the final pass."""
    entry: Mapping[str, date]
    load: Mapping[date, float]
    """Planned minutes a day, what was reviewed today included."""


def schedule(course: Course, today: date) -> Schedule:
    """Return the due dates and entry days of a course."""
    due, final = due_dates(course, today)
    load = _load(course, due, today)
    if course.plan.sprint:
        passing = [card for card, _, _ in course.standing() if card.id in final]
        days = _by_weight(course, passing, today)
        entry = {card.id: days[card.id] for card in course.unmet}
    else:
        entry = _entries(course, today, load)
    return Schedule(today, due, final, entry, load)


def due_dates(course: Course, today: date) -> tuple[dict[str, date], frozenset[str]]:
    """Return when each met card is due, and which of them then have their final pass."""
    due = {card.id: day for card, _, ladder in course.standing() if (day := due_day(ladder)) is not None}
    final = _sprint(course, due, today) if course.plan.sprint else _final_pass(course, due, today)
    return due, final


def _sprint(course: Course, due: dict[str, date], today: date) -> frozenset[str]:
    """One pass over everything met before the date was set, by weight; retries stay as they are."""
    given, eve = course.plan.given or course.plan.start, course.plan.eve or today
    passing = []
    for card, _, ladder in course.standing():
        if ladder.retry:
            continue
        due.pop(card.id, None)
        if ladder.last < given and today <= eve:
            passing.append(card)
    days = _by_weight(course, passing, today)
    for card in passing:
        # After a flight to the west today may be the very day of the last review.
        due[card.id] = max(days[card.id], course.met[card.id][2].last + timedelta(days=1))
    return frozenset(card.id for card in passing)


def _by_weight(course: Course, passing: Sequence[Card], today: date) -> dict[str, date]:
    """Share the cards of a sprint, new ones among them, evenly over its days, heaviest first."""
    eve = max(course.plan.eve or today, today)
    everything = sorted((*passing, *course.unmet), key=lambda card: (-course.weight(card), card.id))
    span = (eve - today).days + 1
    return {card.id: today + timedelta(days=i * span // len(everything)) for i, card in enumerate(everything)}


def _final_pass(course: Course, due: dict[str, date], today: date) -> frozenset[str]:
    window = course.plan.final_pass
    if window is None or today > window[1]:
        return frozenset()
    opens, eve = window
    waiting: list[tuple[Card, CardState, Ladder]] = []
    for card, state, ladder in course.standing():
        if ladder.held and (ladder.last >= opens or due.get(card.id, eve) < opens):
            continue
        if passed_last(ladder, opens):
            due.pop(card.id, None)
        elif today >= opens or not _rung_before(ladder, due.get(card.id), opens):
            waiting.append((card, state, ladder))
    for card_id, day in _slots(waiting, max(opens, today), eve).items():
        due[card_id] = day
    return frozenset(card.id for card, _, _ in waiting if card.id in due)


def _rung_before(ladder: Ladder, due: date | None, opens: date) -> bool:
    """Whether an ordinary rung is due before the final pass opens; the last one is moved into it."""
    return due is not None and due < opens and ladder.rung < len(ladder.dates) - 1


def _slots(waiting: list[tuple[Card, CardState, Ladder]], opens: date, eve: date) -> dict[str, date]:
    """Spread the final pass over its days: hardest last, the eve at most 20 minutes."""
    hardest = sorted(waiting, key=lambda each: (_recall(each[1], eve), each[0].id))
    days = [opens + timedelta(days=n) for n in range((eve - opens).days + 1)]
    share = sum(review_minutes(card) for card, _, _ in hardest) / len(days)
    slots: dict[str, date] = {}
    loads = dict.fromkeys(days, 0.0)

    def put(card: Card, day: date) -> None:
        slots[card.id] = day
        loads[day] += review_minutes(card)

    rest = []
    for card, _, ladder in hardest:
        if ladder.last < eve and loads[eve] + review_minutes(card) <= min(share, EVE_MINUTES):
            put(card, eve)
        else:
            rest.append((card, ladder))
    for card, ladder in reversed(rest):
        # A finished card waits for its comeback, which an interview overrules.
        wait = ladder.last + timedelta(days=ladder.half) if ladder.done else ladder.wait
        soonest = max(min(wait, eve - timedelta(days=1)), ladder.last + timedelta(days=1))
        open_days = [day for day in days[:-1] if day >= soonest] or [day for day in days if day > ladder.last]
        if open_days:
            fits = (day for day in open_days if loads[day] + review_minutes(card) <= share)
            put(card, next(fits, min(open_days, key=lambda day: (loads[day], day))))
    return slots


def _recall(state: CardState, day: date) -> float:
    return retrievability(state.memory, day) if state.memory else 0.0


def _load(course: Course, due: Mapping[str, date], today: date) -> dict[date, float]:
    load: dict[date, float] = defaultdict(float)
    window = course.plan.final_pass
    for card, _, ladder in course.standing():
        minutes = review_minutes(card)
        if ladder.last == today:
            load[today] += first_minutes(card) if ladder.anchor == today else minutes
        if card.id not in due:
            continue
        first = max(due[card.id], today)
        load[first] += minutes
        for day in _rungs_after(ladder, first):
            if window is None or day < window[0]:
                load[day] += minutes
    if window is not None and today <= window[1]:
        _expect_final_pass(course, load, max(window[0], today), window[1])
    return load


def _expect_final_pass(course: Course, load: dict[date, float], opens: date, eve: date) -> None:
    """Count one review of each card still to enter, or still on its rungs, evenly over the final pass."""
    days = [opens + timedelta(days=n) for n in range((eve - opens).days + 1)]
    planned = sum(load.get(day, 0.0) for day in days)
    cards = [card for card, _, _ in course.standing()] + list(course.unmet)
    expected = sum(review_minutes(card) for card in cards) - planned
    for day in days:
        load[day] += max(0.0, expected) / len(days)


def _rungs_after(ladder: Ladder, day: date) -> Iterable[date]:
    """Walk the rungs beyond the one due on ``day``, each at its date or half a gap on."""
    k = ladder.rung
    for before, rung in zip(ladder.dates[k:], ladder.dates[k + 1 :], strict=False):
        day = max(rung, day + timedelta(days=max(1, ((rung - before).days + 1) // 2)))
        yield day


def _entries(course: Course, today: date, load: dict[date, float]) -> dict[str, date]:
    """Give each new card the day, up to its own, on which it adds least to the crowded days."""
    entry: dict[str, date] = {}
    steps: dict[date, list[date]] = {}
    opens = course.plan.opens(today)
    for card in course.unmet:
        last = max(course.plan.deadline(card.day), opens)
        days = [opens + timedelta(days=n) for n in range((last - opens).days + 1)]
        for day in days:
            if day not in steps:
                steps[day] = _later_rungs(course, day)
        day = min(days, key=lambda day: (_crowd(load, [day, *steps[day]]), day))
        entry[card.id] = day
        load[day] += first_minutes(card)
        for later in steps[day]:
            load[later] += review_minutes(card)
    return entry


def _later_rungs(course: Course, day: date) -> list[date]:
    """Return the rungs after the first of a card that enters on ``day``, those of the final pass apart."""
    window = course.plan.final_pass
    return [each for each in begin(course.plan, day).dates[1:] if window is None or each < window[0]]


def _crowd(load: Mapping[date, float], days: Sequence[date]) -> tuple[float, float]:
    """The most crowded of the days, then their mean: what one more card would add to."""
    loads = [load.get(day, 0.0) for day in days]
    return max(loads), sum(loads) / len(loads)
