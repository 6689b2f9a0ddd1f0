"""Warm-up by its keys: recall before it opens, twenty seconds aloud, nothing graded."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from textual.pilot import Pilot

from prepapp.home import Place
from prepapp.tui.app import PrepApp
from prepapp.tui.screens.today import TodayScreen
from prepapp.tui.screens.warmup import WarmupScreen
from tests.tui.conftest import NARROW, WIDE, Clock, before, desk_of, press, running, shown

Snap = Callable[..., bool]

PICTURES = {
    "mistake": ("w", "enter"),
    "number": ("w", *("enter",) * 5),
    "aloud": ("w", *("enter",) * 10, "space"),
    "done": ("w", "t", "t", *("enter",) * 6),
}
"""What is pressed before each picture."""


def screen_of(pilot: Pilot[None]) -> WarmupScreen:
    screen = pilot.app.screen
    assert isinstance(screen, WarmupScreen)
    return screen


async def go_to(pilot: Pilot[None], kind: str) -> None:
    """Go on to the first page of a kind."""
    while screen_of(pilot).session.page.kind != kind:
        await press(pilot, "enter")


async def test_each_page_asks_before_it_tells(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        await press(pilot, "w")
        said = shown(pilot.app)
        assert "1 of 6 · a mistake of yours" in said and "5 minutes · no grades" in said
        assert "You said: it can never vanish" in said and "contains I" not in said
        await press(pilot, "enter")
        assert "contains I" in shown(pilot.app) and "The identity term survives" in shown(pilot.app)
        await go_to(pilot, "number")
        said = shown(pilot.app)
        assert "Weights of a bottleneck block at 256 channels" in said and "69,632" not in said
        await press(pilot, "enter")
        assert "69,632 weights" in shown(pilot.app)
        await press(pilot, "backspace")
        assert "2 of 6 · a mistake of yours" in shown(pilot.app) and "variance 2/n" in shown(pilot.app)


async def test_the_first_seconds_are_said_aloud_against_the_clock(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        await press(pilot, "w", "space")
        assert not screen_of(pilot).session.is_open, "space speaks on the last pages only"
        await go_to(pilot, "aloud")
        await press(pilot, "space")
        assert "Speaking 0:00 of 0:20" in shown(pilot.app)
        clock.now += timedelta(seconds=18)
        await press(pilot, "space")
        said = shown(pilot.app)
        assert "Spoken 0:18 of 0:20" in said and screen_of(pilot).session.is_open
        await press(pilot, "enter")
        assert "You are warm: 6 things." in shown(pilot.app)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, TodayScreen)


async def test_another_length_begins_again(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        await press(pilot, "w", "enter", "enter", "t")
        session = screen_of(pilot).session
        assert (session.warmup.minutes, session.position, session.is_open) == (15, 1, False)
        await press(pilot, "t")
        assert [page.kind for page in screen_of(pilot).session.warmup.pages] == ["mistake", "number", "aloud"]
        await press(pilot, "t", "escape")
        assert isinstance(pilot.app.screen, TodayScreen)


async def test_what_is_opened_counts_as_read_and_nothing_is_graded(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        states = dict(desk_of(pilot).study.cards)
        await press(pilot, "w", "enter", "enter")
        looks = desk_of(pilot).open(clock.now).events(kind="look")
        assert [(each.card, each.payload) for each in looks] == [("n-2", {"what": "answer"})]
        assert desk_of(pilot).study.cards == states


async def test_without_a_card_there_is_nothing_to_warm_up_with(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        await press(pilot, "enter", "enter", "enter", "w")
        assert "There is nothing to warm up with yet." in shown(pilot.app)
        await press(pilot, "space", "enter")
        assert isinstance(pilot.app.screen, TodayScreen)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "140x40"])
@pytest.mark.parametrize("name", PICTURES)
def test_pictures(snap_compare: Snap, studied: Place, clock: Clock, size: tuple[int, int], name: str) -> None:
    assert snap_compare(PrepApp(studied, clock), terminal_size=size, run_before=before(*PICTURES[name]))
