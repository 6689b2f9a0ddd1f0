"""What the evidence of one skill adds up to: the rules of the proven levels."""

from collections import deque
from dataclasses import dataclass, field
from datetime import date

from prepapp.core.evidence import Proof
from prepapp.core.evidence_words import rested
from prepapp.core.readiness import Evidence

FRESH_DAYS = 14
"""Days after which a prove no longer counts."""

SHOWN = 3
"""Cold results that are shown."""

IN_WORDS = (2, 4)
"""Ranks of an answer that is more than the candidate's own ticks after a spoken one."""


@dataclass(slots=True)
class Tally:
    """The evidence of one skill, taken in the order of the log."""

    met: set[str] = field(default_factory=set)
    """Cards with a first answer of any kind."""
    last: dict[str, bool] = field(default_factory=dict)
    """Whether the last take of each card passed."""
    held: int = 0
    """Of them, those that did."""
    takes: deque[Evidence] = field(default_factory=lambda: deque(maxlen=2))
    """The last two cold takes of its cards."""
    cold: deque[Evidence] = field(default_factory=lambda: deque(maxlen=SHOWN))
    """The last cold results of any kind."""
    proved: Evidence | None = None
    """The newest right answer to a check on a blank page, cold and without a hint."""
    taught: Evidence | None = None
    """The newest mock answer that was whole, in time, typed or witnessed, two unseen follow-ups held."""
    evidence: list[Evidence] = field(default_factory=list)

    def add(self, proof: Proof) -> None:
        """Take one more piece of evidence."""
        one = proof.evidence
        if one.card:
            self.met.add(one.card)
        if proof.kind == "taught":
            self.taught = one
            return
        if proof.kind == "lesson":
            return
        self.evidence.append(one)
        if one.cold:
            self.cold.append(one)
        if proof.kind in {"take", "mock"} and one.card:
            self._take(one)
        if proof.kind == "prove" and (self.proved is None or self.proved.study_day <= one.study_day):
            self.proved = one

    def _take(self, one: Evidence) -> None:
        self.held += one.passed - self.last.get(one.card, False)
        self.last[one.card] = one.passed
        if one.cold:
            self.takes.append(one)

    def level(self, today: date) -> int:
        """Return the proven level as of a study day, 0 to 5."""
        if self._is_fresh(today):
            return 5 if self.taught else 4
        if self._explains():
            return 3
        if self.last and 2 * self.held >= len(self.last):
            return 2
        return 1 if self.met else 0

    def results(self) -> tuple[bool | None, bool | None, bool | None]:
        """Return the last three cold results, oldest first; None where there were fewer."""
        first, second, third = [*(one.passed for one in self.cold), None, None, None][:SHOWN]
        return first, second, third

    def rests_on(self, today: date, cards: int) -> str:
        """Return what the level rests on, or what is missing, in a few words."""
        level = self.level(today)
        if level == 0:
            return f"never asked, {_cards(cards)}"
        if level >= 4:
            one = self.taught if level == 5 else self.proved
            return rested(one, today) if one else ""
        if level == 3:
            return rested(next(one for one in reversed(self.takes) if one.rank in IN_WORDS), today)
        if self.proved is not None:
            return f"too old: {rested(self.proved, today)}"
        return self._short_of()

    def copy(self) -> "Tally":
        """Return a tally that can be added to, this one left as it is."""
        return Tally(
            set(self.met),
            dict(self.last),
            self.held,
            deque(self.takes, maxlen=self.takes.maxlen),
            deque(self.cold, maxlen=self.cold.maxlen),
            self.proved,
            self.taught,
        )

    def _is_fresh(self, today: date) -> bool:
        return self.proved is not None and (today - self.proved.study_day).days <= FRESH_DAYS

    def _explains(self) -> bool:
        both = len(self.takes) == 2 and all(one.passed for one in self.takes)
        return both and any(one.rank in IN_WORDS for one in self.takes)

    def _short_of(self) -> str:
        """What levels 1 and 2 rest on."""
        newest = self.evidence[-1] if self.evidence else None
        if newest and newest.rank == 3 and newest.passed and newest.hinted:
            return newest.words
        if len(self.takes) == 2 and all(one.passed for one in self.takes):
            return "your own ticks"
        return f"{self.held} of {_cards(len(self.last))} held" if self.last else "met, not yet held"


def _cards(number: int) -> str:
    return "1 card" if number == 1 else f"{number} cards"
