"""Labs: every lab with what its newest run came to."""

from datetime import date
from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static

from prepapp.core.card import Fault
from prepapp.session.desk import Desk
from prepapp.session.lab_history import newest_by_lab, past_runs
from prepapp.session.labs import labs_at_hand
from prepapp.tui import lab_face
from prepapp.tui.app import PrepApp
from prepapp.tui.lab_face import Row
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.rows import MARK, Rows
from prepapp.tui.widgets.title_bar import TitleBar
from prepapp.tui.words import count


class LabsScreen(Screen[None]):
    """The list of labs."""

    CSS_PATH = "labs.tcss"
    HELP = "A lab measures what the cards claim, on your machine; you predict before it runs."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open", key_display="enter", tooltip="choose, predict, run", id="labs.open"),
        Binding("c", "claims", "claims", tooltip="every claim and its evidence", id="labs.claims"),
        Binding("escape,q", "dismiss", "back", id="labs.back"),
    ]

    app = getters.app(PrepApp)
    _title = getters.query_one(TitleBar)
    _list = getters.query_one(Rows)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.rows: list[Row] = []
        """Those listed, in their order."""
        self._faults: tuple[Fault, ...] = ()
        self._today: date | None = None

    def compose(self) -> ComposeResult:
        yield TitleBar(Content.assemble(("Labs", "bold $accent")))
        yield Static(id="header", markup=False)
        yield Rows()
        yield Static(id="preview", markup=False)
        yield Static(id="faults", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.app.bench.warm_up()

    def on_screen_resume(self) -> None:
        self.load()

    def on_resize(self, _event: Resize) -> None:
        self.call_after_refresh(self._draw_around)

    @work(thread=True, exclusive=True, group="labs", description="list the labs")
    def load(self) -> None:
        """Read the labs and their runs beside the loop."""
        shelf = labs_at_hand(self._desk)
        last = newest_by_lab(past_runs(self._desk, self.app.now()))
        rows = [Row(lab, last.get(lab.id)) for lab in shelf.labs]
        self.app.call_from_thread(self._fill, rows, shelf.faults)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return bool(self.rows) if action == "open" else True

    def action_open(self) -> None:
        from prepapp.tui.screens.lab import LabScreen

        self.app.push_screen(LabScreen(self._desk, self.rows[self._list.cursor].lab))

    def action_claims(self) -> None:
        from prepapp.tui.screens.claims import ClaimsScreen

        self.app.push_screen(ClaimsScreen(self._desk))

    @on(Rows.Moved)
    def _moved(self) -> None:
        self._draw_around()

    @on(Rows.Chosen)
    def _chosen(self) -> None:
        self.action_open()

    def _fill(self, rows: list[Row], faults: tuple[Fault, ...]) -> None:
        bench = self.app.bench
        running = bench.run.lab.id if bench.is_running and bench.run is not None else None
        self.rows = [Row(row.lab, row.last, row.lab.id == running) for row in rows]
        self._faults, self._today = faults, self._desk.day(self.app.now())
        self._title.right = count(len(rows), "lab")
        self._list.show(len(rows), self._line, self._list.cursor)
        self._draw_around()
        self.refresh_bindings()

    def _line(self, row: int, width: int) -> Content:
        assert self._today is not None
        return lab_face.list_line(self.rows[row], self._today, width)

    def _draw_around(self) -> None:
        if self._today is None:
            return
        width = max(40, self._list.scrollable_content_region.width) - MARK
        faults = self.query_one("#faults", Static)
        faults.update(lab_face.faults(self._faults, width))
        faults.display = bool(self._faults)
        preview = self.query_one("#preview", Static)
        if self.rows:
            self.query_one("#header", Static).update(Content(" " * MARK) + lab_face.list_header(width))
            preview.update(lab_face.list_preview(self.rows[self._list.cursor]))
        else:
            preview.update(lab_face.nothing())
