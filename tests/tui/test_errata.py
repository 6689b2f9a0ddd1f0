"""Errata: what the chapter says, what holds, what settles it; each opens its card."""

from collections.abc import Callable
from pathlib import Path

import pytest

from prepapp.home import Place
from prepapp.session import desk as desk_module
from prepapp.tui.app import PrepApp
from prepapp.tui.screens.card import CardScreen
from prepapp.tui.screens.errata import ErrataScreen
from tests.tui.conftest import DECKS, NARROW, WIDE, Clock, before, press, running, shown

Snap = Callable[..., bool]


async def test_an_erratum_is_shown_in_its_parts(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        await press(pilot, "e")
        text = shown(pilot.app)
        assert "Errata  what the chapter gets wrong" in text and "3 places" in text
        assert "The chapter  331,776 weights" in text
        assert "What holds   69,632 weights" in text
        assert "Evidence     computed: 256*64 + 9*64**2 + 64*256" in text
        assert "Card         n-1  What does a block of F(x) + x add?" in text
        assert "Also on      n-5" in text
        await press(pilot, "j")
        assert "Evidence     A paper, section 2.2 (derivation, zero mean)" in shown(pilot.app)
        await press(pilot, "j")
        assert "Evidence     the lab blocks will measure it" in shown(pilot.app)


async def test_enter_opens_the_card_and_escape_leads_back(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        await press(pilot, "e", "j", "enter")
        assert isinstance(pilot.app.screen, CardScreen)
        assert "n-4" in shown(pilot.app)
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, ErrataScreen)
        assert "the second moment" in shown(pilot.app), "the same line is still at hand"
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, ErrataScreen)


async def test_a_deck_that_never_differs_says_so(
    place: Place, clock: Clock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(desk_module, "deck_folders", lambda _home, _more: [DECKS / "norms"])
    async with running(place, clock) as pilot:
        await press(pilot, "enter", "enter", "enter", "e")
        assert "No claim differs from the chapter." in shown(pilot.app)
        await press(pilot, "enter", "escape")
        assert not isinstance(pilot.app.screen, ErrataScreen)


def test_errata_look(studied: Place, clock: Clock, snap_compare: Snap) -> None:
    assert snap_compare(PrepApp(studied, clock), terminal_size=NARROW, run_before=before("e"))


def test_errata_look_wide(studied: Place, clock: Clock, snap_compare: Snap) -> None:
    assert snap_compare(PrepApp(studied, clock), terminal_size=WIDE, run_before=before("e", "down"))
