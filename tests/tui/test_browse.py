"""Browse and the card: search, filters, what is closed until it is met, notes, setting aside."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from prepapp.core.card import Library
from prepapp.home import Place
from prepapp.session.browsing import Filter, list_cards, matching
from prepapp.session.desk import open_desk
from prepapp.tui.app import PrepApp
from prepapp.tui.screens.browse import BrowseScreen
from prepapp.tui.screens.card import CardScreen
from prepapp.tui.widgets.rows import Rows
from tests.tui.conftest import NARROW, NOW, WIDE, Clock, before, desk_of, press, running, settle, shown

Snap = Callable[..., bool]


def listed(pilot: Pilot[None]) -> list[str]:
    """Return the ids of the cards that the list holds."""
    screen = pilot.app.screen
    assert isinstance(screen, BrowseScreen)
    return [row.card.id for row in screen.rows]


@pytest.mark.parametrize(
    ("wanted", "cards"),
    [
        (Filter(), ["n-1", "n-2", "n-3", "n-4", "n-5", "n-6", "bn-1"]),
        (Filter(text="IDENTITY skips"), ["n-2"]),
        (Filter(text="identity nowhere"), []),
        (Filter(skill="Blocks and shapes"), ["n-1", "n-3", "n-5"]),
        (Filter(day=7), ["n-4", "n-5"]),
        (Filter(state="late"), ["n-2", "n-4"]),
        (Filter(state="learning"), ["n-1", "n-3"]),
        (Filter(state="new"), ["n-6", "bn-1"]),
        (Filter(state="set aside"), ["n-5"]),
        (Filter(state="leech"), ["n-2"]),
        (Filter(state="mistake", day=7), ["n-4"]),
    ],
)
def test_a_filter_keeps_what_it_says(studied: Place, wanted: Filter, cards: list[str]) -> None:
    desk = open_desk(studied, NOW)
    assert [row.card.id for row in matching(list_cards(desk, NOW), wanted)] == cards
    desk.close()


async def test_search_narrows_as_it_is_typed(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        await press(pilot, "b", "slash", *"skips")
        assert listed(pilot) == ["n-2", "n-4", "n-6"]
        await press(pilot, "enter")
        assert "“skips”" in shown(pilot.app) and "3 of 7 cards" in shown(pilot.app)
        await press(pilot, "c")
        assert len(listed(pilot)) == 7


async def test_one_key_cycles_each_filter(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        await press(pilot, "b", "f")
        assert listed(pilot) == ["n-1", "n-3", "n-5"]
        await press(pilot, "d", "d")
        assert listed(pilot) == ["n-3"]
        assert "Blocks and shapes · Day 3" in shown(pilot.app)
        await press(pilot, "c", "t")
        assert listed(pilot) == ["n-2", "n-4"]
        await press(pilot, *"tttttt")
        assert listed(pilot) == ["n-1", "n-2", "n-3", "n-4", "n-5", "n-6", "bn-1"]


async def test_nothing_found_says_what_to_do(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        await press(pilot, "b", "slash", *"zebra", "enter")
        assert "No card fits." in shown(pilot.app)
        assert "c shows all 7 again" in shown(pilot.app)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, BrowseScreen)


async def test_the_answer_of_a_card_not_met_opens_on_a_key(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        await press(pilot, "b", "end", "up", "enter")
        assert "Is xₗ₊₁ = xₗ + f(xₗ) an Euler step?" in shown(pilot.app)
        assert "The answer side is closed." in shown(pilot.app)
        assert "of step size one" not in shown(pilot.app)
        await press(pilot, "v")
        assert "of step size one" in shown(pilot.app)


async def test_a_met_card_shows_everything(studied: Place, clock: Clock) -> None:
    async with running(studied, clock, (120, 70)) as pilot:
        await press(pilot, "b", "enter")
        text = shown(pilot.app)
        for each in (
            "[B, T, C]",
            "y = F(x) + x",
            "must    the input is added",
            "The block is the identity.",
            "It multiplies.",
            "project or pad",
            "A paper, section 2.",
            "draw the arrow first",
        ):
            assert each in text
        assert "✓ Day 0   Sun 15 Nov  done" in text
        assert "› Day 14  Sun 29 Nov  now" in text
        assert "good · proposed easy" in text


async def test_a_note_is_kept_and_an_undone_one_is_marked(studied: Place, clock: Clock) -> None:
    async with running(studied, clock, WIDE) as pilot:
        await press(pilot, "b", "enter", "o", "enter")
        assert "an empty note" in shown(pilot.app)
        await press(pilot, *"say why", "enter")
        state = desk_of(pilot).state("n-1")
        assert state is not None and state.notes == ("draw the arrow first", "say why")
        await press(pilot, "u")
        state = desk_of(pilot).state("n-1")
        assert state is not None and state.notes == ("draw the arrow first",)
        assert "say why, undone" in shown(pilot.app)


async def test_z_sets_aside_and_takes_back(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        await press(pilot, "b", "enter", "z")
        state = desk_of(pilot).state("n-1")
        assert state is not None and state.suspended
        assert "set aside: not asked" in shown(pilot.app)
        await press(pilot, "z")
        state = desk_of(pilot).state("n-1")
        assert state is not None and not state.suspended


async def test_clicks_mark_and_open(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        await press(pilot, "b")
        await pilot.click(Rows, offset=(10, 2))
        assert pilot.app.screen.query_one(Rows).cursor == 2
        await pilot.click(Rows, offset=(10, 2), times=2)
        await settle(pilot)
        assert isinstance(pilot.app.screen, CardScreen)


async def test_ten_thousand_cards_are_drawn_as_they_come_into_view(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        desk = desk_of(pilot)
        deck = desk.library.decks[0]
        many = tuple(replace(deck.cards[n % 6], id=f"m-{n}", order=n) for n in range(10_000))
        desk.library = Library((replace(deck, cards=many),), ())
        pilot.app.push_screen(BrowseScreen(desk))
        await settle(pilot)
        await press(pilot, "end")
        rows = pilot.app.screen.query_one(Rows)
        assert (rows.count, rows.cursor) == (10_000, 9_999)
        assert rows.drawn < 200


def test_browse_looks(studied: Place, clock: Clock, snap_compare: Snap) -> None:
    assert snap_compare(PrepApp(studied, clock), terminal_size=NARROW, run_before=before("b", "down"))


def test_browse_looks_wide_and_light(studied: Place, clock: Clock, snap_compare: Snap) -> None:
    steps = before("b", "down", theme="prepapp-light")
    assert snap_compare(PrepApp(studied, clock), terminal_size=WIDE, run_before=steps)


def test_card_looks_closed(studied: Place, clock: Clock, snap_compare: Snap) -> None:
    steps = before("b", "end", "enter")
    assert snap_compare(PrepApp(studied, clock), terminal_size=NARROW, run_before=steps)


def test_card_looks_open(studied: Place, clock: Clock, snap_compare: Snap) -> None:
    steps = before("b", "down", "enter")
    assert snap_compare(PrepApp(studied, clock), terminal_size=WIDE, run_before=steps)
