"""The lists of a card: key points, follow-ups and red flags."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from prepapp.core.attributes import Attributes
from prepapp.core.card import FollowUp, Point, RedFlag
from prepapp.core.faults import Faults, suggestion

ARROW = re.compile(r"(?:^|\s)->(?:\s|$)")
When = Literal["weak", "strong", "flag", "time"]
WHEN: Mapping[str, When] = {"weak": "weak", "strong": "strong", "flag": "flag", "time": "time"}


class Item(NamedTuple):
    """One item of a list: its text and attributes, and the column (from 0) where the text starts."""

    read: Attributes
    column: int


def key_points(items: Sequence[Item], faults: Faults) -> tuple[Point, ...]:
    """``- [!] a must-point``, ``- [ ] a should``; an item without a marker is left out."""
    points: list[Point] = []
    for item in items:
        terms = _terms(item, faults)
        found = re.match(r"\[([! ])\](?:\s+|$)", item.read.text)
        if found is None:
            hint = "begin it with `- [!]` (must) or `- [ ]` (should)"
            faults.add(item.read.line, item.column, "a point without its marker", hint)
        elif not item.read.text[found.end() :]:
            faults.add(item.read.line, item.column, "an empty point", "write what a good answer says")
        else:
            text = item.read.text[found.end() :]
            points.append(Point(len(points) + 1, text, found[1] == "!", terms))
    return tuple(points)


def follow_ups(items: Sequence[Item], faults: Faults) -> tuple[FollowUp, ...]:
    """``- question -> answer``; ``[weak]``, ``[strong]``, ``[flag]`` or ``[time]`` before it where meant."""
    asked: list[FollowUp] = []
    for item in items:
        _refuse_attributes(item, faults)
        marker = re.match(r"\[([^\]]*)\](?!\()\s*", item.read.text)
        when = WHEN.get(marker[1]) if marker else None
        if marker and when is None:
            message = f"unknown marker `[{marker[1]}]` of a follow-up"
            faults.add(item.read.line, item.column, message, suggestion(marker[1], WHEN))
        question, answer = _halves(item.read.text[marker.end() if marker else 0 :])
        if answer is None:
            hint = "write `- question -> answer`"
            faults.add(item.read.line, item.column, "a follow-up without `->`", hint)
        elif not question or not answer:
            side = "question" if not question else "answer"
            faults.add(
                item.read.line, item.column, f"a follow-up without its {side}", "write both sides of `->`"
            )
        else:
            asked.append(FollowUp(len(asked) + 1, question, answer, when))
    return tuple(asked)


def red_flags(items: Sequence[Item], faults: Faults) -> tuple[RedFlag, ...]:
    """``- "what the candidate says" -> why it is wrong``."""
    flags: list[RedFlag] = []
    for item in items:
        terms = _terms(item, faults)
        said, why = _halves(item.read.text)
        text = said.strip('"“”').strip()
        if not text:
            faults.add(item.read.line, item.column, "a red flag that says nothing", 'write `- "text" -> why`')
        else:
            flags.append(RedFlag(len(flags) + 1, text, why or "", terms))
    return tuple(flags)


def _halves(text: str) -> tuple[str, str | None]:
    """The text before and after the first arrow; None where there is no arrow."""
    found = ARROW.search(text)
    return (
        (text.strip(), None)
        if found is None
        else (text[: found.start()].strip(), text[found.end() :].strip())
    )


def _terms(item: Item, faults: Faults) -> tuple[str, ...]:
    for name in item.read.values:
        if name != "terms":
            faults.add(*item.read.place(name), f"unknown attribute `{name}`", 'use {terms="a; b"}')
    return tuple(filter(None, (term.strip() for term in item.read.values.get("terms", "").split(";"))))


def _refuse_attributes(item: Item, faults: Faults) -> None:
    for name in item.read.values:
        faults.add(*item.read.place(name), f"unknown attribute `{name}`", "a follow-up has none")
