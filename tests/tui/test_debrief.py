"""Debrief by its keys: cards marked, words and dates given, kept at once or not at all."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from textual.pilot import Pilot

from prepapp.home import Place
from prepapp.session.debrief import debriefs
from prepapp.session.desk import open_desk
from prepapp.session.mistakes import mistakes
from prepapp.session.planning import accept, change
from prepapp.tui.app import PrepApp
from prepapp.tui.screens.debrief import DebriefScreen
from prepapp.tui.screens.plan import PlanScreen
from prepapp.tui.screens.today import TodayScreen
from tests.tui.conftest import NARROW, NOW, WIDE, Clock, before, desk_of, press, running, settle, shown

Snap = Callable[..., bool]


@pytest.fixture
def interviewed(studied: Place) -> Place:
    """A candidate whose interview was yesterday."""
    ago = NOW - timedelta(days=5)
    desk = open_desk(studied, ago)
    accept(desk, change(desk, "nets", desk.day(ago), interview=desk.day(NOW) - timedelta(days=1)), ago)
    desk.close()
    return studied


def keys(text: str) -> list[str]:
    return ["space" if letter == " " else letter for letter in text]


async def by_palette(pilot: Pilot[None], name: str) -> None:
    """Run a command of the palette."""
    await press(pilot, "ctrl+p", *keys(name))
    await press(pilot, "enter")


async def test_cards_are_marked_found_and_kept(interviewed: Place, clock: Clock) -> None:
    async with running(interviewed, clock) as pilot:
        assert "d debrief" in shown(pilot.app)
        await press(pilot, "d")
        said = shown(pilot.app)
        assert "What did they ask" in said and "Mon 23 Nov" in said and "0 asked · 0 stalled" in said
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DebriefScreen), "nothing to keep yet"
        await press(pilot, "1", "2", "1", "k", "0")
        assert "2 asked · 1 stalled" in shown(pilot.app)
        await press(pilot, "slash", *keys("euler"), "enter")
        assert "1 card found" in shown(pilot.app)
        await press(pilot, "2", "c", *keys("Acme"), "enter", "t", *keys("a fair one"), "enter")
        await press(pilot, "i", *keys("14"), "enter")
        assert "Acme" in shown(pilot.app) and "next: Tue 8 Dec" in shown(pilot.app)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, TodayScreen)
        assert "d debrief" not in shown(pilot.app) and "interview in 14 days" in shown(pilot.app)
        (kept,) = debriefs(desk_of(pilot), clock.now)
        assert (kept.told.asked, kept.told.stalled) == (("n-1", "n-2", "n-6"), ("n-2", "n-6"))
        assert (kept.told.company, kept.told.text) == ("Acme", "a fair one")
        found = [each.card.id for each in mistakes(desk_of(pilot)) if each.mistake.source == "interview"]
        assert found == ["n-2", "n-6"]


async def test_all_keys_of_the_interview_day_fit(interviewed: Place, clock: Clock) -> None:
    async with running(interviewed, clock) as pilot:
        bar = shown(pilot.app).splitlines()[-1]
        assert "d debrief" in bar and bar.endswith("? keys") and "p plan" not in bar
        await press(pilot, "p")
        assert isinstance(pilot.app.screen, PlanScreen), "the key still works"
        await press(pilot, "escape")
        await pilot.resize_terminal(*WIDE)
        await settle(pilot)
        assert "p plan" in shown(pilot.app).splitlines()[-1]


async def test_going_back_keeps_nothing(interviewed: Place, clock: Clock) -> None:
    async with running(interviewed, clock) as pilot:
        await press(pilot, "d", "2", "escape")
        assert isinstance(pilot.app.screen, TodayScreen)
        assert debriefs(desk_of(pilot), clock.now) == []


async def test_a_date_ahead_is_refused_and_said_so(interviewed: Place, clock: Clock) -> None:
    async with running(interviewed, clock, WIDE) as pilot:
        await press(pilot, "d", "1", "d", *["backspace"] * 10, *keys("soon"), "enter")
        assert "'soon' is not a date" in shown(pilot.app)
        await press(pilot, *["backspace"] * 4, *keys("2026-11-30"), "enter", "r", "enter")
        assert isinstance(pilot.app.screen, DebriefScreen)
        assert debriefs(desk_of(pilot), clock.now) == []


async def test_before_the_day_it_is_found_in_the_palette(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        await press(pilot, "d")
        assert isinstance(pilot.app.screen, TodayScreen)
        await by_palette(pilot, "debrief")
        assert isinstance(pilot.app.screen, DebriefScreen)
        await press(pilot, "escape")
        await by_palette(pilot, "sheet")
        file = studied.home.path / "sheet-nets-2026-11-24.md"
        assert "draw the arrow first" in file.read_text(encoding="utf-8")
        assert str(file) in "".join(str(each.message) for each in pilot.app._notifications)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "140x40"])
def test_looks(snap_compare: Snap, interviewed: Place, clock: Clock, size: tuple[int, int]) -> None:
    first = before("d", "1", "2", "1", "t", *keys("asked for an epsilon"), "enter")
    assert snap_compare(PrepApp(interviewed, clock), terminal_size=size, run_before=first)
