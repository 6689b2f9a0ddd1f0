"""The lab host: imports the heavy libraries once, and forks a limited child for each run.

``python -m prepapp.runner.host [LIBRARY ...]`` reads orders from stdin and ends when that does.
It never runs an OpenMP region and never asks for a GPU: either would break the children that it forks.
"""

import contextlib
import fcntl
import gc
import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module

import msgspec

from prepapp.lab.posix import adopt_orphans, can_fork
from prepapp.runner.child import become
from prepapp.runner.family import kill_family, kill_strays
from prepapp.runner.wire import Ended, Lines, Order, Ready, Reason, Start, Word

TICK_S = 0.05
LINES_A_TICK = 250
"""Lines of one run passed on in a tick; beyond it waits, and does not drown the app."""
CHUNK = 65_536
LONGEST_LINE = 1 << 18
"""Bytes after which a line without an end is cut."""


@dataclass
class Child:
    """One running program."""

    order: Start
    pid: int
    out: int
    process: subprocess.Popen[bytes] | None = None
    """Where it was spawned, not forked."""
    started: float = field(default_factory=time.monotonic)
    heard: float = field(default_factory=time.monotonic)
    output: int = 0
    rest: bytes = b""
    lines: deque[str] = field(default_factory=deque)
    """Read, and not yet passed on."""
    open: bool = True
    """Whether more may come."""
    ended: tuple[Reason, int] | None = None
    stopped: Reason | None = None
    """Why it was killed, where we did."""
    passed: float = 0.0
    """When lines were passed on last."""

    def batch(self) -> list[str]:
        """Take the lines that one message may hold."""
        taken: list[str] = []
        size = 0
        while self.lines and len(taken) < LINES_A_TICK and size < LONGEST_LINE:
            taken.append(self.lines.popleft())
            size += len(taken[-1])
        return taken


