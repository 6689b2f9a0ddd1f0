"""A mock interview: asked, answered aloud or typed, ticked point by point, each answer on disk at once.

`prepapp.session.mock_begin` begins one, or goes on with today's unfinished one. There is no pause to write: a
mock that is left lies in the log with its last answer, and goes on from there on the same study day. A screen
does, for each `ask`: `speak`, `write`, `stay_silent` or `skip`; then, of a question, `tick` for each of
`points` and `settle` with the red flags; of a follow-up, `hold`. A talk ends with `signal`. Whoever knows all
of an answer at once gives it with `give`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from prepapp.core.card import Point, RedFlag
from prepapp.core.event import Draft, Event, Sureness
from prepapp.core.interview import SIGNALS, Ask, Interview, Mode, Reply, Standing, stand
from prepapp.core.listening import Heard, heard
from prepapp.core.mock_record import MockRecord, records
from prepapp.core.mock_score import missed_cards, mock_score, scores
from prepapp.errors import PrepError
from prepapp.session.desk import Desk
from prepapp.session.mock_misses import Proposal, proposals
from prepapp.session.mock_payload import answer_payload, reply_of


class MockPhase(StrEnum):
    """How far the question at hand has come."""

    ASKED = "asked"
    POINTS = "points"
    """Answered; its points are ticked one by one, then its red flags."""
    HELD = "held"
    """A follow-up, answered; did the answer hold?"""
    SIGNALS = "signals"
    """A talk is over; what did it show as a whole?"""
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that is not judged yet."""

    mode: Mode
    seconds: float = 0.0
    said: str = ""
    sure: Sureness | None = None
    ticks: tuple[bool, ...] = ()
    """One a point, in the card's order."""


