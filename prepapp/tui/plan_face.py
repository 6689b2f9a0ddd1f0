"""What the plan says, as text: days with their minutes as bars, and a change before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from textual.content import Content

from prepapp.core.forecast import DayAhead
from prepapp.core.plan import Plan
from prepapp.session.agenda import Agenda
from prepapp.session.planning import Change, Outlook
from prepapp.session.today import Task
from prepapp.tui.columns import bar, cell, stacked
from prepapp.tui.face import inline
from prepapp.tui.words import count, days_until, minutes, short_date

DATE, NOTE, NUMBER, CARDS = 12, 11, 4, 18
"""Widths of the columns beside the bar."""

BAR = 44
"""The longest bar, on a screen that has the room."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the agenda: a day, a checkpoint under it, or the interview."""

    date: date
    day: DayAhead | None = None
    task: Task | None = None


def lines(agenda: Agenda) -> list[Line]:
    """Return the rows of an agenda in their order."""
    rows = []
    for day in agenda.days:
        rows.append(Line(day.date, day=day))
        rows += [Line(day.date, task=task) for task in agenda.tasks_of(day.date)]
    return rows + ([Line(agenda.plan.interview)] if agenda.plan.interview else [])


def title(agenda: Agenda) -> tuple[Content, str]:
    """Return the two ends of the title bar."""
    left = Content.assemble(("Plan", "bold $accent"), f"  {agenda.deck.title}")
    until = days_until(agenda.plan.interview, agenda.today)
    parts = [until, f"{agenda.plan.minutes} min a day", agenda.profile]
    return left, " · ".join(part for part in parts if part)


def line(row: Line, agenda: Agenda, width: int) -> Content:
    """Return one row of the agenda."""
    if row.task is not None:
        return _task(row.task, agenda.today, width)
    if row.day is None:
        left = (row.date - agenda.today).days
        words = "today" if left == 0 else f"in {count(left, 'day')}"
        head = Content.assemble(cell(short_date(row.date), DATE), cell("interview", NOTE, "bold $accent"))
        return Content.assemble(head, " " * (NUMBER + 1), (words, "$muted"))
    return _day(row.day, agenda, width)


def foot(agenda: Agenda, width: int) -> Content:
    """Return what the days add up to."""
    words = f"{count(len(agenda.days), 'day')}: {totals(agenda.outlook)}"
    if agenda.overfull:
        over = f"{count(agenda.overfull, 'day')} above your {agenda.plan.minutes}: the rest is carried"
        return stacked([cell(words, width, "$muted"), cell(over, width, "$muted")])
    return cell(words, width, "$muted")


def totals(found: Outlook) -> str:
    """Return the sum, the mean and the heaviest of some days."""
    heaviest = f"heaviest {short_date(found.heaviest.date)} with {round(found.heaviest.minutes)}"
    if not found.minutes:
        return "nothing is planned"
    return f"{minutes(found.minutes)}, {round(found.mean)} a day, {heaviest}"


def agreed(change: Change, found: Outlook) -> str:
    """Return in one line what a plan asks for."""
    last = change.days_after[-1].date
    until = f"to {short_date(change.after.interview)}" if change.after.interview else f"by {short_date(last)}"
    heaviest = f"heaviest {short_date(found.heaviest.date)} with {round(found.heaviest.minutes)}"
    return f"{count(found.cards, 'card')} {until}, about {minutes(found.mean)} a day, {heaviest}"


def changed(change: Change) -> Content:
    """Return what a change is about, before and after."""
    pairs = [
        ("interview", _interview(change.before), _interview(change.after)),
        ("minutes a day", str(change.before.minutes), str(change.after.minutes)),
        ("profile", _profile(change, change.before), _profile(change, change.after)),
    ]
    rows = [
        Content.assemble(cell(name, 15, "$muted"), before, ("  →  ", "$accent"), (after, "bold"))
        for name, before, after in pairs
        if before != after
    ]
    return stacked(rows or [Content.styled("Nothing changes.", "bold")])


def change_header(width: int) -> Content:
    """Return the names of the columns of a change."""
    half = _half(width)
    head = Content.assemble(cell("", DATE), cell("before", half + NUMBER + 3), "after")
    return head.stylize("$muted")


def change_dates(change: Change) -> list[date]:
    """Return the days on either side of a change."""
    ends = {plan.interview for plan in (change.before, change.after) if plan.interview}
    return sorted({day.date for day in (*change.days_before, *change.days_after)} | ends)


def change_line(change: Change, day: date, width: int) -> Content:
    """Return one day before and after."""
    half = _half(width)
    before, after = _by_date(change.days_before), _by_date(change.days_after)
    most = max((each.minutes for each in (*before.values(), *after.values())), default=0.0)
    was = _side(before.get(day), change.before, day, most, half, "$muted")
    will = _side(after.get(day), change.after, day, most, half, "$accent")
    return Content.assemble(cell(short_date(day), DATE), was, "   ", will)


def _day(day: DayAhead, agenda: Agenda, width: int) -> Content:
    today = day.date == agenda.today
    eve = day.date == agenda.plan.eve
    note = " ".join(word for word, said in (("today,", today and eve), ("eve", eve)) if said)
    note = note or ("today" if today else "")
    room = min(BAR, max(6, width - DATE - NOTE - NUMBER - CARDS - 3))
    cards = count(len(day.cards), "card") + (f", {day.new} new" if day.new else "") if day.cards else "free"
    return Content.assemble(
        cell(short_date(day.date), DATE, "bold" if today else ""),
        cell(note, NOTE, "bold $accent"),
        cell(str(round(day.minutes)) if day.cards else "–", NUMBER, right=True),
        " ",
        cell(bar(day.minutes, agenda.outlook.heaviest.minutes, room), room, "$accent" if today else "$bar"),
        "  ",
        cell(cards, CARDS, "" if day.cards else "$muted"),
    )


def _task(task: Task, today: date, width: int) -> Content:
    mark = ("✓", "$accent") if task.done else ("○", "$muted")
    when = "ticked" if task.ticked else "its cards are passed" if task.done else ""
    if not task.done and task.date < today:
        when = f"since {short_date(task.date)}"
    if not when and task.checkpoint.mock:
        when = "a mock"
    width = min(width, DATE + NOTE + NUMBER + BAR + CARDS + 3)
    room = width - DATE - 2 - (len(when) + 2 if when else 0)
    text = cell(inline(task.checkpoint.text), room)
    return Content.assemble(" " * DATE, mark, " ", text, (f"  {when}" if when else "", "$muted"))


def _side(day: DayAhead | None, plan: Plan, date: date, most: float, width: int, style: str) -> Content:
    if date == plan.interview:
        return cell("interview", width + NUMBER, "bold $accent")
    if day is None:
        return cell("", width + NUMBER)
    number, amount = str(round(day.minutes)) if day.cards else "–", day.minutes
    return Content.assemble(
        cell(number, NUMBER - 1, right=True), " ", cell(bar(amount, most, width), width, style)
    )


def _half(width: int) -> int:
    return min(BAR, max(8, (width - DATE - 2 * NUMBER - 3) // 2))


def _by_date(days: Sequence[DayAhead]) -> Mapping[date, DayAhead]:
    return {day.date: day for day in days}


def _interview(plan: Plan) -> str:
    return short_date(plan.interview) if plan.interview else "none"


def _profile(change: Change, plan: Plan) -> str:
    named = (each.title for each in change.deck.profiles if each.id == plan.profile)
    return next(named, "general")
