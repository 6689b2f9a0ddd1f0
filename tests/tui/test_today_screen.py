"""Today in its states: a day, nothing due, after an absence, the eve, the interview, a broken home."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from prepapp.home import Home, Place
from prepapp.tui.app import PrepApp
from prepapp.tui.screens.review import ReviewScreen
from prepapp.tui.screens.today import TodayScreen
from prepapp.tui.words import plan_line
from tests.gallery import SIZES, Clock, live, play
from tests.gallery_life import START

Snap = Callable[..., bool]

pytestmark = pytest.mark.usefixtures("frozen")


def lived(folder: Path, days: int, away: range = range(0)) -> Home:
    """Return a home after so many days of study."""
    home = Home(folder / "home")
    live(home, days, away)
    return home


async def words(home: Home, day: int, keys: str = "") -> str:
    """Return what Today says on a plan day, after some keys."""
    clock = Clock(START + timedelta(days=day))
    app = PrepApp(Place(home), clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        await play(pilot, clock, keys)
        assert isinstance(app.screen, TodayScreen)
        lines = app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in line) for line in lines)


async def test_it_says_how_long_the_day_takes_and_what_it_holds(tmp_path: Path) -> None:
    said = await words(lived(tmp_path, 7), 7)
    assert "interview in 14 days" in said and "Checkpoint of Day 7" in said
    assert all(part in said for part in ("due", "to make", "hot seat"))


async def test_an_absence_is_welcomed_and_starts_small(tmp_path: Path) -> None:
    said = await words(lived(tmp_path, 6, away=range(4, 6)), 19)
    assert "Welcome back after 16 days." in said and "level again in 1 day" in said
    assert "hot seat" not in said and "to make" not in said


async def test_the_eve_and_the_interview_day_stay_light(tmp_path: Path) -> None:
    home = lived(tmp_path, 20)
    assert "an early night" in await words(home, 20)
    live_on = lived(tmp_path / "more", 21)
    assert "Interview today." in await words(live_on, 21)


async def test_after_the_interview_the_plan_goes_on_without_one(tmp_path: Path) -> None:
    assert "no interview set" in await words(lived(tmp_path, 21), 22)


async def test_a_day_with_nothing_due_says_what_comes_next(tmp_path: Path) -> None:
    said = await words(lived(tmp_path, 21), 21)
    assert "enter" not in said.splitlines()[-1] and "plan" in said.splitlines()[-1]


async def test_undo_takes_back_a_grade_of_another_start(tmp_path: Path) -> None:
    home = lived(tmp_path, 8)
    assert "4 cards" not in await words(home, 7)
    said = await words(home, 7, "u")
    assert "due" in said


async def test_ten_minutes_are_ten_minutes(tmp_path: Path) -> None:
    clock = Clock(START + timedelta(days=19))
    app = PrepApp(Place(lived(tmp_path, 4)), clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        await play(pilot, clock, "s")
        assert isinstance(app.screen, ReviewScreen)
        assert 5 < app.screen.session.minutes_left <= 10


async def test_unreadable_settings_end_the_app_with_their_exit_code(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.path.mkdir()
    home.settings_file.write_text("rollover = 'four'\n")
    app = PrepApp(Place(home), Clock(START))
    async with app.run_test() as pilot:
        with suppress(WorkerCancelled):  # leaving ends the worker that asked for it
            await app.workers.wait_for_complete()
        await pilot.pause()
    assert app.return_code == 2


@pytest.mark.parametrize(
    ("day", "eve", "under"),
    [(0, None, ["you"]), (7, 20, ["you", "interview"]), (20, 20, ["you"]), (21, 20, ["you"])],
)
def test_the_line_of_days_names_where_one_stands(day: int, eve: int | None, under: list[str]) -> None:
    upper, lower = plan_line((0, 3, 7, 14, 21), day, eve, 70)
    assert lower.plain.split() == under
    assert len(upper.plain) <= 70 and len(lower.plain) <= 70
    if day in (0, 7):
        assert upper.plain[lower.plain.index("you")] == str(day)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("theme", ["prepapp-dark", "prepapp-light", "prepapp-contrast"])
def test_today_looks_as_it_did(snap_compare: Snap, tmp_path: Path, theme: str, size: tuple[int, int]) -> None:
    if theme != "prepapp-dark" and size != SIZES[0]:
        pytest.skip("one size is enough for the other themes")
    home = lived(tmp_path, 7)
    home.settings_file.write_text(f'theme = "{theme}"\n')
    clock = Clock(START + timedelta(days=7))

    async def wait(pilot: Pilot[None]) -> None:
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()

    assert snap_compare(PrepApp(Place(home), clock), terminal_size=size, run_before=wait)


async def test_a_key_pressed_before_the_decks_are_read_does_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PrepApp, "load_desk", lambda _app: None)
    app = PrepApp(Place(Home(tmp_path / "home")), Clock(START))
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("enter", "s", "b", "p", "x", "e", "u"):
            await pilot.press(key)
            assert isinstance(app.screen, TodayScreen)
