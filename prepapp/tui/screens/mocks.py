"""Mock interviews: those to hold, how they are held, and those that were."""

from dataclasses import replace
from datetime import date
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from prepapp.core.interview import LISTENERS
from prepapp.session.desk import Desk
from prepapp.session.mock_begin import MockChoice, begin
from prepapp.session.mock_menu import Choice, Menu, menu
from prepapp.session.planning import GENERAL, next_profile
from prepapp.session.statements import StatementSession
from prepapp.tui import mocks_face
from prepapp.tui.app import PrepApp
from prepapp.tui.mocks_face import Seat
from prepapp.tui.widgets.ask import Ask
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.rows import Rows
from prepapp.tui.widgets.title_bar import TitleBar
from prepapp.tui.words import count

HEADING = 1
"""The row between the mocks to hold and those that were held."""


class MocksScreen(Screen[None]):
    """The list of mock interviews."""

    CSS_PATH = "mocks.tcss"
    HELP = "A mock is apart from the reviews; what it misses is proposed as a mistake, and you decide."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open", key_display="enter", tooltip="hold it, or read it", id="mocks.open"),
        Binding("f", "profile", "interviewer", tooltip="the next kind of team", id="mocks.profile"),
        Binding("l", "listener", "listener", tooltip="of the hot seat", id="mocks.listener"),
        Binding("w", "witness", "a friend asks", tooltip="who sits here and ticks", id="mocks.witness"),
        Binding("escape,q", "dismiss", "back", id="mocks.back"),
    ]

    app = getters.app(PrepApp)
    _list = getters.query_one(Rows)
    _ask = getters.query_one(Ask)

    def __init__(self, desk: Desk, deck_id: str) -> None:
        super().__init__()
        self._desk = desk
        self._deck_id = deck_id
        self._menu: Menu | None = None
        self._today: date | None = None
        self.seat = Seat()
        """How the next mock is held."""

    @property
    def menu(self) -> Menu:
        """What is listed."""
        assert self._menu is not None
        return self._menu

    def compose(self) -> ComposeResult:
        yield TitleBar(Content.assemble(("Mock interviews", "bold $accent")))
        yield Rows()
        yield Static(id="foot", markup=False)
        yield Ask()
        yield KeyBar()

    def on_mount(self) -> None:
        plan = self._desk.course(self._deck_id, self._desk.day(self.app.now())).plan
        self.seat = Seat(plan.profile)

    def on_screen_resume(self) -> None:
        now, is_first = self.app.now(), self._menu is None
        self._today, self._menu = self._desk.day(now), menu(self._desk, self._deck_id, now)
        self.query_one(TitleBar).right = f"{count(len(self.menu.held), 'mock')} held"
        held = len(self.menu.held) + HEADING if self.menu.held else 0
        self._list.show(
            len(self.menu.choices) + held, self._line, self._first() if is_first else self._list.cursor
        )
        self._show_foot()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted or self._ask.is_open:
            return False
        if action == "open":
            return self._menu is not None and self._list.cursor != len(self.menu.choices)
        return bool(self._menu and self.menu.deck.profiles) if action == "profile" else True

    def action_open(self) -> None:
        row, choices = self._list.cursor, self.menu.choices
        if row > len(choices):
            from prepapp.tui.screens.outcome import OutcomeScreen

            self.app.push_screen(OutcomeScreen(self._desk, self.menu.held[row - len(choices) - HEADING]))
        elif row < len(choices):
            self._hold(choices[row])

    def action_profile(self) -> None:
        after = next_profile(self.menu.deck, self.seat.profile)
        self.seat = replace(self.seat, profile=None if after == GENERAL else after)
        self._show_foot()

    def action_listener(self) -> None:
        after = LISTENERS[(LISTENERS.index(self.seat.listener) + 1) % len(LISTENERS)]
        self.seat = replace(self.seat, listener=after)
        self._show_foot()

    def action_witness(self) -> None:
        self._ask.ask("Who asks and ticks?", self.seat.interviewer or "", "a name; empty: nobody")

    @on(Ask.Answered)
    def _named(self, event: Ask.Answered) -> None:
        self.seat = replace(self.seat, interviewer=event.text.strip() or None)
        self._ask.close()
        self._show_foot()

    @on(Rows.Moved)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(Rows.Chosen)
    def _chosen(self) -> None:
        with self.app.reporting():
            self.action_open()

    def _hold(self, choice: Choice) -> None:
        now = self.app.now()
        if choice.format is None:
            from prepapp.tui.screens.statements import StatementsScreen

            self.app.push_screen(
                StatementsScreen(self._desk, StatementSession(self._desk, self.menu.deck, now))
            )
            return
        from prepapp.tui.screens.mock import MockScreen

        session = choice.unfinished or begin(self._desk, self._wanted(choice), now)
        self.app.push_screen(MockScreen(self._desk, session))

    def _wanted(self, choice: Choice) -> MockChoice:
        assert choice.format is not None
        seat = self.seat
        return MockChoice(
            choice.format,
            self._deck_id,
            seat.profile or GENERAL,
            seat.listener,
            seat.interviewer,
            choice.length,
        )

    def _first(self) -> int:
        """Row of what goes on, else of what the plan asks for."""
        choices = self.menu.choices
        ranked = sorted(
            range(len(choices)), key=lambda n: (choices[n].unfinished is None, not choices[n].is_offered, n)
        )
        return ranked[0]

    def _line(self, row: int, width: int) -> Content:
        assert self._today is not None
        choices = self.menu.choices
        if row < len(choices):
            return mocks_face.choice_line(choices[row], self._today, width)
        if row == len(choices):
            return mocks_face.heading()
        return mocks_face.record_line(self.menu.held[row - len(choices) - HEADING], width)

    def _show_foot(self) -> None:
        is_recorded = bool(self._desk.settings.recorder)
        profiles = bool(self.menu.deck.profiles)
        self.query_one("#foot", Static).update(mocks_face.foot(self.seat, is_recorded, profiles))
        self.refresh_bindings()
