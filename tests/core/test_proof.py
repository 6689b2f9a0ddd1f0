"""Proven levels, worked by hand: cold and warm, hints, ranks, expiry, mocks, calibration, what to do next."""

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepapp.core.calibration import open_mistakes
from prepapp.core.card import Check, Deck, FollowUp, Profile, Script, ScriptQuestion, Skill
from prepapp.core.event import Draft, Event
from prepapp.core.evidence import gather
from prepapp.core.proof import readiness
from prepapp.core.readiness import Readiness, SkillReady
from prepapp.core.state import replay, standing
from tests.builders import DECK, Diary, card, day, deck

TWO = (Check(1, "derivation", "derive it", {}, 1), Check(2, "number", "count it", {}, 2))
ASKED = tuple(FollowUp(n, f"why {n}?", "because") for n in (1, 2, 3))


def small_deck(**more: Any) -> Deck:
    """Two cards of `flow`, the first with two checks; one card each of `blocks` and `ode`."""
    return deck(
        [
            card("f1", skill="flow", musts=2, shoulds=1, checks=TWO, follow_ups=ASKED),
            card("f2", skill="flow", musts=1, follow_ups=ASKED),
            card("b1", skill="blocks", musts=1, lab="sizes"),
            card("o1", skill="ode"),
        ],
        skills=(Skill("flow", "Flow"), Skill("blocks", "Blocks"), Skill("ode", "ODE")),
        **more,
    )


class Life(Diary):
    """What a candidate does, one line an act."""

    def take(
        self, on: int, name: str, ticked: list[int], mode: str = "spoken", said: str = "", **more: Any
    ) -> Event:
        """Answer a card and tick its points; graded as they propose, or as ``more`` says."""
        musts = {"f1": {1, 2}}.get(name, {1})
        proposed = "again" if not ticked or not musts <= set(ticked) else "good"
        self.write("take", on, name, mode=mode, said=said, sure=more.get("sure", "think"), part="due")
        told = {"grade": proposed, "proposed": proposed, "points": ticked, "said": said, **more}
        return self.write(
            more.pop("kind", "review"), on, name, **{k: v for k, v in told.items() if k != "kind"}
        )

    def check(
        self, on: int, name: str, n: int = 1, verdict: str = "right", mode: str = "prove", **more: Any
    ) -> Event:
        """Answer a check."""
        told = {"n": n, "mode": mode, "type": "derivation", "verdict": verdict, **more}
        return self.write("check", on, name, **told)

    def mock(self, on: int, name: str | None, held: tuple[bool, ...] = (True, True), **more: Any) -> None:
        """Answer a question of a mock and so many follow-ups, whole and in time unless ``more`` says else."""
        told: dict[str, Any] = {
            "mock": f"m{on}", "format": "discussion", "question": "q", "skill": "flow", "mode": "typed",
            "said": "it is the sum", "seconds": 60.0, "target_s": 90, "ticked": [1], "must_missed": [],
            "red_flags": [], "witness": None, "unseen": True, **more,
        }  # fmt: skip
        self.add(_mock_answer(name, {**told, "kind": "question", "follow_up": None}), on)
        for n, each in enumerate(held, 1):
            self.add(_mock_answer(name, {**told, "kind": "follow_up", "follow_up": n, "held": each}), on)


def _mock_answer(name: str | None, payload: dict[str, Any]) -> Draft:
    return Draft("mock_answer", DECK, name, "r1" if name else None, payload)


def stand(life: Diary, on: int, of: Deck | None = None, interview: int | None = None) -> Readiness:
    """Return the readiness as of a plan day."""
    return readiness(of or small_deck(), life.events, day(on), None if interview is None else day(interview))


def flow(life: Diary, on: int) -> SkillReady:
    """Return where the skill `flow` stands."""
    return stand(life, on).skills[0]


