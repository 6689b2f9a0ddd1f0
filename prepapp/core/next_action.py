"""What to do next for a skill: by the levels that it can bring, a minute of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from prepapp.core.card import Card, Deck, Skill
from prepapp.core.effort import check_minutes, first_minutes, review_minutes
from prepapp.core.evidence import FOLLOW_UPS, Gathered, Proof, ProofKind
from prepapp.core.evidence_words import ago
from prepapp.core.interview import HOT_SEAT_S
from prepapp.core.readiness import Action, Evidence, Rank
from prepapp.core.tally import FRESH_DAYS, Tally

VERBS: Mapping[str, str] = {
    "derivation": "derive",
    "number": "compute",
    "drawing": "draw",
    "code": "write",
}
"""What a check of each type asks for."""

DISCUSSION_MIN = 20
"""Minutes of the discussion, where its script names none."""

BEST = 3
"""Actions that are shown."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A deck as the candidate stands in it on a study day."""

    deck: Deck
    gathered: Gathered
    today: date
    interview: date | None

    @property
    def days_left(self) -> int | None:
        """Days until the interview; None without one ahead."""
        left = None if self.interview is None else (self.interview - self.today).days
        return left if left is not None and left >= 0 else None

    def is_cold(self, card: Card) -> bool:
        """Whether nothing of the card was seen today."""
        return self.gathered.seen.get(card.id) != self.today

    def unasked(self, card: Card) -> int:
        """How many follow-ups of the card were never asked."""
        asked = self.gathered.asked.get(card.id, frozenset())
        return sum(each.n not in asked for each in card.follow_ups)


def best_action(at: Situation, skill: Skill, tally: Tally, cards: Sequence[Card]) -> Action | None:
    """Return what brings a skill of these cards the most levels a minute; None where nothing does today."""
    if at.days_left == 0:
        return None
    met = [card for card in cards if card.id in tally.met]
    found = [
        *_new(tally, cards),
        *_proves(at, tally, met),
        *_takes(at, tally, met),
        *_mocks(at, skill, tally, met),
    ]
    return max(found, key=gain, default=None)


def gain(action: Action) -> float:
    """Return the levels that an action can bring, a minute of it."""
    return (action.then - action.now) / action.minutes


def best(actions: Iterable[Action], weights: Mapping[str, float]) -> tuple[Action, ...]:
    """Return the best few over all skills, as much as each weighs."""
    ranked = sorted(actions, key=lambda action: -gain(action) * weights[action.skill])
    return tuple(ranked[:BEST])


def _new(tally: Tally, cards: Sequence[Card]) -> Iterator[Action]:
    """Meet the first card of a skill of which none was met."""
    if cards and not tally.met:
        card = min(cards, key=lambda each: (each.day, -each.weight, each.order))
        reason = "no card of it has been asked yet"
        words = f"meet: {card.title}"
        yield Action("new", card.skill, card.id, None, first_minutes(card), 0, 1, words, reason)


def _proves(at: Situation, tally: Tally, met: Sequence[Card]) -> Iterator[Action]:
    """Prove a check of a met card on a blank page."""
    now = tally.level(at.today)
    reason = f"nothing was proved on a blank page in the last {FRESH_DAYS} days"
    if tally.proved is not None:
        reason = f"a proof holds {FRESH_DAYS} days; the last one was {ago(tally.proved.study_day, at.today)}"
    then = _after(at, tally, [_ideal(at, card, "prove", 3) for card in met[:1]])
    if then <= now:
        return
    for card in filter(at.is_cold, met):
        for check in card.checks:
            words = f"{VERBS[check.type]}, blank page: {card.title}"
            yield Action(
                "check", card.skill, card.id, check.n, check_minutes(check), now, then, words, reason
            )


def _takes(at: Situation, tally: Tally, met: Sequence[Card]) -> Iterator[Action]:
    """Answer a met card typed, or two; those first whose last take fell short."""
    now = tally.level(at.today)
    cold = sorted(filter(at.is_cold, met), key=lambda card: (tally.last.get(card.id, False), card.order))
    for cards in (cold[:1], cold[:2]):
        then = _after(at, tally, [_ideal(at, card, "take", 2) for card in cards])
        if then > now:
            first, minutes = cards[0], sum(map(review_minutes, cards))
            one = "type an answer, cold" if len(cards) == 1 else "type two answers, cold, the first"
            words = f"{one}: {first.title}"
            yield Action("card", first.skill, first.id, None, minutes, now, then, words, _lack(tally, then))
            return


def _lack(tally: Tally, then: int) -> str:
    """Return why typed answers would help."""
    if then < 3:
        return "more than half of the last takes fell short"
    if tally.takes and all(one.passed for one in tally.takes):
        return "so far it rests on your own ticks after spoken answers"
    return "the last two cold takes did not both hold"


def _mocks(at: Situation, skill: Skill, tally: Tally, met: Sequence[Card]) -> Iterator[Action]:
    """Be asked on: in the hot seat while it has follow-ups that were never asked, or in the discussion."""
    now = tally.level(at.today)
    if at.days_left == 1 or not met:
        return
    then = _after(at, tally, [_ideal(at, met[0], "taught", 2)])
    if then <= now:
        return
    reason = "every must-point, two new follow-ups and the time, typed or before a friend, make it 5"
    seats = [card for card in met if at.is_cold(card) and card.points and at.unasked(card) >= FOLLOW_UPS]
    if seats:
        card = min(seats, key=lambda each: (-at.unasked(each), each.order))
        words = f"hot seat, typed or with a friend: {card.title}"
        yield Action("mock", skill.id, card.id, None, HOT_SEAT_S / 60, now, then, words, reason)
    script = at.deck.script("discussion")
    if script is not None and any(each.skill == skill.id for each in script.questions):
        minutes = script.minutes or DISCUSSION_MIN
        words = f"the {minutes}-minute discussion, typed or with a friend"
        yield Action("mock", skill.id, None, None, minutes, now, then, words, reason)


def _after(at: Situation, tally: Tally, proofs: Iterable[Proof]) -> int:
    """Return the level that a skill would have after these."""
    then = tally.copy()
    for proof in proofs:
        then.add(proof)
    return then.level(at.today)


def _ideal(at: Situation, card: Card, kind: ProofKind, rank: Rank) -> Proof:
    """Return the evidence that an action would bring at its best."""
    noon = datetime.combine(at.today, time(12), UTC)
    return Proof(Evidence("", noon, at.today, card.skill, card.id, rank, True, True, False, ""), kind)
