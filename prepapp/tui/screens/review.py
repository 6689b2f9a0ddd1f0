"""Review: the question alone, a commitment, the points, then the answer and its grade."""

from datetime import datetime
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Click, Resize
from textual.screen import Screen
from textual.widgets import Static

from prepapp.core.card import Card
from prepapp.core.event import Grade
from prepapp.session.day import Stage
from prepapp.session.desk import Desk
from prepapp.session.question import Phase
from prepapp.session.review import ReviewSession
from prepapp.session.today import today
from prepapp.tui import review_face, review_keys
from prepapp.tui.app import PrepApp
from prepapp.tui.face import Face, draw
from prepapp.tui.widgets.answer_line import AnswerLine
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.lab_mark import LabMark
from prepapp.tui.widgets.take_clock import TakeClock
from prepapp.tui.widgets.title_bar import TitleBar

FACE_WIDTH = 88
"""The widest that prose is set."""

PREPARE_S = 0.1
"""Seconds after which the answer side is drawn: not before the question stands on the terminal."""

MARGINS = 5
"""Columns beside the text: two on each side, one for the scroll bar."""


class ReviewScreen(Screen[None]):
    """One sitting."""

    CSS_PATH = "review.tcss"
    AUTO_FOCUS = ""
    HELP = (
        "Answer before you look. What you ticked proposes the grade; you may overrule it, and both are kept. "
        "Every grade is on disk before the next question is shown."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*review_keys.BINDINGS]

    app = getters.app(PrepApp)
    _title = getters.query_one(TitleBar)
    _question = getters.query_one("#question", Static)
    _prompt = getters.query_one("#prompt", Static)
    _points = getters.query_one("#points", Static)
    _answer = getters.query_one("#answer", Static)
    _grades = getters.query_one("#grades", Static)
    _line = getters.query_one(AnswerLine)
    _scroll = getters.query_one(VerticalScroll)

    def __init__(self, desk: Desk, stages: list[Stage], seat: Card | None = None) -> None:
        super().__init__()
        self._seat = seat
        """The card of the hot seat that ends the day."""
        self._desk = desk
        self._stages = stages
        self._session: ReviewSession | None = None
        self._face: Face | None = None
        self._clock = TakeClock(self, lambda: self.app.now(), self._show_prompt)
        self._lab_mark = LabMark(self, "review.lab", self._show_answer)
        self._asked_at: datetime | None = None
        self._noting = False

    @property
    def session(self) -> ReviewSession:
        """The sitting behind the screen."""
        assert self._session is not None
        return self._session

    def compose(self) -> ComposeResult:
        yield TitleBar()
        with VerticalScroll(can_focus=False), Vertical(id="card"):
            yield Static(id="question", markup=False)
            yield Static(id="prompt", markup=False)
            yield Static(id="points", markup=False)
            yield AnswerLine()
            yield Static(id="answer", markup=False)
        yield Static(id="grades", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._session = ReviewSession(self._desk, self._stages, self.app.now())
        self._show_question()

    def on_resize(self, _event: Resize) -> None:
        if self._session is not None and self.session.phase is Phase.ANSWER:
            self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self._session is None or self._line.is_open:
            return action == "leave"
        return review_keys.offered(action, self.session, self._clock.seconds is not None)

    def action_speak(self) -> None:
        if self._clock.seconds is None:
            self._clock.start()
        else:
            self.session.speak(self._clock.stop())
        self._show()

    def action_write(self) -> None:
        self._open_line("your answer, in a line; enter commits, esc goes back", noting=False)

    def action_give_up(self) -> None:
        self.session.give_up(self.app.now())
        self._show()

    def action_sure(self, sure: str) -> None:
        self.session.be_sure(sure, self.app.now())  # type: ignore[arg-type]
        self._show()

    def action_tick(self, said: bool) -> None:
        if self.session.phase is Phase.POINTS:
            self.session.tick(said)
        elif self.session.is_mistake:
            self.session.settle(said, self.app.now())
            self._show_question()
            return
        else:
            self.session.hold_follow_up(said, self.app.now())
        self._show()

    def action_untick(self) -> None:
        self.session.untick()
        self._show()

    def action_scroll(self, where: str) -> None:
        getattr(self._scroll, f"scroll_{where}")(animate=False)

    def action_follow_up(self) -> None:
        self.session.open_follow_up()
        self._show()
        self._scroll.scroll_end(animate=False)

    def action_accept(self) -> None:
        if self.session.phase is Phase.DONE:
            self._sit_or_leave()
        else:
            self._save(None)

    def action_grade(self, name: str) -> None:
        self._save(Grade[name])

    def action_undo(self) -> None:
        voided = self.session.undo(self.app.now())
        self.notify(f"Undone: {voided.kind} {voided.card or ''}".rstrip(), timeout=3, markup=False)
        self._show_question()

    def action_lab(self) -> None:
        from prepapp.tui.screens.lab import open_lab

        open_lab(self.app, self.session.current.card, self._show)

    def action_check(self) -> None:
        from prepapp.tui.screens.check import CheckScreen

        asked = self.session.current
        screen = CheckScreen(self._desk, asked.card, asked.phase is Phase.ANSWER)
        self.app.push_screen(screen, lambda _: self._checked())

    def _checked(self) -> None:
        self.session.take_check(self.app.now())
        self._show()

    def action_note(self) -> None:
        self._open_line("a note in your own words; enter keeps it, esc goes back", noting=True)

    def action_set_aside(self) -> None:
        self._clock.stop()
        self.session.set_aside(self.app.now())
        self.notify("Set aside; Browse takes it back", timeout=3, markup=False)
        self._show_question()

    def action_leave(self) -> None:
        if self._line.is_open:
            self._line.close()
            self._show()
            return
        self._clock.stop()
        self.dismiss()

    @on(AnswerLine.Submitted)
    def _line_entered(self, event: AnswerLine.Submitted) -> None:
        text, now = event.value.strip(), self.app.now()
        if not text:
            return
        if self._noting:
            with self.app.reporting():
                self.session.note(text, now)
                self.notify("Kept with the card", timeout=3, markup=False)
        else:
            asked_at = self._asked_at or now
            self.session.write(text, (now - asked_at).total_seconds())
        self._line.close()
        self._show()

    @on(Click, "#grades")
    def _grade_clicked(self, event: Click) -> None:
        column = review_face.grade_column(self._text_width())
        place = event.get_content_offset(self._grades)
        beside = (self._grades.content_size.width - column * len(Grade)) // 2
        if place is None or not self.check_action("grade", ()):
            return
        with self.app.reporting():
            self._save(Grade(min(max(0, (place.x - beside) // column), len(Grade) - 1) + 1))

    def _save(self, grade: Grade | None) -> None:
        self.session.grade(grade, self.app.now())
        self._show_question()

    def _sit_or_leave(self) -> None:
        if self._seat is None:
            self.action_leave()
            return
        from prepapp.tui.screens.mock import hot_seat

        self.app.switch_screen(hot_seat(self.app, self._seat))

    def _show_question(self) -> None:
        self._asked_at = self.app.now()
        self._scroll.scroll_home(animate=False)
        self._show()
        if self.session.phase is not Phase.DONE:
            self.set_timer(PREPARE_S, self._prepare_ahead)

    def _show(self) -> None:
        session = self.session
        if session.phase is Phase.DONE:
            self._show_closing()
        else:
            card = session.current.card
            self._title.left, self._title.right = review_face.title(session)
            self._question.update(review_face.question(card))
            self._show_prompt()
            points = review_face.points(session, self._text_width())
            self._points.display = bool(points)
            self._points.update(points)
            self._show_answer()
        self.refresh_bindings()

    def _show_prompt(self) -> None:
        asked = self.session.current
        early = asked.phase in {Phase.ASKED, Phase.COMMITTED}
        self._prompt.update(
            review_face.prompt(asked, self._clock.seconds) if early else review_face.took(asked)
        )

    def _show_answer(self) -> None:
        session, is_open = self.session, self.session.phase is Phase.ANSWER
        self._answer.display = is_open
        self._grades.display = is_open
        if not is_open:
            return
        self._answer.update(
            review_face.answer(session, self._prepare(), self._lab_mark.line(session.current.card))
        )
        if session.is_mistake:
            words = Content.styled("Can you tell now?   y yes, close it   n ask me again tomorrow", "bold")
        elif session.is_practice:
            words = review_face.practice(session.current.turn.part)
        else:
            day = self._desk.day(self.app.now())
            words = review_face.grades(session.proposal(), session.dates(), day, self._text_width())
        check = review_face.checked(session)
        self.set_class(check is not None, "-checked")
        self._grades.update(words if check is None else Content("\n").join([words, check]))

    def _show_closing(self) -> None:
        day = today(self._desk, self.app.now(), self.app.deck_asked)
        self._title.left, self._title.right = Content.styled("Review", "bold $accent"), "done"
        late = sum(item.due < day.study_day for item in day.items)
        asked = self.session.total
        words = review_face.closing(asked, day.minutes, day.tomorrow, late, self._seat is not None)
        self._question.update(words)
        for widget in (self._prompt, self._points):
            widget.update("")
        self._answer.display = self._grades.display = False

    def _prepare_ahead(self) -> None:
        if self.session.phase is not Phase.DONE:
            self._prepare()

    def _prepare(self) -> Face:
        """Draw the answer side while the question is being read."""
        card, width = self.session.current.card, self._text_width()
        if self._face is None or (self._face.card, self._face.width) != (card.id, width):
            self._face = draw(card, width)
        return self._face

    def _text_width(self) -> int:
        return min(FACE_WIDTH, max(40, self.size.width - MARGINS))

    def _open_line(self, hint: str, noting: bool) -> None:
        self._noting = noting
        self._line.open(hint)
        self.refresh_bindings()