def test_three_weeks_worked_by_hand() -> None:
    life = Life()
    worked = []
    # day  what                                          cold  rank  held   level and why
    life.take(
        0, "f1", [1], kind="practice"
    )  # a first guess, short: a lesson, no evidence    1  a card is met
    worked.append((0, 1))
    life.take(1, "f1", [1, 2])  #                        yes   1     yes    2  1 of 1 last takes held
    worked.append((1, 2))
    life.write("look", 2, "f2", what="answer")
    life.take(2, "f2", [1])  #                           warm  1     yes    2  2 of 2
    worked.append((2, 2))
    life.take(3, "f1", [1])  #                           yes   1     no     2  1 of 2: half is enough
    worked.append((3, 2))
    life.take(4, "f2", [])  #                            yes   1     no     1  0 of 2
    worked.append((4, 1))
    life.take(5, "f1", [1, 2])  #                        yes   1     yes    2  1 of 2
    life.take(6, "f2", [1])  #                           yes   1     yes    2  two cold, but own ticks alone
    worked += [(5, 2), (6, 2)]
    life.take(7, "f1", [1, 2], "typed", "the sum")  #    yes   2     yes    3  two cold, one typed
    worked.append((7, 3))
    life.write("hint", 8, "f1", n=1, hint=1, of=3)
    life.check(8, "f1", mode="prove", cold=False, hinted=True)  # no  3  yes    3  hinted
    worked.append((8, 3))
    life.take(9, "f1", [1, 2, 3])
    life.check(9, "f1")  #                               warm  3     yes    3  the answer was seen before
    worked.append((9, 3))
    life.check(10, "f1", 2)  #                           yes   3     yes    4  a blank page
    worked.append((10, 4))
    life.check(
        11, "f1", verdict="wrong"
    )  #             yes   3     no     4  the proof of day 10 still stands
    worked.append((11, 4))
    life.mock(12, "f2")  #                               yes   2     yes    5  whole, in time, two follow-ups
    worked.append((12, 5))
    levels = stand(life, 12).levels
    assert [(n, levels[day(n)]["flow"]) for n, _ in worked] == worked
    assert flow(life, 24).proven == 5, "14 days after the proof"
    assert flow(life, 25).proven == 3, "the proof has expired; the last two cold takes stand"
    assert flow(life, 25).rests_on == "typed 14 Mar", "the mock answer of day 12"
    assert flow(life, 12).cold == (True, False, True)
    assert flow(life, 12).rests_on == "typed today"
    assert [(one.rank, one.passed, one.cold, one.hinted) for one in reversed(flow(life, 12).evidence)] == [
        (1, True, True, False),
        (1, True, False, False),
        (1, False, True, False),
        (1, False, True, False),
        (1, True, True, False),
        (1, True, True, False),
        (2, True, True, False),
        (3, True, False, True),
        (1, True, True, False),
        (3, True, False, False),
        (3, True, True, False),
        (3, False, True, False),
        (2, True, True, False),
    ]
    others = {each.skill: (each.proven, each.rests_on) for each in stand(life, 12).skills[1:]}
    assert others == {"blocks": (0, "never asked, 1 card"), "ode": (0, "never asked, 1 card")}


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("look", {"what": "answer"}),
        ("look", {"what": "reading", "n": 1}),
        ("hint", {"n": 1, "hint": 1, "of": 3}),
        ("give_up", {"n": 1, "mode": "practice"}),
        ("take", {"mode": "spoken", "sure": "sure", "said": "", "part": "due"}),
        ("practice", {"grade": "good", "points": [1, 2]}),
        ("review", {"grade": "good", "points": [1, 2]}),
        ("mock_answer", {"kind": "question", "mock": "m", "question": "q", "mode": "skipped"}),
    ],
)
def test_what_makes_a_day_warm(kind: Any, payload: dict[str, Any]) -> None:
    for after, cold in ((0, False), (1, True)):
        life = Life()
        life.take(-9, "f1", [1, 2])
        life.add(Draft(kind, DECK, "f1", "r1", payload), 0)
        life.take(after, "f1", [1, 2])
        assert flow(life, 5).evidence[0].cold is cold
        life = Life()
        life.add(Draft(kind, DECK, "f1", "r1", payload), 0)
        life.check(after, "f1")
        assert flow(life, 5).evidence[0].cold is cold


def test_what_leaves_it_cold() -> None:
    life = Life()
    life.write("look", 0, "f2", what="answer")
    life.write("hint", 0, "f1", n=1, hint=1, of=3)
    life.write("look", 0, "f1", what="reading", n=1)
    life.check(0, "f1", 1, "unreadable")
    life.check(0, "f1", 2)
    (one,) = flow(life, 0).evidence
    assert (one.cold, one.hinted) == (True, False), (
        "another check's hint, another card, and what is no answer"
    )
    life.check(1, "f1")
    life.take(1, "f1", [1, 2])
    assert flow(life, 1).evidence[0].cold, "a check that was judged shows no answer"


