"""What a mock was missing: proposed as mistakes to come back tomorrow, each accepted or not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from prepapp.core.card import Card
from prepapp.core.event import Draft, Event
from prepapp.core.mock_record import MockQuestion, MockRecord
from prepapp.session.desk import Desk


@dataclass(frozen=True, slots=True)
class Proposal:
    """A card that a mock speaks for: an open mistake, and a graded retry tomorrow."""

    card: Card
    event: str
    """Of the answer."""
    wording: str
    said: str
    missed: tuple[int, ...]
    """Points of the card; empty where the question had points of its own."""
    why: str
    """What it was, in words of the rubric."""


def proposals(desk: Desk, record: MockRecord) -> tuple[Proposal, ...]:
    """Return the proposals of a mock, one a card; cards that are gone are left out."""
    found: dict[str, Proposal] = {}
    for question in record.questions:
        card = desk.find(question.card) if question.card else None
        if card is not None and not question.whole:
            found.setdefault(card.id, _proposal(card, question))
    return tuple(found.values())


def accept(desk: Desk, accepted: Collection[Proposal], now: datetime) -> tuple[Event, ...]:
    """Open a mistake for each proposal that was not accepted before."""
    opened = taken(desk, now)
    drafts = [_draft(each) for each in accepted if each.event not in opened]
    return desk.record(drafts, now) if drafts else ()


def taken(desk: Desk, now: datetime) -> frozenset[str]:
    """Return the events whose mistakes were opened or closed."""
    return frozenset(event.payload["event"] for event in desk.open(now).events(kind="mistake"))


def _proposal(card: Card, question: MockQuestion) -> Proposal:
    return Proposal(
        card,
        question.event,
        question.wording,
        question.said or "; ".join(question.flags),
        () if question.own_points else question.missed,
        why(question),
    )


def why(question: MockQuestion) -> str:
    """Return what an answer fell short of."""
    if question.mode in {"skipped", "silent"}:
        return "skipped" if question.mode == "skipped" else "no answer"
    musts = [point.text for point in question.rubric if point.n in question.must_missed]
    parts = [f"said “{text.rstrip('.')}”" for text in question.flags]
    parts += [f"missing: {'; '.join(musts)}"] if musts else []
    return "; ".join(parts) or "nothing of what was asked"


def _draft(each: Proposal) -> Draft:
    payload = {
        "event": each.event,
        "open": True,
        "said": each.said,
        "missed": list(each.missed),
        "from": "mock",
    }
    return Draft("mistake", each.card.deck, each.card.id, each.card.revision, payload)
