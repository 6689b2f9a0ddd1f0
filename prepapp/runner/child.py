"""What a fork of the lab host becomes."""

import os
import sys
import traceback
from pathlib import Path
from typing import NoReturn

from prepapp.runner.limits import keep_to, run_program
from prepapp.runner.wire import Start

MOST_FILES = 4_096
"""Descriptors of the host that may be open, and are closed."""


def become(order: Start, writing: int, parent: int) -> NoReturn:
    """Turn this forked process into the program, which says all to ``writing``, and end with it."""
    code = 1
    try:
        os.dup2(writing, 1)
        os.dup2(writing, 2)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.closerange(3, min(os.sysconf("SC_OPEN_MAX"), MOST_FILES))
        os.environ.update(order.environ)
        keep_to(order.limits, parent)
        code = _exit_code(order)
    finally:
        try:
            if sys.exception() is not None:
                traceback.print_exc()
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
        finally:
            os._exit(code)  # whatever it did to its streams: this process must not go on as the host


def _exit_code(order: Start) -> int:
    try:
        run_program(Path(order.file), list(order.arguments))
    except SystemExit as ending:
        if isinstance(ending.code, str):
            sys.stderr.write(f"{ending.code}\n")
        return ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    return 0
