"""For authors of decks: a starter, and ids for the cards that lack one."""

from argparse import Namespace
from collections.abc import Iterator, Sequence

from prepapp.cli.context import Context
from prepapp.cli.text import count
from prepapp.session.authoring import StampedFile, begin_deck, stamp_deck
from prepapp.session.desk import open_desk


def new_deck(context: Context, args: Namespace) -> int:
    """Write a starter deck."""
    begun = begin_deck(args.path, _taken(context))
    document = {
        "deck": begun.id,
        "title": begun.title,
        "path": str(args.path),
        "files": [str(file) for file in begun.files],
    }
    lines = [f"wrote {file}" for file in begun.files]
    lines.append(f"next: edit them, then `prepapp deck check {args.path}`")
    if args.path.resolve().parent != context.place.home.decks.resolve():
        lines.append(f"to study it, move it to {context.place.home.decks} or say `--decks {args.path}`")
    return context.answer(document, lines)


def stamp_ids(context: Context, args: Namespace) -> int:
    """Give an id to each card that lacks one; 1 where a heading cannot be read."""
    files = stamp_deck(args.path, _taken(context))
    stamps = [
        {"file": str(file.path), "line": each.line, "card": each.id, "title": each.title}
        for file in files
        for each in file.stamps
    ]
    unreadable = [{"file": str(file.path), "line": line} for file in files for line in file.unreadable]
    document = {"path": str(args.path), "stamped": stamps, "unreadable": unreadable}
    return context.answer(document, _told(files, len(stamps)), 1 if unreadable else 0)


def _told(files: Sequence[StampedFile], stamped: int) -> Iterator[str]:
    for file in files:
        for each in file.stamps:
            yield f"{file.path}:{each.line}: {each.id}  {each.title}"
        for line in file.unreadable:
            yield f"{file.path}:{line}: left as it is, `prepapp deck check` says why"
    yield f"{count(stamped, 'card')} given an id" if stamped else "no card was given an id"


def _taken(context: Context) -> set[str]:
    """Every id that a deck, a card or a past review has."""
    desk = open_desk(context.place, context.clock())
    try:
        decks = {deck.id for deck in desk.library.decks}
        return decks | {card.id for card in desk.library.cards()} | set(desk.study.cards)
    finally:
        desk.close()
