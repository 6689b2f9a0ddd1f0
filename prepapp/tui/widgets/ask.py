"""One line at the foot of a screen that asks for one line of text."""

from dataclasses import dataclass
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from prepapp.errors import PrepError


class Field(Input):
    """An input line that says in the footer what enter does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "take it", key_display="enter", id="field.take"),
    ]


class Ask(Vertical):
    """A label, a field and what was wrong with it; out of sight until something is asked."""

    DEFAULT_CSS = """
    Ask {
        display: none;
        dock: bottom;
        height: auto;
        margin-bottom: 2;
        padding: 0 3;
        background: $panel;

        Horizontal {
            height: 1;
        }

        Static {
            width: auto;
            background: $panel;
        }

        Input {
            width: 1fr;
            margin-left: 2;
            background: $boost;
        }

        .ask--label {
            text-style: bold;
        }

        .ask--wrong {
            width: 1fr;
            color: $error;
            display: none;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "never mind", tooltip="close the line", id="ask.close"),
    ]

    _label = getters.query_one(".ask--label", Static)
    _wrong = getters.query_one(".ask--wrong", Static)
    field = getters.query_one(Field)

    @dataclass
    class Answered(Message):
        """A line was entered."""

        text: str

    class Closed(Message):
        """The line is out of sight again."""

    def __init__(self) -> None:
        super().__init__()
        self._before: Widget | None = None

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(classes="ask--label", markup=False)
            yield Field(compact=True, select_on_focus=False)
        yield Static(classes="ask--wrong", markup=False)

    @property
    def is_open(self) -> bool:
        """Whether something is being asked."""
        return self.display

    def ask(self, label: str, value: str = "", placeholder: str = "") -> None:
        """Ask for a line."""
        self._label.update(label)
        self.field.value, self.field.placeholder = value, placeholder
        self._wrong.display = False
        self._before = self.screen.focused
        self.display = True
        self.screen.add_class("-asking")
        self.field.focus()
        self.screen.refresh_bindings()

    def complain(self, error: PrepError) -> None:
        """Say what is wrong with the line, which stays as it is."""
        self._wrong.update(f"{error.what}: {error.hint}" if error.hint else error.what)
        self._wrong.display = True

    def close(self) -> None:
        """Go out of sight and give the focus back."""
        self.display = False
        self.screen.remove_class("-asking")
        self.screen.set_focus(self._before)
        self.screen.refresh_bindings()
        self.post_message(self.Closed())

    def action_close(self) -> None:
        self.close()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Answered(event.value))
