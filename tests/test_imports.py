"""What the way to the first card may load, measured in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import prepapp

CHECKOUT = Path(prepapp.__file__).parents[1]
NOW = "2026-10-12T12:00+02:00"

HEAVY = ("textual", "rich", "torch", "numpy", "sympy", "scipy", "sklearn", "matplotlib")
"""Never needed by a command that only prints."""


def loaded(tmp_path: Path, *commands: list[str]) -> set[str]:
    """Return the top-level modules that are there after the commands."""
    script = (
        "import contextlib, io, sys\n"
        "from prepapp.cli import main\n"
        f"for command in {commands!r}:\n"
        "    with contextlib.redirect_stdout(io.StringIO()):\n"
        "        assert main(command) == 0, command\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))\n"
    )
    environ = {"PYTHONPATH": str(CHECKOUT), "PREPAPP_HOME": str(tmp_path / "home"), "PREPAPP_NOW": NOW}
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | environ, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return set(done.stdout.split())


def test_today_of_a_newcomer_needs_no_database_and_no_screen(tmp_path: Path) -> None:
    modules = loaded(tmp_path, ["today"])
    assert modules & {*HEAVY, "sqlalchemy"} == set()
    assert not (tmp_path / "home" / "prepapp.db").exists()


def test_today_of_a_student_needs_no_more(tmp_path: Path) -> None:
    loaded(tmp_path, ["grade", "rn-001", "good"])
    modules = loaded(tmp_path, ["today"], ["today", "--json"], ["plan"], ["mistakes"], ["deck", "list"])
    assert modules & {*HEAVY, "sqlalchemy"} == set()


def test_today_reads_unchanged_decks_without_a_markdown_parser(tmp_path: Path) -> None:
    loaded(tmp_path, ["today"])
    assert loaded(tmp_path, ["today"]) & {"markdown_it", "mdit_py_plugins", "texicode", "tomlkit"} == set()


def test_a_grade_needs_the_database_and_no_screen(tmp_path: Path) -> None:
    modules = loaded(tmp_path, ["grade", "rn-001", "good"])
    assert modules & {*HEAVY, "sqlalchemy"} == {"sqlalchemy"}


def test_every_other_command_needs_no_screen_and_no_lab(tmp_path: Path) -> None:
    file = str(tmp_path / "events.jsonl")
    modules = loaded(
        tmp_path,
        ["grade", "rn-001", "good"],
        ["show", "rn-001", "--answer"],
        ["primer"],
        ["note", "rn-001", "words"],
        ["undo"],
        ["deck", "check"],
        ["export", "-o", file],
        ["report", "-o", str(tmp_path / "report.html")],
        ["import", file],
        ["merge", file],
        ["backup"],
        ["doctor"],
        ["config"],
    )
    assert modules & set(HEAVY) == set()


@pytest.mark.parametrize("package", ["core", "store", "report", "session", "tex", "home", "errors"])
def test_nothing_below_the_screens_loads_textual(package: str, tmp_path: Path) -> None:
    script = (
        "import importlib, pkgutil, sys\n"
        f"package = importlib.import_module('prepapp.{package}')\n"
        "for each in pkgutil.walk_packages(getattr(package, '__path__', []), package.__name__ + '.'):\n"
        "    importlib.import_module(each.name)\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)}, cwd=tmp_path,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert set(done.stdout.split()) & set(HEAVY) == set()
