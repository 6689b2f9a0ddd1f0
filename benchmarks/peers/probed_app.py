"""PrepApp with a watch on each press that opens an answer or grades a card; writes milliseconds as JSON."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App
from textual.screen import Screen

from prepapp.cli import main
from prepapp.session.question import Phase
from prepapp.tui.app import PrepApp
from prepapp.tui.screens.review import ReviewScreen

STEPS = 5
"""To the handler, the handler, until the screen's tick, layout, paint."""


class Watch:
    """The moments of one press after another."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.moments: list[float] = []
        self.presses: dict[str, list[list[float]]] = {"grade": [], "answer": []}
        self.what = ""

    def start(self, screen: Screen[Any], key: str) -> None:
        """A key has come; only two kinds of press are watched."""
        phase = screen.session.phase if isinstance(screen, ReviewScreen) else None
        self.what = {"enter": "grade"}.get(key, "") if phase is Phase.ANSWER else ""
        if key == "y" and phase is Phase.POINTS and isinstance(screen, ReviewScreen):
            asked = screen.session.current
            self.what = "answer" if len(asked.ticks) + 1 == len(asked.card.points) else ""
        self.moments = [time.perf_counter()]

    def note(self, step: int) -> None:
        """One step begins, the last one ends; steps come in their order, once a press."""
        if self.what and len(self.moments) == step:
            self.moments.append(time.perf_counter())
        if self.what and len(self.moments) == STEPS + 1:
            steps = zip(self.moments, self.moments[1:], strict=False)
            self.presses[self.what].append([1e3 * (after - before) for before, after in steps])
            self.what = ""
            self.file.write_text(json.dumps(self.presses), encoding="utf-8")


def around(cls: type[Any], name: str, before: Callable[[], None], after: Callable[[], None]) -> None:
    """Note when a method begins and ends."""
    inner = getattr(cls, name)

    def outer(*arguments: Any, **named: Any) -> Any:
        before()
        result = inner(*arguments, **named)
        after()
        return result

    setattr(cls, name, outer)


def probe(watch: Watch) -> None:
    """Put the watch where a press passes; Textual's own names, as of 8.2."""
    check = PrepApp._check_bindings

    async def checked(app: App[None], key: str, priority: bool = False) -> bool:
        if priority:
            watch.start(app.screen, key)
        return await check(app, key, priority)

    PrepApp._check_bindings = checked  # type: ignore[method-assign, assignment]
    for action in ("action_accept", "action_tick"):
        around(ReviewScreen, action, lambda: watch.note(1), lambda: watch.note(2))
    around(Screen, "_on_timer_update", lambda: watch.note(3), lambda: None)
    around(Screen, "_compositor_refresh", lambda: watch.note(4), lambda: watch.note(5))


if __name__ == "__main__":
    probe(Watch(Path(sys.argv[1])))
    main(["review", "--home", sys.argv[2]])
