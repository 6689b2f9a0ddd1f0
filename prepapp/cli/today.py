"""What is due today."""

from argparse import Namespace
from collections.abc import Iterable, Iterator

from prepapp.cli.context import Context
from prepapp.cli.text import count, day_cell, day_name, in_days, long_day, minutes, one_line, table, wrap
from prepapp.core.queue import Item
from prepapp.session.mock_plan import Offer
from prepapp.session.today import Task, Today, today


def show_today(context: Context, args: Namespace) -> int:
    """Print today's queue and the checkpoints."""
    now = context.clock()
    with context.desk(now) as desk:
        day = today(desk, now, args.deck)
        return context.answer(_document(day), _lines(day))


def _document(day: Today) -> dict[str, object]:
    return {
        "study_day": day.study_day,
        "interview": day.interview,
        "days_left": day.days_left,
        "plan_day": day.plan_day,
        "started": day.started,
        "minutes": round(day.minutes, 1),
        "budget": day.budget,
        "tomorrow": round(day.tomorrow, 1),
        "carried": day.carried,
        "late": day.late,
        "met": day.met,
        "cards": day.total,
        "due": [_due(item) for item in day.items],
        "checkpoints": [_checkpoint(task) for task in day.checkpoints],
        "mocks": [_offer(each) for each in day.mocks],
    }


def _due(item: Item) -> dict[str, object]:
    card = item.card
    return {
        "card": card.id,
        "deck": card.deck,
        "title": card.title,
        "skill": card.skill,
        "day": card.day,
        "rung": item.rung,
        "due": item.due,
        "reason": item.reason,
        "carried": item.carried,
        "minutes": round(item.minutes, 2),
    }


def _checkpoint(task: Task) -> dict[str, object]:
    each = task.checkpoint
    return {
        "id": each.id,
        "deck": task.deck,
        "day": each.day,
        "date": task.date,
        "text": each.text,
        "done": task.done,
    }


def _offer(each: Offer) -> dict[str, object]:
    return {
        "format": each.format,
        "deck": each.deck,
        "date": each.date,
        "minutes": each.minutes,
        "again": each.again,
    }


def _lines(day: Today) -> Iterator[str]:
    yield from wrap(_head(day))
    yield _load(day)
    carried = [item for item in day.items if item.carried]
    yield from _queue("", day.asked)
    yield from _queue("Carried over, beyond today's minutes", carried)
    yield from _checkpoints(day)
    yield from _mocks(day)
    yield ""
    yield _foot(day)


def _head(day: Today) -> str:
    parts = [
        " + ".join(deck.title for deck in day.decks),
        day_name(day.study_day),
        f"Day {day.plan_day}",
    ]
    if day.days_left is not None and day.interview is not None:
        parts.append(f"interview {in_days(day.days_left)}, {long_day(day.interview)}")
    return " · ".join(parts)


def _load(day: Today) -> str:
    if not day.items:
        return f"Nothing is due; tomorrow {minutes(day.tomorrow)}."
    parts = [f"{minutes(day.minutes)} of {day.budget}", f"{count(len(day.items), 'card')} due"]
    if day.carried:
        parts.append(f"{day.carried} of them carried over")
    return " · ".join(parts)


def _queue(title: str, items: Iterable[Item]) -> Iterator[str]:
    rows = [
        (item.card.id, item.reason, f"Day {item.rung}", item.card.skill, one_line(item.card.title))
        for item in items
    ]
    if rows:
        yield ""
        if title:
            yield title
        yield from table(rows)


def _checkpoints(day: Today) -> Iterator[str]:
    """The tasks of the plan day at hand, and those before it that are still open."""
    tasks = [task for task in day.checkpoints if task.date <= day.study_day and not task.done]
    following = [task for task in day.checkpoints if task.date > day.study_day and not task.done]
    tasks += [task for task in following if task.date == following[0].date]
    if tasks:
        yield ""
        yield "Checkpoints"
        yield from table([(day_cell(task.date), task.checkpoint.id, task.checkpoint.text) for task in tasks])


def _mocks(day: Today) -> Iterator[str]:
    rows = [
        (f"{each.format}{', again' if each.again else ''}", f"{each.minutes} min", _command(day, each))
        for each in day.mocks
    ]
    if rows:
        yield ""
        yield "Mock interviews"
        yield from table(rows)


def _command(day: Today, each: Offer) -> str:
    deck = f" --deck {each.deck}" if len(day.decks) > 1 else ""
    return f"prepapp mock --format {each.format}{deck}"


def _foot(day: Today) -> str:
    if not day.started:
        return f"{count(day.total, 'card')}; the first grade starts the plan."
    late = "nothing is late" if not day.late else f"{day.late} late"
    return f"{day.met} of {day.total} cards met · {late} · tomorrow {minutes(day.tomorrow)}"
