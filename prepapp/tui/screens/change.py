"""A change of plan, before and after, to be accepted or not."""

from datetime import date
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static

from prepapp.session.desk import Desk
from prepapp.session.planning import Change, accept, change, next_profile, outlook
from prepapp.tui import plan_face
from prepapp.tui.app import PrepApp
from prepapp.tui.columns import hanging, stacked
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.rows import MARK, Rows
from prepapp.tui.widgets.title_bar import TitleBar


class ChangeScreen(Screen[bool]):
    """The days of a plan side by side with what would become of them."""

    CSS_PATH = "change.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "accept",
            "accept",
            key_display="enter",
            tooltip="agree to the new plan",
            id="change.accept",
        ),
        Binding("r", "profile", "next profile", tooltip="try the next interviewer", id="change.profile"),
        Binding("escape,q", "dismiss(False)", "keep it as it is", id="change.keep"),
    ]

    app = getters.app(PrepApp)
    _list = getters.query_one(Rows)

    def __init__(self, desk: Desk, proposed: Change) -> None:
        super().__init__()
        self._desk = desk
        self.proposed = proposed
        """What would be agreed to."""
        self._dates: list[date] = []

    def compose(self) -> ComposeResult:
        yield TitleBar(
            Content.assemble(("Plan", "bold $accent"), f"  {self.proposed.deck.title}"), "not yet agreed to"
        )
        yield Static(id="changed", markup=False)
        yield Static(id="header", markup=False)
        yield Rows()
        yield Static(id="foot", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._fill()

    def on_resize(self, _event: Resize) -> None:
        self.call_after_refresh(self._draw_around)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "profile":
            return self.proposed.before.profile != self.proposed.after.profile
        return True

    def action_accept(self) -> None:
        accept(self._desk, self.proposed, self.app.now())
        self.dismiss(True)

    def action_profile(self) -> None:
        today = self._desk.day(self.app.now())
        deck = self.proposed.deck
        profile = next_profile(deck, self.proposed.after.profile)
        self.proposed = change(self._desk, deck.id, today, profile=profile)
        self._fill()

    def _fill(self) -> None:
        self._dates = plan_face.change_dates(self.proposed)
        self._list.show(len(self._dates), self._line)
        self.call_after_refresh(self._draw_around)

    def _line(self, row: int, width: int) -> Content:
        return plan_face.change_line(self.proposed, self._dates[row], width)

    def _draw_around(self) -> None:
        width = max(40, self._list.scrollable_content_region.width) - MARK
        self.query_one("#changed", Static).update(plan_face.changed(self.proposed))
        header = Content(" " * MARK) + plan_face.change_header(width)
        self.query_one("#header", Static).update(header)
        before = plan_face.totals(outlook(self.proposed.days_before))
        after = plan_face.totals(outlook(self.proposed.days_after))
        lines = (hanging(name, text, width, 8) for name, text in (("before", before), ("after", after)))
        self.query_one("#foot", Static).update(stacked(lines))
