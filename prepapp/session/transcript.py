"""A mock as a page of Markdown: question by question what was asked and said, then the debrief."""

from collections.abc import Iterator
from pathlib import Path

from prepapp.core.interview import FOLLOW_UP_S
from prepapp.core.mock_record import MockFollowUp, MockQuestion, MockRecord
from prepapp.home import Home, write_atomically
from prepapp.session.debriefing import Debrief

MODES = {"skipped": "Passed.", "silent": "Silence."}


def transcript(told: Debrief) -> str:
    """Return the page."""
    return "\n".join(_lines(told)).rstrip() + "\n"


def write_transcript(home: Home, told: Debrief) -> Path:
    """Write the page into the home and return its file."""
    record = told.record
    file = home.transcripts / f"{record.started:%Y-%m-%d-%H%M}-{record.format}.md"
    write_atomically(file, transcript(told))
    return file


def _lines(told: Debrief) -> Iterator[str]:
    record = told.record
    yield f"# Mock interview: {_name(record)}"
    yield ""
    yield " · ".join(_head(record))
    for n, question in enumerate(record.questions, start=1):
        yield ""
        yield from _question(n, question)
    yield from _section("By skill", _skills(told))
    yield from _section("What an interviewer would write", (f"{n}. {line}" for n, line in _numbered(told)))
    if record.signals is not None:
        shown = (f"- [{'x' if is_shown else ' '}] {name}" for name, is_shown in record.signals.items())
        yield from _section("The talk as a whole", shown)
    yield from _section("Earlier", (f"- {line}" for line in _earlier(told)))
    if told.first is not None:
        yield from _section("The first time", _first(told.first))
    yield from _section("Next", (f"{n}. {each.words}" for n, each in enumerate(told.next, start=1)))


def _name(record: MockRecord) -> str:
    return record.format + (f", {record.length} min" if record.length else "")


def _head(record: MockRecord) -> Iterator[str]:
    yield f"{record.started:%Y-%m-%d %H:%M}"
    yield record.why
    yield f"{_clock(record.seconds)} of {_clock(record.budget_s)}"
    if record.score is not None:
        yield f"score {record.score:.2f}"
    if record.profile:
        yield f"profile {record.profile}"
    if record.format == "hotseat":
        yield f"before a {record.listener}"
    if record.witness:
        yield f"ticked by {record.witness}"


def _question(n: int, question: MockQuestion) -> Iterator[str]:
    yield f"## {n}. {question.wording}"
    yield ""
    yield _answered(question)
    yield from _quoted(question.said)
    if question.rubric:
        yield ""
    for point in question.rubric:
        mark = "x" if point.n in question.points else "!" if point.must else " "
        yield f"- [{mark}] {'**must** ' if point.must else ''}{point.text}"
    for flag in question.flags:
        yield f"- red flag: “{flag}”"
    for each in question.follow_ups:
        yield ""
        yield f"### {each.wording}"
        yield ""
        yield _followed(each)
        yield from _quoted(each.said)


def _answered(question: MockQuestion) -> str:
    if question.mode in MODES:
        return MODES[question.mode]
    sure = f", {question.sure}" if question.sure else ""
    part = f" ({question.part})" if question.part else ""
    return f"{_clock(question.seconds)} of {_clock(question.target_s)}, {question.mode}{sure}{part}."


def _followed(each: MockFollowUp) -> str:
    if each.mode in MODES:
        return MODES[each.mode]
    held = "held" if each.held else "did not hold"
    return f"{_clock(each.seconds)} of {_clock(FOLLOW_UP_S)}, {held}{', never asked before' * each.unseen}."


def _quoted(said: str) -> Iterator[str]:
    if said:
        yield ""
        yield from (f"> {line}".rstrip() for line in said.splitlines())


def _numbered(told: Debrief) -> Iterator[tuple[int, str]]:
    return enumerate(told.written, start=1)


def _skills(told: Debrief) -> Iterator[str]:
    yield "| skill | points | musts missed | red flags | follow-ups held | time |"
    yield "|---|---|---|---|---|---|"
    for each in told.skills:
        held = f"{each.held} of {each.asked}" if each.asked else "–"
        yield (
            f"| {each.title} | {each.points} of {each.of} | {each.musts_missed} | {each.red_flags} "
            f"| {held} | {_clock(each.seconds)} of {_clock(each.target_s)} |"
        )


def _earlier(told: Debrief) -> Iterator[str]:
    for each in told.earlier:
        score = "–" if each.score is None else f"{each.score:.2f}"
        missed = f"{each.musts_missed} musts missed, {each.red_flags} red flags"
        yield f"{each.study_day}: score {score}, {_clock(each.seconds)}, {missed}"


def _first(record: MockRecord) -> Iterator[str]:
    yield f"{record.study_day}"
    for n, question in enumerate(record.questions, start=1):
        yield ""
        yield from _question(n, question)


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", f"## {title}", "", *found)


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