def test_a_warm_take_neither_raises_nor_lowers_what_can_be_explained() -> None:
    life = Life()
    life.take(0, "f1", [1, 2], "typed", "the sum")
    life.take(1, "f2", [1])
    life.take(1, "f2", [])
    assert flow(life, 1).proven == 3
    assert flow(life, 1).cold == (True, True, None)


def test_a_take_that_was_left_does_not_speak_for_another_day() -> None:
    life = Life()
    life.write("take", 0, "f1", mode="unknown", sure="guess", said="", part="due")
    life.write("review", 1, "f1", grade="good", points=[1, 2])
    (one,) = flow(life, 1).evidence
    assert (one.passed, one.cold, one.words) == (True, True, "spoken, own ticks")


def test_a_page_of_which_part_was_given_is_warm_and_helped() -> None:
    life = Life()
    life.check(0, "f1", faded="half")
    (one,) = flow(life, 0).evidence
    assert (one.cold, one.hinted, one.words) == (False, True, "derived, part of it given")


def test_a_card_without_musts_needs_a_point() -> None:
    of = deck([card("s1", skill="s", shoulds=2)], skills=(Skill("s", "S"),))
    life = Life()
    life.write("review", 0, "s1", grade="good", points=[])
    life.write("review", 1, "s1", grade="again", points=[2])
    assert [one.passed for one in stand(life, 1, of).skills[0].evidence] == [True, False]


def test_the_second_try_of_a_day_is_warm() -> None:
    life = Life()
    life.check(0, "f1", verdict="wrong")
    life.check(0, "f1")
    assert [one.cold for one in flow(life, 0).evidence] == [False, True]
    assert flow(life, 0).proven == 1


@pytest.mark.parametrize(
    ("more", "level"),
    [
        ({}, 4),
        ({"cold": True, "hinted": False, "faded": "blank"}, 4),
        ({"faded": None}, 4),
        ({"faded": "half"}, 1),
        ({"faded": "worked"}, 1),
        ({"hinted": True}, 1),
        ({"cold": False}, 1),
        ({"mode": "practice"}, 1),
        ({"verdict": "wrong"}, 1),
    ],
)
def test_which_checks_prove(more: dict[str, Any], level: int) -> None:
    life = Life()
    life.check(0, "f1", **more)
    assert flow(life, 0).proven == level
    assert flow(life, 14).proven == level
    assert flow(life, 15).proven == 1


def test_a_check_without_its_newer_keys_still_counts() -> None:
    life = Life()
    life.write("check", 0, "f1", mode="prove", verdict="right")
    assert (flow(life, 0).proven, flow(life, 0).evidence[0].words) == (4, "verified, blank page")


def test_typed_needs_text_and_a_friend_needs_no_text() -> None:
    life = Life()
    life.take(0, "f1", [1, 2], "typed", "   ")
    life.take(1, "f2", [1], "typed", "")
    assert [one.rank for one in flow(life, 1).evidence] == [1, 1]
    assert (flow(life, 1).proven, flow(life, 1).rests_on) == (2, "your own ticks")
    life.mock(2, "f1", (), mode="spoken", said="", witness="Ana")
    assert (flow(life, 2).evidence[0].rank, flow(life, 2).proven) == (4, 3)
    assert flow(life, 2).rests_on == "Ana ticked it today"


@pytest.mark.parametrize(
    ("payload", "passed"),
    [
        ({"grade": "good", "proposed": "again", "points": [1]}, False),
        ({"grade": "again", "proposed": "again", "points": [1, 2]}, True),  # a check spoke against it
        ({"grade": "again", "proposed": "hard", "points": [1, 2]}, True),
        ({"grade": "good", "points": [1]}, False),
        ({"grade": "again", "points": [1, 2]}, True),
        ({"grade": "good", "points": []}, False),
        ({"grade": "hard"}, True),
        ({"grade": "again"}, False),
    ],
)
def test_points_pass_not_the_grade_that_was_given(payload: dict[str, Any], passed: bool) -> None:
    life = Life()
    life.write("review", 0, "f1", **payload)
    assert flow(life, 0).evidence[0].passed is passed


