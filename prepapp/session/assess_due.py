"""When candidates are asked to score themselves; Today shows it, so nothing here opens the log."""

from datetime import date

from prepapp.core.card import Deck
from prepapp.core.course import plan_in_force
from prepapp.core.forecast import checkpoint_date
from prepapp.session.desk import Desk


def is_due(desk: Desk, deck: Deck, today: date) -> bool:
    """Return whether to ask: after the first recall, and once a checkpoint's day has come since.

    The interview day itself is left alone.
    """
    state = desk.study.decks.get(deck.id)
    plan = plan_in_force(deck, desk.study, today)
    if not deck.skills or state is None or state.plan is None or today == plan.interview:
        return False
    last = state.assessed
    if last is None:
        return any(known.deck == deck.id and known.met is not None for known in desk.study.cards.values())
    days = (checkpoint_date(plan, each) for each in deck.checkpoints)
    return any(last < day <= today for day in days)
