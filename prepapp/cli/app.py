"""The app itself, opened on Today or on the review."""

import gc
import sys
from argparse import Namespace
from typing import Literal

from prepapp.cli.context import Context
from prepapp.errors import PrepError


def open_today(context: Context, args: Namespace) -> int:
    """Open the app on Today."""
    return _open(context, "today")


def open_review(context: Context, args: Namespace) -> int:
    """Open the app on today's review."""
    return _open(context, "review", args.deck)


def _open(context: Context, start: Literal["today", "review"], deck: str | None = None) -> int:
    if not has_terminal():
        raise PrepError("the app needs a terminal", "prepapp", "`prepapp today` prints what is due")
    # Almost nothing dies while the app starts, and each collection walks all modules and cards: 10 ms at
    # 45 cards, 70 at 4,500. The app collects again once its first card stands.
    gc.disable()
    from prepapp.tui.app import run

    return run(context.place, context.clock, start, deck)


def has_terminal() -> bool:
    """Return whether someone sits before a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()
