"""The decks, and the linter for their authors."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from prepapp.cli.context import Context, fault_line
from prepapp.cli.text import count, table
from prepapp.core.card import Deck, Fault, Library
from prepapp.core.claims import claim_counts
from prepapp.core.deckfile import read_library
from prepapp.core.state import Study
from prepapp.errors import PrepError
from prepapp.home import deck_folders, read_settings

if TYPE_CHECKING:
    from prepapp.session.deck_proof import Proof


def list_decks(context: Context, args: Namespace) -> int:
    """Print every deck that can be studied."""
    with context.desk(context.clock()) as desk:
        decks = desk.library.decks
        rows = [
            (deck.id, count(len(deck.cards), "card"), count(len(deck.skills), "skill"), deck.title, deck.path)
            for deck in decks
        ]
        return context.answer([_deck(deck) for deck in decks], table(rows))


def check_decks(context: Context, args: Namespace) -> int:
    """Print every mistake in the decks; 1 where there is an error."""
    # The judges of answers take longer to import than listing the decks does.
    from prepapp.session.deck_proof import unreadable

    library, folders = _read(context, args.path)
    faults = [fault for fault in library.faults if _within(fault, folders)]
    errors = [fault for fault in faults if not fault.warning]
    warnings = [fault for fault in faults if fault.warning]
    decks = [deck for deck in library.decks if Path(deck.path) in folders]
    tried = _try_answers(context, library, decks) if args.prove else None
    found = [*unreadable(decks), *(tried.faults if tried else ())]
    errors += found
    faults += found
    cards, claims = sum(len(deck.cards) for deck in decks), claim_counts(decks)
    document: dict[str, object] = {
        "cards": cards,
        "claims": claims,
        "errors": [_fault(fault) for fault in errors],
        "warnings": [_fault(fault) for fault in warnings],
    }
    if tried is not None:
        document["answers"] = tried.answers
    summary = f"{count(cards, 'card')}, {count(len(errors), 'error')}, {count(len(warnings), 'warning')}"
    judged = [f"{count(tried.answers, 'answer')} of the checks tried"] if tried else []
    lines = [*map(fault_line, faults), *_claims_line(claims), *judged, summary]
    return context.answer(document, lines, 1 if errors else 0)


def _try_answers(context: Context, library: Library, decks: Sequence[Deck]) -> "Proof":
    """Judge the answers of the checks; no log is opened for it."""
    from prepapp.session.deck_proof import prove
    from prepapp.session.desk import Desk

    return prove(Desk(context.place, read_settings(context.place.home), library, Study()), decks)


def _claims_line(claims: Mapping[str, int]) -> list[str]:
    """What settles the claims; one that waits for its lab is no error."""
    if not any(claims.values()):
        return []
    words = {"lab": "measured by a lab", "pending": "waiting for their lab"}
    counted = ", ".join(f"{number} {words.get(basis, basis)}" for basis, number in claims.items())
    return [f"{count(sum(claims.values()), 'claim')}: {counted}"]


def _read(context: Context, path: Path | None) -> tuple[Library, list[Path]]:
    """Read all decks, since links cross them, and return the folders that are asked about.

    A deck that is no part of the library is read before it, so that what both have is not held against it.
    """
    known = deck_folders(context.place.home, context.place.decks)
    if path is None:
        return read_library(known, known), known
    asked = _folders(path)
    rest = [folder for folder in known if folder.resolve() not in {each.resolve() for each in asked}]
    return read_library([*asked, *rest], asked), asked


def _folders(path: Path) -> list[Path]:
    if not path.is_dir():
        hint = "a folder with a deck.toml and Markdown files"
        raise PrepError("is no folder" if path.exists() else "no such folder", str(path), hint)
    if (path / "deck.toml").is_file():
        return [path]
    return sorted(each for each in path.iterdir() if (each / "deck.toml").is_file()) or [path]


def _within(fault: Fault, folders: Sequence[Path]) -> bool:
    return any(Path(fault.file).is_relative_to(folder) for folder in folders)


def _deck(deck: Deck) -> dict[str, object]:
    return {
        "deck": deck.id,
        "title": deck.title,
        "path": deck.path,
        "cards": len(deck.cards),
        "skills": len(deck.skills),
        "plan": list(deck.plan),
        "source": deck.source,
    }


def _fault(fault: Fault) -> dict[str, object]:
    return {
        "file": fault.file,
        "line": fault.line,
        "column": fault.column,
        "message": fault.message,
        "hint": fault.hint,
    }
