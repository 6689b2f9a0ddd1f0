"""Breaks on its way; for tests."""

import sys

from prepapp.lab import Run, start

LAB = {
    "title": "A lab that breaks",
    "presets": {"quick": {}},
    "claims": {"crash-never": {"text": "It gets this far", "expected": "never", "holds": "> 0"}},
}


def main(run: Run) -> None:
    """Say something, then break."""
    run.metric("loss", 1.0, 0)
    sys.stdout.write("the third layer looks odd\n")
    raise ValueError("shapes [2, 3] and [4, 5] do not fit")


if __name__ == "__main__":
    start(LAB, main)
