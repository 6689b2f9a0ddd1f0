"""Mock interviews by keys: nothing before its turn, follow-ups that differ, a debrief, a mistake to take."""

import stat
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from prepapp.core.mock_record import MockRecord
from prepapp.home import Place, write_setting
from prepapp.session import desk as desk_module
from prepapp.session.desk import open_desk
from prepapp.session.mock_begin import MockChoice
from prepapp.session.mock_records import mock_records
from prepapp.session.planning import accept, change
from prepapp.session.question import Phase
from prepapp.session.tapes import tapes
from prepapp.tui.app import PrepApp
from prepapp.tui.mocks_face import Seat, foot
from prepapp.tui.screens.check import CheckScreen
from prepapp.tui.screens.mock import MockScreen, open_mock
from prepapp.tui.screens.mocks import MocksScreen
from prepapp.tui.screens.outcome import OutcomeScreen
from prepapp.tui.screens.review import ReviewScreen
from prepapp.tui.screens.today import TodayScreen
from prepapp.tui.widgets.rows import Rows
from tests.tui.conftest import NARROW, NOW, WIDE, Clock, desk_of, press, running, settle, shown

Snap = Callable[..., bool]
CORE = Path(__file__).parents[1] / "core"
MINI, FOREIGN = CORE / "decks_mock" / "mini", CORE / "decks_foreign" / "batchnorm"

POINTS = ("it is not overfitting", "it is hard to optimise", "identity layers would do")
"""The points of the opening, which are none of another question."""

WEAK, STRONG, FLAG = "On which data is it worse?", "How would you show that", "Which of the two errors"
"""How the follow-ups of the opening begin."""


@pytest.fixture(autouse=True)
def _mini(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_module, "deck_folders", lambda _home, _more: [MINI])


@pytest.fixture
def studied_mini(place: Place) -> Place:
    """A home with a plan of the small deck."""
    desk = open_desk(place, NOW)
    accept(desk, change(desk, "mini", NOW.date()), NOW)
    desk.close()
    return place


async def hold(pilot: Pilot[None], **choice: Any) -> None:
    """Open a mock of the small deck."""
    app = pilot.app
    assert isinstance(app, PrepApp)
    await settle(pilot)
    open_mock(app, MockChoice(**{"format": "opening", "deck": "mini", "seed": 1, **choice}))
    await settle(pilot)


async def say(pilot: Pilot[None], clock: Clock, seconds: float, *keys: str) -> None:
    """Speak for so many seconds, then press keys."""
    await press(pilot, "space")
    clock.now += timedelta(seconds=seconds)
    await press(pilot, "space", *keys)


def held(pilot: Pilot[None]) -> MockRecord:
    """The newest mock."""
    return mock_records(desk_of(pilot), NOW)[-1]


def told(pilot: Pilot[None]) -> str:
    """The screen's words on one line."""
    return " ".join(shown(pilot.app).split())


