"""One card: shown, graded, its history; and the mistakes over all cards."""

from argparse import Namespace
from collections.abc import Iterable, Iterator
from datetime import datetime

from prepapp.cli.context import Context
from prepapp.cli.text import day_cell, day_name, one_line, prose, table, wrap
from prepapp.core.card import Card
from prepapp.core.event import Grade
from prepapp.core.state import CardState
from prepapp.errors import PrepError
from prepapp.session import grading
from prepapp.session.desk import Desk
from prepapp.session.mistakes import Lesson, mistakes
from prepapp.session.notes import Entry, history


def show_card(context: Context, args: Namespace) -> int:
    """Print one card; its answer side only when asked for."""
    now = context.clock()
    with context.desk(now) as desk:
        card = desk.card(args.card)
        state = desk.state(card.id)
        document = _front(card, state)
        lines = list(_front_lines(desk, card))
        if args.answer:
            document |= _back(card, state)
            lines += _back_lines(card, state)
            _keep_look(desk, card, now)
        return context.answer(document, lines)


def _keep_look(desk: Desk, card: Card, now: datetime) -> None:
    # What checks need is not imported for a card whose answer stays closed.
    from prepapp.session.looks import look

    look(desk, [card], now)


def grade_card(context: Context, args: Namespace) -> int:
    """Record a review and print when the card comes back."""
    now = context.clock()
    with context.desk(now) as desk:
        card = desk.card(args.card)
        _check_points(card, args.points or ())
        answer = grading.Answer(args.points, args.seconds, args.sure)
        graded = grading.grade_card(desk, card, Grade[args.grade.upper()], answer, now)
    return context.answer(_graded(graded), _graded_lines(graded))


def show_history(context: Context, args: Namespace) -> int:
    """Print the events of a card."""
    now = context.clock()
    with context.desk(now) as desk:
        entries = history(desk, args.card, now)
    rows = [
        (day_cell(entry.event.study_day), entry.event.kind, _said(entry), "undone" if entry.voided else "")
        for entry in entries
    ]
    lines = table(rows) if rows else [f"{args.card}: nothing yet"]
    return context.answer([_entry(entry) for entry in entries], lines)


def show_mistakes(context: Context, args: Namespace) -> int:
    """Print the answers that were sure and wrong."""
    with context.desk(context.clock()) as desk:
        lessons = mistakes(desk, args.deck, closed=args.all)
        lines = list(_lesson_lines(lessons)) or ["No mistakes that you were sure of."]
        return context.answer([_lesson(each) for each in lessons], lines)


def _front(card: Card, state: CardState | None) -> dict[str, object]:
    ladder = state.ladder if state else None
    return {
        "card": card.id,
        "deck": card.deck,
        "title": card.title,
        "skill": card.skill,
        "day": card.day,
        "lab": card.lab,
        "time": card.target_s,
        "weight": card.weight,
        "tags": list(card.tags),
        "pair": card.pair,
        "question": card.question,
        "checks": [{"n": each.n, "type": each.type, "prompt": each.prompt} for each in card.checks],
        "met": state.met if state else None,
        "rung": ladder.offsets[ladder.rung] if ladder else None,
        "suspended": bool(state and state.suspended),
    }


def _back(card: Card, state: CardState | None) -> dict[str, object]:
    return {
        "answer": card.answer,
        "key_points": [{"n": each.n, "must": each.must, "text": each.text} for each in card.points],
        "follow_ups": [
            {"n": each.n, "question": each.question, "answer": each.answer, "when": each.when}
            for each in card.follow_ups
        ],
        "red_flags": [{"n": each.n, "text": each.text, "why": each.why} for each in card.red_flags],
        "learn": card.learn,
        "often_taught": card.often_taught,
        "say": card.say,
        "source": card.source,
        "notes": card.notes,
        "own_notes": list(state.notes) if state else [],
    }


