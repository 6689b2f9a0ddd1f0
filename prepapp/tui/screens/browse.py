"""Browse: every card as a list, searched and narrowed by one key each."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar, TypeVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Input, Static

from prepapp.session.browsing import Filter, Row, list_cards, matching, plan_days, skills, states
from prepapp.session.desk import Desk
from prepapp.tui import browse_face
from prepapp.tui.app import PrepApp
from prepapp.tui.widgets.ask import Ask
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.rows import MARK, Rows
from prepapp.tui.widgets.title_bar import TitleBar

Choice = TypeVar("Choice")


class BrowseScreen(Screen[None]):
    """The list of cards."""

    CSS_PATH = "browse.tcss"
    HELP = "The search looks at titles, questions, answers, points and ids; every word must occur."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "open",
            "open",
            key_display="enter",
            tooltip="the card, its rungs and its history",
            id="browse.open",
        ),
        Binding("slash", "search", "search", key_display="/", id="browse.search"),
        Binding("f", "skill", "skill", tooltip="narrow to the next skill", id="browse.skill"),
        Binding("d", "day", "day", tooltip="narrow to the next plan day", id="browse.day"),
        Binding("t", "state", "state", tooltip="narrow to the next state", id="browse.state"),
        Binding("c", "clear", "all", tooltip="show every card again", id="browse.clear"),
        Binding("escape,q", "dismiss", "back", id="browse.back"),
    ]

    app = getters.app(PrepApp)
    _title = getters.query_one(TitleBar)
    _list = getters.query_one(Rows)
    _ask = getters.query_one(Ask)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._all: list[Row] = []
        self.rows: list[Row] = []
        """Those listed, in their order."""
        self._today: date | None = None
        self.wanted = Filter()
        """What the list is narrowed to."""

    def compose(self) -> ComposeResult:
        yield TitleBar(Content.assemble(("Browse", "bold $accent")))
        with Horizontal(id="browse"):
            with Vertical():
                yield Static(id="header", markup=False)
                yield Rows()
                yield Static(id="nothing", markup=False)
            yield Static(id="aside", markup=False)
        yield Static(id="preview", markup=False)
        yield Ask()
        yield KeyBar()

    def on_screen_resume(self) -> None:
        self.load()

    def on_resize(self, _event: Resize) -> None:
        self.call_after_refresh(self._draw_around)

    @work(thread=True, exclusive=True, group="browse", description="list the cards")
    def load(self) -> None:
        """Read where every card stands, beside the loop: ten thousand take half a second."""
        rows = list_cards(self._desk, self.app.now())
        self.app.call_from_thread(self._fill, rows)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in {"open", "search", "skill", "day", "state", "clear", "dismiss"} and self._ask.is_open:
            return False
        if action == "open":
            return bool(self.rows)
        return self.wanted != Filter() if action == "clear" else True

    def action_open(self) -> None:
        from prepapp.tui.screens.card import CardScreen

        self.app.push_screen(CardScreen(self._desk, self.rows[self._list.cursor].card))

    def action_search(self) -> None:
        self._ask.ask("Search", self.wanted.text, "words of a title, an answer, a skill")

    def action_skill(self) -> None:
        self._narrow(replace(self.wanted, skill=_next(skills(self._all), self.wanted.skill)))

    def action_day(self) -> None:
        self._narrow(replace(self.wanted, day=_next(plan_days(self._all), self.wanted.day)))

    def action_state(self) -> None:
        self._narrow(replace(self.wanted, state=_next(states(self._all), self.wanted.state)))

    def action_clear(self) -> None:
        self._narrow(Filter())

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if self._ask.is_open:
            self._narrow(replace(self.wanted, text=event.value))

    @on(Ask.Answered)
    def _searched(self) -> None:
        self._ask.close()

    @on(Rows.Moved)
    def _moved(self) -> None:
        self._draw_around()

    @on(Rows.Chosen)
    def _chosen(self) -> None:
        self.action_open()

    def _fill(self, rows: list[Row]) -> None:
        self._all, self._today = rows, self._desk.day(self.app.now())
        self._narrow(self.wanted)

    def _narrow(self, wanted: Filter) -> None:
        """Show what a filter keeps, the same card at hand where it is still there."""
        at = self.rows[self._list.cursor].card.id if self.rows else None
        self.wanted = wanted
        self.rows = matching(self._all, wanted)
        cursor = next((n for n, row in enumerate(self.rows) if row.card.id == at), 0)
        self._list.show(len(self.rows), self._line, cursor)
        self._draw_around()
        self.refresh_bindings()

    def _line(self, row: int, width: int) -> Content:
        assert self._today is not None
        return browse_face.line(self.rows[row], self._today, width)

    def _draw_around(self) -> None:
        """Show what stands around the list: its title, its header, the card at hand."""
        if self._today is None:
            return
        title = browse_face.title(self.wanted, len(self.rows), len(self._all))
        self._title.left, self._title.right = title
        self.set_class(not self.rows, "-empty")
        if not self.rows:
            self.query_one("#nothing", Static).update(browse_face.nothing(len(self._all)))
            return
        row = self.rows[self._list.cursor]
        width = max(40, self._list.scrollable_content_region.width) - MARK
        self.query_one("#header", Static).update(Content(" " * MARK) + browse_face.header(width))
        preview, aside = self.query_one("#preview", Static), self.query_one("#aside", Static)
        preview.update(browse_face.preview(row, self._today, max(40, preview.content_size.width)))
        aside.update(browse_face.aside(row, self._today, max(20, aside.content_size.width)))


def _next(choices: Sequence[Choice], at: Choice | None) -> Choice | None:
    """Return the choice after the one at hand; None, which is all, after the last."""
    after: list[Choice | None] = [*choices, None]
    return after[(after.index(at) + 1) % len(after)] if at is not None else after[0]
