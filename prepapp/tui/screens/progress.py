"""Progress: the weeks so far and ahead, in charts and in words; enter shows the events behind a figure."""

from datetime import date, timedelta
from typing import ClassVar

from textual import events, getters, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.geometry import Offset, Region
from textual.screen import Screen
from textual.widgets import Static

from prepapp.errors import PrepError
from prepapp.report.model import Report
from prepapp.session.desk import Desk
from prepapp.session.progress import Figure
from prepapp.session.reporting import compose
from prepapp.tui import progress_face
from prepapp.tui.app import PrepApp
from prepapp.tui.progress_charts import window
from prepapp.tui.progress_face import Line, Section
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.rows import MARK
from prepapp.tui.widgets.title_bar import TitleBar

MARGINS, GUTTER = 3, 4
"""Columns beside the text, the scroll bar's among them, and between its two halves."""


class ProgressScreen(Screen[None]):
    """One page of figures."""

    CSS_PATH = "progress.tcss"
    AUTO_FOCUS = ""
    HELP = (
        "Points count graded reviews only: no practice, nothing taken back. Minutes are those of answers, "
        "practised ones too, of checks and mocks. Days are study days. What is too little to tell says so."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "events",
            "events",
            key_display="enter",
            tooltip="the events behind the figure",
            id="progress.events",
        ),
        Binding(
            "down,j", "move(1)", "figure", key_display="j k", tooltip="the next figure", id="progress.down"
        ),
        Binding("up,k", "move(-1)", "up", tooltip="the figure before", id="progress.up", show=False),
        Binding(
            "tab", "section(1)", "section", tooltip="the next section", id="progress.section", show=False
        ),
        Binding("shift+tab", "section(-1)", "section before", id="progress.section_before", show=False),
        Binding("left,h", "day(-1)", "day", key_display="← →", tooltip="the day before", id="progress.day"),
        Binding("right,l", "day(1)", "day after", id="progress.day_after", show=False),
        Binding("space,pagedown", "scroll('page_down')", "page down", id="progress.page_down", show=False),
        Binding("pageup", "scroll('page_up')", "page up", id="progress.page_up", show=False),
        Binding("escape,q", "dismiss", "back", id="progress.back"),
    ]

    app = getters.app(PrepApp)
    _title = getters.query_one(TitleBar)
    _page = getters.query_one(VerticalScroll)

    def __init__(self, desk: Desk, deck_id: str) -> None:
        super().__init__()
        self._desk = desk
        self._deck_id = deck_id
        self._report: Report | None = None
        self._columns: tuple[tuple[Section, ...], ...] = ()
        self._day = date.min
        self._at = 0

    def compose(self) -> ComposeResult:
        yield TitleBar()
        with VerticalScroll(can_focus=False):
            yield Static(id="left", markup=False)
            yield Static(id="right", markup=False)
        yield KeyBar()

    def on_screen_resume(self) -> None:
        self.load()

    def on_resize(self, _event: events.Resize) -> None:
        self.call_after_refresh(self._draw)

    @work(thread=True, exclusive=True, group="progress", description="count the log")
    def load(self) -> None:
        """Count the log and live the days ahead beside the loop."""
        app = self.app  # of a screen that was left meanwhile it cannot be asked
        try:
            found = compose(self._desk, self._deck_id, app.now())
        except PrepError as error:
            app.call_from_thread(app.report, error)
            return
        app.call_from_thread(self._fill, found)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        line = self.at_hand
        if action == "events":
            return line is not None and line.opens
        if action == "day":
            return line is not None and line.figure is not None and line.figure.of == "day"
        return True

    @property
    def at_hand(self) -> Line | None:
        """The figure at hand; None until the log is counted."""
        figures = self._figures()
        return figures[min(self._at, len(figures) - 1)] if figures else None

    def action_events(self) -> None:
        from prepapp.tui.screens.events import EventsScreen

        line = self.at_hand
        if self._report is not None and line is not None and line.figure is not None:
            self.app.push_screen(EventsScreen(self._desk, self._report, line.figure, line.name))

    def action_move(self, by: int) -> None:
        self._go(self._at + by)

    def action_section(self, by: int) -> None:
        starts = self._starts()
        here = max(n for n, start in enumerate(starts) if start <= self._at) if starts else 0
        self._go(starts[(here + by) % len(starts)] if starts else 0)

    def action_day(self, by: int) -> None:
        assert self._report is not None
        shown = window(self._report.days, self._report.study_day, self._width)
        self._day = min(max(self._day + timedelta(days=by), shown[0]), shown[-1])
        self._draw()

    def action_scroll(self, where: str) -> None:
        getattr(self._page, f"scroll_{where}")(animate=False)

    def on_click(self, event: events.Click) -> None:
        figure = self._figure_at(event.screen_offset)
        if figure is None:
            return
        again = self.at_hand is not None and self.at_hand.figure == figure
        self._go([line.figure for line in self._figures()].index(figure))
        if again and event.chain > 1 and self.check_action("events", ()):
            self.action_events()

    def _figure_at(self, place: Offset) -> Figure | None:
        for static, parts in zip(self._statics(), self._columns, strict=False):
            lines, y = progress_face.flat(parts), place.y - static.region.y
            seen = static.region.intersection(self._page.region)
            if seen.contains_point(place) and y < len(lines):
                return lines[y].figure
        return None

    @property
    def _width(self) -> int:
        inside = max(40, self.size.width - MARGINS)
        return ((inside - GUTTER) // 2 if self.has_class("-wide") else inside) - MARK

    def _statics(self) -> tuple[Static, Static]:
        return self.query_one("#left", Static), self.query_one("#right", Static)

    def _figures(self) -> list[Line]:
        return [line for parts in self._columns for part in parts for line in part if line.figure is not None]

    def _starts(self) -> list[int]:
        """The number of the first figure of each section that has one."""
        starts, number = [], 0
        for part in (part for parts in self._columns for part in parts):
            figures = sum(line.figure is not None for line in part)
            starts += [number] if figures else []
            number += figures
        return starts

    def _go(self, figure: int) -> None:
        self._at = max(0, min(figure, len(self._figures()) - 1))
        self._draw()

    def _fill(self, found: Report) -> None:
        if not self.is_attached:
            return
        if self._report is None:
            self._day = found.study_day
        self._report = found
        self._title.left, self._title.right = progress_face.title(found)
        self._draw()

    def _draw(self) -> None:
        if self._report is None:
            return
        parts = progress_face.sections(self._report, self._width, self._day)
        self._columns = (parts[:3], parts[3:]) if self.has_class("-wide") else (parts, ())
        figure = self.at_hand.figure if self.at_hand else None
        for static, column in zip(self._statics(), self._columns, strict=True):
            static.update(progress_face.column(column, figure, self._width))
        self.refresh_bindings()
        self.call_after_refresh(self._come_into_view)

    def _come_into_view(self) -> None:
        """Scroll to the section of the figure at hand, or to its line where the section is too long."""
        for parts in self._columns:
            top = 0
            for part in parts:
                rows = [n for n, line in enumerate(part) if line is self.at_hand]
                if rows:
                    fits = len(part) <= self._page.scrollable_content_region.height
                    seen = Region(0, top, 1, len(part)) if fits else Region(0, top + rows[0], 1, 1)
                    self._page.scroll_to_region(seen, animate=False)
                top += len(part) + 1
