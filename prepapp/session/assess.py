"""The self-assessment: what candidates say of themselves, skill by skill."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from prepapp.core.event import Draft, Event
from prepapp.core.faults import suggestion
from prepapp.core.readiness import SkillReady
from prepapp.errors import PrepError
from prepapp.session.desk import Desk

LOWEST, TARGET, HIGHEST = 1, 4, 5
"""Scores, and the one that every skill should come to."""


def assess(desk: Desk, deck_id: str, scores: Mapping[str, int], now: datetime) -> Event:
    """Write the scores of one sitting; skills that are left out keep theirs."""
    skills = [skill.id for skill in desk.deck(deck_id).skills]
    if not scores:
        raise PrepError("no skill was scored", f"deck {deck_id}", "score one at least, from 1 to 5")
    for skill, score in scores.items():
        if skill not in skills:
            raise PrepError(f"there is no skill {skill!r}", f"deck {deck_id}", suggestion(skill, skills))
        if not LOWEST <= score <= HIGHEST:
            raise PrepError(f"{score} is no score", skill, f"from {LOWEST} to {HIGHEST}")
    (event,) = desk.record([Draft("assess", deck_id, payload={"scores": dict(scores)})], now)
    return event


def total(skills: Sequence[SkillReady]) -> int:
    """Return the sum of the newest self-scores."""
    return sum(skill.score or 0 for skill in skills)


def target_share(skills: Sequence[SkillReady]) -> float:
    """Return the share of all skills that the candidate scores 4 or 5; one without a score is not."""
    reached = sum((skill.score or 0) >= TARGET for skill in skills)
    return reached / len(skills) if skills else 0.0
