"""Progress: the events behind each figure of the report."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from prepapp.core.event import Event
from prepapp.core.proof import KINDS
from prepapp.report.model import Report
from prepapp.session.desk import Desk
from prepapp.session.report_work import STUDIED, rung_of
from prepapp.store.totals import events_of


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the page."""

    of: Literal["day", "rung", "skill", "path", "mock", "checks", "lab"]
    """With ``skill`` its points, with ``path`` its self-score and its proven level."""
    key: str = ""
    """A date, a rung named by its plan day, a skill, a mock or a lab; of the checks nothing."""


def behind(desk: Desk, report: Report, figure: Figure, now: datetime) -> tuple[Event, ...]:
    """Return the events that a figure rests on, newest first."""
    deck, log, key = report.deck.id, desk.open(now), figure.key
    match figure.of:
        case "day":
            days = events_of(log, deck, *sorted(STUDIED))
            found = [each for each in days if each.study_day.isoformat() == key]
        case "rung":
            reviews = events_of(log, deck, "review")
            found = _newest(reviews, lambda card: str(rung_of(desk.state(card))) == key)
        case "skill":
            cards = {card.id for card in desk.deck(deck).cards if card.skill == key}
            found = _newest(events_of(log, deck, "review"), cards.__contains__)
        case "path":
            found = _path(events_of(log, deck, *sorted(KINDS)), report, key)
        case "mock":
            mocks = events_of(log, deck, "mock_answer", "mock_end")
            found = [each for each in mocks if each.payload["mock"] == key]
        case "checks":
            passed = {(each.card, each.check) for each in report.checks}
            checks = events_of(log, deck, "check")
            found = [each for each in checks if (each.card, each.payload.get("n")) in passed]
        case "lab":
            found = [each for each in events_of(log, deck, "lab_run") if each.payload.get("lab") == key]
    return tuple(reversed(found))


def _newest(reviews: Iterable[Event], wanted: Callable[[str], bool]) -> list[Event]:
    """Return the newest graded review of each card that is wanted, in their order."""
    newest = {each.card: each for each in reviews if each.card is not None and wanted(each.card)}
    return sorted(newest.values(), key=lambda each: each.order)


def _path(events: Iterable[Event], report: Report, skill: str) -> list[Event]:
    """Return the evidence of a skill and the sittings that scored it."""
    proofs = {proof.event for each in report.skills if each.skill == skill for proof in each.evidence}
    return [
        each
        for each in events
        if each.id in proofs or (each.kind == "assess" and skill in each.payload["scores"])
    ]
