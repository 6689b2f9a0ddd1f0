"""A deck as one candidate studies it: its cards, the plan, and where each card stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from prepapp.core.card import Card, Deck
from prepapp.core.ladder import Ladder, aligned
from prepapp.core.plan import Plan
from prepapp.core.state import CardState, Study

ASKED, STALLED = 1.25, 1.5
"""What the skills weigh of which real interviews asked, and at which the candidate stalled."""


@dataclass(frozen=True, slots=True)
class Course:
    """One deck with its plan and states; everything that the planning rules read."""

    deck: Deck
    plan: Plan
    """As it stands on the day in question."""
    met: dict[str, tuple[Card, CardState, Ladder]] = field(default_factory=dict)
    """Cards with a graded review that are not set aside, their ladders laid out for the plan."""
    unmet: tuple[Card, ...] = ()
    """Cards still to enter, in the order of entry: plan day, weight, place in the deck."""
    interviewed: Mapping[str, float] = field(default_factory=dict)
    """Factor by skill, from the real interviews; 1 where absent."""

    def weight(self, card: Card) -> float:
        """Return how much a card matters to this candidate's interviewer."""
        profile = next((each for each in self.deck.profiles if each.id == self.plan.profile), None)
        weight = card.weight * (profile.weights.get(card.skill, 1.0) if profile else 1.0)
        return weight * self.interviewed.get(card.skill, 1.0)

    def standing(self) -> Iterator[tuple[Card, CardState, Ladder]]:
        """Walk the met cards."""
        yield from self.met.values()


def plan_in_force(deck: Deck, study: Study, today: date) -> Plan:
    """Return the plan of a deck as it stands on ``today``; without one, as if it started now."""
    state = study.decks.get(deck.id)
    plan = (state.plan if state else None) or Plan(deck.id, today, deck.plan)
    return plan.in_force(today)


def course(deck: Deck, study: Study, today: date) -> Course:
    """Return the deck as studied on ``today``; without a plan, as if one started now."""
    plan = plan_in_force(deck, study, today)
    met: dict[str, tuple[Card, CardState, Ladder]] = {}
    unmet: list[Card] = []
    for card in sorted(deck.cards, key=lambda c: (c.order, c.id)):
        known = study.cards.get(card.id)
        if known is not None and known.suspended:
            continue
        if known is None or known.ladder is None:
            unmet.append(card)
        else:
            met[card.id] = (card, known, aligned(known.ladder, plan))
    built = Course(deck, plan, met, interviewed=_interviewed(deck, study))
    by_weight = sorted(unmet, key=lambda c: (0 if plan.sprint else c.day, -built.weight(c), c.order))
    return replace(built, unmet=tuple(by_weight))


def _interviewed(deck: Deck, study: Study) -> dict[str, float]:
    state = study.decks.get(deck.id)
    if state is None:
        return {}
    asked = {card.skill: ASKED for card in deck.cards if card.id in state.asked}
    return asked | {card.skill: STALLED for card in deck.cards if card.id in state.stalled}
