"""Help: the keys of the screen below, from the list that binds them."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from prepapp.tui.keys import offered


class KeysScreen(ModalScreen[None]):
    """Every key that does something now."""

    CSS_PATH = "keys.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "dismiss", "back", id="keys.back"),
    ]

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self._below = below
        # Read now: once this screen is on top the bindings below are no longer active.
        self._active = offered(below)

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="keys"):
            yield Static(self._text())

    def _text(self) -> Content:
        lines = [Content.styled("Keys\n", "bold $accent")]
        for active in self._active:
            key = self.app.get_key_display(active.binding)
            tooltip = active.binding.tooltip or active.binding.description
            lines.append(Content.assemble((f"  {key:>9}", "$accent"), f"   {tooltip}"))
        help_text = self._below.HELP
        if help_text:
            lines += [Content(""), Content(help_text.strip())]
        lines += [Content(""), Content.styled("esc closes this; ctrl+p finds everything by name", "$muted")]
        return Content("\n").join(lines)
