"""Undo, and what is done to a card outside a review."""

from argparse import Namespace

from prepapp.cli.context import Context
from prepapp.core.event import Event
from prepapp.session import notes


def undo(context: Context, args: Namespace) -> int:
    """Take the newest act back that can be taken back."""
    now = context.clock()
    with context.desk(now) as desk:
        void, voided = desk.undo(now)
    document = {"event": void.id, "voids": voided.id, "card": voided.card, "kind": voided.kind}
    of = f" of {voided.card}" if voided.card else f" of {voided.deck}" if voided.deck else ""
    grade = f", {voided.payload['grade']}" if "grade" in voided.payload else ""
    return context.answer(document, [f"Undone: the {voided.kind}{of}{grade}"])


def suspend(context: Context, args: Namespace) -> int:
    """Set a card aside."""
    now = context.clock()
    with context.desk(now) as desk:
        event = notes.suspend(desk, desk.card(args.card), now)
    return _done(context, event, f"{args.card} is set aside; `prepapp resume {args.card}` takes it back")


def resume(context: Context, args: Namespace) -> int:
    """Take a card back."""
    now = context.clock()
    with context.desk(now) as desk:
        event = notes.resume(desk, desk.card(args.card), now)
    return _done(context, event, f"{args.card} is back")


def note(context: Context, args: Namespace) -> int:
    """Keep the candidate's own words on a card."""
    now = context.clock()
    with context.desk(now) as desk:
        event = notes.note(desk, desk.card(args.card), args.text, now)
    return _done(context, event, f"Noted on {args.card}")


def checkpoint(context: Context, args: Namespace) -> int:
    """Tick a checkpoint."""
    now = context.clock()
    with context.desk(now) as desk:
        event = notes.tick(desk, args.checkpoint, now)
    return _done(context, event, f"{args.checkpoint} is done")


def _done(context: Context, event: Event, line: str) -> int:
    return context.answer({"event": event.id}, [line])
