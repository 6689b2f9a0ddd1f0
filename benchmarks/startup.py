"""Cold start: from exec to the first frame, and to a first card that can be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.collection import NOW, Candidate
from benchmarks.environments import clean
from benchmarks.spread import Spread, spread
from benchmarks.terminal import Terminal

PEERS = Path(__file__).parent / "peers"
FRAME = rb"PrepApp"
"""A word of Today's first frame."""

CARD = rb"keep the signal level, question \d+"
"""The question of every generated card."""

EMPTY = rb"an empty app"


@dataclass(frozen=True, slots=True)
class Start:
    """Cold starts of the app on one deck."""

    cards: int
    frame: Spread
    card: Spread
    cpu: Spread
    """Processor time until the card can be read."""


@dataclass(frozen=True, slots=True)
class Starts:
    """All cold starts of one interleaved run."""

    floor: Spread
    floor_cpu: Spread
    sizes: tuple[Start, ...]


def review_command(python: Path, home: Path) -> tuple[Sequence[str], Mapping[str, str]]:
    """Return what opens the app on the review of a home, at the fixed clock."""
    return [str(python.parent / "prepapp"), "review", "--home", str(home)], clean(PREPAPP_NOW=NOW.isoformat())


def measure_starts(python: Path, candidates: Sequence[Candidate], rounds: int) -> Starts:
    """Start the empty app and ours by turns; the first round fills the caches and is not counted."""
    floor: list[tuple[float, float]] = []
    ours: dict[int, list[tuple[float, float, float]]] = {each.cards: [] for each in candidates}
    for _ in range(rounds + 1):
        floor.append(_start_empty(python))
        for candidate in candidates:
            ours[candidate.cards].append(_start_ours(python, candidate.home))
    sizes = []
    for cards, rows in ours.items():
        frame, card, cpu = zip(*rows[1:], strict=True)
        sizes.append(Start(cards, spread(frame), spread(card), spread(cpu)))
    wall, cpu = zip(*floor[1:], strict=True)
    return Starts(spread(wall), spread(cpu), tuple(sizes))


def _start_empty(python: Path) -> tuple[float, float]:
    with Terminal([str(python), str(PEERS / "empty_app.py")], clean()) as terminal:
        wall = terminal.wait_for(EMPTY)
        return wall, terminal.end()


def _start_ours(python: Path, home: Path) -> tuple[float, float, float]:
    argv, env = review_command(python, home)
    with Terminal(argv, env) as terminal:
        frame = terminal.wait_for(FRAME)
        card = terminal.wait_for(CARD)
        return frame, card, terminal.end()
