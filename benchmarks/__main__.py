"""Measure everything in one run and print one table: `make bench`."""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks import environments
from benchmarks.collection import SEED, Candidate, make_candidate
from benchmarks.grades import Grades, measure_grades
from benchmarks.keys import measure_keys, parts_of_a_press
from benchmarks.startup import measure_starts
from benchmarks.table import HEAD, aligned, goals, rows
from benchmarks.where import imports_by_package, parts_of_a_start

SIZES = (45, 450, 4_500)
ROUNDS = 9
VERSIONS = (
    "import sys, importlib.metadata as m; print(*[f'{n} {m.version(n)}' for n in sys.argv[1:]], sep=', ')"
)
OURS = ("prepapp", "textual", "sqlalchemy", "msgspec", "fsrs")


def main() -> None:
    """Make both environments and the decks, measure by turns, print."""
    arguments = _arguments()
    python = environments.ours()
    try:
        anki, without = environments.anki(), ""
    except environments.SkippedError as reason:
        anki, without = None, str(reason)
    _print_head(python, anki)
    with tempfile.TemporaryDirectory(prefix="prepapp-bench-") as folder:
        scratch = Path(folder)
        candidates = [make_candidate(scratch, cards) for cards in arguments.sizes]
        starts = measure_starts(python, candidates, arguments.rounds)
        with undisturbed():
            presses = [measure_keys(python, each, scratch) for each in candidates]
            grades = [measure_grades(python, anki, each, scratch) for each in candidates]
        print("\n".join(aligned([HEAD, *rows(starts, presses, grades)])))
        if without:
            print(f"grade and next card: skipped, {without}")
        print()
        for goal in goals(starts, presses, grades):
            worst = "" if goal.ratio is None else f"{goal.ratio:.2f}x, "
            print(f"{goal.verdict:<8}{goal.name:<22}{worst}goal {goal.most}x")
        _print_where(python, candidates, grades)
        with undisturbed():
            watched = parts_of_a_press(python, candidates[-1], scratch)
        for what, steps in watched.items():
            print(f"a press, {what}: " + ", ".join(f"{ms:.1f} {name}" for name, ms in steps.items()))


@contextmanager
def undisturbed() -> Iterator[None]:
    """Run before other programs where the system allows it: short loops else measure their time slices."""
    with suppress(PermissionError):
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    try:
        yield
    finally:
        with suppress(PermissionError):
            os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="cards a deck")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="cold starts of each kind")
    return parser.parse_args()


def _print_head(python: Path, anki: Path | None) -> None:
    processors = Path("/proc/cpuinfo")
    lines = processors.read_text(encoding="utf-8").splitlines() if processors.exists() else []
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "")
    print(f"{model or platform.processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"Python {sys.version.split()[0]}, {_versions(python, OURS)}")
    print(_versions(anki, ("anki",)) if anki else "no anki", f"· seed {SEED}\n", flush=True)


def _versions(python: Path, names: Sequence[str]) -> str:
    command = [str(python), "-c", VERSIONS, *names]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _print_where(python: Path, candidates: Sequence[Candidate], grades: Sequence[Grades]) -> None:
    print("\nwhere a start goes, ms, collector off as in the app:")
    parts = {each.cards: parts_of_a_start(python, each) for each in candidates}
    head = ["part", *(f"{cards:,} cards" for cards in parts)]
    names = next(iter(parts.values()))
    print(
        "\n".join(
            aligned([head, *([name, *(f"{part[name]:.1f}" for part in parts.values())] for name in names)])
        )
    )
    spent = imports_by_package(python)
    print(
        "\nimports until the first card, traced: "
        + ", ".join(f"{name} {ms:.0f}" for name, ms in spent.items())
    )
    for each in grades:
        rest = each.ours.median - each.write.median
        print(
            f"a grade at {each.cards:,}: {each.write.median:.2f} the transaction, {rest:.2f} rules and text"
        )


if __name__ == "__main__":
    main()
