"""What the primer says, as text: pure functions of the stop at hand."""

from collections.abc import Iterator, Sequence

from textual.content import Content

from prepapp.core.card import Card
from prepapp.core.primer import Stop
from prepapp.session.primer import PrimerSession
from prepapp.tui.columns import cell, stacked
from prepapp.tui.face import inline
from prepapp.tui.words import count, minutes

CARDS = 5
"""Cards named under a lesson; beside one there is room for all."""

ID = 9
"""Columns of a card's id."""

MARKS = {"read": "✓", "here": "●", "ahead": "○"}


def title(session: PrimerSession) -> tuple[Content, str]:
    """Return the two ends of the title bar."""
    where = f"  {session.deck.title}"
    if session.stops and not session.is_done:
        where += f" · {session.skill(session.stop.card)}"
    return Content.assemble(("Primer", "bold $accent"), where), _progress(session)


def question(stop: Stop, is_open: bool) -> Content:
    """Return the question that is guessed at; above its lesson all but its title steps back."""
    more = f"\n\n{inline(stop.card.question)}" if stop.card.question else ""
    return Content.assemble((inline(stop.card.title), "bold"), (more, "$muted" if is_open else ""))


def prompt() -> Content:
    """Return what is asked for before the lesson is open."""
    words = "Guess first, aloud or in your head. Nothing here is graded."
    return Content.styled(words, "$muted")


def prepared(stop: Stop, width: int) -> Content:
    """Return the first few of the cards that a lesson prepares."""
    shown = stop.cards[:CARDS] if len(stop.cards) > CARDS + 1 else stop.cards
    lines = list(_cards(stop.card, shown, width))
    if len(shown) < len(stop.cards):
        lines.append(Content.styled(f"  and {len(stop.cards) - len(shown)} more", "$muted"))
    return stacked([Content.styled("Its cards", "bold"), *lines])


def aside(session: PrimerSession, width: int) -> Content:
    """Return the chain with the stop at hand and, once its lesson is open, all of its cards."""
    chain = [_link(session, n, width) for n in range(len(session.stops))]
    blocks = [stacked([Content.styled("The chain", "bold"), *chain])]
    if not session.is_done and session.is_open:
        cards = _cards(session.stop.card, session.stop.cards, width)
        blocks.append(stacked([Content.styled("Its cards", "bold"), *cards]))
    return Content("\n\n").join(blocks)


def closing(session: PrimerSession) -> Content:
    """Return the last words."""
    lessons = count(len(session.stops), "lesson")
    rest = "Nothing was graded. Each card still asks you for a guess first; now you have something to go by."
    return Content.assemble((f"That was the primer: {lessons}.", "bold"), "\n\n", (rest, "$muted"))


def nothing() -> Content:
    """Return what stands in the place of a chain without lessons."""
    rest = "A card teaches what stands under `### Learn`; without it there is nothing to read ahead."
    return Content.assemble(("No card of this deck has a lesson.", "bold"), "\n\n", (rest, "$muted"))


def _progress(session: PrimerSession) -> str:
    if not session.stops:
        return ""
    if session.is_done:
        return "done"
    left = minutes(session.minutes_left).replace("minutes", "min").replace("minute", "min")
    return f"{session.position} of {len(session.stops)} · {left} left"


def _cards(own: Card, others: Sequence[Card], width: int) -> Iterator[Content]:
    for card in (own, *others):
        name = cell(card.id, ID, "$accent" if card is own else "$muted")
        yield Content("  ") + name + cell(inline(card.title), max(8, width - ID - 2))


def _link(session: PrimerSession, n: int, width: int) -> Content:
    here = not session.is_done and n == session.position - 1
    where = "here" if here else "read" if session.has_read(n) else "ahead"
    mark = "$accent" if where != "ahead" else "$muted"
    text = cell(inline(session.stops[n].card.title), max(8, width - 4), "bold" if here else "$muted")
    return Content.assemble("  ", (MARKS[where], mark), " ", text)
