"""The plan of a deck, shown, started or changed."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from datetime import date

from prepapp.cli.context import Context
from prepapp.cli.text import count, day_cell, day_name, in_days, long_day, minutes, table, wrap
from prepapp.core.card import Deck
from prepapp.core.forecast import DayAhead
from prepapp.core.plan import Plan
from prepapp.errors import PrepError
from prepapp.session.desk import Desk
from prepapp.session.planning import Change, accept, change, interview_date, outlook


def show_plan(context: Context, args: Namespace) -> int:
    """Print the plan; with a change, what it changes, and agree to it unless it is a preview."""
    now = context.clock()
    with context.desk(now) as desk:
        asked = _asks_change(args)
        deck = _deck(desk, args.deck, asked)
        today = desk.day(now)
        wanted = change(
            desk,
            deck.id,
            today,
            start=args.start,
            interview="keep" if args.interview is None else interview_date(args.interview, today),
            minutes=args.minutes,
            profile=args.profile,
        )
        event = (
            accept(desk, wanted, now).id if asked and not args.preview and _is_news(desk, wanted) else None
        )
        document = _document(wanted, asked, event)
        return context.answer(document, _lines(wanted, today, asked, args.preview))


def _asks_change(args: Namespace) -> bool:
    named = (args.start, args.interview, args.minutes, args.profile)
    return any(each is not None for each in named)


def _deck(desk: Desk, deck_id: str | None, asked: bool) -> Deck:
    """Return the deck that is meant; a change must not guess among several."""
    decks = desk.decks(deck_id)
    if asked and len(decks) > 1:
        names = " or ".join(f"--deck {deck.id}" for deck in decks)
        raise PrepError("you study more than one deck: which one?", "plan", f"say {names}")
    return decks[0]


def _is_news(desk: Desk, wanted: Change) -> bool:
    state = desk.study.decks.get(wanted.deck.id)
    return state is None or state.plan is None or wanted.after != wanted.before


def _document(wanted: Change, asked: bool, event: str | None) -> dict[str, object]:
    return {
        **_plan(wanted.after, wanted.days_after),
        "deck": wanted.deck.id,
        "event": event,
        "before": _plan(wanted.before, wanted.days_before) if asked else None,
    }


def _plan(plan: Plan, days: Sequence[DayAhead]) -> dict[str, object]:
    return {
        "start": plan.start,
        "interview": plan.interview,
        "minutes": plan.minutes,
        "profile": plan.profile,
        "days": [
            {
                "date": day.date,
                "cards": list(day.cards),
                "new": day.new,
                "checkpoints": [each.id for each in day.checkpoints],
                "minutes": round(day.minutes, 1),
            }
            for day in days
        ],
    }


def _lines(wanted: Change, today: date, asked: bool, preview: bool) -> Iterator[str]:
    yield from wrap(f"{wanted.deck.title} · {_words(wanted.after, today)}")
    if asked:
        yield from wrap(f"{'Now' if preview else 'Before'}: {_words(wanted.before, today)}", "  ", "")
    yield ""
    if asked:
        yield from _compared(wanted)
    else:
        yield from _days(wanted.days_after)
    yield ""
    yield _sum(wanted.days_after)
    if preview:
        yield "Nothing is changed yet: say it again without --preview."


def _words(plan: Plan, today: date) -> str:
    parts = [f"{'from' if plan.start >= today else 'since'} {long_day(plan.start)}"]
    if plan.interview:
        parts.append(f"interview {long_day(plan.interview)}, {in_days((plan.interview - today).days)}")
    else:
        parts.append("no interview")
    parts.append(f"{minutes(plan.minutes)} a day")
    parts += [plan.profile] if plan.profile else []
    return " · ".join(parts)


def _days(days: Sequence[DayAhead]) -> list[str]:
    rows: list[tuple[object, ...]] = [("day", "minutes", "cards", "new", "checkpoints")]
    rows += [
        (day_cell(day.date), round(day.minutes), len(day.cards), day.new or "", _tasks(day)) for day in days
    ]
    return table(rows, right={1, 2, 3})


def _compared(wanted: Change) -> list[str]:
    before = {day.date: day for day in wanted.days_before}
    after = {day.date: day for day in wanted.days_after}
    rows: list[tuple[object, ...]] = [("day", "before", "after", "new", "checkpoints")]
    for date_ in sorted({*before, *after}):
        old, new = before.get(date_), after.get(date_)
        rows.append(
            (
                day_cell(date_),
                round(old.minutes) if old else "",
                round(new.minutes) if new else "",
                new.new or "" if new else "",
                _tasks(new) if new else "",
            )
        )
    return table(rows, right={1, 2, 3})


def _tasks(day: DayAhead) -> str:
    return ", ".join(each.id for each in day.checkpoints)


def _sum(days: Sequence[DayAhead]) -> str:
    sums = outlook(days)
    return (
        f"{count(len(days), 'day')} · {minutes(sums.mean)} a day · "
        f"at most {round(sums.heaviest.minutes)}, on {day_name(sums.heaviest.date)}"
    )
