"""A lab as a program: ``python degradation.py --preset quick``."""

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from prepapp.errors import BrokenError, PrepError
from prepapp.lab.devices import DEVICES, pick_device, versions
from prepapp.lab.events import Emit, Event, print_event
from prepapp.lab.header import Header, make_header
from prepapp.lab.posix import can_fork, die_with_parent
from prepapp.lab.report import Report
from prepapp.lab.run import Run, Sweep
from prepapp.lab.sweep import Work, by_command, by_scheduler, in_forks, in_turn

WORKERS = 2
"""Processes at once on a CPU, where the command line names none."""

OUT_OF_MEMORY = ("out of memory", "memoryerror", "can't allocate memory", "not enough memory")
"""What torch's RuntimeErrors say when memory ran out, on a GPU and on a CPU, and the last line of a task."""


def start(lab: Mapping[str, Any], main: Callable[[Run], None], task: Work | None = None) -> None:
    """Run a lab from the command line, and exit: 0 every claim holds, 1 not every, 2 bad request, 3 failed.

    ``task(run, **arguments)`` does one part of ``run.sweep([arguments, ...])``.
    """
    file = Path(sys.argv[0])
    try:
        header = make_header(file.stem, lab, str(file))
        sys.exit(_run(header, main, task, _options(header, sys.argv[1:])))
    except PrepError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)


def _options(header: Header, arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=header.title, allow_abbrev=False)
    parser.add_argument("--preset", choices=list(header.presets), default="quick")
    parser.add_argument("--device", choices=DEVICES, default="auto")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--set", metavar="K=V", action="append", default=[], dest="changes")
    parser.add_argument(
        "--workers", metavar="N|URL", default="", help="processes at once, or ray://HOST:PORT"
    )
    parser.add_argument("--json", action="store_true", help="print one event a line")
    parser.add_argument("--task", metavar="JSON", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def changes(pairs: Sequence[str], option: str) -> dict[str, str]:
    """Return the ``K=V`` texts of an option as a table."""
    split = [pair.partition("=") for pair in pairs]
    for name, equals, _ in split:
        if not (name and equals):
            raise PrepError(f"{name!r} is not K=V", option, f"say for example {option} {name or 'seeds'}=5")
    return {name: value for name, _, value in split}


def _run(header: Header, main: Callable[[Run], None], work: Work | None, options: argparse.Namespace) -> int:
    params = header.settings(options.preset, changes(options.changes, "--set"))
    device, device_name = pick_device(options.device, "torch" in header.needs)
    told = _Told(print_event if options.json else Report(sys.stdout).tell)
    run = Run(header, options.preset, params, options.seed, device, told, in_turn(_no_work, told))
    if options.task is not None:
        return _run_task(run, work or _no_work, options.task)
    run.sweeps_by(_sweep(header, work, device, options, told))
    told(
        {
            "event": "start",
            "lab": header.id,
            "title": header.title,
            "preset": options.preset,
            "device": device,
            "device_name": device_name,
            "seed": options.seed,
            "params": dict(params),
            "versions": versions(header.needs),
        }
    )
    started = time.perf_counter()
    try:
        main(run)
    except (MemoryError, RuntimeError, BrokenError) as error:
        if not _ran_out(error):
            raise
        told({"event": "failed", "what": "out of memory", "hint": _smaller(header, options.preset)})
        return 3
    seconds = time.perf_counter() - started
    told({"event": "done", "seconds": seconds, "cpu_seconds": _cpu_seconds(), "sentence": run.sentence()})
    return 0 if all(verdict == "holds" for verdict in told.verdicts.values()) else 1


def _run_task(run: Run, work: Work, arguments: str) -> int:
    die_with_parent(os.getppid())
    print_event({"event": "result", "value": work(run, **json.loads(arguments))})
    return 0


def _no_work(run: Run, **arguments: Any) -> Any:
    raise BrokenError("the lab names no task", run.header.id, "give start(LAB, main, task=...)")


class _Told:
    """Passes events on and keeps the verdicts."""

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self.verdicts: dict[str, str | None] = {}

    def __call__(self, event: Event) -> None:
        if event["event"] == "claim":
            self.verdicts[event["claim"]] = event["verdict"]
        self._emit(event)


def is_ray(workers: str) -> bool:
    """Return whether sweeps go to Ray."""
    return workers == "ray" or workers.startswith("ray://")


def check_workers(workers: str) -> None:
    """Raise where ``--workers`` is neither empty, a number nor the address of a Ray cluster."""
    if workers and not is_ray(workers) and not (workers.isdecimal() and int(workers) > 0):
        raise PrepError(f"{workers!r} is no number of workers", "--workers", "a number, or ray://HOST:PORT")


def _sweep(header: Header, work: Work | None, device: str, options: argparse.Namespace, emit: Emit) -> Sweep:
    """Return how tasks are done: in this process, in forks, in processes of their own, or on Ray."""
    asked = options.workers
    if work is None:
        return in_turn(_no_work, emit)
    if is_ray(asked):
        scheduler = [sys.executable, "-m", "prepapp.runner.on_ray", asked]
        return by_scheduler(scheduler, _command(options), emit)
    check_workers(asked)
    workers = int(asked) if asked else (WORKERS if device == "cpu" else 1)
    if workers == 1:
        return in_turn(work, emit)
    if device == "cpu" and can_fork():
        return in_forks(work, emit, workers)
    return by_command(_command(options), emit, workers)


def _command(options: argparse.Namespace) -> list[str]:
    sets = [part for change in options.changes for part in ("--set", change)]
    said = ["--preset", options.preset, "--device", options.device, "--seed", str(options.seed)]
    return [sys.executable, str(Path(sys.argv[0]).resolve()), "--json", *said, *sets]


def _ran_out(error: Exception) -> bool:
    return isinstance(error, MemoryError) or any(words in str(error).lower() for words in OUT_OF_MEMORY)


def _smaller(header: Header, preset: str) -> str:
    needs = header.memory.get(preset, "")
    return (
        f"{preset} needs {needs}; try --preset quick" if needs else "try --preset quick, or a smaller --set"
    )


def _cpu_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)
