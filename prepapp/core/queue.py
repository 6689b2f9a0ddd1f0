"""Today's order: what is due, what enters, what is taken forward, and what will not fit."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from prepapp.core.card import Card
from prepapp.core.course import Course
from prepapp.core.effort import first_minutes, review_minutes
from prepapp.core.memory import retrievability
from prepapp.core.plan import EVE_MINUTES
from prepapp.core.schedule import Schedule

Reason = Literal["new", "due", "late", "retry", "final", "ahead"]


@dataclass(frozen=True, slots=True)
class Item:
    """One card of today's queue."""

    card: Card
    reason: Reason
    due: date
    rung: int
    """Plan day of the rung that the review is for: 0, 3, 7, 14, 21."""
    minutes: float
    urgency: float
    """Weight x (1 - retrievability); of a new card, its weight."""
    carried: bool = False
    """Due, but beyond the day's minutes."""

    def marked(self, carried: bool) -> "Item":
        """Return the item as carried or not; `replace` takes five times as long, and a backlog is long."""
        return Item(self.card, self.reason, self.due, self.rung, self.minutes, self.urgency, carried)


def queue(course: Course, plan: Schedule) -> list[Item]:
    """Return what one deck asks for today, most urgent first; nothing is left out."""
    today = plan.today
    items = [_item(course, card_id, plan) for card_id, day in plan.due.items() if day <= today]
    behind = any(item.reason == "late" for item in items)
    for card in course.unmet:
        entry = plan.entry[card.id]
        if entry <= today and not (behind and course.plan.deadline(card.day) > today):
            weight = course.weight(card)
            items.append(Item(card, "new", entry, course.plan.offsets[0], first_minutes(card), weight))
    items += _ahead(course, plan, items)
    return order(items, course.plan.sprint, eve=today == course.plan.eve)


def order(items: Iterable[Item], sprint: bool = False, eve: bool = False) -> list[Item]:
    """Sort by kind, then urgency, then id, so that the order is total.

    On the eve a retry is practice, so the final pass, which is not, goes first.
    """
    ranks: dict[Reason, int] = {"retry": 0, "final": 1, "late": 2, "due": 2, "new": 3, "ahead": 4}
    if sprint:
        ranks["new"] = ranks["final"]
    if eve:
        ranks["retry"] = 2
    return sorted(items, key=lambda item: (ranks[item.reason], -item.urgency, item.card.id))


def fit(items: Sequence[Item], minutes: float, eve: bool = False) -> list[Item]:
    """Mark what the day's minutes do not hold; the first item always fits."""
    budget = min(minutes, EVE_MINUTES) if eve else minutes
    spent, fitted = 0.0, []
    for item in items:
        carried = spent > 0 and spent + item.minutes > budget
        spent += 0 if carried else item.minutes
        fitted.append(item if item.carried == carried else item.marked(carried))
    return fitted


def mix(items: Sequence[Item]) -> list[Item]:
    """Order a session: no two neighbours share a skill, confusable cards side by side on purpose."""
    groups = _confusable(items)
    mixed: list[Item] = []
    while groups:
        way = _next(groups, mixed[-1].card.skill if mixed else None)
        groups = [group for group in groups if way[0] not in group]
        mixed += way
    return mixed


def _next(groups: Sequence[list[Item]], last: str | None) -> list[Item]:
    """Return the most urgent group that may follow ``last``, turned round where that keeps skills apart."""
    ends = Counter(skill for group in groups for skill in _ends(group))
    ways = [way for group in groups for way in ([group, group[::-1]] if len(group) > 1 else [group])]
    free = [way for way in ways if way[0].card.skill != last] or ways

    def leads_on(way: list[Item]) -> bool:
        # Each junction still to come takes one end of a skill, and the last end is free.
        left = ends.copy()
        left[way[0].card.skill] -= 1
        return max(left.values()) <= len(groups)

    return next(filter(leads_on, free), None) or max(free, key=lambda way: ends[way[0].card.skill])


def _ends(group: Sequence[Item]) -> tuple[str, str]:
    return group[0].card.skill, group[-1].card.skill


def _confusable(items: Sequence[Item]) -> list[list[Item]]:
    """Group the cards that are confused with one another, each group and all of them in the given order."""
    groups: list[list[Item]] = []
    for item in items:
        mine = [group for group in groups if any(_confused(item.card, each.card) for each in group)]
        if mine:
            mine[0].extend(each for group in mine[1:] for each in group)
            mine[0].append(item)
            groups = [group for group in groups if group not in mine[1:]]
        else:
            groups.append([item])
    return groups


def _confused(one: Card, other: Card) -> bool:
    return one.pair == other.id or other.pair == one.id


def _item(course: Course, card_id: str, plan: Schedule) -> Item:
    card, state, ladder = course.met[card_id]
    due = plan.due[card_id]
    recall = retrievability(state.memory, plan.today) if state.memory else 0.0
    reason: Reason
    if ladder.retry:
        reason = "retry"
    elif card_id in plan.final:
        reason = "final"
    else:
        reason = "late" if due < plan.today else "due" if due == plan.today else "ahead"
    rung = ladder.offsets[ladder.rung]
    return Item(card, reason, due, rung, review_minutes(card), course.weight(card) * (1 - recall))


def _ahead(course: Course, plan: Schedule, items: Sequence[Item]) -> list[Item]:
    """Take forward cards whose window is open, from the heaviest day ahead while it stays the heavier."""
    today = plan.today
    load = dict(plan.load)
    for card, _, ladder in course.standing():
        # What failed today made another day heavier; it is no reason to do more today.
        if ladder.held and ladder.last == today and card.id in plan.due:
            load[plan.due[card.id]] -= review_minutes(card)
    spent = load.get(today, 0.0)
    open_cards = [
        (card_id, due)
        for card_id, due in plan.due.items()
        if due > today and _window_open(course, card_id, plan)
    ]
    taken: list[Item] = []
    while open_cards:
        heaviest = max(open_cards, key=lambda each: (load.get(each[1], 0.0), each[1], each[0]))
        minutes = review_minutes(course.met[heaviest[0]][0])
        if load.get(heaviest[1], 0.0) <= spent + minutes:
            break
        open_cards.remove(heaviest)
        load[heaviest[1]] -= minutes
        spent += minutes
        taken.append(_item(course, heaviest[0], plan))
    return taken


def _window_open(course: Course, card_id: str, plan: Schedule) -> bool:
    ladder = course.met[card_id][2]
    if card_id in plan.final or ladder.held or ladder.done or ladder.last >= plan.today:
        return False
    return plan.today >= plan.due[card_id] - timedelta(days=ladder.window)
