"""One line to type in, out of the way until it is opened."""

from textual.widgets import Input


class AnswerLine(Input, can_focus=False):
    """An input that takes the keys only while it is open."""

    DEFAULT_CSS = """
    AnswerLine {
        display: none;
        border: none;
        border-left: outer $accent;
        background: $panel;
        height: 1;
        padding: 0 1;

        &:focus {
            border: none;
            border-left: outer $accent;
        }

        &.-open {
            display: block;
        }
    }
    """

    @property
    def is_open(self) -> bool:
        """Whether it takes the keys."""
        return self.has_class("-open")

    def open(self, hint: str) -> None:
        """Show the line, empty, with a hint, and give it the keys."""
        self.placeholder = hint
        self.value = ""
        self.add_class("-open")
        self.can_focus = True
        self.focus()

    def close(self) -> None:
        """Hide the line and give the keys back."""
        self.can_focus = False
        self.remove_class("-open")
        self.screen.set_focus(None)
