"""The app itself, opened on Today, on the review or on a mock interview."""

import gc
import os
import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Literal

from prepapp.cli.context import Context
from prepapp.errors import PrepError

if TYPE_CHECKING:
    from prepapp.session.mock_begin import MockChoice


def open_today(context: Context, args: Namespace) -> int:
    """Open the app on Today."""
    return _open(context, "today")


def open_review(context: Context, args: Namespace) -> int:
    """Open the app on today's review."""
    return _open(context, "review", args.deck)


def open_mock(context: Context, args: Namespace) -> int:
    """Open the app on a mock interview; where none is named, on the list of them."""
    from prepapp.cli.mocks import mock_choice

    named = (args.profile, args.interviewer, args.length, args.card, args.budget, args.seed)
    if args.format is None and any(each is not None for each in named):
        raise PrepError("which mock is it?", "--format", "alone, `prepapp mock` lists them")
    return _open(context, "mock", args.deck, mock_choice(args) if args.format else None)


def _open(
    context: Context,
    start: Literal["today", "review", "mock"],
    deck: str | None = None,
    mock: "MockChoice | None" = None,
) -> int:
    if not (has_terminal() or is_served()):
        raise PrepError("the app needs a terminal", "prepapp", "`prepapp today` prints what is due")
    # Almost nothing dies while the app starts, and each collection walks all modules and cards: 10 ms at
    # 45 cards, 70 at 4,500. The app collects again once its first card stands.
    gc.disable()
    from prepapp.tui.app import run

    return run(context.place, context.clock, start, deck, mock)


def has_terminal() -> bool:
    """Return whether someone sits before a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def is_served() -> bool:
    """Return whether a browser stands for the terminal: what serves the app names Textual's driver."""
    return bool(os.environ.get("TEXTUAL_DRIVER"))
