"""Which mock is offered on which day, and the checkpoints that mocks fulfil."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepapp.core.forecast import checkpoint_date
from prepapp.core.formats import Format
from prepapp.core.mock_dates import discussion_date, mock_dates
from prepapp.core.plan import Plan
from prepapp.session.desk import Desk
from prepapp.session.mock_answers import AnswerFile, Entry, hold
from prepapp.session.mock_plan import minutes_of
from prepapp.session.planning import accept, change
from prepapp.session.today import today
from tests.builders import day, noon, number, plan
from tests.session.mock_stage import begun, desk_at, empty_desk, mini


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = empty_desk(tmp_path, mini())
    yield desk
    desk.close()


def start(desk: Desk, interview: int | None = None, on: int = 0) -> None:
    """Agree to a plan that starts on day 0."""
    date = None if interview is None else day(interview)
    accept(desk, change(desk, "mini", day(on), start=day(0), interview=date), noon(on))


def offered(desk: Desk, on: int) -> list[str]:
    """The formats that a day offers."""
    return [each.format for each in today(desk, noon(on), "mini").mocks]


def held(desk: Desk, interview: Format, on: int, quits: bool = False) -> None:
    """Hold a mock on a day."""
    session = begun(desk, interview, f"{interview}-{on}", noon(on))
    end = Entry(quit=True)
    first = Entry(ticked="all", seconds=5)
    answers = AnswerFile(answer=[first, end]) if quits else AnswerFile(default=first)
    hold(session, answers, noon(on))


def days(of: Plan, interview: Format) -> list[int | None]:
    return [number(each) for each in mock_dates(of, interview)]


@pytest.mark.parametrize(
    ("interview", "expected"),
    [
        (None, {"opening": [0], "short": [7], "quickfire": [14], "discussion": [21]}),
        (40, {"opening": [0, 37], "short": [7], "quickfire": [14], "discussion": [36]}),
        (14, {"opening": [0, 11], "discussion": [10]}),
        (5, {"opening": [0, 2], "discussion": [1]}),
        (3, {"opening": [0], "discussion": [0]}),
        (2, {"opening": [0], "discussion": [0]}),
        (1, {"opening": [0], "discussion": []}),
    ],
)
def test_the_days_of_each_format(interview: int | None, expected: dict[Format, list[int]]) -> None:
    of = plan(interview)
    assert {each: days(of, each) for each in expected} == expected
    assert days(of, "hotseat") == days(of, "talk") == []


@given(st.integers(1, 60), st.integers(0, 40))
def test_a_discussion_is_never_on_the_eve(ahead: int, given_on: int) -> None:
    of = plan(given_on + ahead, given=given_on)
    date = discussion_date(of)
    assert of.eve is not None
    assert date is None or (day(given_on) <= date < of.eve)
    assert (date is None) == (ahead == 1)


def test_a_plan_of_other_days_has_its_mocks_on_them() -> None:
    of = Plan("d", day(0), (0, 2, 5, 10))
    assert [days(of, each) for each in ("short", "quickfire", "discussion")] == [[5], [10], [10]]
    assert days(Plan("d", day(0), (0, 4)), "quickfire") == [4]


def test_a_mock_is_offered_from_its_day_on_until_it_is_held(desk: Desk) -> None:
    start(desk)
    assert offered(desk, 0) == ["opening"]
    held(desk, "opening", 0, quits=True)
    assert offered(desk, 0) == ["opening"]
    held(desk, "opening", 0)
    assert offered(desk, 6) == [] and offered(desk, 7) == ["short"] and offered(desk, 9) == ["short"]
    assert offered(desk, 14) == ["short", "quickfire"]
    held(desk, "quickfire", 14)
    assert offered(desk, 21) == ["short", "discussion"]


def test_the_opening_comes_back_three_days_before_the_interview(desk: Desk) -> None:
    start(desk, 20)
    held(desk, "opening", 0)
    assert "opening" not in offered(desk, 16)
    found = today(desk, noon(17), "mini").mocks
    (again,) = [each for each in found if each.format == "opening"]
    assert (again.again, number(again.date)) == (True, 17)
    held(desk, "opening", 17)
    assert "opening" not in offered(desk, 17)


def test_the_eve_and_the_interview_are_free(desk: Desk) -> None:
    start(desk, 20)
    assert offered(desk, 18) == ["short", "quickfire", "discussion", "opening"]
    assert offered(desk, 19) == [] and offered(desk, 20) == []


def test_a_checkpoint_is_done_when_its_mock_was_held_since_the_plan_began(desk: Desk) -> None:
    held(desk, "discussion", 0)
    accept(desk, change(desk, "mini", day(1), start=day(1)), noon(1))

    def done() -> dict[str, bool]:
        return {task.checkpoint.id: task.done for task in today(desk, noon(15), "mini").checkpoints}

    assert done() == {"mini-quickfire": False, "mini-discussion": False}
    held(desk, "quickfire", 15)
    assert done() == {"mini-quickfire": True, "mini-discussion": False}


def test_what_was_held_is_known_after_a_restart(desk: Desk, tmp_path: Path) -> None:
    start(desk)
    held(desk, "opening", 0)
    desk.close()
    again = desk_at(tmp_path, mini())
    assert again.study.decks["mini"].mocks == {"opening": (day(0),)}
    again.close()


def test_the_checkpoint_of_a_discussion_moves_with_the_interview(desk: Desk) -> None:
    checkpoint = desk.deck("mini").checkpoints[1]
    assert number(checkpoint_date(plan(), checkpoint)) == 21
    assert number(checkpoint_date(plan(40), checkpoint)) == 36
    assert checkpoint_date(plan(1), checkpoint) == day(0)


def test_minutes_are_the_scripts_or_those_of_its_questions(desk: Desk) -> None:
    deck = desk.deck("mini")
    found = {each.interview: minutes_of(each) for each in deck.scripts}
    assert found == {"opening": 4, "short": 4, "quickfire": 6, "talk": 1, "discussion": 20}
