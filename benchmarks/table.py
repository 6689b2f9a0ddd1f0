"""The table that a run prints, and its verdict on each goal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.decks import Loads
from benchmarks.grades import Grades
from benchmarks.keys import Presses
from benchmarks.labs import LabRun
from benchmarks.spread import Spread
from benchmarks.startup import Starts

HEAD = ("measurement", "cards", "n", "median ms", "low", "p75", "p95", "p99", "ratio")


@dataclass(frozen=True, slots=True)
class Goal:
    """A ratio that one measurement should not exceed, and its worst value over the sizes."""

    name: str
    most: float
    ratio: float | None
    """None where the floor or the peer could not be measured."""

    @property
    def verdict(self) -> str:
        """Met, missed or skipped."""
        if self.ratio is None:
            return "skipped"
        return "met" if self.ratio <= self.most else "missed"


def row(name: str, cards: int | None, spread: Spread, floor: Spread | None = None) -> Sequence[str]:
    """Return the cells of one measurement; the ratio is one of medians."""
    share = spread.median / floor.median if floor else 1
    ratio = f"{share:.{2 if share >= 0.1 else 3}f}x" if floor else "1"
    times = (spread.median, spread.low, spread.at(0.75), spread.at(0.95), spread.at(0.99))
    cells = [f"{time:.2f}" if time < 10 else f"{time:.0f}" for time in times]
    return (name, f"{cards:,}" if cards else "", str(len(spread.values)), *cells, ratio)


def rows(starts: Starts, presses: Sequence[Presses], grades: Sequence[Grades]) -> Iterator[Sequence[str]]:
    """Walk the rows of a run; each floor or peer stands above what is measured against it."""
    yield row("start: empty Textual app", None, starts.floor)
    for start in starts.sizes:
        yield row("start: first frame", start.cards, start.frame, starts.floor)
    for start in starts.sizes:
        yield row("start: readable first card", start.cards, start.card, starts.floor)
    yield row("start, processor: empty Textual app", None, starts.floor_cpu)
    for start in starts.sizes:
        yield row("start, processor: readable first card", start.cards, start.cpu, starts.floor_cpu)
    for each in presses:
        yield row("key: bare Static, question", each.cards, each.floor_question)
        yield row("key: grade to next question", each.cards, each.grade, each.floor_question)
        yield row("key: bare Static, answer", each.cards, each.floor_answer)
        yield row("key: points to answer", each.cards, each.answer, each.floor_answer)
    for grade in grades:
        if grade.anki and grade.anki_bare:
            yield row("no screen: Anki, answer and next", grade.cards, grade.anki_bare, grade.anki)
            yield row("no screen: Anki, and its question", grade.cards, grade.anki)
        yield row("no screen: grade, next question", grade.cards, grade.ours, grade.anki)
        yield row("no screen: of it, the transaction", grade.cards, grade.write, grade.anki)
        yield row("no screen: the take, written before", grade.cards, grade.take, grade.anki)


def lab_rows(run: LabRun) -> Iterator[Sequence[str]]:
    """Walk the rows of the labs: a training step beside a peer's, the first point warm beside cold."""
    if run.resnet50 is not None:
        ours, theirs = run.resnet50
        yield row("step: ResNet-50 of torchvision", None, theirs)
        yield row("step: ResNet-50", None, ours, theirs)
    ours, plain = run.resnet20
    yield row("step: ResNet-20, plain reading", None, plain)
    yield row("step: ResNet-20", None, ours, plain)
    yield row("first point of degradation, cold", None, run.cold)
    yield row("first point of degradation, warm", None, run.warm, run.cold)


def deck_rows(decks: Sequence[Loads]) -> Iterator[Sequence[str]]:
    """Walk the rows of the decks' loads."""
    for each in decks:
        yield row("deck: bare markdown-it-py", each.cards, each.floor)
        yield row("deck: first read, copy written", each.cards, each.first, each.floor)
        yield row("deck: unchanged", each.cards, each.unchanged, each.floor)
        yield row("deck: one file edited", each.cards, each.edited, each.floor)


def goals(starts: Starts, presses: Sequence[Presses], grades: Sequence[Grades]) -> Iterator[Goal]:
    """Walk the goals with the worst ratio over the sizes."""
    floor = starts.floor.median
    yield Goal("first frame", 1.15, max(each.frame.median / floor for each in starts.sizes))
    yield Goal("readable first card", 1.5, max(each.card.median / floor for each in starts.sizes))
    graded = [each.grade.median / each.floor_question.median for each in presses]
    opened = [each.answer.median / each.floor_answer.median for each in presses]
    yield Goal("key to painted card", 1.2, max(*graded, *opened))
    beside = [each.ours.median / each.anki.median for each in grades if each.anki]
    yield Goal("grade and next card", 1.0, max(beside, default=None))


def aligned(cells: Sequence[Sequence[str]]) -> Iterator[str]:
    """Walk the lines of a table: words to the left, numbers to the right."""
    widths = [max(len(line[n]) for line in cells) for n in range(len(cells[0]))]
    for line in cells:
        words, *numbers = line
        yield "  ".join([words.ljust(widths[0]), *map(str.rjust, numbers, widths[1:])])
