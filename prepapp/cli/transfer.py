"""The history as a file and the cards as one: export, import, merge."""

from argparse import Namespace
from typing import TYPE_CHECKING

from prepapp.cli.context import Context
from prepapp.cli.text import count
from prepapp.errors import PrepError
from prepapp.session.transfer import Transfer, export_events, import_events, merge_files

if TYPE_CHECKING:
    from prepapp.session.exchanging import Imported

LEFT_OUT = 5
"""Notes without a card that are named."""


def export(context: Context, args: Namespace) -> int:
    """Write the history or the cards to a file."""
    now = context.clock()
    suffix = args.output.suffix.lower().removeprefix(".")
    kind = args.format or (suffix if suffix in ("apkg", "csv") else "jsonl")
    with context.desk(now) as desk:
        if kind != "jsonl":
            from prepapp.session.exchanging import export_cards

            cards = export_cards(desk, args.output, kind == "apkg", args.deck, now)
            document = {"cards": cards, "events": 0, "skipped": 0}
            return context.answer(document, [f"{args.output}: {count(cards, 'card')}"])
        if args.deck is not None:
            raise PrepError("a history is of every deck", "--deck", "leave it out, or say --format apkg")
        done = export_events(desk, args.output, now)
    return context.answer(_document(done), [f"{args.output}: {_words(done)}"])


def take_in(context: Context, args: Namespace) -> int:
    """Take in a history or cards; nothing that is here is overwritten."""
    from prepapp.session.exchanging import holds_cards, import_cards

    now = context.clock()
    with context.desk(now) as desk:
        if holds_cards(args.file):
            cards = import_cards(desk, args.file, args.into, now, args.preview)
            return context.answer(_cards_document(cards, args.preview), _told(cards, args.preview))
        if args.into is not None:
            raise PrepError("a history goes into no deck", "--into", "leave it out")
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


def _cards_document(done: "Imported", preview: bool) -> dict[str, object]:
    return {
        "cards": done.cards,
        "events": 0,
        "skipped": done.skipped,
        "left_out": [{"note": each.place, "why": each.why} for each in done.left_out],
        "deck": done.deck,
        "path": str(done.folder),
        "files": list(done.files),
        "preview": preview,
    }


def _told(done: "Imported", preview: bool) -> list[str]:
    would = "would be put" if preview else "put"
    line = f"{count(done.cards, 'card')} {would} into {done.folder}, {done.skipped} here already"
    lines = [f"{each.place}: left out, {each.why}" for each in done.left_out[:LEFT_OUT]]
    if len(done.left_out) > LEFT_OUT:
        lines.append(f"{len(done.left_out) - LEFT_OUT} more notes left out")
    return [line, *lines]


def _words(done: Transfer) -> str:
    return f"{count(done.events, 'event')} of {count(done.cards, 'card')}"
