"""Would you defend this sentence? Defend it, reject it, or say under which condition it is true."""

from typing import ClassVar, get_args

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static

from prepapp.session.desk import Desk
from prepapp.session.statements import StatementSession, Verdict
from prepapp.tui import statements_face
from prepapp.tui.app import PrepApp
from prepapp.tui.widgets.answer_line import AnswerLine
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.title_bar import TitleBar

WIDEST, MARGINS = 88, 5
"""Columns of prose at most, and those beside it."""


class StatementsScreen(Screen[None]):
    """Ten sentences."""

    CSS_PATH = "statements.tcss"
    AUTO_FOCUS = ""
    HELP = "Some are true as they stand, some are false, some need a condition. The reason is what counts."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "choose('true')", "defend", tooltip="true as it stands", id="statements.defend"),
        Binding("r", "choose('false')", "reject", id="statements.reject"),
        Binding("o", "choose('only-if')", "true only if", id="statements.only_if"),
        Binding("w", "write", "type a reason", tooltip="else say it aloud", id="statements.write"),
        Binding("y", "hold(True)", "yes", id="statements.yes"),
        Binding("n", "hold(False)", "no", id="statements.no"),
        Binding("enter", "go_on", "go on", key_display="enter", id="statements.next"),
        Binding("v", "card", "card", tooltip="the card behind it", id="statements.card"),
        Binding("down,j", "scroll('down')", "down", id="statements.down", show=False),
        Binding("up,k", "scroll('up')", "up", id="statements.up", show=False),
        Binding("escape,q", "leave", "back", id="statements.back"),
    ]

    app = getters.app(PrepApp)
    _title = getters.query_one(TitleBar)
    _line = getters.query_one(AnswerLine)
    _scroll = getters.query_one(VerticalScroll)

    def __init__(self, desk: Desk, session: StatementSession) -> None:
        super().__init__()
        self._desk = desk
        self.session = session
        """The sitting behind the screen."""
        self._reason = ""

    def compose(self) -> ComposeResult:
        yield TitleBar()
        with VerticalScroll(can_focus=False), Vertical(id="statement"):
            yield Static(id="sentence", markup=False)
            yield Static(id="prompt", markup=False)
            yield AnswerLine()
            yield Static(id="truth", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._show()

    def on_resize(self, _event: Resize) -> None:
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted or self._line.is_open:
            return action == "leave"
        statement, chosen = self.session.current, self.session.chosen
        is_open = statement is not None and chosen is None
        agrees = statement is not None and chosen == statement.verdict
        when = {
            "choose": is_open,
            "write": is_open,
            "hold": agrees,
            "go_on": not is_open and not agrees,
            "card": chosen is not None,
        }
        return when.get(action, True)

    def action_choose(self, verdict: str) -> None:
        assert verdict in get_args(Verdict)
        self.session.choose(verdict, self._reason)  # type: ignore[arg-type]
        self._show()

    def action_write(self) -> None:
        self._line.open("your reason, in a line; enter keeps it, esc goes back")
        self.refresh_bindings()

    def action_hold(self, held: bool) -> None:
        self._save(held)

    def action_go_on(self) -> None:
        if self.session.current is None:
            self.dismiss()
        else:
            self._save(False)

    def action_card(self) -> None:
        from prepapp.tui.screens.card import CardScreen

        statement = self.session.current
        if statement is not None:
            self.app.push_screen(CardScreen(self._desk, self._desk.card(statement.card)))

    def action_scroll(self, where: str) -> None:
        getattr(self._scroll, f"scroll_{where}")(animate=False)

    def action_leave(self) -> None:
        if self._line.is_open:
            self._line.close()
            self._show()
        else:
            self.dismiss()

    @on(AnswerLine.Submitted)
    def _line_entered(self, event: AnswerLine.Submitted) -> None:
        self._reason = event.value.strip()
        self._line.close()
        self._show()

    def _save(self, held: bool) -> None:
        self.session.hold(held, self.app.now())
        self._reason = ""
        self._show()
        self._scroll.scroll_home(animate=False)

    def _show(self) -> None:
        width, session = min(WIDEST, max(40, self.size.width - MARGINS)), self.session
        self._title.left, self._title.right = statements_face.title(session)
        sentence = self.query_one("#sentence", Static)
        if session.current is None:
            sentence.update(statements_face.closing(session.done, width))
            self.query_one("#prompt", Static).update("")
        else:
            sentence.update(statements_face.sentence(session.current.text, width))
            prompt = statements_face.prompt(session)
            typed = f"\nYour reason: {self._reason}" if self._reason else ""
            self.query_one("#prompt", Static).update(prompt + typed)
        self.query_one("#truth", Static).update(statements_face.truth(session, width))
        self.refresh_bindings()
