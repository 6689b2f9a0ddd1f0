"""The pictures of the README, and ten cards: the app on a fixed clock, driven by keys, exported by itself.

``python -m tests.gallery`` writes them to ``docs/`` and ``docs/cards/``.
"""

import asyncio
import os
import shlex
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

from textual.pilot import Pilot

from prepapp.core.event import Grade
from prepapp.home import Home, Place
from prepapp.session.desk import open_desk
from prepapp.session.grading import Answer, grade_card
from prepapp.session.planning import accept, change
from prepapp.session.reporting import write_report
from prepapp.session.today import today
from prepapp.tui.app import PrepApp
from prepapp.tui.screens.card import CardScreen
from tests.chromium import find_chromium, launched
from tests.gallery_life import DECK, RUN, START, lived
from tests.tui.conftest import settle
from tests.tui.lab_stage import StubHost, stub, until_shown

SIZES = ((80, 24), (140, 40))
PAGE = (860, 1180)
"""Width and height of what is shown of the report."""

REPORTED = 15
"""Days that the report tells of."""

LIVE = 119
"""Lines of the lab that were said eleven seconds into it."""

Life = Callable[[Home, int], None]
"""Makes a home in which so many days were lived."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a picture shows."""

    day: int
    """Of the plan."""
    keys: str = ""
    """As `play` reads them."""
    life: Life | None = None
    """Else the one of `live`."""
    until: str = ""
    """Words that are waited for."""


DERIVED = """
:'dE/dx_l = dE/dx_L * dx_L/dx_l' enter :'x_L = x_l + sum_{i=l}^{L-1} F(x_i)' enter
:'dE/dx_l = dE/dx_L * d/dx_l sum_{i=l}^{L-1} F(x_i)' enter
"""
"""A derivation whose third line has lost the identity."""

PASSED = "enter space +71 space s y y y y y"
"""The first review of a day, every point of it said."""

SCENES: dict[str, Scene] = {
    "first-run": Scene(0, "enter 2 1"),
    "today": Scene(4, "", lived),
    "question": Scene(7, "enter +71"),
    "points": Scene(7, "enter space +71 space s y y"),
    "answer": Scene(7, "enter space +71 space s y y n y y y"),
    "review": Scene(7, f"{PASSED} enter space +96 space t y n y y y {'j ' * 15}"),
    "lesson": Scene(0, "enter enter enter enter i"),
    "primer": Scene(0, "enter enter enter t enter enter enter enter enter"),
    "plan": Scene(7, "p"),
    "browse": Scene(7, "b"),
    "mistakes": Scene(4, "x"),
    "claims": Scene(7, "c w j"),
    "done": Scene(7, "", lambda home, day: live(home, day + 1)),
    "absence": Scene(19, "", lambda home, day: live(home, day, away=range(4, 19))),
    "eve": Scene(20),
    "derivation": Scene(8, f"b / :rn-003 enter enter c ctrl+l ctrl+l ctrl+l {DERIVED}", until="3 ✗"),
    "lab": Scene(8, "l j j enter enter :2 enter :0.2 enter enter +11", until="0:11"),
    "mock": Scene(15, "m home j enter space +81 space n y y y y enter space +38 space"),
    "ready": Scene(15, "r", lived),
    "progress": Scene(15, "r p", lived),
    "warm-up": Scene(20, "w enter", lived),
    "debrief": Scene(21, "d 1 2 1", lived),
}
"""Name -> scene."""

CARDS: dict[str, str] = {
    "rn-003": "Unrolled,",
    "rn-006": "Answer",
    "rn-010": "Answer",
    "rn-012": "Where do the factors",
    "rn-019": "Answer",
    "rn-020": "Answer",
    "rn-021": "Answer",
    "rn-023": "Answer",
    "rn-028": "Answer",
    "rn-046": "Key points",
}
"""Card -> the words that its picture starts at: the widest and the tallest formulas, tables, code, points."""


@dataclass
class Clock:
    """A clock that goes when it is told to."""

    time: datetime

    def __call__(self) -> datetime:
        """Return the time."""
        return self.time


