"""The shipped labs as a test meets them: loaded by path, or run as the programs they are."""

import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from prepapp.lab.events import decode

LABS = Path(__file__).parents[2] / "labs" / "resnet"

Lab = Callable[[str], dict[str, Any]]
"""``lab("degradation")`` or ``lab("nets")``: the names of that file, ``main`` not called."""

Quick = Callable[..., list[dict[str, Any]]]
"""``quick("degradation", "--set", "steps=1")``: the events of the quick preset."""


@pytest.fixture
def lab(monkeypatch: pytest.MonkeyPatch) -> Lab:
    """Return what loads a file of the labs; torch gets one thread, since the tests run side by side."""
    monkeypatch.syspath_prepend(LABS)

    def load(name: str) -> dict[str, Any]:
        names = runpy.run_path(str(LABS / f"{name}.py"), run_name="lab")
        if "torch" in sys.modules:
            sys.modules["torch"].set_num_threads(1)
        return names

    return load


@pytest.fixture
def quick() -> Quick:
    """Return what runs a lab as a program; exit 1, a claim that does not hold, is no failure of it."""

    def run(name: str, *arguments: str) -> list[dict[str, Any]]:
        command = [sys.executable, str(LABS / f"{name}.py"), "--json", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode in (0, 1), done.stderr
        events = [decode(line) for line in done.stdout.splitlines()]
        return [event for event in events if event is not None]

    return run
