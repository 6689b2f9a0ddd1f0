"""The primer by its keys: the guess alone, its lesson, the next; and where Today offers it."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from prepapp.core.card import Card
from prepapp.home import Place
from prepapp.session.primer import PrimerSession
from prepapp.tui import primer_face
from prepapp.tui.app import PrepApp
from prepapp.tui.palette import ScreenCommands
from prepapp.tui.screens.card import CardScreen
from prepapp.tui.screens.primer import PrimerScreen
from prepapp.tui.screens.today import TodayScreen
from tests.builders import card, deck
from tests.tui.conftest import NARROW, WIDE, Clock, before, desk_of, press, running, shown

Snap = Callable[..., bool]

AGREED = ("enter", "enter", "enter")
"""The first run, taken as it stands."""

INVITATION = "New to the subject? A ten-minute primer first:"


@pytest.fixture
def resnet(place: Place, frozen: None) -> Place:
    """A fresh home with the ten questions of the paper."""
    return place


def reading(pilot: Pilot[None]) -> tuple[str, bool]:
    """Return the card of the stop at hand, and whether its lesson is open."""
    screen = pilot.app.screen
    assert isinstance(screen, PrimerScreen)
    return screen.session.stop.card.id, screen.session.is_open


async def test_the_guess_stands_alone_until_a_key_opens_the_lesson(resnet: Place, clock: Clock) -> None:
    async with running(resnet, clock) as pilot:
        await press(pilot, *AGREED, "t")
        said = shown(pilot.app)
        assert "1 of 10" in said and "min left" in said
        assert "What is the degradation problem?" in said and "Guess first" in said
        assert "Two nets, same data" not in said and "Its cards" not in said and "open card" not in said
        await press(pilot, "space")
        said = shown(pilot.app)
        assert "Two nets, same data" in said and "Guess first" not in said and "open card" in said


async def test_enter_goes_on_and_left_and_backspace_go_back(resnet: Place, clock: Clock) -> None:
    async with running(resnet, clock) as pilot:
        await press(pilot, *AGREED, "t", "left")
        assert reading(pilot) == ("rn-001", False)
        await press(pilot, "enter", "enter")
        assert reading(pilot) == ("rn-002", False)
        await press(pilot, "right", "backspace")
        assert reading(pilot) == ("rn-001", True)
        await press(pilot, "enter")
        assert reading(pilot) == ("rn-002", True), "what was read stays open"
        await press(pilot, "left")
        assert reading(pilot) == ("rn-001", True)


async def test_a_long_lesson_scrolls_down_to_its_cards(resnet: Place, clock: Clock) -> None:
    async with running(resnet, clock) as pilot:
        await press(pilot, *AGREED, "t", "enter")
        assert "Its cards" not in shown(pilot.app)
        await press(pilot, "space", "space")
        assert "rn-001   What is the degradation problem?" in shown(pilot.app)
        await press(pilot, "pageup", "pageup", "j", "k")
        assert "Two nets, same data" in shown(pilot.app)


async def test_a_stop_begins_at_its_top_from_either_side(resnet: Place, clock: Clock) -> None:
    async with running(resnet, clock) as pilot:
        await press(pilot, *AGREED, "t", "enter", "enter", "enter")
        page = pilot.app.screen.query_one("#page")
        for leaves, card_id in (("left", "rn-001"), ("enter", "rn-002")):
            await press(pilot, "space", "space")
            assert page.scroll_offset.y > 0
            await press(pilot, leaves)
            assert (reading(pilot), page.scroll_offset.y) == ((card_id, True), 0)


async def test_o_opens_the_card_with_its_answer_closed(resnet: Place, clock: Clock) -> None:
    async with running(resnet, clock) as pilot:
        await press(pilot, *AGREED, "t", "o")
        assert isinstance(pilot.app.screen, PrimerScreen), "not before the guess"
        await press(pilot, "enter", "o")
        assert isinstance(pilot.app.screen, CardScreen)
        assert "The answer side is closed." in shown(pilot.app)
        await press(pilot, "escape")
        assert reading(pilot) == ("rn-001", True)


async def test_the_end_says_so_and_leads_to_today_where_nothing_was_written(
    resnet: Place, clock: Clock
) -> None:
    async with running(resnet, clock) as pilot:
        await press(pilot, *AGREED)
        events = list(desk_of(pilot).open(clock()).events())
        await press(pilot, "t", *["enter"] * 20)
        assert "That was the primer: 10 lessons." in shown(pilot.app)
        await press(pilot, "left")
        assert reading(pilot) == ("rn-010", True)
        await press(pilot, "enter", "enter")
        assert isinstance(pilot.app.screen, TodayScreen)
        assert INVITATION in shown(pilot.app), "reading is no meeting"
        assert list(desk_of(pilot).open(clock()).events()) == events


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_it_can_be_left_at_any_stop(studied: Place, clock: Clock, key: str) -> None:
    async with running(studied, clock) as pilot:
        await press(pilot, "t", "enter", key)
        assert isinstance(pilot.app.screen, TodayScreen)


async def test_today_offers_it_only_while_nothing_was_met(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        assert INVITATION not in shown(pilot.app)
        palette = [str(hit.text) async for hit in ScreenCommands(pilot.app.screen).discover()]
        assert "primer  (t)" in palette, "it stays within reach"
        await press(pilot, "t")
        assert reading(pilot) == ("n-1", False)


async def test_the_offer_names_a_remapped_key(place: Place, clock: Clock) -> None:
    place.home.settings_file.write_text('[keys]\n"today.primer" = "f6"\n')
    async with running(place, clock) as pilot:
        await press(pilot, *AGREED)
        assert f"{INVITATION} f6" in shown(pilot.app)
        await press(pilot, "f6")
        assert isinstance(pilot.app.screen, PrimerScreen)


async def test_a_deck_without_lessons_is_not_offered_and_says_so(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        await press(pilot, "2", *AGREED)
        assert INVITATION not in shown(pilot.app)
        await press(pilot, "t")
        assert "No card of this deck has a lesson." in shown(pilot.app)
        await press(pilot, "enter", "space", "o", "left")
        assert isinstance(pilot.app.screen, PrimerScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, TodayScreen)


def test_many_cards_are_named_in_part() -> None:
    def named(others: int) -> list[str]:
        cards: list[Card] = [card(f"c-{n}", learn="x" if n == 0 else "") for n in range(others + 1)]
        session = PrimerSession(deck(cards))
        return str(primer_face.prepared(session.stop, 60).plain).splitlines()[1:]

    assert [len(named(n)) for n in (0, 5, 6)] == [1, 6, 7]
    assert "c-6" in named(6)[-1], "one more is named, not counted"
    assert named(9)[-1].strip() == "and 4 more"


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "140x40"])
@pytest.mark.parametrize("keys", [(), ("enter",), ("enter",) * 5, ("enter",) * 20], ids=len)
def test_the_primer_looks(
    resnet: Place, clock: Clock, snap_compare: Snap, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    run = before(*AGREED, "t", *keys)
    assert snap_compare(PrepApp(resnet, clock), terminal_size=size, run_before=run)


def test_today_with_its_offer_looks(resnet: Place, clock: Clock, snap_compare: Snap) -> None:
    assert snap_compare(PrepApp(resnet, clock), terminal_size=NARROW, run_before=before(*AGREED))
