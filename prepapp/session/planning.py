"""The plan of a deck: shown, started, changed; a change is seen before it is accepted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from prepapp.core.card import Deck
from prepapp.core.course import plan_in_force
from prepapp.core.event import Event
from prepapp.core.forecast import DayAhead, forecast
from prepapp.core.plan import Plan
from prepapp.errors import PrepError
from prepapp.session.desk import Desk
from prepapp.session.grading import plan_draft

AHEAD = 22
"""Days shown where no interview ends the plan sooner or later: three weeks and today."""

FARTHEST = 366
"""Days that an interview may lie ahead."""

SOON = 14
"""Days ahead of the interview that serves as an example."""

LEAST, MOST = 5, 480
"""Minutes that a day may be given."""

GENERAL = "general"
"""Names the plan without a profile, where a deck has none of this id."""


@dataclass(frozen=True, slots=True)
class Change:
    """A plan before and after, day by day, not yet agreed to."""

    deck: Deck
    before: Plan
    after: Plan
    days_before: tuple[DayAhead, ...]
    days_after: tuple[DayAhead, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a row of days adds up to."""

    cards: int
    """Different cards."""
    minutes: float
    mean: float
    """Minutes a day."""
    heaviest: DayAhead


def interview_date(text: str, today: date) -> date | None:
    """Return the date that a candidate typed: ``2026-12-08``, days from today as ``14``, or ``none``."""
    text = text.strip().lower()
    if text in {"", "none"}:
        return None
    try:
        interview = today + timedelta(days=int(text)) if text.isdigit() else date.fromisoformat(text)
    except (ValueError, OverflowError):
        hint = f"a date as {soon(today)}, days from today as {SOON}, or none"
        raise PrepError(f"{text!r} is not a date", "", hint) from None
    _check_interview(interview, today)
    return interview


def soon(today: date) -> date:
    """Return a date that can serve as an example of an interview."""
    return today + timedelta(days=SOON)


def read_minutes(text: str) -> int:
    """Return the minutes a day that a candidate typed."""
    if not text.strip().isdigit() or not LEAST <= int(text) <= MOST:
        raise PrepError(f"{text.strip()!r} is not a number of minutes", "", f"from {LEAST} to {MOST}, as 30")
    return int(text)


def next_profile(deck: Deck, profile: str | None) -> str:
    """Return the profile after the one in force; the general one after the last."""
    known = [GENERAL, *(each.id for each in deck.profiles)]
    return known[(known.index(profile or GENERAL) + 1) % len(known)]


def outlook(days: Sequence[DayAhead]) -> Outlook:
    """Return the sum of at least one day."""
    minutes = sum(day.minutes for day in days)
    cards = {card for day in days for card in day.cards}
    return Outlook(len(cards), minutes, minutes / len(days), max(days, key=lambda day: day.minutes))


def current(desk: Desk, deck_id: str, today: date) -> Plan:
    """Return the plan in force, or the one that the first grade would start."""
    state = desk.study.decks.get(deck_id)
    plan = plan_in_force(desk.deck(deck_id), desk.study, today)
    if state is None or state.plan is None:
        return replace(plan, minutes=desk.settings.minutes)
    return plan


def days_ahead(desk: Desk, deck_id: str, today: date, plan: Plan | None = None) -> tuple[DayAhead, ...]:
    """Return the days of a plan from today: to the eve, or three weeks."""
    plan = plan or current(desk, deck_id, today)
    span = (plan.interview - today).days if plan.interview else AHEAD
    return tuple(forecast(desk.deck(deck_id), desk.study, today, max(1, span), plan))


def change(
    desk: Desk,
    deck_id: str,
    today: date,
    *,
    start: date | None = None,
    interview: date | str | None = "keep",
    minutes: int | None = None,
    profile: str | None = None,
) -> Change:
    """Return what another plan would do; ``interview`` is a date, None, or ``"keep"``."""
    deck = desk.deck(deck_id)
    before = current(desk, deck_id, today)
    after = before
    if start is not None:
        if abs((start - today).days) > FARTHEST:
            raise PrepError("the plan must start within a year of today", f"--start {start}", f"as {today}")
        after = replace(after, start=start)
    if not isinstance(interview, str) and interview != before.interview:
        after = replace(after, interview=interview, given=today if interview else None)
    if minutes is not None:
        after = replace(after, minutes=minutes)
    if profile is not None:
        known = [each.id for each in deck.profiles]
        after = replace(after, profile=None if profile == GENERAL and GENERAL not in known else profile)
    _check(deck, after, today)
    shown_before = days_ahead(desk, deck_id, today, before)
    return Change(deck, before, after, shown_before, days_ahead(desk, deck_id, today, after))


def accept(desk: Desk, agreed: Change, now: datetime) -> Event:
    """Write the new plan as one event."""
    return desk.record([plan_draft(agreed.after)], now)[0]


def _check_interview(interview: date, today: date) -> None:
    if not 0 < (interview - today).days <= FARTHEST:
        hint = f"a date from tomorrow to a year ahead, as {soon(today)}"
        raise PrepError("the interview must lie ahead", f"--interview {interview}", hint)


def _check(deck: Deck, plan: Plan, today: date) -> None:
    if plan.interview is not None:
        _check_interview(plan.interview, today)
    if not LEAST <= plan.minutes <= MOST:
        raise PrepError(f"minutes must be from {LEAST} to {MOST}", f"--minutes {plan.minutes}")
    known = [profile.id for profile in deck.profiles]
    if plan.profile is not None and plan.profile not in known:
        hint = f"there are {', '.join(known)}" if known else "this deck has none"
        raise PrepError(f"there is no profile {plan.profile!r}", f"deck {deck.id}", hint)