async def test_no_point_is_shown_before_its_turn(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        await hold(pilot)
        assert not any(point in told(pilot) for point in POINTS)
        await press(pilot, "space")
        assert not any(point in told(pilot) for point in POINTS)
        await press(pilot, "space")
        for n in range(3):
            assert [point in told(pilot) for point in POINTS] == [each <= n for each in range(3)]
            assert "The deep net overfits" not in told(pilot)
            await press(pilot, "y")
        assert "The deep net overfits" in told(pilot)


@pytest.mark.parametrize(
    ("keys", "asked"),
    [("yyy", STRONG), ("yyn", STRONG), ("nyy", WEAK), ("yyy1", FLAG), ("nnn1", FLAG)],
)
async def test_the_answer_decides_what_is_asked_next(
    place: Place, clock: Clock, keys: str, asked: str
) -> None:
    async with running(place, clock) as pilot:
        await hold(pilot)
        await say(pilot, clock, 60, *keys, "enter")
        assert asked in told(pilot) and "follow-up 1" in told(pilot)
        assert "start from the copied shallow net" not in told(pilot)


async def test_a_mark_and_a_tick_can_be_taken_back(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        await hold(pilot)
        await say(pilot, clock, 60, "y", "n", "backspace", "y", "y", "1", "1", "enter")
        (question,) = held(pilot).questions
        assert (question.points, question.red_flags, question.seconds) == ((1, 2, 3), (), 60)


async def test_the_clock_counts_speech_only(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        await hold(pilot)
        clock.now += timedelta(seconds=100)
        await press(pilot, "space")
        clock.now += timedelta(seconds=20)
        await press(pilot, "p")
        assert "Paused 0:20" in told(pilot)
        clock.now += timedelta(seconds=100)
        await press(pilot, "p")
        clock.now += timedelta(seconds=30)
        await press(pilot, "space", "y", "y", "y", "enter")
        assert held(pilot).seconds == 50


async def test_typed_words_suggest_and_never_tick(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        await hold(pilot)
        await press(pilot, "w", *"it overfits", "enter")
        assert "your words touch it" not in told(pilot)
        await press(pilot, "n", "n", "n")
        assert "your words touch it" in told(pilot)
        await press(pilot, "enter")
        (question,) = held(pilot).questions
        assert (question.said, question.red_flags) == ("it overfits", ())


async def test_a_mock_that_is_left_goes_on_where_it_was(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        await hold(pilot)
        await say(pilot, clock, 60, "n", "y", "y", "enter")
        await press(pilot, "escape")
        assert held(pilot).why == "unfinished"
    async with running(place, clock) as pilot:
        await hold(pilot)
        assert WEAK in told(pilot)
        await press(pilot, "x")
        assert isinstance(pilot.app.screen, OutcomeScreen)
        assert held(pilot).why == "quit" and len(held(pilot).questions) == 1


async def test_a_miss_comes_back_tomorrow_only_when_it_is_taken(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        await hold(pilot, format="quickfire")
        for _ in range(4):
            await press(pilot, "z")
        assert isinstance(pilot.app.screen, OutcomeScreen)
        assert desk_of(pilot).study.cards == {}
        await press(pilot, "2")
        (state,) = desk_of(pilot).study.cards.values()
        assert [each.open for each in state.mistakes] == [True]
        await press(pilot, "a")
        assert len(desk_of(pilot).study.cards) == 4


async def test_a_friend_sees_the_rubric_and_ticks(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        await hold(pilot, interviewer="Ana")
        assert "Ana asks" in told(pilot) and all(point in told(pilot) for point in POINTS)
        await say(pilot, clock, 60, "y", "y", "y", "enter")
        assert held(pilot).witness == "Ana"


async def test_a_talk_ends_with_its_signals(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        await hold(pilot, format="talk", length=1)
        while "What did the talk show?" not in told(pilot):
            await press(pilot, "i")
        await press(pilot, "1", "4", "4", "enter")
        signals = held(pilot).signals
        assert signals is not None and [name for name, shown in signals.items() if shown] == [
            "headline first"
        ]


async def test_the_list_holds_a_mock_and_shows_it_again(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        await press(pilot, "enter", "enter", "enter", "m")
        screen = pilot.app.screen
        assert isinstance(screen, MocksScreen)
        assert "Opening" in told(pilot) and "today" in told(pilot)
        await press(pilot, "f", "l", "w", *"Ana", "enter")
        assert (screen.seat.profile, screen.seat.listener, screen.seat.interviewer) == (
            "vision",
            "novice",
            "Ana",
        )
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, MockScreen)
        assert "You look at pictures" in told(pilot)
        await press(pilot, "i", "escape")
        assert "goes on" in told(pilot)
        await press(pilot, "home", "enter", "escape")
        assert screen.query_one(Rows).cursor == 0, "the list stays where it was"
        await press(pilot, "down")
        await press(pilot, "enter", "x", "enter", "end", "enter")
        assert isinstance(pilot.app.screen, OutcomeScreen)


async def test_a_day_ends_in_the_hot_seat(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        await press(pilot, "enter", "enter", "enter", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, ReviewScreen)
        while screen.session.phase is not Phase.DONE:
            await press(pilot, "i", "enter" if screen.session.is_practice else "g")
        assert "the hot seat: one question" in told(pilot)
        await press(pilot, "enter")
        seat = pilot.app.screen
        assert isinstance(seat, MockScreen) and "Hot seat" in told(pilot)
        await press(pilot, "i")
        assert seat.session.ask is not None and seat.session.ask.depth == 1
        await press(pilot, "i", "i")
        assert isinstance(pilot.app.screen, OutcomeScreen)
        await press(pilot, "enter")
        assert "hot seat" not in told(pilot)


async def test_an_unfinished_hot_seat_goes_on_only_with_its_card(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        await hold(pilot, format="hotseat", card="mi-001")
        await press(pilot, "i", "escape")
        await hold(pilot, format="hotseat", card="mi-003")
        screen = pilot.app.screen
        assert isinstance(screen, MockScreen) and screen.session.answered == ()
        await press(pilot, "escape")
        await hold(pilot, format="hotseat", card="mi-001")
        screen = pilot.app.screen
        assert isinstance(screen, MockScreen) and screen.session.answered == ("mi-001",)


async def test_mock_without_a_format_opens_the_list(studied_mini: Place, clock: Clock) -> None:
    app = PrepApp(studied_mini, clock, "mock")
    async with app.run_test(size=NARROW) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, MocksScreen)
        await press(pilot, "escape")
        assert isinstance(app.screen, TodayScreen)
    app.close()


async def test_an_unknown_deck_ends_the_app_in_a_line(place: Place, clock: Clock) -> None:
    app = PrepApp(place, clock, "mock", "none")
    async with app.run_test(size=NARROW) as pilot:
        await settle(pilot)
    assert app.return_code == 2


async def test_a_deck_without_scripts_has_the_hot_seat_alone(
    place: Place, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "deck_folders", lambda _home, _more: [FOREIGN])
    async with running(place, clock) as pilot:
        await press(pilot, "enter", "enter", "enter", "m")
        screen = pilot.app.screen
        assert isinstance(screen, MocksScreen)
        assert [each.format for each in screen.menu.choices] == ["hotseat"]
        await press(pilot, "enter", "i", "i", "i")
        assert isinstance(pilot.app.screen, OutcomeScreen) and len(held(pilot).questions) == 1


def test_without_profiles_there_is_one_kind_of_interviewer() -> None:
    assert "Interviewer" in foot(Seat(), recorder=False, profiles=True).plain
    assert "Interviewer" not in foot(Seat(), recorder=False, profiles=False).plain


async def test_one_speaks_while_one_writes_on_the_whiteboard(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        await hold(pilot, format="discussion")
        screen = pilot.app.screen
        assert isinstance(screen, MockScreen)
        while screen.session.ask is None or screen.session.ask.item.check is None:
            await press(pilot, "z")
        await press(pilot, "space")
        clock.now += timedelta(seconds=20)
        await press(pilot, "c")
        assert isinstance(pilot.app.screen, CheckScreen)
        clock.now += timedelta(seconds=40)
        await press(pilot, "escape", "space")
        assert screen.session.given is not None and screen.session.given.seconds == 60


RECORDER = """
import signal, sys
signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
open(sys.argv[-1], "wb").close()
open({ready!r}, "w").close()
signal.pause()
"""


async def test_an_answer_is_recorded_where_it_was_asked_for(
    place: Place, clock: Clock, tmp_path: Path
) -> None:
    import asyncio
    import os

    ready, script = tmp_path / "ready", tmp_path / "recorder.py"
    os.mkfifo(ready)
    script.write_text(f"#!{sys.executable}\n" + RECORDER.replace("{ready!r}", repr(str(ready))))
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    write_setting(place.home, "recorder", f"{script} {{file}}")
    async with running(place, clock) as pilot:
        await hold(pilot)
        await pilot.press("space")
        await asyncio.to_thread(lambda: ready.open().close())  # until it records
        assert "recorded" in told(pilot)
        await press(pilot, "space")
        assert [each.step for each in tapes(place.home)] == [0]
        assert "listen" in told(pilot)


async def answer(pilot: Pilot[None], clock: Clock, seconds: float, tick: str, *marks: str) -> None:
    """Answer a question whole, every point ticked alike."""
    screen = pilot.app.screen
    assert isinstance(screen, MockScreen)
    await say(pilot, clock, seconds)
    while not screen.session.are_points_ticked:
        await press(pilot, tick)
    await press(pilot, *marks, "enter")


async def held_through(pilot: Pilot[None], clock: Clock) -> None:
    """A whole quickfire: two right answers, one missed with a red flag, silence where that is asked after."""
    await hold(pilot, format="quickfire")
    await answer(pilot, clock, 50, "y")
    await answer(pilot, clock, 100, "n", "1")
    await press(pilot, "i", "i")
    await answer(pilot, clock, 60, "y")
    assert isinstance(pilot.app.screen, OutcomeScreen)


SCENES: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "asked": ({}, ()),
    "points": ({}, ("space", "+60", "space", "y", "n")),
    "flags": ({}, ("space", "+60", "space", "y", "n", "y", "1")),
    "follow-up": ({}, ("space", "+60", "space", "n", "y", "y", "enter", "space", "+20", "space")),
    "friend": ({"interviewer": "Ana"}, ()),
}


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize("name", SCENES)
def test_the_mock_looks(
    place: Place, clock: Clock, name: str, size: tuple[int, int], snap_compare: Snap
) -> None:
    choice, keys = SCENES[name]

    async def run(pilot: Pilot[None]) -> None:
        await hold(pilot, **choice)
        for key in keys:
            if key.startswith("+"):
                clock.now += timedelta(seconds=int(key))
            else:
                await press(pilot, key)

    assert snap_compare(PrepApp(place, clock), run_before=run, terminal_size=size)


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_the_debrief_looks(place: Place, clock: Clock, size: tuple[int, int], snap_compare: Snap) -> None:
    async def run(pilot: Pilot[None]) -> None:
        await held_through(pilot, clock)
        await press(pilot, "1")

    assert snap_compare(PrepApp(place, clock), run_before=run, terminal_size=size)


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_the_list_looks(place: Place, clock: Clock, size: tuple[int, int], snap_compare: Snap) -> None:
    async def run(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await press(pilot, "enter", "enter", "enter")
        await held_through(pilot, clock)
        await press(pilot, "enter", "m")

    assert snap_compare(PrepApp(place, clock), run_before=run, terminal_size=size)
