"""Debrief: after the real interview, what was asked and where one stalled, card by card."""

from dataclasses import replace
from datetime import date, datetime
from typing import ClassVar, Literal

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from prepapp.core.card import Card
from prepapp.errors import PrepError
from prepapp.session.debrief import keep, suggestion, waiting
from prepapp.session.desk import Desk
from prepapp.session.planning import SOON, interview_date, next_profile, soon
from prepapp.tui import debrief_face
from prepapp.tui.app import PrepApp
from prepapp.tui.debrief_face import Mark
from prepapp.tui.keys import key_of
from prepapp.tui.widgets.ask import Ask
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.rows import Rows
from prepapp.tui.widgets.title_bar import TitleBar

Asked = Literal["filter", "company", "words", "date", "next"]


class DebriefScreen(Screen[bool]):
    """The cards of a deck, each to be marked."""

    CSS_PATH = "debrief.tcss"
    HELP = (
        "What stalled becomes a mistake and is asked again tomorrow; the skills of what was asked weigh more "
        "from now on. Nothing is kept before you keep it with enter."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "keep", key_display="enter", tooltip="write it down", id="debrief.keep"),
        Binding("1,right", "mark('asked')", "asked", key_display="1", id="debrief.asked"),
        Binding("2", "mark('stalled')", "stalled", tooltip="you did not get through", id="debrief.stalled"),
        Binding("0,left", "mark('')", "neither", key_display="0", id="debrief.neither", show=False),
        Binding("slash", "ask('filter')", "find", key_display="/", tooltip="find cards", id="debrief.find"),
        Binding("t", "ask('words')", "words", tooltip="your own words on it", id="debrief.words", show=False),
        Binding("i", "ask('next')", "next date", tooltip="the next interview", id="debrief.next"),
        Binding("c", "ask('company')", "company", tooltip="who asked", id="debrief.company", show=False),
        Binding("d", "ask('date')", "date", tooltip="when it was", id="debrief.date", show=False),
        Binding("r", "profile", "profile", tooltip="which kind it was", id="debrief.profile", show=False),
        Binding("escape,q", "dismiss(False)", "back", tooltip="keep nothing", id="debrief.back"),
    ]

    app = getters.app(PrepApp)
    _title = getters.query_one(TitleBar)
    _head = getters.query_one("#head", Static)
    _list = getters.query_one(Rows)
    _ask = getters.query_one(Ask)

    def __init__(self, desk: Desk, deck_id: str, now: datetime) -> None:
        super().__init__()
        self._desk = desk
        self._deck = desk.deck(deck_id)
        self._asked: Asked = "filter"
        self.told = suggestion(desk, deck_id, now)
        self.next: date | Literal["keep"] | None = "keep"
        self.marks: dict[str, Mark] = {}
        """Of the cards that are marked."""
        self.cards: list[Card] = list(self._deck.cards)
        """Those listed."""
        self._filter = ""

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Static(id="head", markup=False)
        yield Rows()
        yield Ask()
        yield KeyBar()

    def on_mount(self) -> None:
        self._list.focus()
        self._fill()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self._ask.is_open:
            return False
        when = {"mark": bool(self.cards), "profile": bool(self._deck.profiles), "keep": self._has_something}
        return when.get(action, True)

    def action_mark(self, mark: Mark) -> None:
        card = self.cards[self._list.cursor].id
        self.marks.pop(card, None)
        if mark:
            self.marks[card] = mark
        self._list.action_move(1)
        self._draw()

    def action_profile(self) -> None:
        following = next_profile(self._deck, self.told.profile)
        self.told = replace(self.told, profile=following)
        self._draw()

    def action_ask(self, what: Asked) -> None:
        self._asked = what
        today = self._desk.day(self.app.now())
        label, value, example = {
            "filter": ("Find", self._filter, "words of a title or an id"),
            "company": ("Company", self.told.company, "who asked"),
            "words": ("In your words", self.told.text, "how it went, in a line"),
            "date": ("It was on", f"{self.told.date}", "the day of the interview"),
            "next": ("Next interview", "", f"{soon(today)}, or {SOON} for days, or none"),
        }[what]
        self._ask.ask(label, value, example)

    def action_keep(self) -> None:
        asked = tuple(card.id for card in self._deck.cards if card.id in self.marks)
        stalled = tuple(card for card in asked if self.marks[card] == "stalled")
        kept = keep(self._desk, replace(self.told, asked=asked, stalled=stalled), self.app.now(), self.next)
        self.app.notify(debrief_face.kept(kept), timeout=8, markup=False)
        self.dismiss(True)

    @property
    def _has_something(self) -> bool:
        return bool(self.marks or self.told.text or self.told.company)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if self._ask.is_open and self._asked == "filter":
            self._filter = event.value
            self._fill()

    @on(Ask.Answered)
    def _answered(self, event: Ask.Answered) -> None:
        text = event.text.strip()
        try:
            match self._asked:
                case "company":
                    self.told = replace(self.told, company=text)
                case "words":
                    self.told = replace(self.told, text=text)
                case "date":
                    self.told = replace(self.told, date=_past(text))
                case "next":
                    self.next = interview_date(text, self._desk.day(self.app.now()))
        except PrepError as error:
            self._ask.complain(error)
            return
        self._ask.close()
        self._draw()

    def _fill(self) -> None:
        """Show the cards that the filter keeps, every word of which must occur."""
        words = self._filter.casefold().split()
        hay = {card.id: f"{card.id} {card.title} {card.skill}".casefold() for card in self._deck.cards}
        self.cards = [card for card in self._deck.cards if all(word in hay[card.id] for word in words)]
        self._list.show(len(self.cards), self._line, self._list.cursor)
        self._draw()

    def _line(self, row: int, width: int) -> Content:
        card = self.cards[row]
        return debrief_face.line(card, self.marks.get(card.id, ""), width)

    def _draw(self) -> None:
        found = len(self.cards) if self._filter else None
        self._title.left, self._title.right = debrief_face.title(self._deck, self.marks, found)
        keys = {name: key_of(self, f"debrief.{name}") for name in ("date", "company", "profile", "words")}
        if not self._ask.is_open:
            self._head.update(debrief_face.head(self.told, self.next, keys))
        self._list.refresh()
        self.refresh_bindings()


def _past(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PrepError(f"{text!r} is not a date", "", "a date such as 2026-10-26") from None


def open_debrief(app: PrepApp) -> None:
    """Open the debrief of the interview that has come, else of the first deck that is studied."""
    desk, now = app.desk, app.now()
    deck = waiting(desk, now, app.deck_asked) or desk.decks(app.deck_asked)[0].id
    app.push_screen(DebriefScreen(desk, deck, now))
