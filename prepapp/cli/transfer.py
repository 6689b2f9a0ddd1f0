"""The history as a file: export, import, merge."""

from argparse import Namespace

from prepapp.cli.context import Context
from prepapp.cli.text import count
from prepapp.session.transfer import Transfer, export_events, import_events, merge_files


def export(context: Context, args: Namespace) -> int:
    """Write every event to a file."""
    now = context.clock()
    with context.desk(now) as desk:
        done = export_events(desk, args.output, now)
    return context.answer(_document(done), [f"{args.output}: {_words(done)}"])


def take_in(context: Context, args: Namespace) -> int:
    """Take in an export; nothing that is here is overwritten."""
    now = context.clock()
    with context.desk(now) as desk:
        done = import_events(desk, args.file, now, args.preview)
    would = "would be taken in" if args.preview else "taken in"
    line = f"{args.file}: {_words(done)} {would}, {done.skipped} here already"
    return context.answer(_document(done), [line])


def merge(context: Context, args: Namespace) -> int:
    """Unite the histories of other devices with this one."""
    now = context.clock()
    with context.desk(now) as desk:
        done = merge_files(desk, args.files, now)
    document = {"added": done.added, "already_here": done.already_here, "devices": list(done.devices)}
    line = f"{count(done.added, 'event')} added, {done.already_here} here already"
    return context.answer(document, [f"{line}; {count(len(done.devices), 'device')}"])


def _document(done: Transfer) -> dict[str, object]:
    return {"cards": done.cards, "events": done.events, "skipped": done.skipped}


def _words(done: Transfer) -> str:
    return f"{count(done.events, 'event')} of {count(done.cards, 'card')}"
