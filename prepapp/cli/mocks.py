"""Mock interviews: past ones listed and shown, one held headless from a file of answers."""

from argparse import Namespace
from collections.abc import Iterator, Sequence

from prepapp.cli.context import Context
from prepapp.cli.text import count, day_cell, one_line, table, wrap
from prepapp.core.mock_record import MockFollowUp, MockQuestion, MockRecord
from prepapp.errors import PrepError
from prepapp.session.debriefing import Debrief, debrief, find_record
from prepapp.session.desk import Desk
from prepapp.session.mock_answers import hold, read_answers
from prepapp.session.mock_begin import MockChoice, begin, go_on
from prepapp.session.mock_misses import accept, proposals
from prepapp.session.mock_records import mock_records
from prepapp.session.transcript import transcript


def list_mocks(context: Context, args: Namespace) -> int:
    """Print the mocks held so far, newest last."""
    now = context.clock()
    with context.desk(now) as desk:
        found = mock_records(desk, now, args.deck)
        if args.deck is not None and not found:
            desk.deck(args.deck)
    return context.answer([_document(each) for each in found], _list_lines(found))


def show_mock(context: Context, args: Namespace) -> int:
    """Print one mock: its debrief, or its transcript as Markdown."""
    now = context.clock()
    with context.desk(now) as desk:
        found = mock_records(desk, now)
        record = find_record(found, args.mock)
        if record is None:
            raise PrepError(f"there is no mock {args.mock!r}", "", "`prepapp mock list` names them")
        told = debrief(record, found, desk.library.deck(record.deck))
        page = transcript(told)
        document = _told(desk, told) | ({"transcript": page} if args.transcript else {})
    return context.answer(document, page.splitlines() if args.transcript else _lines(told))


def run_mock(context: Context, args: Namespace) -> int:
    """Hold a mock with the answers of a file, and print it."""
    now = context.clock()
    answers = read_answers(args.answers)
    with context.desk(now) as desk:
        choice, deck = mock_choice(args), desk.decks(args.deck)[0]
        session = (go_on(desk, deck.id, now, args.format) if args.resume else None) or begin(
            desk, choice, now
        )
        hold(session, answers, now)
        record = session.record
        if record is None:
            raise PrepError("nothing was answered", str(args.answers), "it quits at the first question")
        wanted = proposals(desk, record)
        if answers.accept != "all":
            wanted = tuple(each for each in wanted if each.card.id in answers.accept)
        accept(desk, wanted, now)
        told = debrief(record, mock_records(desk, now), deck)
        return context.answer(_told(desk, told), _lines(told))


def mock_choice(args: Namespace) -> MockChoice:
    """Return what the options choose."""
    return MockChoice(
        format=args.format,
        deck=args.deck,
        profile=args.profile,
        listener=args.listener,
        interviewer=args.interviewer,
        length=args.length,
        card=args.card,
        budget_s=args.budget,
        seed=args.seed,
    )


def _told(desk: Desk, told: Debrief) -> dict[str, object]:
    return _document(told.record) | {
        "by_skill": [
            {
                "skill": each.skill,
                "title": each.title,
                "questions": each.questions,
                "points": each.points,
                "of": each.of,
                "musts_missed": each.musts_missed,
                "red_flags": each.red_flags,
                "follow_ups_held": each.held,
                "follow_ups": each.asked,
                "seconds": round(each.seconds, 1),
                "target": each.target_s,
            }
            for each in told.skills
        ],
        "written": list(told.written),
        "earlier": [
            {"mock": each.mock, "date": each.study_day, "score": each.score} for each in told.earlier
        ],
        "next": [{"kind": each.kind, "card": each.card, "text": each.words} for each in told.next],
        "proposals": [
            {"card": each.card.id, "missed": list(each.missed), "why": each.why}
            for each in proposals(desk, told.record)
        ],
    }


def _document(record: MockRecord) -> dict[str, object]:
    return {
        "mock": record.mock,
        "deck": record.deck,
        "format": record.format,
        "length": record.length,
        "profile": record.profile,
        "listener": record.listener,
        "interviewer": record.witness,
        "started": record.started,
        "seconds": round(record.seconds, 1),
        "budget": record.budget_s,
        "score": record.score,
        "ended": record.why,
        "signals": record.signals,
        "questions": [_question(each) for each in record.questions],
    }


def _question(each: MockQuestion) -> dict[str, object]:
    return {
        "question": each.question,
        "card": each.card,
        "wording": each.wording,
        "skill": each.skill,
        "part": each.part,
        "mode": each.mode,
        "seconds": each.seconds,
        "target": each.target_s,
        "sure": each.sure,
        "said": each.said,
        "points": list(each.points),
        "missed": list(each.missed),
        "must_missed": list(each.must_missed),
        "red_flags": list(each.red_flags),
        "score": round(each.score, 4),
        "follow_ups": [_follow_up(one) for one in each.follow_ups],
    }


def _follow_up(each: MockFollowUp) -> dict[str, object]:
    return {
        "n": each.n,
        "wording": each.wording,
        "held": each.held,
        "unseen": each.unseen,
        "mode": each.mode,
        "seconds": each.seconds,
        "said": each.said,
    }


def _list_lines(found: Sequence[MockRecord]) -> Iterator[str]:
    if not found:
        yield "No mock interview yet; `prepapp mock --format hotseat` takes three minutes."
        return
    yield from table(
        [
            (
                each.mock[-8:],
                day_cell(each.study_day),
                each.format,
                "–" if each.score is None else f"{each.score:.2f}",
                f"{count(len(each.questions), 'question')}, {each.why}",
            )
            for each in found
        ],
        right={3},
    )


def _lines(told: Debrief) -> Iterator[str]:
    record = told.record
    score = "" if record.score is None else f" · score {record.score:.2f}"
    clock = f"{record.seconds / 60:.1f} of {record.budget_s / 60:.0f} min"
    yield from wrap(f"{record.mock[-8:]} · {record.format} · {record.why} · {clock}{score}")
    for n, (question, line) in enumerate(zip(record.questions, told.written, strict=True), start=1):
        yield ""
        yield from wrap(one_line(question.wording), "    ", f"{n:2}  ")
        yield from wrap(line, "    ")
    if told.next:
        yield ""
        yield "Next"
        yield from table([(n, each.words) for n, each in enumerate(told.next, start=1)])
