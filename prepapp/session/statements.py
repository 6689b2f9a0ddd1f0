"""Sentences to defend, to reject, or to make conditional: ten a sitting, each answer on disk at once."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from prepapp.core.card import Deck, Statement
from prepapp.core.event import Draft, Event
from prepapp.errors import PrepError
from prepapp.session.desk import Desk

Verdict = Literal["true", "false", "only-if"]

VERDICTS: tuple[Verdict, ...] = ("true", "false", "only-if")

COUNT = 10
"""Sentences of a sitting."""

PART = "statement"
"""What its takes say of the part of the day that they belong to."""


@dataclass(frozen=True, slots=True)
class Defended:
    """What was said of one sentence."""

    statement: Statement
    chosen: Verdict
    said: str
    """The reason, where one was typed."""
    held: bool
    """Whether the reason was the right one."""

    @property
    def is_right(self) -> bool:
        """Whether verdict and reason were right."""
        return self.chosen == self.statement.verdict and self.held


class StatementSession:
    """One sitting: a verdict and a reason, then what holds."""

    def __init__(self, desk: Desk, deck: Deck, now: datetime) -> None:
        if not deck.statements:
            raise PrepError(
                f"deck {deck.id} has no statements", "interviews/statements.md", "see docs/mock.md"
            )
        self._desk = desk
        self.deck = deck
        self.statements = draw(desk, deck, now)
        """Those of this sitting, in their order."""
        self.done: list[Defended] = []
        self.chosen: Verdict | None = None
        """The verdict on the sentence at hand; None while it is open."""
        self._said = ""
        self._since = now

    @property
    def current(self) -> Statement | None:
        """The sentence at hand; None when all were answered."""
        return self.statements[len(self.done)] if len(self.done) < len(self.statements) else None

    def choose(self, verdict: Verdict, said: str = "") -> None:
        """Commit to a verdict, with a typed reason or one said aloud; what holds may then be shown."""
        self.chosen, self._said = verdict, said

    def hold(self, held: bool, now: datetime) -> Defended:
        """Say whether the reason was the right one; the answer is saved and the next sentence asked."""
        statement = self.current
        if statement is None or self.chosen is None:
            raise PrepError("no verdict was given", self.deck.id)
        answer = Defended(statement, self.chosen, self._said, held and self.chosen == statement.verdict)
        self._desk.record([self._draft(answer, now)], now)
        self.done.append(answer)
        self.chosen, self._said, self._since = None, "", now
        return answer

    def _draft(self, answer: Defended, now: datetime) -> Draft:
        statement = answer.statement
        payload = {
            "part": PART,
            "statement": statement.id,
            "mode": "typed" if answer.said else "spoken",
            "said": answer.said,
            "chosen": answer.chosen,
            "verdict": statement.verdict,
            "held": answer.held,
            "seconds": round((now - self._since).total_seconds(), 1),
        }
        card = self._desk.card(statement.card)
        return Draft("take", card.deck, card.id, card.revision, payload)


def draw(desk: Desk, deck: Deck, now: datetime) -> tuple[Statement, ...]:
    """Return ten sentences: those missed or never asked first, each verdict among them, well mixed."""
    day = desk.day(now)
    last = _last(desk.open(now).events(kind="take"))
    source = random.Random(f"{deck.id} {day} {len(last)}")
    ranked = sorted(deck.statements, key=lambda each: (last.get(each.id, False), source.random()))
    taken: list[Statement] = []
    for verdict in VERDICTS:
        taken += [each for each in ranked if each.verdict == verdict][: COUNT // len(VERDICTS)]
    taken += [each for each in ranked if each not in taken][: COUNT - len(taken)]
    source.shuffle(taken)
    return tuple(taken)


def _last(events: Sequence[Event]) -> dict[str, bool]:
    """Whether each sentence was answered rightly when it was last asked."""
    asked = [event.payload for event in events if event.payload.get("part") == PART]
    return {said.get("statement", ""): bool(said.get("held")) for said in asked}
