"""What the report says of the work: days, minutes, reviews, and the points that they hold."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from prepapp.core.card import TARGET_S, Deck
from prepapp.core.effort import POINTS_S
from prepapp.core.event import Kind
from prepapp.core.forecast import DayAhead
from prepapp.core.state import CardState, Study
from prepapp.report.model import Day, Held, Work
from prepapp.store.totals import ANSWERS, CardTotal, DayTotal, Totals

STUDIED: frozenset[Kind] = frozenset(
    {"review", "practice", "take", "check", "lab_run", "mock_answer", "mock_end"}
)
"""A day with one of these is a study day."""


def days(totals: Totals, ahead: Iterable[DayAhead]) -> tuple[Day, ...]:
    """Return the days on which something was done, and those ahead on which nothing was done yet."""
    kinds: dict[date, dict[Kind, DayTotal]] = defaultdict(dict)
    for each in totals.days:
        if each.kind in STUDIED:
            kinds[each.study_day][each.kind] = each
    lived = [_lived(of, kinds[of]) for of in kinds]
    planned = [_planned(each) for each in ahead if each.date not in kinds]
    return tuple(sorted([*lived, *planned], key=lambda each: each.date))


def work(totals: Totals, lived: Iterable[Day], study: Study, deck: Deck) -> Work:
    """Return what it adds up to."""
    done = [each for each in lived if not each.ahead]
    return Work(
        first_day=min((each.date for each in done), default=None),
        study_days=len(done),
        minutes=round(sum(each.minutes for each in done), 1),
        reviews=sum(each.reviews for each in totals.cards),
        passed=sum(each.passed for each in totals.cards),
        practice=sum(each.practice for each in done),
        cards_met=sum(is_met(study.cards.get(card.id)) for card in deck.cards),
    )


def is_met(state: CardState | None) -> bool:
    """Return whether a card was answered at least once."""
    return state is not None and state.met is not None


def held_by_rung(totals: Totals, study: Study) -> tuple[Held, ...]:
    """Return the points held by the last rung that their card passed, the lowest first."""
    groups: dict[int, list[CardTotal]] = defaultdict(list)
    for each in totals.cards:
        rung = rung_of(study.cards.get(each.card))
        if rung is not None:
            groups[rung].append(each)
    return tuple(_held(str(rung), _rung_title(rung), groups[rung]) for rung in sorted(groups))


def rung_of(state: CardState | None) -> int | None:
    """Return the last rung that a card passed, named by its plan day; -1 where it passed none."""
    if state is None or state.ladder is None:
        return None
    passed = state.ladder.passed
    return state.ladder.offsets[passed] if passed >= 0 else -1


def held_by_skill(totals: Totals, deck: Deck) -> tuple[Held, ...]:
    """Return the points held by the skill of their card, in the order of the deck."""
    skills = {card.id: card.skill for card in deck.cards}
    groups: dict[str, list[CardTotal]] = defaultdict(list)
    for each in totals.cards:
        if each.card in skills:
            groups[skills[each.card]].append(each)
    return tuple(_held(each.id, each.title, groups[each.id]) for each in deck.skills if each.id in groups)


def _held(of: str, title: str, cards: Sequence[CardTotal]) -> Held:
    known = [each for each in cards if each.asked is not None]
    return Held(
        of, title, len(cards), sum(each.held or 0 for each in known), sum(each.asked or 0 for each in known)
    )


def _rung_title(rung: int) -> str:
    return "no rung passed yet" if rung < 0 else f"Day {rung} passed"


def _lived(of: date, kinds: Mapping[Kind, DayTotal]) -> Day:
    mocks = kinds.get("mock_end")
    return Day(
        date=of,
        ahead=False,
        minutes=round(sum(_seconds(each) for each in kinds.values()) / 60, 1),
        reviews=_count(kinds, "review"),
        practice=_count(kinds, "practice"),
        checks=_count(kinds, "check"),
        mocks=mocks.events if mocks else 0,
    )


def _seconds(each: DayTotal) -> float:
    """An answer counts as the plan counts it: its own time, or the usual one, and that of its points."""
    if each.kind in ANSWERS:
        return each.seconds + (each.events - each.timed) * TARGET_S + each.events * POINTS_S
    return each.seconds if each.kind in {"check", "mock_end"} else 0.0


def _count(kinds: Mapping[Kind, DayTotal], kind: Kind) -> int:
    return kinds[kind].events if kind in kinds else 0


def _planned(each: DayAhead) -> Day:
    return Day(each.date, True, round(each.minutes, 1), len(each.cards), 0, 0, 0)
