"""The labs by real keys: choose, predict, run, watch, cancel, finish the sentence, compare, show again."""

import os
import signal
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from prepapp.home import Place
from prepapp.session import lab_bench
from prepapp.session import labs as labs_module
from prepapp.session.day import Stage, Turn
from prepapp.session.lab_curve import MOST
from prepapp.session.lab_history import past_runs
from prepapp.session.labs import labs_at_hand
from prepapp.tui.app import PrepApp
from prepapp.tui.screens.earlier import EarlierScreen
from prepapp.tui.screens.lab import LabScreen
from prepapp.tui.screens.labs import LabsScreen
from prepapp.tui.screens.review import ReviewScreen
from prepapp.tui.screens.run import RunScreen
from prepapp.tui.screens.trust import TrustScreen
from prepapp.tui.widgets.chart import Chart
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.rows import Rows
from tests.tui.conftest import NARROW, NOW, WIDE, Clock, desk_of, press, running, settle, shown
from tests.tui.lab_stage import (
    StubHost,
    app_of,
    ending,
    gate,
    put_labs,
    running_screen,
    stub,
    training,
    until,
    until_shown,
)

Snap = Callable[..., bool]


@pytest.fixture(autouse=True)
def shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The labs of the home alone, as if they had been shipped; the host imports nothing."""
    monkeypatch.setattr(labs_module, "lab_folders", lambda home: [(home.labs / "fake", True)])
    monkeypatch.setattr(lab_bench, "WARM", ())


@pytest.fixture
def foreign(monkeypatch: pytest.MonkeyPatch) -> None:
    """The labs of the home as what they are: the candidate's own."""
    monkeypatch.setattr(labs_module, "lab_folders", lambda home: [(home.labs / "fake", False)])


async def predict(pilot: Pilot[None], *numbers: str) -> None:
    """Open the first lab of the list and answer its questions, which leaves it ready to run."""
    await press(pilot, "l", "enter")
    for number in numbers:
        await press(pilot, "enter") if numbers.index(number) == 0 else None
        await press(pilot, *number, "enter")


async def over(pilot: Pilot[None]) -> None:
    """Wait until the run is over and shown."""
    screen = running_screen(pilot)
    await until(pilot, lambda: screen.is_over and screen.has_class("-over"))
    await settle(pilot)


def outcomes(pilot: Pilot[None]) -> list[str]:
    """Return how the runs of the log ended."""
    return [run.outcome for run in past_runs(desk_of(pilot), NOW)]


def notices(pilot: Pilot[None]) -> str:
    """Return what the candidate is told beside the screen."""
    return "\n".join(str(notice.message) for notice in app_of(pilot)._notifications)


def keys_of(pilot: Pilot[None]) -> list[str]:
    """Return the keys that the bar shows."""
    return [key.description for key in pilot.app.screen.query_one(KeyBar).keys]


async def test_from_the_list_to_a_card_on_the_real_host(studied: Place, clock: Clock) -> None:
    put_labs(studied, "identity")
    async with running(studied, clock, (80, 50)) as pilot:
        await press(pilot, "l")
        assert isinstance(pilot.app.screen, LabsScreen)
        assert "A block that is the identity" in shown(pilot.app)
        await press(pilot, "enter")
        assert "0.99 .. 1.01" in shown(pilot.app)
        await press(pilot, "enter")
        assert "How large is the output" in shown(pilot.app)
        await press(pilot, *"1.2", "enter", "enter")
        await over(pilot)
        text = shown(pilot.app)
        assert "1 of 2 claims holds" in text
        assert "✓ Output over input" in text and "✗ Blocks that make" in text
        assert "1.2 ✓" in text and "1 of 1 prediction right" in text
        assert "Through 4 blocks the output was 1 times the input, so" in text
        await press(pilot, "enter", *"depth costs nothing", "enter")
        assert "kept as mine-001" in shown(pilot.app)
        written = (studied.home.decks / "mine" / "measured.md").read_text()
        assert "the output was 1 times the input, so depth costs nothing" in written
        assert "| 0 blocks | fails |" in written
        (run,) = past_runs(desk_of(pilot), NOW)
        assert (run.held, run.settled, run.payload["predictions"]) == (1, 2, {"identity-out": 1.2})
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, LabsScreen)
        assert "1 of 2 hold" in shown(pilot.app) and "today" in shown(pilot.app)


