"""The clock of a spoken take: counts while one speaks, and ticks the screen once a second."""

from collections.abc import Callable
from datetime import datetime

from textual.timer import Timer
from textual.widget import Widget


class TakeClock:
    """Counts seconds between two presses of a key; silent otherwise."""

    def __init__(self, owner: Widget, now: Callable[[], datetime], tick: Callable[[], None]) -> None:
        self._owner = owner
        self._now = now
        self._tick = tick
        self._started: datetime | None = None
        self._timer: Timer | None = None

    @property
    def seconds(self) -> float | None:
        """Seconds spoken so far; None while it is off."""
        return None if self._started is None else (self._now() - self._started).total_seconds()

    def start(self) -> None:
        """Begin to count."""
        self._started = self._now()
        self._timer = self._owner.set_interval(1.0, self._tick)

    def stop(self) -> float:
        """End the count and return its seconds; 0 where it was off."""
        seconds = self.seconds or 0.0
        self._started = None
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        return seconds
