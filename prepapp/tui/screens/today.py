"""Today: what to do, in one glance; enter begins."""

from typing import TYPE_CHECKING, ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static

from prepapp.tui.app import PrepApp
from prepapp.tui.keys import key_of
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    # The first frame does without what the day is made of.
    from prepapp.session.day import Stage
    from prepapp.session.today import Today

MARGINS, GUTTER = 4, 4
"""Columns beside the text, and between its two halves."""

WIDE = 100
"""Columns from which the day has two halves, as the style sheet has it."""

SHORT_MIN = 10
"""Minutes of a short day."""

OF_THE_DECKS = frozenset(
    {
        "browse",
        "warmup",
        "plan",
        "mistakes",
        "mocks",
        "ready",
        "progress",
        "errata",
        "claims",
        "primer",
        "labs",
        "undo",
    }
)
"""What there is nothing to do for until the decks are read."""


class TodayScreen(Screen[None]):
    """The study day, composed."""

    CSS_PATH = "today.tcss"
    HELP = "The day is composed: your mistakes, what is due, what is new, one thing to make, the hot seat."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "begin", "begin", key_display="enter", tooltip="begin the day", id="today.begin"),
        Binding("s", "short", "only 10 min", tooltip="the best ten minutes of it", id="today.short"),
        Binding("w", "warmup", "warm-up", tooltip="minutes before an interview", id="today.warmup"),
        Binding("d", "debrief", "debrief", tooltip="what the interview asked", id="today.debrief"),
        Binding("b", "browse", "browse", tooltip="search the cards", id="today.browse", show=False),
        Binding("p", "plan", "plan", tooltip="three weeks ahead; change a date", id="today.plan"),
        Binding("m", "mocks", "mock", tooltip="mock interviews", id="today.mocks"),
        Binding("r", "ready", "ready", tooltip="what is proven, skill by skill", id="today.ready"),
        Binding("g", "progress", "progress", tooltip="the weeks in charts", id="today.progress", show=False),
        Binding(
            "x", "mistakes", "mistakes", tooltip="what was sure and wrong", id="today.mistakes", show=False
        ),
        Binding("l", "labs", "labs", tooltip="measure what the cards claim", id="today.labs", show=False),
        Binding(
            "e", "errata", "errata", tooltip="what the chapter gets wrong", id="today.errata", show=False
        ),
        Binding(
            "c", "claims", "claims", tooltip="every claim and its evidence", id="today.claims", show=False
        ),
        Binding(
            "t", "primer", "primer", tooltip="a first reading, in ten minutes", id="today.primer", show=False
        ),
        Binding(
            "u", "undo", "undo", tooltip="take back the last grade, plan or tick", id="today.undo", show=False
        ),
        Binding("down,j", "scroll('down')", "down", id="today.down", show=False),
        Binding("up,k", "scroll('up')", "up", id="today.up", show=False),
        Binding("q", "app.quit", "quit", tooltip="leave; everything is saved", id="today.quit", show=False),
    ]

    app = getters.app(PrepApp)
    _title = getters.query_one(TitleBar)
    _day = getters.query_one("#day", Static)
    _side = getters.query_one("#side", Static)

    def __init__(self) -> None:
        super().__init__()
        self._today: Today | None = None
        self._stages: list[Stage] = []
        self._has_debrief = False

    def compose(self) -> ComposeResult:
        yield TitleBar(Content.assemble(("PrepApp", "bold $accent")))
        with VerticalScroll(can_focus=False):
            yield Static(id="day", markup=False)
            yield Static(id="side", markup=False)
        yield KeyBar(gives_way="plan")

    def on_screen_resume(self) -> None:
        if self._today is not None:
            self.refill()

    def on_resize(self, _event: Resize) -> None:
        self._draw()

    def refill(self) -> None:
        """Read the day again and show it."""
        from prepapp.session.debrief import waiting

        self._read()
        self._has_debrief = waiting(self.app.desk, self.app.now(), self.app.deck_asked) is not None
        self._draw()
        self.refresh_bindings()
        if self._is_new():
            from prepapp.tui.screens.first_run import FirstRunScreen

            self.app.push_screen(FirstRunScreen(self.app.desk), self._agreed)

    def _read(self) -> None:
        from prepapp.session.day import compose
        from prepapp.session.today import today

        desk, now = self.app.desk, self.app.now()
        self._today = today(desk, now, self.app.deck_asked)
        self._stages = compose(desk, self._today)

    def begin(self) -> None:
        """Go straight to the first question of the day; a candidate without a plan is asked for one first."""
        self._read()
        if self._stages and not self._is_new():
            self.action_begin()
        else:
            self.refill()

    def _is_new(self) -> bool:
        return self._today is not None and not self._today.started and not self.app.desk.study.cards

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in {"begin", "short"}:
            return bool(self._stages)
        if action == "debrief":
            return self._has_debrief
        return self._today is not None or action not in OF_THE_DECKS

    def action_scroll(self, where: str) -> None:
        getattr(self.query_one(VerticalScroll), f"scroll_{where}")(animate=False)

    def action_begin(self) -> None:
        self._review(self._stages)

    def action_short(self) -> None:
        from prepapp.session.day import short_day

        if self._today is not None:
            self._review(short_day(self._today, SHORT_MIN))

    def action_warmup(self) -> None:
        from prepapp.tui.screens.warmup import WarmupScreen

        self.app.push_screen(WarmupScreen(self.app.desk))

    def action_debrief(self) -> None:
        self.app.action_debrief()

    def action_browse(self) -> None:
        from prepapp.tui.screens.browse import BrowseScreen

        self.app.push_screen(BrowseScreen(self.app.desk))

    def action_plan(self) -> None:
        from prepapp.tui.screens.plan import PlanScreen

        if self._today is not None:
            self.app.push_screen(PlanScreen(self.app.desk, self._today.plan.deck))

    def action_mistakes(self) -> None:
        from prepapp.tui.screens.mistakes import MistakesScreen

        self.app.push_screen(MistakesScreen(self.app.desk))

    def action_mocks(self) -> None:
        from prepapp.tui.screens.mocks import MocksScreen

        if self._today is not None:
            self.app.push_screen(MocksScreen(self.app.desk, self._today.plan.deck))

    def action_ready(self) -> None:
        from prepapp.tui.screens.ready import ReadyScreen

        if self._today is not None:
            self.app.push_screen(ReadyScreen(self.app.desk, self._today.plan.deck))

    def action_progress(self) -> None:
        from prepapp.tui.screens.progress import ProgressScreen

        if self._today is not None:
            self.app.push_screen(ProgressScreen(self.app.desk, self._today.plan.deck))

    def action_errata(self) -> None:
        from prepapp.tui.screens.errata import ErrataScreen

        self.app.push_screen(ErrataScreen(self.app.desk))

    def action_claims(self) -> None:
        from prepapp.tui.screens.claims import ClaimsScreen

        self.app.push_screen(ClaimsScreen(self.app.desk))

    def action_labs(self) -> None:
        from prepapp.tui.screens.labs import LabsScreen

        self.app.push_screen(LabsScreen(self.app.desk))

    def action_primer(self) -> None:
        from prepapp.tui.screens.primer import PrimerScreen

        if self._today is not None:
            self.app.push_screen(PrimerScreen(self.app.desk.deck(self._today.plan.deck)))

    def action_undo(self) -> None:
        _, voided = self.app.desk.undo(self.app.now())
        self.notify(f"Undone: {voided.kind} {voided.card or ''}".rstrip(), markup=False)
        self.refill()

    def _review(self, stages: "list[Stage]") -> None:
        from prepapp.tui.screens.review import ReviewScreen

        reviewed = [stage for stage in stages if stage.part != "hot seat"]
        seat = next((stage.turns[0].card for stage in stages if stage.part == "hot seat"), None)
        if reviewed:
            self.app.push_screen(ReviewScreen(self.app.desk, reviewed, seat))
        elif seat is not None:
            from prepapp.tui.screens.mock import hot_seat

            self.app.push_screen(hot_seat(self.app, seat))

    def _agreed(self, _agreed: bool | None) -> None:
        self.refill()

    def _draw(self) -> None:
        if self._today is None:
            return
        from prepapp.tui import today_face

        self._title.left, self._title.right = today_face.title(self._today)
        inside = max(40, self.size.width - MARGINS)
        wide = inside + MARGINS >= WIDE
        left, right = (inside * 3 // 5 - GUTTER, inside * 2 // 5) if wide else (inside, inside)
        self._day.update(today_face.day(self._today, self._stages, left, self._primer_key()))
        self._side.update(today_face.side(self._today, right, key_of(self, "today.mocks"), self._ready_key()))

    def _ready_key(self) -> str:
        """Return the key of Ready when it is time to score oneself; else nothing."""
        from prepapp.session.assess_due import is_due

        assert self._today is not None
        desk = self.app.desk
        due = is_due(desk, desk.deck(self._today.plan.deck), self._today.study_day)
        return key_of(self, "today.ready") if due else ""

    def _primer_key(self) -> str:
        """Return the key of the primer while nothing has been met; else nothing."""
        from prepapp.session.primer import is_offered

        assert self._today is not None
        desk = self.app.desk
        offered = is_offered(desk, desk.deck(self._today.plan.deck))
        return key_of(self, "today.primer") if offered else ""
