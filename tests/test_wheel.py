"""The wheel, built and installed without a network, used outside the checkout."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import prepapp

CHECKOUT = Path(prepapp.__file__).parents[1]
NOW = "2026-10-12T12:00+02:00"


def run(*command: str, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=cwd, env=os.environ | environ, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel."""
    target = tmp_path_factory.mktemp("dist")
    built = run("hatchling", "build", "-t", "wheel", "-d", str(target), cwd=CHECKOUT)
    assert built.returncode == 0, built.stderr
    (found,) = target.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel alone, beside the packages of the tests."""
    target = tmp_path_factory.mktemp("site")
    options = [
        "--no-deps",
        "--no-index",
        "--no-compile",
        "--disable-pip-version-check",
        "--target",
        str(target),
    ]
    done = run("pip", "install", *options, str(wheel), cwd=target)
    assert done.returncode == 0, done.stderr
    return target


def use(installed: Path, tmp_path: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run the installed program in an empty folder."""
    home = {"PREPAPP_HOME": str(tmp_path / "home"), "PREPAPP_NOW": NOW}
    return run("prepapp", *command, cwd=tmp_path, PYTHONPATH=str(installed), **home)


def test_a_wheel_carries_the_decks_the_styles_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    shipped = [path.relative_to(CHECKOUT) for path in (CHECKOUT / "decks").rglob("*") if path.is_file()]
    assert {f"prepapp/{path.as_posix()}" for path in shipped} <= set(names)
    styles = {path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / "prepapp").rglob("*.tcss")}
    assert styles <= set(names)
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {"prepapp"}


def test_today_shows_the_deck_of_the_wheel(installed: Path, tmp_path: Path) -> None:
    today = use(installed, tmp_path, "today", "--json")
    assert (today.returncode, today.stderr) == (0, "")
    assert {each["deck"] for each in json.loads(today.stdout)["due"]} == {"resnet"}
    (deck,) = json.loads(use(installed, tmp_path, "deck", "list", "--json").stdout)
    assert Path(deck["path"]) == installed / "prepapp" / "decks" / "resnet"


def test_the_deck_of_the_wheel_is_sound(installed: Path, tmp_path: Path) -> None:
    checked = use(installed, tmp_path, "deck", "check", "--json")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert json.loads(checked.stdout)["errors"] == []
    assert json.loads(checked.stdout)["cards"] > 0


def test_a_card_can_be_graded_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    graded = use(installed, tmp_path, "grade", "rn-001", "good", "--json")
    assert graded.returncode == 0, graded.stderr
    assert json.loads(graded.stdout)["next_due"] == "2026-10-15"


def test_a_lab_of_the_wheel_runs(installed: Path, tmp_path: Path) -> None:
    listed = json.loads(use(installed, tmp_path, "lab", "list", "--json").stdout)
    assert len(listed) == 14
    assert {Path(each["path"]).parent for each in listed} == {installed / "prepapp" / "labs" / "resnet"}
    ran = use(installed, tmp_path, "lab", "run", "ode", "--json")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout.splitlines()[-1])["event"] == "done"
