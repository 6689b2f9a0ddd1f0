"""The floor of a cold start: Textual with one label."""

from textual.app import App, ComposeResult
from textual.widgets import Label


class EmptyApp(App[None]):
    """Nothing but a label."""

    def compose(self) -> ComposeResult:
        yield Label("an empty app")


if __name__ == "__main__":
    EmptyApp().run()
