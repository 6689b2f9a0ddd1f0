"""A card in full, as text: its sides, its rungs, its history; pure functions of what is known of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from textual.content import Content

from prepapp.core.card import Card
from prepapp.core.event import Event
from prepapp.session.browsing import Dossier, Row, Rung
from prepapp.session.notes import Entry
from prepapp.tui.columns import cell, hanging, stacked
from prepapp.tui.face import block, inline
from prepapp.tui.words import clock, count, short_date

INDENT = 2
MARKS = {"done": "✓", "now": "›", "ahead": "·"}
KINDS = {
    "take": "answered",
    "suspend": "set aside",
    "lab_run": "lab",
    "give_up": "gave up",
    "mock_answer": "mock",
    "mistake": "mistake closed",
}
"""Kinds of events in words, where the kind is not one itself."""

UNTOLD = frozenset({"void", "look"})
"""Kinds that a history leaves out: an undone event is struck out, and a look was no try."""


def standing(row: Row, today: date) -> str:
    """Return in one sentence where a card stands."""
    due = short_date(row.due) if row.due else ""
    rung = f"for Day {row.rung}" if row.rung is not None else ""
    match row.standing:
        case "set aside":
            return "set aside: not asked until you take it back"
        case "new":
            entry = "today" if row.due == today else due
            return f"new, enters {entry}" if entry else "new, its deck has no plan yet"
        case "done":
            return f"done, comes back {due}" if due else "done"
        case "due":
            return f"due today, {rung}"
        case "late":
            return f"late since {due}, {rung}"
        case "learning":
            return f"due {due}, {rung}" if due else f"nothing more planned, {rung} last"


def troubles(row: Row) -> list[str]:
    """Return what is wrong with a card, in words."""
    return (["a leech"] if row.leech else []) + (
        [f"{count(row.mistakes, 'mistake')} open"] if row.mistakes else []
    )


def title(found: Dossier, today: date) -> tuple[Content, str]:
    """Return the two ends of the title bar."""
    left = Content.assemble(("Card", "bold $accent"), f"  {found.row.card.id}")
    return left, standing(found.row, today)


def page(found: Dossier, opened: bool, width: int, mark: Text | None = None) -> RenderableType:
    """Return the sides of a card, the answer's only where it has been opened; ``mark`` is of its labs."""
    card = found.row.card
    answer = answer_side(card, width) if opened else closed_side(found.row)
    return Group(question_side(card, width, found.row.skill, mark), Text(""), answer)


def question_side(card: Card, width: int, skill: str, mark: Text | None = None) -> RenderableType:
    """Return what a candidate may see before answering."""
    facts = [skill, f"Day {card.day}", f"{clock(card.target_s)} to answer"]
    facts += [f"weighs {card.weight:g}"] if card.weight != 1 else []
    facts += [f"lab {card.lab}"] if card.lab else []
    marks = [] if mark is None else [mark]
    head = Group(Text(inline(card.title), style="bold"), Text(" · ".join(facts), style="dim"), *marks)
    return Group(head, Text(""), block(card.question, width)) if card.question.strip() else head


def closed_side(row: Row) -> RenderableType:
    """Return what stands in the place of an answer that has not been earned."""
    words = "You have not met this card: reading its answer now spoils your first try."
    where = f" It enters {short_date(row.due)}." if row.due else ""
    return Group(Text("The answer side is closed.", style="bold"), Text(f"{words}{where} v opens it now."))


def answer_side(card: Card, width: int) -> RenderableType:
    """Return everything that is taught on a card, in the order in which a review shows it."""
    parts = [_section(name, body) for name, body in _sections(card, width)]
    return Group(*(each for part in parts for each in part))


def rungs(found: Dossier) -> Content:
    """Return the ladder of a card, one line a rung."""
    met = found.state is not None and found.state.ladder is not None
    head = "Rungs" if met else "Rungs, once it is met" if found.row.due else "Rungs, if it entered today"
    return stacked([Content.styled(head, "bold"), *(_rung(each, found) for each in found.rungs)])


def record(found: Dossier, history: Sequence[Entry], width: int) -> Content:
    """Return what the log says of a card: rungs, troubles, own notes, history."""
    blocks = [rungs(found)]
    if found.recall is not None:
        percent = round(100 * found.recall)
        blocks.append(Content.styled(f"Recall today {percent} %, says FSRS", "$muted"))
    if worries := _worries(found):
        blocks.append(stacked(hanging("!", each, width, INDENT, "bold $accent") for each in worries))
    if found.state and found.state.notes:
        notes = (hanging("·", text, width, INDENT) for text in found.state.notes)
        blocks.append(stacked([Content.styled("Your notes", "bold"), *notes]))
    blocks.append(_history(history, width))
    return Content("\n\n").join(blocks)


