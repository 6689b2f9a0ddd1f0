"""A curve as it is told, point by point: bounded however long it gets, with what is no number named."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite

Point = tuple[float, float]

MOST = 512
"""Points of a curve that are kept; from twice as many on, neighbours become their extremes."""
MERGED = 4
"""Neighbours that become two."""


@dataclass
class Curve:
    """One curve of a metric; the file of the run has every point."""

    points: list[Point] = field(default_factory=list)
    """Finite ones, in the order in which they were told, equally dense from the first to the newest."""
    last: Point | None = None
    """The newest, finite or not."""
    broke: Point | None = None
    """The first that is no finite number."""
    _told: int = 1
    """How many points that were told the newest kept ones stand for, at most."""
    _newest: list[Point] = field(default_factory=list)
    """Those of them that matter: the lowest, the highest, in their order."""
    _count: int = 0

    def add(self, step: float, value: float) -> None:
        """Add a point."""
        self.last = (step, value)
        if not (isfinite(step) and isfinite(value)):
            self.broke = self.broke or self.last
            return
        if self._count == self._told:
            self._newest, self._count = [], 0
            if len(self.points) >= 2 * MOST:
                self.points = thinned(self.points)
                self._told = max(MERGED, 2 * self._told)
        del self.points[len(self.points) - len(self._newest) :]
        self._newest = extremes([*self._newest, self.last])
        self._count += 1
        self.points += self._newest


def thinned(points: list[Point]) -> list[Point]:
    """Return half of the points: of each few neighbours the lowest and the highest, in their order."""
    kept: list[Point] = []
    for n in range(0, len(points), MERGED):
        kept += extremes(points[n : n + MERGED])
    return kept


def extremes(points: Sequence[Point]) -> list[Point]:
    """Return the lowest and the highest of some points, in their order."""
    if len(points) < 2:
        return list(points)
    values = [value for _, value in points]
    low, high = values.index(min(values)), values.index(max(values))
    return [points[n] for n in sorted({low, high})]
