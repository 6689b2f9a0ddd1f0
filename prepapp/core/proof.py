"""The proven level of each skill beside its self-scores, as of a study day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from prepapp.core.calibration import calibration
from prepapp.core.card import Card, Deck, Skill
from prepapp.core.course import course
from prepapp.core.event import Event, Kind
from prepapp.core.evidence import READ, Gathered, gather
from prepapp.core.next_action import Situation, best, best_action
from prepapp.core.readiness import Readiness, Score, SkillReady
from prepapp.core.state import OF_A_DECK, DeckState, Study, advance, standing
from prepapp.core.tally import Tally

KINDS: tuple[Kind, ...] = (*READ, "plan", "assess", "mistake", "interview")
"""The kinds of events that readiness rests on, once voids are applied."""

Levels = dict[date, Mapping[str, int]]


def readiness(deck: Deck, events: Iterable[Event], study_day: date, interview: date | None) -> Readiness:
    """Return where each skill of a deck stands on a study day, in one pass over a log in any order."""
    known = [each for each in standing(events) if each.deck == deck.id and each.study_day <= study_day]
    gathered = gather(deck, known)
    tallies, levels = _tally(deck, gathered)
    scores = _scores(known)
    at = Situation(deck, gathered, study_day, interview)
    cards: dict[str, list[Card]] = defaultdict(list)
    for card in deck.cards:
        cards[card.skill].append(card)
    skills = tuple(
        _skill(at, skill, tallies[skill.id], cards[skill.id], scores.get(skill.id, ()))
        for skill in deck.skills
    )
    actions = best((each.action for each in skills if each.action), _weights(deck, known, study_day))
    return Readiness(
        deck=deck.id,
        study_day=study_day,
        interview=interview,
        skills=skills,
        calibration=calibration(gathered.proofs, known, {card.id for card in deck.cards}),
        actions=actions,
        levels=levels,
    )


def _tally(deck: Deck, gathered: Gathered) -> tuple[dict[str, Tally], Levels]:
    """Add up the evidence of each skill, and note the levels at the end of each day that has some."""
    tallies = {skill.id: Tally() for skill in deck.skills}
    levels: Levels = {}
    day = date.min
    for proof in gathered.proofs:
        if proof.evidence.study_day > day:
            if day > date.min:
                levels[day] = _levels(tallies, day)
            day = proof.evidence.study_day
        tally = tallies.get(proof.evidence.skill)
        if tally is not None:
            tally.add(proof)
    if day > date.min:
        levels[day] = _levels(tallies, day)
    return tallies, levels


def _levels(tallies: Mapping[str, Tally], day: date) -> dict[str, int]:
    return {skill: tally.level(day) for skill, tally in tallies.items()}


def _scores(events: Iterable[Event]) -> dict[str, tuple[Score, ...]]:
    """Return the self-scores of each skill, oldest first."""
    found: dict[str, list[Score]] = defaultdict(list)
    for event in events:
        if event.kind == "assess":
            for skill, score in event.payload["scores"].items():
                found[skill].append(Score(event.study_day, score))
    return {skill: tuple(scores) for skill, scores in found.items()}


def _skill(
    at: Situation, skill: Skill, tally: Tally, cards: Sequence[Card], scores: tuple[Score, ...]
) -> SkillReady:
    return SkillReady(
        skill=skill.id,
        title=skill.title,
        scores=scores,
        proven=tally.level(at.today),
        cold=tally.results(),
        rests_on=tally.rests_on(at.today, len(cards)),
        evidence=tuple(reversed(tally.evidence)),
        cards=len(cards),
        met=sum(card.id in tally.met for card in cards),
        action=best_action(at, skill, tally, cards),
    )


def _weights(deck: Deck, events: Iterable[Event], study_day: date) -> dict[str, float]:
    """Return what each skill weighs for the interviewer that the plan names, and after real interviews."""
    state: DeckState | None = None
    for event in events:
        if event.kind in OF_A_DECK:
            state, _ = advance(event, state, None)
    at = course(deck, Study(decks={deck.id: state} if state else {}), study_day)
    weights = {card.skill: at.weight(replace(card, weight=1.0)) for card in deck.cards}
    return {skill.id: weights.get(skill.id, 1.0) for skill in deck.skills}
