"""A card as the Markdown of a deck, and as the columns of a table that hold the same."""

import re
from collections.abc import Iterable, Mapping, Sequence

from prepapp.core.card import TARGET_S, Card, FollowUp, Point, RedFlag

FIELDS = (
    "ID",
    "Question",
    "Answer",
    "Key points",
    "Often taught",
    "Say",
    "Follow-ups",
    "Red flags",
    "Source",
)
"""What every program is given of a card."""
PROSE = ("Learn", "Often taught", "Say", "Source", "Notes")
SECTIONS = ("Answer", *PROSE, "Key points", "Red flags", "Follow-ups")
"""The sections of a card in the order of a deck."""
ATTRIBUTES = ("Skill", "Day", "Time", "Weight", "Pair", "Lab")
COLUMNS = (*FIELDS, "Learn", "Notes", *ATTRIBUTES)
"""What a table holds of a card besides its tags."""


def columns(card: Card) -> dict[str, str]:
    """Return what a table holds of a card; texts are Markdown."""
    return {
        "ID": card.id,
        "Question": f"{card.title}\n\n{card.question}" if card.question else card.title,
        "Answer": card.answer,
        "Key points": _items(map(point_text, card.points)),
        "Often taught": card.often_taught,
        "Say": card.say,
        "Follow-ups": _items(map(follow_up_text, card.follow_ups)),
        "Red flags": _items(map(red_flag_text, card.red_flags)),
        "Source": card.source,
        "Learn": card.learn,
        "Notes": card.notes,
        "Skill": card.skill,
        "Day": str(card.day),
        "Time": "" if card.target_s == TARGET_S else str(card.target_s),
        "Weight": "" if card.weight == 1 else f"{card.weight:.5f}".rstrip("0").rstrip("."),
        "Pair": card.pair or "",
        "Lab": card.lab or "",
    }


def markdown_of(row: Mapping[str, str], tags: Sequence[str]) -> str:
    """Return the Markdown of a card from its columns."""
    title, _, question = row["Question"].partition("\n")
    values = {name.lower(): row.get(name, "") for name in ATTRIBUTES}
    values["tags"] = ", ".join(tags)
    parts = [f"## {title} {attributes(row['ID'], values)}", question.strip("\n")]
    parts += [f"### {name}\n{row[name]}" for name in SECTIONS if row.get(name)]
    return "\n\n".join(part for part in parts if part) + "\n"


def attributes(card_id: str, values: Mapping[str, str]) -> str:
    """Return the braces of a heading; what is empty is left out."""
    said = [f"{name}={_quoted(value)}" for name, value in values.items() if value]
    return f"{{{' '.join([f'#{card_id}', *said])}}}"


def point_text(point: Point) -> str:
    """Return a key point as it stands in a deck."""
    return f"[{'!' if point.must else ' '}] {point.text}{_terms(point.terms)}"


def follow_up_text(follow_up: FollowUp) -> str:
    """Return a follow-up as it stands in a deck."""
    when = f"[{follow_up.when}] " if follow_up.when else ""
    return f"{when}{follow_up.question} -> {follow_up.answer}"


def red_flag_text(flag: RedFlag) -> str:
    """Return a red flag as it stands in a deck."""
    return f'"{flag.text}"{f" -> {flag.why}" if flag.why else ""}{_terms(flag.terms)}'


def _items(texts: Iterable[str]) -> str:
    return "\n".join("- " + re.sub(r"\n(?=[^\n])", "\n  ", text) for text in texts)


def _terms(terms: Sequence[str]) -> str:
    return f" {{terms={_quoted('; '.join(terms), always=True)}}}" if terms else ""


def _quoted(value: str, always: bool = False) -> str:
    if not always and re.fullmatch(r"[\w-]+", value):
        return value
    escaped = re.sub(r'([\\"])', r"\\\1", value)
    return f'"{escaped}"'