class Host:
    """Starts programs, passes on what they say, and leaves none behind."""

    def __init__(self, orders: int, words: int) -> None:
        self._orders = orders
        self._words = words
        self._rest = b""
        self._children: dict[str, Child] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(orders, selectors.EVENT_READ)
        self._encode = msgspec.json.Encoder().encode
        self._decode = msgspec.json.Decoder(Order).decode

    def serve(self) -> None:
        """Work until the orders end."""
        try:
            while self._tick():
                pass
        finally:
            for child in self._children.values():
                self._kill(child)
            kill_strays(known=set())

    def tell(self, word: Word) -> None:
        """Say something to the app."""
        rest = memoryview(self._encode(word) + b"\n")
        while rest:
            rest = rest[os.write(self._words, rest) :]

    def _tick(self) -> bool:
        for key, _ in self._selector.select(TICK_S):
            if key.fd == self._orders:
                if not self._read_orders():
                    return False
            else:
                self._read(key.data)
        now = time.monotonic()
        for child in list(self._children.values()):
            self._pass_on(child, now)
            self._watch(child, now)
            self._settle(child, now)
        return True

    def _read_orders(self) -> bool:
        chunk = os.read(self._orders, CHUNK)
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            order = self._decode(line)
            if isinstance(order, Start):
                self._start(order)
            elif (child := self._children.get(order.run)) is not None:
                self._stop(child, "cancelled")
        return bool(chunk)

    def _start(self, order: Start) -> None:
        reading, writing = os.pipe()
        if can_fork():
            child = Child(order, self._fork(order, writing), reading)
        else:
            arguments = [sys.executable, "-m", "prepapp.runner.alone", self._encode(order).decode()]
            process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=writing, stderr=writing)
            child = Child(order, process.pid, reading, process)
        os.close(writing)
        os.set_blocking(reading, False)
        self._children[order.run] = child
        self._selector.register(reading, selectors.EVENT_READ, child)

    def _fork(self, order: Start, writing: int) -> int:
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            become(order, writing, parent)
        return pid

    def _read(self, child: Child) -> None:
        if len(child.lines) >= LINES_A_TICK:  # it waits in the pipe, and the child with it
            self._selector.unregister(child.out)
            return
        chunk = os.read(child.out, CHUNK)
        if not chunk:
            self._close(child)
            return
        child.heard = time.monotonic()
        child.output += len(chunk)
        *lines, child.rest = (child.rest + chunk).split(b"\n")
        if len(child.rest) > LONGEST_LINE:
            lines, child.rest = [*lines, child.rest[:LONGEST_LINE]], b""
        child.lines.extend(line[:LONGEST_LINE].decode("utf-8", "replace") for line in lines)

    def _close(self, child: Child) -> None:
        if child.open:
            child.open = False
            if child.out in self._selector.get_map():
                self._selector.unregister(child.out)
            os.close(child.out)
            if child.rest:
                child.lines.append(child.rest.decode("utf-8", "replace"))

    def _pass_on(self, child: Child, now: float) -> None:
        if child.lines and now - child.passed >= TICK_S:
            child.passed = child.heard = now  # a child whose lines wait is not silent
            self.tell(Lines(child.order.run, child.batch()))
        if child.open and len(child.lines) < LINES_A_TICK and child.out not in self._selector.get_map():
            self._selector.register(child.out, selectors.EVENT_READ, child)

    def _watch(self, child: Child, now: float) -> None:
        limits = child.order.limits
        if limits.silent_s and now - child.heard > limits.silent_s:
            self._stop(child, "silent")
        elif limits.output and child.output > limits.output:
            self._stop(child, "flooded")
        elif limits.wall_s and now - child.started > limits.wall_s:
            self._stop(child, "overtime")

    def _stop(self, child: Child, reason: Reason) -> None:
        if child.stopped is None and child.ended is None:
            child.stopped = reason
            self._kill(child)
            child.lines.clear()

    def _settle(self, child: Child, now: float) -> None:
        """Reap a child that ended; once it has said all, tell so."""
        if child.ended is None and (status := self._reap(child)) is not None:
            reason: Reason = child.stopped or ("exit" if status >= 0 else "signal")
            child.ended = (reason, abs(status))
            self._kill_strays()
            child.heard = now
        if child.ended is None:
            return
        if child.open:
            self._drain(child)
        if not child.lines:
            del self._children[child.order.run]
            self.tell(Ended(child.order.run, *child.ended, seconds=now - child.started))

    def _drain(self, child: Child) -> None:
        """Read what a dead child left in its pipe; no one is left who could write more."""
        while child.open and len(child.lines) < LINES_A_TICK:
            try:
                before = child.output
                self._read(child)
            except BlockingIOError:
                self._close(child)
            else:
                if child.open and child.output == before:
                    self._close(child)

    def _reap(self, child: Child) -> int | None:
        """Return the exit code, or the signal as a negative number; None while it runs."""
        if child.process is not None:
            return child.process.poll()
        pid, status = os.waitpid(child.pid, os.WNOHANG)
        return os.waitstatus_to_exitcode(status) if pid else None

    def _kill(self, child: Child) -> None:
        kill_family(child.pid)

    def _kill_strays(self) -> None:
        kill_strays({child.pid for child in self._children.values()})


def _warm(libraries: Sequence[str]) -> Ready:
    started = time.monotonic()
    missing = []
    for library in libraries:
        try:
            import_module(library)
        except (ImportError, OSError):  # OSError: a shared library that does not load
            missing.append(library)
    gc.collect()
    gc.freeze()  # collections in the children leave these pages shared
    return Ready(time.monotonic() - started, tuple(missing))


def main() -> None:
    """Serve the process that started this one."""
    adopt_orphans()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl+c is for the app, which then cancels
    # What a library prints while it is imported must not be read as a word of ours.
    words = fcntl.fcntl(1, fcntl.F_DUPFD_CLOEXEC, 3)
    os.dup2(2, 1)
    host = Host(0, words)
    with contextlib.suppress(BrokenPipeError):  # the app is gone
        host.tell(_warm(sys.argv[1:]))
        host.serve()


if __name__ == "__main__":
    main()