async def test_keys_are_answered_while_events_flood_in_and_cancel_leaves_no_process(
    studied: Place, clock: Clock
) -> None:
    folder = put_labs(studied, "flood")
    async with running(studied, clock) as pilot:
        await press(pilot, "l", "enter", "enter")
        screen, bench = running_screen(pilot), app_of(pilot).bench
        await until(pilot, lambda: bench.heard > 20_000)
        await pilot.press("o")
        assert screen.logging
        await pilot.press("o", "space")
        assert not screen.logging and screen.run.said_aloud
        curve = screen.run.view.curves["level", "calm", ""]
        assert curve.last is not None and curve.last[0] > MOST and len(curve.points) < 2 * MOST
        chart = screen.query_one(Chart)
        assert 0 < chart.drawn_points <= 2 * 2 * (chart.size.width + 1)
        await pilot.press("x")
        await over(pilot)
        assert "cancelled" in shown(pilot.app)
        assert outcomes(pilot) == ["cancelled"]
        assert not Path(f"/proc/{(folder / 'flood.pid').read_text()}").exists()


async def test_leaving_the_app_ends_a_run_and_keeps_its_outcome(studied: Place, clock: Clock) -> None:
    folder = put_labs(studied, "flood")
    async with running(studied, clock) as pilot:
        await press(pilot, "l", "enter", "enter")
        await until(pilot, lambda: app_of(pilot).bench.heard > 100)
        desk = desk_of(pilot)
    assert not Path(f"/proc/{(folder / 'flood.pid').read_text()}").exists()
    assert [run.outcome for run in past_runs(desk, NOW)] == ["cancelled"]
    desk.close()


async def test_cancelling_before_the_host_is_ready_is_at_once(studied: Place, clock: Clock) -> None:
    put_labs(studied, "gated")
    async with running(studied, clock) as pilot:
        host = StubHost()
        host.warm.clear()
        stub(app_of(pilot), host)
        await press(pilot, "l", "enter", "enter")
        assert "starting" in shown(pilot.app)
        await press(pilot, "x")
        await over(pilot)
        assert "cancelled" in shown(pilot.app)


async def test_a_lab_that_breaks_shows_its_last_lines(studied: Place, clock: Clock) -> None:
    put_labs(studied, "crash")
    async with running(studied, clock, (80, 40)) as pilot:
        await press(pilot, "l", "enter", "enter")
        await over(pilot)
        text = shown(pilot.app)
        assert "It broke" in text and "ValueError: shapes [2, 3] and [4, 5] do not fit" in text
        assert "failed" in text and 'raise ValueError("shapes' in text
        await press(pilot, "o", "pageup", "pageup")
        assert "the third layer looks odd" in shown(pilot.app)
        assert outcomes(pilot) == ["failed"]


async def test_a_run_that_is_left_goes_on_and_says_when_it_is_over(studied: Place, clock: Clock) -> None:
    folder = put_labs(studied, "gated")
    async with running(studied, clock) as pilot:
        with gate(folder) as let_through:
            await press(pilot, "l", "enter", "enter")
            await until_shown(pilot, "0 so far")
            let_through()
            await until_shown(pilot, "1 so far")
            await press(pilot, "escape", "escape")
            assert "running" in shown(pilot.app)
            await press(pilot, "enter")
            assert "1 so far" in shown(pilot.app)
            await press(pilot, "escape", "escape", "escape")
            let_through()
            let_through()
            await app_of(pilot).bench.over()
            await settle(pilot)
        assert "A lab that waits: 1 of 1 claim holds" in notices(pilot)
        await press(pilot, "l", "enter")
        assert "It waited." in shown(pilot.app) and "✓ Steps that were let through" in shown(pilot.app)


async def test_one_run_at_a_time(studied: Place, clock: Clock) -> None:
    put_labs(studied, "crash", "depth")
    async with running(studied, clock) as pilot:
        stub(app_of(pilot), StubHost(training()))
        await press(pilot, "l", "down", "enter", "enter", "enter", "enter", "enter")
        assert isinstance(pilot.app.screen, RunScreen)
        await press(pilot, "escape", "escape", "up", "enter", "enter")
        assert isinstance(pilot.app.screen, LabScreen)
        assert "Degradation: plain and residual nets is still running" in notices(pilot)


