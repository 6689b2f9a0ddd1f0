"""A live chart: textual-plot's widget with our axes, and the names of the curves where they end.

It brings numpy, so only the screens of the labs import it.
"""

from collections.abc import Mapping, Sequence
from math import isfinite

from textual import getters
from textual.app import ComposeResult, RenderResult
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Resize
from textual.reactive import reactive
from textual.widgets import Static
from textual_hires_canvas import Canvas
from textual_plot import HiResMode, PlotWidget
from textual_plot.axis_formatter import AxisFormatter

from prepapp.session.lab_curve import Curve
from prepapp.session.lab_view import Plot
from prepapp.tui.chart_scale import Axis, axes, decimated, row_of, spread
from prepapp.tui.columns import cell, stacked

MARKS = "●▲■◆○△□◇"
COLOURS = ("accent", "foreground", "success", "error", "secondary", "muted")
"""Variables of the theme; a mark tells the curves apart without them."""

LABELS = 24
"""Columns of the names, at most."""
FRAME = 2
"""Rows and columns of the frame."""
BAR = 0.8
"""Part of its place that a bar fills."""


HEAVY = "━┃┏┓┗┛┣┫┳┻╋"
NOTHING = dict.fromkeys(HEAVY, " ")
BOTTOM = {"━": "─", "┳": "┬"}
LEFT = {"┃": "│", "┫": "┤", "┏": " ", "┣": "┤", "┳": " "}
"""What becomes of the heavy frame at an edge."""


class Ticks(AxisFormatter):
    """Labels that were chosen beforehand."""

    def __init__(self, axis: Axis) -> None:
        self._labels = dict(zip(axis.ticks, axis.labels, strict=True))

    def get_ticks(self, min_: float, max_: float, max_ticks: int = 8) -> list[float]:
        return list(self._labels)

    def get_labels_for_ticks(self, ticks: Sequence[float]) -> list[str]:
        return [self._labels.get(tick, "") for tick in ticks]


class Drawing(PlotWidget, can_focus=False):
    """textual-plot's widget, close to its edges and without the heavy frame around all four of them."""

    margin_top = reactive(0)
    margin_bottom = reactive(1)

    @property
    def can_draw(self) -> bool:
        """Whether it has been laid out."""
        return bool(self.query("#legend")) and self.size.area > 0

    def render(self) -> RenderResult:
        rendered = super().render()
        if self.can_draw:
            self._thin(self.query_one("#plot", Canvas))
        return rendered

    def _thin(self, canvas: Canvas) -> None:
        """Turn the frame into two thin axes."""
        right, bottom = canvas.size.width - 1, canvas.size.height - 1
        try:
            canvas.get_pixel(right, bottom)
        except IndexError:  # it has not yet been given its new size, and is drawn again when it has
            return
        with canvas.batch_refresh():
            for x in range(right + 1):
                _redraw(canvas, x, 0, NOTHING)
                _redraw(canvas, x, bottom, BOTTOM)
            for y in range(bottom):
                _redraw(canvas, right, y, NOTHING)
                _redraw(canvas, 0, y, LEFT)
            canvas.set_pixel(0, bottom, "└", canvas.get_pixel(0, bottom)[1])
            canvas.set_pixel(right, bottom, " ", "")