def test_points_of_an_older_card_are_not_read() -> None:
    life = Life()
    for on, proposed in enumerate(("again", "good")):
        said = {"grade": "good", "proposed": proposed, "points": [1]}
        life.add(Draft("review", DECK, "f1", "r0", said), on)
    assert [one.passed for one in flow(life, 1).evidence] == [True, False]


def test_not_knowing_is_a_miss_whatever_is_ticked() -> None:
    life = Life()
    life.take(0, "o1", [], "unknown", grade="good", proposed=None, points=None)
    (one,) = stand(life, 0).skills[2].evidence
    assert (one.passed, one.words) == (False, "not known")


@pytest.mark.parametrize(
    ("held", "more"),
    [
        ((True,), {}),
        ((True, False), {}),
        ((True, True), {"unseen": False}),
        ((True, True), {"seconds": 90.1}),
        ((True, True), {"mode": "spoken", "said": ""}),
        ((True, True), {"said": "  "}),
        ((True, True), {"must_missed": [2]}),
        ((True, True), {"red_flags": [1]}),
        ((True, True), {"ticked": []}),
        ((True, True), {"mode": "silent", "witness": "Ana"}),
    ],
)
def test_what_keeps_a_mock_answer_from_teaching(held: tuple[bool, ...], more: dict[str, Any]) -> None:
    life = Life()
    life.check(0, "f1")
    life.mock(1, "f2", held, **more)
    assert flow(life, 1).proven == 4
    life.mock(2, None, mode="spoken", said="", witness="Ana")
    assert flow(life, 2).proven == 5, "a question with points of its own, ticked by a friend"
    assert flow(life, 2).rests_on == "Ana ticked it today"


def test_teaching_alone_is_not_enough() -> None:
    life = Life()
    life.mock(0, "f2")
    assert flow(life, 0).proven == 2


def test_a_question_that_is_skipped_is_no_evidence_and_silence_is() -> None:
    life = Life()
    life.mock(0, "f2", (), mode="skipped")
    assert (flow(life, 0).evidence, flow(life, 0).proven) == ((), 0)
    life.mock(1, "f2", (), mode="silent")
    (one,) = flow(life, 1).evidence
    assert (one.passed, one.words) == (False, "silent, discussion")


def test_a_prediction_is_verified_and_moves_no_level() -> None:
    life = Life()
    life.write("lab_run", 0, lab="sizes", outcome="done", predictions={"a": 1.0, "b": 2.0}, right=2)
    life.write("lab_run", 0, lab="sizes", outcome="done", predictions={"a": 1.0}, right=1)
    life.write(
        "lab_run", 1, lab="sizes", outcome="done", predictions={"a": 1.0, "b": 2.0}, right=1, card="f1"
    )
    life.write("lab_run", 2, lab="sizes", outcome="done", predictions={}, right=0)
    life.write("lab_run", 3, lab="sizes", outcome="failed", predictions={"a": 1.0}, right=0)
    blocks = stand(life, 3).skills[1]
    assert [(one.passed, one.cold, one.rank, one.words) for one in blocks.evidence] == [
        (True, False, 3, "predicted 1 of 1"),
        (True, True, 3, "predicted 2 of 2"),
    ]
    assert [one.passed for one in flow(life, 3).evidence] == [False]
    assert (blocks.proven, blocks.cold) == (1, (True, None, None))


def test_ticks_that_were_asked_again() -> None:
    life = Life()
    life.take(0, "f1", [1, 2], sure="sure")
    life.check(0, "f1", verdict="wrong")  # warm: says nothing of the tick
    life.check(3, "f1")  # held
    life.check(4, "f1", 2, "wrong")  # the tick has been asked already
    life.take(5, "f1", [1, 2])
    life.take(9, "f1", [1], "typed", "the sum", sure="sure")  # did not hold; sure and wrong
    life.take(9, "f2", [1], "typed", "it is")  # no tick before
    life.take(9, "f2", [1], sure="sure")  # warm: says nothing of how sure one can be
    known = stand(life, 9).calibration
    assert (known.ticks_held, known.ticks_asked) == (1, 2)
    assert (known.sure_right, known.sure) == (1, 2)
    assert known.open_mistakes == 1