class MockSession:
    """One mock interview, from its first question to its end."""

    def __init__(
        self, desk: Desk, deck: str, mock: str, interview: Interview, events: Collection[Event] = ()
    ) -> None:
        self._desk = desk
        self._events: list[Event] = list(events)
        self._given: Given | None = None
        self.deck = deck
        self.mock = mock
        """Its id in the log."""
        self.interview = interview
        self._replies = [reply_of(event) for event in events]
        self._ended = False
        self.standing: Standing = stand(interview, self._replies)

    @property
    def ask(self) -> Ask | None:
        """What is asked now: opener, scene, wording, target and seconds left; None when it is over."""
        return self.standing.ask

    @property
    def phase(self) -> MockPhase:
        """How far the question at hand has come."""
        if self.ask is None or self._ended:
            talks = self.interview.settings.format == "talk" and not self._ended
            return MockPhase.SIGNALS if talks else MockPhase.OVER
        if self._given is None:
            return MockPhase.ASKED
        return MockPhase.HELD if self.ask.follow_up else MockPhase.POINTS

    @property
    def position(self) -> tuple[int, int]:
        """Number of the question at hand, from 1, and how many the time is meant for."""
        at = len({*self.answered, *([self.ask.item.id] if self.ask else [])})
        return at, max(at, self.interview.settings.planned)

    @property
    def answered(self) -> tuple[str, ...]:
        """Ids of the questions that were answered, in the order in which they were asked."""
        return tuple(dict.fromkeys(reply.question for reply in self._replies))

    @property
    def given(self) -> Given | None:
        """The answer that is being judged."""
        return self._given

    @property
    def points(self) -> tuple[Point, ...]:
        """The points of the question at hand, as they are ticked; none before it is answered."""
        return self.ask.item.points if self.ask and self.phase is MockPhase.POINTS else ()

    @property
    def are_points_ticked(self) -> bool:
        """Whether every point of the question at hand was ticked or denied."""
        return self._given is not None and len(self._given.ticks) >= len(self.points)

    @property
    def red_flags(self) -> tuple[RedFlag, ...]:
        """The red flags of the question at hand; none before it is answered."""
        return self.ask.item.red_flags if self.ask and self.phase is MockPhase.POINTS else ()

    @property
    def heard(self) -> Heard:
        """What the typed answer seems to touch: to be confirmed, never ticked beforehand."""
        if self.ask is None or self._given is None or self._given.mode != "typed":
            return Heard()
        return heard(self._given.said, self.ask.item.points, self.ask.item.red_flags)

    @property
    def record(self) -> MockRecord | None:
        """The mock as the log has it so far; None before the first answer."""
        return records(self._events)[0] if self._events else None

    def speak(self, seconds: float, sure: Sureness | None = None) -> None:
        """Commit to a spoken answer of so many seconds of speech."""
        self._commit(Given("spoken", seconds, sure=sure))

    def write(self, text: str, seconds: float, sure: Sureness | None = None) -> None:
        """Commit to a typed answer."""
        self._commit(Given("typed", seconds, text, sure))

    def stay_silent(self, seconds: float, now: datetime) -> None:
        """Have nothing to say: nothing is ticked, and the interviewer goes on."""
        self.give(self._reply(Given("silent", seconds)), now)

    def skip(self, now: datetime) -> None:
        """Leave the question at hand, its follow-ups too."""
        self.give(self._reply(Given("skipped")), now)

    def tick(self, said: bool) -> None:
        """Say of the next point whether the answer had it."""
        given = self._judged(MockPhase.POINTS)
        if len(given.ticks) < len(self.points):
            self._given = replace(given, ticks=(*given.ticks, said))

    def untick(self) -> None:
        """Take the last tick back; without any, the answer."""
        given = self._judged(MockPhase.POINTS)
        self._given = replace(given, ticks=given.ticks[:-1]) if given.ticks else None

    def settle(self, red_flags: Collection[int], now: datetime) -> None:
        """Save the answer with the points ticked so far and the red flags that it held."""
        given = self._judged(MockPhase.POINTS)
        had = zip(self.points, given.ticks, strict=False)
        ticked = tuple(point.n for point, said in had if said)
        self.give(replace(self._reply(given), ticked=ticked, red_flags=tuple(sorted(red_flags))), now)

    def hold(self, held: bool, now: datetime) -> None:
        """Save the answer to a follow-up, and whether it held."""
        self.give(replace(self._reply(self._judged(MockPhase.HELD)), held=held), now)

    def give(self, reply: Reply, now: datetime) -> None:
        """Save a whole answer to what is asked; after the last one the mock ends."""
        ask = self._asked()
        if (reply.question, reply.wording) != (ask.item.id, ask.wording):
            raise PrepError("the answer is not to what is asked", ask.item.id, ask.wording)
        _check_numbers(reply, ask)
        self._replies = [*self._replies, reply]
        after = stand(self.interview, self._replies)
        draft = self._draft(ask, reply)
        self.standing, self._given = after, None
        if after.why is None or self.interview.settings.format == "talk":
            self._events += self._desk.record([draft], now)
        else:
            self._end(after.why, now, [draft])

    def signal(self, shown: Mapping[str, bool], now: datetime) -> None:
        """Save what a talk showed as a whole, by the names in `SIGNALS`; the talk ends."""
        if self.phase is not MockPhase.SIGNALS:
            raise PrepError("signals belong to the end of a talk", self.mock)
        signals = {name: bool(shown.get(name)) for name in SIGNALS}
        self._end(self.standing.why or "finished", now, signals=signals)

    def quit(self, now: datetime) -> None:
        """End it here; what was answered stands. Before the first answer nothing is kept."""
        if not self._ended and self._events:
            self._end("quit", now)
        self._ended = True

    def proposals(self) -> tuple[Proposal, ...]:
        """Return the cards that the misses speak for, to be accepted or not."""
        return proposals(self._desk, self.record) if self.record else ()

    def _commit(self, given: Given) -> None:
        self._asked()
        self._given = given

    def _asked(self) -> Ask:
        if self.ask is None or self._ended:
            raise PrepError("the mock is over", self.mock, "`prepapp mock show` has it")
        return self.ask

    def _judged(self, phase: MockPhase) -> Given:
        if self._given is None or self.phase is not phase:
            raise PrepError("nothing is there to be judged", self.mock)
        return self._given

    def _reply(self, given: Given) -> Reply:
        ask = self._asked()
        n = ask.follow_up.n if ask.follow_up else None
        return Reply(ask.item.id, n, ask.wording, given.mode, given.seconds, given.said, sure=given.sure)

    def _draft(self, ask: Ask, reply: Reply) -> Draft:
        payload = answer_payload(self.mock, self.interview.settings, ask, reply)
        return Draft("mock_answer", self.deck, ask.item.card, ask.item.revision, payload)

    def _end(
        self,
        why: str,
        now: datetime,
        drafts: Collection[Draft] = (),
        signals: Mapping[str, bool] | None = None,
    ) -> None:
        """Write the end, in one transaction with the last answer."""
        items, settings = self.interview.items, self.interview.settings
        brought = scores(items, self._replies)
        # What the time ran out on brings nothing; what was left by quitting does not count.
        unreached = settings.planned - len(brought) if why == "time" else 0
        score = mock_score([*brought, *(0.0 for _ in range(unreached))])
        payload: dict[str, object] = {
            "mock": self.mock,
            "format": settings.format,
            "why": why,
            "seconds": round(sum(reply.seconds for reply in self._replies), 1),
            "score": None if score is None else round(score, 4),
            "proposals": missed_cards(items, self._replies),
            "accepted": [],
        }
        payload |= {"signals": dict(signals)} if signals is not None else {}
        end = Draft("mock_end", self.deck, payload=payload)
        self._events += self._desk.record([*drafts, end], now)
        self._ended = True


def _check_numbers(reply: Reply, ask: Ask) -> None:
    known, flags = {point.n for point in ask.item.points}, {flag.n for flag in ask.item.red_flags}
    for word, n in [("point", n) for n in reply.ticked if n not in known] + [
        ("red flag", n) for n in reply.red_flags if n not in flags
    ]:
        raise PrepError(f"there is no {word} {n}", ask.item.id)