class Chart(Horizontal):
    """Curves with their names; ``show`` draws what a run has told."""

    DEFAULT_CSS = """
    Chart {
        height: 1fr;

        Drawing {
            width: 1fr;
            background: $background;

            & > .plot--axis {
                color: $rule;
            }

            & > .plot--tick {
                color: $muted;
                text-style: none;
            }
        }

        .chart--names {
            width: auto;
            height: 100%;
            margin-left: 1;
        }
    }
    """

    _plot = getters.query_one(Drawing)
    _names = getters.query_one(".chart--names", Static)

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.plot: Plot | None = None
        """What is drawn."""
        self.drawn_points = 0
        """Points that were handed to the plot the last time."""
        self._drawn_title = ""

    def compose(self) -> ComposeResult:
        yield Drawing(allow_pan_and_zoom=False)
        yield Static(classes="chart--names", markup=False)

    def on_resize(self, _event: Resize) -> None:
        self.call_after_refresh(self._draw)

    def show(self, plot: Plot) -> None:
        """Draw a plot."""
        self.plot = plot
        self._draw()

    def _draw(self) -> None:
        plot, drawn = self.plot, self._plot
        if plot is None or not drawn.can_draw:
            return
        rows = max(1, self.size.height - drawn.margin_bottom - FRAME)
        columns = max(2, drawn.size.width - drawn.margin_left - FRAME)
        across, up = axes(plot, columns, rows)
        if (margin := self._margin(plot, up)) != drawn.margin_left:
            drawn.margin_left = margin
            self.call_after_refresh(self._draw)  # it has another width then
        drawn.clear()
        self._set_axes(across, up)
        self.drawn_points = 0
        for n, curves in enumerate(plot.series.values()):
            for curve in curves:
                self._draw_curve(plot, n, curve, across, up, columns)
        self._names.update(self._labels(plot, up, rows))

    def _margin(self, plot: Plot, up: Axis) -> int:
        """Return the columns beside the axis; those of one plot only grow, so that it stands still."""
        needed = max((len(label) for label in up.labels), default=0) + 2
        margin = max(needed, self._plot.margin_left) if plot.title == self._drawn_title else needed
        self._drawn_title = plot.title
        return margin

    def _set_axes(self, across: Axis, up: Axis) -> None:
        drawn = self._plot
        drawn.set_xlimits(across.low, across.high)
        drawn.set_ylimits(up.low, up.high)
        drawn.set_xticks(across.ticks)
        drawn.set_yticks(up.ticks)
        drawn.set_x_formatter(Ticks(across))
        drawn.set_y_formatter(Ticks(up))

    def _draw_curve(self, plot: Plot, n: int, curve: Curve, across: Axis, up: Axis, columns: int) -> None:
        points = decimated(curve.points, across, up, columns)
        self.drawn_points += len(points)
        if not points:
            return
        xs, ys = [x for x, _ in points], [y for _, y in points]
        colour = self._colour(n)
        if plot.kind == "bar":
            width = BAR / len(plot.series)
            xs = [x + (n - (len(plot.series) - 1) / 2) * width for x in xs]
            self._plot.bar(xs, ys, width, colour, HiResMode.HALFBLOCK)
        elif plot.kind == "points":
            self._plot.scatter(xs, ys, MARKS[n % len(MARKS)], colour)
        else:
            self._plot.plot(xs, ys, colour, HiResMode.BRAILLE)
            # One mark at the end, and one on the way, where no other curve has its own.
            own = min(len(points) - 1, (2 * n + 1) * len(points) // (2 * len(plot.series)))
            end = points.index(max(points))  # not all are told from the left to the right
            self._plot.scatter([xs[own], xs[end]], [ys[own], ys[end]], MARKS[n % len(MARKS)], colour)

    def _labels(self, plot: Plot, up: Axis, rows: int) -> Content:
        """Return each curve's name and newest value on the row on which it ends."""
        shown = list(plot.series.items())[:rows]
        wanted = [self._row(curves, up, rows) for _, curves in shown]
        lines = [Content("")] * (rows + 1)
        for n, ((name, curves), row) in enumerate(zip(shown, spread(wanted, rows), strict=True)):
            value = newest(curves)
            room = LABELS - 3 - len(value)
            text = Content.assemble(
                (f"{MARKS[n % len(MARKS)]} ", self._variable(n)),
                cell(name, min(room, self._longest(plot))),
                " ",
            )
            lines[row + 1] = text + Content.styled(value, "$muted")
        if len(plot.series) > rows:
            lines[0] = Content.styled(f"and {len(plot.series) - rows} more", "$muted")
        return stacked(lines)

    def _longest(self, plot: Plot) -> int:
        return max((Content(name).cell_length for name in plot.series), default=0)

    def _row(self, curves: Sequence[Curve], up: Axis, rows: int) -> int:
        ends = [up.at(max(curve.points)[1]) for curve in curves if curve.points]
        placed = [end for end in ends if end is not None]
        return row_of(placed[0], up, rows) if placed else rows - 1

    def _colour(self, n: int) -> str:
        return self.app.theme_variables[COLOURS[n % len(COLOURS)]]

    def _variable(self, n: int) -> str:
        return f"${COLOURS[n % len(COLOURS)]}"


def _redraw(canvas: Canvas, x: int, y: int, thin: Mapping[str, str]) -> None:
    char, style = canvas.get_pixel(x, y)
    if char in thin:
        canvas.set_pixel(x, y, thin[char], style)


def newest(curves: Sequence[Curve]) -> str:
    """Return the newest value of a curve, of several seeds the middle one."""
    values = sorted(curve.last[1] for curve in curves if curve.last is not None and isfinite(curve.last[1]))
    if len(values) < len(curves) / 2 or not values:
        return next((f"{curve.last[1]:g}" for curve in curves if curve.last is not None), "")
    return f"{values[len(values) // 2]:.3g}"