def test_a_mistake_that_was_understood_is_not_opened_again() -> None:
    life = Life()
    for open_again in (True, False, True):
        life.write("mistake", 0, "f1", event="m", open=open_again)
    assert open_mistakes(life.events, {"f1"}) == 0 == stand(life, 0).calibration.open_mistakes
    assert [each.open for each in replay(life.events).cards["f1"].mistakes] == [False]


def test_scores_stand_beside_what_is_proven() -> None:
    life = Life()
    life.write("assess", 0, scores={"flow": 4, "gone": 3})
    undone = life.write("assess", 1, scores={"flow": 1})
    life.void(1, undone)
    life.write("assess", 2, scores={"flow": 5})
    life.check(2, "f1")
    one = flow(life, 2)
    assert [(each.study_day, each.score) for each in one.scores] == [(day(0), 4), (day(2), 5)]
    assert (one.score, one.proven, one.gap) == (5, 4, 1)
    assert stand(life, 2).skills[1].gap == 0


def test_events_of_another_deck_or_of_a_later_day_are_left_out() -> None:
    life = Life()
    life.take(5, "f1", [1, 2])
    life.check(0, "x1")
    life.add(Draft("assess", "other", payload={"scores": {"flow": 1}}), 0)
    life.add(Draft("review", "other", "f1", "r1", {"grade": "good"}), 0)
    assert flow(life, 4).evidence == ()
    assert (flow(life, 5).met, flow(life, 5).scores) == (1, ())


def test_the_next_action_is_the_one_that_brings_most_a_minute() -> None:
    of = small_deck(scripts=(Script("discussion", "D", 20, (ScriptQuestion("q", "?", "flow", 90),), "d.md"),))
    life = Life()
    assert [(each.kind, each.card, each.then) for each in stand(life, 0, of).actions] == [
        ("new", "f1", 1),
        ("new", "b1", 1),
        ("new", "o1", 1),
    ]
    life.take(0, "f1", [1, 2])
    assert stand(life, 0, of).skills[0].action is None, "everything met was seen today"
    (first, *_) = stand(life, 1, of).actions
    assert (first.kind, first.card, first.check, first.now, first.then) == ("check", "f1", 2, 2, 4)
    assert "14 days" in first.reason
    life.check(1, "f1", 2)
    seat = stand(life, 2, of).skills[0].action
    assert seat is not None and (seat.kind, seat.card, seat.then) == ("mock", "f1", 5)
    for n in (1, 2):
        life.write("take", 2, "f1", follow_up=n, held=True, part="due")
    talk = stand(life, 3, of).skills[0].action
    assert talk is not None and (talk.card, talk.minutes, talk.then) == (None, 20, 5), (
        "its follow-ups are known"
    )
    assert stand(life, 3, of, interview=4).skills[0].action is None, "no mock on the eve"
    assert stand(life, 3, of, interview=3).actions == (), "the day itself is left alone"
    old = stand(life, 16, of).skills[0].action
    assert old is not None and old.kind == "check" and "the last one was 3 Mar" in old.reason


def test_a_typed_answer_is_asked_for_where_no_check_helps() -> None:
    life = Life()
    life.take(0, "b1", [1])
    life.take(3, "b1", [1])
    action = stand(life, 4).skills[1].action
    assert action is not None and (action.kind, action.now, action.then) == ("card", 2, 3)
    assert action.reason == "so far it rests on your own ticks after spoken answers"
    life.take(5, "b1", [])
    action = stand(life, 6).skills[1].action
    assert action is not None and (action.now, action.then) == (1, 2)


def test_the_profile_and_a_real_interview_weigh() -> None:
    of = small_deck(profiles=(Profile("p", "P", {"ode": 9.0}),))
    life = Life()
    life.plan(0, profile="p")
    assert stand(life, 0, of).actions[0].skill == "ode"
    life.plan(0)
    life.write("interview", 0, date="2026-03-02", asked=[], stalled=["b1"])
    assert stand(life, 0, of).actions[0].skill == "blocks"


# Any life, of one candidate, as random acts.

POINTS = st.lists(st.sampled_from([1, 2, 3]), unique=True)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["take", "typed", "unknown", "practice", "check", "prove", "hint", "look", "mock", "open"]
        ),
        st.integers(0, 2),
        st.sampled_from(["f1", "f2", "b1", "o1"]),
        POINTS,
        st.booleans(),
    ),
    max_size=25,
)


