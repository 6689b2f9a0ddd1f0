"""Where the time of a missed goal goes: medians of parts, each in a fresh process, and imports by package."""

import json
import re
import subprocess
from collections import defaultdict
from pathlib import Path
from statistics import median

from benchmarks.collection import Candidate
from benchmarks.environments import ask, clean

PEERS = Path(__file__).parent / "peers"
ROUNDS = 5
LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")


def parts_of_a_start(python: Path, candidate: Candidate) -> dict[str, float]:
    """Return the milliseconds of each step behind the first frame."""
    runs = [json.loads(ask(python, str(PEERS / "parts.py"), str(candidate.home))) for _ in range(ROUNDS)]
    return {name: median(run[name] for run in runs) for name in runs[0]}


def imports_by_package(python: Path) -> dict[str, float]:
    """Return the milliseconds (inflated by tracing) of the imports before the first card, by package."""
    code = (
        "import prepapp.cli.app, prepapp.tui.screens.today, prepapp.session.day, prepapp.tui.screens.review"
    )
    runs = [_traced(python, code) for _ in range(ROUNDS)]
    names = {name for run in runs for name in run}
    found = {name: median(run.get(name, 0.0) for run in runs) for name in names}
    return dict(sorted(found.items(), key=lambda each: -each[1]))


def _traced(python: Path, code: str) -> dict[str, float]:
    command = [str(python), "-X", "importtime", "-c", code]
    traced = subprocess.run(command, check=True, capture_output=True, text=True, env=dict(clean())).stderr
    spent: dict[str, float] = defaultdict(float)
    for microseconds, module in LINE.findall(traced):
        package = module.split(".")[0]
        known = (
            package if package in {"textual", "rich", "prepapp", "fsrs", "msgspec", "asyncio"} else "other"
        )
        spent[known] += int(microseconds) / 1000
    return spent
