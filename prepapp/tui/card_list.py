"""A screen that lists what belongs to cards, and opens the card at hand."""

from abc import abstractmethod

from textual import getters, on
from textual.screen import Screen

from prepapp.core.card import Card
from prepapp.session.desk import Desk
from prepapp.tui.app import PrepApp
from prepapp.tui.widgets.rows import Rows


class CardListScreen(Screen[None]):
    """Rows that each stand for an act on a card; the action ``open`` shows it."""

    app = getters.app(PrepApp)
    _list = getters.query_one(Rows)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    @abstractmethod
    def _card(self, row: int) -> Card | None:
        """Return the card of a row; None where it has none, or it is gone."""

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
