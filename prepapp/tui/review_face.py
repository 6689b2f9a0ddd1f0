"""What a review says, as text: pure functions of the question at hand."""

from datetime import date

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.content import Content

from prepapp.core.card import Card
from prepapp.core.event import Grade
from prepapp.core.rubric import LEECH_DAYS
from prepapp.session.day import Part
from prepapp.session.question import Phase, Question
from prepapp.session.review import ReviewSession
from prepapp.tui.face import Face, inline
from prepapp.tui.words import clock, coming, count, hang, minutes

PARTS = {
    "mistake": "a mistake of yours",
    "new": "new · guess first",
    "again": "once more",
    "make": "to make · write it out on paper",
}
"""Parts of a day, as the title names them."""

HOT_SEAT = "the hot seat: one question, two follow-ups, aloud, three minutes"

POINT_INDENT = 12
"""Columns before the text of a point."""

POINT_MISSED = 10
"""Columns kept for the word behind a missed point."""

LABEL = 15
"""Columns of the label before a short section."""


def title(session: ReviewSession) -> tuple[Content, str]:
    """Return the two ends of the title bar."""
    asked = session.current
    skill = asked.card.skill.replace("-", " ")
    rung = f"rung Day {asked.turn.item.rung}" if asked.turn.item else ""
    what = PARTS.get(asked.turn.part, rung)
    place = f"   {skill}{' · ' if what else ''}{what}"
    left = Content.assemble(("Review ", "bold $accent"), f"{session.position} of {session.total}", place)
    return left, f"{minutes(session.minutes_left)} left"


def question(card: Card) -> Content:
    """Return the question alone."""
    more = f"\n\n{inline(card.question)}" if card.question else ""
    return Content.assemble((inline(card.title), "bold"), more)


def prompt(asked: Question, speaking_s: float | None) -> Content:
    """Return what is asked of the candidate now, before the answer is open."""
    target = clock(asked.card.target_s)
    if speaking_s is not None:
        return Content.assemble(
            ("●", "$accent"),
            f" Speaking {clock(speaking_s)} of {target}",
            ("     space when you are done", "$muted"),
        )
    if asked.phase is Phase.ASKED:
        aloud = (
            "Answer aloud, or on paper, before you look." if asked.turn.part != "make" else "Write it out."
        )
        if asked.typed_wanted:
            return Content.assemble(
                ("Type it this time", "bold"), (f": w. Do your ticks hold? Target {target}.", "$muted")
            )
        return Content.styled(f"{aloud} Target {target}.", "$muted")
    return Content.assemble(took(asked), ("     How sure are you?", "bold"))


def took(asked: Question) -> Content:
    """Return how the question was answered."""
    if asked.mode == "unknown":
        return Content.styled("You did not know. That is what the lesson is for.", "$muted")
    verb = "Spoken" if asked.mode == "spoken" else "Typed"
    words = f"{verb} {clock(asked.seconds or 0)} of {clock(asked.card.target_s)}"
    sure = {"sure": "you were sure", "think": "you thought so", "guess": "a guess", None: ""}[asked.sure]
    return Content.styled(f"{words}{' · ' if sure else ''}{sure}", "$muted")


def points(session: ReviewSession, width: int) -> Content:
    """Return the points ticked so far and the one that is asked; none is shown before its turn."""
    asked = session.current
    rows = []
    for n, point in enumerate(session.points()):
        kind = "must" if point.must else "should"
        text = hang(inline(point.text), width - POINT_MISSED, POINT_INDENT)
        if n < len(asked.ticks):
            rows.append(_ticked(asked.ticks[n], kind, text))
        elif asked.phase is Phase.POINTS:
            rows.append(Content.assemble((f" ?  {kind:<8}", "bold $accent"), (text, "bold")))
            ask = "Did your answer have it?   y yes   n no"
            rows.append(Content.styled(" " * POINT_INDENT + ask, "$muted"))
            break
    return Content("\n").join(rows)


def _ticked(said: bool, kind: str, text: str) -> Content:
    if said:
        return Content.assemble((" y  ", "$success"), (f"{kind:<8}", "$muted"), text)
    return Content.assemble((" n  ", "bold $error"), (f"{kind:<8}", "$muted"), text, ("  ‹ missed", "$error"))


