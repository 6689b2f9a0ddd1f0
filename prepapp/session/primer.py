"""The primer, read stop by stop: a guess, then its lesson.

Reading is no event: it is neither a first meeting nor practice, and it opens no answer. A card that a stop
names still meets the candidate as a guess and a lesson, and its first try still counts.
"""

from prepapp.core.card import Card, Deck
from prepapp.core.primer import Stop, primer
from prepapp.session.desk import Desk


class PrimerSession:
    """One reading of a deck's primer."""

    def __init__(self, deck: Deck, minutes: float | None = None) -> None:
        self.deck = deck
        self.stops = primer(deck, minutes)
        self._at = 0
        self._read: set[int] = set()

    @property
    def is_done(self) -> bool:
        """Whether the last lesson lies behind."""
        return self._at >= len(self.stops)

    @property
    def stop(self) -> Stop:
        """The stop at hand."""
        return self.stops[self._at]

    @property
    def position(self) -> int:
        """The number of the stop at hand, from 1; after the last, that of the last."""
        return min(self._at + 1, len(self.stops))

    @property
    def is_open(self) -> bool:
        """Whether the lesson at hand is shown; once opened it stays so."""
        return self._at in self._read

    @property
    def minutes(self) -> float:
        """Minutes of the whole chain."""
        return sum(stop.minutes for stop in self.stops)

    @property
    def minutes_left(self) -> float:
        """Minutes of the stop at hand and of those after it."""
        return sum(stop.minutes for stop in self.stops[self._at :])

    @property
    def can_go_back(self) -> bool:
        """Whether a stop lies behind."""
        return self._at > 0

    def go_on(self) -> None:
        """Open the lesson; where it is open, come to the next stop, or to the end."""
        if self.is_done:
            return
        if self.is_open:
            self._at += 1
        else:
            self._read.add(self._at)

    def go_back(self) -> None:
        """Return to the stop before."""
        self._at = max(0, self._at - 1)

    def has_read(self, n: int) -> bool:
        """Return whether the lesson of a stop, counted from 0, has been opened."""
        return n in self._read

    def skill(self, card: Card) -> str:
        """Return the title of a card's skill."""
        return next((skill.title for skill in self.deck.skills if skill.id == card.skill), card.skill)


def is_offered(desk: Desk, deck: Deck) -> bool:
    """Return whether a deck has lessons and none of its cards has been met."""
    met = any(state.met for card in deck.cards if (state := desk.state(card.id)))
    return not met and any(card.learn for card in deck.cards)
