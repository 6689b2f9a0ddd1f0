"""A typed answer to a check of a card: live while practising, judged once where it is to be proved."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from zlib import crc32

from prepapp.answers.verdict import Verdict
from prepapp.core.card import Card, Check
from prepapp.core.event import Draft, Event, Grade, Kind
from prepapp.core.variants import asked, values_of
from prepapp.errors import PrepError
from prepapp.runner.client import LabHost
from prepapp.session.check_code import Code
from prepapp.session.check_fading import BLANK, Fade, given, stage_due, stages
from prepapp.session.check_kind import Examiner, Look, Step, examiner
from prepapp.session.desk import Desk
from prepapp.session.proving import built

Mode = Literal["practice", "prove"]

LONGEST = 20_000
"""Characters of an answer."""
OPENS: frozenset[Kind] = frozenset({"take", "review", "practice", "mock_answer", "look"})
"""Kinds after which the answer side of the card has been seen."""
WORKED = Verdict("right", "worked through, line by line")


@dataclass(frozen=True, slots=True)
class Before:
    """What the log knows of a check on one study day."""

    tried: bool
    """Whether an answer was judged; an unreadable one was not."""
    hints: int
    """Hints that were opened."""
    seen: bool
    """Whether the reference or the answer side of its card was open."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A judged answer as it was written to the log."""

    event: Event
    verdict: Verdict
    cold: bool
    """The first try of the study day, with neither answer, hint nor reference seen before."""
    hinted: bool
    proposed: Grade | None
    """The grade that it speaks for; None where it could not be read, or was right beside the open answer."""


def check_of(card: Card, n: int) -> Check:
    """Return a check of a card by its number; a PrepError says which there are."""
    for check in card.checks:
        if check.n == n:
            return check
    hint = f"it has 1 to {len(card.checks)}" if card.checks else "it has none"
    raise PrepError(f"there is no check {n}", card.id, hint)


def before(desk: Desk, card: Card, check: Check, now: datetime) -> Before:
    """Return what happened to a check on this study day."""
    day = desk.day(now)
    events = [each for each in desk.open(now).events(card.id) if each.study_day == day]
    own = [each for each in events if each.payload.get("n") == check.n]
    return Before(
        any(each.kind == "check" and each.payload.get("verdict") != "unreadable" for each in own),
        max((each.payload.get("hint", 0) for each in own if each.kind == "hint"), default=0),
        any(_opens(each, check) for each in events) or any(each.kind == "give_up" for each in own),
    )


def _opens(event: Event, check: Check) -> bool:
    """Whether an event opened the answer side of a card; a live reading opens its own check alone."""
    return event.kind in OPENS and event.payload.get("n", check.n) == check.n


def practised(desk: Desk, card: Card, check: Check, now: datetime, seen: bool = False) -> "Attempt":
    """Return an attempt to practise a check, with as much given as the log says is still needed."""
    attempt = Attempt(desk, card, check, "practice", now, seen)
    attempt.faded = stage_due(desk.open(now).events(card.id), check.n, attempt.stages)
    return attempt


