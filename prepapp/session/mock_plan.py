"""Which mock interviews the plan asks for today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from prepapp.core.card import Script
from prepapp.core.course import Course
from prepapp.core.formats import FORMATS, Format
from prepapp.core.mock_dates import mock_dates
from prepapp.core.state import Study


@dataclass(frozen=True, slots=True)
class Offer:
    """A mock whose day has come, and which was not held since."""

    format: Format
    deck: str
    date: date
    minutes: int
    again: bool
    """Whether it was held before: the opening comes back."""


def offers(course: Course, study: Study, today: date) -> tuple[Offer, ...]:
    """Return the mocks that a deck offers today, the earliest first; the eve and the interview stay free."""
    plan = course.plan
    if plan.interview is not None and today in (plan.eve, plan.interview):
        return ()
    return tuple(sorted(_due(course, study, today), key=lambda offer: offer.date))


def _due(course: Course, study: Study, today: date) -> Iterator[Offer]:
    for each in FORMATS:
        script = course.deck.script(each)
        past = [day for day in mock_dates(course.plan, each) if day <= today]
        held = held_days(course, study, each)
        if script is not None and past and not any(day >= past[-1] for day in held):
            yield Offer(each, course.deck.id, past[-1], minutes_of(script), bool(held))


def held_days(course: Course, study: Study, interview: str) -> list[date]:
    """Return the days, from the start of the plan on, on which a mock of a format was held to its end."""
    state = study.decks.get(course.deck.id)
    return [day for day in (state.mocks.get(interview, ()) if state else ()) if day >= course.plan.start]


def minutes_of(script: Script) -> int:
    """Return about how many minutes a script takes."""
    if script.minutes is not None:
        return script.minutes
    everyone = [each.target_s for each in script.questions if not each.profiles and each.length is None]
    return max(1, round(sum(everyone) / 60))
