"""A mock interview: asked, answered aloud, ticked point by point, followed up."""

from datetime import datetime
from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static

from prepapp.core.card import Card
from prepapp.core.interview import LISTENERS
from prepapp.errors import PrepError
from prepapp.session.desk import Desk
from prepapp.session.mock import MockPhase, MockSession
from prepapp.session.mock_begin import MockChoice, begin, go_on
from prepapp.session.tapes import Recorder
from prepapp.tui import mock_face, mock_keys
from prepapp.tui.app import PrepApp
from prepapp.tui.mock_face import Speech
from prepapp.tui.widgets.answer_line import AnswerLine
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.take_clock import TakeClock
from prepapp.tui.widgets.title_bar import TitleBar

WIDEST, MARGINS = 88, 5
"""Columns of prose at most, and those beside it."""

RULE = 3
"""Columns beside what only a witness sees."""


class MockScreen(Screen[None]):
    """One mock interview."""

    CSS_PATH = "mock.tcss"
    AUTO_FOCUS = ""
    HELP = (
        "Answer aloud; the clock counts speech only. Then say of each point whether the answer had it. "
        "Every answer is on disk before the next question; a mock that is left goes on from there today."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*mock_keys.BINDINGS]

    app = getters.app(PrepApp)
    _title = getters.query_one(TitleBar)
    _asked = getters.query_one("#asked", Static)
    _prompt = getters.query_one("#prompt", Static)
    _judged = getters.query_one("#judged", Static)
    _rubric = getters.query_one("#rubric", Static)
    _line = getters.query_one(AnswerLine)
    _scroll = getters.query_one(VerticalScroll)

    def __init__(self, desk: Desk, session: MockSession) -> None:
        super().__init__()
        self._desk = desk
        self.session = session
        """The mock behind the screen."""
        self._recorder = Recorder(desk.place.home, desk.settings, session.mock)
        self._clock = TakeClock(self, lambda: self.app.now(), self._show_prompt)
        self._spoken: float | None = None
        """Seconds of the answer before its last pause; None before the first word."""
        self._marks: frozenset[int] = frozenset()
        self._asked_at: datetime | None = None

    def compose(self) -> ComposeResult:
        yield TitleBar()
        with VerticalScroll(can_focus=False), Vertical(id="ask"):
            yield Static(id="asked", markup=False)
            yield Static(id="prompt", markup=False)
            yield Static(id="rubric", markup=False)
            yield Static(id="judged", markup=False)
            yield AnswerLine()
        yield KeyBar()

    def on_mount(self) -> None:
        self._next()

    def on_resize(self, _event: Resize) -> None:
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted or self._line.is_open:
            return action == "leave"
        recorded = self._recorder.has_tape(self.session.standing.step)
        return mock_keys.offered(action, self.session, self._spoken is not None, recorded)

    def action_speak(self) -> None:
        if self._spoken is None:
            self._spoken = 0.0
            self._recorder.start(self.session.standing.step)
            self._clock.start()
        else:
            seconds = self._speech().seconds or 0.0
            self._clock.stop()
            self.session.speak(seconds)
            self._end_tape()
        self._show()

    def action_pause(self) -> None:
        if self._clock.seconds is None:
            self._clock.start()
        else:
            self._spoken = (self._spoken or 0.0) + self._clock.stop()
        self._show()

    def action_write(self) -> None:
        self._line.open("your answer, in a line; enter commits, esc goes back")
        self.refresh_bindings()

    def action_silent(self) -> None:
        self.session.stay_silent(self._since_asked(), self.app.now())
        self._next()

    def action_skip(self) -> None:
        self.session.skip(self.app.now())
        self._next()

    def action_check(self) -> None:
        from prepapp.tui.screens.check import CheckScreen

        ask = self.session.ask
        if ask is not None and ask.item.card is not None:
            card = self._desk.card(ask.item.card)
            self.app.push_screen(CheckScreen(self._desk, card, n=ask.item.check, mode="prove"))

    def action_judge(self, said: bool) -> None:
        if self.session.phase is MockPhase.HELD:
            self.session.hold(said, self.app.now())
            self._next()
            return
        self.session.tick(said)
        self._show()
        self._scroll.scroll_end(animate=False)

    def action_untick(self) -> None:
        self._marks = frozenset()
        self.session.untick()
        if self.session.phase is MockPhase.ASKED:
            self._spoken = None
        self._show()

    def action_mark(self, n: int) -> None:
        if self.session.phase is MockPhase.POINTS:
            flags = self.session.red_flags
            if n > len(flags):
                return
            n = flags[n - 1].n
        self._marks ^= {n}
        self._show()

    def action_settle(self) -> None:
        now = self.app.now()
        if self.session.phase is MockPhase.SIGNALS:
            self.session.signal(mock_face.shown_signals(self._marks), now)
        else:
            self.session.settle(self._marks, now)
        self._next()

    def action_play(self) -> None:
        self._recorder.play(self.session.standing.step)

    def action_scroll(self, where: str) -> None:
        getattr(self._scroll, f"scroll_{where}")(animate=False)

    def action_quit(self) -> None:
        self.session.quit(self.app.now())
        self._next()

    def action_leave(self) -> None:
        if self._line.is_open:
            self._line.close()
            self._show()
            return
        self._clock.stop()
        self._end_tape()
        self.dismiss()

    def on_unmount(self) -> None:
        self._recorder.quiet()

    @on(AnswerLine.Submitted)
    def _line_entered(self, event: AnswerLine.Submitted) -> None:
        text = event.value.strip()
        if text:
            self.session.write(text, self._since_asked())
            self._line.close()
            self._show()

    def _next(self) -> None:
        """Show what is asked next, or what came of it."""
        self._spoken, self._marks, self._asked_at = None, frozenset(), self.app.now()
        self._recorder.quiet()
        if self.session.phase is MockPhase.OVER:
            self._over()
            return
        self._show()
        self._scroll.scroll_home(animate=False)

    def _over(self) -> None:
        from prepapp.tui.screens.outcome import OutcomeScreen

        record = self.session.record
        if record is None:
            self.dismiss()
            return
        self.app.switch_screen(OutcomeScreen(self._desk, record))

    def _show(self) -> None:
        session, width = self.session, self._width()
        if session.phase is MockPhase.OVER:
            return
        self._title.left, self._title.right = mock_face.title(session)
        ask = session.ask
        self._asked.update(mock_face.asked(ask, width) if ask else "")
        self._rubric.display = witnessed = ask is not None and session.phase is MockPhase.ASKED
        if ask is not None and witnessed and session.interview.settings.interviewer:
            self._rubric.update(mock_face.rubric(ask, width - RULE))
        else:
            self._rubric.display = False
        self._show_prompt()
        self._judged.update(mock_face.judged(session, self._marks, width))
        self.refresh_bindings()

    def _show_prompt(self) -> None:
        self._prompt.update(mock_face.prompt(self.session, self._speech()))

    def _speech(self) -> Speech:
        if self._spoken is None:
            return Speech()
        running = self._clock.seconds
        seconds = self._spoken + (running or 0.0)
        return Speech(seconds, running is None, self._recorder.is_recording)

    def _since_asked(self) -> float:
        now = self.app.now()
        return (now - (self._asked_at or now)).total_seconds()

    @work(thread=True, group="tape", description="close the recording")
    def _end_tape(self) -> None:
        try:
            self._recorder.stop()
        except PrepError as error:
            self.app.call_from_thread(self.app.report, error)
        self.app.call_from_thread(self.refresh_bindings)

    def _width(self) -> int:
        return min(WIDEST, max(40, self.size.width - MARGINS))


def open_mock(app: PrepApp, choice: MockChoice) -> None:
    """Show a mock: today's unfinished one that is the same where there is one, else a new one."""
    app.push_screen(_screen(app, choice))


def hot_seat(app: PrepApp, card: Card) -> MockScreen:
    """Return the hot seat that ends a day; who listens changes from day to day."""
    listener = LISTENERS[app.desk.day(app.now()).toordinal() % len(LISTENERS)]
    return _screen(app, MockChoice("hotseat", card.deck, None, listener, card=card.id))


def _screen(app: PrepApp, choice: MockChoice) -> MockScreen:
    desk, now = app.desk, app.now()
    unfinished = go_on(desk, choice.deck, now, choice.format, choice.card, choice.length)
    return MockScreen(desk, unfinished or begin(desk, choice, now))
