"""The labs: what each quick preset takes, a training step beside peers, and the first point warm and cold."""

import json
import subprocess
import time
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.environments import ROOT, ask
from benchmarks.spread import Spread, spread

LABS = ROOT / "labs" / "resnet"
PEERS = ROOT / "benchmarks" / "peers"
LIVE = LABS / "degradation.py"
"""The lab whose first point of a curve is waited for."""
ROUNDS = 5
MARK = "LAB = {"


@dataclass(frozen=True, slots=True)
class Quick:
    """One quick preset, run as the program that it is."""

    lab: str
    wall_s: float
    """From its start to its end, imports included."""
    cpu_s: float
    verdicts: Counter[str]


@dataclass(frozen=True, slots=True)
class LabRun:
    """What the labs took."""

    quick: Sequence[Quick]
    resnet50: tuple[Spread, Spread] | None
    """A step of ours and of torchvision's; None where that is not installed."""
    resnet20: tuple[Spread, Spread]
    """A step of ours and of a plain reading."""
    warm: Spread
    cold: Spread


def measure_labs(python: Path, has_torchvision: bool) -> LabRun:
    """Run every lab once, the steps by turns, and the first points."""
    quick = [_quick(python, file) for file in sorted(LABS.glob("*.py")) if _is_lab(file)]
    resnet50 = _steps(python, "resnet50") if has_torchvision else None
    warm = json.loads(ask(python, str(PEERS / "first_point.py"), str(LIVE), str(ROUNDS)))
    cold = [_first_point(python) for _ in range(ROUNDS)]
    return LabRun(quick, resnet50, _steps(python, "resnet20"), spread(warm), spread(cold))


def quick_rows(run: LabRun) -> Iterator[Sequence[str]]:
    """Walk the table of the quick presets, their sum last."""
    yield ("lab, quick preset", "wall s", "CPU s", "claims")
    for each in run.quick:
        said = ", ".join(f"{number} {verdict}" for verdict, number in sorted(each.verdicts.items()))
        yield (each.lab, f"{each.wall_s:.1f}", f"{each.cpu_s:.1f}", said)
    claims = sum((each.verdicts for each in run.quick), Counter[str]())
    said = ", ".join(f"{number} {verdict}" for verdict, number in sorted(claims.items()))
    wall, cpu = (sum(getattr(each, name) for each in run.quick) for name in ("wall_s", "cpu_s"))
    yield ("all", f"{wall:.0f}", f"{cpu:.0f}", said)


def _is_lab(file: Path) -> bool:
    return any(line.startswith(MARK) for line in file.read_text(encoding="utf-8").splitlines())


def _quick(python: Path, file: Path) -> Quick:
    started = time.perf_counter()
    verdicts: Counter[str] = Counter()
    cpu_s = 0.0
    for event in _events(python, file):
        if event["event"] == "claim" and event["verdict"]:
            verdicts[event["verdict"]] += 1
        elif event["event"] == "done":
            cpu_s = event["cpu_seconds"]
    return Quick(file.stem, time.perf_counter() - started, cpu_s, verdicts)


def _first_point(python: Path) -> float:
    started = time.perf_counter()
    events = _events(python, LIVE)
    next(event for event in events if event["event"] == "metric")
    taken = 1_000 * (time.perf_counter() - started)
    events.close()
    return taken


def _events(python: Path, file: Path) -> Generator[dict[str, Any]]:
    command = [str(python), str(file), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                yield json.loads(line)
        finally:
            process.kill()


def _steps(python: Path, name: str) -> tuple[Spread, Spread]:
    ours, theirs = json.loads(ask(python, str(PEERS / "steps.py"), name, str(LABS)))
    return spread(ours), spread(theirs)
