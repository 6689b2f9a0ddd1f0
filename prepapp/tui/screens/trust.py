"""The question before a lab, or the tests of a check, that were not shipped run for the first time."""

from pathlib import Path
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from prepapp.tui.app import PrepApp
from prepapp.tui.editor import open_in_editor
from prepapp.tui.widgets.key_bar import KeyBar


class TrustScreen(ModalScreen[bool]):
    """Asks whether foreign code may run, by the hash of its content."""

    CSS_PATH = "trust.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "source", "read it", tooltip="its source in your editor", id="trust.source"),
        Binding("y", "dismiss(True)", "it may run", tooltip="trust it as it stands", id="trust.yes"),
        Binding("n,escape,q", "dismiss(False)", "no", id="trust.no"),
    ]

    app = getters.app(PrepApp)

    def __init__(self, words: Content, file: Path) -> None:
        super().__init__()
        self._words = words
        self._file = file

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="trust"):
            yield Static(self._words, markup=False)
            yield KeyBar()

    def action_source(self) -> None:
        open_in_editor(self.app, self._file, self.app.desk.settings.editor)
