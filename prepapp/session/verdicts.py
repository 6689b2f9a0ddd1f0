"""What the checks of a card say of its grade on one study day."""

from datetime import datetime

from prepapp.core.card import Card
from prepapp.core.event import Grade
from prepapp.session.desk import Desk


def spoken_for(desk: Desk, card: Card, now: datetime) -> Grade | None:
    """Return the lowest grade that the day's last verdict on each check proposed; None without one."""
    day = desk.day(now)
    last = {
        each.payload.get("n"): Grade[each.payload["proposed"].upper()]
        for each in desk.open(now).events(card.id, "check")
        if each.study_day == day and each.payload.get("proposed")
    }
    return min(last.values(), default=None)
