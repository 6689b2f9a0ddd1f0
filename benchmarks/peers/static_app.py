"""The floor of a key press: Textual with one Static, updated with plain text of a card's length."""

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Static

QUESTION = "Why does the residual block keep the signal level, question {n}?"
ANSWER = "\n\n".join(
    [
        "Let x be the input of the block and F its branch. Unrolled over the blocks, number {n},",
        "the sum of all branches is added to the input, and its derivative holds the identity.",
        "plain     product of Jacobians\nresidual  product of (I + J)",
        "Without normalisation it explodes.",
    ]
)


class StaticApp(App[None]):
    """Enter shows the next question, y its answer."""

    def __init__(self) -> None:
        super().__init__()
        self.n = 0

    def compose(self) -> ComposeResult:
        yield Static(QUESTION.format(n=0), markup=False)

    def on_key(self, event: Key) -> None:
        if event.key == "enter":
            self.n += 1
        text = QUESTION if event.key == "enter" else f"{QUESTION}\n\n{ANSWER}"
        self.query_one(Static).update(text.format(n=self.n))


if __name__ == "__main__":
    StaticApp().run()
