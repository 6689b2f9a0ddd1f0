"""What a child process may use, and how it is made to keep to it."""

import os
import resource
import sys
from dataclasses import dataclass
from pathlib import Path

from prepapp.lab.posix import adopt_orphans, die_with_parent

GIB = 1 << 30

NICE = 10
"""A lab gives way to the screen."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one child; 0 is none."""

    memory: int = 6 * GIB
    """Bytes of address space. None on a GPU, whose driver reserves more than it uses."""
    file_size: int = GIB
    files: int = 256
    """Open at once."""
    cpu_s: int = 0
    silent_s: float = 300.0
    """Seconds without a word after which it counts as hung."""
    output: int = 64 << 20
    """Bytes that it may print in all."""
    wall_s: float = 0.0


def keep_to(limits: Limits, parent: int) -> None:
    """Bind this process: a group of its own, nice, dead with its parent, and bounded."""
    os.setsid()
    die_with_parent(parent)
    adopt_orphans()
    os.nice(NICE)
    os.environ.update(OMP_NUM_THREADS="1", MKL_NUM_THREADS="1", PYTHONUNBUFFERED="1")
    _bound(resource.RLIMIT_CORE, 0)
    if limits.memory and sys.platform != "darwin":  # which refuses it
        _bound(resource.RLIMIT_AS, limits.memory)
    if limits.file_size:
        _bound(resource.RLIMIT_FSIZE, limits.file_size)
    if limits.files:
        _bound(resource.RLIMIT_NOFILE, limits.files)
    if limits.cpu_s:
        # The soft limit sends SIGXCPU, which says what happened; the hard one kills.
        resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_s, limits.cpu_s + 1))


def _bound(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (bound, hard))


def run_program(file: Path, arguments: list[str]) -> None:
    """Run a Python file as ``python FILE ARGUMENTS`` would, in this process."""
    import runpy

    sys.argv = [str(file), *arguments]
    sys.path.insert(0, str(file.parent))
    runpy.run_path(str(file), run_name="__main__")
