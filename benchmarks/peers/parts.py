"""What stands between the first frame and a readable card, part by part; prints milliseconds as JSON."""

import gc
import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

NOW = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
Made = TypeVar("Made")
parts: dict[str, float] = {}


def timed(name: str, make: Callable[[], Made]) -> Made:
    """Make something and note how long it took."""
    started = time.perf_counter()
    made = make()
    parts[name] = 1e3 * (time.perf_counter() - started)
    return made


def main(home: str) -> None:
    """Do, one after the other, what the app does behind its first frame."""
    gc.disable()
    timed("import textual.app", lambda: __import__("textual.app"))
    timed("import the app", lambda: (__import__("prepapp.cli.app"), __import__("prepapp.tui.screens.today")))
    timed("import desk and session", lambda: __import__("prepapp.session.day"))
    timed("import the review screen", lambda: __import__("prepapp.tui.screens.review"))
    from prepapp.home import Home, Place, deck_folders, read_settings
    from prepapp.session import cache
    from prepapp.session.day import compose
    from prepapp.session.desk import Desk
    from prepapp.session.today import today
    from prepapp.store.peek import peek

    place = Place(Home(Path(home)))
    library = timed("decks, cached", lambda: cache.cached_library(deck_folders(place.home), place.home.cache))
    study = timed("states", lambda: peek(place.home.database))
    desk = Desk(place, read_settings(place.home), library, study)
    day = timed("what is due", lambda: today(desk, NOW))
    timed("compose the day", lambda: compose(desk, day))
    from prepapp.core.deckfile import read_library

    timed("(decks, not cached)", lambda: read_library(deck_folders(place.home)))
    print(json.dumps(parts))


if __name__ == "__main__":
    main(sys.argv[1])
