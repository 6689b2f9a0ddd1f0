"""Anki's own backend, as the tests use it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)


@contextmanager
def collection(folder: Path) -> Iterator[Any]:
    """Open a collection, made where there is none."""
    folder.mkdir(exist_ok=True)
    opened = Collection(str(folder / "collection.anki2"))
    try:
        yield opened
    finally:
        opened.close()


def take_in(opened: Any, package: Path) -> Any:
    """Import a package as a user of Anki does; return Anki's own log."""
    options = ImportAnkiPackageOptions(merge_notetypes=True)
    return opened.import_anki_package(
        ImportAnkiPackageRequest(package_path=str(package), options=options)
    ).log


def give_out(opened: Any, package: Path, legacy: bool) -> Path:
    """Export the whole collection with its media."""
    options = ExportAnkiPackageOptions(with_media=True, legacy=legacy)
    opened.export_anki_package(out_path=str(package), options=options, limit=None)
    return package


def add(
    opened: Any, kind: str, fields: Iterable[str], tags: Iterable[str] = (), deck: str = "Default"
) -> Any:
    """Add a note."""
    note = opened.new_note(opened.models.by_name(kind))
    for n, text in enumerate(fields):
        note.fields[n] = text
    note.tags = list(tags)
    opened.add_note(note, opened.decks.id(deck))
    return note
