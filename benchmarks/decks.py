"""A deck's way from its Markdown to cards: first, unchanged and edited, beside a bare Markdown parser."""

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

from benchmarks.collection import SEED, write_deck
from benchmarks.environments import ask
from benchmarks.spread import Spread, spread

PROGRAM = Path(__file__).parent / "peers" / "deck_load.py"
ROUNDS = 5
"""Each load is a fresh process, its imports not counted; the four kinds take turns."""


@dataclass(frozen=True, slots=True)
class Loads:
    """Loads of one deck."""

    cards: int
    floor: Spread
    """markdown-it-py parses the same text, nothing else."""
    first: Spread
    """Nothing known yet; the copy is written."""
    unchanged: Spread
    edited: Spread
    """One file of the deck was changed since."""


def measure_decks(python: Path, cards: int, scratch: Path) -> Loads:
    """Write a deck of so many cards and load it by turns."""
    deck = scratch / f"deck-{cards}"
    write_deck(deck, cards, random.Random(SEED + cards))
    rounds = [_round(python, deck, scratch / "deck-cache") for _ in range(ROUNDS)]
    floor, first, unchanged, edited = (spread(values) for values in zip(*rounds, strict=True))
    return Loads(cards, floor, first, unchanged, edited)


def _round(python: Path, deck: Path, cache: Path) -> tuple[float, float, float, float]:
    """Parse, load, load again, and load with one card of the middle file edited; then all is as before."""
    floor, first, unchanged = (_load(python, step, deck, cache) for step in ("parse", "load", "load"))
    files = sorted(deck.glob("*.md"))
    middle = files[len(files) // 2]
    words = middle.read_text(encoding="utf-8")
    middle.write_text(
        words.replace("the case in which it fails", "a case in which it fails", 1), encoding="utf-8"
    )
    edited = _load(python, "load", deck, cache)
    middle.write_text(words, encoding="utf-8")
    shutil.rmtree(cache)
    return floor, first, unchanged, edited


def _load(python: Path, step: str, deck: Path, cache: Path) -> float:
    return float(ask(python, str(PROGRAM), step, str(deck), str(cache)))
