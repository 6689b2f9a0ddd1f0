"""What the first run says, as text."""

from datetime import date

from textual.content import Content

from prepapp.core.card import Deck
from prepapp.session.planning import SOON, soon
from prepapp.tui.columns import cell
from prepapp.tui.words import count, short_date

TITLE, CARDS = 26, 12
"""Widths of a name and of what stands beside it."""


def title(today: date) -> tuple[Content, str]:
    """Return the two ends of the title bar."""
    return Content.assemble(("PrepApp", "bold $accent"), "  first day"), short_date(today)


def opening() -> Content:
    """Return the line above the rows."""
    words = "Three questions, and your plan stands. Every answer can be changed later."
    return Content.styled(words, "bold")


def deck_line(deck: Deck, n: int, width: int) -> Content:
    """Return a deck as one line."""
    source = cell(deck.source, max(8, width - TITLE - CARDS - 3), "$muted")
    return Content.assemble((f"{n + 1}  ", "$accent"), cell(deck.title, TITLE), _cards(deck), source)


def profile_line(deck: Deck, n: int, width: int) -> Content:
    """Return a profile as one line; the first is the general one."""
    name = deck.profiles[n - 1].title if n else "general"
    return Content.assemble((f"{n}  ", "$accent"), cell(name, width - 3))


def opens(deck: Deck, n: int) -> Content:
    """Return how the interviewer of a profile opens."""
    if n == 0:
        return Content("Every skill weighs what its cards weigh.")
    return Content(f"“{deck.profiles[n - 1].opening}”" if deck.profiles[n - 1].opening else "")


def deck_chosen(deck: Deck) -> Content:
    """Return what was taken, once it is."""
    return Content(f"{deck.title}, {count(len(deck.cards), 'card')}")


def interview_chosen(interview: date | None, today: date) -> Content:
    """Return what was taken, once it is."""
    return Content(_date(interview, today) if interview else "no date yet")


def interview_hint(interview: date | None, today: date, typed: bool) -> Content:
    """Return what the field would be read as."""
    if not typed:
        words = f"enter: none yet · or a date as {soon(today)} · or days from today as {SOON}"
        return Content.styled(words, "$muted")
    return Content(_date(interview, today) if interview else "no date yet")


def _date(interview: date, today: date) -> str:
    return f"{short_date(interview)}, in {count((interview - today).days, 'day')}"


def _cards(deck: Deck) -> Content:
    return cell(count(len(deck.cards), "card"), CARDS)
