"""What holds whatever a candidate does: grades, undos, missed days, a clock set back, moved interviews."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from prepapp.core.card import Deck
from prepapp.core.course import Course
from prepapp.core.effort import review_minutes
from prepapp.core.ladder import due_day, passed_last
from prepapp.core.plan import EVE_MINUTES
from prepapp.core.queue import fit, queue
from prepapp.core.schedule import Schedule
from prepapp.core.state import Study, replay
from tests.builders import Diary, card, day, deck, number, planned

DECK = deck(
    [
        card("rn-001", skill="x"),
        card("rn-002", skill="y", weight=2.0, target_s=70),
        card("rn-003", skill="x", enters=3, target_s=200, pair="rn-001"),
        card("rn-004", skill="z", enters=7, weight=0.5, target_s=35),
        card("rn-005", skill="z", enters=14),
        card("rn-006", skill="y", enters=21, target_s=110),
    ]
)


@dataclass
class Candidate:
    """One who does things, and what holds after each of them."""

    today: int = 0
    diary: Diary = field(default_factory=Diary)

    def do(self, act: tuple[Any, ...]) -> None:
        match act:
            case ("wait", int(days)):
                self.today += days
            case ("grade", str(name), str(grade)):
                self.diary.review(self.today, name, grade)
                self.check_review(name)
            case ("practice", str(name), str(grade)):
                self.diary.write("practice", self.today, name, grade=grade)
            case ("suspend", str(name), bool(suspended)):
                self.diary.write("suspend", self.today, name, suspended=suspended)
            case ("interview", int(ahead)):
                self.diary.plan(self.today, interview=self.today + ahead)
            case ("no interview",):
                self.diary.plan(self.today)
            case ("undo",):
                undone = {each.payload["event"] for each in self.diary.events if each.kind == "void"}
                kinds = {"review", "plan", "suspend"}
                left = [e for e in self.diary.events if e.kind in kinds and e.id not in undone]
                if left:
                    self.diary.void(self.today, left[-1])

    def check_review(self, name: str) -> None:
        """After a review its card is due later than today, and not after the eve."""
        course, plan = planned(DECK, self.study, self.today)
        if name not in course.met:  # set aside
            return
        ladder = course.met[name][2]
        for due in (due_day(ladder), plan.due.get(name)):
            if due is not None:
                assert due > max(ladder.last, day(self.today))
                assert course.plan.eve is None or due <= course.plan.eve

    def check(self) -> None:
        course, plan = planned(DECK, self.study, self.today)
        check_no_card_is_lost(course, plan, self.study)
        check_queue(course, plan, self.study)

    @property
    def study(self) -> Study:
        return replay(self.diary.events)


def check_no_card_is_lost(course: Course, plan: Schedule, study: Study) -> None:
    """Every card is set aside, or due, or done with by rule, or has a day on which it enters."""
    aside = {name for name, state in study.cards.items() if state.suspended}
    assert {each.id for each in course.unmet} | set(course.met) | aside == {each.id for each in DECK.cards}
    eve, interview = course.plan.eve, course.plan.interview
    for each in course.unmet:
        entry = plan.entry[each.id]
        settled = interview is not None and course.plan.settles and plan.today > interview - timedelta(days=4)
        first = interview + timedelta(days=1) if interview and settled else plan.today
        deadline = eve if course.plan.sprint and eve else course.plan.deadline(each.day)
        assert first <= entry <= max(first, deadline)
    for name, (_, _, ladder) in course.met.items():
        due = plan.due.get(name)
        if due is None:
            assert eve is not None
            final = course.plan.final_pass
            sprinted = course.plan.sprint and (
                plan.today > eve or ladder.last >= (course.plan.given or plan.today)
            )
            assert (
                ladder.last >= eve
                or sprinted
                or (ladder.done and final is None)
                or (final is not None and (passed_last(ladder, final[0]) or plan.today > eve))
            ), name
        else:
            assert due > ladder.last
            assert eve is None or due <= eve


def check_queue(course: Course, plan: Schedule, study: Study) -> None:
    """All that is due is listed once, in one order that does not depend on the order of the input."""
    items = queue(course, plan)
    asked = Counter(item.card.id for item in items)
    assert not asked or max(asked.values()) == 1
    assert {name for name, due in plan.due.items() if due <= plan.today} <= set(asked)
    assert {name for name in asked if name in course.met} <= set(plan.due)
    turned = Study(dict(reversed(list(study.cards.items()))), study.decks)
    same = queue(*planned(replace(DECK, cards=DECK.cards[::-1]), turned, number(plan.today) or 0))
    assert same == items == queue(course, plan)


def acts() -> st.SearchStrategy[tuple[Any, ...]]:
    name = st.sampled_from([each.id for each in DECK.cards])
    grade = st.sampled_from(["again", "hard", "good", "good", "easy"])
    return st.one_of(
        st.tuples(st.just("wait"), st.sampled_from([1, 1, 1, 2, 3, 4, 7, 20])),
        st.tuples(st.just("wait"), st.just(-1)),  # a clock set back, or a flight to the west
        st.tuples(st.just("grade"), name, grade),
        st.tuples(st.just("grade"), name, grade),
        st.tuples(st.just("practice"), name, grade),
        st.tuples(st.just("suspend"), name, st.booleans()),
        st.tuples(st.just("interview"), st.sampled_from([1, 2, 3, 4, 5, 6, 7, 8, 9, 14, 28])),
        st.tuples(st.just("no interview")),
        st.tuples(st.just("undo")),
    )


@settings(max_examples=150)
@given(st.lists(acts(), min_size=5, max_size=25))
def test_whatever_a_candidate_does_no_card_is_lost_and_the_queue_is_sound(did: list[tuple[Any, ...]]) -> None:
    candidate = Candidate()
    for act in did:
        candidate.do(act)
        candidate.check()


# A diligent candidate before an interview

GRADES = st.sampled_from(["again", "good", "good", "easy"])


def live(of: Deck, diary: Diary, first: int, last: int) -> Iterator[tuple[int, Course, Schedule, list[Any]]]:
    """Walk the days; what is written to the diary on one is seen on the next."""
    for on in range(first, last + 1):
        course, plan = planned(of, replay(diary.events), on)
        yield on, course, plan, queue(course, plan)


@settings(max_examples=25)
@given(st.integers(8, 40), st.integers(0, 25), st.integers(1, 15), st.data())
def test_every_card_has_exactly_one_planned_review_in_the_five_days_up_to_the_eve(
    ahead: int, given_on: int, count: int, data: st.DataObject
) -> None:
    of = deck(
        card(f"rn-{n:03}", enters=(0, 3, 7, 14, 21)[n % 5], target_s=60 + 30 * (n % 3)) for n in range(count)
    )
    interview = given_on + ahead
    diary, final = Diary(), Counter[str]()
    diary.plan(0, interview=None if given_on else interview)
    for on, _, plan, items in live(of, diary, 0, interview - 1):
        if given_on and on == given_on:
            diary.plan(on, interview=interview)
            continue
        for item in items:
            name = item.card.id
            if on >= interview - 5 and item.reason != "new":
                assert name in plan.final or item.reason == "retry"
                final[name] += name in plan.final
            assert item.reason != "new" or on < interview - 3
            # A first meeting that fails inside the five days has its retry for its one review.
            diary.review(on, name, "good" if item.reason == "new" else data.draw(GRADES))
    assert final == Counter(each.id for each in of.cards)


@settings(max_examples=15)
@given(st.integers(8, 30), st.integers(20, 80))
def test_the_eve_never_holds_more_than_20_planned_minutes(ahead: int, count: int) -> None:
    of = deck(card(f"rn-{n:03}", enters=(0, 3, 7, 14, 21)[n % 5]) for n in range(count))
    diary = Diary()
    diary.plan(0, interview=ahead)
    for on, _, _, items in live(of, diary, 0, ahead - 1):
        if on == ahead - 1:
            assert sum(review_minutes(item.card) for item in items) <= EVE_MINUTES
        for item in items:
            diary.review(on, item.card.id)


@settings(max_examples=30)
@given(st.integers(0, 100), st.integers(5, 60))
def test_after_any_absence_the_eve_asks_for_no_more_than_20_minutes(count: int, minutes: int) -> None:
    of = deck(card(f"rn-{n:03}") for n in range(count))
    diary = Diary()
    diary.plan(0, interview=14)
    for each in of.cards:
        diary.review(0, each.id)
    items = queue(*planned(of, replay(diary.events), 13))
    fitted = fit(items, minutes, eve=True)
    assert len(fitted) == count
    assert sum(item.minutes for item in fitted if not item.carried) <= EVE_MINUTES
