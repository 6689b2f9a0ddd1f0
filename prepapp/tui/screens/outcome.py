"""The debrief of a mock: what to do next, what it missed, what an interviewer would write."""

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static

from prepapp.core.mock_record import MockRecord
from prepapp.session.debriefing import Debrief, debrief
from prepapp.session.desk import Desk
from prepapp.session.mock_misses import Proposal, accept, proposals, taken
from prepapp.session.mock_records import mock_records
from prepapp.session.transcript import write_transcript
from prepapp.tui import outcome_face
from prepapp.tui.app import PrepApp
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.title_bar import TitleBar

WIDEST, MARGINS = 88, 5
"""Columns of prose at most, and those beside it."""


class OutcomeScreen(Screen[None]):
    """One mock that was held."""

    CSS_PATH = "outcome.tcss"
    AUTO_FOCUS = ""
    HELP = "A mock never changes. What it missed comes back as a mistake tomorrow only where you say so."
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(n), f"take({n})", f"take {n}", id=f"outcome.take{n}", show=False)
            for n in range(1, 10)
        ),
        Binding("a", "take_all", "take all", tooltip="ask all that was missed again", id="outcome.all"),
        Binding("t", "transcript", "transcript", tooltip="write it as Markdown", id="outcome.transcript"),
        Binding("down,j", "scroll('down')", "down", id="outcome.down", show=False),
        Binding("up,k", "scroll('up')", "up", id="outcome.up", show=False),
        Binding("space,pagedown", "scroll('page_down')", "page down", id="outcome.page_down", show=False),
        Binding("pageup", "scroll('page_up')", "page up", id="outcome.page_up", show=False),
        Binding("enter,escape,q", "dismiss", "done", key_display="enter", id="outcome.back"),
    ]

    app = getters.app(PrepApp)
    _title = getters.query_one(TitleBar)

    def __init__(self, desk: Desk, record: MockRecord) -> None:
        super().__init__()
        self._desk = desk
        self.record = record
        """The mock that is talked over."""
        self._proposals: tuple[Proposal, ...] = ()

    def compose(self) -> ComposeResult:
        yield TitleBar()
        with VerticalScroll(can_focus=False):
            yield Static(id="page", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._proposals = proposals(self._desk, self.record)
        self._title.left, self._title.right = outcome_face.title(self.record)
        self._show()

    def on_resize(self, _event: Resize) -> None:
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return bool(self._proposals) if action in {"take", "take_all"} else True

    def action_take(self, n: int) -> None:
        self._take(self._proposals[n - 1 : n])

    def action_take_all(self) -> None:
        self._take(self._proposals)

    def action_transcript(self) -> None:
        file = write_transcript(self._desk.place.home, self._told())
        self.notify(f"Written to {file}", timeout=8, markup=False)

    def action_scroll(self, where: str) -> None:
        getattr(self.query_one(VerticalScroll), f"scroll_{where}")(animate=False)

    def _take(self, wanted: tuple[Proposal, ...]) -> None:
        accept(self._desk, wanted, self.app.now())
        self._show()

    def _show(self) -> None:
        now, width = self.app.now(), min(WIDEST, max(40, self.size.width - MARGINS))
        page = outcome_face.page(self._told(), self._proposals, taken(self._desk, now), width)
        self.query_one("#page", Static).update(page)
        self.refresh_bindings()

    def _told(self) -> Debrief:
        deck = self._desk.library.deck(self.record.deck)
        return debrief(self.record, mock_records(self._desk, self.app.now()), deck)
