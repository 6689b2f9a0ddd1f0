"""One line on a card: what labs found of its claims, read behind the screen when a card first asks."""

from collections.abc import Callable
from typing import Any

from rich.text import Text
from textual.screen import Screen

from prepapp.core.card import Card
from prepapp.tui.app import PrepApp
from prepapp.tui.keys import key_of


class LabMark:
    """The mark of the card that a screen shows."""

    def __init__(self, screen: Screen[Any], key: str, show: Callable[[], object]) -> None:
        self._screen = screen
        self._key = key
        """Id of the binding that opens the lab."""
        self._show = show
        """Called when the runs have been read."""

    def line(self, card: Card, opened: bool = True) -> Text | None:
        """Return it; None for a card without a lab, and until the runs are read.

        While the card is not ``opened``, no value is told.
        """
        if card.measured_by is None:
            return None
        from prepapp.session.ledger import mark
        from prepapp.tui.claims_face import mark_line

        known = self._app.evidence.known
        if known is None:
            self._screen.run_worker(self._read, thread=True, exclusive=True, group="evidence")
            return None
        found = mark(card, known, opened)
        return mark_line(found, key_of(self._screen, self._key)) if found else None

    def _read(self) -> None:
        app = self._app
        app.evidence.read(app.now())
        app.call_from_thread(self._shown)

    def _shown(self) -> None:
        if self._screen.is_attached:
            self._show()

    @property
    def _app(self) -> PrepApp:
        app = self._screen.app
        assert isinstance(app, PrepApp)
        return app
