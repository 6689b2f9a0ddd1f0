"""Evidence: the events behind one skill, newest first."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from prepapp.core.card import Card
from prepapp.core.readiness import Readiness, SkillReady
from prepapp.session.desk import Desk
from prepapp.tui import ready_face
from prepapp.tui.card_list import CardListScreen
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.rows import Rows
from prepapp.tui.widgets.title_bar import TitleBar


class EvidenceScreen(CardListScreen):
    """What was answered, and what each answer counts for."""

    CSS_PATH = "evidence.tcss"
    HELP = "A first guess that fell short is a lesson and no evidence; what could not be read is none either."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "open", "open card", key_display="enter", tooltip="the card in full", id="evidence.open"
        ),
        Binding("escape,q", "dismiss", "back", id="evidence.back"),
    ]

    def __init__(self, desk: Desk, ready: Readiness, skill: SkillReady) -> None:
        super().__init__(desk)
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

    def _card(self, row: int) -> Card | None:
        evidence = self._skill.evidence
        return self._desk.find(evidence[row].card) if row < len(evidence) else None

    def _line(self, row: int, width: int) -> Content:
        return ready_face.evidence_line(self._skill.evidence[row], self._card(row), width)
