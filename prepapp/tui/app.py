"""The app: themes, keymap, the desk, and which screen comes first."""

import gc
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from textual import work
from textual.actions import ActionParseResult
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.dom import DOMNode
from textual.screen import Screen
from textual.theme import BUILTIN_THEMES

from prepapp.errors import PrepError
from prepapp.home import Place
from prepapp.tui.keys import clashes, unknown
from prepapp.tui.themes import THEMES

if TYPE_CHECKING:
    # What the decks and the log need is imported behind the first frame.
    from prepapp.session.desk import Desk
    from prepapp.session.lab_bench import LabBench
    from prepapp.session.lab_run import LabRun
    from prepapp.session.ledger import Evidence
    from prepapp.session.mock_begin import MockChoice

Start = Literal["today", "review", "mock"]

SWITCH_S = 0.0005
"""Seconds after which a thread that waits for the interpreter gets it."""


def prepare_screens(start: Start) -> None:
    """Import what the first card or the day needs; called beside the loop."""
    import prepapp.session.day
    import prepapp.session.debrief
    import prepapp.tui.today_face

    _ = prepapp.session.day, prepapp.session.debrief, prepapp.tui.today_face
    if start == "review":
        import prepapp.tui.screens.review

        _ = prepapp.tui.screens.review


class PrepApp(App[None]):
    """PrepApp in the terminal."""

    TITLE = "PrepApp"
    # A screen that brings a style sheet of its own has all of them parsed again when it is first shown.
    CSS_PATH = ["app.tcss", "screens/today.tcss"]  # noqa: RUF012
    REVIEW_CSS = "screens/review.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "keys", "keys", key_display="?", id="app.keys", priority=False),
        Binding("ctrl+q", "quit", "quit", id="app.quit", show=False),
    ]

    def __init__(
        self,
        place: Place,
        now: Callable[[], datetime],
        start: Start = "today",
        deck: str | None = None,
        mock: "MockChoice | None" = None,
    ) -> None:
        super().__init__(css_path=[*self.CSS_PATH, self.REVIEW_CSS] if start == "review" else None)
        self.place = place
        self.now = now
        self.deck_asked = deck
        self.mock_asked = mock
        self._start: Start = start
        self._desk: Desk | None = None
        self._bench: LabBench | None = None
        self._evidence: Evidence | None = None
        self._is_reading = False
        for theme in THEMES:
            self.register_theme(theme)
        for name in BUILTIN_THEMES:
            self.unregister_theme(name)
        # Set past its watcher, which would have every style sheet parsed twice before the first frame.
        self.set_reactive(App.theme, THEMES[0].name)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> Screen[Any]:
        """Return Today."""
        from prepapp.tui.screens.today import TodayScreen

        return TodayScreen()

    @property
    def desk(self) -> "Desk":
        """The candidate's desk; ready once the first screen has been filled."""
        assert self._desk is not None
        return self._desk

    @property
    def bench(self) -> "LabBench":
        """Where labs run; its host is started when a lab is looked at, and ends with the app."""
        if self._bench is None:
            from prepapp.session.lab_bench import LabBench

            self._bench = LabBench(self.now, self._lab_over)
        return self._bench

    @property
    def evidence(self) -> "Evidence":
        """What the labs have measured, read when a card or the ledger asks for it."""
        if self._evidence is None:
            from prepapp.session.ledger import Evidence

            self._evidence = Evidence(self.desk)
        return self._evidence

    async def on_unmount(self) -> None:
        if self._bench is not None:
            await self._bench.close()

    def _lab_over(self, run: "LabRun", broken: PrepError | None) -> None:
        from prepapp.tui.screens.run import tell_over

        if self._evidence is not None:
            self._evidence.forget()
        if self.is_running:
            tell_over(self, run, broken)

    def on_mount(self) -> None:
        self.call_after_refresh(self._begin_reading)

    def post_display_hook(self) -> None:
        # A callback after the refresh waits for one more tick of the screen.
        if not self.is_headless:
            self._begin_reading()

    def _begin_reading(self) -> None:
        if not self._is_reading:
            self._is_reading = True
            self.load_desk()

    def close(self) -> None:
        """Close the log, which folds its journal into the file."""
        if self._desk is not None:
            self._desk.close()

    @work(thread=True, exclusive=True, group="desk", description="read the decks")
    def load_desk(self) -> None:
        """Read decks and states behind the first frame, which does not wait for them."""
        from prepapp.session.desk import open_desk

        prepare_screens(self._start)
        try:
            desk = open_desk(self.place, self.now())
            if self.deck_asked is not None:
                desk.deck(self.deck_asked)
        except PrepError as error:
            self.call_from_thread(self.exit, return_code=error.exit_code, message=f"prepapp: {error}")
            return
        self.call_from_thread(self._seat, desk)

    def _seat(self, desk: "Desk") -> None:
        self._desk = desk
        self._apply_settings(desk)
        from prepapp.tui.screens.today import TodayScreen

        screen = self.screen
        if isinstance(screen, TodayScreen):
            screen.begin() if self._start == "review" else screen.refill()
            if self._start == "mock":
                self._begin_mock(self.mock_asked)
        # Beside the loop, but it would hold the interpreter that paints the first card.
        self.screen.call_after_refresh(self.warm_up)

    def _begin_mock(self, choice: "MockChoice | None") -> None:
        from prepapp.tui.screens.mock import open_mock
        from prepapp.tui.screens.mocks import MocksScreen

        with self.reporting():
            if choice is None:
                self.push_screen(MocksScreen(self.desk, self.desk.decks(self.deck_asked)[0].id))
            else:
                open_mock(self, choice)

    @work(thread=True, exclusive=True, group="log", description="open the log")
    def warm_up(self) -> None:
        """Open the log and import what the answer side needs, while the candidate reads."""
        from prepapp.store.backup import daily_backup
        from prepapp.tui.face import prepare_imports

        prepare_imports()
        try:
            self.desk.open(self.now())
            file = self.place.sqlite_file
            if file is not None:
                daily_backup(file, self.place.home.backups, self.now())
        except PrepError as error:
            self.call_from_thread(self.report, error)
        finally:
            _collect_again()

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run what a key asks for; an error of ours is shown, and nothing is lost."""
        with self.reporting():
            return await super().run_action(action, default_namespace, namespaces)
        return True

    @contextmanager
    def reporting(self) -> Iterator[None]:
        """Show an error of ours instead of ending the app."""
        try:
            yield
        except PrepError as error:
            self.report(error)

    def report(self, error: PrepError) -> None:
        """Show an error where the candidate looks, with how to mend it."""
        hint = f"\n{error.hint}" if error.hint else ""
        where = f"\n{error.where}" if error.where else ""
        self.notify(f"{error.what}{where}{hint}", severity="error", timeout=12, markup=False)

    def action_keys(self) -> None:
        from prepapp.tui.screens.keys import KeysScreen

        self.push_screen(KeysScreen(self.screen))

    def action_debrief(self) -> None:
        from prepapp.tui.screens.debrief import open_debrief

        open_debrief(self)

    def action_sheet(self) -> None:
        from prepapp.session.sheet import sheet, usual_file, write_sheet

        page = sheet(self.desk, self.desk.decks(self.deck_asked)[0].id, self.now())
        self.notify(f"Written: {write_sheet(page, usual_file(self.desk, page))}", timeout=12, markup=False)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        yield SystemCommand("Theme", "Light, dark or high contrast", self.action_change_theme)
        yield SystemCommand("Keys", "The keys of this screen", self.action_keys)
        if self._desk is not None:
            yield SystemCommand("Debrief", "What a real interview asked", self.action_debrief)
            yield SystemCommand("Sheet", "Write one page in your own words", self.action_sheet)
        yield SystemCommand("Quit", "Leave; everything is saved", self.action_quit)

    def _apply_settings(self, desk: "Desk") -> None:
        names = [theme.name for theme in THEMES]
        if desk.settings.theme in names:
            self.theme = desk.settings.theme
        else:
            hint = f"`prepapp config set theme` one of {', '.join(names)}"
            self.report(PrepError(f"there is no theme {desk.settings.theme!r}", "settings.toml", hint))
        keymap = dict(desk.settings.keys)
        if keymap:
            from prepapp.tui.screens import key_scopes

            scopes = key_scopes(PrepApp)
            for clash in sorted({clash for scope in scopes for clash in clashes(scope, keymap)}):
                self.report(PrepError(f"two actions on one key: {clash}", "settings.toml [keys]"))
            for name in unknown([each.id for scope in scopes for each in scope if each.id], keymap):
                self.report(PrepError(f"no action is called {name!r}", "settings.toml [keys]"))
            self.set_keymap(keymap)


def commands() -> type[Provider]:
    """Return the palette's provider, imported when the palette is first opened."""
    from prepapp.tui.palette import ScreenCommands

    return ScreenCommands


PrepApp.COMMANDS = PrepApp.COMMANDS | {commands}


def _collect_again() -> None:
    """Collect garbage from now on, what has been made until now left aside for good."""
    if not gc.isenabled():
        gc.enable()
        gc.freeze()


def run(
    place: Place,
    now: Callable[[], datetime],
    start: Start = "today",
    deck: str | None = None,
    mock: "MockChoice | None" = None,
) -> int:
    """Run the app until the candidate leaves; return its exit code."""
    app = PrepApp(place, now, start, deck, mock)
    # A thread of Textual's writes to the terminal; by default it waits 5 ms for the one that paints.
    sys.setswitchinterval(SWITCH_S)
    app.run()
    app.close()
    return app.return_code or 0