async def test_what_is_no_number_is_named_and_the_rest_is_drawn(studied: Place, clock: Clock) -> None:
    put_labs(studied, "depth")
    async with running(studied, clock) as pilot:
        stub(app_of(pilot), StubHost(training(broken=True)))
        await predict(pilot, "3", "0.1")
        await press(pilot, "enter")
        await until_shown(pilot, "plain-56: inf at step 20")
        assert "plain-56  inf" in shown(pilot.app)
        chart = pilot.app.screen.query_one(Chart)
        assert chart.plot is not None
        assert [len(curves[0].points) for curves in chart.plot.series.values()] == [39, 20, 39, 39]
        assert "ResNet-56" in shown(pilot.app)


async def test_a_foreign_lab_asks_once_by_its_content(studied: Place, clock: Clock, foreign: None) -> None:
    folder = put_labs(studied, "crash")
    async with running(studied, clock) as pilot:
        stub(app_of(pilot), StubHost(training()))
        await press(pilot, "l", "enter", "enter")
        assert isinstance(pilot.app.screen, TrustScreen)
        assert labs_at_hand(desk_of(pilot)).labs[0].digest in shown(pilot.app)
        await press(pilot, "n", "enter", "y")
        assert isinstance(pilot.app.screen, RunScreen)
        await press(pilot, "x")
        await over(pilot)
        await press(pilot, "escape", "enter")
        assert isinstance(pilot.app.screen, RunScreen)
        await press(pilot, "x")
        await over(pilot)
        lab = folder / "crash.py"
        lab.write_text(lab.read_text() + "# another line\n")
        await press(pilot, "escape", "escape", "enter", "enter")
        assert isinstance(pilot.app.screen, TrustScreen)


async def test_a_wrong_parameter_is_named_and_nothing_is_lost(studied: Place, clock: Clock) -> None:
    put_labs(studied, "identity")
    async with running(studied, clock) as pilot:
        stub(app_of(pilot), StubHost())
        await predict(pilot, "1.2")
        screen = pilot.app.screen
        assert isinstance(screen, LabScreen)
        await press(pilot, "down", "down", "down", "space", *["backspace"] * 4, *"many", "enter")
        assert "'many' is not a whole number: say for example 4" in shown(pilot.app)
        await press(pilot, *["backspace"] * 4, *"5000", "enter")
        assert "5000 is out of range: from 1 to 1000" in shown(pilot.app)
        assert screen.setup.predictions == {"identity-out": 1.2} and not screen.setup.changes
        await press(pilot, "backspace", "enter")
        assert screen.setup.changes == {"blocks": "500"}
        await press(pilot, "down", "down", "right")
        assert screen.setup.changes == {"blocks": "500", "kind": "residual"}
        await press(pilot, "home", "right")
        assert (screen.setup.preset, screen.setup.changes) == ("long", {})


async def test_a_prediction_must_be_a_number_and_may_be_left_out(studied: Place, clock: Clock) -> None:
    put_labs(studied, "depth")
    async with running(studied, clock) as pilot:
        stub(app_of(pilot), StubHost())
        await press(pilot, "l", "enter", "enter", *"ten", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, LabScreen)
        assert "'ten' is not a number" in shown(pilot.app)
        await press(pilot, *["backspace"] * 3, "enter", *"0.1", "enter")
        assert screen.setup.predictions == {"depth-shortcuts": 0.1}
        await press(pilot, "p", "escape", "enter", *"2", "enter", "enter")
        assert screen.setup.predictions == {"depth-worse": 2.0, "depth-shortcuts": 0.1}


async def test_a_missing_library_is_said_plainly(studied: Place, clock: Clock) -> None:
    folder = put_labs(studied, "crash")
    lab = folder / "crash.py"
    lab.write_text(lab.read_text().replace('"presets"', '"needs": ["torch"], "presets"'))
    async with running(studied, clock) as pilot:
        stub(app_of(pilot), StubHost(missing=("torch",)))
        await press(pilot, "l", "enter")
        await until_shown(pilot, "This lab needs torch, which cannot be imported here")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, LabScreen)
        assert "pip install 'prepapp[labs]'" in notices(pilot)


