"""Every command; a command's own imports wait until it runs."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TextIO

from prepapp.cli.parser import build_parser
from prepapp.errors import BrokenError, PrepError

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _replace_unprintable(sys.stdout)
    _replace_unprintable(sys.stderr)
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough (`prepapp today | head -1`), and Python flushes once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except PrepError as error:
        return _fail(error, error.exit_code, arguments)
    except OSError as error:
        broken = BrokenError(str(error.strerror or error), str(error.filename or ""))
        return _fail(broken, broken.exit_code, arguments)


def _run(arguments: Sequence[str]) -> int:
    args = build_parser(next(iter(arguments), None)).parse_args(arguments)
    from prepapp.cli.context import read_context

    command = getattr(import_module(f"prepapp.cli.{args.area}"), args.run)
    code: int = command(read_context(args), args)
    sys.stdout.flush()
    return code


def _fail(error: PrepError, code: int, arguments: Sequence[str]) -> int:
    if "--debug" in arguments:
        import traceback

        traceback.print_exc()
    print(" ".join(str(error).split()), file=sys.stderr)
    return code


def _replace_unprintable(stream: TextIO) -> None:
    """Let a terminal that cannot show a character show a question mark."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
