"""How much of a derivation is given in practice, from what the log says of it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepapp.core.event import Event, Kind
from prepapp.session.check_fading import STAGES, Fade, moved, stage_due, stages
from prepapp.session.checking import Attempt, before, practised
from prepapp.session.desk import Desk
from tests.session.test_checking import NOW, RIGHT, WRONG, events, made, submit

DAY = date(2026, 3, 2)


def event(kind: Kind, day: int = 0, **payload: Any) -> Event:
    said = {"n": 1, "mode": "practice", **payload}
    at = datetime(2026, 3, 2, tzinfo=UTC)
    return Event("e", "d", 1, at, 60, DAY + timedelta(day), kind, "resnet", "c-0", "r1", said)


def check(verdict: str, faded: Fade | None, day: int = 0, **payload: Any) -> Event:
    return event("check", day, verdict=verdict, faded=faded, **payload)


RIGHT_AT_FIRST, WRONG_AT_FIRST = check("right", "first"), check("wrong", "first")
CASES: dict[str, tuple[list[Event], Fade]] = {
    "never tried": ([], "worked"),
    "worked through": ([check("right", "worked")], "last"),
    "right": ([RIGHT_AT_FIRST], "blank"),
    "wrong": ([WRONG_AT_FIRST], "last"),
    "wrong twice on one page": ([WRONG_AT_FIRST, WRONG_AT_FIRST], "last"),
    "wrong, then mended": ([WRONG_AT_FIRST, RIGHT_AT_FIRST], "first"),
    "wrong, then right another day": ([WRONG_AT_FIRST, check("right", "last", 1)], "first"),
    "right after a hint": ([event("hint", hint=1), RIGHT_AT_FIRST], "first"),
    "a hint the day before": ([event("hint", hint=1), check("right", "first", 1)], "blank"),
    "given up": ([event("give_up", faded="blank")], "first"),
    "given up, then right": ([event("give_up", faded="first"), RIGHT_AT_FIRST], "first"),
    "unreadable": ([RIGHT_AT_FIRST, check("unreadable", "blank")], "blank"),
    "unreadable after a hint": (
        [event("hint", hint=1), check("unreadable", "first"), RIGHT_AT_FIRST],
        "first",
    ),
    "a stage of the candidate's own choice": ([check("right", "worked"), RIGHT_AT_FIRST], "blank"),
    "before there were stages": ([check("right", None)], "blank"),
    "proved": ([check("wrong", "blank", mode="prove")], "worked"),
    "another check": ([check("right", "first", n=2)], "worked"),
    "read": ([event("look", what="lines")], "worked"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_stage_follows_from_what_was_done(name: str) -> None:
    found, due = CASES[name]
    assert stage_due(found, 1, STAGES) == due


def test_stages_that_give_the_same_come_once() -> None:
    assert stages(0) == ("blank",)
    assert stages(1) == ("worked", "blank")
    assert stages(2) == ("worked", "last", "blank")
    assert stages(3) == stages(9) == ("worked", "last", "first", "blank")


EVENTS = st.builds(
    check, st.sampled_from(["right", "wrong", "unreadable"]), st.sampled_from(STAGES), st.integers(0, 3)
) | st.builds(event, st.sampled_from(["hint", "give_up"]), st.integers(0, 3), faded=st.sampled_from(STAGES))


@given(st.lists(EVENTS), st.integers(0, 6))
def test_what_is_due_is_a_stage_that_the_derivation_has(found: list[Event], lines: int) -> None:
    assert stage_due(found, 1, stages(lines)) in stages(lines)


@given(st.integers(1, 6), st.integers(0, 12))
def test_right_answers_lead_to_the_blank_page_and_wrong_ones_back(lines: int, count: int) -> None:
    steps = stages(lines)
    stage = steps[0]
    for _ in range(count):
        stage = stage_due([check("right", stage)], 1, steps)
    assert stage == steps[min(count, len(steps) - 1)]
    assert moved(stage, -len(STAGES), steps) == steps[0]


def derivation(desk: Desk, lines: int = 3) -> Attempt:
    card = made(lines)
    return practised(desk, card, card.checks[2], NOW)


def test_practice_begins_worked_and_goes_on_by_what_was_written(desk: Desk) -> None:
    attempt = derivation(desk)
    assert (attempt.faded, attempt.stages) == ("worked", STAGES)
    assert [step.echo for step in attempt.open_lines(NOW)] == attempt.reference.split("\n")
    outcome = attempt.worked(["it is given", "", "chain rule"], NOW)
    assert (outcome.hinted, outcome.cold, outcome.proposed) == (True, False, None)
    assert outcome.event.payload["faded"] == "worked"
    assert outcome.event.payload["answer"] == "it is given\n\nchain rule"
    attempt = derivation(desk)
    assert attempt.faded == "last"
    assert [step.text for step in attempt.open_lines(NOW)] == [step.text for step in attempt.steps[:2]]
    outcome = submit(attempt, RIGHT["derivation"], NOW)
    assert (outcome.hinted, outcome.event.payload["faded"]) == (True, "last")
    attempt = derivation(desk)
    assert (attempt.faded, len(attempt.open_lines(NOW))) == ("first", 1)
    submit(attempt, WRONG["derivation"], NOW)
    assert derivation(desk).faded == "last"


def test_lines_that_were_opened_leave_nothing_cold_that_day(desk: Desk) -> None:
    assert derivation(desk).is_cold
    derivation(desk).open_lines(NOW)
    derivation(desk).open_lines(NOW)
    (look,) = events(desk)
    assert (look.kind, look.payload) == ("look", {"n": 3, "what": "lines"})
    card = made(3)
    assert not Attempt(desk, card, card.checks[2], "prove", NOW).is_cold
    assert Attempt(desk, card, card.checks[0], "prove", NOW).is_cold, "another check of the card"
    assert not before(desk, card, card.checks[2], NOW + timedelta(days=1)).seen


def test_a_blank_page_and_a_check_without_lines_have_one_stage(desk: Desk) -> None:
    card = made(3)
    assert Attempt(desk, card, card.checks[2], "prove", NOW).stages == ("blank",)
    assert practised(desk, card, card.checks[0], NOW).faded == "blank"


def test_reasons_are_the_decks_or_said_by_the_place_of_a_line(desk: Desk) -> None:
    own = derivation(desk).steps
    assert [step.why for step in own] == ["Unrolled.", "Chain rule.", "Put in."]
    derived = derivation(desk, 4).steps
    assert [step.why.split(":")[0] for step in derived] == [
        "It is given",
        "It holds here, and the lines below need it.",
        "It holds here, and the lines below need it.",
        "It says what was asked for, in the form that was asked for.",
    ]
