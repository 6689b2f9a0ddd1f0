"""Primer: a guess, its lesson, the next; ten minutes before the first card."""

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static

from prepapp.core.card import Deck
from prepapp.session.primer import PrimerSession
from prepapp.tui import primer_face
from prepapp.tui.app import PrepApp
from prepapp.tui.face import block
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.title_bar import TitleBar


class PrimerScreen(Screen[None]):
    """The chain of lessons, one stop a page."""

    CSS_PATH = "primer.tcss"
    HELP = "Reading is not graded and writes nothing: every card still begins with your guess."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,right",
            "go_on",
            "go on",
            key_display="enter",
            tooltip="open the lesson, then the next stop",
            id="primer.on",
        ),
        Binding(
            "space", "read", "open / scroll", tooltip="open the lesson, then the rest of it", id="primer.read"
        ),
        Binding("left,backspace", "go_back", "back", tooltip="the stop before", id="primer.back"),
        Binding("o", "open", "open card", tooltip="the card in full", id="primer.open"),
        Binding("down,j", "scroll('down')", "down", id="primer.down", show=False),
        Binding("up,k", "scroll('up')", "up", id="primer.up", show=False),
        Binding("pagedown", "scroll('page_down')", "page down", id="primer.page_down", show=False),
        Binding("pageup", "scroll('page_up')", "page up", id="primer.page_up", show=False),
        Binding("escape,q", "dismiss", "today", tooltip="back to Today", id="primer.leave"),
    ]

    app = getters.app(PrepApp)
    _title = getters.query_one(TitleBar)
    _page = getters.query_one("#page", VerticalScroll)
    _question = getters.query_one("#question", Static)
    _prompt = getters.query_one("#prompt", Static)
    _lesson = getters.query_one("#lesson", Static)
    _cards = getters.query_one("#cards", Static)
    _aside = getters.query_one("#aside", Static)

    def __init__(self, deck: Deck) -> None:
        super().__init__()
        self.session = PrimerSession(deck)
        """The reading behind the screen."""

    def compose(self) -> ComposeResult:
        yield TitleBar()
        with Horizontal():
            with VerticalScroll(id="page", can_focus=False):
                yield Static(id="question", markup=False)
                yield Static(id="prompt", markup=False)
                yield Static(id="lesson", markup=False)
                yield Static(id="cards", markup=False)
            with VerticalScroll(id="beside", can_focus=False):
                yield Static(id="aside", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.call_after_refresh(self._show)

    def on_resize(self, _event: Resize) -> None:
        self.call_after_refresh(self._show)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        session = self.session
        when = {
            "go_on": bool(session.stops),
            "read": not session.is_done,
            "go_back": session.can_go_back,
            "open": not session.is_done and session.is_open,
        }
        return when.get(action, True)

    def action_go_on(self) -> None:
        if self.session.is_done:
            self.dismiss()
            return
        if self.session.is_open:
            self._page.scroll_home(animate=False)
        self.session.go_on()
        self._show()

    def action_read(self) -> None:
        if self.session.is_open:
            self.action_scroll("page_down")
        else:
            self.action_go_on()

    def action_go_back(self) -> None:
        self.session.go_back()
        self._page.scroll_home(animate=False)
        self._show()

    def action_open(self) -> None:
        from prepapp.tui.screens.card import CardScreen

        self.app.push_screen(CardScreen(self.app.desk, self.session.stop.card))

    def action_scroll(self, where: str) -> None:
        getattr(self._page, f"scroll_{where}")(animate=False)

    def _show(self) -> None:
        session = self.session
        self._title.left, self._title.right = primer_face.title(session)
        under_way = not session.is_done
        self.set_class(under_way and not session.is_open, "-guess")
        self.set_class(under_way and session.is_open, "-open")
        if under_way:
            self._show_stop()
        else:
            self._question.update(primer_face.closing(session) if session.stops else primer_face.nothing())
        self._aside.update(primer_face.aside(session, self._aside.content_size.width))
        self.refresh_bindings()

    def _show_stop(self) -> None:
        stop, width = self.session.stop, max(30, self._question.content_size.width)
        self._question.update(primer_face.question(stop, self.session.is_open))
        self._prompt.update(primer_face.prompt())
        if self.session.is_open:
            self._lesson.update(block(stop.card.learn, width))
            self._cards.update(primer_face.prepared(stop, width))