class Attempt:
    """One check being answered. ``judge`` and ``look`` write nothing and may run in a thread."""

    def __init__(
        self, desk: Desk, card: Card, check: Check, mode: Mode, now: datetime, seen: bool = False
    ) -> None:
        self._desk = desk
        self.card = card
        self.check = check = asked(check, card.id, desk.day(now)) if mode == "prove" else check
        """As it is asked: in practice the deck's own variant, to be proved another one each day."""
        self.mode: Mode = mode
        self.faded: Fade = BLANK
        """How much of it is given; set before anything is opened."""
        self._started = now
        # Code is run, and all else judged in this process.
        self.code = Code(desk, card, check) if check.type == "code" else None
        # Other random worlds each day and in each mode, the same ones again for who asks again.
        seed = crc32(f"{card.id} {check.n} {mode} {desk.day(now)}".encode())
        self._examiner: Examiner = self.code or examiner(check, seed)
        known = before(desk, card, check, now)
        self._tried, self._seen = known.tried, known.seen or seen
        self.hints_open = known.hints
        """Hints that the candidate has seen today."""
        self.gave_up = False

    @property
    def hints(self) -> tuple[str, ...]:
        """Every hint that there is."""
        return self._examiner.hints

    @property
    def reference(self) -> str:
        """A right answer."""
        return self._examiner.reference

    @property
    def steps(self) -> tuple[Step, ...]:
        """A right answer line by line, with why each stands there; empty where it has no such lines."""
        return self._examiner.steps

    @property
    def stages(self) -> tuple[Fade, ...]:
        """The stages in which it is practised; a blank page has no other."""
        return stages(len(self.steps)) if self.mode == "practice" else (BLANK,)

    @property
    def is_cold(self) -> bool:
        """Whether an answer given now would count as cold."""
        return not (self._tried or self._seen or self.hints_open)

    def open_lines(self, now: datetime) -> Sequence[Step]:
        """Open the lines that are given; the log keeps it, for nothing is cold after it."""
        if not self._seen:
            self._write("look", {"what": "lines"}, now)
        self._seen = True
        return given(self.faded, self.steps)

    def look(self, text: str) -> tuple[Look, ...]:
        """Read an answer that is being typed; nothing on a blank page that is to prove something."""
        return () if self.mode == "prove" or len(text) > LONGEST else self._examiner.look(text)

    def judge(self, text: str) -> Verdict:
        """Judge an answer; of one that cannot be read no more is told than why, and it stays open."""
        _bound(self.card, text)
        verdict = self._examiner.judge(text)
        if verdict.verdict != "unreadable":
            return verdict
        told = [line for line in verdict.lines if self.mode == "practice" or line.verdict == "unreadable"]
        return replace(verdict, lines=tuple(told), exact="")

    async def verdict(self, text: str, host: Callable[[], Awaitable[LabHost]]) -> Verdict:
        """Judge an answer beside the loop; code and right drawings on a host, asked for then."""
        if self.code is None:
            verdict = await asyncio.to_thread(self.judge, text)
            if self.check.type == "drawing" and verdict.verdict == "right":
                return await built(await host(), tuple(self.check.spec["input"]), text, verdict)
            return verdict
        _bound(self.card, text)
        self.code.require_trust()
        return await self.code.run(await host(), text)

    def record(self, text: str, verdict: Verdict, now: datetime, timed: bool = True) -> Outcome:
        """Write a judged answer to the log, and what it took since it was asked, where that is ``timed``."""
        hinted, cold = bool(self.hints_open or self.gave_up or self.faded != BLANK), self.is_cold
        proposed = None if self.faded == "worked" else self._proposed(verdict, hinted, cold)
        payload: dict[str, Any] = {
            "mode": self.mode,
            "type": self.check.type,
            "verdict": verdict.verdict,
            "proof": verdict.proof,
            "answer": text,
            "cold": cold,
            "hinted": hinted,
            "seconds": round((now - self._started).total_seconds(), 1) if timed else None,
            "proposed": proposed.word if proposed else None,
            "variant": values_of(self.check),
            "faded": self.faded if self.check.type == "derivation" else None,
        }
        event = self._write("check", payload, now)
        self._tried = self._tried or verdict.verdict != "unreadable"
        return Outcome(event, verdict, cold, hinted, proposed)

    def worked(self, whys: Sequence[str], now: datetime) -> Outcome:
        """Write that every line was gone through, with the reasons that the candidate gave."""
        return self.record("\n".join(whys), WORKED, now)

    def hint(self, now: datetime) -> str:
        """Open the next hint, which is written to the log."""
        if self.mode == "prove":
            raise PrepError("a blank page has no hints", self.card.id, "practise it instead")
        if self.hints_open >= len(self.hints):
            raise PrepError("there is no further hint", self.card.id, "give up to see the reference")
        self.hints_open += 1
        self._write("hint", {"hint": self.hints_open, "of": len(self.hints)}, now)
        return self.hints[self.hints_open - 1]

    def give_up(self, now: datetime) -> str:
        """Open the reference, which is written to the log."""
        if not self.gave_up:
            self.gave_up = self._seen = True
            self._write("give_up", {"mode": self.mode, "faded": self.faded}, now)
        return self.reference

    def _proposed(self, verdict: Verdict, hinted: bool, cold: bool) -> Grade | None:
        if verdict.verdict == "unreadable":
            return None
        if verdict.verdict == "wrong" or self.gave_up:
            return Grade.AGAIN
        if self._seen and not self._tried and not hinted:
            return None  # copied or understood from the open answer: it speaks for nothing
        return Grade.GOOD if cold and not hinted else Grade.HARD

    def _write(self, kind: Kind, payload: dict[str, Any], now: datetime) -> Event:
        card = self.card
        said = {"n": self.check.n, **payload}
        (event,) = self._desk.record([Draft(kind, card.deck, card.id, card.revision, said)], now)
        return event


def _bound(card: Card, text: str) -> None:
    if len(text) > LONGEST:
        raise PrepError(f"the answer has {len(text):,} characters", card.id, f"{LONGEST:,} at most")
