"""The app itself, opened on Today or on the review."""

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
    from prepapp.tui.app import run

    return run(context.place, context.clock, start, deck)


def has_terminal() -> bool:
    """Return whether someone sits before a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()
