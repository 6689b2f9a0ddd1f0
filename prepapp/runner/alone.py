"""A program in a fresh process of its own, limited, where a forked one would be unsafe."""

import os
import sys
from pathlib import Path

import msgspec

from prepapp.runner.limits import keep_to, run_program
from prepapp.runner.wire import Start


def main() -> None:
    """Run the order that is this command's only argument."""
    order = msgspec.json.decode(sys.argv[1], type=Start)
    os.environ.update(order.environ)
    keep_to(order.limits, os.getppid())
    run_program(Path(order.file), list(order.arguments))


if __name__ == "__main__":
    main()
