"""The processes that a run has started, found and ended wherever they have gone."""

import contextlib
import os
import signal
from collections.abc import Iterable

import psutil

ROUNDS = 1_000
"""How often to look again; each round may show children of those killed in the last."""


def kill_family(pid: int) -> None:
    """Kill a process, its group, and all that descends from it, in whatever group that is."""
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        family = []
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    _kill(family)


def kill_strays(known: set[int]) -> None:
    """Kill what the dead left to us: whoever is our child and not one that we started."""
    for _ in range(ROUNDS):
        strays = [each for each in psutil.Process().children() if each.pid not in known]
        if not strays:
            return
        for stray in strays:
            with contextlib.suppress(psutil.NoSuchProcess):
                _kill([*stray.children(recursive=True), stray])
            with contextlib.suppress(ChildProcessError):
                os.waitpid(stray.pid, 0)


def _kill(processes: Iterable[psutil.Process]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
