"""The sums of a log counted event by event, which the database's must equal."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from prepapp.core.event import Event, Kind
from prepapp.core.state import standing
from prepapp.store.totals import MOST_S, CardTotal, DayTotal, Totals


def counted(events: Iterable[Event], deck: str) -> Totals:
    """Return the sums of a deck."""
    mine = [event for event in standing(events) if event.deck == deck]
    days: dict[tuple[date, Kind], list[Event]] = defaultdict(list)
    cards: dict[str, list[Event]] = defaultdict(list)
    for event in mine:
        days[event.study_day, event.kind].append(event)
        if event.kind == "review" and event.card is not None:
            cards[event.card].append(event)
    return Totals(
        tuple(_day(day, kind, days[day, kind]) for day, kind in sorted(days)),
        tuple(_card(card, cards[card]) for card in sorted(cards)),
    )


def _day(day: date, kind: Kind, events: list[Event]) -> DayTotal:
    seconds = [number for event in events for number in _numbers(event.payload.get("seconds"))]
    total = sum(min(value, MOST_S) for value in seconds)
    return DayTotal(day, kind, len(events), len(seconds), round(total, 6))


def _card(card: str, reviews: list[Event]) -> CardTotal:
    passed = sum(event.payload.get("grade") in {"good", "easy"} for event in reviews)
    held, missed = (reviews[-1].payload.get(key) for key in ("points", "missed"))
    if not isinstance(held, list) or not isinstance(missed, list):
        return CardTotal(card, len(reviews), passed, None, None)
    return CardTotal(card, len(reviews), passed, len(held), len(held) + len(missed))


def _numbers(value: object) -> list[float]:
    return [float(value)] if isinstance(value, int | float) and not isinstance(value, bool) else []
