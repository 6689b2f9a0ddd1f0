"""What a chart is drawn by: two axes, few points a column, labels that do not stand on one another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

from prepapp.session.lab_curve import Point, extremes
from prepapp.session.lab_view import Plot

LOG_FROM = 1e4
"""Ratio of the highest to the lowest from which positive values are drawn by their logarithm."""
LARGEST = 1e300
"""Values beyond it are drawn there, since differences of larger ones overflow."""
MOST_TICKS = 8
"""Ticks of the upright axis."""
PER_COLUMN = 2
"""Points of a curve in one column."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The ends of an axis and its ticks; of a logarithmic one in powers of ten."""

    low: float
    high: float
    ticks: tuple[float, ...]
    labels: tuple[str, ...]
    log: bool = False

    def at(self, value: float) -> float | None:
        """Return where a value stands; None where it has no place."""
        if not isfinite(value) or (self.log and value <= 0):
            return None
        return log10(value) if self.log else max(-LARGEST, min(value, LARGEST))


def axes(plot: Plot, columns: int, rows: int) -> tuple[Axis, Axis]:
    """Return both axes of what is drawn on so many columns and rows."""
    points = [point for curves in plot.series.values() for curve in curves for point in curve.points]
    ys = [y for _, y in points]
    log = plot.kind != "bar" and (plot.log or _is_wide(ys))
    if plot.kind == "bar":
        ys.append(0.0)
    return axis((x for x, _ in points), False, max(2, columns // 8)), axis(
        ys, log, max(3, min(MOST_TICKS, rows * 2 // 3))
    )


def axis(values: Iterable[float], log: bool, most: int) -> Axis:
    """Return an axis that holds the values, with up to ``most`` ticks."""
    plain = Axis(0.0, 1.0, (), (), log)
    placed = [place for value in values if (place := plain.at(value)) is not None] or [0.0, 1.0]
    low, high = min(placed), max(placed)
    if high - low <= 1e-9 * max(abs(low), abs(high), 1e-300):
        beside = abs(low) * 0.05 or 0.5
        low, high = low - beside, high + beside
    ticks = _ticks(low, high, most, whole=log and high - low >= 2)
    return Axis(low, high, tuple(ticks), tuple(_labels(ticks, log)), log)


def decimated(points: Sequence[Point], across: Axis, up: Axis, columns: int) -> list[Point]:
    """Return the places of a curve's points, the lowest and the highest of each column."""
    by_column: dict[int, list[Point]] = {}
    for x, y in points:
        to_right, height = across.at(x), up.at(y)
        if to_right is not None and height is not None:
            column = int((to_right - across.low) / (across.high - across.low) * columns)
            by_column.setdefault(column, []).append((to_right, height))
    return [point for some in by_column.values() for point in extremes(some)]


def spread(wanted: Sequence[int], rows: int) -> list[int]:
    """Return a row of its own for each label, near the one that it wants; there must be enough rows."""
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    placed = [0] * len(wanted)
    free = 0
    for n in order:
        placed[n] = free = max(free, wanted[n])
        free += 1
    last = rows - 1
    for n in reversed(order):
        placed[n] = last = min(last, placed[n])
        last -= 1
    return placed


def row_of(height: float, up: Axis, rows: int) -> int:
    """Return the row of a place, 0 at the top."""
    return round((up.high - height) / (up.high - up.low) * (rows - 1))


def _is_wide(values: Sequence[float]) -> bool:
    low, high = min(values, default=0.0), max(values, default=0.0)
    return low > 0 and high / low > LOG_FROM


def _ticks(low: float, high: float, most: int, whole: bool) -> list[float]:
    """Return round numbers between the ends."""
    power = 10.0 ** floor(log10((high - low) / most))
    steps = (power * times for times in (1, 2, 5, 10))
    step = next((each for each in steps if (high - low) / each <= most), power * 10)
    step = max(1.0, float(ceil(step))) if whole else step
    return [n * step for n in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]


def _labels(ticks: Sequence[float], log: bool) -> list[str]:
    if log:
        return [_power(tick) for tick in ticks]
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    if any(abs(tick) >= 1e5 for tick in ticks) or step < 1e-4:
        return [f"{tick:.3g}" for tick in ticks]
    decimals = max(0, -floor(log10(step) + 1e-9))
    return [f"{tick:.{decimals}f}" for tick in ticks]


def _power(tick: float) -> str:
    if abs(tick) <= 3 or tick != int(tick):
        return f"{10**tick:.3g}"
    return f"1e{int(tick)}"
