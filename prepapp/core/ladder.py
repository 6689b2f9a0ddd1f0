"""The ladder of one card: which rung it stands on, and when it is due.

Rung k stands at the anchor (the day of the first graded review) + offset k. Before an interview the
remaining rungs are squeezed towards the eve; the rules of each event are in DESIGN's table.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from prepapp.core.event import Grade
from prepapp.core.plan import Plan, squeeze

COMEBACK_DAYS = 14
"""The soonest that a finished card comes back, when its retrievability has fallen to 0.9."""

LONG_GAP = 4
"""Gaps up to this many days open one day early, longer ones two."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """Where a card stands after its graded reviews."""

    anchor: date
    """Day 0: study day of the first graded review."""
    offsets: tuple[int, ...]
    """Of the plan, in days."""
    dates: tuple[date, ...]
    """The day on which each rung stands; fewer than the offsets where an interview cuts the ladder."""
    eve: date | None
    """The eve that the dates were squeezed to."""
    passed: int = -1
    """The last rung that is done; -1 before the first."""
    wait: date = date.min
    """No review before this day; of a finished card, the day on which it comes back."""
    held: bool = False
    """Due on ``wait`` itself, after Again or Hard."""
    retry: bool = False
    """Held by an Again."""
    fails: int = 0
    """Graded Agains in a row."""
    last: date = date.min
    """Day of the last review that counted."""

    @property
    def rung(self) -> int:
        """The rung that the next review is for; the last one again, once it is done."""
        return min(self.passed + 1, len(self.dates) - 1)

    @property
    def done(self) -> bool:
        """Whether the last rung has been passed."""
        return self.passed >= len(self.dates) - 1

    @property
    def half(self) -> int:
        """Half the gap from this rung to the next, rounded up; at the last rung, of the gap before it."""
        k = self.rung
        low, high = (k, k + 1) if k + 1 < len(self.dates) else (k - 1, k)
        if low < 0:
            return 1
        return max(1, ((self.dates[high] - self.dates[low]).days + 1) // 2)

    @property
    def window(self) -> int:
        """Days before the due date from which a pass counts as on time."""
        k = self.rung
        gap = (self.dates[k] - self.dates[k - 1]).days if k else 0
        return 1 if gap <= LONG_GAP else 2


def begin(plan: Plan, day: date) -> Ladder:
    """Return the ladder of a card whose first graded review is on ``day``."""
    plan = plan.in_force(day)
    dates = _dates(plan, day, 0)
    return Ladder(day, plan.offsets, dates, plan.eve, wait=day, held=True)


def aligned(ladder: Ladder, plan: Plan) -> Ladder:
    """Return the ladder with its remaining rungs laid out for the interview that ``plan`` now has."""
    if plan.eve == ladder.eve:
        return ladder
    kept = max(ladder.passed, 0)
    dates = ladder.dates[:kept] + _dates(plan, ladder.dates[kept], kept, ladder.offsets)
    return replace(ladder, dates=dates, eve=plan.eve)


def graded(ladder: Ladder, grade: Grade, day: date, plan: Plan, faded: date) -> Ladder:
    """Return the ladder after a review graded on ``day`` under ``plan``.

    ``faded`` is the day on which the memory, this review included, falls to 0.9.
    """
    plan = plan.in_force(day)
    ladder = aligned(ladder, plan)
    day = max(day, ladder.last)
    first = ladder.last == date.min
    due = due_day(ladder)
    on_time = due is None or day >= due - timedelta(ladder.window) or _in_last_pass(ladder, plan, day)
    counts = first or (day > ladder.last and on_time)
    if grade is Grade.AGAIN:
        return _failed(ladder, day, counts)
    if first or day > ladder.last:
        if grade is Grade.HARD:
            return _hard(ladder, day, due, counts)
        if counts:
            return _passed(ladder, day, not first and due is not None and day > due, faded)
    return ladder


def retried(ladder: Ladder, day: date, plan: Plan) -> Ladder:
    """Return the ladder with a graded retry tomorrow, as for a miss of an interview; the rung stays."""
    ladder = aligned(ladder, plan.in_force(day))
    return _failed(ladder, max(day, ladder.last), counts=False)


def due_day(ladder: Ladder) -> date | None:
    """Return the exact due date by the rungs alone, clamped to the eve; None when nothing is planned."""
    if ladder.held:
        due = ladder.wait
    elif ladder.done:
        if ladder.eve is not None:
            return None
        due = ladder.wait
    else:
        due = max(ladder.dates[ladder.rung], ladder.wait)
    if ladder.eve is not None and due > ladder.eve:
        return ladder.eve if ladder.eve > ladder.last else None
    return due


def _in_last_pass(ladder: Ladder, plan: Plan, day: date) -> bool:
    """Whether the one planned review of the final pass, or of a sprint, is still to come on ``day``."""
    if plan.sprint:
        return ladder.last < (plan.given or plan.start)
    window = plan.final_pass
    return window is not None and window[0] <= day <= window[1] and not passed_last(ladder, window[0])


def passed_last(ladder: Ladder, opens: date) -> bool:
    """Whether a met card has had its review of the final pass that opens on ``opens``."""
    return ladder.last >= opens and ladder.anchor < ladder.last


def _passed(ladder: Ladder, day: date, late: bool, faded: date) -> Ladder:
    passed, last_rung = ladder.rung, len(ladder.dates) - 1
    if late:
        while passed + 1 < last_rung and ladder.dates[passed + 1] <= day:
            passed += 1
    wait = day + timedelta(days=ladder.half)
    if passed == len(ladder.offsets) - 1:
        wait = max(faded, day + timedelta(days=COMEBACK_DAYS))
    return replace(ladder, passed=passed, wait=wait, held=False, retry=False, fails=0, last=day)


def _hard(ladder: Ladder, day: date, due: date | None, counts: bool) -> Ladder:
    wait = day + timedelta(days=ladder.half)
    if not counts and due is not None:
        # Told "hard" before its time, a card may come sooner but is never put off.
        wait = min(wait, due)
    return replace(ladder, wait=wait, held=True, retry=False, fails=0, last=day)


def _failed(ladder: Ladder, day: date, counts: bool) -> Ladder:
    ladder = replace(ladder, wait=day + timedelta(days=1), held=True, retry=True, last=day)
    if not counts:
        return ladder
    if ladder.fails + 1 < 2:
        return replace(ladder, fails=ladder.fails + 1)
    return replace(ladder, fails=0, passed=max(ladder.rung - 2, -1))


def _dates(plan: Plan, base: date, first: int, offsets: tuple[int, ...] | None = None) -> tuple[date, ...]:
    offsets = offsets or plan.offsets
    steps = [offset - offsets[first] for offset in offsets[first:]]
    if plan.eve is not None:
        steps = list(squeeze(steps, (plan.eve - base).days))
    return tuple(base + timedelta(days=step) for step in steps)
