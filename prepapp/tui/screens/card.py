"""A card in full: its sides, its rungs, its history, and the candidate's own notes."""

from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static

from prepapp.core.card import Card
from prepapp.errors import PrepError
from prepapp.session.browsing import Dossier, dossier
from prepapp.session.desk import Desk
from prepapp.session.notes import Entry, history, note, resume, suspend
from prepapp.tui import card_face
from prepapp.tui.app import PrepApp
from prepapp.tui.widgets.ask import Ask
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.lab_mark import LabMark
from prepapp.tui.widgets.title_bar import TitleBar


class CardScreen(Screen[None]):
    """Everything about one card."""

    CSS_PATH = "card.tcss"
    HELP = "The answer side of a card that you have not met stays closed until you open it with v."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "reveal", "answer", tooltip="read the answer before trying", id="card.reveal"),
        Binding("o", "note", "note", tooltip="keep your own words on the card", id="card.note"),
        Binding("l", "lab", "lab", tooltip="measure what it claims", id="card.lab"),
        Binding("c", "check", "check", tooltip="derive, draw or compute what it asks", id="card.check"),
        Binding("z", "aside", "set aside", tooltip="do not ask it, or ask it again", id="card.aside"),
        Binding("u", "undo", "undo", tooltip="take back the newest note or grade", id="card.undo"),
        Binding("escape,q", "dismiss", "back", id="card.back"),
    ]

    app = getters.app(PrepApp)
    _title = getters.query_one(TitleBar)
    _content = getters.query_one("#content", Static)
    _record = getters.query_one("#record", Static)
    _ask = getters.query_one(Ask)

    def __init__(self, desk: Desk, card: Card) -> None:
        super().__init__()
        self._desk = desk
        self._card = card
        self._found: Dossier | None = None
        self._history: list[Entry] = []
        self._lab_mark = LabMark(self, "card.lab", self._draw)
        self.opened = False
        """Whether the answer side is shown."""

    def compose(self) -> ComposeResult:
        yield TitleBar()
        with VerticalScroll(id="pages"):
            yield Static(id="content", markup=False)
            yield Static(id="record", markup=False)
        yield Ask()
        yield KeyBar()

    def on_mount(self) -> None:
        state = self._desk.state(self._card.id)
        if state is not None and state.met is not None:
            self._open()
        self._refill()

    def on_resize(self, _event: Resize) -> None:
        self.call_after_refresh(self._draw)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in {"reveal", "note", "lab", "check", "aside", "undo", "dismiss"} and self._ask.is_open:
            return False
        if action == "lab":
            return self._card.measured_by is not None
        if action == "check":
            return bool(self._card.checks)
        return not self.opened if action == "reveal" else True

    def action_reveal(self) -> None:
        self._open()
        self._draw()
        self.refresh_bindings()

    def action_note(self) -> None:
        self._ask.ask("Note", placeholder="your own words, on one line")

    def action_lab(self) -> None:
        from prepapp.tui.screens.lab import open_lab

        open_lab(self.app, self._card, self._refill)

    def action_check(self) -> None:
        from prepapp.tui.screens.check import CheckScreen

        self.app.push_screen(CheckScreen(self._desk, self._card, self.opened), lambda _: self._refill())

    def action_aside(self) -> None:
        state = self._desk.state(self._card.id)
        act = resume if state is not None and state.suspended else suspend
        act(self._desk, self._card, self.app.now())
        self._refill()

    def action_undo(self) -> None:
        _, voided = self._desk.undo(self.app.now())
        self.notify(f"Undone: {voided.kind} {voided.card or ''}".rstrip(), markup=False)
        self._refill()

    @on(Ask.Answered)
    def _noted(self, event: Ask.Answered) -> None:
        try:
            note(self._desk, self._card, event.text, self.app.now())
        except PrepError as error:
            self._ask.complain(error)
            return
        self._ask.close()
        self._refill()

    def _open(self) -> None:
        """Open the answer side, which is kept: what is tried today is not cold any more."""
        from prepapp.session.looks import look

        self.opened = True
        look(self._desk, [self._card], self.app.now())

    def _refill(self) -> None:
        """Read the card and its history again and show them."""
        now = self.app.now()
        self._found = dossier(self._desk, self._card, now)
        self._history = history(self._desk, self._card.id, now)
        self.call_after_refresh(self._draw)
        self.refresh_bindings()

    def _draw(self) -> None:
        if self._found is None:
            return
        today = self._desk.day(self.app.now())
        self._title.left, self._title.right = card_face.title(self._found, today)
        width = max(30, self._content.content_size.width)
        self._content.update(
            card_face.page(self._found, self.opened, width, self._lab_mark.line(self._card, self.opened))
        )
        beside = max(24, self._record.content_size.width)
        self._record.update(card_face.record(self._found, self._history, beside))
