"""A mock held headless: the answers come from a file, as of a candidate who sits there."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from prepapp.core.event import Sureness
from prepapp.core.interview import SIGNALS, Ask, Mode, Reply
from prepapp.core.listening import heard
from prepapp.errors import PrepError
from prepapp.session.mock import MockPhase, MockSession

Seconds = Annotated[float, msgspec.Meta(ge=0, le=86_400)]


class Entry(msgspec.Struct, forbid_unknown_fields=True):
    """One answer of a file; what it leaves out is silence."""

    question: str | None = None
    """Id of the question that it is for; else the next one that has none of its own."""
    text: str = ""
    """Typed; the points and red flags that it touches count unless they are given."""
    ticked: list[int] | Literal["all", "musts", "none"] | None = None
    red_flags: list[int] | None = None
    seconds: Seconds | None = None
    sure: Sureness | None = None
    held: bool = False
    """Of a follow-up."""
    skip: bool = False
    quit: bool = False
    follow_ups: list["Entry"] = []
    """The answers to its follow-ups, in the order in which they are asked."""


class AnswerFile(msgspec.Struct, forbid_unknown_fields=True):
    """All that a candidate answers."""

    answer: list[Entry] = []
    default: Entry = msgspec.field(default_factory=Entry)
    """For every question without an answer; its ``follow_ups`` begin again at each question."""
    signals: dict[str, bool] = {}
    """What a talk showed as a whole."""
    accept: list[str] | Literal["all", "none"] = "none"
    """Cards whose proposals are accepted."""


def read_answers(file: Path) -> AnswerFile:
    """Return the answers of a TOML or JSON file."""
    try:
        text = file.read_text(encoding="utf-8")
        data: Any = json.loads(text) if file.suffix == ".json" else tomllib.loads(text)
        read = msgspec.convert(data, AnswerFile)
    except (OSError, ValueError, RecursionError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise PrepError(
            f"the answers cannot be read: {reason}", str(file), "docs/mock.md has their form"
        ) from None
    unknown = [name for name in read.signals if name not in SIGNALS]
    if unknown:
        raise PrepError(f"no signal is called {unknown[0]!r}", str(file), f"there are {', '.join(SIGNALS)}")
    return read


class Candidate:
    """Who answers by a file; ``answered`` are the questions that it has answered before."""

    def __init__(self, answers: AnswerFile, answered: Iterable[str] = ()) -> None:
        self._default = answers.default
        self._of = {each.question: each for each in answers.answer if each.question is not None}
        self._waiting = [each for each in answers.answer if each.question is None]
        for question in answered:
            self._entry(question)

    def entry(self, ask: Ask) -> Entry:
        """Return the answer to what is asked."""
        found = self._entry(ask.item.id)
        if ask.follow_up is None:
            return found
        return found.follow_ups[ask.depth - 1] if ask.depth <= len(found.follow_ups) else Entry()

    def _entry(self, question: str) -> Entry:
        if question not in self._of:
            self._of[question] = self._waiting.pop(0) if self._waiting else self._default
        return self._of[question]


def hold(session: MockSession, answers: AnswerFile, now: datetime) -> None:
    """Hold a mock to its end, or to where the file quits; the clock moves on with every answer."""
    candidate = Candidate(answers, session.answered)
    while session.ask is not None and session.phase is not MockPhase.OVER:
        entry = candidate.entry(session.ask)
        if entry.quit:
            session.quit(now)
            return
        given = reply(session.ask, entry)
        now += timedelta(seconds=given.seconds)
        session.give(given, now)
    if session.phase is MockPhase.SIGNALS:
        session.signal(answers.signals, now)


def reply(ask: Ask, entry: Entry) -> Reply:
    """Return what an entry of a file answers to what is asked."""
    mode = _mode(entry)
    touched = heard(entry.text, ask.item.points, ask.item.red_flags)
    flags = tuple(sorted({*entry.red_flags})) if entry.red_flags is not None else touched.red_flags
    is_main = ask.follow_up is None
    return Reply(
        question=ask.item.id,
        follow_up=ask.follow_up.n if ask.follow_up else None,
        wording=ask.wording,
        mode=mode,
        seconds=_seconds(ask, entry, mode),
        said=entry.text,
        ticked=_ticked(ask, entry, touched.points) if is_main and mode != "skipped" else (),
        red_flags=flags if mode != "skipped" else (),
        held=entry.held and not is_main,
        sure=entry.sure,
    )


def _mode(entry: Entry) -> Mode:
    if entry.skip:
        return "skipped"
    if entry.text:
        return "typed"
    answered = entry.ticked is not None or entry.seconds is not None or entry.held or entry.red_flags
    return "spoken" if answered else "silent"


def _seconds(ask: Ask, entry: Entry, mode: Mode) -> float:
    """The seconds said, at most those left; without any, the target's."""
    if mode in {"skipped", "silent"}:
        return 0.0 if mode == "skipped" else min(entry.seconds or 0.0, ask.seconds_left)
    return min(ask.target_s if entry.seconds is None else entry.seconds, ask.seconds_left)


def _ticked(ask: Ask, entry: Entry, touched: tuple[int, ...]) -> tuple[int, ...]:
    points: Mapping[str, tuple[int, ...]] = {
        "all": tuple(point.n for point in ask.item.points),
        "musts": tuple(sorted(ask.item.musts)),
        "none": (),
    }
    if isinstance(entry.ticked, str):
        return points[entry.ticked]
    return touched if entry.ticked is None else tuple(sorted({*entry.ticked}))
