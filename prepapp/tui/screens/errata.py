"""Errata: what the chapter says, what holds, and what settles it."""

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
from prepapp.session.errata import Erratum, errata
from prepapp.tui import errata_face
from prepapp.tui.app import PrepApp
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.rows import Rows
from prepapp.tui.widgets.title_bar import TitleBar


class ErrataScreen(Screen[None]):
    """What differs from the chapter, in the order of the cards."""

    CSS_PATH = "list_page.tcss"
    HELP = "The chapter may be wrong: each line names what holds instead, and what settles it."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "open", "open card", key_display="enter", tooltip="the card in full", id="errata.open"
        ),
        Binding(
            "space", "scroll", "scroll", tooltip="the rest of the erratum", id="errata.scroll", show=False
        ),
        Binding("escape,q", "dismiss", "back", id="errata.back"),
    ]

    app = getters.app(PrepApp)
    _title = getters.query_one(TitleBar)
    _list = getters.query_one(Rows)
    _page = getters.query_one("#page", Static)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.errata: list[Erratum] = errata(desk)
        """Those shown, in their order."""

    def compose(self) -> ComposeResult:
        yield TitleBar()
        with Container(id="list"):
            yield Rows()
            with VerticalScroll(can_focus=False):
                yield Static(id="page", markup=False)
        yield Static(errata_face.nothing(), id="nothing", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._title.left, self._title.right = errata_face.title(self.errata)
        self.set_class(not self.errata, "-empty")
        self._list.show(len(self.errata), self._line, 0)
        self.call_after_refresh(self._draw_page)
        self.refresh_bindings()

    def on_resize(self, _event: Resize) -> None:
        self.call_after_refresh(self._draw_page)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return bool(self.errata) if action == "open" else True

    def action_open(self) -> None:
        from prepapp.tui.screens.card import CardScreen

        self.app.push_screen(CardScreen(self._desk, self._at_hand.card))

    def action_scroll(self) -> None:
        self.query_one(VerticalScroll).scroll_page_down(animate=False)

    @on(Rows.Moved)
    def _moved(self) -> None:
        self._draw_page()

    @on(Rows.Chosen)
    def _chosen(self) -> None:
        self.action_open()

    @property
    def _at_hand(self) -> Erratum:
        return self.errata[self._list.cursor]

    def _line(self, row: int, width: int) -> Content:
        return errata_face.line(self.errata[row], width)

    def _draw_page(self) -> None:
        if self.errata:
            self._page.update(errata_face.page(self._at_hand, self.has_class("-wide")))
