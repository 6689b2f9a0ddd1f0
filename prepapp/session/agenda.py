"""The plan as an agenda: the days ahead, with the checkpoints that fall on them."""

from dataclasses import dataclass
from datetime import date

from prepapp.core.card import Deck
from prepapp.core.forecast import DayAhead
from prepapp.core.plan import Plan
from prepapp.session.desk import Desk
from prepapp.session.planning import Outlook, current, days_ahead, outlook
from prepapp.session.today import Task, checkpoints


@dataclass(frozen=True, slots=True)
class Agenda:
    """One deck's days ahead."""

    deck: Deck
    plan: Plan
    today: date
    days: tuple[DayAhead, ...]
    tasks: tuple[Task, ...]
    """Checkpoints of the days shown, and those of earlier days that are still open."""
    outlook: Outlook

    @property
    def profile(self) -> str:
        """Title of the profile; empty without one."""
        return next((each.title for each in self.deck.profiles if each.id == self.plan.profile), "")

    @property
    def overfull(self) -> int:
        """Days that ask for more than the minutes that the candidate gives."""
        return sum(round(day.minutes) > self.plan.minutes for day in self.days)

    def tasks_of(self, day: date) -> list[Task]:
        """Return the checkpoints listed under a day; open ones of the past stand under today."""
        return [task for task in self.tasks if max(task.date, self.today) == day]


def agenda(desk: Desk, deck_id: str, today: date) -> Agenda:
    """Return the days ahead of a deck."""
    plan, days = current(desk, deck_id, today), days_ahead(desk, deck_id, today)
    tasks = checkpoints(desk.course(deck_id, today), desk.study)
    shown = [task for task in tasks if task.date >= today or not task.done]
    return Agenda(desk.deck(deck_id), plan, today, days, tuple(shown), outlook(days))
