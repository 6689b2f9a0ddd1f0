"""The line at the top: where one is on the left, when it is on the right."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


class TitleBar(Widget):
    """One line with two ends."""

    left: reactive[Content] = reactive(Content(""))
    right: reactive[str] = reactive("")

    def __init__(self, left: Content | None = None, right: str = "") -> None:
        super().__init__()
        self.set_reactive(TitleBar.left, left or Content(""))
        self.set_reactive(TitleBar.right, right)

    def render(self) -> Content:
        width = self.content_size.width
        gap = max(1, width - self.left.cell_length - Content(self.right).cell_length)
        return Content.assemble(self.left, " " * gap, (self.right, "$muted"))
