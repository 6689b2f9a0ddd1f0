"""The axes and the labels of a chart, whatever values it is given."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepapp.session.lab_curve import Curve
from prepapp.session.lab_view import Plot
from prepapp.tui.chart_scale import PER_COLUMN, axes, axis, decimated, row_of, spread


def plot(*values: float, log: bool = False, kind: str = "line") -> Plot:
    """Return one curve."""
    curve = Curve()
    for x, y in enumerate(values):
        curve.add(x, y)
    return Plot("loss", {"net": (curve,)}, kind=kind, log=log)


@given(st.lists(st.floats(), max_size=30), st.booleans(), st.integers(2, 40))
def test_any_values_have_an_axis(values: list[float], log: bool, most: int) -> None:
    found = axis(values, log, most)
    assert math.isfinite(found.low) and math.isfinite(found.high) and found.low < found.high
    assert len(found.ticks) == len(found.labels) <= most + 1
    nearly = 1e-6 * max(abs(found.low), found.high - found.low)
    assert all(found.low - nearly <= tick <= found.high + nearly for tick in found.ticks)


@pytest.mark.parametrize(
    ("values", "log", "labels"),
    [
        ([0, 60], False, ("0", "20", "40", "60")),
        ([0.03, 2.3], False, ("1", "2")),
        ([0.1, 0.35], False, ("0.1", "0.2", "0.3")),
        ([1e-30, 1], True, ("1e-30", "1e-20", "1e-10", "1")),
        ([5, 5], False, ("5.0",)),
        ([0, 2e6], False, ("0", "1e+06", "2e+06")),
    ],
)
def test_ticks_are_round(values: list[float], log: bool, labels: tuple[str, ...]) -> None:
    assert set(labels) <= set(axis(values, log, 4).labels)


def test_values_of_many_sizes_are_drawn_by_their_logarithm() -> None:
    assert axes(plot(1e-9, 1), 60, 10)[1].log
    assert not axes(plot(0.1, 1), 60, 10)[1].log
    assert not axes(plot(-1, 1e9), 60, 10)[1].log
    assert axes(plot(3, 4, kind="bar"), 60, 10)[1].low == 0


def test_a_column_has_at_most_two_points_and_peaks_stay() -> None:
    curve = plot(*(100.0 if n == 500 else n % 3 for n in range(1000)))
    across, up = axes(curve, 50, 10)
    points = decimated(curve.series["net"][0].points, across, up, 50)
    assert len(points) <= PER_COLUMN * 51
    assert max(y for _, y in points) == 100


@given(st.lists(st.integers(0, 11), max_size=12))
def test_labels_never_share_a_row(wanted: list[int]) -> None:
    rows = spread(wanted, 12)
    assert len(set(rows)) == len(rows)
    assert all(0 <= row < 12 for row in rows)
    for a, b in zip(range(len(rows)), range(1, len(rows)), strict=False):
        assert (wanted[a] < wanted[b]) <= (rows[a] < rows[b])


def test_the_highest_stands_at_the_top() -> None:
    up = axis([0.0, 10.0], False, 4)
    assert (row_of(10, up, 8), row_of(0, up, 8)) == (0, 7)
