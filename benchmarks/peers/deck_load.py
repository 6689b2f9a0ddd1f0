"""One load of a deck in a fresh process: the floor, or ours; prints its milliseconds."""

import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path

NEW_NS = 60_000_000_000
"""Files just written would be looked at again; a candidate's are older."""


def parse(deck: Path) -> object:
    """Parse each file as CommonMark with tables, and do nothing with it."""
    parser = MarkdownIt("commonmark").enable("table")
    return [parser.parse(file.read_text(encoding="utf-8")) for file in sorted(deck.glob("*.md"))]


def load(deck: Path, cache: Path) -> object:
    """Load as the app does."""
    return cached_library([deck], cache, lambda: time.time_ns() + NEW_NS)


def timed(make: Callable[[], object]) -> float:
    """Return the milliseconds of one call, the collector off as in the app."""
    gc.collect()
    gc.disable()
    started = time.perf_counter()
    made = make()
    taken = 1e3 * (time.perf_counter() - started)
    assert made
    return taken


if __name__ == "__main__":
    step, deck, cache = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if step == "parse":
        from markdown_it import MarkdownIt

        print(timed(lambda: parse(deck)))
    else:
        __import__("prepapp.core.deckfile")  # what a first read imports is not timed
        from prepapp.session.cache import cached_library

        print(timed(lambda: load(deck, cache)))
