"""Claims: every claim of every deck with its evidence, searched and narrowed by one key each."""

from dataclasses import replace
from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Input, Static

from prepapp.session.desk import Desk
from prepapp.session.labs import labs_at_hand
from prepapp.session.ledger import Filter, Row, list_claims, matching, statuses
from prepapp.tui import claims_face
from prepapp.tui.app import PrepApp
from prepapp.tui.keys import key_of
from prepapp.tui.widgets.ask import Ask
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.rows import MARK, Rows
from prepapp.tui.widgets.title_bar import TitleBar

OF_THE_LIST = frozenset({"open", "search", "status", "errs", "lab", "clear", "scroll", "dismiss"})
"""What waits while a search is typed."""


class ClaimsScreen(Screen[None]):
    """The ledger."""

    CSS_PATH = "claims.tcss"
    HELP = (
        "✓ holds, ✗ fails, ? inconclusive, ○ never run: settled by a lab. = computed, “ cited. "
        "The search looks at claims, sources, cards and ids; every word must occur."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open", key_display="enter", tooltip="the card in full", id="claims.open"),
        Binding("slash", "search", "search", key_display="/", id="claims.search"),
        Binding("t", "status", "state", tooltip="narrow to the next state", id="claims.status"),
        Binding(
            "w",
            "errs",
            "errata",
            tooltip="only where the chapter is wrong",
            id="claims.errs",
        ),
        Binding("l", "lab", "lab", tooltip="the lab that measures it", id="claims.lab"),
        Binding("c", "clear", "all", tooltip="show every claim again", id="claims.clear"),
        Binding("space", "scroll", "scroll", tooltip="the rest of the claim", id="claims.scroll", show=False),
        Binding("escape,q", "dismiss", "back", id="claims.back"),
    ]

    app = getters.app(PrepApp)
    _title = getters.query_one(TitleBar)
    _list = getters.query_one(Rows)
    _ask = getters.query_one(Ask)
    _page = getters.query_one("#page", Static)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._all: list[Row] = []
        self._is_read = False
        self.rows: list[Row] = []
        """Those listed, in their order."""
        self.wanted = Filter()
        """What the list is narrowed to."""

    def compose(self) -> ComposeResult:
        yield TitleBar(Content.assemble(("Claims", "bold $accent")))
        with Container(id="ledger"):
            with Vertical():
                yield Static(id="header", markup=False)
                yield Rows()
            with VerticalScroll(can_focus=False):
                yield Static(id="page", markup=False)
        yield Static(id="nothing", markup=False)
        yield Ask()
        yield KeyBar()

    def on_screen_resume(self) -> None:
        self.load()

    def on_resize(self, _event: Resize) -> None:
        self.call_after_refresh(self._draw_around)

    @work(thread=True, exclusive=True, group="claims", description="read the ledger")
    def load(self) -> None:
        """Read every claim and every run beside the loop; another program may have run a lab."""
        rows = list_claims(self._desk, self.app.evidence.read(self.app.now()).measured)
        self.app.call_from_thread(self._fill, rows)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in OF_THE_LIST and self._ask.is_open:
            return False
        if action == "lab":
            return bool(self.rows) and self._at_hand.lab is not None
        if action == "clear":
            return self.wanted != Filter()
        return bool(self.rows) if action == "open" else True

    def action_open(self) -> None:
        from prepapp.tui.screens.card import CardScreen

        self.app.push_screen(CardScreen(self._desk, self._at_hand.card))

    def action_lab(self) -> None:
        from prepapp.tui.screens.lab import LabScreen

        if lab := self._at_hand.lab:
            found = labs_at_hand(self._desk).lab(lab)
            self.app.push_screen(LabScreen(self._desk, found, self._at_hand.card.id))

    def action_search(self) -> None:
        self._ask.ask("Search", self.wanted.text, "words of a claim, a source, a card")

    def action_status(self) -> None:
        choices: list[str | None] = [None, *statuses(self._all)]
        at = choices.index(self.wanted.status) if self.wanted.status in choices else 0
        self._narrow(replace(self.wanted, status=choices[(at + 1) % len(choices)]))

    def action_errs(self) -> None:
        self._narrow(replace(self.wanted, errs=not self.wanted.errs))

    def action_clear(self) -> None:
        self._narrow(Filter())

    def action_scroll(self) -> None:
        self.query_one(VerticalScroll).scroll_page_down(animate=False)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if self._ask.is_open:
            self._narrow(replace(self.wanted, text=event.value))

    @on(Ask.Answered)
    def _searched(self) -> None:
        self._ask.close()

    @on(Ask.Closed)
    def _looked(self) -> None:
        self._draw_around()

    @on(Rows.Moved)
    def _moved(self) -> None:
        self.query_one(VerticalScroll).scroll_home(animate=False)
        self._draw_around()
        self.refresh_bindings()

    @on(Rows.Chosen)
    def _chosen(self) -> None:
        self.action_open()

    @property
    def _at_hand(self) -> Row:
        return self.rows[self._list.cursor]

    def _fill(self, rows: list[Row]) -> None:
        self._all, self._is_read = rows, True
        if self.is_attached:
            self._narrow(self.wanted)

    def _narrow(self, wanted: Filter) -> None:
        """Show what a filter keeps, the same claim at hand where it is still there."""
        at = self._at_hand.claim.id if self.rows else None
        self.wanted = wanted
        self.rows = matching(self._all, wanted)
        cursor = next((n for n, row in enumerate(self.rows) if row.claim.id == at), 0)
        self._list.show(len(self.rows), self._line, cursor)
        self._draw_around()
        self.refresh_bindings()

    def _line(self, row: int, width: int) -> Content:
        first = row == 0 or self.rows[row - 1].card.id != self.rows[row].card.id
        return claims_face.line(self.rows[row], first, self.wanted, width)

    def _draw_around(self) -> None:
        """Show what stands around the list: its title, its header, the claim at hand."""
        if not self._is_read:
            return
        self._title.left, self._title.right = claims_face.title(self.wanted, len(self.rows), self._all)
        self.set_class(not self.rows, "-empty")
        if not self.rows:
            keys = [key_of(self, each) for each in ("claims.clear", "claims.search")]
            self.query_one("#nothing", Static).update(claims_face.nothing(len(self._all), keys))
            return
        width = max(40, self._list.scrollable_content_region.width) - MARK
        self.query_one("#header", Static).update(Content(" " * MARK) + claims_face.header(self.wanted, width))
        self._page.update(claims_face.page(self._at_hand, key_of(self, "claims.lab")))