async def test_a_host_that_died_is_started_again(studied: Place, clock: Clock) -> None:
    put_labs(studied, "identity")
    async with running(studied, clock) as pilot:
        await predict(pilot, "1")
        bench = app_of(pilot).bench
        await until(pilot, lambda: bench.is_warm)
        assert bench._host is not None and bench._host._process is not None
        first = bench._host._process
        os.kill(first.pid, signal.SIGKILL)
        await first.wait()
        await press(pilot, "enter")
        await over(pilot)
        assert outcomes(pilot) == ["done"]


async def test_earlier_runs_stand_side_by_side_and_are_shown_again(studied: Place, clock: Clock) -> None:
    put_labs(studied, "identity")
    async with running(studied, clock, (80, 40)) as pilot:
        await predict(pilot, "1")
        await press(pilot, "enter")
        await over(pilot)
        await press(pilot, "r", "down", "down", "down", "down", "space", *["backspace"] * 3, *"2", "enter")
        await press(pilot, "enter", "enter", "enter")
        await over(pilot)
        assert "✗ Output over input" in shown(pilot.app)
        await press(pilot, "h")
        assert isinstance(pilot.app.screen, EarlierScreen)
        assert pilot.app.screen.query_one(Rows).count == 2
        row = next(line for line in shown(pilot.app).splitlines() if "Output over input" in line)
        assert row.split()[-2:] == ["16", "1"]
        await press(pilot, "down", "enter", "end")
        text = shown(pilot.app)
        assert "Replay" in text and "✓ Output over input" in text and "1 of 1 prediction right" in text
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, EarlierScreen)
        assert len(past_runs(desk_of(pilot), NOW)) == 2


async def test_a_run_whose_file_is_gone_says_so(studied: Place, clock: Clock) -> None:
    put_labs(studied, "identity")
    async with running(studied, clock) as pilot:
        await predict(pilot, "1")
        await press(pilot, "enter")
        await over(pilot)
        for file in studied.home.runs.iterdir():
            file.unlink()
        await press(pilot, "h", "enter")
        assert isinstance(pilot.app.screen, EarlierScreen)
        assert "this run is not here" in notices(pilot)


async def test_a_card_opens_its_lab_and_shows_what_it_came_to(studied: Place, clock: Clock) -> None:
    put_labs(studied, "identity")
    async with running(studied, clock, (80, 50)) as pilot:
        await press(pilot, "b", "enter", "l")
        assert "A block that is the identity" in shown(pilot.app)
        await press(pilot, "enter", *"1", "enter", "enter")
        await over(pilot)
        (run,) = past_runs(desk_of(pilot), NOW)
        assert run.payload["card"] == "n-1"
        await press(pilot, "escape", "escape")
        await until_shown(pilot, "lab identity: 1 of 2 hold")


async def test_the_answer_side_of_a_review_opens_the_lab_too(studied: Place, clock: Clock) -> None:
    put_labs(studied, "identity")
    async with running(studied, clock) as pilot:
        turn = Turn("due", desk_of(pilot).card("n-1"), 2.0)
        pilot.app.push_screen(ReviewScreen(desk_of(pilot), [Stage("due", (turn,), 2.0)]))
        await press(pilot, "space", "space")
        assert "lab" not in keys_of(pilot)
        await press(pilot, "s", "y", "y", "y")
        bar = pilot.app.screen.query_one(KeyBar)
        assert "lab" in keys_of(pilot) and bar.keys[-1].end <= NARROW[0]
        await press(pilot, "f")
        assert bar.keys[-1].end <= NARROW[0]
        await press(pilot, "l", "enter", *"1", "enter", "enter")
        await over(pilot)
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, ReviewScreen)
        await until_shown(pilot, "lab identity: 1 of 2 hold")


