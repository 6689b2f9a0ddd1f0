"""A list of one-line rows, drawn as they come into view, so that ten thousand cost what twenty do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

MARK = 2
"""Columns of the mark before the row at hand."""

Draw = Callable[[int, int], Content]
"""From the number of a row and the columns that it has, its text."""


class Rows(ScrollView, can_focus=True):
    """Rows with one at hand, moved by keys and the mouse."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--row", "rows--cursor", "rows--hover"}
    DEFAULT_CSS = """
    Rows {
        height: 1fr;
        overflow-x: hidden;
        background: $background;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-background-active: $background;
        scrollbar-color: $rule;
        scrollbar-color-hover: $muted;
        scrollbar-color-active: $accent;

        .rows--cursor {
            background: $boost;
            text-style: bold;
        }

        .rows--hover {
            background: $panel;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "down", tooltip="the next row", id="rows.down", show=False),
        Binding("up,k", "move(-1)", "up", tooltip="the row before", id="rows.up", show=False),
        Binding("pagedown", "page(1)", "page down", id="rows.pagedown", show=False),
        Binding("pageup", "page(-1)", "page up", id="rows.pageup", show=False),
        Binding("home", "first", "first", tooltip="the first row", id="rows.first", show=False),
        Binding("end", "last", "last", tooltip="the last row", id="rows.last", show=False),
    ]

    cursor: reactive[int] = reactive(0)
    _hover: reactive[int | None] = reactive(None)

    @dataclass
    class Moved(Message):
        """Another row is at hand."""

        rows: "Rows"
        row: int

        @property
        def control(self) -> "Rows":
            return self.rows

    @dataclass
    class Chosen(Message):
        """The row at hand was clicked again."""

        rows: "Rows"
        row: int

        @property
        def control(self) -> "Rows":
            return self.rows

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.count = 0
        self.drawn = 0
        """Rows drawn so far."""
        self._draw: Draw = lambda _row, _width: Content("")

    def show(self, count: int, draw: Draw, cursor: int = 0) -> None:
        """Show so many rows."""
        self.count, self._draw = count, draw
        self._measure()
        self.set_reactive(Rows.cursor, self.validate_cursor(cursor))
        self.refresh(layout=True)
        self._settle()

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, self.count - 1))

    def watch_cursor(self) -> None:
        self.refresh()
        self._settle()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.count

    def on_resize(self, _event: events.Resize) -> None:
        self._measure()
        self.call_after_refresh(self._come_into_view)

    def on_click(self, event: events.Click) -> None:
        row = self._row_at(event)
        if row is None:
            return
        if row == self.cursor and event.chain > 1:
            self.post_message(self.Chosen(self, row))
        self.cursor = row

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._hover = self._row_at(event)

    def on_leave(self, _event: events.Leave) -> None:
        self._hover = None

    def action_move(self, by: int) -> None:
        self.cursor += by

    def action_page(self, by: int) -> None:
        self.cursor += by * max(1, self.scrollable_content_region.height - 1)

    def action_first(self) -> None:
        self.cursor = 0

    def action_last(self) -> None:
        self.cursor = self.count - 1

    def render_line(self, y: int) -> Strip:
        row, width = self.scroll_offset.y + y, self.scrollable_content_region.width
        style = self.get_visual_style(*self._classes_of(row))
        if not 0 <= row < self.count:
            return Strip.blank(width, style.rich_style)
        self.drawn += 1
        mark = Content.styled("› " if row == self.cursor else "  ", "$accent")
        text = (mark + self._draw(row, width - MARK)).truncate(width, ellipsis=True)
        (strip, *_) = Visual.to_strips(self, text, width, 1, style, pad=True)
        return strip

    def _classes_of(self, row: int) -> tuple[str, ...]:
        if row == self.cursor and self.has_focus:
            return ("rows--row", "rows--cursor")
        return ("rows--row", "rows--hover") if row == self._hover else ("rows--row",)

    def _row_at(self, event: events.MouseEvent) -> int | None:
        offset = event.get_content_offset(self)
        row = None if offset is None else self.scroll_offset.y + offset.y
        return row if row is not None and row < self.count else None

    def _settle(self) -> None:
        self._come_into_view()
        if self.count:
            self.post_message(self.Moved(self, self.cursor))

    def _come_into_view(self) -> None:
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True)

    def _measure(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, self.count)
