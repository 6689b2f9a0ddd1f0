"""The pictures of the README, and ten cards: the app on a fixed clock, driven by keys, exported by itself.

``python -m tests.gallery`` writes them to ``docs/`` and ``docs/cards/``.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from textual.pilot import Pilot

from prepapp.core.event import Grade
from prepapp.home import Home, Place
from prepapp.session.desk import open_desk
from prepapp.session.grading import Answer, grade_card
from prepapp.session.planning import accept, change
from prepapp.session.today import today
from prepapp.tui.app import PrepApp
from prepapp.tui.screens.card import CardScreen

START = datetime(2026, 10, 5, 9, tzinfo=UTC)
SIZES = ((80, 24), (140, 40))

SCENES: dict[str, tuple[int, str]] = {
    "first-run": (0, "enter 2 1"),
    "today": (7, ""),
    "question": (7, "enter +71"),
    "points": (7, "enter space +71 space s y y"),
    "answer": (7, "enter space +71 space s y y n y y y"),
    "lesson": (0, "enter enter enter enter i"),
    "primer": (0, "enter enter enter t enter enter enter enter enter"),
    "plan": (7, "p"),
    "browse": (7, "b"),
    "mistakes": (4, "x"),
    "claims": (7, "c w j"),
    "done": (7, "done"),
    "absence": (19, ""),
    "eve": (20, ""),
}
"""Name -> plan day and keys; ``+71`` lets 71 seconds pass, ``done`` grades the day first."""

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
    """Press keys, letting time pass where they say so."""
    for key in keys.split():
        if key.startswith("+"):
            clock.time += timedelta(seconds=int(key[1:]))
        else:
            await pilot.press(key)
    await pilot.pause()


async def draw(name: str, size: tuple[int, int], write: Callable[[str], object]) -> None:
    """Draw one scene at one size."""
    day, keys = SCENES[name]
    with tempfile.TemporaryDirectory() as folder:
        home, clock = Home(Path(folder)), Clock(START + timedelta(days=day))
        if day:
            live(home, day + (keys == "done"), away=range(4, 19) if name == "absence" else range(0))
        app = PrepApp(Place(home), clock)
        async with app.run_test(size=size) as pilot:
            await app.workers.wait_for_complete()
            await pilot.pause()
            await play(pilot, clock, "" if keys == "done" else keys)
            write(app.export_screenshot(title=f"PrepApp: {name}"))
        app.close()


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


def main(folder: Path) -> None:
    """Write every scene at every size, and the cards."""
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    (folder / "cards").mkdir(parents=True, exist_ok=True)
    asyncio.run(draw_cards(CARDS, lambda card, svg: (folder / "cards" / f"{card}.svg").write_text(svg)))
    for width, height in SIZES:
        for name in SCENES:
            path = folder / f"{name}-{width}x{height}.svg"
            asyncio.run(draw(name, (width, height), path.write_text))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "docs")
