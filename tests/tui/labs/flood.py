"""Says more than anyone can read, until it is ended; for tests."""

import os
from itertools import count
from pathlib import Path

from prepapp.lab import Run, start

LAB = {
    "title": "A flood of events",
    "question": "What is drowned?",
    "presets": {"quick": {}},
    "claims": {"flood-ends": {"text": "It ends", "expected": "never", "holds": "> 0"}},
}


def main(run: Run) -> None:
    """Tell one point after the other."""
    Path(__file__).with_name("flood.pid").write_text(str(os.getpid()))
    for step in count():
        run.metric("level", step % 7, step, sea="calm")
        run.metric("level", step % 5, step, sea="rough")
        run.log(f"wave {step}")
        run.progress(step % 100, 100)


if __name__ == "__main__":
    start(LAB, main)
