"""Mistakes: what I said, what holds, how to tell; closed by one key."""

from collections.abc import Callable

from textual.pilot import Pilot

from prepapp.home import Place
from prepapp.session.mistakes import mistakes
from prepapp.tui.app import PrepApp
from prepapp.tui.screens.card import CardScreen
from prepapp.tui.screens.mistakes import MistakesScreen
from prepapp.tui.widgets.rows import Rows
from tests.tui.conftest import NARROW, WIDE, Clock, before, desk_of, press, running, settle, shown

Snap = Callable[..., bool]


def still_open(pilot: Pilot[None]) -> list[str]:
    """Return the cards of the open mistakes."""
    return [lesson.card.id for lesson in mistakes(desk_of(pilot))]


async def test_a_mistake_is_shown_in_three_parts(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        await press(pilot, "x")
        text = shown(pilot.app)
        assert "2 mistakes open" in text
        assert "I said       “it can never vanish”" in text
        assert "What holds   · contains I" in text
        assert 'How to tell  "The identity term survives unless' in text
        assert "since Sun 15 Nov, 9 days ago" in text
        await press(pilot, "j")
        assert "spoken, without the points below" in shown(pilot.app)
        assert "· variance 2/n" in shown(pilot.app)


async def test_y_closes_and_h_shows_the_closed_ones(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        await press(pilot, "x", "y")
        assert still_open(pilot) == ["n-4"]
        await press(pilot, "h")
        screen = pilot.app.screen
        assert isinstance(screen, MistakesScreen)
        assert [(each.card.id, each.mistake.open) for each in screen.lessons] == [
            ("n-2", False),
            ("n-4", True),
        ]
        await press(pilot, "home", "y")
        assert still_open(pilot) == ["n-4"], "a closed one is not closed again"
        await press(pilot, "down", "y", "h")
        assert "No mistake is open." in shown(pilot.app)
        assert "h shows the 2 mistakes that you closed" in shown(pilot.app)


async def test_nothing_open_says_what_comes_here(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        await press(pilot, "enter", "enter", "enter", "x")
        assert "No mistake is open." in shown(pilot.app)
        assert "An answer that was sure and turned out wrong comes here" in shown(pilot.app)
        await press(pilot, "enter", "y", "escape")
        assert still_open(pilot) == []


async def test_enter_and_a_double_click_open_the_card(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        await press(pilot, "x", "enter")
        assert isinstance(pilot.app.screen, CardScreen)
        await press(pilot, "q")
        await pilot.click(Rows, offset=(8, 1), times=2)
        await settle(pilot)
        assert isinstance(pilot.app.screen, CardScreen)
        assert "n-4" in shown(pilot.app)


def test_mistakes_look(studied: Place, clock: Clock, snap_compare: Snap) -> None:
    assert snap_compare(PrepApp(studied, clock), terminal_size=NARROW, run_before=before("x"))


def test_mistakes_look_wide(studied: Place, clock: Clock, snap_compare: Snap) -> None:
    assert snap_compare(PrepApp(studied, clock), terminal_size=WIDE, run_before=before("x", "down"))
