"""What the report says of mock interviews."""

from collections.abc import Callable, Iterable, Sequence

from prepapp.core.card import Card, Point
from prepapp.core.mock_record import MockFollowUp, MockQuestion, MockRecord
from prepapp.core.plain import plain_text
from prepapp.report.evidence import FollowUpAsked, Mock, MockQuestionAsked


def mocks(records: Iterable[MockRecord], find: Callable[[str], Card | None]) -> tuple[Mock, ...]:
    """Return the mocks of a deck, oldest first, their points in words."""
    return tuple(
        Mock(
            mock=each.mock,
            format=each.format,
            profile=each.profile,
            started=each.started,
            minutes=round(each.seconds / 60, 1),
            score=each.score,
            ended=each.why,
            witness=each.witness,
            signals=dict(each.signals or {}),
            questions=tuple(_question(one, find(one.card) if one.card else None) for one in each.questions),
        )
        for each in records
    )


def _question(one: MockQuestion, card: Card | None) -> MockQuestionAsked:
    known = one.rubric or (card.points if card and not one.own_points else ())
    return MockQuestionAsked(
        question=one.question,
        card=one.card,
        wording=plain_text(one.wording),
        skill=one.skill,
        mode=one.mode,
        seconds=one.seconds,
        target_s=one.target_s,
        held=_texts(known, one.points),
        missed=_texts(known, one.missed),
        must_missed=len(one.must_missed),
        red_flags=tuple(plain_text(each) for each in one.flags) or _flags(one, card),
        follow_ups=tuple(_follow_up(each) for each in one.follow_ups),
        said=one.said or None,
    )


def _follow_up(each: MockFollowUp) -> FollowUpAsked:
    wording = plain_text(each.wording)
    return FollowUpAsked(wording, each.held, each.unseen, each.seconds, each.said or None)


def _texts(known: Sequence[Point], wanted: Iterable[int]) -> tuple[str, ...]:
    texts = {each.n: plain_text(each.text) for each in known}
    return tuple(texts.get(n, f"point {n}") for n in wanted)


def _flags(one: MockQuestion, card: Card | None) -> tuple[str, ...]:
    texts = {each.n: plain_text(each.text) for each in card.red_flags} if card else {}
    return tuple(texts.get(n, f"red flag {n}") for n in one.red_flags)
