"""Waits at a gate between its steps, a pipe that the test writes to; for tests."""

from pathlib import Path

from prepapp.lab import Run, start

LAB = {
    "title": "A lab that waits",
    "question": "What does it wait for?",
    "sentence": "It waited.",
    "presets": {"quick": {}},
    "claims": {"gated-done": {"text": "Steps that were let through", "expected": "3", "holds": "= 3"}},
}


def main(run: Run) -> None:
    """Take a step whenever the gate opens."""
    with Path(__file__).with_name("gate").open() as gate:
        for step in range(3):
            run.so_far("gated-done", step)
            run.metric("steps", step, step)
            run.progress(step, 3, f"before step {step}")
            gate.readline()
    run.claim("gated-done", 3)


if __name__ == "__main__":
    start(LAB, main)
