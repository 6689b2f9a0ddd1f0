"""The command as a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import prepapp
from tests.cli.conftest import NOON, write_small_deck

CHECKOUT = Path(prepapp.__file__).parents[1]


def run(folder: Path, *command: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "prepapp", *command],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT), "PREPAPP_HOME": str(folder / "home")} | environ,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_undo_and_history_reach_across_processes(tmp_path: Path) -> None:
    decks = str(write_small_deck(tmp_path / "small"))
    graded = run(tmp_path, "grade", "sm-001", "good", "--decks", decks, "--now", NOON, "--json")
    assert (graded.returncode, graded.stderr) == (0, "")
    undone = run(tmp_path, "undo", "--decks", decks, "--now", NOON, "--json")
    assert json.loads(undone.stdout)["voids"] == json.loads(graded.stdout)["event"]
    events = json.loads(run(tmp_path, "history", "sm-001", "--decks", decks, "--json").stdout)
    assert [(event["kind"], event["voided"]) for event in events] == [("review", True), ("void", False)]


def test_exit_codes_reach_the_shell(tmp_path: Path) -> None:
    assert run(tmp_path, "today").returncode == 0
    assert run(tmp_path, "grade", "sm-999", "good").returncode == 2
    assert run(tmp_path, "today", PREPAPP_NOW="noon").returncode == 2
    assert run(tmp_path).returncode == 2
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "deck.toml").write_text("format = 1\n", encoding="utf-8")
    assert run(tmp_path, "deck", "check", "broken").returncode == 1


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    environ = os.environ | {"PYTHONPATH": str(CHECKOUT), "PREPAPP_HOME": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-m", "prepapp", "show", "rn-003", "--answer"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, env=environ,
    ) as process:  # fmt: skip
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_a_terminal_without_unicode_is_answered_all_the_same(tmp_path: Path) -> None:
    shown = run(tmp_path, "show", "rn-003", "--answer", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert shown.returncode == 0 and "?" in shown.stdout
