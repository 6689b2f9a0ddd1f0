"""The tasks of a sweep: one after the other, in forked workers, or by a scheduler that is a command."""

import json
import os
import selectors
import signal
import subprocess
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from prepapp.errors import BrokenError
from prepapp.lab.events import Emit, decode, encode, print_event, restore
from prepapp.lab.posix import die_with_parent
from prepapp.lab.run import Run, Sweep, Task

Work = Callable[..., Any]
"""A lab's task: ``work(run, **task)`` returns JSON values."""

CHUNK = 65_536
"""Bytes read at once."""

LAST_LINES = 20
"""Lines of a worker's other output that are kept for the report of its failure."""


@dataclass
class Worker:
    """One running process of a sweep, and what it has said."""

    task: int
    out: int
    """The descriptor to read from."""
    pid: int
    wait: Callable[[], int]
    """Reaps it and returns its exit status, negative for a signal."""
    rest: bytes = b""
    """The beginning of a line that has not ended."""
    last: deque[str] = field(default_factory=lambda: deque(maxlen=LAST_LINES))


def in_turn(work: Work, emit: Emit) -> Sweep:
    """Return a sweep that does its tasks one after the other in this process."""

    def sweep(run: Run, tasks: Sequence[Task]) -> list[Any]:
        results = []
        for n, task in enumerate(tasks):
            part = _part(run, _scaled(emit, n, len(tasks)))
            # As it would come from another process: tuples become lists, keys become texts.
            results.append(restore(json.loads(encode(work(part, **task)))))
            part.progress(1, 1)
        return results

    return sweep


def in_forks(work: Work, emit: Emit, workers: int) -> Sweep:
    """Return a sweep that forks a process for each task, ``workers`` at once."""

    def sweep(run: Run, tasks: Sequence[Task]) -> list[Any]:
        def launch(n: int) -> Worker:
            return _fork(n, lambda tell: work(_part(run, tell), **tasks[n]))

        return _collect(_running(launch, len(tasks), workers), len(tasks), emit)

    return sweep


def by_command(command: Sequence[str], emit: Emit, workers: int) -> Sweep:
    """Return a sweep that starts ``command --task JSON`` for each task, as where fork is unsafe."""

    def sweep(run: Run, tasks: Sequence[Task]) -> list[Any]:
        def launch(n: int) -> Worker:
            reading, writing = os.pipe()
            arguments = [*command, "--task", json.dumps(tasks[n])]
            process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=writing, stderr=writing)
            os.close(writing)
            return Worker(n, reading, process.pid, process.wait)

        return _collect(_running(launch, len(tasks), workers), len(tasks), emit)

    return sweep


def by_scheduler(scheduler: Sequence[str], command: Sequence[str], emit: Emit) -> Sweep:
    """Return a sweep that hands all its commands to one scheduler process.

    It reads ``{"task": n, "command": [...]}`` lines until its stdin ends, and prints
    ``{"task": n, "event": {...}}`` lines.
    """

    def sweep(run: Run, tasks: Sequence[Task]) -> list[Any]:
        orders = [
            {"task": n, "command": [*command, "--task", json.dumps(task)]} for n, task in enumerate(tasks)
        ]
        with subprocess.Popen(scheduler, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write("".join(json.dumps(order) + "\n" for order in orders).encode())
            process.stdin.close()
            results = _collect(_told(process.stdout), len(tasks), emit)
        return results

    return sweep


def _told(lines: Any) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for line in lines:
        try:
            order = json.loads(line)
            yield order["task"], order["event"]
        except (ValueError, KeyError, TypeError):
            yield -1, {"event": "log", "text": line.decode("utf-8", "replace").rstrip()}


def _part(run: Run, emit: Emit) -> Run:
    return Run(run.header, run.preset, run.params, run.seed, run.device, emit, _no_sweep)


def _no_sweep(run: Run, tasks: Sequence[Task]) -> list[Any]:
    raise BrokenError("a task of a sweep started a sweep", run.header.id)


def _scaled(emit: Emit, n: int, total: int) -> Emit:
    def tell(event: Mapping[str, Any]) -> None:
        if event["event"] == "progress":
            event = {**event, "done": n + event["done"] / max(event["total"], 1e-9), "total": total}
        emit(event)

    return tell


def _collect(events: Iterator[tuple[int, Mapping[str, Any]]], total: int, emit: Emit) -> list[Any]:
    """Pass the workers' events on, with one progress for all, and return their results."""
    results: dict[int, Any] = {}
    shares = [0.0] * total
    for task, event in events:
        match event["event"]:
            case "result":
                results[task] = restore(event["value"])
                shares[task] = 1.0
            case "progress":
                shares[task] = event["done"] / max(event["total"], 1e-9)
            case "failed":
                raise BrokenError(event["what"], f"task {task + 1} of {total}", event.get("hint", ""))
            case "start" | "done":
                continue
            case _:
                emit(event)
                continue
        emit({"event": "progress", "done": sum(shares), "total": total, "note": event.get("note", "")})
    if missing := [n for n in range(total) if n not in results]:
        raise BrokenError("a task ended without a result", f"task {missing[0] + 1} of {total}")
    return [results[n] for n in range(total)]


def _running(
    launch: Callable[[int], Worker], total: int, workers: int
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    waiting = deque(range(total))
    with selectors.DefaultSelector() as selector:
        try:
            while waiting or selector.get_map():
                while waiting and len(selector.get_map()) < workers:
                    worker = launch(waiting.popleft())
                    selector.register(worker.out, selectors.EVENT_READ, worker)
                for key, _ in selector.select():
                    yield from _read(key.data, selector)
        finally:
            for key in list(selector.get_map().values()):  # one failed, or the run was ended
                _end(key.data)


def _read(worker: Worker, selector: selectors.BaseSelector) -> Iterator[tuple[int, Mapping[str, Any]]]:
    chunk = os.read(worker.out, CHUNK)
    if not chunk:
        if worker.rest:
            yield worker.task, _heard(worker, worker.rest)
        selector.unregister(worker.out)
        yield from _ended(worker)
        return
    *lines, worker.rest = (worker.rest + chunk).split(b"\n")
    for line in lines:
        yield worker.task, _heard(worker, line)


def _heard(worker: Worker, line: bytes) -> Mapping[str, Any]:
    event = decode(line)
    if event is None:
        text = line.decode("utf-8", "replace").rstrip()
        worker.last.append(text)
        return {"event": "log", "text": text}
    return event


def _end(worker: Worker) -> None:
    os.kill(worker.pid, signal.SIGKILL)
    os.close(worker.out)
    worker.wait()


def _ended(worker: Worker) -> Iterator[tuple[int, Mapping[str, Any]]]:
    os.close(worker.out)
    status = worker.wait()
    if status != 0:
        said = worker.last[-1] if worker.last else ""
        what = f"killed by signal {-status}" if status < 0 else said or f"ended with exit code {status}"
        yield worker.task, {"event": "failed", "what": what}


def _fork(n: int, work: Callable[[Emit], Any]) -> Worker:
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _work(writing, parent, work)
    os.close(writing)
    return Worker(n, reading, pid, lambda: os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def _work(writing: int, parent: int, work: Callable[[Emit], Any]) -> NoReturn:
    """Do one task in the forked child; what it raises becomes its last lines."""
    code = 1
    try:
        die_with_parent(parent)
        os.dup2(writing, 1)
        os.dup2(writing, 2)
        print_event({"event": "result", "value": work(print_event)})
        code = 0
    finally:
        if sys.exception() is not None:
            traceback.print_exc()
        sys.stdout.flush()
        os._exit(code)
