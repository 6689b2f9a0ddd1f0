"""The review by keys: what is shown before its turn, what is saved, what the keys do."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from prepapp.core.state import replay
from prepapp.errors import BrokenError
from prepapp.home import Home, Place
from prepapp.session.question import Phase
from prepapp.store.log import EventLog
from prepapp.store.peek import peek
from prepapp.tui.app import PrepApp
from prepapp.tui.screens.mock import MockScreen
from prepapp.tui.screens.review import ReviewScreen
from prepapp.tui.screens.today import TodayScreen
from tests.gallery import SIZES, Clock, live, play
from tests.gallery_life import START

DAY = 7
Snap = Callable[..., bool]

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def home(tmp_path: Path, frozen: None) -> Home:
    """A week of study towards an interview in three."""
    home = Home(tmp_path / "home")
    live(home, DAY)
    return home


@asynccontextmanager
async def reviewing(home: Home, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[Pilot[None], Clock]]:
    """The app on its first question of the day."""
    clock = Clock(START + timedelta(days=DAY))
    app = PrepApp(Place(home), clock)
    async with app.run_test(size=size) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        await play(pilot, clock, "enter")
        yield pilot, clock
    app.close()


def screen_of(pilot: Pilot[None]) -> ReviewScreen:
    """Return the review that is shown."""
    screen = pilot.app.screen
    assert isinstance(screen, ReviewScreen)
    return screen


def shown(pilot: Pilot[None]) -> str:
    """Return the text on the screen."""
    return "\n".join(
        "".join(segment.text for segment in strip) for strip in pilot.app.screen._compositor.render_strips()
    )


async def test_no_key_point_is_on_screen_before_its_turn(home: Home) -> None:
    async with reviewing(home) as (pilot, clock):
        points = [point.text[:24] for point in screen_of(pilot).session.points()]
        for keys in ("", "space", "+30 space"):
            await play(pilot, clock, keys)
            assert not any(text in shown(pilot) for text in points)
        await play(pilot, clock, "s")
        for n in range(len(points)):
            assert [text in shown(pilot) for text in points] == [k <= n for k in range(len(points))]
            await play(pilot, clock, "y")


async def test_the_answer_is_not_drawn_before_it_opens(home: Home) -> None:
    async with reviewing(home) as (pilot, clock):
        await play(pilot, clock, "space +30 space s")
        answer = pilot.app.screen.query_one("#answer")
        while screen_of(pilot).session.phase is Phase.POINTS:
            assert not answer.display
            await play(pilot, clock, "y")
        assert answer.display and "plain-34" in shown(pilot)


async def test_the_clock_counts_speech_only(home: Home) -> None:
    async with reviewing(home) as (pilot, clock):
        await play(pilot, clock, "+300 space +71 space +40")
        assert "Spoken 1:11 of 1:30" in shown(pilot)
        assert screen_of(pilot).session.current.seconds == 71


async def test_enter_takes_the_proposed_grade_and_asks_the_next(home: Home) -> None:
    async with reviewing(home) as (pilot, clock):
        first = screen_of(pilot).session.current.card.id
        seen = peek(home.database)
        assert seen is not None
        before = seen.cards[first].reviews
        await play(pilot, clock, "space +60 space s y y y y y enter")
        session = screen_of(pilot).session
        assert session.current.card.id != first and session.phase is Phase.ASKED
        assert session.last is not None and session.last.grade.word == "easy"
        study = peek(home.database)
        assert study is not None and study.cards[first].reviews == before + 1


async def test_another_grade_overrules_and_undo_brings_the_card_back(home: Home) -> None:
    async with reviewing(home) as (pilot, clock):
        before = peek(home.database)
        first = screen_of(pilot).session.current.card.id
        await play(pilot, clock, "space +60 space s y y y y y h")
        last = screen_of(pilot).session.last
        assert last is not None and (last.grade.word, last.proposed) == ("hard", 4)
        await play(pilot, clock, "u")
        session = screen_of(pilot).session
        assert session.current.card.id == first and session.phase is Phase.ANSWER
        after = peek(home.database)
        assert before is not None and after is not None
        assert after.cards[first].ladder == before.cards[first].ladder


async def test_a_typed_answer_takes_letters_that_are_keys_elsewhere(home: Home) -> None:
    async with reviewing(home) as (pilot, clock):
        await play(pilot, clock, "w u n d o s p a c e +12 enter t")
        asked = screen_of(pilot).session.current
        assert (asked.said, asked.sure, asked.seconds) == ("undospace", "think", 12)


async def test_escape_closes_the_line_first_and_then_the_review(home: Home) -> None:
    async with reviewing(home) as (pilot, clock):
        await play(pilot, clock, "w x escape")
        assert screen_of(pilot).session.phase is Phase.ASKED
        await play(pilot, clock, "escape")
        assert isinstance(pilot.app.screen, TodayScreen)


async def test_a_click_on_a_grade_gives_it(home: Home) -> None:
    async with reviewing(home) as (pilot, clock):
        await play(pilot, clock, "space +60 space s y y y y y")
        await pilot.click("#grades", offset=(26, 1))
        await pilot.pause()
        last = screen_of(pilot).session.last
        assert last is not None and last.grade.word == "hard"


async def test_a_whole_day_by_keys_ends_with_tomorrow_and_an_equal_replay(home: Home) -> None:
    async with reviewing(home) as (pilot, clock):
        while screen_of(pilot).session.phase is not Phase.DONE:
            phase = screen_of(pilot).session.phase
            keys = {Phase.ASKED: "i", Phase.POINTS: "y", Phase.COMMITTED: "t", Phase.ANSWER: "enter"}
            if phase is Phase.ANSWER and screen_of(pilot).session.current.turn.part == "mistake":
                keys[Phase.ANSWER] = "y"
            await play(pilot, clock, keys[phase])
        assert "Tomorrow asks for" in shown(pilot)
        desk = screen_of(pilot)._desk
        assert desk.study == replay(desk.open(clock()).events()) == peek(home.database)
        await play(pilot, clock, "enter escape")
        assert isinstance(pilot.app.screen, TodayScreen)


async def test_the_day_is_done_after_its_day(home: Home) -> None:
    async with reviewing(home) as (pilot, clock):
        while isinstance(pilot.app.screen, ReviewScreen):
            phase = screen_of(pilot).session.phase
            await play(pilot, clock, {Phase.ASKED: "i"}.get(phase, "enter"))
        while isinstance(pilot.app.screen, MockScreen):
            await play(pilot, clock, "i")
        await play(pilot, clock, "enter")
        assert "Done for today" in shown(pilot)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    ("scene", "keys"),
    [
        ("question", "enter"),
        ("points", "enter space +71 space s y y"),
        ("answer", "enter space +71 space s y y n y y y f"),
    ],
)
def test_the_review_looks_as_it_did(
    snap_compare: Snap, home: Home, scene: str, keys: str, size: tuple[int, int]
) -> None:
    clock = Clock(START + timedelta(days=DAY))

    async def press(pilot: Pilot[None]) -> None:
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        await play(pilot, clock, keys)

    before: Callable[[Pilot[None]], Awaitable[None]] = press
    assert snap_compare(PrepApp(Place(home), clock), terminal_size=size, run_before=before)


@pytest.mark.parametrize("how", ["key", "click"])
async def test_a_database_that_fails_is_named_and_the_question_stays(
    home: Home, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    def full(*_: object) -> None:
        raise BrokenError("the database failed: disk full", "prepapp.db", "make room")

    async with reviewing(home) as (pilot, clock):
        await play(pilot, clock, "space +60 space s y y y y y")
        asked = screen_of(pilot).session.current
        monkeypatch.setattr(EventLog, "append", full)
        if how == "key":
            await play(pilot, clock, "enter")
        else:
            await pilot.click("#grades", offset=(26, 1))
            await pilot.pause()
        assert screen_of(pilot).session.current == asked
        assert "disk full" in " ".join(str(toast.message) for toast in pilot.app._notifications)