def answer(session: ReviewSession, face: Face, mark: Text | None = None) -> RenderableType:
    """Return the open answer side; ``mark`` is what labs found of the card's claims."""
    asked, card = session.current, session.current.card
    parts: list[RenderableType] = []
    if asked.turn.lesson is not None:
        return _lesson(asked, face)
    if asked.said:
        parts += [_labelled([("You wrote", asked.said)]), Text("")]
    if session.first_meeting and card.learn:
        parts += [Text("Learn", style="bold"), face.lesson, Text(""), Text("Answer", style="bold")]
    parts.append(face.answer)
    parts += [] if mark is None else [Text(""), mark]
    rows = [("Often taught", inline(card.often_taught)), ("Say", inline(card.say))]
    if session.leech is not None:
        rows.append(
            ("Leech", f"missed on {LEECH_DAYS} days: {inline(session.leech.text)}. Note it in your words: o")
        )
    rows = [(label, text) for label, text in rows if text]
    if rows:
        parts += [Text(""), _labelled(rows)]
    if asked.follow_up is not None:
        rows = [("Next asked", inline(asked.follow_up.question))]
        if asked.follow_up_open:
            rows.append(("", inline(asked.follow_up.answer)))
            rows.append(("", "Had you that?  y yes   n no"))
        parts += [Text(""), _labelled(rows)]
    return Group(*parts)


def _lesson(asked: Question, face: Face) -> RenderableType:
    lesson = asked.turn.lesson
    assert lesson is not None
    rows = [("You said", inline(lesson.said)), ("What holds", inline(lesson.holds))]
    if lesson.tell:
        rows.append(("How to tell", inline(lesson.tell)))
    return Group(_labelled(rows), Text(""), face.answer)


def _labelled(rows: list[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(width=LABEL - 2, style="bold")
    table.add_column()
    for label, text in rows:
        table.add_row(Text(label), Text(text))
    return table


def grade_column(width: int) -> int:
    """Return the columns that one grade takes."""
    return width // len(Grade)


def practice(part: Part) -> Content:
    """Return why there is no grade to give."""
    lesson = "A guess that falls short is a lesson: the card is asked again at the end."
    rest = "Practice: it informs your memory and moves no rung."
    return Content.styled(lesson if part == "new" else rest, "$muted")


def checked(session: ReviewSession) -> Content | None:
    """Return where the proposal comes from, once a check has spoken."""
    said, points = session.current.checked, session.points_say()
    if said is None:
        return None
    rest = f"; your points say {points.word}" if points is not None and points is not said else ""
    return Content.styled(f"The check says {said.word}{rest}.", "$muted")


def grades(proposed: Grade | None, dates: dict[Grade, date | None], today: date, width: int) -> Content:
    """Return the four grades with their dates; the proposed one stands out by case and weight."""
    column = grade_column(width)
    names, days = Content(""), Content("")
    for grade in Grade:
        chosen = grade is proposed
        name = f"{grade.word[0]}  {grade.name if chosen else grade.word}"
        day = f"   {coming(dates.get(grade), today)}"
        names += Content.styled(f"{name:<{column}}", "bold $accent" if chosen else "")
        days += Content.styled(f"{day:<{column}}", "$accent" if chosen else "$muted")
    return Content("\n").join([names, days])


def closing(done: int, again: float, tomorrow: float, late: int, seat: bool) -> Content:
    """Return the last words of a sitting; ``seat``: the hot seat is still to come."""
    head = Content.styled(f"That was it: {count(done, 'question')}, all saved.", "bold")
    rest = f"Tomorrow asks for {minutes(tomorrow)}." if tomorrow else "Nothing is planned for tomorrow."
    lines = [head, Content(""), Content(rest)]
    if late:
        lines.append(Content.styled(f"{late} still wait; they come first tomorrow.", "$muted"))
    if again:
        lines.append(Content.styled(f"Today still holds {minutes(again)}, if you like.", "$muted"))
    if seat:
        lines += [Content(""), Content.assemble(("enter", "bold $accent"), "  " + HOT_SEAT)]
    return Content("\n").join(lines)
