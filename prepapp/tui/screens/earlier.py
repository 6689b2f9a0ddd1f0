"""Earlier runs of a lab: what each measured, side by side; enter shows one again."""

from datetime import date
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static

from prepapp.session.desk import Desk
from prepapp.session.lab_history import PastRun, past_runs
from prepapp.session.lab_replay import Replay
from prepapp.session.labs import Lab
from prepapp.tui import earlier_face
from prepapp.tui.app import PrepApp
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.rows import Rows
from prepapp.tui.widgets.title_bar import TitleBar
from prepapp.tui.words import count


class EarlierScreen(Screen[None]):
    """The runs of one lab, newest first."""

    CSS_PATH = "earlier.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "replay",
            "show it again",
            key_display="enter",
            tooltip="from its first line",
            id="earlier.replay",
        ),
        Binding("pagedown", "scroll('page_down')", "page down", id="earlier.page_down", show=False),
        Binding("pageup", "scroll('page_up')", "page up", id="earlier.page_up", show=False),
        Binding("escape,q", "dismiss", "back", id="earlier.back"),
    ]

    app = getters.app(PrepApp)
    _list = getters.query_one(Rows)

    def __init__(self, desk: Desk, lab: Lab) -> None:
        super().__init__()
        self._desk = desk
        self._lab = lab
        self.runs: list[PastRun] = []
        """Those listed."""
        self._today: date | None = None

    def compose(self) -> ComposeResult:
        yield TitleBar(Content.assemble(("Earlier runs", "bold $accent"), f"  {self._lab.header.title}"))
        yield Rows()
        with VerticalScroll(id="compared", can_focus=False):
            yield Static(id="comparison", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        now = self.app.now()
        self._today = self._desk.day(now)
        self.runs = past_runs(self._desk, now, self._lab.id)[::-1]
        self.query_one(TitleBar).right = count(len(self.runs), "run")
        self._list.show(len(self.runs), self._line)
        self.refresh_bindings()

    def on_resize(self, _event: Resize) -> None:
        self.call_after_refresh(self._draw)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return bool(self.runs) if action == "replay" else True

    def action_replay(self) -> None:
        from prepapp.tui.screens.run import RunScreen

        replay = Replay(self._desk, self._lab, self.runs[self._list.cursor])
        self.app.push_screen(RunScreen(self._desk, replay.run, replay))

    def action_scroll(self, where: str) -> None:
        getattr(self.query_one("#compared"), f"scroll_{where}")(animate=False)

    @on(Rows.Moved)
    def _moved(self) -> None:
        self._draw()

    @on(Rows.Chosen)
    def _chosen(self) -> None:
        self.action_replay()

    def _line(self, row: int, width: int) -> Content:
        assert self._today is not None
        return earlier_face.earlier_line(self.runs[row], self._today, width)

    def _draw(self) -> None:
        if self.runs:
            comparison = self.query_one("#comparison", Static)
            width = max(50, comparison.content_size.width)
            claims = tuple(self._lab.header.claims.values())
            comparison.update(earlier_face.comparison(self.runs, self._list.cursor, claims, width))
