"""What a mock interview says, as text: pure functions of where it stands."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from textual.content import Content

from prepapp.core.interview import SIGNALS, Ask
from prepapp.session.mock import MockPhase, MockSession
from prepapp.tui.face import inline
from prepapp.tui.words import clock, hang

NAMES = {
    "hotseat": "Hot seat",
    "opening": "Opening",
    "short": "Short mock",
    "quickfire": "Quickfire",
    "talk": "Talk",
    "discussion": "Discussion",
    "statements": "Would you defend it?",
}
"""Formats in words."""

PARTS = {"next": "next experiment"}
"""Parts of a talk whose word is not their name."""

POINT_INDENT = 12
"""Columns before the text of a point."""

FLAG_INDENT = 8

MISSED = 10
"""Columns kept for the word behind a missed point."""


@dataclass(frozen=True, slots=True)
class Speech:
    """The clock of an answer."""

    seconds: float | None = None
    """Spoken so far; None before the first word."""
    paused: bool = False
    recording: bool = False


def title(session: MockSession) -> tuple[Content, str]:
    """Return the two ends of the title bar."""
    settings, ask = session.interview.settings, session.ask
    at, of = session.position
    words = [NAMES[settings.format]]
    if ask is not None and of > 1:
        words.append(f"question {at} of {of}")
    if ask is not None and ask.item.part:
        words.append(PARTS.get(ask.item.part, ask.item.part))
    if ask is not None and ask.depth:
        words.append(f"follow-up {ask.depth}")
    left = Content.assemble((words[0], "bold $accent"), "   ", " · ".join(words[1:]))
    seat = f"{settings.interviewer} asks · " if settings.interviewer else ""
    return left, f"{seat}{clock(session.standing.seconds_left)} left to speak"


def asked(ask: Ask, width: int) -> Content:
    """Return what the interviewer says; of a follow-up the question that it follows, too."""
    before = (ask.opener, ask.item.wording if ask.depth else "", ask.scene)
    blocks = [Content.styled(_lines(text, width), "$muted") for text in before if text]
    return Content("\n\n").join([*blocks, Content.styled(_lines(ask.wording, width), "bold")])


def prompt(session: MockSession, speech: Speech) -> Content:
    """Return what is wanted of the candidate now."""
    ask, given = session.ask, session.given
    if ask is None:
        return Content("")
    target = clock(ask.target_s)
    if given is not None:
        verb = {"spoken": "Spoken", "typed": "Typed"}.get(given.mode, "")
        return Content.styled(f"{verb} {clock(given.seconds)} of {target}", "$muted")
    if speech.seconds is None:
        aloud = "Answer aloud." if not ask.depth else "A follow-up: answer aloud."
        board = "  The whiteboard is yours: c." if ask.item.check is not None and not ask.depth else ""
        return Content.styled(f"{aloud} Target {target}.{board}", "$muted")
    mark = ("○", "$muted") if speech.paused else ("●", "$accent")
    state = "Paused" if speech.paused else "Speaking"
    tape = " · recorded" if speech.recording and not speech.paused else ""
    late = "$error" if speech.seconds > ask.target_s else ""
    return Content.assemble(mark, (f" {state} {clock(speech.seconds)} of {target}", late), (tape, "$muted"))


def judged(session: MockSession, marks: Collection[int], width: int) -> Content:
    """Return the points so far, none before its turn, then the red flags; of a follow-up its answer."""
    phase = session.phase
    if phase is MockPhase.SIGNALS:
        return signals(marks)
    if phase is MockPhase.HELD and session.ask is not None and session.ask.follow_up is not None:
        return held(session.ask.follow_up.answer, width)
    if phase is not MockPhase.POINTS:
        return Content("")
    rows = points(session, width)
    if session.are_points_ticked:
        rows += flags(session, marks, width)
    return Content("\n").join(rows)


def points(session: MockSession, width: int) -> list[Content]:
    """Return the points that were ticked and the one that is asked."""
    given, heard = session.given, session.heard.points
    ticks = given.ticks if given else ()
    rows = []
    for n, point in enumerate(session.points):
        kind = "must" if point.must else "should"
        text = hang(inline(point.text), width - MISSED, POINT_INDENT)
        if n < len(ticks):
            rows.append(_ticked(ticks[n], kind, text))
            continue
        rows.append(Content.assemble((f" ?  {kind:<8}", "bold $accent"), (text, "bold")))
        words = "   your words touch it" if point.n in heard else ""
        asked_of = "Did the answer have it?   y yes   n no"
        rows.append(Content.styled(f"{' ' * POINT_INDENT}{asked_of}{words}", "$muted"))
        break
    return rows


def flags(session: MockSession, marks: Collection[int], width: int) -> list[Content]:
    """Return the red flags to mark, each with its digit."""
    if not session.red_flags:
        return [Content(""), Content.styled("    enter  go on", "$muted")]
    heard = session.heard.red_flags
    rows = [
        Content(""),
        Content.styled("Was one of these said? Its digit marks it; enter goes on.", "$muted"),
    ]
    for n, flag in enumerate(session.red_flags, 1):
        said = flag.n in marks
        text = hang(inline(flag.text), width - FLAG_INDENT, FLAG_INDENT)
        words = "   your words touch it" if flag.n in heard and not said else ""
        mark = (" ✗ ", "bold $error") if said else ("   ", "")
        rows.append(Content.assemble(mark, (f"{n}   ", "$accent"), text, (words, "$muted")))
    return rows


def held(answer: str, width: int) -> Content:
    """Return a follow-up's answer and the question about it."""
    return Content.assemble(
        _lines(answer, width) if answer else "",
        "\n\n" if answer else "",
        ("Did your answer hold?   y yes   n no", "$muted"),
    )


def signals(marks: Collection[int]) -> Content:
    """Return what a talk can have shown as a whole."""
    rows = [Content.styled("What did the talk show? Digits mark it; enter goes on.", "$muted"), Content("")]
    for n, name in enumerate(SIGNALS, 1):
        mark = (" ✓ ", "$success") if n in marks else ("   ", "")
        rows.append(Content.assemble(mark, (f"{n}   ", "$accent"), name))
    return Content("\n").join(rows)


def shown_signals(marks: Collection[int]) -> Mapping[str, bool]:
    """Return the signals by name, as they were marked."""
    return {name: n in marks for n, name in enumerate(SIGNALS, 1)}


def rubric(ask: Ask, width: int) -> Content:
    """Return what a witness sees before the answer: the points and where a follow-up leads."""
    rows = [Content.styled("For your eyes only", "bold $accent")]
    if ask.follow_up is not None:
        return Content("\n").join([*rows, Content(_lines(ask.follow_up.answer, width))])
    for point in ask.item.points:
        text = hang(inline(point.text), width, POINT_INDENT)
        rows.append(Content.assemble((f"    {'must' if point.must else 'should':<8}", "$muted"), text))
    for follow_up in ask.item.follow_ups:
        when = follow_up.when or "next"
        text = hang(inline(follow_up.question), width, POINT_INDENT)
        rows.append(Content.assemble((f"    {when:<8}", "$muted"), (text, "$muted")))
    return Content("\n").join(rows)


def _ticked(said: bool, kind: str, text: str) -> Content:
    if said:
        return Content.assemble((" y  ", "$success"), (f"{kind:<8}", "$muted"), text)
    return Content.assemble((" n  ", "bold $error"), (f"{kind:<8}", "$muted"), text, ("  ‹ missed", "$error"))


def _lines(markdown: str, width: int) -> str:
    return "\n\n".join(hang(inline(block), width, 0) for block in markdown.split("\n\n") if block.strip())