async def test_the_source_opens_in_the_editor(
    studied: Place, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_labs(studied, "identity")
    async with running(studied, clock) as pilot:
        await press(pilot, "l", "enter", "v")
        assert "no editor can be opened here" in notices(pilot)
        assert "identity.py" in notices(pilot)


async def test_the_device_is_shown_with_its_name(studied: Place, clock: Clock) -> None:
    folder = put_labs(studied, "crash")
    lab = folder / "crash.py"
    lab.write_text(lab.read_text().replace('"presets"', '"needs": ["torch"], "presets"'))
    async with running(studied, clock) as pilot:
        stub(app_of(pilot), StubHost())
        await press(pilot, "l", "enter")
        await until_shown(pilot, "here cpu, A Processor")


@pytest.mark.parametrize("keys", [("l",), ("l", "enter"), ("l", "enter", "enter", "enter", "enter", "enter")])
async def test_no_key_bar_is_wider_than_the_terminal(
    studied: Place, clock: Clock, keys: tuple[str, ...]
) -> None:
    put_labs(studied, "depth")
    async with running(studied, clock) as pilot:
        host = StubHost([*training(), *ending()])
        stub(app_of(pilot), host)
        await press(pilot, *keys)
        assert pilot.app.screen.query_one(KeyBar).keys[-1].end <= NARROW[0]
        if isinstance(pilot.app.screen, RunScreen):
            host.let_go.set()
            await over(pilot)
            assert pilot.app.screen.query_one(KeyBar).keys[-1].end <= NARROW[0]


async def still(pilot: Pilot[None]) -> None:
    """Wait until a run is drawn as it stands, at the size that it has."""
    screen = running_screen(pilot)
    await until(pilot, lambda: screen._drawn == screen._news())
    await settle(pilot)


def staged(
    host: StubHost, *keys: str, theme: str = "prepapp-dark", after_s: int = 0, ended: bool = False
) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Return what a snapshot of the labs does first; the clock is put forward once a run has begun."""

    async def act(pilot: Pilot[None]) -> None:
        await settle(pilot)
        pilot.app.theme = theme
        bench = stub(app_of(pilot), host)
        await press(pilot, *keys)
        if isinstance(pilot.app.screen, RunScreen):
            await until(pilot, lambda: bench.heard >= len(host.lines))
            clock = app_of(pilot).now
            assert isinstance(clock, Clock)
            clock.now += timedelta(seconds=after_s)
            if ended:
                host.let_go.set()
                await over(pilot)
            await still(pilot)
        else:
            await until(pilot, lambda: bench.device)
            await settle(pilot)

    return act


RUN = ("l", "enter", "enter", "3", "enter", "0", ".", "1", "enter", "enter")
"""Keys that predict and run the lab ``depth``."""


def test_labs_look(studied: Place, clock: Clock, snap_compare: Snap) -> None:
    put_labs(studied, "depth", "flood", "identity")
    app = PrepApp(studied, clock)
    assert snap_compare(app, terminal_size=NARROW, run_before=staged(StubHost(), "l"))


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_a_lab_looks(studied: Place, clock: Clock, snap_compare: Snap, size: tuple[int, int]) -> None:
    put_labs(studied, "depth")
    app = PrepApp(studied, clock)
    steps = staged(StubHost(), "l", "enter", "down", "down", "down", "down", "enter", "3", "enter")
    assert snap_compare(app, terminal_size=size, run_before=steps)


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_a_run_looks(studied: Place, clock: Clock, snap_compare: Snap, size: tuple[int, int]) -> None:
    put_labs(studied, "depth")
    app = PrepApp(studied, clock)
    steps = staged(StubHost(training()), *RUN, after_s=11)
    assert snap_compare(app, terminal_size=size, run_before=steps)


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_a_run_that_is_over_looks(
    studied: Place, clock: Clock, snap_compare: Snap, size: tuple[int, int]
) -> None:
    put_labs(studied, "depth")
    app = PrepApp(studied, clock)
    steps = staged(StubHost([*training(61), *ending()]), *RUN, after_s=14, ended=True)
    assert snap_compare(app, terminal_size=size, run_before=steps)


def test_earlier_runs_look(studied: Place, clock: Clock, snap_compare: Snap) -> None:
    put_labs(studied, "depth")
    app = PrepApp(studied, clock)

    async def act(pilot: Pilot[None]) -> None:
        await staged(StubHost([*training(61), *ending()]), *RUN, after_s=14, ended=True)(pilot)
        clock.now += timedelta(minutes=5)
        await press(pilot, "r", "enter", "enter", "enter", "enter")
        await over(pilot)
        await press(pilot, "h", "down")

    assert snap_compare(app, terminal_size=NARROW, run_before=act)
