"""Plan: the days ahead, and what another date, other minutes or another profile would make of them."""

from datetime import date
from typing import ClassVar, Literal

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static

from prepapp.errors import PrepError
from prepapp.session.agenda import Agenda, agenda
from prepapp.session.desk import Desk
from prepapp.session.notes import tick
from prepapp.session.planning import SOON, Change, change, interview_date, next_profile, read_minutes, soon
from prepapp.tui import plan_face
from prepapp.tui.app import PrepApp
from prepapp.tui.plan_face import Line
from prepapp.tui.widgets.ask import Ask
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.rows import Rows
from prepapp.tui.widgets.title_bar import TitleBar

OWN = frozenset({"interview", "minutes", "profile", "tick", "undo", "dismiss"})
"""Actions that wait while a line is being asked for."""


class PlanScreen(Screen[None]):
    """Three weeks, or the days to the interview."""

    CSS_PATH = "plan.tcss"
    HELP = "A change is shown before and after; nothing is written until you accept it, and u takes it back."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "interview", "interview", tooltip="set or move the interview", id="plan.interview"),
        Binding("m", "minutes", "minutes", tooltip="the minutes you give a day", id="plan.minutes"),
        Binding("r", "profile", "profile", tooltip="try the next kind of interviewer", id="plan.profile"),
        Binding("t", "tick", "tick", tooltip="tick the checkpoint at hand", id="plan.tick"),
        Binding("u", "undo", "undo", tooltip="take back the newest plan, tick or grade", id="plan.undo"),
        Binding("escape,q", "dismiss", "back", id="plan.back"),
    ]

    app = getters.app(PrepApp)
    _title = getters.query_one(TitleBar)
    _list = getters.query_one(Rows)
    _foot = getters.query_one("#foot", Static)
    _ask = getters.query_one(Ask)

    def __init__(self, desk: Desk, deck_id: str) -> None:
        super().__init__()
        self._desk = desk
        self._deck = deck_id
        self._agenda: Agenda | None = None
        self._lines: list[Line] = []
        self._asked: Literal["interview", "minutes"] = "interview"

    def compose(self) -> ComposeResult:
        yield TitleBar(Content.assemble(("Plan", "bold $accent")))
        yield Rows()
        yield Static(id="foot", markup=False)
        yield Ask()
        yield KeyBar()

    def on_mount(self) -> None:
        self.load()

    def on_resize(self, _event: Resize) -> None:
        self.call_after_refresh(self._draw_foot)

    @work(thread=True, exclusive=True, group="plan", description="live the days ahead")
    def load(self) -> None:
        """Live through the days ahead beside the loop: a thousand cards take half a second."""
        found = agenda(self._desk, self._deck, self._desk.day(self.app.now()))
        self.app.call_from_thread(self._fill, found)

    @work(thread=True, exclusive=True, group="change", description="try another plan")
    def propose(
        self,
        interview: date | Literal["keep"] | None = "keep",
        minutes: int | None = None,
        profile: str | None = None,
    ) -> None:
        """Show what another plan would do."""
        today = self._desk.day(self.app.now())
        try:
            found = change(
                self._desk, self._deck, today, interview=interview, minutes=minutes, profile=profile
            )
        except PrepError as error:
            self.app.call_from_thread(self.app.report, error)
            return
        self.app.call_from_thread(self._show, found)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in OWN and self._ask.is_open:
            return False
        if action == "profile":
            return bool(self._desk.deck(self._deck).profiles)
        if action == "tick":
            task = self._lines[self._list.cursor].task if self._lines else None
            return task is not None and not task.ticked
        return True

    def action_interview(self) -> None:
        self._asked = "interview"
        example = soon(self._desk.day(self.app.now()))
        self._ask.ask("Interview", placeholder=f"{example}, or {SOON} for days, or none")

    def action_minutes(self) -> None:
        self._asked = "minutes"
        self._ask.ask("Minutes a day", placeholder="5 to 480")

    def action_profile(self) -> None:
        if self._agenda is not None:
            self.propose(profile=next_profile(self._agenda.deck, self._agenda.plan.profile))

    def action_tick(self) -> None:
        task = self._lines[self._list.cursor].task
        if task is not None:
            tick(self._desk, task.checkpoint.id, self.app.now())
            self.load()

    def action_undo(self) -> None:
        _, voided = self._desk.undo(self.app.now())
        self.notify(f"Undone: {voided.kind} {voided.card or ''}".rstrip(), markup=False)
        self.load()

    @on(Ask.Answered)
    def _answered(self, event: Ask.Answered) -> None:
        try:
            if self._asked == "interview":
                wanted = interview_date(event.text, self._desk.day(self.app.now()))
                self.propose(interview=wanted)
            else:
                self.propose(minutes=read_minutes(event.text))
        except PrepError as error:
            self._ask.complain(error)
            return
        self._ask.close()

    @on(Rows.Moved)
    def _moved(self) -> None:
        self.refresh_bindings()

    def _show(self, found: Change) -> None:
        from prepapp.tui.screens.change import ChangeScreen

        self.app.push_screen(ChangeScreen(self._desk, found), self._decided)

    def _decided(self, accepted: bool | None) -> None:
        if accepted:
            self.load()

    def _fill(self, found: Agenda) -> None:
        self._agenda, self._lines = found, plan_face.lines(found)
        self._title.left, self._title.right = plan_face.title(found)
        self._list.show(len(self._lines), self._line, self._list.cursor)
        self._draw_foot()

    def _line(self, row: int, width: int) -> Content:
        assert self._agenda is not None
        return plan_face.line(self._lines[row], self._agenda, width)

    def _draw_foot(self) -> None:
        if self._agenda is not None:
            width = max(40, self._foot.content_size.width)
            self._foot.update(plan_face.foot(self._agenda, width))
