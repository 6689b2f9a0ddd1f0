"""Self-assessment: each skill from 1 to 5, in words of acts; a minute with arrows and digits."""

from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static

from prepapp.session.assess import HIGHEST, LOWEST
from prepapp.session.assess_sitting import AssessSession
from prepapp.session.desk import Desk
from prepapp.tui import assess_face
from prepapp.tui.app import PrepApp
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.rows import Rows
from prepapp.tui.widgets.title_bar import TitleBar
from prepapp.tui.words import count


class AssessScreen(Screen[None]):
    """One sitting."""

    CSS_PATH = "assess.tcss"
    HELP = "Score what you could do now. It is an opinion, and stands beside what is proven."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "save", "save", key_display="enter", tooltip="save the scores", id="assess.save"),
        # Before the list, which would scroll sideways.
        Binding(
            "right",
            "shift(1)",
            "higher",
            key_display="→",
            tooltip="one higher",
            priority=True,
            id="assess.higher",
        ),
        Binding(
            "left",
            "shift(-1)",
            "lower",
            key_display="←",
            tooltip="one lower",
            priority=True,
            id="assess.lower",
        ),
        *(
            Binding(str(n), f"score({n})", f"score {n}", id=f"assess.{n}", show=False)
            for n in range(LOWEST, HIGHEST + 1)
        ),
        Binding("escape,q", "dismiss", "back", tooltip="leave; nothing is saved", id="assess.back"),
    ]

    app = getters.app(PrepApp)
    _title = getters.query_one(TitleBar)
    _list = getters.query_one(Rows)
    _page = getters.query_one("#page", Static)

    def __init__(self, desk: Desk, deck_id: str) -> None:
        super().__init__()
        self._desk = desk
        self._deck_id = deck_id
        self._session: AssessSession | None = None

    @property
    def session(self) -> AssessSession:
        """The sitting behind the screen."""
        assert self._session is not None
        return self._session

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Rows()
        yield Static(id="page", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._session = AssessSession(self._desk, self._deck_id, self.app.now())
        self._list.show(len(self.session.skills), self._line)
        self._draw()

    def on_resize(self, _event: Resize) -> None:
        self.call_after_refresh(self._draw)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "save" or (self._session is not None and bool(self.session.scores))

    def action_score(self, score: int) -> None:
        self.session.choose(self._at_hand, score)
        self._list.action_move(1)
        self._draw()

    def action_shift(self, by: int) -> None:
        chosen = self.session.scores.get(self._at_hand)
        middle = (LOWEST + HIGHEST) // 2
        self.session.choose(self._at_hand, middle if chosen is None else chosen + by)
        self._draw()

    def action_save(self) -> None:
        self.session.save(self.app.now())
        scored = count(len(self.session.scores), "skill")
        self.notify(f"{scored} scored, {self.session.total} in all; u on Today takes it back", markup=False)
        self.dismiss()

    @on(Rows.Moved)
    def _moved(self) -> None:
        self._draw()

    @property
    def _at_hand(self) -> str:
        return self.session.skills[self._list.cursor].id

    def _line(self, row: int, width: int) -> Content:
        return assess_face.line(self.session, self.session.skills[row], width)

    def _draw(self) -> None:
        self._title.left, self._title.right = assess_face.title(self.session)
        width = max(40, self._page.content_size.width)
        self._page.update(assess_face.page(self.session, self.session.skills[self._list.cursor], width))
        self._list.refresh()
        self.refresh_bindings()
