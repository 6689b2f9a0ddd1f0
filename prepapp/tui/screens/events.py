"""Events: what a figure of Progress rests on, newest first."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from prepapp.core.card import Card
from prepapp.core.event import Event
from prepapp.report.model import Report
from prepapp.session.desk import Desk
from prepapp.session.progress import Figure, behind
from prepapp.tui import events_face
from prepapp.tui.card_list import CardListScreen
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.rows import Rows
from prepapp.tui.widgets.title_bar import TitleBar


class EventsScreen(CardListScreen):
    """The events behind one figure."""

    CSS_PATH = "events.tcss"
    HELP = "The log as it was written; what was taken back is left out."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "open", "open card", key_display="enter", tooltip="the card in full", id="events.open"
        ),
        Binding("escape,q", "dismiss", "back", id="events.back"),
    ]

    def __init__(self, desk: Desk, report: Report, figure: Figure, name: str) -> None:
        super().__init__(desk)
        self._report = report
        self._figure = figure
        self._words = name
        self.events: tuple[Event, ...] = ()
        """Newest first."""

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Rows()
        yield Static(events_face.foot(self._figure), id="foot", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        with self.app.reporting():
            self.events = behind(self._desk, self._report, self._figure, self.app.now())
        bar = self.query_one(TitleBar)
        bar.left, bar.right = events_face.title(self._words, len(self.events))
        self._list.show(len(self.events), self._line)

    def _card(self, row: int) -> Card | None:
        card = self.events[row].card if row < len(self.events) else None
        return self._desk.find(card) if card else None

    def _line(self, row: int, width: int) -> Content:
        return events_face.line(self.events[row], self._card(row), self._figure, width)
