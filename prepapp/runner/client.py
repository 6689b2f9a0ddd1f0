"""The app's side of the lab host: start it, run programs on it, hear them, cancel them."""

import asyncio
import signal
import sys
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from prepapp.errors import BrokenError
from prepapp.lab.events import decode
from prepapp.runner.limits import Limits
from prepapp.runner.wire import Cancel, Ended, Lines, Order, Ready, Reason, Start, Word

LONGEST_WORD = 8 << 20
"""Bytes of one line of the host."""
LAST_LINES = 40
"""Lines that are not events, kept for the report of a failure."""
CLOSING_S = 2.0
"""Seconds that the host has to end by itself."""
WORDS: Mapping[Reason, str] = {
    "cancelled": "cancelled",
    "silent": "hung: it said nothing for too long, and was ended",
    "flooded": "printed more than a lab may, and was ended",
    "overtime": "took longer than it may, and was ended",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a run: an event, or something else that it printed."""

    line: str
    event: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Over:
    """How a run ended."""

    ok: bool
    what: str
    """In words, where it is not ok."""
    reason: str
    seconds: float
    last: tuple[str, ...] = ()
    """Its last lines that were no events."""
    status: int = 0
    """Exit code, or the number of the signal."""


class LabHost:
    """A running lab host. ``async with LabHost(...) as host`` starts and ends it."""

    def __init__(self, libraries: Sequence[str] = ()) -> None:
        self._libraries = libraries
        self._process: asyncio.subprocess.Process | None = None
        self._runs: dict[str, asyncio.Queue[Word]] = {}
        self._ready: asyncio.Future[Ready] | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._stderr: deque[str] = deque(maxlen=LAST_LINES)

    async def __aenter__(self) -> "LabHost":
        """Start the host; it imports its libraries while this returns."""
        arguments = [sys.executable, "-m", "prepapp.runner.host", *self._libraries]
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            *arguments, stdin=pipe, stdout=pipe, stderr=pipe, limit=LONGEST_WORD
        )
        self._ready = asyncio.get_running_loop().create_future()
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._keep_stderr())]
        return self

    async def __aexit__(self, *_: object) -> None:
        """End the host, and with it every run."""
        await self.close()

    @property
    def alive(self) -> bool:
        """Whether runs may be started."""
        return self._process is not None and self._process.returncode is None

    async def ready(self) -> Ready:
        """Wait until the libraries are imported; a BrokenError where the host ended before."""
        assert self._ready is not None
        return await asyncio.shield(self._ready)

    async def run(
        self,
        run: str,
        file: Path,
        arguments: Sequence[str],
        limits: Limits | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> AsyncIterator[Said | Over]:
        """Run a program; yield what it says, and how it ended as the last."""
        queue: asyncio.Queue[Word] = asyncio.Queue()
        self._runs[run] = queue
        last: deque[str] = deque(maxlen=LAST_LINES)
        failed, done = "", False
        if not self._tasks or self._tasks[0].done():
            queue.put_nowait(Ended(run, "exit", 1, 0.0))  # no one listens who could tell
            last.append("the lab host has ended")
        try:
            order = Start(run, str(file), tuple(arguments), limits or Limits(), dict(environ or {}))
            await self._order(order)
            while True:
                word = await queue.get()
                if isinstance(word, Ended):
                    yield _over(word, failed, done, last)
                    return
                for line in word.lines if isinstance(word, Lines) else ():
                    event = decode(line)
                    if event is None:
                        last.append(line)
                    elif event["event"] == "failed":
                        failed = f"{event.get('what')}{_in_brackets(event.get('hint'))}"
                    else:
                        done = done or event["event"] == "done"
                    yield Said(line, event)
        finally:
            if self._runs.pop(run, None) is not None and self.alive:
                await self._order(Cancel(run))  # for one that nobody listens to any more

    async def cancel(self, run: str) -> None:
        """End a run; ``run`` then yields that it is over."""
        await self._order(Cancel(run))

    async def close(self) -> None:
        """End the host and all that it runs."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        if self._ready is not None and not self._ready.done() and process.returncode is None:
            process.kill()  # nothing runs on it yet, and it would hear of the end only after its imports
        try:
            await asyncio.wait_for(process.wait(), CLOSING_S)
        except TimeoutError:
            process.kill()
            await process.wait()
        await asyncio.gather(*self._tasks)
        if self._ready is not None and self._ready.done():
            self._ready.exception()  # seen, though nobody may have waited for it

    async def _order(self, order: Order) -> None:
        process = self._process
        if process is None or process.stdin is None or process.returncode is not None:
            return
        try:
            process.stdin.write(msgspec.json.encode(order) + b"\n")
            await process.stdin.drain()
        except (BrokenPipeError, ConnectionResetError):
            return  # the listener tells every run

    async def _listen(self) -> None:
        assert self._process is not None and self._process.stdout is not None and self._ready is not None
        read = msgspec.json.Decoder(Word).decode
        async for line in self._process.stdout:
            word = read(line)
            if isinstance(word, Ready):
                self._ready.set_result(word)
            elif (queue := self._runs.get(word.run)) is not None:
                queue.put_nowait(word)
        status = await self._process.wait() if self._process else 0
        if not self._ready.done():
            self._ready.set_exception(BrokenError("the lab host did not start", "", " | ".join(self._stderr)))
        for run, queue in self._runs.items():
            queue.put_nowait(Ended(run, "signal" if status < 0 else "exit", abs(status) or 1, 0.0))

    async def _keep_stderr(self) -> None:
        assert self._process is not None and self._process.stderr is not None
        async for line in self._process.stderr:
            self._stderr.append(line.decode("utf-8", "replace").rstrip())


def _over(ended: Ended, failed: str, done: bool, last: Sequence[str]) -> Over:
    # A lab exits with 1 where a claim does not hold, which is an answer and no failure.
    ok = ended.reason == "exit" and ended.status in (0, 1) and done and not failed
    what = "" if ok else failed or _in_words(ended, last)
    return Over(ok, what, ended.reason, ended.seconds, tuple(last), ended.status)


def _in_words(ended: Ended, last: Sequence[str]) -> str:
    match ended.reason:
        case "exit":
            said = next((line.strip() for line in reversed(last) if line.strip()), "")
            return said or f"ended with exit code {ended.status} and no result"
        case "signal":
            known = {each.value: each.name for each in signal.Signals}  # of real-time ones only the ends
            name = known.get(ended.status, f"signal {ended.status}")
            of_memory = "; the system may have been short of memory" if name == "SIGKILL" else ""
            return f"killed by {name}{of_memory}"
        case reason:
            return WORDS[reason]


def _in_brackets(hint: object) -> str:
    return f" ({hint})" if hint else ""
