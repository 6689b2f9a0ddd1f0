"""A run of a lab: while it goes on, when it is over, or an earlier one shown again."""

from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static

from prepapp.errors import PrepError
from prepapp.session.desk import Desk
from prepapp.session.lab_card import beginning, completed, keep_card
from prepapp.session.lab_history import past_runs
from prepapp.session.lab_replay import Replay
from prepapp.session.lab_run import LabRun
from prepapp.session.lab_view import Plot
from prepapp.tui import run_face
from prepapp.tui.app import PrepApp
from prepapp.tui.editor import open_in_editor
from prepapp.tui.widgets.ask import Ask
from prepapp.tui.widgets.chart import Chart
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.title_bar import TitleBar

REDRAW_S = 0.2
"""Seconds between two looks at what is new."""

REPLAY_S = 6.0
"""Seconds that an earlier run takes when it is shown again."""


class RunScreen(Screen[bool]):
    """One run; dismissed with True when it is to be run again."""

    CSS_PATH = "run.tcss"
    AUTO_FOCUS = ""
    HELP = "A run goes on when you leave, and says when it is over. Its lines are kept; h shows earlier runs."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "finish",
            "finish",
            key_display="enter",
            tooltip="complete the sentence, which becomes a card",
            id="run.finish",
        ),
        Binding(
            "space",
            "aloud",
            "said it",
            key_display="space",
            tooltip="you answered the question aloud",
            id="run.aloud",
        ),
        Binding("x", "cancel", "cancel", tooltip="end the run", id="run.cancel"),
        Binding("end", "to_end", "to the end", tooltip="show how it ended", id="run.to_end"),
        Binding("m", "next_plot", "chart", tooltip="the next chart", id="run.chart"),
        Binding("o", "log", "log", tooltip="what it printed", id="run.log"),
        Binding("h", "earlier", "earlier", tooltip="compare and replay earlier runs", id="run.earlier"),
        Binding("r", "again", "again", tooltip="predict and run it again", id="run.again"),
        Binding("v", "source", "source", tooltip="its source in your editor", id="run.source", show=False),
        Binding("down,j", "scroll('down')", "down", id="run.down", show=False),
        Binding("up,k", "scroll('up')", "up", id="run.up", show=False),
        Binding("pagedown", "scroll('page_down')", "page down", id="run.page_down", show=False),
        Binding("pageup", "scroll('page_up')", "page up", id="run.page_up", show=False),
        Binding("escape,q", "leave", "back", tooltip="back; a run goes on", id="run.leave"),
    ]

    app = getters.app(PrepApp)
    _title = getters.query_one(TitleBar)
    _chart = getters.query_one(Chart)
    _page = getters.query_one("#page", VerticalScroll)
    _text = getters.query_one("#text", Static)
    _plot_title = getters.query_one("#plot-title", Static)
    _ask = getters.query_one(Ask)

    def __init__(self, desk: Desk, run: LabRun, replay: Replay | None = None) -> None:
        super().__init__()
        self._desk = desk
        self.run = run
        """What is shown."""
        self._replay = replay
        self._plot = 0
        self._drawn: tuple[object, ...] = ()
        self.logging = False
        """Whether the log is open."""
        self._last_s: float | None = None

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Static(id="progress", markup=False)
        with Horizontal(id="run"):
            with Vertical(id="drawn"):
                yield Static(id="plot-title", markup=False)
                yield Chart()
            with VerticalScroll(id="page", can_focus=False):
                yield Static(id="text", markup=False)
        yield Static(id="aloud", markup=False)
        yield Ask()
        yield KeyBar()

    def on_mount(self) -> None:
        whole = [run for run in past_runs(self._desk, self.app.now(), self.run.lab.id) if run.is_whole]
        alike = [run for run in whole if run.payload["params"] == dict(self.run.params)]
        self._last_s = alike[-1].payload.get("seconds") if alike else None
        self.set_interval(REDRAW_S, self._tick)
        self.call_after_refresh(self._draw)

    def on_resize(self, _event: Resize) -> None:
        self.call_after_refresh(self._draw)

    def on_screen_resume(self) -> None:
        self.call_after_refresh(self._draw)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.run.over is not None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self._ask.is_open:
            return False
        live = self._replay is None
        when = {
            "finish": self.is_over and bool(self.run.view.sentence) and not self.run.kept,
            "aloud": live and not self.is_over and bool(self.run.lab.header.question),
            "cancel": live and not self.is_over,
            "to_end": not live and not self.is_over,
            "next_plot": len(self._plots()) > 1,
            "earlier": live,
            "again": live and self.is_over,
        }
        return when.get(action, True)

    def action_finish(self) -> None:
        sentence = self.run.view.sentence
        if beginning(sentence):
            self._ask.ask("…", placeholder="what follows from these numbers, in your words")
        else:
            self._ask.ask("Sentence", sentence)

    def action_aloud(self) -> None:
        self.run.said_aloud = not self.run.said_aloud
        self._draw()

    async def action_cancel(self) -> None:
        await self.app.bench.cancel()

    def action_to_end(self) -> None:
        if self._replay is not None:
            self._replay.go_to_end()
        self._draw()

    def action_next_plot(self) -> None:
        self._plot += 1
        self._draw()

    def action_log(self) -> None:
        self.logging = not self.logging
        self._draw()
        self.call_after_refresh(
            self._page.scroll_end if self.logging else self._page.scroll_home, animate=False
        )

    def action_earlier(self) -> None:
        from prepapp.tui.screens.earlier import EarlierScreen

        self.app.push_screen(EarlierScreen(self._desk, self.run.lab))

    def action_again(self) -> None:
        self.dismiss(True)

    def action_source(self) -> None:
        open_in_editor(self.app, self.run.lab.path, self._desk.settings.editor)

    def action_scroll(self, where: str) -> None:
        getattr(self._page, f"scroll_{where}")(animate=False)

    def action_leave(self) -> None:
        self.dismiss(False)

    @on(Ask.Answered)
    def _answered(self, event: Ask.Answered) -> None:
        try:
            sentence = completed(self.run.view.sentence, event.text)
            self.run.kept = keep_card(self.run, sentence, self._desk.day(self.app.now()))
        except PrepError as error:
            self._ask.complain(error)
            return
        self.run.view.sentence = sentence
        self._desk.reread()
        self._ask.close()
        self._draw()

    def show_at(self, lines: int) -> None:
        """Show an earlier run as it was after so many lines, and stand still there."""
        if self._replay is not None:
            self._replay.go_back()
            self._replay.go_on(lines)
            self.run = self._replay.run
            self._replay.paused = True
            self._draw()

    def _tick(self) -> None:
        """Draw what is new; no more often than this is called."""
        replay = self._replay
        if replay is not None and not replay.is_over and not replay.paused and self.is_current:
            replay.go_on(max(1, round(len(replay.lines) * REDRAW_S / REPLAY_S)))
        if self.is_current and self._news() != self._drawn:
            self._draw()

    def _news(self) -> tuple[object, ...]:
        """Return what changes whenever there is something new to draw."""
        room = (self._text.content_size.width, self._plot_title.content_size.width)
        if self._replay is not None:
            return (room, self._replay.told, self.is_over)
        bench = self.app.bench
        return (room, bench.heard, int(bench.elapsed_s), self.is_over)

    def _draw(self) -> None:
        self._drawn = self._news()
        self.set_class(self.is_over, "-over")
        self._draw_title()
        self._draw_plot()
        width = max(40, self._text.content_size.width)
        if self.logging:
            self._text.update(run_face.log(self.run.view))
        elif self.is_over:
            self._text.update(run_face.result(self.run, width))
        else:
            self._text.update(run_face.claims(self.run, width))
        aloud = self.query_one("#aloud", Static)
        aloud.display = not self.is_over and self._replay is None and bool(self.run.lab.header.question)
        aloud.update(run_face.aloud(self.run, max(40, aloud.content_size.width)))
        self.refresh_bindings()

    def _draw_title(self) -> None:
        bench, progress = self.app.bench, self.query_one("#progress", Static)
        self._title.left = run_face.title(self.run, self._replay is not None)
        progress.display = not self.is_over
        if self.is_over:
            self._title.right = run_face.outcome(self.run)
            bench.is_seen = bench.is_seen or bench.run is self.run
            return
        width = max(40, progress.content_size.width)
        if self._replay is not None:
            self._title.right = "replay"
        else:
            self._title.right = run_face.time_left(self.run.view, bench.elapsed_s, self._last_s)
        waits = self._replay is None and bench.started is None
        progress.update(run_face.waiting(self.run) if waits else run_face.progress(self.run.view, width))

    def _draw_plot(self) -> None:
        plots = self._plots()
        self.set_class(bool(plots) and not self.logging, "-plotted")
        if not plots:
            return
        self._plot %= len(plots)
        width = max(30, self._plot_title.content_size.width)
        self._plot_title.update(run_face.plot_title(plots, self._plot, width))
        self._chart.show(plots[self._plot])

    def _plots(self) -> list[Plot]:
        return self.run.view.plots()


def tell_over(app: PrepApp, run: LabRun, broken: PrepError | None) -> None:
    """Say that a run is over, where the candidate does not see it anyway."""
    if broken is not None:
        app.report(broken)
    elif not (isinstance(app.screen, RunScreen) and app.screen.run is run):
        title = run.lab.header.title
        app.notify(f"{title}: {run_face.outcome(run)}", title="Lab over", timeout=8, markup=False)
