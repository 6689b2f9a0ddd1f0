"""One page to print: what the candidate said in their own words, their mistakes, the numbers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from prepapp.core.card import Card, Deck
from prepapp.core.event import Event
from prepapp.core.state import standing
from prepapp.errors import PrepError
from prepapp.home import write_atomically
from prepapp.session.desk import Desk
from prepapp.session.errata import amount
from prepapp.session.mistakes import Lesson, mistakes
from prepapp.session.warmup import numbers

Source = Literal["note", "typed", "card"]

OWN = 2
"""Lines of a skill in the candidate's own words."""

MISTAKES, NUMBERS = 5, 12
"""What a page has room for."""

BY_THE_CARD = "*(the card's words)*"


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence on one card."""

    card: Card
    text: str
    source: Source
    """``card``: where the candidate has no words of their own."""


@dataclass(frozen=True, slots=True)
class Part:
    """One skill."""

    skill: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a deck."""

    deck: Deck
    study_day: date
    interview: date | None
    parts: tuple[Part, ...]
    mistakes: tuple[Lesson, ...]
    numbers: tuple[tuple[Card, str, str], ...]
    """Card, text and value of each."""

    @property
    def borrowed(self) -> int:
        """Lines in the card's words."""
        return sum(line.source == "card" for part in self.parts for line in part.lines)


def sheet(desk: Desk, deck_id: str, now: datetime) -> Sheet:
    """Return the page of a deck."""
    today = desk.day(now)
    course = desk.course(deck_id, today)
    own = _own_words(desk.open(now).events(), {card.id: card for card in course.deck.cards})

    def rank(card: Card) -> float:
        return -course.weight(card)

    counted = numbers((card for card, _, _ in course.standing()), rank)[:NUMBERS]
    return Sheet(
        course.deck,
        today,
        course.plan.interview,
        tuple(_parts(course.deck, own, sorted(course.deck.cards, key=rank))),
        tuple(mistakes(desk, deck_id)[:MISTAKES]),
        tuple((card, claim.text, amount(claim.value, claim.unit)) for card, claim in counted),
    )


def markdown(page: Sheet) -> str:
    """Return the page as Markdown."""
    return "\n".join(_lines(page)).rstrip() + "\n"


def write_sheet(page: Sheet, file: Path) -> Path:
    """Write the page as Markdown."""
    try:
        write_atomically(file, markdown(page))
    except OSError as error:
        raise PrepError(f"cannot be written: {error.strerror}", str(file), "name another file") from error
    return file


def usual_file(desk: Desk, page: Sheet) -> Path:
    """Return where the app writes the page of a day."""
    return desk.place.home.path / f"sheet-{page.deck.id}-{page.study_day}.md"


def _own_words(events: Iterable[Event], cards: Mapping[str, Card]) -> list[Line]:
    """Return what the candidate wrote and what they typed rightly, newest first, each text once."""
    found: dict[tuple[str, str], Line] = {}
    for event in reversed(standing(events)):
        card, told = cards.get(event.card or ""), _told(event)
        if card is not None and told is not None:
            source, text = told
            found.setdefault((card.id, text), Line(card, text, source))
    return list(found.values())


def _told(event: Event) -> tuple[Source, str] | None:
    said = event.payload
    typed = " ".join(str(said.get("said") or "").split())
    match event.kind:
        case "note":
            return "note", " ".join(said["text"].split())
        case "review" | "practice" if typed and said["grade"] in {"good", "easy"}:
            return "typed", typed
        case "mock_answer" if typed and said.get("mode") == "typed" and _is_sound(said):
            return "typed", typed
    return None


def _is_sound(said: Mapping[str, object]) -> bool:
    """Whether an answer of a mock lacked no must-point and raised no red flag."""
    return said.get("kind") == "question" and not said.get("must_missed") and not said.get("red_flags")


def _parts(deck: Deck, own: list[Line], ranked: list[Card]) -> Iterator[Part]:
    for skill in deck.skills:
        lines = [line for line in own if line.card.skill == skill.id][:OWN]
        if not lines:
            spoken = (card for card in ranked if card.skill == skill.id and card.say.strip())
            lines = [Line(card, " ".join(card.say.split()), "card") for card in spoken][:1]
        if lines:
            yield Part(skill.id, skill.title, tuple(lines))


def _lines(page: Sheet) -> Iterator[str]:
    yield from (f"# {page.deck.title}: one page, in my own words", "")
    when = f" · interview {page.interview:%Y-%m-%d}" if page.interview else ""
    yield from (f"{page.study_day:%Y-%m-%d}{when}", "")
    if page.borrowed:
        yield f"{page.borrowed} of these lines are the card's words, where there are none of mine yet: a note"
        yield from ("on the card, or a typed answer that holds, takes their place.", "")
    for part in page.parts:
        yield from (f"## {part.title}", "", *(_line(line) for line in part.lines), "")
    if page.mistakes:
        yield from ("## My open mistakes", "", *(_mistake(each) for each in page.mistakes), "")
    if page.numbers:
        rows = (f"| {text.replace('|', chr(92) + '|')} | {value} |" for _, text, value in page.numbers)
        yield from ("## Numbers", "", "| | |", "|---|---:|", *rows, "")


def _line(line: Line) -> str:
    mark = f" {BY_THE_CARD}" if line.source == "card" else ""
    return f"- {line.text}{mark}"


def _mistake(each: Lesson) -> str:
    said, title, holds, tell = (
        " ".join(text.split()) for text in (each.mistake.said, each.card.title, each.holds, each.tell)
    )
    mine = f"I said: {said}. It holds:" if said else f"{title} I left out:"
    return f"- {mine} {holds.rstrip('.')}.{f' {tell}' if tell else ''}"
