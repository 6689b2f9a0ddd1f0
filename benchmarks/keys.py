"""Key press to painted card: a grade, committed, to the next question; and the points to the answer."""

import json
import random
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.collection import Candidate
from benchmarks.environments import clean
from benchmarks.spread import Spread, spread
from benchmarks.startup import CARD, PEERS, review_command
from benchmarks.terminal import Terminal

THOUGHT_S = (0.03, 0.08)
"""Seconds between two presses, so that no press waits for the paint before it."""

CARDS = 70
"""Cards graded at each size, the first few not counted."""

WARM_UP = 5
SETTLE_S = 3.0
"""Seconds for the log to be opened behind the first card."""

STEPS: Sequence[tuple[bytes, bytes]] = (
    (b" ", rb"Speaking"),
    (b" ", rb"How sure are you"),
    (b"s", rb"Did your answer have it"),
    (b"y", rb"Did your answer have it"),
    (b"y", rb"Did your answer have it"),
)
"""A card up to its last point: the clock, how sure, two of three points; each key and what it paints."""

STEP_NAMES = ("to the handler", "handler", "until the tick", "layout", "paint")
PROBED = 20
"""Cards reviewed under the watch."""

ANSWER = rb"product of Jacobians"


@dataclass(frozen=True, slots=True)
class Presses:
    """Presses of the app on one deck, beside the floor's in the same run."""

    cards: int
    grade: Spread
    answer: Spread
    floor_question: Spread
    floor_answer: Spread


def measure_keys(python: Path, candidate: Candidate, scratch: Path) -> Presses:
    """Review one deck and turn the pages of a bare Static by turns."""
    home = scratch / f"keys-{candidate.cards}"
    shutil.copytree(candidate.long_home, home)
    argv, env = review_command(python, home)
    chance = random.Random(candidate.cards)
    rows: list[tuple[float, float, float, float]] = []
    with (
        Terminal(argv, env) as ours,
        Terminal([str(python), str(PEERS / "static_app.py")], clean()) as bare,
    ):
        bare.wait_for(CARD)
        ours.settle(SETTLE_S)
        ours.wait_for(CARD)
        for n in range(1, min(CARDS, candidate.cards - 5)):
            rows.append((*_review(ours, chance), *_turn(bare, n, chance)))
    shutil.rmtree(home)
    grade, answer, question, text = zip(*rows[WARM_UP:], strict=True)
    return Presses(candidate.cards, spread(grade), spread(answer), spread(question), spread(text))


def parts_of_a_press(python: Path, candidate: Candidate, scratch: Path) -> Mapping[str, Mapping[str, float]]:
    """Return the milliseconds of each step of a press, by what is pressed, from a watch inside the app."""
    home, file = scratch / "probed", scratch / "presses.json"
    shutil.copytree(candidate.long_home, home)
    _, env = review_command(python, home)
    chance = random.Random(candidate.cards)
    with Terminal([str(python), str(PEERS / "probed_app.py"), str(file), str(home)], env) as terminal:
        terminal.settle(SETTLE_S)
        terminal.wait_for(CARD)
        for _ in range(PROBED):
            _review(terminal, chance)
    shutil.rmtree(home)
    presses = json.loads(file.read_text(encoding="utf-8"))
    return {what: _medians(rows) for what, rows in presses.items()}


def _medians(rows: Sequence[Sequence[float]]) -> Mapping[str, float]:
    return {name: median(row[n] for row in rows) for n, name in enumerate(STEP_NAMES)}


def _review(terminal: Terminal, chance: random.Random) -> tuple[float, float]:
    """Answer and grade the card at hand; return the milliseconds of the grade and of the answer's face."""
    asked = terminal.found
    for key, marker in STEPS:
        terminal.press(key, marker)
        _think(terminal, chance)
    answer = terminal.press(b"y", ANSWER)
    _think(terminal, chance)
    grade = terminal.press(b"\r", _another_than(asked))
    _think(terminal, chance)
    return grade, answer


def _turn(terminal: Terminal, n: int, chance: random.Random) -> tuple[float, float]:
    """Show the next question of the bare Static, and its answer."""
    question = terminal.press(b"\r", rb"question %d\D" % n)
    _think(terminal, chance)
    answer = terminal.press(b"y", re.escape(b"number %d," % n))
    _think(terminal, chance)
    return question, answer


def _another_than(question: bytes) -> bytes:
    """Return the marker of any question but this one, which a repaint may show again."""
    number = question.rsplit(b" ", 1)[1]
    return rb"keep the signal level, question (?!%d\D)\d+" % int(number)


def _think(terminal: Terminal, chance: random.Random) -> None:
    terminal.settle(chance.uniform(*THOUGHT_S))
