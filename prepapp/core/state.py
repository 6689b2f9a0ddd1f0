"""The fold: what the log says of each card and each deck.

`advance` takes one event further, `replay` a whole log; both give the same, which is tested.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from prepapp.core.card import PLAN
from prepapp.core.event import Event, Grade, Kind
from prepapp.core.ladder import Ladder, begin, graded, retried
from prepapp.core.memory import Memory, faded, remember
from prepapp.core.plan import MINUTES, Plan
from prepapp.core.rubric import LEECH_DAYS

OF_A_CARD: frozenset[Kind] = frozenset({"review", "practice", "take", "suspend", "note", "mistake"})
"""Kinds that change the state of a card."""

OF_A_DECK: frozenset[Kind] = frozenset({"plan", "checkpoint", "interview", "mock_end", "assess"})
"""Kinds that change the state of a deck."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """An answer that was sure and wrong, or that was missed in an interview."""

    event: str
    """Id of the event that holds the answer."""
    since: date
    said: str
    """The typed answer; empty where it was spoken."""
    missed: tuple[int, ...]
    open: bool = True
    source: Literal["review", "mock", "interview"] = "review"


@dataclass(frozen=True, slots=True)
class CardState:
    """All that the log says of one card."""

    card: str
    deck: str
    met: date | None = None
    """Study day of the first answer, graded or not."""
    ladder: Ladder | None = None
    """None until the first graded review."""
    memory: Memory | None = None
    suspended: bool = False
    reviews: int = 0
    lapses: int = 0
    missed: tuple[int, ...] = ()
    """Points missed at the last answer."""
    misses: Mapping[int, tuple[date, ...]] = field(default_factory=dict)
    """Days on which each point was missed, for the revision at hand."""
    asked: Mapping[int, date] = field(default_factory=dict)
    """Day on which each follow-up was last asked."""
    made: date | None = None
    """Day on which it was last the thing to make."""
    seated: date | None = None
    """Day on which it last had the hot seat."""
    revision: str | None = None
    mistakes: tuple[Mistake, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def leech(self) -> int | None:
        """The point that was missed on three different days, if there is one."""
        return next((n for n, days in sorted(self.misses.items()) if len(days) >= LEECH_DAYS), None)


@dataclass(frozen=True, slots=True)
class DeckState:
    """All that the log says of a deck as a whole."""

    deck: str
    plan: Plan | None = None
    ticked: Mapping[str, date] = field(default_factory=dict)
    """Study day on which each checkpoint was ticked by hand."""
    mocks: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    """Study days on which a mock of each format was held to its end."""
    asked: tuple[str, ...] = ()
    """Ids of the cards that real interviews asked, sorted."""
    stalled: tuple[str, ...] = ()
    """Ids of those at which the candidate stalled, sorted."""
    interviewed: date | None = None
    """Date of the last real interview that was told of."""
    assessed: date | None = None
    """Study day of the last self-assessment."""


@dataclass(frozen=True, slots=True)
class Study:
    """Where the candidate stands: the state of every card and deck in the log."""

    cards: Mapping[str, CardState] = field(default_factory=dict)
    decks: Mapping[str, DeckState] = field(default_factory=dict)


def replay(events: Iterable[Event]) -> Study:
    """Return the study that a log amounts to, in whatever order its events arrive."""
    ordered = standing(events)
    cards: dict[str, CardState] = {}
    decks: dict[str, DeckState] = {}
    for event in ordered:
        deck, card = advance(event, decks.get(event.deck or ""), cards.get(event.card or ""))
        if deck:
            decks[deck.deck] = deck
        if card:
            cards[card.card] = card
    return Study(cards, decks)


def standing(events: Iterable[Event]) -> list[Event]:
    """Return the events that are not void, in the order of the log."""
    events = list(events)
    voided = {event.payload["event"] for event in events if event.kind == "void"}
    kept = (event for event in events if event.kind != "void" and event.id not in voided)
    return sorted(kept, key=lambda event: event.order)


def advance(
    event: Event, deck: DeckState | None, card: CardState | None
) -> tuple[DeckState | None, CardState | None]:
    """Return the states of the event's deck and card after it."""
    if event.deck is not None and event.kind in OF_A_DECK:
        deck = _advance_deck(event, deck or DeckState(event.deck))
    if event.card is not None and event.deck is not None and _is_of_card(event):
        plan = (deck.plan if deck else None) or Plan(event.deck, event.study_day)
        card = _advance_card(event, card or CardState(event.card, event.deck), plan)
    return deck, card


def _is_of_card(event: Event) -> bool:
    """Whether it changes the state of its card: a hot seat does, other mocks have questions of their own."""
    return event.kind in OF_A_CARD or (
        event.kind == "mock_answer" and event.payload.get("format") == "hotseat"
    )


