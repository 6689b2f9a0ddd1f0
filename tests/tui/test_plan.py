"""The plan: days ahead, a change before and after, one event a change, ticks."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from textual.pilot import Pilot

from prepapp.errors import PrepError
from prepapp.home import Place
from prepapp.session.planning import interview_date
from prepapp.tui.app import PrepApp
from prepapp.tui.columns import bar
from prepapp.tui.screens.change import ChangeScreen
from prepapp.tui.screens.plan import PlanScreen
from tests.tui.conftest import NARROW, NOW, WIDE, Clock, before, desk_of, press, running, shown

Snap = Callable[..., bool]
TODAY = NOW.date()


def plans(pilot: Pilot[None]) -> int:
    """Return how many plan events the log holds."""
    return sum(event.kind == "plan" for event in desk_of(pilot).open(NOW).events())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", None),
        (" none ", None),
        ("14", TODAY + timedelta(days=14)),
        ("2026-12-08", date(2026, 12, 8)),
        ("1", TODAY + timedelta(days=1)),
    ],
)
def test_a_date_is_read(typed: str, meant: date | None) -> None:
    assert interview_date(typed, TODAY) == meant


@pytest.mark.parametrize("typed", ["soon", "0", "2026-11-24", "2026-13-01", "99999999999", "-3", "367"])
def test_what_is_no_date_ahead_is_refused(typed: str) -> None:
    with pytest.raises(PrepError):
        interview_date(typed, TODAY)


def test_a_bar_is_scaled_and_never_hides_a_day() -> None:
    assert [len(bar(amount, 40, 20)) for amount in (0, 0.1, 20, 40)] == [0, 1, 10, 20]


async def test_three_weeks_with_totals(studied: Place, clock: Clock) -> None:
    async with running(studied, clock, (80, 44)) as pilot:
        await press(pilot, "p")
        text = shown(pilot.app)
        assert "Tue 24 Nov  today" in text
        assert "Tue 15 Dec" in text and "Wed 16 Dec" not in text
        assert "22 days: " in text and "heaviest Tue 24 Nov with" in text
        assert "○ Say what a skip does to the gradient" in text and "since Wed 18 Nov" in text
        assert "Write the block on a blank page" not in text, "it is done and past"


async def test_an_interview_is_shown_before_it_is_agreed_to(studied: Place, clock: Clock) -> None:
    async with running(studied, clock, (80, 44)) as pilot:
        await press(pilot, "p", "i", "1", "4", "enter")
        assert isinstance(pilot.app.screen, ChangeScreen)
        text = shown(pilot.app)
        assert "none  →  Tue 8 Dec" in text and "before" in text and "after" in text
        assert plans(pilot) == 1
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, PlanScreen)
        assert plans(pilot) == 1
        await press(pilot, "i", "1", "4", "enter", "enter")
        assert plans(pilot) == 2
        text = shown(pilot.app)
        assert "interview in 14 days" in text
        assert "Mon 7 Dec   eve" in text and "Tue 8 Dec   interview" in text
        await press(pilot, "u")
        assert "no interview set" in shown(pilot.app)


async def test_none_takes_the_interview_away(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        await press(pilot, "p", "i", "9", "enter", "enter", "i", *"none", "enter")
        assert "Thu 3 Dec  →  none" in shown(pilot.app)
        await press(pilot, "enter")
        plan = desk_of(pilot).study.decks["nets"].plan
        assert plan is not None and plan.interview is None


async def test_minutes_outside_the_limits_are_refused(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        await press(pilot, "p", "m", "4", "enter")
        assert "from 5 to 480" in shown(pilot.app)
        await press(pilot, "5", "enter", "enter")
        plan = desk_of(pilot).study.decks["nets"].plan
        assert plan is not None and plan.minutes == 45


async def test_profiles_are_tried_one_after_the_other(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        await press(pilot, "p", "r")
        assert "general  →  Vision team" in shown(pilot.app)
        await press(pilot, "r", "enter")
        plan = desk_of(pilot).study.decks["nets"].plan
        assert plan is not None and plan.profile == "llm"
        assert plans(pilot) == 2
        await press(pilot, "r")
        assert "Language-model team  →  general" in shown(pilot.app)
        await press(pilot, "enter")
        plan = desk_of(pilot).study.decks["nets"].plan
        assert plan is not None and plan.profile is None


async def test_a_checkpoint_is_ticked_by_hand(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        await press(pilot, "p", "t")
        assert not desk_of(pilot).study.decks["nets"].ticked, "no checkpoint is at hand"
        await press(pilot, "down", "t")
        assert desk_of(pilot).study.decks["nets"].ticked == {"nets-d3": TODAY}
        await press(pilot, "u")
        assert not desk_of(pilot).study.decks["nets"].ticked


async def test_days_above_the_minutes_are_named(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        await press(pilot, "p", "m", "5", "enter", "enter")
        assert "above your 5: the rest is carried" in shown(pilot.app)


def test_plan_looks(studied: Place, clock: Clock, snap_compare: Snap) -> None:
    steps = before("p", "i", "1", "4", "enter", "enter")
    assert snap_compare(PrepApp(studied, clock), terminal_size=NARROW, run_before=steps)


def test_plan_looks_wide_in_high_contrast(studied: Place, clock: Clock, snap_compare: Snap) -> None:
    steps = before("p", "down", theme="prepapp-contrast")
    assert snap_compare(PrepApp(studied, clock), terminal_size=WIDE, run_before=steps)


def test_change_looks(studied: Place, clock: Clock, snap_compare: Snap) -> None:
    steps = before("p", "i", "1", "4", "enter")
    assert snap_compare(PrepApp(studied, clock), terminal_size=NARROW, run_before=steps)