def _sections(card: Card, width: int) -> Iterator[tuple[str, RenderableType]]:
    points = [("must" if point.must else "should", inline(point.text)) for point in card.points]
    flags = [("", _arrow(inline(flag.text), inline(flag.why))) for flag in card.red_flags]
    asked = [
        (each.when or "", _arrow(inline(each.question), inline(each.answer))) for each in card.follow_ups
    ]
    checks = [(check.type, inline(check.prompt)) for check in card.checks]
    inner = width - INDENT
    named: Mapping[str, RenderableType | None] = {
        "Answer": block(card.answer, inner) if card.answer.strip() else None,
        "Key points": _listed(points),
        "Often taught": block(card.often_taught, inner) if card.often_taught.strip() else None,
        "Say": block(card.say, inner) if card.say.strip() else None,
        "Red flags": _listed(flags),
        "Follow-ups": _listed(asked),
        "To verify": _listed(checks),
        "Lesson": block(card.learn, inner) if card.learn.strip() else None,
        "Source": block(card.source, inner) if card.source.strip() else None,
        "Notes": block(card.notes, inner) if card.notes.strip() else None,
    }
    yield from ((name, body) for name, body in named.items() if body is not None)


def _section(name: str, body: RenderableType) -> list[RenderableType]:
    return [Text(name, style="bold"), Padding(body, (0, 0, 1, INDENT))]


def _listed(items: Sequence[tuple[str, str]]) -> RenderableType | None:
    """Return labelled texts as a table; None where there are none."""
    if not items:
        return None
    table = Table.grid(padding=(0, 2, 0, 0))
    if not any(label for label, _ in items):
        items = [("·", text) for _, text in items]
    for label, text in items:
        table.add_row(Text(label, style="dim"), Text(text))
    return table


def _arrow(first: str, then: str) -> str:
    return f"{first}\n→ {then}" if then else first


def _rung(rung: Rung, found: Dossier) -> Content:
    due = found.row.due
    words: str = rung.where
    if rung.where == "now" and due is not None and due != rung.date:
        words = f"now, due {short_date(due)}"
    line = f"Day {rung.day:<4}{short_date(rung.date):<12}{words}"
    style = {"done": "", "now": "$accent", "ahead": "$muted"}[rung.where]
    return Content.assemble((f"{MARKS[rung.where]} ", "$accent"), (line, style))


def _worries(found: Dossier) -> list[str]:
    """Return what is wrong with a card, the point of a leech by its text."""
    n = found.state.leech if found.state else None
    missed = next((inline(point.text) for point in found.row.card.points if point.n == n), "a point")
    leech = f"a leech, missed on three days: {missed}"
    return [leech if each == "a leech" else each for each in troubles(found.row)]


def _history(history: Sequence[Entry], width: int) -> Content:
    lines = [_entry(each, width) for each in reversed(history) if each.event.kind not in UNTOLD]
    nothing = [Content.styled("nothing yet: it has not been asked", "$muted")]
    return stacked([Content.styled("History", "bold"), *(lines or nothing)])


def _entry(entry: Entry, width: int) -> Content:
    event = entry.event
    kind = _kind(event)
    words = _words(event.payload)
    if entry.voided:
        words = f"{words}, undone" if words else "undone"
    line = cell(short_date(event.study_day), 11) + cell(kind, 10, "" if event.kind == "review" else "$muted")
    folded = hanging("", words, max(20, width - 21), 0).split("\n")
    rows = [line + folded[0], *(Content(" " * 21) + each for each in folded[1:])]
    text = stacked(rows)
    return text.stylize("$muted strike") if entry.voided else text


def _kind(event: Event) -> str:
    if event.payload.get("suspended") is False:
        return "taken back"
    return "mistake" if event.payload.get("open") else KINDS.get(event.kind, event.kind)


def _words(said: Mapping[str, object]) -> str:
    """Return the payload of an event in words."""
    words = [str(said[name]) for name in ("grade", "text", "mode", "verdict") if said.get(name)]
    if said.get("proposed") and said["proposed"] != said.get("grade"):
        words.append(f"proposed {said['proposed']}")
    if isinstance(seconds := said.get("seconds"), int | float):
        words.append(f"{clock(seconds)}")
    if said.get("sure"):
        words.append(str(said["sure"]))
    if "held" in said:
        words.append("follow-up held" if said["held"] else "follow-up missed")
    return " · ".join(words)
