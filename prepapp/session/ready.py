"""Readiness as of now: what is proven of each skill of a deck, and the review that an action asks for."""

from datetime import datetime

from prepapp.core.course import plan_in_force
from prepapp.core.effort import first_minutes, review_minutes
from prepapp.core.proof import KINDS, readiness
from prepapp.core.readiness import Action, Readiness
from prepapp.session.day import Stage, Turn
from prepapp.session.desk import Desk
from prepapp.store.totals import events_of


def ready(desk: Desk, deck_id: str, now: datetime) -> Readiness:
    """Return where each skill of a deck stands."""
    deck, day = desk.deck(deck_id), desk.day(now)
    plan = plan_in_force(deck, desk.study, day)
    return readiness(deck, events_of(desk.open(now), deck_id, *KINDS), day, plan.interview)


def review_for(desk: Desk, action: Action) -> list[Stage]:
    """Return the sitting of an action that meets a card, or answers one in writing."""
    card = desk.card(action.card or "")
    is_new = action.kind == "new"
    minutes = first_minutes(card) if is_new else review_minutes(card)
    turn = Turn("new" if is_new else "due", card, minutes, typed=not is_new)
    return [Stage(turn.part, (turn,), minutes)]