def lived(acts: list[Any]) -> Life:
    """Return the diary of some acts, each so many days after the one before."""
    life, on = Life(), 0
    for what, later, name, ticked, yes in acts:
        on += later
        if what in {"take", "typed", "unknown", "practice"}:
            mode = {"take": "spoken", "practice": "spoken"}.get(what, what)
            kind = "practice" if what == "practice" else "review"
            life.take(on, name, ticked, mode, "words" * yes, kind=kind, sure="sure" if yes else "guess")
        elif what in {"check", "prove"}:
            life.check(
                on, name, verdict="right" if yes else "wrong", mode="prove" if what == "prove" else "practice"
            )
        elif what == "mock":
            life.mock(on, name, (yes, True), ticked=ticked)
        elif what == "open":
            life.write("mistake", on, name, event=life.events[0].id if life.events else "x", open=yes)
        else:
            life.write(what, on, name, **({"n": 1, "hint": 1} if what == "hint" else {"what": "answer"}))
    return life


def as_of_the_end(life: Diary, events: list[Event]) -> Readiness:
    """Return the readiness on the last day of a life."""
    last = max((each.study_day for each in life.events), default=day(0))
    return readiness(small_deck(), events, last, None)


@given(ACTS, st.randoms(use_true_random=False))
def test_the_order_in_which_events_arrive_does_not_matter(acts: list[Any], rng: random.Random) -> None:
    life = lived(acts)
    shuffled = rng.sample(life.events, len(life.events))
    assert as_of_the_end(life, shuffled) == as_of_the_end(life, life.events)


@given(ACTS, st.integers(0, 200))
def test_an_event_that_is_voided_was_never_written(acts: list[Any], at: int) -> None:
    life = lived(acts)
    if not life.events:
        return
    gone = life.events[at % len(life.events)]
    without = [each for each in life.events if each is not gone]
    expected = as_of_the_end(life, without)
    life.void(60, gone)
    assert readiness(small_deck(), life.events, expected.study_day, None) == expected


@given(ACTS)
def test_levels_stay_on_the_scale_and_agree_with_the_last_day(acts: list[Any]) -> None:
    life = lived(acts)
    found = as_of_the_end(life, life.events)
    for skill in found.skills:
        assert 0 <= skill.proven <= 5 and 0 <= skill.met <= skill.cards
        assert (skill.proven == 0) == (skill.met == 0)
        path = [found.levels[each][skill.skill] for each in sorted(found.levels)]
        assert all(0 <= level <= 5 for level in path)
        if found.levels and max(found.levels) == found.study_day:
            assert path[-1] == skill.proven
    for action in found.actions:
        assert action.now < action.then <= 5 and action.minutes > 0


@given(ACTS, st.sampled_from(["f1", "f2", "b1"]))
def test_another_typed_take_that_holds_lowers_no_level(acts: list[Any], name: str) -> None:
    life = lived(acts)
    last = max((each.study_day for each in life.events), default=day(0))
    before = readiness(small_deck(), life.events, last, None)
    life.take((last - day(0)).days, name, [1, 2, 3], "typed", "all of it")
    after = readiness(small_deck(), life.events, last, None)
    for old, new in zip(before.skills, after.skills, strict=True):
        assert new.proven >= old.proven


@given(ACTS)
def test_open_mistakes_are_those_of_a_replay(acts: list[Any]) -> None:
    events = lived(acts).events
    states = replay(events).cards.values()
    counted = sum(each.open for state in states for each in state.mistakes)
    assert open_mistakes(standing(events), {"f1", "f2", "b1", "o1"}) == counted


def test_a_long_log_is_one_pass() -> None:
    life = Life()
    for on in range(400):
        life.take(on, "f1", [1, 2])
        life.check(on, "f1", verdict="wrong")
    reads = 0

    class Counted(dict[str, Any]):
        def get(self, key: str, default: Any = None) -> Any:
            nonlocal reads
            reads += 1
            return super().get(key, default)

    events = [replace(each, payload=Counted(each.payload)) for each in life.events]
    gather(small_deck(), events)
    half, reads = reads, 0
    gather(small_deck(), events[: len(events) // 2])
    assert half == 2 * reads
