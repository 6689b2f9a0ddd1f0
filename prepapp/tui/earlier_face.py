"""What earlier runs of a lab say, as text: a line each, and what they measured side by side."""

from collections.abc import Sequence
from datetime import date

from textual.content import Content

from prepapp.lab.header import LabClaim
from prepapp.session.lab_history import PastRun
from prepapp.tui.columns import cell, stacked
from prepapp.tui.lab_face import day_of, tally

COLUMN = 13
"""Columns of one run beside others."""


def earlier_line(run: PastRun, today: date, width: int) -> Content:
    """Return an earlier run as one line."""
    seconds = run.payload.get("seconds")
    said = _score(run)
    return Content.assemble(
        cell(f"{day_of(run, today)} {run.at:%H:%M}", 17),
        cell(run.payload["preset"], 9, "$muted"),
        cell(f"seed {run.payload['seed']}", 9, "$muted"),
        cell(tally(run), 16),
        cell(said, 14, "$muted"),
        cell(f"{seconds:.1f} s" if seconds else "", 10, "$muted", right=True),
    )


def comparison(runs: Sequence[PastRun], at: int, claims: Sequence[LabClaim], width: int) -> Content:
    """Return what some runs measured, side by side; the one at hand stands out."""
    fits = max(1, (width - 34) // COLUMN)
    first = max(0, min(at, len(runs) - fits))
    shown = runs[first : first + fits]
    room = width - COLUMN * len(shown)
    heads = [cell(f"{run.at:%d %b %H:%M}", COLUMN, right=True) for run in shown]
    rows = [Content.styled("Measured", "bold").pad_right(room - 8) + _joined(heads, at - first)]
    for claim in claims:
        values = [cell(_past_value(run, claim.id), COLUMN, right=True) for run in shown]
        text = Content(claim.text).wrap(room - 2)
        rows.append(cell(text[0].plain, room) + _joined(values, at - first))
        rows += [line.stylize("") for line in text[1:]]
    return stacked(rows)


def _score(run: PastRun) -> str:
    said, right = len(run.payload["predictions"]), run.payload.get("right")
    return f"{right} of {said} right" if said and right is not None else ""


def _past_value(run: PastRun, claim: str) -> str:
    if claim not in run.measured:
        return "–"
    value = run.measured[claim]
    return "not finite" if value is None else f"{value:.4g}"


def _joined(cells: Sequence[Content], at: int) -> Content:
    return Content("").join(
        each.stylize("bold $accent" if n == at else "$muted") for n, each in enumerate(cells)
    )
