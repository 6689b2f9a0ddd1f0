"""Sentences with gaps, as Anki writes them: ``{{c1::the gap::a hint}}``."""

import re
from typing import NamedTuple

TOKEN = re.compile(r"\{\{c(\d{1,3})::|\}\}|\\\(|\\\)|\\\[|\\\]|\[\$\$?\]|\[/\$\$?\]|\[/?latex\]")
NESTED = 8
"""Gaps within each other; more are text."""
OPENS = ("\\(", "\\[", "[$]", "[$$]", "[latex]")
CLOSES = ("\\)", "\\]", "[/$]", "[/$$]", "[/latex]")


class Gaps(NamedTuple):
    """A sentence as it is asked and as it is told, and what stands in the open gaps."""

    asked: str
    told: str
    gaps: tuple[str, ...]


class _Open(NamedTuple):
    number: int
    asked: list[str]
    told: list[str]
    formula: bool


def numbers(html: str) -> list[int]:
    """Return the numbers of the gaps in a text, in order."""
    return sorted({int(found) for found in re.findall(r"\{\{c(\d{1,3})::", html)})


def open_gap(html: str, number: int) -> Gaps:
    """Return a sentence with the gaps of one number open and all others filled."""
    stack = [_Open(0, [], [], False)]
    gaps: list[str] = []
    formula, at = False, 0
    for token in TOKEN.finditer(html):
        _put(stack[-1], html[at : token.start()])
        at = token.end()
        word = token[0]
        if token[1] is not None and len(stack) <= NESTED:
            stack.append(_Open(int(token[1]), [], [], formula))
        elif word == "}}" and len(stack) > 1:
            _close(stack, number, gaps)
        else:
            formula = word in OPENS or (formula and word not in CLOSES)
            _put(stack[-1], word)
    _put(stack[-1], html[at:])
    while len(stack) > 1:
        _close(stack, number, gaps)
    return Gaps("".join(stack[0].asked), "".join(stack[0].told), tuple(gaps))


def _put(into: _Open, text: str) -> None:
    into.asked.append(text)
    into.told.append(text)


def _close(stack: list[_Open], number: int, gaps: list[str]) -> None:
    inner = stack.pop()
    asked, _, hint = "".join(inner.asked).partition("::")
    told = "".join(inner.told).partition("::")[0]
    if inner.number == number:
        gaps.append(f"\\({told}\\)" if inner.formula else told)
        blank = hint or "…"
        asked = r"[\ldots]" if inner.formula else f"<b>[{blank}]</b>"
        told = told if inner.formula else f"<b>{told}</b>"
    stack[-1].asked.append(asked)
    stack[-1].told.append(told)