def _front_lines(desk: Desk, card: Card) -> Iterator[str]:
    skills = {skill.id: skill.title for skill in desk.deck(card.deck).skills}
    yield from wrap(one_line(card.title))
    parts = [card.id, skills.get(card.skill, card.skill), f"Day {card.day}", f"{card.target_s} s"]
    parts += [f"lab {card.lab}"] if card.lab else []
    parts += ["set aside"] if (state := desk.state(card.id)) and state.suspended else []
    yield from wrap(" · ".join(parts))
    if card.question:
        yield ""
        yield from prose(card.question)
    if card.checks:
        yield ""
        yield "To prove"
        yield from table([(each.n, each.type, one_line(each.prompt)) for each in card.checks])


def _back_lines(card: Card, state: CardState | None) -> Iterator[str]:
    points = [f"- {'must' if each.must else 'should'}: {each.text}" for each in card.points]
    follow_ups = [f"- {each.question}\n  {each.answer}" for each in card.follow_ups]
    flags = [f'- "{each.text}"{": " if each.why else ""}{each.why}' for each in card.red_flags]
    notes = [f"- {text}" for text in state.notes] if state else []
    sections = {
        "Key points": "\n".join(points),
        "Answer": card.answer,
        "Learn": card.learn,
        "Often taught": card.often_taught,
        "Say": card.say,
        "Red flags": "\n".join(flags),
        "Follow-ups": "\n".join(follow_ups),
        "Source": card.source,
        "Notes": card.notes,
        "Your notes": "\n".join(notes),
    }
    for title, text in sections.items():
        if text.strip():
            yield ""
            yield title
            yield from prose(text)


def _check_points(card: Card, ticked: Iterable[int]) -> None:
    known = {point.n for point in card.points}
    for n in ticked:
        if n not in known:
            hint = f"it has 1 to {len(known)}" if known else "it has none; leave --points out"
            raise PrepError(f"there is no point {n}", card.id, hint)


def _graded(graded: grading.Graded) -> dict[str, object]:
    interview = graded.interview_retrievability
    return {
        "event": graded.event.id,
        "card": graded.card.id,
        "grade": graded.grade.word,
        "proposed": graded.proposed.word if graded.proposed else None,
        "rung": graded.rung,
        "next_due": graded.next_due,
        "returns": graded.returns,
        "retrievability": round(graded.retrievability, 4),
        "interview_retrievability": None if interview is None else round(interview, 4),
    }


def _graded_lines(graded: grading.Graded) -> Iterator[str]:
    proposed = graded.proposed
    other = f" (the points say {proposed.word})" if proposed and proposed is not graded.grade else ""
    if graded.next_due:
        follows = f"next on {day_name(graded.next_due)}, Day {graded.rung}"
    elif graded.returns:
        follows = f"done; it comes back on {day_name(graded.returns)}"
    else:
        follows = "done before the interview"
    yield f"{graded.card.id}  {graded.grade.word}{other} · {follows}"
    if graded.interview_retrievability is not None:
        yield f"Chance of recall on the interview day: {graded.interview_retrievability:.0%}"


def _entry(entry: Entry) -> dict[str, object]:
    event = entry.event
    return {
        "event": event.id,
        "at": event.at,
        "study_day": event.study_day,
        "kind": event.kind,
        "grade": event.payload.get("grade"),
        "voided": entry.voided,
        "payload": event.payload,
    }


def _said(entry: Entry) -> str:
    said = entry.event.payload
    if entry.event.kind == "suspend":
        return "set aside" if said["suspended"] else "taken back"
    words = (said.get(name) for name in ("grade", "text", "sure", "verdict"))
    return " ".join(str(next(filter(None, words), "")).split())


def _lesson(each: Lesson) -> dict[str, object]:
    return {
        "card": each.card.id,
        "said": each.said,
        "holds": each.holds,
        "tell": each.tell,
        "since": each.mistake.since,
        "from": each.mistake.source,
        "open": each.mistake.open,
    }


def _lesson_lines(lessons: Iterable[Lesson]) -> Iterator[str]:
    for each in lessons:
        understood = "" if each.mistake.open else " · understood since"
        yield from wrap(f"{each.card.id}  {one_line(each.card.title)}")
        yield f"  since {day_name(each.mistake.since)}{understood}"
        yield from prose(f"- I said: {each.said}")
        yield from prose(f"- It holds: {each.holds}")
        if each.tell:
            yield from prose(f"- How to tell: {each.tell}")
        yield ""
