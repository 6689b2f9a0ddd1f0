"""Mistakes: what was sure and wrong, what holds, how to tell."""

from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static

from prepapp.session.desk import Desk
from prepapp.session.mistakes import Lesson, close_mistake, mistakes
from prepapp.tui import mistakes_face
from prepapp.tui.app import PrepApp
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.rows import Rows
from prepapp.tui.widgets.title_bar import TitleBar


class MistakesScreen(Screen[None]):
    """The open mistakes, oldest first."""

    CSS_PATH = "list_page.tcss"
    HELP = "A mistake also closes by itself when its card passes a graded review."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "open", "open card", key_display="enter", tooltip="the card in full", id="mistakes.open"
        ),
        Binding("y", "tell", "I can tell now", tooltip="close the mistake", id="mistakes.tell"),
        Binding("h", "closed", "closed ones", tooltip="show or hide the closed ones", id="mistakes.closed"),
        Binding(
            "space", "scroll", "scroll", tooltip="the rest of the mistake", id="mistakes.scroll", show=False
        ),
        Binding("escape,q", "dismiss", "back", id="mistakes.back"),
    ]

    app = getters.app(PrepApp)
    _title = getters.query_one(TitleBar)
    _list = getters.query_one(Rows)
    _page = getters.query_one("#page", Static)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.lessons: list[Lesson] = []
        """Those shown, in their order."""
        self._with_closed = False

    def compose(self) -> ComposeResult:
        yield TitleBar()
        with Container(id="list"):
            yield Rows()
            with VerticalScroll(can_focus=False):
                yield Static(id="page", markup=False)
        yield Static(id="nothing", markup=False)
        yield KeyBar()

    def on_screen_resume(self) -> None:
        self._fill()

    def on_resize(self, _event: Resize) -> None:
        self.call_after_refresh(self._draw_page)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "open":
            return bool(self.lessons)
        if action == "tell":
            return bool(self.lessons) and self._at_hand.mistake.open
        return True

    def action_open(self) -> None:
        from prepapp.tui.screens.card import CardScreen

        self.app.push_screen(CardScreen(self._desk, self._at_hand.card))

    def action_tell(self) -> None:
        lesson = self._at_hand
        close_mistake(self._desk, lesson, self.app.now())
        self.notify(f"Closed: {lesson.card.title}", markup=False)
        self._fill()

    def action_closed(self) -> None:
        self._with_closed = not self._with_closed
        self._fill()

    def action_scroll(self) -> None:
        self.query_one(VerticalScroll).scroll_page_down(animate=False)

    @on(Rows.Moved)
    def _moved(self) -> None:
        self._draw_page()
        self.refresh_bindings()

    @on(Rows.Chosen)
    def _chosen(self) -> None:
        self.action_open()

    @property
    def _at_hand(self) -> Lesson:
        return self.lessons[self._list.cursor]

    def _fill(self) -> None:
        every = mistakes(self._desk, closed=True)
        self.lessons = [each for each in every if each.mistake.open or self._with_closed]
        self._title.left, self._title.right = mistakes_face.title(self.lessons, self._with_closed)
        self.set_class(not self.lessons, "-empty")
        self.query_one("#nothing", Static).update(mistakes_face.nothing(len(every) - len(self.lessons)))
        self._list.show(len(self.lessons), self._line, self._list.cursor)
        self.call_after_refresh(self._draw_page)
        self.refresh_bindings()

    def _line(self, row: int, width: int) -> Content:
        return mistakes_face.line(self.lessons[row], width)

    def _draw_page(self) -> None:
        if self.lessons:
            width = max(30, self._page.content_size.width)
            today = self._desk.day(self.app.now())
            self._page.update(mistakes_face.page(self._at_hand, today, width, self.has_class("-wide")))
