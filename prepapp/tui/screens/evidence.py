"""Evidence: the events behind one skill, newest first."""

from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from prepapp.core.card import Card
from prepapp.core.readiness import Readiness, SkillReady
from prepapp.session.desk import Desk
from prepapp.tui import ready_face
from prepapp.tui.app import PrepApp
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.rows import Rows
from prepapp.tui.widgets.title_bar import TitleBar


class EvidenceScreen(Screen[None]):
    """What was answered, and what each answer counts for."""

    CSS_PATH = "evidence.tcss"
    HELP = "A first guess that fell short is a lesson and no evidence; what could not be read is none either."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "open", "open card", key_display="enter", tooltip="the card in full", id="evidence.open"
        ),
        Binding("escape,q", "dismiss", "back", id="evidence.back"),
    ]

    app = getters.app(PrepApp)
    _list = getters.query_one(Rows)

    def __init__(self, desk: Desk, ready: Readiness, skill: SkillReady) -> None:
        super().__init__()
        self._desk = desk
        self._ready = ready
        self._skill = skill

    def compose(self) -> ComposeResult:
        yield TitleBar(*ready_face.evidence_title(self._skill, self._ready))
        yield Rows()
        yield Static(ready_face.evidence_foot(self._skill), id="foot", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._list.show(len(self._skill.evidence), self._line)
        if not self._skill.evidence:
            self.query_one("#foot", Static).update(ready_face.no_evidence())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "open" or (self.is_mounted and self._card(self._list.cursor) is not None)

    def action_open(self) -> None:
        from prepapp.tui.screens.card import CardScreen

        card = self._card(self._list.cursor)
        if card is not None:
            self.app.push_screen(CardScreen(self._desk, card))

    @on(Rows.Moved)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(Rows.Chosen)
    def _chosen(self) -> None:
        self.action_open()

    def _card(self, row: int) -> Card | None:
        evidence = self._skill.evidence
        return self._desk.find(evidence[row].card) if row < len(evidence) else None

    def _line(self, row: int, width: int) -> Content:
        return ready_face.evidence_line(self._skill.evidence[row], self._card(row), width)
