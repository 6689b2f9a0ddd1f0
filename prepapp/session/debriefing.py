"""The debrief of a mock: what was asked, said and missed, what came before, and what to do next.

All of it comes from the mock's own events and the texts of its rubric.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from prepapp.core.card import Deck, Point
from prepapp.core.interview import FOLLOW_UP_S
from prepapp.core.mock_record import MockQuestion, MockRecord
from prepapp.core.plain import plain_text

THINGS = 3
"""The most to do next."""

SLOW = 1.25
"""An answer that took longer than this many times its target is worth a word."""


@dataclass(frozen=True, slots=True)
class SkillTold:
    """What a mock showed of one skill."""

    skill: str
    title: str
    questions: int
    points: int
    of: int
    musts_missed: int
    red_flags: int
    held: int
    """Follow-ups that held, of those asked."""
    asked: int
    seconds: float
    target_s: int


@dataclass(frozen=True, slots=True)
class NextThing:
    """One thing to do next."""

    kind: str
    """red flag, missed, follow-up, time, or silent."""
    card: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier mock of the same format, beside this one."""

    mock: str
    study_day: date
    score: float | None
    seconds: float
    musts_missed: int
    red_flags: int


@dataclass(frozen=True, slots=True)
class Debrief:
    """A mock as it is talked over."""

    record: MockRecord
    skills: tuple[SkillTold, ...]
    written: tuple[str, ...]
    """What an interviewer would write, a line a question."""
    earlier: tuple[Before, ...]
    """Of the same format, and for a talk of the same length; newest first."""
    first: MockRecord | None
    """The first opening, to be shown beside a later one."""
    next: tuple[NextThing, ...]


def debrief(record: MockRecord, all_records: Iterable[MockRecord], deck: Deck | None) -> Debrief:
    """Return the debrief of a mock; ``deck`` names its skills where it still loads."""
    alike = [each for each in all_records if _is_before(each, record)]
    earlier = tuple(_before(each) for each in reversed(alike))
    openings = [each for each in alike if record.format == "opening"]
    titles = {skill.id: plain_text(skill.title) for skill in deck.skills} if deck else {}
    return Debrief(
        record=record,
        skills=tuple(_skills(record, titles)),
        written=tuple(_written(each) for each in record.questions),
        earlier=earlier,
        first=openings[0] if openings else None,
        next=tuple(_next(record))[:THINGS],
    )


def find_record(all_records: Sequence[MockRecord], wanted: str) -> MockRecord | None:
    """Return the mock of an id, or of its end where that is enough; the newest for ``last``."""
    if wanted == "last":
        return all_records[-1] if all_records else None
    found = [each for each in all_records if each.mock == wanted or each.mock.endswith(wanted)]
    return found[0] if len(found) == 1 else None


def _is_before(each: MockRecord, record: MockRecord) -> bool:
    same = (each.deck, each.format, each.length) == (record.deck, record.format, record.length)
    return same and each.held and each.mock != record.mock and each.started < record.started


def _before(each: MockRecord) -> Before:
    return Before(
        each.mock,
        each.study_day,
        each.score,
        each.seconds,
        sum(len(question.must_missed) for question in each.questions),
        sum(len(question.red_flags) for question in each.questions),
    )


def _skills(record: MockRecord, titles: Mapping[str, str]) -> Iterator[SkillTold]:
    for skill in dict.fromkeys(question.skill for question in record.questions):
        asked = [question for question in record.questions if question.skill == skill]
        after = [each for question in asked for each in question.follow_ups]
        yield SkillTold(
            skill=skill,
            title=titles.get(skill, skill),
            questions=len(asked),
            points=sum(len(question.points) for question in asked),
            of=sum(len(question.rubric) for question in asked),
            musts_missed=sum(len(question.must_missed) for question in asked),
            red_flags=sum(len(question.red_flags) for question in asked),
            held=sum(each.held for each in after),
            asked=len(after),
            seconds=sum(question.seconds for question in asked) + sum(each.seconds for each in after),
            target_s=sum(question.target_s for question in asked) + FOLLOW_UP_S * len(after),
        )


def _written(question: MockQuestion) -> str:
    """What an interviewer would write of an answer, in the words of the rubric."""
    if question.mode == "skipped":
        return "Passed on the question."
    said = _texts(question.rubric, question.points)
    parts = [f"Said: {'; '.join(said)}." if said else "Said nothing of what was asked."]
    if question.must_missed:
        parts.append(f"Did not say: {'; '.join(_texts(question.rubric, question.must_missed))}.")
    parts += [f"Claimed “{text}”." for text in map(_sentence, question.flags)]
    fell = [plain_text(each.wording) for each in question.follow_ups if not each.held]
    if question.follow_ups and not fell:
        parts.append(f"Held {len(question.follow_ups)} deep.")
    parts += [f"Stalled at: {wording}" for wording in fell[:1]]
    if question.seconds > SLOW * question.target_s:
        parts.append(f"Took {question.seconds:.0f} s for {question.target_s}.")
    return " ".join(parts)


def _texts(points: Iterable[Point], wanted: Sequence[int]) -> list[str]:
    return [_sentence(point.text) for point in points if point.n in wanted]


def _sentence(text: str) -> str:
    return plain_text(text).rstrip(".")


def _next(record: MockRecord) -> Iterator[NextThing]:
    """What to do next, the gravest first, one a question."""
    told: set[str] = set()
    for kind, words in _KINDS:
        if kind == "time" and record.unreached:
            yield NextThing(
                kind, None, f"keep to the time: {record.unreached} of {record.planned} never asked"
            )
        for question in record.questions:
            text = words(question) if question.question not in told else ""
            if text:
                told.add(question.question)
                yield NextThing(kind, question.card, text)


def _instead(question: MockQuestion) -> str:
    if not question.flags:
        return ""
    say = f"; say {plain_text(question.say)}" if question.say else ""
    return f"never again “{_sentence(question.flags[0])}”{say}"


def _to_answer(question: MockQuestion) -> str:
    unanswered = question.mode in {"skipped", "silent"}
    return f"answer aloud: {plain_text(question.wording)}" if unanswered else ""


def _to_say(question: MockQuestion) -> str:
    missing = _texts(question.rubric, question.must_missed)
    return f"say it again, with: {missing[0]}" if missing else ""


def _to_hold(question: MockQuestion) -> str:
    fell = next((each for each in question.follow_ups if not each.held), None)
    return f"find an answer to: {plain_text(fell.wording)}" if fell else ""


def _to_shorten(question: MockQuestion) -> str:
    if question.seconds <= question.target_s:
        return ""
    return f"in {question.target_s} s, not {question.seconds:.0f}: {plain_text(question.wording)}"


_KINDS: tuple[tuple[str, Callable[[MockQuestion], str]], ...] = (
    ("red flag", _instead),
    ("silent", _to_answer),
    ("missed", _to_say),
    ("follow-up", _to_hold),
    ("time", _to_shorten),
)
"""What can be amiss, the gravest first, and what to do then; empty where nothing is."""
