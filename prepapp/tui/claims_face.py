"""What the ledger says, as text: pure functions of its rows."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.content import Content

from prepapp.core.ledger import Measurement
from prepapp.session.errata import amount
from prepapp.session.ledger import SIGNS, Filter, Mark, Row, Standing, measured_text, tally
from prepapp.tui.columns import cell, stacked
from prepapp.tui.face import inline
from prepapp.tui.words import count, short_date

CARD, SIGN, FIGURE, ROOMY_FIGURE = 7, 2, 13, 20
"""Widths of the columns around a claim's text: its card, its sign, and each of its two values."""

ROOMY = 100
"""Columns from which the values get more of them."""

LABEL = 13
"""Width of the labels beside a claim."""

STYLES: dict[Standing, str] = {"holds": "$success", "fails": "bold $error", "inconclusive": "$warning"}


def title(wanted: Filter, shown: int, rows: Sequence[Row]) -> tuple[Content, str]:
    """Return the two ends of the title bar: what the list is narrowed to, and how much is measured."""
    words = ["the chapter is wrong"] if wanted.errs else []
    words += [wanted.status] if wanted.status else []
    words += [f"“{wanted.text}”"] if wanted.text.strip() else []
    left = Content.assemble(("Claims", "bold $accent"), "  ", " · ".join(words))
    total = count(len(rows), "claim")
    return left, f"{shown} of {total}" if words else f"{total}{_tally(rows)}"


def header(wanted: Filter, width: int) -> Content:
    """Return the names of the columns."""
    last = "the chapter" if wanted.errs else "measured"
    return _columns(("card", "", "claim", "expected", last), width).stylize("$muted")


def line(row: Row, first: bool, wanted: Filter, width: int) -> Content:
    """Return one claim as one line; the card is named on its ``first``."""
    room = _figure(width)
    cells = (
        row.card.id if first else "",
        SIGNS[row.standing],
        inline(row.claim.text),
        _fitting(partial(amount, row.claim.value), row.claim.unit, room),
        _last(row, wanted, room),
    )
    return _columns(cells, width, STYLES.get(row.standing, "$muted"))


def page(row: Row, lab_key: str) -> RenderableType:
    """Return one claim in full: what holds, what the chapter says, the evidence, its card."""
    table = Table.grid()
    table.add_column(width=LABEL)
    table.add_column()
    for name, body in _parts(row, lab_key):
        table.add_row(Text(name, style="dim"), Text(body))
    return Group(Text(inline(row.claim.text), style="bold"), table)


def mark_line(found: Mark, key: str) -> Text:
    """Return what a card's labs found as one line, with the key that leads to them."""
    lab = f" · {key} lab" if key else ""
    return Text(f"{found.sign} {found.words}{lab}", style="" if found.standing == "fails" else "dim")


def nothing(total: int, keys: Sequence[str]) -> Content:
    """Return what an empty list says; ``keys`` show all again, and change the search."""
    if not total:
        words = "A claim block of a card comes here: measured by a lab, computed or cited."
        return stacked([Content.styled("No card claims anything.", "bold"), Content(words)])
    words = f"{keys[0]} shows all {total} again; {keys[1]} changes the search."
    return stacked([Content.styled("No claim fits.", "bold"), Content.styled(words, "$muted")])


def _parts(row: Row, lab_key: str) -> Iterator[tuple[str, str]]:
    claim, found = row.claim, row.entry.measurement
    if row.errs:
        yield "The chapter", inline(_chapter(row, claim.unit))
    yield "What holds" if row.errs else "Expected", inline(amount(claim.value, claim.unit))
    if found is not None:
        yield from _measured(row, found)
    yield from _basis(row, lab_key)
    yield "Card", f"{row.card.id}  {inline(row.card.title)}"
    yield "Claim", claim.id


def _measured(row: Row, found: Measurement) -> Iterator[tuple[str, str]]:
    value = measured_text(found, row.claim.unit)
    yield "Measured", f"{value}  {SIGNS[found.verdict]} {found.verdict}"
    yield "Rule", inline(found.rule)
    day = found.at.astimezone().date()
    yield "Lab", f"{found.lab}, {found.preset}, seed {found.seed}"
    yield "Run", f"{short_date(day)} {day.year} on {found.device}"


def _basis(row: Row, lab_key: str) -> Iterator[tuple[str, str]]:
    claim = row.claim
    match claim.basis:
        case "computed":
            yield "Computed", claim.source
        case "cited":
            yield "Cited", inline(claim.source)
            yield "Protocol", inline(claim.protocol)
        case "pending":
            yield "Lab", f"{claim.source}, which is still to come"
        case "lab" if row.entry.measurement is None:
            yield "Lab", f"{claim.source}, never run{f'; {lab_key} opens it' if lab_key else ''}"


def _chapter(row: Row, unit: str) -> str:
    chapter = row.claim.chapter
    return "" if chapter is None else amount(chapter, unit)


def _last(row: Row, wanted: Filter, room: int) -> str:
    found = row.entry.measurement
    if wanted.errs:
        return _fitting(partial(_chapter, row), row.claim.unit, room)
    return _fitting(partial(measured_text, found), row.claim.unit, room) if found else ""


def _fitting(text: Callable[[str], str], unit: str, room: int) -> str:
    """Return a value with its unit, or without it where both have no room."""
    whole = inline(text(unit))
    return whole if len(whole) <= room else inline(text(""))


def _figure(width: int) -> int:
    return ROOMY_FIGURE if width >= ROOMY else FIGURE


def _tally(rows: Sequence[Row]) -> str:
    counts = tally(rows)
    return "".join(f" · {counts[each]} {each}" for each in ("measured", "fails", "never run") if counts[each])


def _columns(cells: Sequence[str], width: int, style: str = "") -> Content:
    card, sign, text, expected, last = cells
    figure = _figure(width)
    return Content.assemble(
        cell(card, CARD, "$muted"),
        cell(sign, SIGN, style),
        cell(text, max(12, width - CARD - SIGN - 2 * figure - 4)),
        "  ",
        cell(expected, figure),
        "  ",
        cell(last, figure),
    )
