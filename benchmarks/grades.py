"""Grade and next card without a screen, against Anki's backend, by turns."""

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, Popen

from benchmarks.collection import Candidate, questions
from benchmarks.environments import ask, clean
from benchmarks.spread import Spread, spread

Answer = dict[str, float]
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


def measure_grades(python: Path, anki: Path | None, candidate: Candidate, scratch: Path) -> Grades:
    """Answer the same number of cards in both, one by one."""
    template = scratch / f"anki-{candidate.cards}"
    if anki is not None:
        template.mkdir()
        text = json.dumps(list(questions(candidate)))
        (scratch / "questions.json").write_text(text, encoding="utf-8")
        build = [str(PEERS / "anki_grades.py"), "build", str(template / "bench.anki2")]
        ask(anki, *build, str(scratch / "questions.json"))
    answers = [pair for _ in range(ROUNDS) for pair in _round(python, anki, candidate, template, scratch)]
    ours = {name: spread([own[name] for own, _ in answers]) for name in ("grade", "write", "take")}
    theirs = {name: spread([other[name] for _, other in answers]) for name in ("whole", "bare") if anki}
    return Grades(
        candidate.cards,
        ours["grade"],
        ours["write"],
        ours["take"],
        theirs.get("whole"),
        theirs.get("bare"),
    )


def _round(
    python: Path, anki: Path | None, candidate: Candidate, template: Path, scratch: Path
) -> Iterator[tuple[Answer, Answer]]:
    """Let both answer card by card, each in its turn, on fresh copies."""
    home, collection = scratch / "round", scratch / "round-anki"
    shutil.copytree(candidate.long_home, home)
    with ExitStack() as stack:
        ours = stack.enter_context(Peer(python, "prepapp_grades.py", str(home)))
        theirs = None
        if anki is not None:
            shutil.copytree(template, collection)
            theirs = Peer(anki, "anki_grades.py", "answer", str(collection / "bench.anki2"))
            stack.enter_context(theirs)
        pairs = [(ours.answer(), theirs.answer() if theirs else {}) for _ in range(WARM_UP + ANSWERS)]
    shutil.rmtree(home)
    shutil.rmtree(collection, ignore_errors=True)
    yield from pairs[WARM_UP:]


class Peer:
    """A program that answers one card whenever it is told to."""

    def __init__(self, python: Path, program: str, *arguments: str) -> None:
        command = [str(python), str(PEERS / program), *arguments]
        self._process = Popen(command, stdin=PIPE, stdout=PIPE, text=True, env=dict(clean()))

    def __enter__(self) -> "Peer":
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.communicate()

    def answer(self) -> Answer:
        """Let it answer; return its milliseconds by name."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._process.args!r} ended with {self._process.wait()}")
        answered: Answer = json.loads(line)
        return answered
