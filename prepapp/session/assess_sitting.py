"""A sitting of the self-assessment: a score a skill, what was said before shown only after the choice."""

from collections.abc import Sequence
from datetime import datetime

from prepapp.core.card import Skill
from prepapp.core.event import Event
from prepapp.session.assess import HIGHEST, LOWEST, assess
from prepapp.session.desk import Desk
from prepapp.store.totals import events_of

ACTS = (
    "I could not begin",
    "I know the words, and need my notes for the rest",
    "I explain it now, without notes",
    "I derive or draw it now, in five minutes, without notes",
    "I teach it, and take whatever is asked next",
)
"""What 1 to 5 mean, where a skill has no words of its own."""


class AssessSession:
    """One sitting: a score for each skill, what was said before shown only once it is given."""

    def __init__(self, desk: Desk, deck_id: str, now: datetime) -> None:
        self._desk = desk
        self.deck = desk.deck(deck_id)
        self.skills = self.deck.skills
        self.scores: dict[str, int] = {}
        """Those given in this sitting."""
        self._before = scores_before(desk, deck_id, now)

    @property
    def total(self) -> int:
        """The sum so far."""
        return sum(self.scores.values())

    @property
    def is_whole(self) -> bool:
        """Whether every skill has a score."""
        return len(self.scores) == len(self.skills)

    def choose(self, skill: str, score: int) -> None:
        """Give a skill a score, within the scale."""
        self.scores[skill] = min(HIGHEST, max(LOWEST, score))

    def previous(self, skill: str) -> int | None:
        """Return what was said the last time; None before the choice, and where nothing was."""
        return self._before.get(skill) if skill in self.scores else None

    def save(self, now: datetime) -> Event:
        """Write the sitting."""
        return assess(self._desk, self.deck.id, self.scores, now)


def acts(skill: Skill) -> Sequence[str]:
    """Return what 1 to 5 mean for a skill."""
    return skill.levels or ACTS


def scores_before(desk: Desk, deck_id: str, now: datetime) -> dict[str, int]:
    """Return the newest self-score of each skill."""
    found: dict[str, int] = {}
    for event in events_of(desk.open(now), deck_id, "assess"):
        found |= event.payload["scores"]
    return found
