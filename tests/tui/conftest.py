"""A candidate's home with two small decks, a clock that stands still, and the app started on it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot

from prepapp.core.event import Grade, Sureness
from prepapp.home import Home, Place
from prepapp.session import desk as desk_module
from prepapp.session.desk import Desk, open_desk
from prepapp.session.grading import Answer, grade_card
from prepapp.session.notes import note, suspend
from prepapp.session.planning import accept, change
from prepapp.tui.app import PrepApp

NOW = datetime.fromisoformat("2026-11-24T10:00:00+01:00")
DECKS = Path(__file__).parent / "decks"
FROZEN = Path(__file__).parent / "frozen" / "resnet"
NARROW, WIDE = (80, 24), (140, 40)


@dataclass
class Clock:
    """A clock that moves when a test moves it."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A fresh home; the shipped decks are left out, since they grow."""
    folders = sorted(each for each in DECKS.iterdir() if each.is_dir())
    monkeypatch.setattr(desk_module, "deck_folders", lambda _home, _more: folders)
    return Place(Home(tmp_path))


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ten questions of the paper as they once were, since the shipped deck grows."""
    monkeypatch.setattr(desk_module, "deck_folders", lambda _home, _more: [FROZEN])


@pytest.fixture
def studied(place: Place) -> Place:
    """A home after nine days of study: a card in each state, a leech, two open mistakes, a note."""
    desk = open_desk(place, NOW - timedelta(days=9))
    started = NOW - timedelta(days=9)
    accept(desk, change(desk, "nets", desk.day(started)), started)
    for ago, grade in ((9, Grade.GOOD), (6, Grade.GOOD), (2, Grade.GOOD)):
        grade_on(desk, "n-1", ago, grade, [1, 2, 3])
    grade_on(desk, "n-2", 9, Grade.AGAIN, [2], said="it can never vanish")
    grade_on(desk, "n-2", 8, Grade.AGAIN, [2], sure="guess")
    grade_on(desk, "n-2", 7, Grade.AGAIN, [2], sure="think")
    grade_on(desk, "n-3", 1, Grade.GOOD, None)
    grade_on(desk, "n-4", 3, Grade.AGAIN, [])
    note(desk, desk.card("n-1"), "draw the arrow first", NOW - timedelta(days=2))
    suspend(desk, desk.card("n-5"), NOW - timedelta(days=1))
    desk.close()
    return place


def grade_on(
    desk: Desk,
    card: str,
    ago: int,
    grade: Grade,
    ticked: list[int] | None,
    sure: Sureness = "sure",
    said: str = "",
) -> None:
    """Write a graded review of some days ago."""
    grade_card(desk, desk.card(card), grade, Answer(ticked, 72.0, sure, said), NOW - timedelta(days=ago))


@asynccontextmanager
async def running(place: Place, clock: Clock, size: tuple[int, int] = NARROW) -> AsyncIterator[Pilot[None]]:
    """Start the app and wait until it has nothing left to do."""
    app = PrepApp(place, clock)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot
    app.close()


async def settle(pilot: Pilot[None]) -> None:
    """Wait for the workers, for those that they start, and for what they show."""
    await pilot.pause()
    while any(not worker.is_finished for worker in pilot.app.workers):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys and wait for what they do."""
    await pilot.press(*keys)
    await settle(pilot)


def desk_of(pilot: Pilot[None]) -> Desk:
    """Return the desk of the app under test."""
    assert isinstance(pilot.app, PrepApp)
    return pilot.app.desk


def shown(app: App[None]) -> str:
    """Return the screen as text."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def before(*keys: str, theme: str = "prepapp-dark") -> Callable[[Pilot[None]], object]:
    """Return what a snapshot does first."""

    async def run(pilot: Pilot[None]) -> None:
        await settle(pilot)
        pilot.app.theme = theme
        for key in keys:
            await press(pilot, key)

    return run
