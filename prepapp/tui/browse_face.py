"""What the list of cards says, as text: pure functions of its rows."""

from collections.abc import Sequence
from datetime import date

from textual.content import Content

from prepapp.session.browsing import Filter, Row
from prepapp.tui.card_face import standing, troubles
from prepapp.tui.columns import cell, hanging, stacked
from prepapp.tui.face import inline
from prepapp.tui.words import count, short_date

DAY, RUNG, DUE, STATE = 4, 6, 10, 10
"""Widths of the columns of numbers, dates and states."""

SHORT_SKILL, SKILL = 13, 26
"""Widths of a skill's short name and of its title."""

NAMES = ("card", "skill", "day", "rung", "due", "state")


def title(wanted: Filter, shown: int, total: int) -> tuple[Content, str]:
    """Return the two ends of the title bar: what the list is narrowed to, and how many it leaves."""
    filters = [wanted.skill, None if wanted.day is None else f"Day {wanted.day}", wanted.state]
    words = [each for each in filters if each] + ([f"“{wanted.text}”"] if wanted.text.strip() else [])
    left = Content.assemble(("Browse", "bold $accent"), "  ", " · ".join(words) or "all cards")
    narrowed = f"{shown} of {count(total, 'card')}" if words else count(total, "card")
    return left, narrowed


def header(width: int) -> Content:
    """Return the names of the columns."""
    return _columns(NAMES, width).stylize("$muted")


def line(row: Row, today: date, width: int) -> Content:
    """Return one card as one line."""
    state = f"{row.standing} !" if row.leech or row.mistakes else row.standing
    rung = "–" if row.rung is None else f"{row.rung}"
    skill = row.skill if _roomy(width) else row.card.skill.replace("-", " ")
    cells = (inline(row.card.title), skill, str(row.card.day), rung, _due(row.due, today), state)
    return _columns(cells, width)


def preview(row: Row, today: date, width: int) -> Content:
    """Return the card at hand in two lines, for a narrow screen."""
    facts = [row.card.id, standing(row, today), *troubles(row), row.skill]
    title = cell(inline(row.card.title), width, "bold")
    return stacked([title, cell(" · ".join(facts), width, "$muted")])


def aside(row: Row, today: date, width: int) -> Content:
    """Return the card at hand as a column, for a wide screen."""
    facts = [row.skill, f"{row.card.id}, Day {row.card.day} at the latest", standing(row, today)]
    blocks = [
        stacked([Content.styled(inline(row.card.title), "bold"), Content("")]),
        *(Content.styled(each, "$muted") for each in facts),
        *(hanging("!", each, width, 2, "bold $accent") for each in troubles(row)),
    ]
    question = inline(row.card.question)
    return stacked([*blocks, Content(""), Content(question)] if question else blocks)


def nothing(total: int) -> Content:
    """Return what an empty list says."""
    if not total:
        return stacked(
            [Content.styled("There are no cards.", "bold"), Content("prepapp deck check says why.")]
        )
    words = f"c shows all {total} again; / changes the search."
    return stacked([Content.styled("No card fits.", "bold"), Content.styled(words, "$muted")])


def _columns(cells: Sequence[str], width: int) -> Content:
    card, skill, day, rung, due, state = cells
    skill_room = SKILL if _roomy(width) else SHORT_SKILL
    return Content.assemble(
        cell(card, width - skill_room - DAY - RUNG - DUE - STATE - 6),
        "  ",
        cell(skill, skill_room, "$muted"),
        cell(day, DAY, right=True),
        cell(rung, RUNG, right=True),
        "  ",
        cell(due, DUE),
        "  ",
        cell(state, STATE),
    )


def _roomy(width: int) -> bool:
    return width >= 90


def _due(due: date | None, today: date) -> str:
    if due is None:
        return "–"
    ahead = (due - today).days
    return {0: "today", 1: "tomorrow"}.get(ahead, short_date(due))
