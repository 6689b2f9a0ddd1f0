"""Readiness from the log, what an action opens, self-assessment, and ticks asked again in writing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from prepapp.core.card import Check, Deck
from prepapp.core.event import Grade
from prepapp.errors import PrepError
from prepapp.session.assess import assess, target_share, total
from prepapp.session.assess_due import is_due
from prepapp.session.assess_sitting import ACTS, AssessSession, acts
from prepapp.session.checking import Attempt
from prepapp.session.day import Stage, Turn
from prepapp.session.desk import Desk
from prepapp.session.grading import Answer, grade_card
from prepapp.session.looks import look
from prepapp.session.planning import accept, change
from prepapp.session.ready import ready, review_for
from prepapp.session.review import ReviewSession
from prepapp.session.typed_again import wants_typed
from tests.builders import DECK, day, noon


def meet(
    desk: Desk, card: str, on: int, grade: Grade = Grade.GOOD, ticked: tuple[int, ...] = (1, 2, 3)
) -> None:
    """Grade a card as on the command line."""
    grade_card(desk, desk.card(card), grade, Answer(ticked, 60.0, "sure"), noon(on))


def answer(session: ReviewSession, on: int, typed: str = "") -> None:
    """Answer the question at hand whole."""
    if typed:
        session.write(typed, 40)
    else:
        session.speak(40)
    session.be_sure("sure", noon(on))
    for _ in session.points():
        session.tick(True)
    session.grade(None, noon(on))


@pytest.fixture
def checked(open_desk: Callable[..., Desk], small_deck: Deck) -> Desk:
    """A desk whose first card has a number to compute."""
    spec = {"type": "number", "prompt": "1 + 1?", "answer": 2}
    first = replace(small_deck.cards[0], checks=(Check(1, "number", "1 + 1?", spec, 1),))
    return open_desk(replace(small_deck, cards=(first, *small_deck.cards[1:])))


def prove(desk: Desk, on: int) -> bool:
    """Answer the check on a blank page; return whether it was cold."""
    card = desk.card("c-0")
    attempt = Attempt(desk, card, card.checks[0], "prove", noon(on))
    return attempt.record("2", attempt.judge("2"), noon(on)).cold


def test_it_reads_what_the_program_wrote(checked: Desk) -> None:
    meet(checked, "c-0", 0)
    assert prove(checked, 0) is False
    assert ready(checked, DECK, noon(0)).skills[0].proven == 2
    assert prove(checked, 3) is True
    found = ready(checked, DECK, noon(3))
    assert (found.skills[0].skill, found.skills[0].proven) == ("flow", 4)
    assert found.skills[0].evidence[0].words == "computed, blank page"
    assert (found.calibration.ticks_held, found.calibration.ticks_asked) == (1, 1)
    checked.undo(noon(3))
    assert ready(checked, DECK, noon(3)).skills[0].met == 1, "the check stands; the review is void"


def test_an_answer_that_was_read_makes_the_day_warm(checked: Desk) -> None:
    meet(checked, "c-0", 0)
    look(checked, [checked.card("c-0")], noon(3))
    assert prove(checked, 3) is False
    assert ready(checked, DECK, noon(3)).skills[0].evidence[0].cold is False
    assert prove(checked, 4) is True


def test_the_sitting_of_an_action_is_answered_in_writing(desk: Desk) -> None:
    meet(desk, "c-0", 0)
    meet(desk, "c-0", 3)
    action = ready(desk, DECK, noon(5)).skills[0].action
    assert action is not None and action.kind == "card"
    session = ReviewSession(desk, review_for(desk, action), noon(5))
    assert (session.current.card.id, session.current.typed_wanted) == ("c-0", True)
    answer(session, 5, "the sum keeps the identity")
    assert ready(desk, DECK, noon(5)).skills[0].proven == 3
    new = next(each for each in ready(desk, DECK, noon(5)).actions if each.kind == "new")
    session = ReviewSession(desk, review_for(desk, new), noon(5))
    assert session.first_meeting and not session.current.typed_wanted


def test_one_in_five_due_cards_that_held_is_asked_in_writing(desk: Desk) -> None:
    card = desk.card("c-0")
    assert not wants_typed(card, None, day(0))
    meet(desk, "c-0", 0)
    wanted = [wants_typed(card, desk.state("c-0"), day(n)) for n in range(500)]
    assert 70 < sum(wanted) < 130
    assert wanted == [wants_typed(card, desk.state("c-0"), day(n)) for n in range(500)]
    assert not any(wants_typed(replace(card, revision="r2"), desk.state("c-0"), day(n)) for n in range(50))
    meet(desk, "c-0", 3, Grade.GOOD, (1,))
    assert not any(wants_typed(card, desk.state("c-0"), day(n)) for n in range(50)), "a must-point was missed"


def test_a_review_says_which_questions_are_to_be_typed(desk: Desk) -> None:
    meet(desk, "c-0", 0)
    on = next(n for n in range(1, 50) if wants_typed(desk.card("c-0"), desk.state("c-0"), day(n)))
    turns = (Turn("due", desk.card("c-0"), 3), Turn("make", desk.card("c-0"), 3))
    session = ReviewSession(desk, [Stage("due", turns, 6)], noon(on))
    assert session.current.typed_wanted
    answer(session, on)
    assert not session.current.typed_wanted, "what is made is on paper"


def test_scores_are_one_event_a_sitting_and_can_be_taken_back(desk: Desk) -> None:
    event = assess(desk, DECK, {"flow": 4, "ode": 2}, noon(0))
    assert event.payload == {"scores": {"flow": 4, "ode": 2}}
    assess(desk, DECK, {"flow": 5}, noon(3))
    skills = ready(desk, DECK, noon(3)).skills
    assert [skill.score for skill in skills] == [5, None, 2]
    assert (total(skills), target_share(skills)) == (7, 1 / 3)
    assert [each.score for each in skills[0].scores] == [4, 5]
    desk.undo(noon(3))
    assert ready(desk, DECK, noon(3)).skills[0].score == 4


@pytest.mark.parametrize(
    ("scores", "what"),
    [
        ({}, "no skill was scored"),
        ({"flo": 3}, "no skill 'flo'"),
        ({"flow": 0}, "0 is"),
        ({"flow": 6}, "6 is"),
    ],
)
def test_what_is_no_score_is_refused_and_nothing_written(
    desk: Desk, scores: dict[str, int], what: str
) -> None:
    with pytest.raises(PrepError, match=what):
        assess(desk, DECK, scores, noon(0))
    assert desk.open(noon(0)).events(kind="assess") == []


def test_what_was_said_before_shows_only_after_the_choice(desk: Desk) -> None:
    assess(desk, DECK, {"flow": 4, "ode": 2}, noon(0))
    session = AssessSession(desk, DECK, noon(3))
    assert [session.previous(skill.id) for skill in session.skills] == [None, None, None]
    session.choose("flow", 9)
    session.choose("blocks", -1)
    assert session.scores == {"flow": 5, "blocks": 1}
    assert [session.previous(skill.id) for skill in session.skills] == [4, None, None]
    assert (session.total, session.is_whole) == (6, False)
    session.choose("ode", 2)
    session.save(noon(3))
    assert (session.total, session.is_whole) == (8, True)
    assert AssessSession(desk, DECK, noon(3)).previous("flow") is None
    assert acts(session.skills[0]) == ACTS


def test_it_is_asked_after_the_first_recall_and_at_each_checkpoint(desk: Desk, small_deck: Deck) -> None:
    accept(desk, change(desk, DECK, day(0)), noon(0))
    assert not is_due(desk, small_deck, day(0)), "nothing was recalled yet"
    meet(desk, "c-0", 0)
    assert is_due(desk, small_deck, day(0))
    assess(desk, DECK, {"flow": 3}, noon(0))
    assert [n for n in range(9) if is_due(desk, small_deck, day(n))] == [7, 8], "the checkpoint of Day 7"
    assess(desk, DECK, {"flow": 3}, noon(7))
    assert not is_due(desk, small_deck, day(8))
    desk.undo(noon(8))
    assert is_due(desk, small_deck, day(8))
    interview = day(8) + timedelta(days=1)
    accept(desk, change(desk, DECK, day(8), interview=interview), noon(8))
    assert is_due(desk, small_deck, day(8)) and not is_due(desk, small_deck, interview)
