"""Which points and red flags a typed answer touches, by their terms: suggestions, never verdicts.

A term counts where its words stand together, whole, whatever their case and spelling in TeX or Unicode, and
where nothing denies them: "it is not never zero" says nothing of "never zero".
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from prepapp.core.card import Point, RedFlag
from prepapp.tex.symbols import symbols

BEFORE, AFTER = 6, 5
"""Words before and after a term among which a denial is looked for."""

DENIALS = frozenset(
    [
        *("not", "no", "never", "neither", "nor", "none", "cannot", "without", "hardly"),
        *("nothing", "nobody", "false", "wrong", "untrue", "myth"),
    ]
)
NEAR = {"no": 2, "without": 2}
"""Denials of a noun reach only so many words: "without skips it vanishes" says that it vanishes."""

LATER = frozenset(["false", "wrong", "untrue", "incorrect", "myth", "nonsense"])
"""Words after a term that deny it."""

VERBS = frozenset(
    [
        *("is", "are", "was", "were", "be", "been", "do", "does", "did", "has", "have", "had"),
        *("can", "could", "will", "would", "should", "must", "may", "might"),
    ]
)
STOPS = frozenset([*".;:!?,", "but", "because", "since", "although", "whereas", "while", "so"])
"""What ends the reach of a denial."""

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[^\w\s]")
COMMAND = re.compile(r"\\([A-Za-z]+)")


@dataclass(frozen=True, slots=True)
class Heard:
    """Numbers of what a text touches."""

    points: tuple[int, ...] = ()
    red_flags: tuple[int, ...] = ()


def heard(text: str, points: Iterable[Point], red_flags: Iterable[RedFlag]) -> Heard:
    """Return the points and red flags that a text touches."""
    words = spelled(text)
    return Heard(
        tuple(point.n for point in points if _touches(words, point.terms, False)),
        tuple(flag.n for flag in red_flags if _touches(words, flag.terms, True)),
    )


def spelled(text: str) -> tuple[str, ...]:
    """Return the words of a text in one spelling: case, TeX, sub- and superscripts, dashes aside."""
    text = COMMAND.sub(lambda found: f" {symbols().get(found[1], '')} ", text.replace("’", "'"))
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", re.sub(r"[${}_^\\]", "", plain))
    return tuple(WORD.findall(re.sub(r"(?<=\w)-(?=\w)|[*`\"“”]", " ", plain)))


def _touches(words: tuple[str, ...], terms: Iterable[str], wary: bool) -> bool:
    """Whether any term stands in the text undenied; ``wary`` also heeds a denial that follows."""
    for term in terms:
        for start, end in _places(words, spelled(term)):
            if not _denied_before(words, start) and not (wary and _denied_after(words, end)):
                return True
    return False


def _places(words: tuple[str, ...], term: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where a term stands; its last word may be in the plural."""
    if not term:
        return
    *head, last = term
    for start in range(len(words) - len(term) + 1):
        end = start + len(term)
        if words[start : end - 1] == tuple(head) and words[end - 1] in {last, f"{last}s"}:
            yield start, end


def _denied_before(words: tuple[str, ...], start: int) -> bool:
    """Whether an odd number of denials stands shortly before; "not only" is none."""
    count = 0
    for n in range(start - 1, max(-1, start - 1 - BEFORE), -1):
        if words[n] in STOPS:
            break
        denies = words[n] in DENIALS or words[n].endswith("n't")
        denies = denies and start - n <= NEAR.get(words[n], BEFORE)
        count += denies and words[n + 1 : n + 2] not in (("only",), ("just",), ("merely",))
    return count % 2 == 1


def _denied_after(words: tuple[str, ...], end: int) -> bool:
    """Whether what follows denies it: "... is not the reason", "..., which is wrong", "...? No."."""
    if words[end : end + 2] == ("?", "no"):
        return True
    for n in range(end, min(len(words), end + AFTER)):
        if words[n] in ".;:!" or words[n] == "but" or (words[n] == "?" and n > end):
            return False
        if words[n] in LATER or words[n].endswith("n't"):
            return True
        if words[n] == "not" and n > end and words[n - 1] in VERBS:
            return True
    return False
