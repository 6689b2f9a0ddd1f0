"""A deck as one candidate studies it: its cards, the plan, and where each card stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from prepapp.core.card import Card, Deck
from prepapp.core.ladder import Ladder, aligned
from prepapp.core.plan import Plan
from prepapp.core.state import CardState, Study


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

    def weight(self, card: Card) -> float:
        """Return how much a card matters to this candidate's interviewer."""
        profile = next((each for each in self.deck.profiles if each.id == self.plan.profile), None)
        return card.weight * (profile.weights.get(card.skill, 1.0) if profile else 1.0)

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
    built = Course(deck, plan, met)
    by_weight = sorted(unmet, key=lambda c: (0 if plan.sprint else c.day, -built.weight(c), c.order))
    return Course(deck, plan, met, tuple(by_weight))
