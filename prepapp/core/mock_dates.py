"""The days on which a plan asks for a mock interview."""

from datetime import date, timedelta

from prepapp.core.formats import Format
from prepapp.core.plan import Plan

AGAIN_BEFORE, DISCUSSION_BEFORE = 3, 4
"""Days before an interview on which the opening comes back, and on which the discussion is held."""

RUNGS: dict[Format, int] = {"opening": 0, "short": 2, "quickfire": 3, "discussion": -1}
"""Which of a plan's days has each format: of 0, 3, 7, 14 and 21 the days 0, 7, 14 and 21."""


def mock_dates(plan: Plan, interview: Format) -> tuple[date, ...]:
    """Return the days of a format, the earlier first; none where the plan has no room for it."""
    if interview not in RUNGS:
        return ()
    if interview == "discussion":
        day = discussion_date(plan)
        return () if day is None else (day,)
    first = plan.deadline(plan.offsets[min(RUNGS[interview], len(plan.offsets) - 1)])
    if interview == "opening" and plan.interview is not None:
        again = plan.interview - timedelta(days=AGAIN_BEFORE)
        return (first, again) if again > first else (first,)
    return (first,)


def discussion_date(plan: Plan) -> date | None:
    """Return the day of the discussion: the plan's last, or four days before an interview, never the eve."""
    if plan.interview is None or plan.eve is None:
        return plan.deadline(plan.offsets[-1])
    first = max(plan.start, plan.given or plan.start)
    day = max(first, plan.interview - timedelta(days=DISCUSSION_BEFORE))
    return day if day < plan.eve else None
