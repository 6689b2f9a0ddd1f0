"""Measure everything, or the parts named, in one run and print one table: `make bench`."""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks import environments
from benchmarks.answers import HOSTILE_SEED, code_rows, hostile_rows, measure_answers, tool_rows
from benchmarks.collection import SEED, Candidate, make_candidate
from benchmarks.decks import measure_decks
from benchmarks.grades import Grades, measure_grades
from benchmarks.keys import Presses, measure_keys, parts_of_a_press
from benchmarks.labs import measure_labs, quick_rows
from benchmarks.reports import measure_reports, memory_rows, report_rows
from benchmarks.startup import Starts, measure_starts
from benchmarks.table import HEAD, aligned, deck_rows, goals, lab_rows, rows
from benchmarks.where import imports_by_package, parts_of_a_start

PARTS = ("app", "decks", "report", "answers", "labs")
SIZES = (45, 450, 4_500)
DECK_SIZES = (45, 1_000, 10_000)
ROUNDS = 9
VERSIONS = (
    "import sys, importlib.metadata as m; print(*[f'{n} {m.version(n)}' for n in sys.argv[1:]], sep=', ')"
)
OURS = ("prepapp", "textual", "markdown-it-py", "sqlalchemy", "msgspec", "fsrs")


@dataclass(frozen=True, slots=True)
class AppRun:
    """What the app and its peers took, on each candidate."""

    candidates: Sequence[Candidate]
    starts: Starts
    presses: Sequence[Presses]
    grades: Sequence[Grades]
    without: str
    """Why Anki could not be measured; empty where it was."""


def main() -> None:
    """Make both environments and the decks, measure by turns, print."""
    arguments = _arguments()
    python = environments.ours()
    with tempfile.TemporaryDirectory(prefix="prepapp-bench-") as folder:
        scratch = Path(folder)
        app = _measure_app(python, arguments, scratch) if "app" in arguments.parts else None
        if app is None:
            _print_head(python, None)
        sizes = arguments.deck_sizes if "decks" in arguments.parts else ()
        with undisturbed():
            decks = [measure_decks(python, cards, scratch) for cards in sizes]
        measured = rows(app.starts, app.presses, app.grades) if app else ()
        if app is not None or decks:
            print("\n".join(aligned([HEAD, *measured, *deck_rows(decks)])))
        if app is not None:
            _print_verdicts(app)
            _print_where(python, app, scratch)
        if "report" in arguments.parts:
            reports = measure_reports(python, scratch)
            print("\n" + "\n".join(aligned([HEAD, *report_rows(reports)])))
            print("\n" + "\n".join(aligned(list(memory_rows(reports)))))
    if "answers" in arguments.parts:
        _print_answers()
    if "labs" in arguments.parts:
        _print_labs()


def _print_answers() -> None:
    python, _ = environments.labs()
    missing = "it cannot be installed"
    verify: Path | str = python if environments.has_module(python, "math_verify") else missing
    try:
        readers: Path | str = environments.sympy()
    except environments.SkippedError as reason:
        readers = str(reason)
    pythons = {"ours": python, "parse_expr": python, "antlr": readers, "lark": readers, "math_verify": verify}
    said = _versions(python, ("sympy", "torch", *(["math-verify"] if verify == python else [])))
    if isinstance(readers, Path):
        said += f", {_versions(readers, ('antlr4-python3-runtime', 'lark'))}"
    run = measure_answers(pythons)
    print(f"\n{said} · seed {HOSTILE_SEED}")
    for table in (tool_rows(run), hostile_rows(run), code_rows(run)):
        print("\n" + "\n".join(aligned(list(table))))


def _print_labs() -> None:
    python, has_torchvision = environments.labs()
    print(f"\n{_versions(python, ('torch', *(['torchvision'] if has_torchvision else [])))}")
    run = measure_labs(python, has_torchvision)
    print("\n".join(aligned([HEAD, *lab_rows(run)])))
    if run.resnet50 is None:
        print("step: ResNet-50 of torchvision: skipped, it cannot be installed")
    print("\n" + "\n".join(aligned(list(quick_rows(run)))))


def _measure_app(python: Path, arguments: argparse.Namespace, scratch: Path) -> AppRun:
    try:
        anki, without = environments.anki(), ""
    except environments.SkippedError as reason:
        anki, without = None, str(reason)
    _print_head(python, anki)
    candidates = [make_candidate(scratch, cards) for cards in arguments.sizes]
    starts = measure_starts(python, candidates, arguments.rounds)
    with undisturbed():
        presses = [measure_keys(python, each, scratch) for each in candidates]
        grades = [measure_grades(python, anki, each, scratch) for each in candidates]
    return AppRun(candidates, starts, presses, grades, without)


def _print_verdicts(app: AppRun) -> None:
    if app.without:
        print(f"grade and next card: skipped, {app.without}")
    print()
    for goal in goals(app.starts, app.presses, app.grades):
        worst = "" if goal.ratio is None else f"{goal.ratio:.2f}x, "
        print(f"{goal.verdict:<8}{goal.name:<22}{worst}goal {goal.most}x")


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
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all where none is named"
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="cards a deck, of the app")
    parser.add_argument("--deck-sizes", type=int, nargs="+", default=DECK_SIZES, help="cards a deck, loaded")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="cold starts of each kind")
    arguments = parser.parse_args()
    if unknown := set(arguments.parts) - set(PARTS):
        parser.error(f"no part is called {min(unknown)}: there are {', '.join(PARTS)}")
    arguments.parts = arguments.parts or PARTS
    return arguments


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


def _print_where(python: Path, app: AppRun, scratch: Path) -> None:
    print("\nwhere a start goes, ms, collector off as in the app:")
    parts = {each.cards: parts_of_a_start(python, each) for each in app.candidates}
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
    for each in app.grades:
        rest = each.ours.median - each.write.median
        print(
            f"a grade at {each.cards:,}: {each.write.median:.2f} the transaction, {rest:.2f} rules and text"
        )
    with undisturbed():
        watched = parts_of_a_press(python, app.candidates[-1], scratch)
    for what, steps in watched.items():
        print(f"a press, {what}: " + ", ".join(f"{ms:.1f} {name}" for name, ms in steps.items()))


if __name__ == "__main__":
    main()
