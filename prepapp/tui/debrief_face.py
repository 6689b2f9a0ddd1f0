"""What the debrief says, as text: pure functions of what has been told."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from textual.content import Content

from prepapp.core.card import Card, Deck
from prepapp.session.debrief import Debrief, Kept
from prepapp.tui.columns import cell, stacked
from prepapp.tui.face import inline
from prepapp.tui.words import count, short_date

Mark = Literal["asked", "stalled", ""]

MARK, ID = 10, 9
"""Columns of a card's mark and of its id."""

STYLES: Mapping[Mark, str] = {"asked": "$accent", "stalled": "bold $warning", "": "$muted"}


def title(deck: Deck, marks: Mapping[str, Mark], found: int | None) -> tuple[Content, str]:
    """Return the two ends of the title bar; ``found`` counts the cards where they are narrowed down."""
    stalled = sum(mark == "stalled" for mark in marks.values())
    narrowed = "" if found is None else f" · {count(found, 'card')} found"
    left = Content.assemble(("Debrief", "bold $accent"), f"  {deck.title}{narrowed}")
    return left, f"{len(marks)} asked · {stalled} stalled"


def head(told: Debrief, following: date | str | None, keys: Mapping[str, str]) -> Content:
    """Return the interview that is told of; ``keys`` name what may be added to it."""
    about = [
        f"{keys['date']} {short_date(told.date)}",
        f"{keys['company']} {told.company or 'company'}",
        *([f"{keys['profile']} {told.profile or 'no profile'}"] if keys["profile"] else []),
        f"{keys['words']} {told.text or 'your words'}",
    ]
    if following != "keep":
        about.append(f"next: {short_date(following)}" if isinstance(following, date) else "no next one")
    lines = [Content.styled("What did they ask, and where did you stall?", "bold")]
    return stacked([*lines, Content.styled(" · ".join(about), "$muted")])


def line(card: Card, mark: Mark, width: int) -> Content:
    """Return one card with its mark."""
    room = max(8, width - MARK - ID)
    return (
        cell(mark or "–", MARK, STYLES[mark]) + cell(card.id, ID, "$muted") + cell(inline(card.title), room)
    )


def kept(debrief: Kept) -> str:
    """Return what was written."""
    told = debrief.told
    words = [f"Kept: {count(len(told.asked), 'card')} asked."]
    if debrief.mistakes:
        words.append(f"{count(len(debrief.mistakes), 'mistake')} opened; asked again tomorrow.")
    return " ".join(words)