def _advance_deck(event: Event, deck: DeckState) -> DeckState:
    if event.kind == "plan":
        return replace(deck, plan=_planned(event, deck.plan))
    if event.kind == "mock_end":
        return _mock_over(event, deck)
    if event.kind == "assess":
        return replace(deck, assessed=event.study_day)
    if event.kind == "interview":
        return _interviewed(event, deck)
    return replace(deck, ticked={**deck.ticked, event.payload["checkpoint"]: event.study_day})


def _interviewed(event: Event, deck: DeckState) -> DeckState:
    asked = {*deck.asked, *event.payload.get("asked", ())}
    stalled = {*deck.stalled, *event.payload.get("stalled", ())}
    held = date.fromisoformat(event.payload["date"])
    return replace(
        deck,
        asked=tuple(sorted(asked)),
        stalled=tuple(sorted(stalled)),
        interviewed=max(held, deck.interviewed or held),
    )


def _mock_over(event: Event, deck: DeckState) -> DeckState:
    """A mock that was quit counts as not held."""
    said = event.payload
    if said.get("why") not in {"finished", "time"}:
        return deck
    days = deck.mocks.get(said["format"], ())
    return replace(deck, mocks={**deck.mocks, said["format"]: (*days, event.study_day)})


def _planned(event: Event, before: Plan | None) -> Plan:
    said = event.payload
    interview = date.fromisoformat(said["interview"]) if said.get("interview") else None
    given = event.study_day if interview else None
    if before is not None and before.interview == interview:
        given = before.given
    return Plan(
        deck=event.deck or "",
        start=date.fromisoformat(said["start"]),
        offsets=tuple(said.get("offsets") or PLAN),
        interview=interview,
        minutes=said.get("minutes") or MINUTES,
        profile=said.get("profile"),
        given=given,
    )


def _advance_card(event: Event, card: CardState, plan: Plan) -> CardState:
    said = event.payload
    match event.kind:
        case "review" | "practice":
            return _answered(event, card, plan)
        case "take":
            return _taken(event, card)
        case "mock_answer":
            return _in_mock(event, card)
        case "suspend":
            return replace(card, suspended=said["suspended"])
        case "note":
            return replace(card, notes=(*card.notes, said["text"]))
        case "mistake":
            return _missed(event, card, plan) if said.get("open") else _understood(event, card)
    return card


def _missed(event: Event, card: CardState, plan: Plan) -> CardState:
    """Open a mistake, once an answer; a card on the ladder is asked again tomorrow."""
    said = event.payload
    if any(each.event == said["event"] for each in card.mistakes):
        return card
    missed = tuple(said.get("missed", ()))
    mistake = Mistake(
        said["event"], event.study_day, said.get("said", ""), missed, source=said.get("from", "mock")
    )
    ladder = card.ladder and retried(card.ladder, event.study_day, plan)
    return replace(card, ladder=ladder, mistakes=(*card.mistakes, mistake))


def _understood(event: Event, card: CardState) -> CardState:
    closed = (
        replace(each, open=False) if each.event == event.payload["event"] else each for each in card.mistakes
    )
    return replace(card, mistakes=tuple(closed))


def _taken(event: Event, card: CardState) -> CardState:
    said, day = event.payload, event.study_day
    if "follow_up" in said:
        return replace(card, asked={**card.asked, said["follow_up"]: day})
    return replace(card, made=day) if said.get("part") == "make" else card


def _in_mock(event: Event, card: CardState) -> CardState:
    said, day = event.payload, event.study_day
    if said["kind"] == "question":
        return replace(card, seated=day)
    if said["follow_up"] is None:
        return card
    return replace(card, asked={**card.asked, said["follow_up"]: day})


def _answered(event: Event, card: CardState, plan: Plan) -> CardState:
    grade = Grade[event.payload["grade"].upper()]
    day = event.study_day if card.memory is None else max(event.study_day, card.memory.day)
    memory = remember(card.memory, grade, day)
    card = replace(
        _with_points(event, card, day),
        met=card.met or day,
        memory=memory,
        mistakes=_mistakes(event, card, grade),
    )
    if event.kind == "practice":
        return card
    ladder = graded(card.ladder or begin(plan, day), grade, day, plan, faded(memory))
    lapsed = grade is Grade.AGAIN and card.reviews > 0
    return replace(card, ladder=ladder, reviews=card.reviews + 1, lapses=card.lapses + lapsed)


def _with_points(event: Event, card: CardState, day: date) -> CardState:
    missed = tuple(event.payload.get("missed", ()))
    misses = dict(card.misses) if card.revision == event.revision else {}
    for n in missed:
        misses[n] = tuple(sorted({*misses.get(n, ()), day}))
    return replace(card, missed=missed, misses=misses, revision=event.revision)


def _mistakes(event: Event, card: CardState, grade: Grade) -> tuple[Mistake, ...]:
    said = event.payload
    before = card.mistakes
    if event.kind == "review" and grade.passed:
        before = tuple(replace(each, open=False) for each in before)
    if grade is Grade.AGAIN and said.get("sure") == "sure":
        mistake = Mistake(event.id, event.study_day, said.get("said", ""), tuple(said.get("missed", ())))
        return (*before, mistake)
    return before
