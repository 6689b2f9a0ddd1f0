"""A mock interview begun, or gone on with: what is asked is chosen here, and stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from uuid_utils import uuid7

from prepapp.core.card import Card, Deck
from prepapp.core.course import plan_in_force
from prepapp.core.event import Event
from prepapp.core.formats import Format
from prepapp.core.interview import DEPTH, FOLLOW_UP_S, HOT_SEAT_S, Interview, Listener, MockSettings
from prepapp.core.memory import retrievability
from prepapp.core.mock_items import Item, card_item, revision_of, script_items
from prepapp.core.mock_pick import arrange
from prepapp.core.scriptread import LENGTHS
from prepapp.errors import PrepError
from prepapp.session.desk import Desk
from prepapp.session.mock import MockSession
from prepapp.session.mock_payload import settings_of
from prepapp.session.planning import GENERAL

UNKNOWN = 0.5
"""How weak a candidate is taken to be at a card that they have not met."""

MISSED = 0.25
"""How much weaker where the last answer missed a point."""

OPENED: tuple[Format, ...] = ("opening", "short", "discussion")
"""What an interviewer opens in the words of their profile."""

TALK = 5
"""Minutes of a talk, where none are asked for."""


@dataclass(frozen=True, slots=True)
class MockChoice:
    """What a candidate chooses before a mock."""

    format: Format
    deck: str | None = None
    """Else the first of those being studied."""
    profile: str | None = None
    """Else that of the plan; `GENERAL` for none."""
    listener: Listener = "peer"
    interviewer: str | None = None
    """Name of the friend at the keyboard."""
    length: int | None = None
    """Minutes of a talk: 1, 5 or 20."""
    card: str | None = None
    """Of the hot seat; else the one that has waited longest."""
    budget_s: int | None = None
    """Seconds of speech; else those of the format."""
    seed: int | None = None
    """Else drawn from the mock's id."""


def begin(desk: Desk, choice: MockChoice, now: datetime, mock: str | None = None) -> MockSession:
    """Return a new mock; nothing is written before its first answer."""
    mock = mock or str(uuid7())
    deck, day = desk.decks(choice.deck)[0], desk.day(now)
    choice = replace(choice, profile=_profile(desk, deck, choice.profile, day))
    _check(deck, choice)
    length = (choice.length or TALK) if choice.format == "talk" else None
    items = (
        (card_item(_seat(desk, deck, choice.card)),)
        if choice.format == "hotseat"
        else script_items(deck, choice.format, choice.profile, length)
    )
    if not items:
        hint = "`prepapp mock --format hotseat` needs none"
        raise PrepError(f"deck {deck.id} has no script for this", f"interviews/{choice.format}.md", hint)
    budget_s = choice.budget_s or _budget(deck, choice.format, items, length)
    seed = choice.seed if choice.seed is not None else int(mock.replace("-", "")[-8:], 16)
    factors = _factors(deck, choice.profile)
    order, planned = arrange(
        items,
        choice.format,
        budget_s,
        seed,
        lambda item: item.weight * factors.get(item.skill, 1.0) * _weakness(desk, item, day),
    )
    settings = MockSettings(
        format=choice.format,
        seed=seed,
        script=revision_of(items),
        budget_s=budget_s,
        order=tuple(item.id for item in order),
        planned=planned,
        profile=choice.profile,
        listener=choice.listener,
        interviewer=choice.interviewer,
        length=length,
    )
    asked = _asked(desk, deck, desk.open(now).events(kind="mock_answer"))
    interview = Interview(settings, order, _opener(deck, settings), asked)
    return MockSession(desk, deck.id, mock, interview)


def go_on(
    desk: Desk,
    deck_id: str | None,
    now: datetime,
    interview: Format | None = None,
    card: str | None = None,
    length: int | None = None,
) -> MockSession | None:
    """Return today's newest unfinished mock of a deck; None where there is none, or its script changed.

    It can be asked for by its format, by the card of its hot seat, and by the minutes of its talk.
    """
    deck, log = desk.decks(deck_id)[0], desk.open(now)
    answers = log.events(kind="mock_answer")
    ended = {event.payload["mock"] for event in log.events(kind="mock_end")}
    open_ones = [
        event
        for event in answers
        if event.deck == deck.id
        and event.study_day == desk.day(now)
        and event.payload["mock"] not in ended
        and interview in (None, event.payload["format"])
        and card in (None, event.card)
        and length in (None, settings_of(event).length)
    ]
    if not open_ones:
        return None
    mock = open_ones[-1].payload["mock"]
    mine: dict[int, Event] = {}
    for event in answers:
        if event.payload["mock"] == mock:
            mine.setdefault(event.payload["step"], event)
    asked = _asked(desk, deck, answers)
    return _again(desk, deck, mock, [mine[n] for n in sorted(mine)], asked)


