"""The numbers of a card's text, and those of its claims, as numbers."""

import re
from collections.abc import Iterator
from decimal import Decimal

from prepapp.core.card import Card

COUNTS = range(13)
"""Whole numbers that may stand for a plain count."""

YEARS = range(1980, 2036)

CODE = re.compile(r"^ *```.*?^ *```|`[^`]*`", re.DOTALL | re.MULTILINE)
FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$]+\$", re.DOTALL)
PAPER = re.compile(r"https?://\S+|\b(?:arXiv:)?\d{4}\.\d{4,5}\b")
PLACE = re.compile(
    r"\b(?:Sections?|Tables?|Figures?|Eq\.|Equations?) \d+(?:\.\d+)*(?:(?:, | and | to )\d+(?:\.\d+)*)*"
)
NAME = re.compile(r"\b(?:(?:[A-Z][\w-]*|plain|top)-)\d[\w/]*|\b[A-Za-z]+\d\w*")
"""ResNet-50/101, plain-34, VGG-16, top-1, conv5_x, C4, v2."""
KERNEL = re.compile(r"\b([1-9])\s?[x×]\s?\1\b")

NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:e[-+]?\d+)?")
PERCENT = re.compile(r"\s?(?:%|per cent|percentage)")


def card_numbers(card: Card) -> Iterator[tuple[Decimal, str]]:
    """Every number of a card's text that needs a claim, with the words around it."""
    for text in _texts(card):
        for pattern in (CODE, FORMULA, PAPER, PLACE, NAME, KERNEL):
            text = pattern.sub(" … ", text)
        for found in NUMBER.finditer(text):
            if not _needs_none(found, text):
                around = text[max(0, found.start() - 40) : found.end() + 20]
                yield number(found.group()), " ".join(around.split())


def claimed_numbers(card: Card) -> set[Decimal]:
    """Every number in the value or the text of a card's claims."""
    told = [part for claim in card.claims for part in (str(claim.value), claim.text)]
    return {number(found) for text in told for found in NUMBER.findall(text)}


def number(text: str) -> Decimal:
    """A number without its commas: 1,179,648 is 1179648, and 94.10 is 94.1."""
    return Decimal(text.replace(",", "")).normalize()


def _needs_none(found: re.Match[str], text: str) -> bool:
    """Whether a number is a plain count or a year."""
    if not found.group().isdecimal() or PERCENT.match(text, found.end()):
        return False
    return int(found.group()) in COUNTS or int(found.group()) in YEARS


def _texts(card: Card) -> Iterator[str]:
    yield from (card.title, card.question, card.answer, card.learn, card.often_taught, card.say)
    yield from (point.text for point in card.points)
    yield from (text for flag in card.red_flags for text in (flag.text, flag.why))
    yield from (text for follow_up in card.follow_ups for text in (follow_up.question, follow_up.answer))
