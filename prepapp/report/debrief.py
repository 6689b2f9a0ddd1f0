"""A mock in the report: question by question, what was said in which time, what was missed."""

from collections.abc import Iterator, Sequence

from prepapp.report import words
from prepapp.report.evidence import FollowUpAsked, Mock, MockQuestionAsked
from prepapp.report.outline import Block, Items, Part, Table, Typed, Words


def mock_parts(mocks: Sequence[Mock]) -> Iterator[Part]:
    """Walk the mocks, newest first, each with its debrief."""
    for mock in reversed(mocks):
        yield Part(f"{words.day(mock.started.date())}, {mock.format}", tuple(_blocks(mock)))


def _blocks(mock: Mock) -> Iterator[Block]:
    if mock.profile:
        yield Words(f"Profile: {mock.profile}.")
    if mock.witness:
        yield Words(f"Ticked by {mock.witness}.")
    if mock.signals:
        yield Words(
            "; ".join(f"{name}: {'yes' if there else 'no'}" for name, there in mock.signals.items()) + "."
        )
    yield _questions(mock)
    missed = tuple((point, question.wording) for question in mock.questions for point in question.missed)
    if missed:
        yield Words("Points missed:")
        yield Items(missed)
    flags = tuple((flag, question.wording) for question in mock.questions for flag in question.red_flags)
    if flags:
        yield Words("Red flags:")
        yield Items(flags)
    for question in mock.questions:
        yield from _typed(question)
        for follow_up in question.follow_ups:
            yield from _typed(follow_up)


def _typed(asked: MockQuestionAsked | FollowUpAsked) -> Iterator[Block]:
    if asked.said:
        yield Typed(asked.wording, asked.said)


def _questions(mock: Mock) -> Table:
    head = ("Question", "Time", "Target", "Points", "Musts missed", "Follow-ups held")
    rows = tuple(_row(each) for each in mock.questions)
    return Table("Question by question", head, rows, frozenset({1, 2, 3, 4, 5}))


def _row(question: MockQuestionAsked) -> tuple[str, ...]:
    asked = len(question.held) + len(question.missed)
    follow_ups = question.follow_ups
    return (
        question.wording,
        words.clock(question.seconds),
        words.clock(question.target_s),
        f"{len(question.held)} of {asked}" if asked else "–",
        str(question.must_missed or ""),
        f"{sum(each.held for each in follow_ups)} of {len(follow_ups)}" if follow_ups else "",
    )
