"""Keys: every action has an id, remapped keys work, what is wrong is said, and one list serves all."""

from collections import Counter

import pytest
from textual.binding import Binding
from textual.widgets import Static

from prepapp.home import Place
from prepapp.tui.app import PrepApp
from prepapp.tui.keys import clashes, offered, unknown
from prepapp.tui.palette import ScreenCommands
from prepapp.tui.screens import every_screen, key_scopes
from prepapp.tui.screens.browse import BrowseScreen
from prepapp.tui.screens.keys import KeysScreen
from prepapp.tui.screens.plan import PlanScreen
from prepapp.tui.screens.today import TodayScreen
from prepapp.tui.widgets.key_bar import KeyBar
from tests.tui.conftest import Clock, press, running, shown


def remap(place: Place, **keys: str) -> None:
    """Write the candidate's keys."""
    lines = [f'"{name.replace("__", ".")}" = "{key}"' for name, key in keys.items()]
    place.home.settings_file.write_text("[keys]\n" + "\n".join(lines))


def told(app: object) -> str:
    """Return the notices that the candidate sees."""
    assert isinstance(app, PrepApp)
    return "\n".join(str(notice.message) for notice in app._notifications)


def test_every_binding_has_an_id_and_says_what_it_does() -> None:
    for scope in key_scopes(PrepApp):
        for binding in scope:
            assert binding.id, f"{binding.key} has no id"
            assert binding.description, f"{binding.id} has no description"


def test_ids_are_unique() -> None:
    bindings = {id(each): each for scope in key_scopes(PrepApp) for each in scope}
    named = Counter(each.id for each in bindings.values())
    assert [name for name, times in named.items() if times > 1] == []


def test_no_screen_binds_a_key_twice() -> None:
    for screen in every_screen():
        keys = [
            (key.strip(), each.id)
            for each in screen.BINDINGS
            if isinstance(each, Binding) and not screen.__name__.startswith("Review")
            for key in each.key.split(",")
        ]
        assert [key for key, times in Counter(key for key, _ in keys).items() if times > 1] == []


@pytest.mark.parametrize(
    ("keymap", "found"),
    [
        ({}, []),
        ({"a.one": "f2"}, []),
        ({"a.one": "y"}, ["'y' for a.one is also a.two"]),
        ({"a.one": "f2, y"}, ["'y' for a.one is also a.two"]),
        ({"a.one": "y", "a.two": "z"}, []),
        ({"a.one": "up"}, ["'up' for a.one is also a.both"]),
    ],
)
def test_a_clash_is_named(keymap: dict[str, str], found: list[str]) -> None:
    bindings = [
        Binding("x", "one", "one", id="a.one"),
        Binding("y", "two", "two", id="a.two"),
        Binding("k,up", "both", "both", id="a.both"),
    ]
    assert clashes(bindings, keymap) == found


def test_an_unknown_id_is_named() -> None:
    assert unknown(["a.one"], {"a.one": "x", "a.none": "y"}) == ["a.none"]


async def test_a_remapped_key_works_and_the_old_one_does_not(studied: Place, clock: Clock) -> None:
    remap(studied, today__browse="f2", rows__down="n")
    async with running(studied, clock) as pilot:
        await press(pilot, "b")
        assert isinstance(pilot.app.screen, TodayScreen)
        await press(pilot, "f2", "n", "enter")
        assert "n-2" in shown(pilot.app)
        assert told(pilot.app) == ""


async def test_clashes_and_unknown_ids_are_reported(studied: Place, clock: Clock) -> None:
    remap(studied, today__browse="p", browse__skill="j", plan__nothing="f3")
    async with running(studied, clock) as pilot:
        assert "'p' for today.browse is also today.plan" in told(pilot.app)
        assert "'j' for browse.skill is also rows.down" in told(pilot.app)
        assert "no action is called 'plan.nothing'" in told(pilot.app)


@pytest.mark.parametrize("keys", ["", "b", "c", "p", "x"])
async def test_footer_palette_and_help_name_the_same_keys(studied: Place, clock: Clock, keys: str) -> None:
    async with running(studied, clock) as pilot:
        await press(pilot, *keys)
        screen = pilot.app.screen
        footer = {key.description for key in screen.query_one(KeyBar).keys}
        palette = [hit.text async for hit in ScreenCommands(screen).discover()]
        assert footer <= {str(name).rsplit("  (", 1)[0] for name in palette}
        assert len(palette) == len(set(palette))
        await press(pilot, "question_mark")
        assert isinstance(pilot.app.screen, KeysScreen)
        helped = str(pilot.app.screen.query_one(Static).content)  # longer than a small terminal
        for name in palette:
            assert str(name).rsplit("  (", 1)[1].rstrip(")") in helped
        assert all(word in shown(pilot.app) for word in footer & {"undo", "back", "keys"})


async def test_keys_of_a_screen_wait_while_a_line_is_typed(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        await press(pilot, "b", "slash", "q", "f")
        screen = pilot.app.screen
        assert isinstance(screen, BrowseScreen)
        assert screen.wanted.text == "qf"
        assert {each.binding.id for each in offered(screen)} == {"field.take", "ask.close", "app.quit"}
        await press(pilot, "escape", "q")
        assert isinstance(pilot.app.screen, TodayScreen)


@pytest.mark.parametrize("key", ["q", "escape"])
async def test_back_leaves_a_screen(studied: Place, clock: Clock, key: str) -> None:
    async with running(studied, clock) as pilot:
        for opens in ("b", "c", "p", "x"):
            await press(pilot, opens)
            assert not isinstance(pilot.app.screen, TodayScreen)
            await press(pilot, key)
            assert isinstance(pilot.app.screen, TodayScreen)


async def test_the_footer_can_be_clicked(studied: Place, clock: Clock) -> None:
    async with running(studied, clock) as pilot:
        bar = pilot.app.screen.query_one(KeyBar)
        plan = next(key for key in bar.keys if key.description == "plan")
        await pilot.click(bar, offset=(plan.start + 1, 1))
        await press(pilot)
        assert isinstance(pilot.app.screen, PlanScreen)
