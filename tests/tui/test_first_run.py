"""The first run: three keys, one plan event, nothing lost on the way."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from textual.widgets import Input

from prepapp.home import Place
from prepapp.session.first_plan import Step
from prepapp.tui.app import PrepApp
from prepapp.tui.screens.first_run import FirstRunScreen
from prepapp.tui.screens.today import TodayScreen
from tests.tui.conftest import NARROW, NOW, Clock, before, desk_of, press, running, shown

Snap = Callable[..., bool]
INTERVIEW = NOW.date() + timedelta(days=14)


def kinds(pilot: Any) -> list[str]:
    """Return the kinds of the events in the log."""
    return [event.kind for event in desk_of(pilot).open(NOW).events()]


async def test_three_enters_write_one_plan(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        assert isinstance(pilot.app.screen, FirstRunScreen)
        await press(pilot, "enter", "enter", "enter")
        assert isinstance(pilot.app.screen, TodayScreen)
        assert kinds(pilot) == ["plan"]
        plan = desk_of(pilot).study.decks["nets"].plan
        assert plan is not None
        assert (plan.interview, plan.profile, plan.start) == (None, None, NOW.date())


async def test_what_was_agreed_is_said_before_the_last_enter(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        await press(pilot, "enter", "1", "4", "enter")
        assert "6 cards to Tue 8 Dec, about" in shown(pilot.app)
        assert "heaviest Tue 24 Nov with" in shown(pilot.app)
        assert kinds(pilot) == []
        await press(pilot, "2")
        assert "Every model has a residual stream" in shown(pilot.app)
        await press(pilot, "enter")
        plan = desk_of(pilot).study.decks["nets"].plan
        assert plan is not None
        assert (plan.interview, plan.profile) == (INTERVIEW, "llm")


async def test_a_wrong_date_is_named_and_nothing_is_lost(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        await press(pilot, "2", "enter", *"soon", "enter")
        assert "'soon' is not a date" in shown(pilot.app)
        assert pilot.app.screen.query_one(Input).value == "soon"
        assert "Norms, 1 card" in shown(pilot.app)
        await press(pilot, *["backspace"] * 4, "0", "enter")
        assert "the interview must lie ahead" in shown(pilot.app)
        await press(pilot, "backspace", *INTERVIEW.isoformat(), "enter", "enter")
        plan = desk_of(pilot).study.decks["norms"].plan
        assert plan is not None
        assert plan.interview == date(2026, 12, 8)


async def test_escape_goes_back_a_row_and_keeps_what_was_typed(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, FirstRunScreen)
        await press(pilot, "enter", "7", "enter")
        assert screen.plan.interview == NOW.date() + timedelta(days=7)
        await press(pilot, "escape")
        assert screen.plan.step is Step.INTERVIEW
        assert screen.query_one(Input).value == "7"
        await press(pilot, "escape", "escape", "down", "enter")
        assert screen.plan.deck.id == "norms"
        assert kinds(pilot) == []


async def test_a_click_marks_and_a_double_click_takes(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, FirstRunScreen)
        await pilot.click("#decks", offset=(4, 1))
        assert screen.plan.step is Step.DECK
        await pilot.click("#decks", offset=(4, 1), times=2)
        await press(pilot)
        assert (screen.plan.step, screen.plan.deck.id) == (Step.INTERVIEW, "norms")


async def test_a_candidate_with_a_plan_is_not_asked(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        assert isinstance(pilot.app.screen, TodayScreen)


def test_first_run_looks(place: Place, clock: Clock, snap_compare: Snap) -> None:
    app = PrepApp(place, clock)
    assert snap_compare(app, terminal_size=NARROW, run_before=before("enter", "1", "4", "enter", "1"))
