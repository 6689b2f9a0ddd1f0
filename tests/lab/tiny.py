"""A lab of a few lines, of the standard library alone, for the tests of all that runs labs."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from prepapp.lab.events import decode

COUNTING = '''"""Counting: one and two is three.

Not measured.
"""

import math
import os
import signal
import sys

from prepapp.lab import Run, start

LAB = {
    "title": "Counting",
    "paper": "Anon 2026",
    "question": "Why count at all?",
    "sentence": "I counted {n} and {m}, so ...",
    "presets": {"quick": {}, "full": {"tasks": 4}},
    "params": {
        "tasks": {"default": 2, "min": 1, "max": 9, "help": "how many"},
        "off": {"default": 0.0, "help": "added to the sum"},
        "how": {"default": "well", "help": "what goes wrong"},
    },
    "claims": {
        "sum": {
            "text": "What the tasks count",
            "unit": "apples",
            "expected": "3",
            "holds": "= 3",
            "fails": "> 3.5",
            "predict": "How many?",
            "near": 2,
            "also": ["sm-sum"],
        },
        "none": {"text": "What is left", "expected": "0", "holds": "= 0"},
    },
    "memory": {"full": "80 GB"},
}


def main(run: Run) -> None:
    how = run["how"]
    if how == "hungry":
        raise MemoryError
    if how == "unknown claim":
        run.claim("nothing", 1.0)
    run.log("begun")
    run.metric("level", math.nan, 0, net="a")
    run.metric("level", -math.inf, 1, net="a")
    counted = run.sweep([{"n": n} for n in range(run["tasks"])])
    run.table("Counted", ["task", "count"], [[f"t{n}", each["count"]] for n, each in enumerate(counted)])
    run.figure("Counts", {"all": [(n, each["count"]) for n, each in enumerate(counted)]}, kind="bar")
    run.log(f"results {counted}")
    if how == "waits":
        signal.pause()
    run.so_far("none", 1.0)
    run.claim("sum", sum(each["count"] for each in counted[:2]) + run["off"])
    if how != "unsettled":
        run.claim("none", 0)
    run.say(n=len(counted))


def count(run: Run, n: int) -> dict[object, object]:
    match run["how"]:
        case "raises":
            raise ValueError(f"no luck in {n}")
        case "dies":
            os.kill(os.getpid(), signal.SIGKILL)
        case "mutters":
            sys.stderr.write("last words")
            sys.stderr.flush()
            os._exit(7)
        case "starves":
            raise MemoryError
        case "one fails" if n == 1:
            print("pids", os.getpid(), flush=True)
            signal.pause()
        case "one fails":
            raise ValueError("no luck")
        case "nests":
            run.sweep([{"n": 0}])
    run.progress(1, 2, f"task {n}")
    run.metric("count", n + 1, 0, task=n)
    print("beside the events", n)
    return {"count": n + 1, "odd": (math.inf, math.nan, "text"), n: None}


if __name__ == "__main__":
    start(LAB, main, task=count)
'''


def write_lab(folder: Path, name: str = "counting", old: str = "", new: str = "") -> Path:
    """Write the lab, with one text of it replaced."""
    assert old in COUNTING
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.py"
    file.write_text(COUNTING.replace(old, new) if old else COUNTING, encoding="utf-8")
    return file


Ran = subprocess.CompletedProcess[str]

Start = Callable[..., Ran]


def run_file(file: Path, *arguments: str) -> Ran:
    """Run a lab as the program that it is."""
    command = [sys.executable, str(file), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def told(ran: Ran) -> list[dict[str, Any]]:
    """Return the events that a lab printed."""
    return [event for line in ran.stdout.splitlines() if (event := decode(line)) is not None]
