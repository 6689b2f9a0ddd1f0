"""What mock interviews there are, as text."""

from dataclasses import dataclass
from datetime import date

from textual.content import Content

from prepapp.core.interview import Listener
from prepapp.core.mock_record import MockRecord
from prepapp.session.mock_menu import Choice
from prepapp.tui.columns import cell, stacked
from prepapp.tui.mock_face import NAMES
from prepapp.tui.words import clock, short_date

GISTS = {
    "hotseat": "one question, two follow-ups",
    "opening": "the first scene, three deep",
    "short": "the first week, one deep",
    "quickfire": "core questions, 90 s each",
    "discussion": "branching, three deep",
    "statements": "ten sentences, true or not",
}
"""What each format is."""

NAME, GIST, MINUTES = 22, 48, 8
WHEN = 14


@dataclass(frozen=True, slots=True)
class Seat:
    """Who asks, and how."""

    profile: str | None = None
    listener: Listener = "peer"
    interviewer: str | None = None


def choice_line(choice: Choice, today: date, width: int) -> Content:
    """Return one mock that can be held."""
    name = NAMES[choice.format or "statements"]
    gist = (
        f"the paper in {choice.length} min, five parts"
        if choice.length
        else GISTS[choice.format or "statements"]
    )
    when, style = _when(choice, today)
    room = max(10, min(GIST, width - NAME - MINUTES - WHEN))
    return Content.assemble(
        cell(name, NAME),
        cell(gist, room, "$muted"),
        cell(f"{choice.minutes} min", MINUTES, "$muted", right=True),
        cell(when, WHEN, style, right=True),
    )


def heading() -> Content:
    """Return the row above those that were held."""
    return Content.styled("Held", "bold $muted")


def record_line(record: MockRecord, width: int) -> Content:
    """Return one mock that was held."""
    name = NAMES.get(record.format, record.format) + (f" {record.length}" if record.length else "")
    score = "–" if record.score is None else f"{record.score:.0%}"
    told = [f"{len(record.questions)} asked", clock(record.seconds)]
    told += [f"ticked by {record.witness}"] if record.witness else []
    told += [record.why] if record.why in {"quit", "unfinished"} else []
    room = max(10, min(GIST, width - NAME - MINUTES - WHEN))
    return Content.assemble(
        cell(f"  {name}", NAME, "$muted"),
        cell(" · ".join(told), room, "$muted"),
        cell(score, MINUTES, right=True),
        cell(short_date(record.study_day), WHEN, "$muted", right=True),
    )


def foot(seat: Seat, recorder: bool, profiles: bool) -> Content:
    """Return how the next mock will be held; a deck without profiles has one kind of interviewer."""
    asks = f"{seat.interviewer} asks and ticks" if seat.interviewer else "you tick"
    rows = [
        *([("Interviewer", seat.profile or "any team")] if profiles else []),
        ("Hot seat before", {"peer": "a peer", "novice": "a novice", "sceptic": "a sceptic"}[seat.listener]),
        ("At the keyboard", asks),
        ("Recording", "on, kept in your home" if recorder else "off"),
    ]
    return stacked(Content.assemble((f"{name:<17}", "$muted"), words) for name, words in rows)


def _when(choice: Choice, today: date) -> tuple[str, str]:
    if choice.unfinished:
        return "goes on", "bold $accent"
    if choice.is_offered or choice.due == today:
        return "today", "bold $accent"
    return (short_date(choice.due), "$muted") if choice.due else ("", "")
