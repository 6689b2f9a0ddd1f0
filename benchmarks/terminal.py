"""A real terminal of 120x40 without a screen: a program starts in it, keys go in, bytes come out."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType

COLUMNS, ROWS = 120, 40
TIMEOUT_S = 60.0
CHUNK = 1 << 16

ANSWERS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[6n": b"\x1b[1;1R", b"\x1b[c": b"\x1b[?62;22c"}
"""What a terminal says when it is asked: it can paint a frame at once, its cursor, its kind."""


class Terminal:
    """One program in a terminal of its own."""

    def __init__(self, argv: Sequence[str], env: Mapping[str, str]) -> None:
        self.seen = bytearray()
        self.found = b""
        """What the last marker was."""
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.execve(argv[0], list(argv), dict(env))

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def wait_for(self, marker: bytes, since: float | None = None) -> float:
        """Read until a regular expression is seen; return the milliseconds since the start, or ``since``."""
        pattern = re.compile(marker)
        deadline = time.perf_counter() + TIMEOUT_S
        while (found := pattern.search(self.seen)) is None:
            if not self._read(deadline - time.perf_counter()):
                tail = bytes(self.seen[-2000:]).decode(errors="replace")
                raise TimeoutError(f"{marker!r} was not painted; last came:\n{tail}")
        self.found = bytes(found[0])
        return 1e3 * (time.perf_counter() - (self.started if since is None else since))

    def press(self, key: bytes, marker: bytes) -> float:
        """Press a key; return the milliseconds until what it should paint has come."""
        self.settle(0.0)
        self.seen.clear()
        pressed = time.perf_counter()
        os.write(self.fd, key)
        return self.wait_for(marker, pressed)

    def settle(self, seconds: float) -> None:
        """Read what still comes, for so long."""
        until = time.perf_counter() + seconds
        while self._read(max(0.0, until - time.perf_counter())):
            pass

    def end(self) -> float:
        """Kill the program; return the milliseconds of processor time that it took."""
        if self.fd < 0:
            return 0.0
        os.kill(self.pid, signal.SIGKILL)
        _, _, usage = os.wait4(self.pid, 0)
        os.close(self.fd)
        self.fd = -1
        return 1e3 * (usage.ru_utime + usage.ru_stime)

    def _read(self, timeout: float) -> bool:
        """Take what the program wrote, and answer what it asks; False where nothing came in time."""
        if timeout < 0 or not select.select([self.fd], [], [], timeout)[0]:
            return False
        try:
            data = os.read(self.fd, CHUNK)
        except OSError:
            return False
        self.seen += data
        for asked, answer in ANSWERS.items():
            if asked in data:
                os.write(self.fd, answer)
        return bool(data)