def live(home: Home, days: int, away: range = range(0)) -> None:
    """Study for so many days to an interview in three weeks, with two mistakes on the way."""
    desk = open_desk(Place(home), START)
    interview = START.date() + timedelta(days=21)
    accept(desk, change(desk, "resnet", START.date(), interview=None if away else interview), START)
    for n in set(range(days)) - set(away):
        now = START + timedelta(days=n)
        for item in today(desk, now).asked:
            wrong = n == 3 and item.card.id in {"rn-001", "rn-003"}
            points = [point.n for point in item.card.points if not (wrong and point.must)]
            answer = Answer(ticked=points, seconds=70, sure="sure")
            grade_card(desk, item.card, Grade.AGAIN if wrong else Grade.GOOD, answer, now)
    desk.close()


async def play(pilot: Pilot[None], clock: Clock, keys: str) -> None:
    """Press keys; ``+71`` lets 71 seconds pass, ``:words`` or ``:'more words'`` types them."""
    for key in shlex.split(keys):
        if key.startswith("+"):
            clock.time += timedelta(seconds=int(key[1:]))
        elif key.startswith(":"):
            await pilot.press(*key[1:])
        else:
            await pilot.press(key)
    await pilot.pause()


async def draw(name: str, size: tuple[int, int], write: Callable[[str], object]) -> None:
    """Draw one scene at one size."""
    scene = SCENES[name]
    with tempfile.TemporaryDirectory() as folder:
        home, clock = Home(Path(folder)), Clock(START + timedelta(days=scene.day))
        if scene.day:
            await asyncio.to_thread(scene.life or live, home, scene.day)
        app = PrepApp(Place(home), clock)
        async with app.run_test(size=size) as pilot:
            stub(app, StubHost(RUN[:LIVE]))
            await settle(pilot)
            await play(pilot, clock, scene.keys)
            await until_shown(pilot, scene.until)
            await settle(pilot)
            picture = app.export_screenshot(title=f"PrepApp: {name}")
        app.close()
    write(picture)


async def draw_cards(cards: Mapping[str, str], write: Callable[[str, str], object]) -> None:
    """Draw the card screen of each card, from some words on, at the smaller size."""
    with tempfile.TemporaryDirectory() as folder:
        home, clock = Home(Path(folder)), Clock(START + timedelta(days=7))
        live(home, 7)
        app = PrepApp(Place(home), clock)
        async with app.run_test(size=SIZES[0]) as pilot:
            await pilot.pause()
            await app.workers.wait_for_complete()
            for card, words in cards.items():
                screen = CardScreen(app.desk, app.desk.card(card))
                await app.push_screen(screen)
                await pilot.pause()
                screen.action_reveal()
                await pilot.pause()
                start_at(screen, words)
                await pilot.pause()
                write(card, app.export_screenshot(title=f"PrepApp: {card}"))
                await pilot.press("escape")
        app.close()


def start_at(screen: CardScreen, words: str) -> None:
    """Scroll a card so that the first line that begins with these words stands at the top."""
    content = screen.query_one("#content")
    rows = [strip.text.strip() for strip in content.render_lines(content.size.region)]
    top = next(n for n, row in enumerate(rows) if row.startswith(words))
    screen.query_one("#pages").scroll_to(y=top, animate=False, immediate=True)


def draw_report(write: Callable[[bytes], object]) -> None:
    """Draw the head of a report, where a Chromium is installed."""
    if find_chromium() is None or find_spec("playwright") is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        home, now = Home(Path(folder)), START + timedelta(days=REPORTED)
        file = home.path / "report.html"
        lived(home, REPORTED)
        desk = open_desk(Place(home), now)
        write_report(desk, DECK, "html", file, False, now)
        desk.close()
        width, height = PAGE
        with launched() as browser:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(file.as_uri())
            write(page.screenshot())


def main(folder: Path) -> None:
    """Write every scene at every size, the cards and the report."""
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    (folder / "cards").mkdir(parents=True, exist_ok=True)
    asyncio.run(draw_cards(CARDS, lambda card, svg: (folder / "cards" / f"{card}.svg").write_text(svg)))
    for width, height in SIZES:
        for name in SCENES:
            path = folder / f"{name}-{width}x{height}.svg"
            asyncio.run(draw(name, (width, height), path.write_text))
    draw_report((folder / "report.png").write_bytes)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "docs")