def _again(
    desk: Desk, deck: Deck, mock: str, mine: Sequence[Event], asked: Mapping[str, date]
) -> MockSession | None:
    settings = settings_of(mine[0])
    card = desk.find(mine[0].payload["question"]) if settings.format == "hotseat" else None
    items = script_items(deck, settings.format, settings.profile, settings.length)
    if card is not None:
        items = (card_item(card),)
    if revision_of(items) != settings.script or {item.id for item in items} != set(settings.order):
        return None
    by_id = {item.id: item for item in items}
    order = tuple(by_id[name] for name in settings.order)
    interview = Interview(settings, order, _opener(deck, settings), asked)
    return MockSession(desk, deck.id, mock, interview, mine)


def _profile(desk: Desk, deck: Deck, wanted: str | None, day: date) -> str | None:
    if wanted == GENERAL and GENERAL not in [each.id for each in deck.profiles]:
        return None
    return wanted or plan_in_force(deck, desk.study, day).profile


def _check(deck: Deck, choice: MockChoice) -> None:
    profiles = [each.id for each in deck.profiles]
    if choice.profile is not None and choice.profile not in profiles:
        hint = f"there are {', '.join(profiles)}" if profiles else "this deck has none"
        raise PrepError(f"there is no profile {choice.profile!r}", f"deck {deck.id}", hint)
    if choice.card is not None and choice.format != "hotseat":
        raise PrepError("only a hot seat is of one card", f"--card {choice.card}", "say --format hotseat")
    if choice.length is not None and choice.format != "talk":
        raise PrepError("only a talk has a length", f"--length {choice.length}", "say --format talk")
    if choice.length is not None and choice.length not in LENGTHS:
        raise PrepError(f"a talk takes no {choice.length} minutes", "", "it takes 1, 5 or 20")
    if choice.budget_s is not None and choice.budget_s <= 0:
        raise PrepError("a mock takes more than no time", f"{choice.budget_s} seconds")


def _seat(desk: Desk, deck: Deck, wanted: str | None) -> Card:
    """The card of the hot seat: the one asked for, else, of those met if any, the one that waited longest."""
    if wanted is not None:
        card = desk.card(wanted)
        if card.deck != deck.id or not card.points:
            raise PrepError(f"{wanted} cannot have the hot seat", f"deck {deck.id}", "it needs key points")
        return card
    seats = [card for card in deck.cards if card.points and not _is_set_aside(desk, card)]
    if not seats:
        raise PrepError("no card has key points", f"deck {deck.id}", "a hot seat ticks them")
    return min(seats, key=lambda card: _waited(desk, card))


def _waited(desk: Desk, card: Card) -> tuple[bool, bool, date, float, int]:
    state = desk.state(card.id)
    met = state is not None and state.met is not None
    seated = (state.seated if state else None) or date.min
    return (not met, len(card.follow_ups) < DEPTH["hotseat"], seated, -card.weight, card.order)


def _is_set_aside(desk: Desk, card: Card) -> bool:
    state = desk.state(card.id)
    return state is not None and state.suspended


def _budget(deck: Deck, interview: Format, items: Sequence[Item], length: int | None) -> int:
    if interview == "hotseat":
        return HOT_SEAT_S
    if length is not None:
        return length * 60
    script = deck.script(interview)
    if interview == "quickfire":
        return sum(item.target_s for item in items)
    if script is not None and script.minutes is not None:
        return script.minutes * 60
    return sum(item.target_s + DEPTH[interview] * FOLLOW_UP_S for item in items)


def _opener(deck: Deck, settings: MockSettings) -> str:
    profile = next((each for each in deck.profiles if each.id == settings.profile), None)
    return profile.opening if profile and settings.format in OPENED else ""


def _factors(deck: Deck, profile: str | None) -> Mapping[str, float]:
    return next((each.weights for each in deck.profiles if each.id == profile), {})


def _weakness(desk: Desk, item: Item, day: date) -> float:
    """How likely the candidate is to fail: what memory says, and whether the last answer missed a point."""
    state = desk.state(item.card) if item.card else None
    if state is None or state.memory is None:
        return UNKNOWN
    return 1 - retrievability(state.memory, day) + (MISSED if state.missed else 0.0)


def _asked(desk: Desk, deck: Deck, answers: Sequence[Event]) -> dict[str, date]:
    """Day on which each follow-up was last asked, in reviews and in other mocks, by its wording."""
    found: dict[str, date] = {}
    for card in deck.cards:
        state = desk.state(card.id)
        for each in card.follow_ups if state else ():
            if state and each.n in state.asked:
                found[each.question] = state.asked[each.n]
    for event in answers:
        if event.payload["kind"] == "follow_up":
            wording = event.payload["wording"]
            found[wording] = max(found.get(wording, date.min), event.study_day)
    return found
