"""A sweep on Ray: the same events and claims as on this machine. Skipped where Ray is not installed."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from prepapp.lab.events import decode

LAB = """
from prepapp.lab import start

LAB = {
    "title": "Doubling",
    "presets": {"quick": {}},
    "params": {"seeds": {"default": 3}},
    "claims": {"least": {"text": "each is doubled", "expected": "2", "holds": "> 1"}},
}


def double(run, seed):
    run.metric("value", seed, 0, seed=seed)
    if run["seeds"] == 4:
        raise ValueError("four is too many")
    return 2 * seed


def main(run):
    run.claim("least", run.sweep([{"seed": seed} for seed in run.seeds]))


if __name__ == "__main__":
    start(LAB, main, task=double)
"""


def run(folder: Path, *arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    file = folder / "doubling.py"
    file.write_text(LAB, encoding="utf-8")
    command = [sys.executable, str(file), "--json", "--seed", "1", *arguments]
    # The names of Ray's sockets have no room for a deep folder.
    with TemporaryDirectory(prefix="ray", dir="/tmp") as short:
        environ = {**os.environ, "RAY_TMPDIR": short}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environ)
    events = [event for line in done.stdout.splitlines() if (event := decode(line))]
    return done.returncode, events, done.stderr


def told(events: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return sorted((event for event in events if event["event"] == kind), key=str)


@pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed: pip install 'prepapp[ray]'")
def test_a_sweep_on_a_local_ray_says_what_it_says_here(tmp_path: Path) -> None:
    code, there, error = run(tmp_path, "--workers", "ray")
    assert code == 0, error
    _, here, _ = run(tmp_path, "--workers", "2")
    assert told(there, "metric") == told(here, "metric") != []
    assert told(there, "claim") == told(here, "claim")
    assert told(there, "claim")[0]["each"] == [2, 4, 6]


@pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed: pip install 'prepapp[ray]'")
def test_a_task_that_fails_on_ray_ends_the_lab_with_its_last_words(tmp_path: Path) -> None:
    code, _, error = run(tmp_path, "--workers", "ray", "--set", "seeds=4")
    assert code == 3 and "four is too many" in error


@pytest.mark.skipif(find_spec("ray") is not None, reason="Ray is installed")
def test_where_ray_is_missing_it_is_said_how_to_get_it(tmp_path: Path) -> None:
    code, _, error = run(tmp_path, "--workers", "ray")
    assert code == 3 and "Ray is not installed (pip install 'prepapp[ray]')" in error
