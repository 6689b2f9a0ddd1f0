"""Where labs run while the app is open: one warm host, and on it one run at a time."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import prepapp.runner
from prepapp.errors import PrepError
from prepapp.lab.devices import processor
from prepapp.runner.client import LabHost, Over, Said
from prepapp.runner.limits import Limits
from prepapp.session.lab_run import WARM, LabRun, new_run
from prepapp.session.labs import Lab

PROBE = Path(prepapp.runner.__file__).parent / "probe.py"


class LabBench:
    """The host, started when it is first needed and again where it died, and the newest run."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        tell: Callable[[LabRun, PrepError | None], None],
        make_host: Callable[[], LabHost] = lambda: LabHost(WARM),
    ) -> None:
        self.clock = clock
        self._tell = tell
        """Called when a run is over, with what broke on our side."""
        self._make_host = make_host
        self._host: LabHost | None = None
        self._opening = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._probing: asyncio.Task[None] | None = None
        self.run: LabRun | None = None
        self.started: datetime | None = None
        """When the lab began; None while the host is still importing."""
        self.ended: datetime | None = None
        self.heard = 0
        """Lines heard so far, of all runs: what tells that something is new."""
        self.is_seen = True
        """Whether the outcome of the newest run has been looked at."""
        self.missing: tuple[str, ...] = ()
        """Libraries that could not be imported."""
        self.is_warm = False
        self.device = ""
        """What ``auto`` is here, with its name; empty until it is known."""

    @property
    def is_running(self) -> bool:
        """Whether a run is under way."""
        return self._task is not None and not self._task.done()

    @property
    def elapsed_s(self) -> float:
        """Seconds since the lab began, or that it took."""
        if self.started is None:
            return 0.0
        return ((self.ended or self.clock()) - self.started).total_seconds()

    def warm_up(self) -> None:
        """Let the host import what labs need, while the candidate reads and predicts."""
        if self._probing is None or (self._probing.done() and not self._is_alive()):
            self._probing = asyncio.create_task(self._warm_up())

    def lacks(self, lab: Lab) -> str:
        """Return the first library that a lab needs and that is not here."""
        return next((name for name in lab.header.needs if name in self.missing), "")

    def start(self, run: LabRun) -> None:
        """Start a run; a PrepError while another one is under way, or without a library that it needs."""
        if self.is_running and self.run is not None:
            title = self.run.lab.header.title
            raise PrepError(f"{title} is still running", "", "wait for it, or open it and cancel it")
        if lacking := self.lacks(run.lab):
            hint = "pip install 'prepapp[labs]' brings it; everything else works without"
            raise PrepError(f"this lab needs {lacking}, which cannot be imported", "", hint)
        self.run, self.started, self.ended, self.is_seen = run, None, None, False
        self._task = asyncio.create_task(self._run(run))

    async def cancel(self) -> None:
        """End the run that is under way."""
        if self.run is None or not self.is_running or self._task is None:
            return
        if self.started is None:  # the host is still importing, and would hear of it only then
            self._task.cancel()
        elif self._host is not None:
            await self._host.cancel(self.run.run)

    async def over(self) -> None:
        """Wait until no run is under way."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def close(self) -> None:
        """End the run and the host; the outcome of a run that was cut short is written."""
        await self.cancel()
        await self.over()
        if self._probing is not None:
            self._probing.cancel()
            await asyncio.wait([self._probing])
        async with self._opening:
            if self._host is not None:
                await self._host.close()
                self._host = None

    async def _run(self, run: LabRun) -> None:
        broken: PrepError | None = None
        try:
            host = await self._ready_host()
            if lacking := self.lacks(run.lab):
                raise PrepError(f"this lab needs {lacking}, which cannot be imported")
            self.started = self.clock()
            async for _ in run.go(host, self.clock):
                self.heard += 1
        except PrepError as error:
            broken = error
            run.over = run.over or Over(False, error.what, "exit", 0.0, (error.hint,) if error.hint else ())
        except asyncio.CancelledError:
            run.over = Over(False, "cancelled", "cancelled", 0.0)
        self.ended = self.clock()
        self.heard += 1
        self._tell(run, broken)

    async def host(self) -> LabHost:
        """Return a host that has imported its libraries; code checks run on it beside a lab."""
        return await self._ready_host()

    async def _ready_host(self) -> LabHost:
        """Return a host that has imported its libraries."""
        # Shielded: whoever is cancelled here would leave a process that nobody knows.
        host = await asyncio.shield(asyncio.ensure_future(self._living_host()))
        ready = await host.ready()
        self.missing, self.is_warm = ready.missing, True
        return host

    async def _living_host(self) -> LabHost:
        async with self._opening:
            if self._host is None or not self._host.alive:
                if self._host is not None:
                    await self._host.close()
                self.is_warm = False
                self._host = await self._make_host().__aenter__()
            return self._host

    async def _warm_up(self) -> None:
        with suppress(PrepError):  # said when a run is started
            host = await self._ready_host()
            self.heard += 1
            if "torch" in self.missing:
                self.device = f"cpu, {processor()}"
            else:
                await self._probe(host)
            self.heard += 1

    async def _probe(self, host: LabHost) -> None:
        async for word in host.run(new_run(), PROBE, (), Limits(memory=0)):
            if isinstance(word, Said) and word.event is not None and word.event["event"] == "result":
                self.device = ", ".join(word.event["value"])

    def _is_alive(self) -> bool:
        return self._host is not None and self._host.alive
