"""Warm-up: a few minutes before an interview; recall first, then look; nothing new, no grades."""

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static

from prepapp.session.desk import Desk
from prepapp.session.warmup import Minutes, WarmupSession
from prepapp.tui import warmup_face
from prepapp.tui.app import PrepApp
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.take_clock import TakeClock
from prepapp.tui.widgets.title_bar import TitleBar

LONGER: dict[Minutes, Minutes] = {1: 5, 5: 15, 15: 1}
"""The size after each."""


class WarmupScreen(Screen[None]):
    """One thing a page."""

    CSS_PATH = "warmup.tcss"
    HELP = "All of it was met before. What you open here counts as read: today's tries at it are not cold."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,right",
            "go_on",
            "go on",
            key_display="enter",
            tooltip="open the page, then the next one",
            id="warmup.on",
        ),
        Binding(
            "space",
            "speak",
            "speak",
            key_display="space",
            tooltip="start and stop the clock",
            id="warmup.speak",
        ),
        Binding("left,backspace", "go_back", "back", key_display="←", id="warmup.back"),
        Binding("t", "longer", "1, 5, 15 min", tooltip="another length, from the start", id="warmup.longer"),
        Binding("down,j", "scroll('down')", "down", id="warmup.down", show=False),
        Binding("up,k", "scroll('up')", "up", id="warmup.up", show=False),
        Binding("pagedown", "scroll('page_down')", "page down", id="warmup.page_down", show=False),
        Binding("pageup", "scroll('page_up')", "page up", id="warmup.page_up", show=False),
        Binding("escape,q", "dismiss", "today", tooltip="back to Today", id="warmup.leave"),
    ]

    app = getters.app(PrepApp)
    _title = getters.query_one(TitleBar)
    _scroll = getters.query_one(VerticalScroll)
    _ask = getters.query_one("#ask", Static)
    _prompt = getters.query_one("#prompt", Static)
    _told = getters.query_one("#told", Static)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._session: WarmupSession | None = None
        self._clock = TakeClock(self, lambda: self.app.now(), self._show_prompt)
        self._spoken: float | None = None
        """Seconds of the answer that was just said aloud."""

    @property
    def session(self) -> WarmupSession:
        """The warm-up behind the screen."""
        assert self._session is not None
        return self._session

    def compose(self) -> ComposeResult:
        yield TitleBar()
        with VerticalScroll(can_focus=False), Vertical(id="page"):
            yield Static(id="ask", markup=False)
            yield Static(id="prompt", markup=False)
            yield Static(id="told", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._begin(5)

    def on_resize(self, _event: Resize) -> None:
        self.call_after_refresh(self._show)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self._session is None:
            return action == "dismiss"
        session = self.session
        if action == "speak":
            return not session.is_done and not session.is_open and session.page.kind == "aloud"
        if action == "longer":
            return bool(session.warmup.pages)
        return session.can_go_back if action == "go_back" else True

    def action_go_on(self) -> None:
        if self.session.is_done:
            self.dismiss()
            return
        if self.session.is_open:
            self._spoken = None
        self._clock.stop()
        self.session.go_on(self.app.now())
        self._turn()

    def action_speak(self) -> None:
        if self._clock.seconds is None:
            self._clock.start()
            self._show_prompt()
        else:
            self._spoken = self._clock.stop()
            self.action_go_on()

    def action_go_back(self) -> None:
        self._clock.stop()
        self._spoken = None
        self.session.go_back()
        self._turn()

    def action_longer(self) -> None:
        self._clock.stop()
        self._begin(LONGER[self.session.warmup.minutes])

    def action_scroll(self, where: str) -> None:
        getattr(self._scroll, f"scroll_{where}")(animate=False)

    def _begin(self, minutes: Minutes) -> None:
        self._session = WarmupSession(self._desk, minutes, self.app.now())
        self._spoken = None
        self._turn()

    def _turn(self) -> None:
        self._scroll.scroll_home(animate=False)
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        session, under_way = self.session, not self.session.is_done
        self._title.left, self._title.right = warmup_face.title(session)
        self._prompt.display = under_way
        self._told.display = under_way and session.is_open
        if under_way:
            self._ask.update(warmup_face.ask(session.page))
            self._show_prompt()
            width = max(30, self._ask.content_size.width)
            self._told.update(warmup_face.told(session.page, width) if session.is_open else "")
        else:
            self._ask.update(warmup_face.closing(session))
        self.refresh_bindings()

    def _show_prompt(self) -> None:
        self._prompt.update(
            warmup_face.prompt(self.session.page, self.session.is_open, self._clock.seconds, self._spoken)
        )
