"""A lab before its run: what it is about, what may be set, the claims with their rules, the predictions."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Literal

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static

from prepapp.core.card import Card
from prepapp.errors import PrepError
from prepapp.session.desk import Desk
from prepapp.session.lab_history import PastRun, past_runs
from prepapp.session.lab_run import LabRun, new_run
from prepapp.session.lab_setup import LabSetup, Setting
from prepapp.session.labs import Lab, is_trusted, labs_at_hand, trust
from prepapp.tui import lab_face
from prepapp.tui.app import PrepApp
from prepapp.tui.editor import open_in_editor
from prepapp.tui.widgets.ask import Ask
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.rows import Rows
from prepapp.tui.widgets.title_bar import TitleBar

OWN = frozenset({"go_on", "predict", "change", "step", "source", "earlier", "dismiss"})
"""Actions that wait while a line is being asked for."""

LOOKS_S = 0.5
"""Seconds between two looks at how far the host is."""


class LabScreen(Screen[None]):
    """A lab about to be run."""

    CSS_PATH = "lab.tcss"
    HELP = "Predict before you look: what you say here is kept beside what is measured. An empty line skips."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "go_on", "go on", key_display="enter", tooltip="predict, then run it", id="lab.go_on"
        ),
        Binding("space", "change", "change", key_display="space", tooltip="another value", id="lab.change"),
        Binding("left", "step(-1)", "before", tooltip="the choice before", id="lab.left", show=False),
        Binding("right", "step(1)", "next", tooltip="the next choice", id="lab.right", show=False),
        Binding(
            "p", "predict", "predict again", tooltip="from the first question", id="lab.predict", show=False
        ),
        Binding("h", "earlier", "earlier", tooltip="compare and replay them", id="lab.earlier"),
        Binding("v", "source", "source", tooltip="its source in your editor", id="lab.source"),
        Binding("pagedown", "scroll('page_down')", "page down", id="lab.page_down", show=False),
        Binding("pageup", "scroll('page_up')", "page up", id="lab.page_up", show=False),
        Binding("escape,q", "dismiss", "back", id="lab.back"),
    ]

    app = getters.app(PrepApp)
    _title = getters.query_one(TitleBar)
    _list = getters.query_one(Rows)
    _question = getters.query_one("#question", Static)
    _ask = getters.query_one(Ask)

    def __init__(self, desk: Desk, lab: Lab, card: str | None = None) -> None:
        super().__init__()
        self._desk = desk
        self.setup = LabSetup(lab, card)
        """What is chosen and predicted."""
        self._past: Sequence[PastRun] = ()
        self._asked: Literal["setting", "prediction"] = "setting"
        self._known = ("", False, False)

    @property
    def lab(self) -> Lab:
        """The lab."""
        return self.setup.lab

    def compose(self) -> ComposeResult:
        yield TitleBar()
        with Horizontal(id="lab"):
            with Vertical(id="chosen"):
                yield Static(id="about", markup=False)
                yield Rows()
            with VerticalScroll(id="claims-page", can_focus=False):
                yield Static(id="claims", markup=False)
        yield Static(id="question", markup=False)
        yield Static(id="next", markup=False)
        yield Ask()
        yield KeyBar()

    def on_mount(self) -> None:
        self.app.bench.warm_up()
        self.set_interval(LOOKS_S, self._look_at_host)
        self._list.focus()
        bench = self.app.bench
        if bench.run is not None and bench.run.lab.id == self.lab.id and not bench.is_seen:
            self._show_run(bench.run)

    def on_screen_resume(self) -> None:
        self._past = past_runs(self._desk, self.app.now(), self.lab.id)
        self._fill()

    def on_resize(self, _event: Resize) -> None:
        self.call_after_refresh(self._draw)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in OWN and self._ask.is_open:
            return False
        if action == "predict":
            return self.setup.position > 1
        return bool(self._past) if action == "earlier" else True

    def action_go_on(self) -> None:
        if self._under_way is not None:
            self._show_run(self._under_way)
        elif not is_trusted(self._desk.place.home, self.lab):
            self._ask_trust()
        elif self.setup.question is not None:
            self._ask_prediction()
        else:
            self._run()

    def action_predict(self) -> None:
        self.setup.predict_again()
        self._ask_prediction()

    def action_change(self) -> None:
        setting = self._at_hand
        if setting.choices:
            self.action_step(1)
            return
        self._asked = "setting"
        self._ask.ask(setting.name, setting.value, setting.help)

    def action_step(self, by: int) -> None:
        if self._at_hand.choices:
            self.setup.step(self._at_hand, by)
            self._fill()

    def action_earlier(self) -> None:
        from prepapp.tui.screens.earlier import EarlierScreen

        self.app.push_screen(EarlierScreen(self._desk, self.lab))

    def action_source(self) -> None:
        open_in_editor(self.app, self.lab.path, self._desk.settings.editor)
        self.setup.lab = labs_at_hand(self._desk).lab(self.lab.id)
        self._fill()

    def action_scroll(self, where: str) -> None:
        getattr(self.query_one("#claims-page"), f"scroll_{where}")(animate=False)

    @on(Rows.Chosen)
    def _chosen(self) -> None:
        self.action_change()

    @on(Ask.Answered)
    def _answered(self, event: Ask.Answered) -> None:
        try:
            if self._asked == "setting":
                self.setup.set(self._at_hand.name, event.text)
            else:
                self.setup.predict(event.text)
        except PrepError as error:
            self._ask.complain(error)
            return
        if self._asked == "prediction" and self.setup.question is not None:
            self._ask_prediction()
        else:
            self._ask.close()
        self._fill()

    @on(Ask.Closed)
    def _ask_closed(self) -> None:
        self._fill()

    @property
    def _under_way(self) -> LabRun | None:
        """The run of this lab that is under way."""
        bench = self.app.bench
        of_this = bench.is_running and bench.run is not None and bench.run.lab.id == self.lab.id
        return bench.run if of_this else None

    @property
    def _at_hand(self) -> Setting:
        return self.setup.settings[self._list.cursor]

    def _ask_trust(self) -> None:
        from prepapp.tui.screens.trust import TrustScreen

        self.app.push_screen(TrustScreen(lab_face.trust(self.lab), self.lab.path), self._trusted)

    def _trusted(self, may_run: bool | None) -> None:
        if may_run:
            trust(self._desk.place.home, labs_at_hand(self._desk).lab(self.lab.id))
            self.setup.lab = labs_at_hand(self._desk).lab(self.lab.id)
            self.action_go_on()

    def _ask_prediction(self) -> None:
        self._asked = "prediction"
        question = self.setup.question
        assert question is not None
        said = self.setup.predictions.get(question.id)
        self._ask.ask("You say", "" if said is None else f"{said:g}", "a number; empty skips it")
        self._draw()

    def _run(self) -> None:
        run = LabRun(self._desk, self.lab, self.setup.choice, new_run())
        self.app.bench.start(run)
        self._show_run(run)

    def _show_run(self, run: LabRun) -> None:
        from prepapp.tui.screens.run import RunScreen

        self.app.push_screen(RunScreen(self._desk, run), self._came_back)

    def _came_back(self, again: bool | None) -> None:
        if again:
            self.setup.predictions.clear()
            self.setup.predict_again()
            self._fill()

    def _look_at_host(self) -> None:
        bench = self.app.bench
        known = (bench.device, bench.is_warm, bench.is_running)
        if self.is_current and known != self._known:
            self._known = known
            self._fill()

    def _fill(self) -> None:
        """Show what is set; the same row stays at hand."""
        self._list.show(len(self.setup.settings), self._line, self._list.cursor)
        self._draw()
        self.refresh_bindings()

    def _line(self, row: int, width: int) -> Content:
        return lab_face.setting_line(self.setup.settings[row], self.app.bench.device, width)

    def _draw(self) -> None:
        today = self._desk.day(self.app.now())
        last = next((run for run in reversed(self._past) if run.is_whole), None)
        self._title.left, self._title.right = lab_face.title(self.setup, last, today, self.size.width)
        self.query_one("#about", Static).update(lab_face.about(self.lab))
        claims = self.query_one("#claims", Static)
        claims.update(lab_face.claims(self.setup, max(40, claims.content_size.width)))
        asking = self._ask.is_open and self._asked == "prediction"
        self._question.display = asking
        self._question.update(lab_face.question(self.setup) if asking else "")
        bench = self.app.bench
        words = lab_face.next_step(
            self.setup, bench.is_warm, bench.lacks(self.lab), self._under_way is not None
        )
        self.query_one("#next", Static).update(words)
        self.query_one("#next").display = not self._ask.is_open


def open_lab(app: PrepApp, card: Card, back: Callable[[], None]) -> None:
    """Open the lab of a card, if it has one; ``back`` is called when it is left."""
    if lab := card.measured_by:
        screen = LabScreen(app.desk, labs_at_hand(app.desk).lab(lab), card.id)
        app.push_screen(screen, lambda _: back())
