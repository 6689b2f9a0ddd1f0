"""Check: an answer typed and judged, live while practising, once where it is to be proved."""

import asyncio
import tempfile
from pathlib import Path
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static, TextArea

from prepapp.core.card import Card
from prepapp.session.checking import Attempt, Mode, check_of, practised
from prepapp.session.desk import Desk
from prepapp.session.looks import leave_reading
from prepapp.tui import check_face
from prepapp.tui.app import PrepApp
from prepapp.tui.check_page import Page
from prepapp.tui.editor import open_in_editor
from prepapp.tui.face import block
from prepapp.tui.screens.trust import TrustScreen
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.title_bar import TitleBar

DEBOUNCE_S = 0.15
"""Seconds without a key after which what was typed is looked at."""


class CheckScreen(Screen[None]):
    """The checks of one card."""

    CSS_PATH = "check.tcss"
    AUTO_FOCUS = "#typed"
    HELP = (
        "Practice judges while you type, and has hints. Prove is one blank page, judged once. "
        "What could not be read costs nothing. A derivation is worked out at first, then less is given. "
        "A verdict speaks for a grade; you give it in the review."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "enter", "submit", key_display="enter", priority=True, id="check.enter"),
        Binding("ctrl+s", "judge", "judge", tooltip="submit the answer", id="check.judge"),
        Binding("ctrl+t", "hint", "hint", tooltip="three steps; they are recorded", id="check.hint"),
        Binding("ctrl+g", "give_up", "give up", tooltip="see the reference; recorded", id="check.give_up"),
        # The page itself names it; among the keys of an answer there is no room.
        Binding("ctrl+l", "fade", "less given", id="check.fade", show=False),
        Binding("ctrl+r", "mode", "mode", tooltip="prove it on a blank page, or practise", id="check.mode"),
        Binding("tab", "step(1)", "next", tooltip="the next check of the card", id="check.next"),
        # In code, tab indents.
        Binding("ctrl+n", "after_code", "next", tooltip="the next check", id="check.after_code"),
        Binding("shift+tab", "step(-1)", "check before", id="check.previous", show=False),
        Binding("ctrl+o", "editor", "editor", tooltip="type it in your own editor", id="check.editor"),
        Binding("ctrl+down", "scroll('down')", "down", id="check.down", show=False),
        Binding("ctrl+up", "scroll('up')", "up", id="check.up", show=False),
        # Before the typing, which leaves its field by escape where tab indents.
        Binding("escape", "dismiss", "back", priority=True, id="check.back"),
    ]

    app = getters.app(PrepApp)
    _title = getters.query_one(TitleBar)
    _prompt = getters.query_one("#prompt", Static)
    _typed = getters.query_one("#typed", TextArea)
    _scroll = getters.query_one("#page", VerticalScroll)
    _output = getters.query_one("#output", Static)

    def __init__(
        self, desk: Desk, card: Card, seen: bool = False, n: int | None = None, mode: Mode = "practice"
    ) -> None:
        super().__init__()
        self._desk = desk
        self._card = card
        self._seen = seen
        """Whether the answer side of the card was just open."""
        self._looked_at: set[int] = set()
        """Checks of which something typed has been judged live."""
        self._pages: dict[int, Page] = {}
        self._n = n or card.checks[0].n
        self._mode: Mode = mode
        """In which a check is opened."""
        self._row = 0
        """The line that the cursor was on when it was last drawn."""

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Static(id="prompt", markup=False)
        with Container(id="work"):
            yield TextArea(id="typed", compact=True, soft_wrap=True, highlight_cursor_line=False)
            with VerticalScroll(id="page", can_focus=False):
                yield Static(id="output", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._open(self._n)

    def on_unmount(self) -> None:
        with self.app.reporting():
            leave_reading(self._desk, self._card, sorted(self._looked_at), self.app.now())

    def on_resize(self, _event: Resize) -> None:
        self.call_after_refresh(self._draw)

    @property
    def page(self) -> Page:
        """The check at hand."""
        return self._pages[self._n]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self._n not in self._pages:
            return action == "dismiss"
        page, attempt = self.page, self.page.attempt
        is_number, several = attempt.check.type == "number", len(self._card.checks) > 1
        when = {
            "enter": page.is_covered or page.asked is not None or (is_number and page.takes_answer),
            "judge": not is_number and page.takes_answer,
            "hint": page.takes_answer
            and attempt.mode == "practice"
            and attempt.hints_open < len(attempt.hints),
            "give_up": page.takes_answer and not attempt.gave_up and not page.is_right,
            "fade": len(attempt.stages) > 1,
            "step": several and attempt.code is None,
            "after_code": several and attempt.code is not None,
            "editor": not is_number and page.takes_answer,
        }
        return when.get(action, True)

    def action_enter(self) -> None:
        """Submit one line: a number, or a reason; on a covered page, open what is given."""
        page = self.page
        if page.is_covered:
            page.open(self.app.now())
        elif page.asked is not None:
            page.explain(self._typed.text, self.app.now())
        else:
            self.action_judge()
            return
        self._show_page()
        self.call_after_refresh(self._scroll.scroll_end, animate=False)

    def action_judge(self) -> None:
        code = self.page.attempt.code
        if self._typed.text.strip() and code is not None and not code.is_trusted:
            self.app.push_screen(TrustScreen(check_face.trust(code), code.tests), self._trusted)
        elif self._typed.text.strip():
            self.workers.cancel_group(self, "look")
            self.run_worker(self._judge(self.page, self._typed.text), exclusive=True, group="judge")

    def _trusted(self, may_run: bool | None) -> None:
        code = self.page.attempt.code
        if may_run and code is not None:
            code.trust()
            self.action_judge()

    def action_hint(self) -> None:
        self.page.attempt.hint(self.app.now())
        self._draw()
        self._scroll.scroll_end(animate=False)

    def action_give_up(self) -> None:
        self.page.attempt.give_up(self.app.now())
        self._draw()
        self._scroll.scroll_end(animate=False)

    def action_mode(self) -> None:
        mode: Mode = "prove" if self.page.attempt.mode == "practice" else "practice"
        self._pages[self._n] = self._new_page(self._n, mode)
        self._show_page()

    def action_fade(self) -> None:
        stage = self.page.less
        page = self._pages[self._n] = self._new_page(self._n, "practice")
        page.attempt.faded = stage
        self._show_page()

    def action_step(self, by: int) -> None:
        numbers = [check.n for check in self._card.checks]
        self._open(numbers[(numbers.index(self._n) + by) % len(numbers)])

    def action_after_code(self) -> None:
        self.action_step(1)

    def action_editor(self) -> None:
        before = self._typed.text
        with tempfile.TemporaryDirectory(prefix="prepapp-") as folder:
            file = Path(folder) / ("answer.py" if self.page.attempt.code else "answer.txt")
            file.write_text(self._typed.text, encoding="utf-8")
            open_in_editor(self.app, file, self._desk.settings.editor)
            self._typed.text = file.read_text(encoding="utf-8", errors="replace").rstrip("\n")
        self._typed.move_cursor(self._typed.document.end)
        attempt = self.page.attempt
        if (
            attempt.code is not None
            and attempt.mode == "practice"
            and self._typed.text != before.rstrip("\n")
        ):
            self.action_judge()  # code that was saved is run; a blank page only when it is submitted

    def action_scroll(self, where: str) -> None:
        getattr(self._scroll, f"scroll_{where}")(animate=False)

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        page, text = self.page, event.text_area.text
        if text == page.text:
            return
        if page.is_worked:
            page.text = text
            return
        page.text, page.outcome = text, None
        if page.attempt.mode == "prove":
            self._draw()
        else:
            self.run_worker(self._look(page, text), exclusive=True, group="look")

    @on(TextArea.SelectionChanged)
    def _moved(self) -> None:
        if self._typed.cursor_location[0] != self._row:
            self._draw()

    async def _look(self, page: Page, text: str) -> None:
        """Read what was typed, once no key follows."""
        await asyncio.sleep(DEBOUNCE_S)
        with self.app.reporting():
            page.looks = await asyncio.to_thread(page.attempt.look, text)
        if page.looks:
            self._looked_at.add(page.attempt.check.n)
        self._draw()

    async def _judge(self, page: Page, text: str) -> None:
        self._output.update(check_face.judging())
        with self.app.reporting():
            verdict = await page.attempt.verdict(text, self.app.bench.host)
            page.outcome = page.attempt.record(text, verdict, self.app.now())
        self._draw()
        self._scroll.scroll_home(animate=False)

    def _open(self, n: int) -> None:
        """Show a check, with what was typed for it before."""
        if n not in self._pages:
            self._pages[n] = self._new_page(n, self._mode)
        self._n = n
        self._show_page()

    def _new_page(self, n: int, mode: Mode) -> Page:
        seen = self._seen or (mode == "prove" and n in self._looked_at)
        check, now = check_of(self._card, n), self.app.now()
        if mode == "practice":
            attempt = practised(self._desk, self._card, check, now, seen)
        else:
            attempt = Attempt(self._desk, self._card, check, mode, now, seen)
        return Page(attempt, attempt.code.starter if attempt.code else "")

    def _show_page(self) -> None:
        check = self.page.attempt.check
        if check.type == "code":
            self.app.bench.warm_up()
        self.set_class(self.page.is_one_line, "-one-line")
        self._typed.tab_behavior = "indent" if check.type == "code" else "focus"
        self._typed.placeholder = check_face.placeholder(self.page)
        self._typed.load_text(self.page.text)
        self._typed.move_cursor(self._typed.document.end)
        self._typed.focus()
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        page = self.page
        attempt = page.attempt
        self._title.left, self._title.right = check_face.title(self._card, attempt)
        self._prompt.update(block(attempt.check.prompt, max(30, self._prompt.content_size.width)))
        self._typed.read_only = page.is_over or page.is_covered
        self._row = self._typed.cursor_location[0]
        at = self._row + 1 if page.outcome is None else 0
        width = max(30, self._output.content_size.width)
        self._output.update(check_face.output(page, at, width))
        self.refresh_bindings()
