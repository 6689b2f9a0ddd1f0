"""After a real interview: what was asked and where one stalled; mistakes, weights and the next date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from prepapp.core.card import Deck
from prepapp.core.event import Draft, Event
from prepapp.core.plan import Plan
from prepapp.errors import PrepError
from prepapp.session.desk import Desk
from prepapp.session.planning import GENERAL, accept, change


@dataclass(frozen=True, slots=True)
class Debrief:
    """What the candidate tells of one interview."""

    deck: str
    date: date
    profile: str | None = None
    """The kind of interviewer; None: no special one."""
    company: str = ""
    asked: tuple[str, ...] = ()
    """Ids of the cards that were asked, those at which it stalled among them."""
    stalled: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A debrief as it was written to the log."""

    event: Event
    told: Debrief
    mistakes: tuple[str, ...] = ()
    """Cards of which a mistake was opened."""
    plan: Event | None = None
    """The next date, where one was given."""


def suggestion(desk: Desk, deck_id: str, now: datetime) -> Debrief:
    """Return an empty debrief of the interview of the plan, or of today where none has come."""
    today, plan = desk.day(now), _agreed(desk, deck_id)
    interview = plan.interview if plan else None
    held = interview if interview is not None and interview <= today else today
    return Debrief(deck_id, held, plan.profile if plan else None)


def is_time(desk: Desk, deck_id: str, now: datetime) -> bool:
    """Return whether the day of the plan's interview has come and nothing was told of it."""
    state = desk.study.decks.get(deck_id)
    if state is None or state.plan is None or state.plan.interview is None:
        return False
    interview = state.plan.interview
    return interview <= desk.day(now) and (state.interviewed is None or state.interviewed < interview)


def waiting(desk: Desk, now: datetime, deck_id: str | None = None) -> str | None:
    """Return the deck of which it is time for a debrief, if there is one."""
    return next((deck.id for deck in desk.decks(deck_id) if is_time(desk, deck.id, now)), None)


def debriefs(desk: Desk, now: datetime, deck_id: str | None = None) -> list[Kept]:
    """Return the interviews told so far, oldest first."""
    found = [Kept(event, _read(event)) for event in desk.open(now).events(kind="interview") if event.deck]
    wanted = [each for each in found if deck_id in {None, each.told.deck}]
    return sorted(wanted, key=lambda each: (each.told.date, each.event.order))


def keep(desk: Desk, told: Debrief, now: datetime, next_date: date | Literal["keep"] | None = "keep") -> Kept:
    """Write a debrief, a mistake for each card that stalled, and the next date where one is given."""
    deck, today = desk.deck(told.deck), desk.day(now)
    _check(desk, deck, told, today)
    following = None if next_date == "keep" else change(desk, deck.id, today, interview=next_date)
    asked = list(dict.fromkeys((*told.asked, *told.stalled)))
    stalled = list(dict.fromkeys(told.stalled))
    payload = {
        "date": told.date.isoformat(),
        "profile": told.profile,
        "company": told.company,
        "asked": asked,
        "stalled": stalled,
        "text": told.text,
    }
    (event,) = desk.record([Draft("interview", deck.id, payload=payload)], now)
    if stalled:
        desk.record([_mistake(desk, card, event) for card in stalled], now)
    plan = accept(desk, following, now) if following is not None else None
    return Kept(event, _read(event), tuple(stalled), plan)


def _mistake(desk: Desk, card_id: str, event: Event) -> Draft:
    card = desk.card(card_id)
    payload = {"event": event.id, "open": True, "said": "", "missed": [], "from": "interview"}
    return Draft("mistake", card.deck, card.id, card.revision, payload)


def _read(event: Event) -> Debrief:
    said = event.payload
    return Debrief(
        event.deck or "",
        date.fromisoformat(said["date"]),
        said.get("profile"),
        said.get("company") or "",
        tuple(said.get("asked", ())),
        tuple(said.get("stalled", ())),
        said.get("text") or "",
    )


def _check(desk: Desk, deck: Deck, told: Debrief, today: date) -> None:
    if told.date > today:
        raise PrepError("the interview has not been yet", f"{told.date}", f"a date up to {today}")
    known = {GENERAL, *(each.id for each in deck.profiles)}
    if told.profile is not None and told.profile not in known:
        raise PrepError(
            f"there is no profile {told.profile!r}",
            f"deck {deck.id}",
            f"there are {', '.join(sorted(known))}",
        )
    _check_cards(desk, deck, (*told.asked, *told.stalled))


def _check_cards(desk: Desk, deck: Deck, cards: Sequence[str]) -> None:
    for card in cards:
        if desk.card(card).deck != deck.id:
            raise PrepError(f"{card} is not of the deck {deck.id}", "", "tell of one deck at a time")


def _agreed(desk: Desk, deck_id: str) -> Plan | None:
    state = desk.study.decks.get(deck_id)
    return state.plan if state else None
