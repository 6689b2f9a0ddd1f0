"""The first run: a deck, a date, an interviewer; three keys, and the plan stands."""

from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from prepapp.errors import PrepError
from prepapp.session.desk import Desk
from prepapp.session.first_plan import FirstPlan, Step
from prepapp.session.planning import interview_date, outlook
from prepapp.tui import first_run_face, plan_face
from prepapp.tui.app import PrepApp
from prepapp.tui.widgets.ask import Field
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.rows import Rows
from prepapp.tui.widgets.title_bar import TitleBar

NAMES = ("deck", "interview", "profile")


class FirstRunScreen(Screen[bool]):
    """Three rows that light up in turn."""

    CSS_PATH = "first_run.tcss"
    HELP = "The plan can be changed at any time with p on Today."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "take",
            "take it",
            key_display="enter",
            tooltip="take what is marked and go on",
            id="first.take",
        ),
        *(Binding(str(n), f"pick({n})", str(n), id=f"first.pick.{n}", show=False) for n in range(10)),
        Binding("escape", "back", "back", tooltip="back to the row above", id="first.back"),
        Binding("q", "leave", "quit", tooltip="leave; nothing is written", id="first.quit"),
    ]

    app = getters.app(PrepApp)
    _decks = getters.query_one("#decks", Rows)
    _profiles = getters.query_one("#profiles", Rows)
    _field = getters.query_one(Field)
    _hint = getters.query_one("#hint", Static)
    _agreed = getters.query_one("#agreed", Static)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._today = desk.day(self.app.now())
        self.plan = FirstPlan(desk, self._today)
        """What has been chosen so far."""

    def compose(self) -> ComposeResult:
        yield TitleBar(*first_run_face.title(self._today))
        yield Static(first_run_face.opening(), id="opening", markup=False)
        with Horizontal(id="deck", classes="row"):
            yield Static("Deck", classes="name", markup=False)
            yield Static(classes="chosen", markup=False)
            yield Rows(id="decks")
        with Horizontal(id="interview", classes="row"):
            yield Static("Interview", classes="name", markup=False)
            yield Static(classes="chosen", markup=False)
            with Vertical(classes="choice"):
                yield Field(compact=True, placeholder="none yet")
                yield Static(id="hint", markup=False)
        with Horizontal(id="profile", classes="row"):
            yield Static("Profile", classes="name", markup=False)
            yield Static(classes="chosen", markup=False)
            with Vertical(classes="choice"):
                yield Rows(id="profiles")
                yield Static(id="opens", markup=False)
        yield Static(id="agreed", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._decks.show(len(self.plan.decks), self._deck_line)
        self._light()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "back":
            return self.plan.step is not Step.DECK
        if action == "leave":
            return self.plan.step is Step.DECK
        return True

    def action_take(self) -> None:
        if self.plan.step is Step.DECK:
            self.plan.choose_deck(self._decks.cursor)
        elif self.plan.step is Step.PROFILE:
            self.plan.agree(self._profiles.cursor, self.app.now())
            self.dismiss(True)
            return
        self._light()

    def action_pick(self, n: int) -> None:
        if self.plan.step is Step.DECK and 0 < n <= len(self.plan.decks):
            self._decks.cursor = n - 1
        if self.plan.step is Step.PROFILE and n < len(self.plan.profiles):
            self._profiles.cursor = n

    def action_back(self) -> None:
        self.plan.back()
        self._light()

    def action_leave(self) -> None:
        self.app.exit()

    @on(Input.Submitted)
    def _dated(self, event: Input.Submitted) -> None:
        try:
            self.plan.choose_interview(event.value)
        except PrepError as error:
            self._wrong(error)
            return
        self._light()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """Say how the field is read; half a date is no error yet."""
        self._hint.remove_class("-wrong")
        try:
            read = interview_date(event.value, self._today)
        except PrepError:
            self._hint.update("")
            return
        self._hint.update(first_run_face.interview_hint(read, self._today, bool(event.value.strip())))

    @on(Rows.Moved, "#profiles")
    def _interviewer(self) -> None:
        if self.plan.step is Step.PROFILE:
            n = self._profiles.cursor
            self.query_one("#opens", Static).update(first_run_face.opens(self.plan.deck, n))
            self.add_up(n)

    @on(Rows.Chosen)
    def _chosen(self) -> None:
        self.action_take()

    @work(thread=True, exclusive=True, group="plan", description="add the plan up")
    def add_up(self, profile: int) -> None:
        """Say in one line what the plan asks for; a thousand cards take half a second."""
        change = self.plan.proposal(profile)
        words = plan_face.agreed(change, outlook(change.days_after))
        self.app.call_from_thread(self._say, f"{words}.")

    def _say(self, words: str) -> None:
        if self.plan.step is Step.PROFILE:
            self._agreed.update(Content(words))

    def _wrong(self, error: PrepError) -> None:
        self._hint.add_class("-wrong")
        self._hint.update(f"{error.what}: {error.hint}" if error.hint else error.what)

    def _light(self) -> None:
        """Light the row at hand; those above it show what was taken."""
        chosen = (
            first_run_face.deck_chosen(self.plan.deck),
            first_run_face.interview_chosen(self.plan.interview, self._today),
            Content(""),
        )
        for step, name in enumerate(NAMES):
            row = self.query_one(f"#{name}")
            row.set_class(step == self.plan.step, "-now")
            row.set_class(step < self.plan.step, "-done")
            row.query_one(".chosen", Static).update(chosen[step] if step < self.plan.step else Content("·"))
        self._agreed.update("")
        if self.plan.step is Step.PROFILE:
            self._profiles.show(len(self.plan.profiles), self._profile_line)
        self.call_after_refresh(self._focus_row)
        self.refresh_bindings()

    def _focus_row(self) -> None:
        (self._decks, self._field, self._profiles)[self.plan.step].focus()

    def _deck_line(self, row: int, width: int) -> Content:
        return first_run_face.deck_line(self.plan.decks[row], row, width)

    def _profile_line(self, row: int, width: int) -> Content:
        return first_run_face.profile_line(self.plan.deck, row, width)
