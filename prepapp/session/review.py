"""The review: commit first, points one by one, then the answer, a grade, and what comes next."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from prepapp.core.card import Card, FollowUp, Point
from prepapp.core.effort import review_minutes
from prepapp.core.event import Draft, Event, Grade, Sureness
from prepapp.session.day import Stage, Turn
from prepapp.session.desk import Desk
from prepapp.session.grading import Answer, Graded, grade_card, next_dates, practise_card
from prepapp.session.mistakes import close_mistake
from prepapp.session.notes import note, suspend
from prepapp.session.question import Phase, Question
from prepapp.session.typed_again import wants_typed
from prepapp.session.verdicts import spoken_for


class ReviewSession:
    """One sitting: the questions of the day in order, each saved as soon as it is graded."""

    def __init__(self, desk: Desk, stages: Sequence[Stage], now: datetime) -> None:
        self._desk = desk
        self._waiting: list[Turn] = [turn for stage in stages for turn in stage.turns]
        self._total = len(self._waiting)
        self._done: list[Question] = []
        self._day = desk.day(now)
        self.last: Graded | None = None
        """The last grade that was saved."""
        self.question = self._ask()

    @property
    def position(self) -> int:
        """Number of the question at hand, from 1."""
        return self._total - len(self._waiting)

    @property
    def total(self) -> int:
        """Questions of the sitting, those to be asked again among them."""
        return self._total

    @property
    def minutes_left(self) -> float:
        """Minutes that the questions still take, the one at hand included."""
        turns = [*self._waiting, *([self.question.turn] if self.question else [])]
        return sum(turn.minutes for turn in turns)

    @property
    def phase(self) -> Phase:
        """How far the question at hand has come."""
        return self.question.phase if self.question else Phase.DONE

    @property
    def current(self) -> Question:
        """The question at hand."""
        assert self.question is not None
        return self.question

    @property
    def is_mistake(self) -> bool:
        """Whether the question at hand is about a mistake of an earlier day."""
        return self.question is not None and self.question.turn.part == "mistake"

    @property
    def can_untick(self) -> bool:
        """Whether the last point can still be taken back."""
        return bool(self.current.ticks) and not self.current.follow_up_held

    @property
    def first_meeting(self) -> bool:
        """Whether the answer is a guess: the card has never been answered."""
        state = self._desk.state(self.current.card.id)
        return self.current.turn.part == "new" and (state is None or state.memory is None)

    @property
    def leech(self) -> Point | None:
        """The point that keeps being missed, if there is one."""
        state = self._desk.state(self.current.card.id)
        n = state.leech if state and state.revision == self.current.card.revision else None
        return next((point for point in self.current.card.points if point.n == n), None)

    def points(self) -> list[Point]:
        """Return the card's points as they are asked: those missed last time first."""
        state = self._desk.state(self.current.card.id)
        missed = state.missed if state and state.revision == self.current.card.revision else ()
        return sorted(self.current.card.points, key=lambda point: (point.n not in missed, point.n))

    def speak(self, seconds: float) -> None:
        """Commit to a spoken answer of so many seconds."""
        self.question = replace(self.current, phase=Phase.COMMITTED, mode="spoken", seconds=seconds)

    def write(self, text: str, seconds: float) -> None:
        """Commit to a typed answer."""
        self.question = replace(self.current, phase=Phase.COMMITTED, mode="typed", said=text, seconds=seconds)

    def give_up(self, now: datetime) -> None:
        """Commit to not knowing."""
        self.question = replace(self.current, phase=Phase.COMMITTED, mode="unknown")
        self.be_sure("guess", now)

    def be_sure(self, sure: Sureness, now: datetime) -> None:
        """Say how sure the answer is; the take is saved and the points are asked."""
        asked = self.current
        payload: dict[str, object] = {
            "mode": asked.mode,
            "sure": sure,
            "said": asked.said,
            "part": asked.turn.part,
        }
        if asked.seconds is not None:
            payload["seconds"] = round(asked.seconds, 1)
        card = asked.card
        self._desk.record([Draft("take", card.deck, card.id, card.revision, payload)], now)
        self.question = replace(asked, sure=sure, phase=Phase.POINTS)
        if asked.mode == "unknown" or not card.points or asked.turn.part == "mistake":
            self._open()

    def tick(self, said: bool) -> None:
        """Say of the next point whether the answer had it; after the last one the answer opens."""
        asked = self.current
        self.question = replace(asked, ticks=(*asked.ticks, said))
        if len(self.current.ticks) == len(asked.card.points):
            self._open()

    def untick(self) -> None:
        """Take the last point back."""
        asked = self.current
        self.question = replace(asked, ticks=asked.ticks[:-1], phase=Phase.POINTS)

    def answer(self) -> Answer:
        """Return the answer as it will be graded."""
        asked = self.current
        ticked = [point.n for point, said in zip(self.points(), self._all_ticks(), strict=True) if said]
        points = ticked if asked.card.points else None
        return Answer(points, asked.seconds, asked.sure, asked.said, checked=asked.checked)

    def take_check(self, now: datetime) -> None:
        """Hear what today's checks of the card say; they propose, and overwrite nothing."""
        self.question = replace(self.current, checked=spoken_for(self._desk, self.current.card, now))

    def points_say(self) -> Grade | None:
        """Return the grade that the points alone earn."""
        return replace(self.answer(), checked=None).proposal(self.current.card)

    def proposal(self) -> Grade | None:
        """Return the grade that is proposed: the lower one of the points' and the checks'."""
        return self.answer().proposal(self.current.card)

    @property
    def is_practice(self) -> bool:
        """Whether the grade moves no rung: a guess short of its must-points, a repeat, a part in passing."""
        if self.current.turn.part in {"again", "make"}:
            return not self._graded_repeat()
        return self.first_meeting and (self.points_say() or Grade.AGAIN) is Grade.AGAIN

    def dates(self) -> dict[Grade, date | None]:
        """Return when the card would come back after each grade; nothing for practice."""
        return {} if self.is_practice else next_dates(self._desk, self.current.card, self._day)

    def open_follow_up(self) -> None:
        """Show the answer to the follow-up."""
        if self.current.follow_up is not None:
            self.question = replace(self.current, follow_up_open=True)

    def hold_follow_up(self, held: bool, now: datetime) -> None:
        """Say whether the follow-up was answered."""
        asked = self.current
        if asked.follow_up is None:
            return
        payload = {"follow_up": asked.follow_up.n, "held": held, "part": asked.turn.part}
        card = asked.card
        self._desk.record([Draft("take", card.deck, card.id, card.revision, payload)], now)
        self.question = replace(asked, follow_up=None, follow_up_open=False, follow_up_held=True)

    def grade(self, grade: Grade | None, now: datetime) -> Event:
        """Save the grade, the proposed one where none is given, and ask the next question."""
        asked = self.current
        practice = self.is_practice
        chosen = grade or self.proposal() or (Grade.AGAIN if asked.mode == "unknown" else Grade.GOOD)
        answer = self.answer()
        self.last = None
        if practice:
            event = practise_card(self._desk, asked.card, chosen, answer, now)
        else:
            self.last = grade_card(self._desk, asked.card, chosen, answer, now)
            event = self.last.event
        if asked.turn.part == "new" if practice else chosen is Grade.AGAIN:
            self._repeat(asked)
        self._advance(asked)
        return event

    def settle(self, right: bool, now: datetime) -> None:
        """Say of a mistake whether it is understood now."""
        asked = self.current
        if right and asked.turn.lesson is not None:
            close_mistake(self._desk, asked.turn.lesson, now)
        self._advance(asked)

    def set_aside(self, now: datetime) -> None:
        """Suspend the card at hand and ask the next one."""
        asked = self.current
        suspend(self._desk, asked.card, now)
        self._waiting = [turn for turn in self._waiting if turn.card.id != asked.card.id]
        self._advance(asked)

    def note(self, text: str, now: datetime) -> None:
        """Keep a note on the card at hand, in the candidate's own words."""
        note(self._desk, self.current.card, text, now)

    def undo(self, now: datetime) -> Event:
        """Void the newest event that can be undone; its card is asked again, with its answer at hand."""
        _, voided = self._desk.undo(now)
        self.last = None
        if voided.card is None or voided.kind not in {"review", "suspend"}:
            return voided
        again = next((each for each in reversed(self._done) if each.card.id == voided.card), None)
        if again is not None:
            self._done.remove(again)
        else:
            card = self._desk.card(voided.card)
            again = Question(Turn("due", card, review_minutes(card)))
        waiting = [turn for turn in self._waiting if (turn.part, turn.card.id) != ("again", voided.card)]
        self._waiting = [self.question.turn, *waiting] if self.question else waiting
        self._total = len(self._done) + len(self._waiting) + 1
        self.question = again
        return voided

    def _open(self) -> None:
        asked = self.current
        follow_up = None if asked.turn.part == "mistake" else self._follow_up(asked.card)
        self.question = replace(asked, phase=Phase.ANSWER, follow_up=follow_up)

    def _follow_up(self, card: Card) -> FollowUp | None:
        """Return the follow-up that was asked least recently."""
        state = self._desk.state(card.id)
        asked = state.asked if state else {}
        return min(card.follow_ups, key=lambda each: (asked.get(each.n, date.min), each.n), default=None)

    def _all_ticks(self) -> tuple[bool, ...]:
        asked = self.current
        return asked.ticks + (False,) * (len(asked.card.points) - len(asked.ticks))

    def _graded_repeat(self) -> bool:
        """Whether a repeat is the first graded review of a card whose guess was practice."""
        state = self._desk.state(self.current.card.id)
        return self.current.turn.part == "again" and (state is None or state.ladder is None)

    def _repeat(self, asked: Question) -> None:
        again = Turn("again", asked.card, review_minutes(asked.card), asked.turn.item)
        self._waiting.append(again)
        self._total += 1

    def _advance(self, asked: Question) -> None:
        self._done.append(asked)
        self.question = self._ask()

    def _ask(self) -> Question | None:
        if not self._waiting:
            return None
        turn = self._waiting.pop(0)
        again = turn.part == "due" and wants_typed(turn.card, self._desk.state(turn.card.id), self._day)
        return Question(turn, typed_wanted=turn.typed or again)
