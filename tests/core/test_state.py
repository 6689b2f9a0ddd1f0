"""The fold: what a log says of cards and decks, in whatever order and from whatever device it comes."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepapp.core.course import course
from prepapp.core.event import Draft, Event, Grade, Kind
from prepapp.core.memory import remember
from prepapp.core.plan import Plan
from prepapp.core.state import CardState, Mistake, Study, replay
from tests.builders import DECK, Diary, card, climb, day, deck, number, plan, stands

GRADES = ("again", "hard", "good", "easy")
NAMES = ("rn-001", "rn-002", "rn-003")


def state(diary: Diary, name: str = "rn-001") -> CardState:
    return replay(diary.events).cards[name]


def drafts() -> st.SearchStrategy[Draft]:
    """Return one act of the candidate, about any of three cards or about the deck."""

    def act(kind: str, **payload: st.SearchStrategy[Any]) -> st.SearchStrategy[Draft]:
        card = st.none() if kind in {"plan", "checkpoint", "interview"} else st.sampled_from(NAMES)
        revision = st.sampled_from(["r1", "r2"])
        return st.builds(
            Draft, st.just(kind), st.just(DECK), card, revision, st.fixed_dictionaries(dict(payload))
        )

    grade, missed = st.sampled_from(GRADES), st.lists(st.integers(1, 3), unique=True)
    sure = st.sampled_from(["sure", "think", "guess"])
    answer, cards = st.sampled_from(["a", "b"]), st.lists(st.sampled_from(NAMES), max_size=2)
    start = st.integers(0, 5).map(lambda n: day(n).isoformat())
    interview = st.none() | st.integers(6, 40).map(lambda n: day(n).isoformat())
    return st.one_of(
        act("review", grade=grade, missed=missed, sure=sure),
        act("practice", grade=grade, missed=missed, sure=sure),
        act("plan", start=start, interview=interview),
        act("checkpoint", checkpoint=st.sampled_from(["day0", "day3"])),
        act("take", follow_up=st.integers(1, 3)),
        act("suspend", suspended=st.booleans()),
        act("note", text=st.text(max_size=5)),
        act("mistake", event=answer, open=st.booleans(), missed=missed, said=st.text(max_size=5)),
        act("interview", date=start, asked=cards, stalled=cards),
        act("look", what=st.just("answer")),
    )


@st.composite
def diaries(draw: st.DrawFn, device: str = "laptop") -> Diary:
    """Return up to 15 acts over some weeks, some of them undone."""
    diary, today = Diary(device), 0
    for act in draw(st.lists(drafts() | st.none(), max_size=15)):
        today += draw(st.integers(-1, 9))
        if act is not None:
            diary.add(act, today)
        elif diary.events:
            diary.void(today, draw(st.sampled_from(diary.events)))
    return diary


@given(diaries(), diaries("phone"), st.randoms(use_true_random=False))
def test_the_order_in_which_events_arrive_does_not_matter(one: Diary, other: Diary, chance: Any) -> None:
    events = one.events + other.events
    shuffled = list(events)
    chance.shuffle(shuffled)
    assert replay(shuffled) == replay(events)


@given(diaries(), st.data())
def test_a_voided_event_leaves_no_trace(diary: Diary, data: st.DataObject) -> None:
    acts = [each for each in diary.events if each.kind != "void"]
    if not acts:
        return
    gone = data.draw(st.sampled_from(acts))
    diary.void(99, gone)
    without = [each for each in diary.events if each.id != gone.id]
    assert replay(diary.events) == replay(without)


def test_a_void_that_arrives_before_what_it_voids_holds() -> None:
    diary = Diary()
    diary.review(0, "rn-001")
    mistaken = diary.review(3, "rn-001", "again")
    void = diary.void(3, mistaken)
    assert replay([void, *diary.events]) == replay(diary.events[:1])


def test_a_void_is_never_voided() -> None:
    diary = Diary()
    review = diary.review(0, "rn-001")
    diary.void(1, diary.void(0, review))
    assert replay(diary.events) == Study()


def test_of_two_devices_the_earlier_instant_comes_first_whatever_the_ids_say() -> None:
    laptop, phone = Diary("laptop"), Diary("phone")
    phone.review(0, "rn-001", "good")
    laptop.review(3, "rn-001", "again")
    both = replay([*laptop.events, *phone.events]).cards["rn-001"]
    assert both.ladder == climb("0g 3a", faded=99)
    assert both.lapses == 1


def test_reviews_climb_the_ladder_and_teach_the_memory() -> None:
    diary = Diary()
    for on, grade in ((0, "good"), (3, "hard"), (5, "easy")):
        diary.review(on, "rn-001", grade)
    known = state(diary)
    assert known.ladder == climb("0g 3h 5e", faded=99)
    memory = remember(None, Grade.GOOD, day(0))
    memory = remember(memory, Grade.HARD, day(3))
    assert known.memory == remember(memory, Grade.EASY, day(5))
    assert (known.reviews, known.lapses, known.met) == (3, 0, day(0))


def test_a_first_meeting_that_was_practice_meets_the_card_but_sets_no_day_0() -> None:
    diary = Diary()
    diary.write("practice", 0, "rn-001", grade="again")
    known = state(diary)
    assert (known.met, known.ladder, known.reviews, known.lapses) == (day(0), None, 0, 0)
    diary.review(1, "rn-001")
    ladder = state(diary).ladder
    assert ladder is not None
    assert ladder.anchor == day(1)


def test_practice_informs_the_memory_and_moves_nothing() -> None:
    diary = Diary()
    diary.review(0, "rn-001")
    before = state(diary)
    diary.write("practice", 1, "rn-001", grade="again")
    after = state(diary)
    assert after.ladder == before.ladder
    assert (after.reviews, after.lapses) == (1, 0)
    assert after.memory != before.memory


def test_the_first_graded_review_is_no_lapse() -> None:
    diary = Diary()
    diary.review(0, "rn-001", "again")
    assert state(diary).lapses == 0
    diary.review(1, "rn-001", "again")
    assert state(diary).lapses == 1


def test_a_clock_set_back_over_a_rollover_counts_on_the_last_day() -> None:
    diary = Diary()
    diary.review(3, "rn-001", "hard", missed=[1])
    diary.review(2, "rn-001", "again", missed=[1])
    known = state(diary)
    assert known.memory is not None
    assert known.memory.day == day(3)
    assert known.misses == {1: (day(3),)}
    assert known.ladder is not None
    assert (known.ladder.last, known.ladder.wait) == (day(3), day(4))


def test_a_leech_is_one_point_missed_on_three_different_days() -> None:
    diary = Diary()
    for on in (0, 0, 3):
        diary.review(on, "rn-001", "again", missed=[2])
    assert state(diary).leech is None
    diary.write("practice", 4, "rn-001", grade="again", missed=[1])
    assert state(diary).leech is None
    diary.write("practice", 5, "rn-001", grade="hard", missed=[1, 2])
    assert state(diary).leech == 2
    assert state(diary).missed == (1, 2)


def test_a_rewritten_card_is_no_leech() -> None:
    diary = Diary()
    for on in (0, 1, 2):
        diary.review(on, "rn-001", "again", missed=[2])
    payload = {"grade": "again", "missed": [2]}
    diary.add(Draft("review", DECK, "rn-001", "r2", payload), 3)
    assert state(diary).leech is None


def test_sure_and_wrong_opens_a_mistake() -> None:
    diary = Diary()
    event = diary.review(0, "rn-001", "again", sure="sure", said="never zero", missed=[1])
    (mistake,) = state(diary).mistakes
    assert (mistake.event, mistake.since, mistake.said, mistake.missed, mistake.open) == (
        event.id,
        day(0),
        "never zero",
        (1,),
        True,
    )


@pytest.mark.parametrize(("grade", "sure"), [("again", "think"), ("again", "guess"), ("good", "sure")])
def test_no_other_answer_opens_a_mistake(grade: str, sure: str) -> None:
    diary = Diary()
    diary.review(0, "rn-001", grade, sure=sure)
    assert state(diary).mistakes == ()


def opened(diary: Diary) -> list[str]:
    return [each.event for each in state(diary).mistakes if each.open]


def test_a_mistake_is_closed_by_a_pass_or_by_name() -> None:
    diary = Diary()
    first = diary.review(0, "rn-001", "again", sure="sure")
    second = diary.review(1, "rn-001", "again", sure="sure")
    assert opened(diary) == [first.id, second.id]
    diary.write("mistake", 1, "rn-001", event=first.id)
    assert opened(diary) == [second.id]
    diary.review(2, "rn-001", "hard")
    diary.write("practice", 2, "rn-001", grade="good")
    assert opened(diary) == [second.id]
    diary.review(6, "rn-001", "good")
    assert opened(diary) == []
    assert len(state(diary).mistakes) == 2


def test_a_miss_of_an_interview_opens_a_mistake_and_asks_again_tomorrow() -> None:
    diary = Diary()
    diary.review(0, "rn-001")
    said = {"event": "answer-1", "open": True, "said": "never zero", "missed": [2], "from": "mock"}
    for _ in range(2):
        diary.write("mistake", 1, "rn-001", **said)
    (mistake,) = state(diary).mistakes
    assert mistake == Mistake("answer-1", day(1), "never zero", (2,), source="mock")
    ladder = state(diary).ladder
    assert ladder is not None
    assert (stands(ladder), ladder.retry, ladder.fails) == ((3, 2), True, 0)
    diary.review(2, "rn-001")
    assert opened(diary) == []
    ladder = state(diary).ladder
    assert ladder is not None
    assert stands(ladder) == (7, 7)


def test_a_miss_of_an_interview_closes_by_name_and_leaves_a_card_that_was_never_graded_new() -> None:
    diary = Diary()
    diary.write("mistake", 1, "rn-001", event="debrief-1", open=True, **{"from": "interview"})
    assert (opened(diary), state(diary).ladder, state(diary).met) == (["debrief-1"], None, None)
    diary.write("mistake", 2, "rn-001", event="debrief-1")
    assert opened(diary) == []


@pytest.mark.parametrize("kind", ["look", "check", "hint", "give_up"])
def test_what_changes_no_state_meets_no_card(kind: Kind) -> None:
    diary = Diary()
    diary.write(kind, 0, "rn-001")
    assert replay(diary.events) == Study()


def test_real_interviews_add_up() -> None:
    diary = Diary()
    diary.write("interview", 1, date="2026-03-03", asked=["rn-002", "rn-001"], stalled=["rn-002"])
    diary.write("interview", 9, date="2026-03-11", asked=["rn-003"], stalled=[])
    known = replay(diary.events).decks[DECK]
    assert (known.asked, known.stalled) == (("rn-001", "rn-002", "rn-003"), ("rn-002",))
    assert known.interviewed == date(2026, 3, 11)


def test_what_an_interviewer_asked_weighs_more_and_where_one_stalled_most() -> None:
    skills = {"rn-001": "x", "rn-002": "y", "rn-003": "z", "rn-004": "x", "rn-005": "y"}
    of = deck(card(name, skill=skill, weight=2.0) for name, skill in skills.items())
    diary = Diary()
    diary.write("interview", 1, date="2026-03-03", asked=["rn-001", "rn-002"], stalled=["rn-002"])
    before, after = course(of, Study(), day(2)), course(of, replay(diary.events), day(2))
    assert {before.weight(each) for each in of.cards} == {2.0}
    assert [after.weight(each) for each in of.cards] == [2.5, 3.0, 2.0, 2.5, 3.0]
    assert [each.id for each in after.unmet] == ["rn-002", "rn-005", "rn-001", "rn-004", "rn-003"]


def test_a_card_is_set_aside_and_taken_back() -> None:
    diary = Diary()
    diary.review(0, "rn-001")
    diary.write("suspend", 1, "rn-001", suspended=True)
    assert state(diary).suspended
    diary.write("suspend", 2, "rn-001", suspended=False)
    assert not state(diary).suspended
    assert state(diary).reviews == 1


def test_notes_are_kept_in_order_and_an_undone_one_is_gone() -> None:
    diary = Diary()
    diary.write("note", 0, "rn-001", text="ask about ReLU")
    wrong = diary.write("note", 1, "rn-001", text="typo")
    diary.write("note", 2, "rn-001", text="see Fig. 3")
    assert state(diary).notes == ("ask about ReLU", "typo", "see Fig. 3")
    diary.void(2, wrong)
    assert state(diary).notes == ("ask about ReLU", "see Fig. 3")


def test_each_follow_up_keeps_the_day_on_which_it_was_last_asked() -> None:
    diary = Diary()
    for on, follow_up in ((0, 1), (3, 2), (7, 1)):
        diary.write("take", on, "rn-001", follow_up=follow_up)
    assert state(diary).asked == {1: day(7), 2: day(3)}


def test_a_checkpoint_is_ticked_and_a_tick_undone() -> None:
    diary = Diary()
    tick = diary.write("checkpoint", 2, checkpoint="day0")
    assert replay(diary.events).decks[DECK].ticked == {"day0": day(2)}
    diary.void(2, tick)
    assert replay(diary.events) == Study()


def stated(diary: Diary) -> Plan:
    known = replay(diary.events).decks[DECK].plan
    assert known is not None
    return known


def test_a_plan_remembers_the_day_on_which_its_interview_was_set() -> None:
    diary = Diary()
    diary.plan(0)
    assert stated(diary) == plan()
    diary.plan(4, interview=28)
    assert stated(diary) == plan(28, given=4)
    diary.plan(9, interview=28, minutes=45)
    assert stated(diary) == plan(28, given=4, minutes=45)
    diary.plan(10, interview=20)
    assert stated(diary) == plan(20, given=10)
    diary.plan(11)
    assert stated(diary) == plan()


def test_the_offsets_in_the_plan_hold_whatever_the_deck_says_later() -> None:
    diary = Diary()
    diary.plan(0, offsets=[0, 2, 5])
    diary.review(0, "rn-001")
    ladder = state(diary).ladder
    assert ladder is not None
    assert [number(each) for each in ladder.dates] == [0, 2, 5]


def test_a_moved_interview_counts_from_the_next_review_on_and_undone_it_never_was() -> None:
    diary = Diary()
    diary.plan(0)
    diary.review(0, "rn-001")
    moved = diary.plan(1, interview=10)
    diary.review(3, "rn-001")
    ladder = state(diary).ladder
    assert ladder is not None
    assert ladder.eve == day(9)
    diary.void(3, moved)
    assert state(diary).ladder == climb("0g 3g", faded=99)


def test_an_event_about_no_card_touches_no_card() -> None:
    event = Event(
        "x", "laptop", 1, Diary().review(0, "q").at, 0, date(2026, 3, 2), "assess", None, None, None, {}
    )
    assert replay([event]) == Study()
