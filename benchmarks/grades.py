"""Grade and next card without a screen, against Anki's backend, by turns."""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.collection import Candidate, questions
from benchmarks.environments import ask
from benchmarks.spread import Spread, spread

PEERS = Path(__file__).parent / "peers"
WARM_UP = 3
ANSWERS, ROUNDS = 30, 11
"""A round is a fresh process on a fresh copy, so that a small deck has cards enough."""


@dataclass(frozen=True, slots=True)
class Grades:
    """Answers on one size; Anki's are None where it could not be had."""

    cards: int
    ours: Spread
    write: Spread
    """The part of ours that is the transaction."""
    take: Spread
    """The other write of a card, when the candidate says how sure they are."""
    anki: Spread | None
    anki_bare: Spread | None
    """Without the text of the next question."""
    anki_sqlite: str


def measure_grades(python: Path, anki: Path | None, candidate: Candidate, scratch: Path) -> Grades:
    """Answer the same number of cards in both, round by round."""
    template = scratch / f"anki-{candidate.cards}"
    if anki is not None:
        template.mkdir()
        text = json.dumps(list(questions(candidate)))
        (scratch / "questions.json").write_text(text, encoding="utf-8")
        build = [str(PEERS / "anki_grades.py"), "build", str(template / "bench.anki2")]
        ask(anki, *build, str(scratch / "questions.json"))
    rounds = [_round(python, anki, candidate, template, scratch) for _ in range(ROUNDS)]
    ours = {name: spread(_joined(each[0][name] for each in rounds)) for name in ("grade", "write", "take")}
    theirs = {name: spread(_joined(each[1][name] for each in rounds)) for name in ("whole", "bare") if anki}
    sqlite = f"{rounds[0][1]['journal']}, synchronous {rounds[0][1]['sync']}" if anki else ""
    return Grades(
        candidate.cards,
        ours["grade"],
        ours["write"],
        ours["take"],
        theirs.get("whole"),
        theirs.get("bare"),
        sqlite,
    )


def _round(
    python: Path, anki: Path | None, candidate: Candidate, template: Path, scratch: Path
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    count = str(WARM_UP + ANSWERS)
    home, collection = scratch / "round", scratch / "round-anki"
    shutil.copytree(candidate.long_home, home)
    ours = json.loads(ask(python, str(PEERS / "prepapp_grades.py"), str(home), count))
    shutil.rmtree(home)
    theirs: dict[str, list[float]] = {}
    if anki is not None:
        shutil.copytree(template, collection)
        file = str(collection / "bench.anki2")
        theirs = json.loads(ask(anki, str(PEERS / "anki_grades.py"), "answer", file, count))
        shutil.rmtree(collection)
    return ours, theirs


def _joined(rounds: Iterable[list[float]]) -> list[float]:
    return [value for each in rounds for value in each[WARM_UP:]]
