"""The question before a lab that was not shipped runs for the first time."""

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from prepapp.session.labs import Lab
from prepapp.tui import lab_face
from prepapp.tui.app import PrepApp
from prepapp.tui.editor import open_in_editor
from prepapp.tui.widgets.key_bar import KeyBar


class TrustScreen(ModalScreen[bool]):
    """Asks whether a foreign lab may run, by the hash of its content."""

    CSS_PATH = "trust.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "source", "read it", tooltip="its source in your editor", id="trust.source"),
        Binding("y", "dismiss(True)", "it may run", tooltip="trust it as it stands", id="trust.yes"),
        Binding("n,escape,q", "dismiss(False)", "no", id="trust.no"),
    ]

    app = getters.app(PrepApp)

    def __init__(self, lab: Lab) -> None:
        super().__init__()
        self._lab = lab

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="trust"):
            yield Static(lab_face.trust(self._lab), markup=False)
            yield KeyBar()

    def action_source(self) -> None:
        open_in_editor(self.app, self._lab.path, self.app.desk.settings.editor)
