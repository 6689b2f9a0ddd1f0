"""Ready: what the candidate says of each skill, what is proven, and what to do next."""

from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static

from prepapp.core.readiness import Action, Readiness, SkillReady
from prepapp.errors import PrepError
from prepapp.session.desk import Desk
from prepapp.session.ready import ready, review_for
from prepapp.tui import ready_face
from prepapp.tui.app import PrepApp
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.rows import MARK, Rows
from prepapp.tui.widgets.title_bar import TitleBar


class ReadyScreen(Screen[None]):
    """The skills of a deck."""

    CSS_PATH = "ready.tcss"
    HELP = (
        "What you say of yourself stands beside what is proven, and never counts as proof. "
        "3: explained twice, cold, once in writing or before a friend. 4: a blank page proved in the last "
        "14 days. 5: a whole mock answer on top. There is no overall score."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "do(1)", "do 1", key_display="enter", tooltip="do the first of the three", id="ready.do"
        ),
        *(Binding(str(n), f"do({n})", f"do {n}", id=f"ready.do.{n}", show=False) for n in (1, 2, 3)),
        Binding("e", "evidence", "evidence", tooltip="the events behind the row", id="ready.evidence"),
        Binding("s", "assess", "score", tooltip="score yourself, a minute", id="ready.assess"),
        Binding("o", "sheet", "sheet", tooltip="write one page to print", id="ready.sheet"),
        Binding("p", "progress", "progress", tooltip="the weeks in charts", id="ready.progress"),
        Binding("escape,q", "dismiss", "back", id="ready.back"),
    ]

    app = getters.app(PrepApp)
    _title = getters.query_one(TitleBar)
    _list = getters.query_one(Rows)
    _head = getters.query_one("#head", Static)
    _foot = getters.query_one("#foot", Static)

    def __init__(self, desk: Desk, deck_id: str) -> None:
        super().__init__()
        self._desk = desk
        self._deck_id = deck_id
        self._ready: Readiness | None = None

    @property
    def ready(self) -> Readiness:
        """What is shown."""
        assert self._ready is not None
        return self._ready

    def compose(self) -> ComposeResult:
        yield TitleBar(Content.styled("Ready", "bold $accent"))
        yield Static(id="head", markup=False)
        yield Rows()
        yield Static(id="foot", markup=False)
        yield KeyBar()

    def on_screen_resume(self) -> None:
        self.load()

    def on_resize(self, _event: Resize) -> None:
        self.call_after_refresh(self._draw)

    @work(thread=True, exclusive=True, group="ready", description="weigh the evidence")
    def load(self) -> None:
        """Read what is proven beside the loop."""
        try:
            found = ready(self._desk, self._deck_id, self.app.now())
        except PrepError as error:
            self.app.call_from_thread(self.app.report, error)
        else:
            self.app.call_from_thread(self._fill, found)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "do":
            (n,) = parameters
            return self._ready is not None and isinstance(n, int) and n <= len(self.ready.actions)
        if action in {"evidence", "assess"}:
            return self._ready is not None and bool(self.ready.skills)
        return True

    def action_do(self, n: int) -> None:
        open_action(self.app, self._desk, self._deck_id, self.ready.actions[n - 1])

    def action_evidence(self) -> None:
        from prepapp.tui.screens.evidence import EvidenceScreen

        self.app.push_screen(EvidenceScreen(self._desk, self.ready, self._at_hand))

    def action_assess(self) -> None:
        from prepapp.tui.screens.assess import AssessScreen

        self.app.push_screen(AssessScreen(self._desk, self._deck_id))

    def action_sheet(self) -> None:
        from prepapp.session.sheet import sheet, usual_file, write_sheet

        page = sheet(self._desk, self._deck_id, self.app.now())
        self.notify(f"Written: {write_sheet(page, usual_file(self._desk, page))}", timeout=12, markup=False)

    def action_progress(self) -> None:
        from prepapp.tui.screens.progress import ProgressScreen

        self.app.push_screen(ProgressScreen(self._desk, self._deck_id))

    @on(Rows.Moved)
    def _moved(self) -> None:
        self._draw()

    @on(Rows.Chosen)
    def _chosen(self) -> None:
        self.action_evidence()

    @property
    def _at_hand(self) -> SkillReady:
        return self.ready.skills[self._list.cursor]

    def _fill(self, found: Readiness) -> None:
        if not self.is_attached:
            return
        self._ready = found
        self._title.left, self._title.right = ready_face.title(found)
        self._list.show(len(found.skills), self._line, self._list.cursor)
        self._draw()
        self.refresh_bindings()

    def _line(self, row: int, width: int) -> Content:
        return ready_face.line(self.ready.skills[row], width)

    def _draw(self) -> None:
        if self._ready is None or not self.ready.skills:
            return
        self._head.update(ready_face.head(max(40, self._list.scrollable_content_region.width - MARK)))
        width = max(40, self._foot.content_size.width)
        self._foot.update(ready_face.foot(self.ready, self._at_hand, width, self.has_class("-wide")))


def open_action(app: PrepApp, desk: Desk, deck_id: str, action: Action) -> None:
    """Show the check, the card or the mock that an action asks for."""
    if action.kind == "check":
        from prepapp.tui.screens.check import CheckScreen

        app.push_screen(CheckScreen(desk, desk.card(action.card or ""), n=action.check, mode="prove"))
    elif action.kind == "mock":
        from prepapp.session.mock_begin import MockChoice
        from prepapp.tui.screens.mock import open_mock

        profile = desk.course(deck_id, desk.day(app.now())).plan.profile
        open_mock(
            app,
            MockChoice("hotseat" if action.card else "discussion", deck_id, profile, card=action.card),
        )
    else:
        from prepapp.tui.screens.review import ReviewScreen

        app.push_screen(ReviewScreen(desk, review_for(desk, action)))
