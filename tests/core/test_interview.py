"""A mock as a fold: whatever is answered, in whatever way, it stays within its rules."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepapp.core.card import FollowUp, Point, RedFlag
from prepapp.core.formats import FORMATS, Format
from prepapp.core.interview import (
    DEPTH,
    FOLLOW_UP_S,
    Ask,
    Interview,
    MockSettings,
    Mode,
    Reply,
    stand,
)
from prepapp.core.mock_items import Item
from prepapp.core.mock_pick import arrange
from prepapp.core.mock_score import mock_score, question_score, scores

WHENS = ("weak", "strong", "flag", "time", None)
MODES: tuple[Mode, ...] = ("spoken", "typed", "skipped", "silent")


def item(n: int, *, flags: bool = True, asks_on: bool = True, check: int | None = None) -> Item:
    """Return a question with two musts, a should, a red flag and a follow-up of each kind."""
    return Item(
        id=f"q-{n}",
        wording=f"question {n}?",
        skill="s",
        target_s=60,
        card=f"c-{n}",
        check=check,
        points=(Point(1, "one", True), Point(2, "two", True), Point(3, "three", False)),
        red_flags=(RedFlag(1, "wrong", f"then what of {n}?"),) if flags else (),
        follow_ups=tuple(
            FollowUp(k, f"{when} {n}?", "so", when)  # type: ignore[arg-type]
            for k, when in enumerate(WHENS, start=1)
        ),
        asks_on=asks_on,
    )


def interview(
    interview: Format = "discussion", count: int = 3, budget_s: int = 600, **more: object
) -> Interview:
    """Return a mock over so many questions."""
    items = tuple(item(n) for n in range(count))
    order = tuple(each.id for each in items)
    settings = MockSettings(interview, 1, "r", budget_s, order, count)
    return Interview(settings, items, **more)  # type: ignore[arg-type]


def answer(ask: Ask, mode: Mode = "spoken", seconds: float = 30, **more: object) -> Reply:
    """Answer what is asked."""
    n = ask.follow_up.n if ask.follow_up else None
    return Reply(ask.item.id, n, ask.wording, mode, seconds, **more)  # type: ignore[arg-type]


def asked(mock: Interview, replies: Sequence[Reply]) -> Ask:
    """Return what is asked now."""
    ask = stand(mock, replies).ask
    assert ask is not None
    return ask


def after(mock: Interview, **said: object) -> str:
    """Return what is asked after the first answer."""
    return asked(mock, [answer(asked(mock, []), **said)]).wording  # type: ignore[arg-type]


@st.composite
def held(draw: st.DrawFn) -> tuple[Interview, list[Reply]]:
    """A mock of any format, answered to its end in any way."""
    mock = interview(
        draw(st.sampled_from(FORMATS)), draw(st.integers(1, 4)), draw(st.integers(1, 900)),
        asked=draw(st.dictionaries(st.sampled_from(["weak 0?", "None 0?", "strong 1?"]), st.dates())),
    )  # fmt: skip
    replies: list[Reply] = []
    while (ask := stand(mock, replies).ask) is not None:
        ticked = draw(st.sets(st.sampled_from([1, 2, 3]))) if ask.follow_up is None else set()
        replies.append(
            answer(
                ask,
                draw(st.sampled_from(MODES)),
                draw(st.floats(0, 200)),
                ticked=tuple(sorted(ticked)),
                red_flags=(1,) if draw(st.booleans()) else (),
                held=draw(st.booleans()) and ask.follow_up is not None,
            )
        )
    return mock, replies


@given(held())
def test_every_question_is_asked_at_most_once_and_none_too_deep(made: tuple[Interview, list[Reply]]) -> None:
    mock, replies = made
    wordings = [reply.wording for reply in replies]
    assert len(wordings) == len(set(wordings))
    for each in mock.items:
        said = [reply for reply in replies if reply.question == each.id]
        assert len(said) <= 1 + DEPTH[mock.settings.format]
        assert [reply.follow_up is None for reply in said] == [True, *[False] * (len(said) - 1)][: len(said)]


@given(held())
def test_time_is_never_negative_and_never_grows(made: tuple[Interview, list[Reply]]) -> None:
    mock, replies = made
    left = [stand(mock, replies[:n]).seconds_left for n in range(len(replies) + 1)]
    assert min(left) >= 0 and left == sorted(left, reverse=True)
    assert all(ask.seconds_left > 0 for n in range(len(replies)) if (ask := stand(mock, replies[:n]).ask))


@given(held())
def test_any_kill_point_comes_back_to_the_same_place(made: tuple[Interview, list[Reply]]) -> None:
    """A mock is nothing but its answers: what was asked is what the answers up to there ask for."""
    mock, replies = made
    for n, reply in enumerate(replies):
        at = stand(mock, list(replies[:n]))
        assert at.ask is not None and (at.step, at.ask.step) == (n, n)
        assert (at.ask.item.id, at.ask.wording) == (reply.question, reply.wording)
    assert stand(mock, replies).why in {"finished", "time"}


@given(held(), st.sampled_from([1, 2, 3]))
def test_the_score_is_within_bounds_and_grows_with_points(
    made: tuple[Interview, list[Reply]], more: int
) -> None:
    mock, replies = made
    score = mock_score(scores(mock.items, replies))
    assert score is not None and 0 <= score <= 1
    main = [n for n, reply in enumerate(replies) if reply.follow_up is None]
    for n in main:
        better = [*replies]
        better[n] = replace(replies[n], ticked=tuple(sorted({*replies[n].ticked, more})))
        grown = mock_score(scores(mock.items, better))
        assert grown is not None and grown >= score


def test_the_score_of_a_question_is_as_documented() -> None:
    points = item(0).points
    assert question_score(points, [1, 2, 3], [], []) == 1
    assert question_score(points, [1], [], []) == pytest.approx(2 / 5)
    assert question_score(points, [1, 2], [], [True, False]) == pytest.approx(5 / 7)
    assert question_score(points, [1, 2], [1], [True, False]) == pytest.approx(4 / 7)
    assert question_score(points, [], [1], []) == 0
    assert question_score([], [], [], []) == 0


def test_a_weak_answer_a_strong_one_and_a_red_flag_are_asked_on_differently() -> None:
    mock = interview()
    assert after(mock, ticked=(1,)) == "weak 0?"
    assert after(mock, ticked=(1, 2)) == "strong 0?"
    assert after(mock, ticked=(1, 2), red_flags=(1,)) == "then what of 0?"
    assert after(mock, mode="silent") == "weak 0?"
    assert after(mock, mode="skipped") == "question 1?"


def test_a_red_flags_own_question_comes_before_the_follow_ups_for_it() -> None:
    mock = interview()
    replies = [answer(asked(mock, []), red_flags=(1,))]
    words = []
    for _ in range(3):
        ask = asked(mock, replies)
        words.append((ask.wording, ask.follow_up.n if ask.follow_up else None))
        replies.append(answer(ask, held=True))
    assert words == [("then what of 0?", -1), ("flag 0?", 3), ("weak 0?", 1)]
    assert asked(mock, replies).wording == "question 1?"


def test_a_cards_red_flag_says_why_and_asks_nothing() -> None:
    mock = interview()
    mock = replace(mock, items=(item(0, asks_on=False), *mock.items[1:]))
    assert after(mock, ticked=(1, 2), red_flags=(1,)) == "flag 0?"


def test_a_red_flag_makes_the_best_answer_weak() -> None:
    mock = interview(count=1)
    weak = tuple(each for each in mock.items[0].follow_ups if each.when in {"weak", "strong"})
    mock = replace(mock, items=(replace(mock.items[0], asks_on=False, follow_ups=weak),))
    assert after(mock, ticked=(1, 2, 3), red_flags=(1,)) == "weak 0?"


def test_two_questions_of_one_card_share_no_follow_up() -> None:
    mock = interview(count=2)
    mock = replace(
        mock, items=tuple(replace(each, follow_ups=mock.items[0].follow_ups) for each in mock.items)
    )
    replies: list[Reply] = []
    while (ask := stand(mock, replies).ask) is not None:
        replies.append(answer(ask, ticked=(1, 2), held=True) if ask.depth == 0 else answer(ask, held=True))
    assert [reply.wording for reply in replies] == [
        "question 0?", "strong 0?", "None 0?", "time 0?", "question 1?"
    ]  # fmt: skip


def test_a_follow_up_that_does_not_hold_makes_the_answer_weak() -> None:
    mock = interview(asked={"None 0?": date(2026, 1, 1)})
    replies = [answer(asked(mock, []), ticked=(1, 2))]
    assert asked(mock, [*replies, answer(asked(mock, replies), held=True)]).wording == "None 0?"
    assert asked(mock, [*replies, answer(asked(mock, replies), held=False)]).wording == "weak 0?"


def test_the_follow_up_asked_least_recently_comes_first() -> None:
    assert after(interview(asked={"strong 0?": date(2026, 1, 2)}), ticked=(1, 2)) == "None 0?"
    both = {"strong 0?": date(2026, 1, 2), "None 0?": date(2026, 1, 3)}
    assert after(interview(asked=both), ticked=(1, 2)) == "strong 0?"
    assert asked(interview(asked=both), []).unseen is False


@pytest.mark.parametrize(("seconds", "next_one"), [(60, "question 1?"), (59, "strong 0?"), (10, "strong 0?")])
def test_a_short_interview_asks_on_only_where_it_is_ahead_of_its_time(seconds: float, next_one: str) -> None:
    mock = interview("short", budget_s=180)
    assert after(mock, seconds=seconds, ticked=(1, 2)) == next_one


def test_what_is_for_left_time_needs_that_time() -> None:
    mock = interview("short", budget_s=180)
    only = replace(mock.items[0], follow_ups=tuple(f for f in mock.items[0].follow_ups if f.when == "time"))
    mock = replace(mock, items=(only, *mock.items[1:]))
    assert after(mock, seconds=60 - FOLLOW_UP_S) == "time 0?"
    assert after(mock, seconds=61 - FOLLOW_UP_S) == "question 1?"


def test_a_quickfire_and_a_short_talk_go_on_at_once() -> None:
    assert after(interview("quickfire"), ticked=(1, 2)) == "question 1?"
    assert after(interview("quickfire"), red_flags=(1,)) == "then what of 0?"
    talk = interview("talk")
    assert after(replace(talk, settings=replace(talk.settings, length=5)), red_flags=(1,)) == "question 1?"
    assert after(replace(talk, settings=replace(talk.settings, length=20)), ticked=()) == "weak 0?"


def test_the_hot_seat_has_two_follow_ups_whatever_was_said() -> None:
    mock = interview("hotseat", count=1, budget_s=180)
    weak = tuple(f for f in mock.items[0].follow_ups if f.when in {"weak", "flag"})
    mock = replace(
        mock, items=(replace(mock.items[0], follow_ups=(*weak, FollowUp(9, "more?", "so", "weak"))),)
    )
    replies = [answer(asked(mock, []), ticked=(1, 2, 3))]
    for wording in ("weak 0?", "more?"):
        assert asked(mock, replies).wording == wording
        replies.append(answer(asked(mock, replies), held=True))
    assert stand(mock, replies).why == "finished"


def test_the_listener_of_a_hot_seat_changes_the_framing_only() -> None:
    mock = interview("hotseat", count=1)
    scenes = set()
    for listener in ("peer", "novice", "sceptic"):
        settings = replace(mock.settings, listener=listener)
        ask = asked(replace(mock, settings=settings), [])
        scenes.add(ask.scene)
        assert ask.wording == "question 0?"
    assert len(scenes) == 3


def test_the_opener_is_said_once() -> None:
    mock = interview(opener="Sit down.")
    assert asked(mock, []).opener == "Sit down."
    assert asked(mock, [answer(asked(mock, []), mode="skipped")]).opener == ""


def test_time_that_runs_out_ends_it() -> None:
    mock = interview("short", budget_s=100)
    at = stand(mock, [answer(asked(mock, []), seconds=500)])
    assert (at.ask, at.seconds_left, at.why) == (None, 0, "time")
    talk = interview("discussion", budget_s=100)
    assert stand(talk, [answer(asked(talk, []), seconds=500)]).why == "finished"


POOL = tuple(item(n, check=1 if n == 5 else None) for n in range(8))


@given(st.integers(0, 10_000), st.integers(300, 2000))
def test_a_discussion_is_drawn_by_its_seed_within_its_time(seed: int, budget_s: int) -> None:
    drawn, planned = arrange(POOL, "discussion", budget_s, seed, lambda each: 1.0)
    assert arrange(POOL, "discussion", budget_s, seed, lambda each: 1.0) == (drawn, planned)
    assert sorted(each.id for each in drawn) == [each.id for each in POOL]
    assert POOL[5] in drawn[:planned]
    assert sum(each.target_s for each in drawn[:planned]) <= budget_s
    talked = [each for each in drawn[:planned] if each.check is None]
    assert talked == [each for each in POOL if each in talked]


def test_what_the_candidate_needs_is_drawn_more_often() -> None:
    def need(each: Item) -> float:
        return 3.0 if each.id == "q-2" else 0.2

    drawn = [arrange(POOL, "discussion", 450, seed, need) for seed in range(60)]
    share = [sum(POOL[n] in order[:planned] for order, planned in drawn) for n in (2, 3)]
    assert share[0] > 2 * share[1]


def test_a_quickfire_asks_all_in_an_order_of_the_seed() -> None:
    orders = {arrange(POOL, "quickfire", 900, seed, lambda each: 1.0)[0] for seed in range(5)}
    assert len(orders) > 1 and all(set(order) == set(POOL) for order in orders)


def test_a_talk_goes_through_its_parts() -> None:
    parts = ["next", "idea", "problem", "limits", "evidence"]
    items = [replace(item(n), part=part) for n, part in enumerate(parts)]
    order, _ = arrange(items, "talk", 60, 1, lambda each: 1.0)
    assert [each.part for each in order] == ["problem", "idea", "evidence", "limits", "next"]
