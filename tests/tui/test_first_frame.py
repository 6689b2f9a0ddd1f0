import subprocess
import sys
from pathlib import Path

CODE = """
import asyncio, pathlib, sys
from datetime import datetime, timezone
from prepapp.home import Home, Place
from prepapp.tui.app import PrepApp
from prepapp.tui.widgets.title_bar import TitleBar

seen = []

def look(app):
    if not seen and app.screen_stack and any(bar.size.width for bar in app.screen.query(TitleBar)):
        seen.append(sorted(sys.modules))

PrepApp.post_display_hook = look

async def main():
    place = Place(Home(pathlib.Path(sys.argv[1])))
    app = PrepApp(place, lambda: datetime(2026, 10, 12, 9, tzinfo=timezone.utc), sys.argv[2])
    async with app.run_test() as pilot:
        await pilot.pause()

asyncio.run(main())
print(*seen[0])
"""

LATER = {
    "sqlalchemy",
    "markdown_it",
    "mdit_py_plugins",
    "TeXicode",
    "texicode",
    "torch",
    "numpy",
    "sympy",
    "matplotlib",
    "fsrs",
    "msgspec",
}
"""Packages that the first frame does without."""


def modules_at_first_frame(home: Path, start: str) -> set[str]:
    command = [sys.executable, "-c", CODE, str(home), start]
    return set(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())


def test_today_stands_before_anything_heavy_is_imported(tmp_path: Path) -> None:
    modules = modules_at_first_frame(tmp_path / "home", "today")
    assert "prepapp.tui.screens.today" in modules
    assert not modules & LATER
    assert not {
        name for name in modules if name.startswith(("prepapp.core", "prepapp.session", "prepapp.store"))
    }


def test_so_does_the_frame_before_a_review(tmp_path: Path) -> None:
    assert not modules_at_first_frame(tmp_path / "home", "review") & LATER
