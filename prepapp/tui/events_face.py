"""Events in words, one line each: when, what kind, which card, and what it said."""

from collections.abc import Mapping

import msgspec
from textual.content import Content

from prepapp.core.card import Card
from prepapp.core.event import Event, Kind
from prepapp.core.evidence_words import DONE
from prepapp.report import words
from prepapp.session.progress import Figure
from prepapp.session.report_payloads import Judged, Ran, read
from prepapp.tui.columns import cell
from prepapp.tui.face import inline
from prepapp.tui.mock_face import NAMES
from prepapp.tui.words import clock, count, short_date

DATE, TIME, KIND, SAID = 11, 7, 12, 29
"""Widths of the columns before the card."""

WIDE_SAID, WIDE = 40, 100
"""Of the words on a screen from so many columns on."""

KINDS: Mapping[Kind, str] = {
    "review": "graded",
    "practice": "practice",
    "take": "answer",
    "check": "check",
    "lab_run": "lab",
    "mock_answer": "mock",
    "mock_end": "mock ended",
    "assess": "self-score",
}
"""Kinds of events in words."""

HEADS = {
    "rung": "the newest graded review of each card of the rung",
    "skill": "the newest graded review of each card of the skill",
    "path": "self-scores, and the evidence of the skill",
    "mock": "what was asked and answered",
    "checks": "every try at the checks that were passed",
    "lab": "every run of the lab, whatever became of it",
}
"""What the events of each figure are."""

UNKNOWN = "–"
"""What is said of an event of another shape."""


class _Graded(msgspec.Struct, frozen=True):
    grade: str
    points: tuple[int, ...] | None = None
    missed: tuple[int, ...] | None = None
    seconds: float | None = None


class _Taken(msgspec.Struct, frozen=True):
    mode: str = ""
    sure: str | None = None
    follow_up: int | None = None
    held: bool = False


class _Asked(msgspec.Struct, frozen=True):
    kind: str
    mode: str
    ticked: tuple[int, ...] = ()
    missed: tuple[int, ...] = ()
    held: bool = False


class _Ended(msgspec.Struct, frozen=True):
    format: str
    why: str
    score: float | None = None


class _Scored(msgspec.Struct, frozen=True):
    scores: dict[str, int]


def title(name: str, events: int) -> tuple[Content, str]:
    """Return the two ends of the title bar over the events behind a figure."""
    return Content.assemble(("Events", "bold $accent"), f"  {name}"), count(events, "event")


def foot(figure: Figure) -> Content:
    """Return what the events are."""
    return Content.styled(f"Shown: {HEADS.get(figure.of, 'all that made it a study day')}.", "$muted")


def line(event: Event, card: Card | None, figure: Figure, width: int) -> Content:
    """Return one event."""
    said = WIDE_SAID if width >= WIDE else SAID
    title = inline(card.title) if card else event.card or ""
    return Content.assemble(
        cell(short_date(event.study_day), DATE, "$muted"),
        cell(f"{event.local:%H:%M}", TIME, "$muted"),
        cell(_kind(event), KIND),
        cell(told(event, figure), said - 1),
        " ",
        cell(title, max(0, width - DATE - TIME - KIND - said), "$muted"),
    )


def _kind(event: Event) -> str:
    if event.kind == "check" and event.payload.get("mode") == "prove":
        return "blank page"
    return KINDS.get(event.kind, event.kind)


def told(event: Event, figure: Figure) -> str:
    """Return what an event says, in a few words."""
    match event.kind:
        case "review" | "practice":
            return _graded(read(event, _Graded))
        case "take":
            return _taken(read(event, _Taken))
        case "check":
            return _judged(read(event, Judged))
        case "lab_run":
            return _ran(read(event, Ran))
        case "mock_answer":
            return _asked(read(event, _Asked))
        case "mock_end":
            return _ended(read(event, _Ended))
        case "assess":
            return _scored(read(event, _Scored), figure)
    return UNKNOWN


def _graded(said: _Graded | None) -> str:
    if said is None:
        return UNKNOWN
    parts = [said.grade]
    if said.points is not None and said.missed is not None:
        parts.append(f"{len(said.points)} of {len(said.points) + len(said.missed)} points")
    if said.seconds is not None:
        parts.append(clock(said.seconds))
    return ", ".join(parts)


def _taken(said: _Taken | None) -> str:
    if said is None:
        return UNKNOWN
    if said.follow_up is not None:
        return f"follow-up {'held' if said.held else 'missed'}"
    known = "not known" if said.mode == "unknown" else said.mode
    return f"{known}, {said.sure}" if said.sure else known


def _judged(said: Judged | None) -> str:
    if said is None:
        return UNKNOWN
    right, wrong = DONE.get(said.type, ("right", "wrong"))
    how = "with a hint" if said.hinted else "cold" if said.cold else "warm"
    verdict = {"right": right, "wrong": wrong}.get(said.verdict, "not readable")
    return f"{verdict}, {how}"


def _ran(said: Ran | None) -> str:
    if said is None:
        return UNKNOWN
    if said.outcome != "done":
        return f"{said.lab}: {said.outcome}"
    hold = sum(each.verdict == "holds" for each in said.claims)
    return f"{said.lab}: {hold} of {len(said.claims)} hold"


def _asked(said: _Asked | None) -> str:
    if said is None:
        return UNKNOWN
    if said.kind == "follow_up":
        return f"follow-up {'held' if said.held else 'missed'}, {said.mode}"
    return f"{len(said.ticked)} of {len(said.ticked) + len(said.missed)} points, {said.mode}"


def _ended(said: _Ended | None) -> str:
    if said is None:
        return UNKNOWN
    score = f"{words.percent(said.score)}, " if said.score is not None else ""
    return f"{NAMES.get(said.format, said.format)}: {score}{said.why}"


def _scored(said: _Scored | None, figure: Figure) -> str:
    if said is None:
        return UNKNOWN
    score = said.scores.get(figure.key)
    return f"you say {score}" if score is not None else f"{count(len(said.scores), 'skill')} scored"
