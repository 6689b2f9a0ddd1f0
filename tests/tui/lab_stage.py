"""Labs for tests of the screens: in a home of their own, on the real host or on one that says given lines."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from prepapp.home import Place
from prepapp.lab.events import decode, encode
from prepapp.runner.client import LabHost, Over, Said
from prepapp.runner.limits import Limits
from prepapp.runner.wire import Ready
from prepapp.session.lab_bench import PROBE, LabBench
from prepapp.tui.app import PrepApp
from prepapp.tui.screens.run import RunScreen
from tests.tui.conftest import shown

LABS = Path(__file__).parent / "labs"
PATIENCE_S = 60
"""Only a test that fails waits so long."""


class StubHost(LabHost):
    """A host that says given lines, then waits to be let go on or cancelled."""

    def __init__(self, lines: Sequence[str] = (), missing: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.lines = lines
        self.missing = missing
        self.warm = asyncio.Event()
        self.warm.set()
        self.let_go = asyncio.Event()
        self.reason = "exit"

    async def __aenter__(self) -> "StubHost":
        return self

    @property
    def alive(self) -> bool:
        return True

    async def ready(self) -> Ready:
        await self.warm.wait()
        return Ready(0.0, self.missing)

    async def run(
        self,
        run: str,
        file: Path,
        arguments: Sequence[str],
        limits: Limits | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> AsyncIterator[Said | Over]:
        if file == PROBE:
            yield _said({"event": "result", "value": ["cpu", "A Processor"]})
        else:
            for line in self.lines:
                yield Said(line, decode(line))
            await self.let_go.wait()
        yield Over(self.reason == "exit", "" if self.reason == "exit" else self.reason, self.reason, 1.0)

    async def cancel(self, run: str) -> None:
        self.reason = "cancelled"
        self.let_go.set()

    async def close(self) -> None:
        self.let_go.set()


def _said(event: Mapping[str, Any]) -> Said:
    return Said(encode(event), event)


def put_labs(place: Place, *names: str) -> Path:
    """Copy labs into the candidate's own folder, and return it."""
    folder = place.home.labs / "fake"
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copy(LABS / f"{name}.py", folder)
    return folder


def stub(app: PrepApp, host: LabHost) -> LabBench:
    """Let an app run its labs on another host."""
    app._bench = LabBench(app.now, app._lab_over, lambda: host)
    return app._bench


@contextmanager
def gate(folder: Path) -> Iterator[Callable[[], None]]:
    """Make the gate of the lab ``gated``, and yield what opens it once."""
    os.mkfifo(folder / "gate")
    pipe = os.open(folder / "gate", os.O_RDWR)  # for reading too, so that neither side waits for the other
    try:

        def open_once() -> None:
            os.write(pipe, b"\n")

        yield open_once
    finally:
        os.close(pipe)


async def until(pilot: Pilot[None], happened: Callable[[], object]) -> None:
    """Let the app work until something has happened."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not happened():
                await pilot.pause()
    except TimeoutError:
        raise AssertionError(f"never seen on\n{shown(pilot.app)}") from None


async def until_shown(pilot: Pilot[None], words: str) -> None:
    """Let the app work until words stand on the screen."""
    await until(pilot, lambda: words in shown(pilot.app))


def running_screen(pilot: Pilot[None]) -> RunScreen:
    """Return the screen of a run, which is on top."""
    screen = pilot.app.screen
    assert isinstance(screen, RunScreen)
    return screen


def app_of(pilot: Pilot[None]) -> PrepApp:
    """Return the app under test."""
    assert isinstance(pilot.app, PrepApp)
    return pilot.app


def training(steps: int = 39, broken: bool = False) -> list[str]:
    """Return what a lab of four nets had said after some steps of 60; ``broken`` lets one of them diverge."""
    ends = {"plain-20": 0.7, "plain-56": 1.97, "ResNet-20": 0.04, "ResNet-56": 0.03}
    start = {
        "lab": "depth",
        "title": "Depth",
        "preset": "quick",
        "device": "cpu",
        "device_name": "A Processor",
    }
    events: list[dict[str, Any]] = [
        {"event": "start", **start, "seed": 0, "params": {"steps": 60}, "versions": {"python": "3.11"}}
    ]
    for step in range(steps):
        for net, end in ends.items():
            value = end + (2.3 - end) * 0.93**step
            value = float("inf") if broken and net == "plain-56" and step >= 20 else value
            told = {"name": "training loss", "value": value, "step": step}
            events.append({"event": "metric", **told, "net": net, "seed": 0})
        events.append({"event": "progress", "done": step, "total": 60, "note": f"step {step} of 60"})
    events.append(claim("depth-worse", 2.9, None))
    return [encode(event) for event in events]


def ending() -> list[str]:
    """Return what it says at its end."""
    rows = [["plain-20", 0.71], ["plain-56", 1.97], ["ResNet-56", 0.03]]
    points = [[float(n), 10.0**-n] for n in range(12)]
    figure = {"title": "Gradient norm by layer", "kind": "line", "x": "layer", "y": "norm", "log": True}
    sentence = "With 60 steps plain-56 ended at 2.77 times the loss of plain-20, so ..."
    events: list[dict[str, Any]] = [
        {"event": "table", "title": "After 60 steps", "columns": ["net", "loss"], "rows": rows},
        {"event": "figure", **figure, "series": {"plain-56": points}},
        claim("depth-worse", 2.77, "holds"),
        claim("depth-shortcuts", 0.31, "fails"),
        claim("depth-free", 0.02, "inconclusive"),
        {"event": "done", "seconds": 14.2, "cpu_seconds": 21.0, "sentence": sentence},
    ]
    return [encode(event) for event in events]


def claim(name: str, measured: float, verdict: str | None) -> dict[str, Any]:
    """Return a claim as a lab tells it."""
    about = {"text": "said by the header", "unit": "", "expected": "", "rule": "> 1"}
    return {
        "event": "claim", "claim": name, "also": [], **about,
        "measured": measured, "each": [measured], "verdict": verdict,
    }  # fmt: skip
