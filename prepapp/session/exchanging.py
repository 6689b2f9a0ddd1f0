"""Cards from and to other programs: a package or a table becomes a deck, decks become either."""

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from prepapp.core.card import Deck
from prepapp.core.deckfile import markdown_in
from prepapp.core.stamp import id_of, written_ids
from prepapp.errors import PrepError
from prepapp.exchange.archive import is_archive
from prepapp.exchange.folder import Files, MediaNames, files, write
from prepapp.exchange.making import LeftOut, Maker, Target, target_of
from prepapp.exchange.note import Source
from prepapp.exchange.package import read_package
from prepapp.exchange.sheet import table
from prepapp.exchange.table import read_table
from prepapp.session.desk import Desk
from prepapp.session.transfer import require_file, write_text

TABLES = (".csv", ".tsv", ".txt")
PACKAGES = (".apkg", ".colpkg")
"""How the names of files with cards end; any other text is a history."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import of cards did, or would do."""

    deck: str
    folder: Path
    cards: int
    skipped: int
    """Cards that were here already."""
    left_out: tuple[LeftOut, ...]
    """Notes that make no card."""
    files: tuple[str, ...]
    """What was written into the folder."""


def holds_cards(file: Path) -> bool:
    """Return whether a file holds cards, not a history."""
    require_file(file)
    return _is_package(file) or file.suffix.lower() in TABLES


def _is_package(file: Path) -> bool:
    return is_archive(file) or file.suffix.lower() in PACKAGES


def export_cards(desk: Desk, file: Path, package: bool, deck_id: str | None, now: datetime) -> int:
    """Write the cards of one deck, or of those being studied, as an Anki package or a table."""
    decks = desk.decks(deck_id)
    if package:
        _write_package(decks, file, now)
    else:
        write_text(file, table(decks))
    return sum(len(deck.cards) for deck in decks)


def _write_package(decks: list[Deck], file: Path, now: datetime) -> None:
    # genanki brings YAML and templates, which only this needs.
    from prepapp.exchange.apkg import write_package

    try:
        write_package(decks, file, now)
    except OSError as error:
        raise PrepError(f"cannot be written: {error.strerror}", str(file), "name another file") from error


def import_cards(desk: Desk, file: Path, into: str | None, now: datetime, preview: bool = False) -> Imported:
    """Put the cards of a file into a deck of the candidate's; ``preview`` only says what it would do."""
    name = _deck_name(file, into)
    with tempfile.TemporaryDirectory() as folder:
        source = _read(file, Path(folder))
        target = target_of(name, desk.place.home.decks / name, desk.library.deck(name), source)
        media = MediaNames(source.media, target.folder)
        maker = Maker(target, _ids(desk, target), media.path)
        maker.make(source)
        title = source.rows[0]["deck"] if source.rows else (into or file.stem)
        written = files(target, title, maker.made, media.used, desk.day(now)) if maker.made else Files({}, {})
        if maker.made:
            _require_free(desk, target)
        if maker.made and not preview:
            write(target, written)
            desk.reread()
    names = (*written.texts, *(f"media/{name}" for name in written.media))
    return Imported(name, target.folder, len(maker.made), maker.skipped, tuple(maker.left_out), names)


def _deck_name(file: Path, into: str | None) -> str:
    name = id_of(into or file.stem) or "imported"
    if into is not None and into != name:
        raise PrepError(f"{into!r} is no id of a deck", "--into", f"say --into {name}")
    return name


def _read(file: Path, scratch: Path) -> Source:
    return read_package(file, scratch) if _is_package(file) else read_table(file)


def _ids(desk: Desk, target: Target) -> set[str]:
    """The ids of all cards, those of the deck included that stand in a part with a mistake."""
    ids = {card.id for card in desk.library.cards()}
    for path in markdown_in(target.folder):
        ids.update(written_ids(path.read_text(encoding="utf-8", errors="replace")))
    return ids


def _require_free(desk: Desk, target: Target) -> None:
    """Raise where the cards cannot be put beside what is there."""
    where = str(target.folder)
    if target.deck is None and target.folder.exists():
        hint = "name another deck with --into"
        raise PrepError("there is a folder of that name, which is no sound deck", where, hint)
    if target.deck is not None and Path(target.deck.path).resolve() != target.folder.resolve():
        hint = "name another with --into"
        raise PrepError(f"the deck `{target.id}` is not one of your own", target.deck.path, hint)
    if target.deck is not None and not target.deck.skills:
        raise PrepError(
            "the deck has no skill that a card could get", where, "add a [[skill]] to its deck.toml"
        )
