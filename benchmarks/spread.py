"""Medians and spreads of repeated measurements."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Spread:
    """Milliseconds of one measurement over its rounds."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle."""
        return median(self.values)

    @property
    def low(self) -> float:
        """The best."""
        return min(self.values)

    def at(self, share: float) -> float:
        """The value that so large a share lies below or at."""
        ordered = sorted(self.values)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def spread(values: Sequence[float]) -> Spread:
    """Return the spread of some values."""
    return Spread(tuple(values))
