"""An Anki package: its archive unpacked into a folder, its notes and its media."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from prepapp.errors import PrepError
from prepapp.exchange import bounds
from prepapp.exchange.archive import Archive, is_plain_name, opened
from prepapp.exchange.collection import NoteType, Row, read_collection
from prepapp.exchange.note import Note, Part, Source, told, within_bounds
from prepapp.exchange.wire import broken, message, text

DATABASES = ("collection.anki21b", "collection.anki21", "collection.anki2")
"""The newest first: beside a new one the old holds only a request to update Anki."""
PACKED = DATABASES[0]
"""In a package with this one everything is compressed once more."""
FIELD = re.compile(r"\{\{[#/^]?(?:[^{}:]*:)*([^{}:]+?)\}\}")
"""A field in a template, filters before it."""
GAPPED = re.compile(r"\{\{(?:[^{}:]*:)*cloze:(?:[^{}:]*:)*([^{}:]+)\}\}")
"""The field with the gaps."""


def read_package(file: Path, scratch: Path) -> Source:
    """Return what a package holds; ``scratch`` is an empty folder for what has to be unpacked."""
    with opened(file) as archive:
        name = next((name for name in DATABASES if name in archive.members), None)
        if name is None:
            raise PrepError("no Anki package: there is no collection in it", str(file), "an .apkg holds one")
        database = scratch / "collection"
        archive.unpack(name, database, bounds.DATABASE, packed=name == PACKED)
        rows = read_collection(database, str(file))
        database.unlink()
        notes = tuple(within_bounds(_all_notes(rows), str(file)))
        return Source(notes, media=_unpack_media(archive, name == PACKED, scratch))


def _all_notes(rows: Sequence[Row]) -> Iterator[Note]:
    for row in rows:
        cards = row.cards or ((0, ""),)
        for number, deck in cards:
            yield _cloze(row, number, deck) if row.type.cloze else _asked(row, number, deck)


def _asked(row: Row, number: int, deck: str) -> Note:
    """The question that a template asks of a note."""
    fields = dict(zip(_names(row), row.fields, strict=True))
    front, back = _sides(row.type, number, list(fields))
    asked = "<br>".join(fields[name] for name in front if fields[name].strip())
    answer = told(Part(name, fields[name]) for name in back)
    key = row.guid if number == 0 else f"{row.guid}/{number}"
    return Note(key, f"note {row.id}", asked, answer, True, None, row.tags, deck)


def _cloze(row: Row, number: int, deck: str) -> Note:
    """The sentence of a note with one of its gaps open."""
    fields = dict(zip(_names(row), row.fields, strict=True))
    gapped = GAPPED.search(row.type.templates[0][0]) if row.type.templates else None
    asked = gapped[1] if gapped and gapped[1] in fields else next(iter(fields))
    more = told(Part(name, text) for name, text in fields.items() if name != asked)
    key = f"{row.guid}/c{number + 1}"
    return Note(key, f"note {row.id}", fields[asked], more, True, number + 1, row.tags, deck)


def _names(row: Row) -> list[str]:
    known = row.type.fields
    return [known[n] if n < len(known) else f"Field {n + 1}" for n in range(len(row.fields))]


def _sides(kind: NoteType, number: int, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The fields on the front and on the back of a card; where no template says, the first and the rest."""
    front, back = kind.templates[number] if number < len(kind.templates) else ("", "")
    asked = _used(front, names) or list(names[:1])
    told = [name for name in _used(back, names) if name not in asked]
    return asked, told or [name for name in names if name not in asked]


def _used(template: str, names: Sequence[str]) -> list[str]:
    return [name for name in dict.fromkeys(FIELD.findall(template)) if name in names]


def _unpack_media(archive: Archive, packed: bool, scratch: Path) -> dict[str, Path]:
    if "media" not in archive.members:
        return {}
    index = archive.read("media", bounds.INDEX, packed)
    names = _listed(index, archive.where) if packed else _mapped(index, archive.where)
    media: dict[str, Path] = {}
    for member, name in names.items():
        if not is_plain_name(name):
            what = f"a picture or sound in it would land elsewhere: {name!r}"
            raise PrepError(what, archive.where, "it is no deck: leave it")
        if member in archive.members:
            media[name] = scratch / f"m{len(media)}"
            archive.unpack(member, media[name], bounds.MEDIUM, packed)
    return media


def _mapped(index: bytes, where: str) -> Mapping[str, str]:
    try:
        return msgspec.json.decode(index, type=dict[str, str])
    except (msgspec.MsgspecError, RecursionError) as error:
        raise PrepError(f"its list of media cannot be read: {error}", where, "export it again") from error


def _listed(index: bytes, where: str) -> Mapping[str, str]:
    names = {}
    entries = [entry for number, entry in message(index, where) if number == 1]
    for n, entry in enumerate(entries):
        if isinstance(entry, int):
            raise broken(where)
        names[str(n)] = text(dict(message(entry, where)).get(1, b""), where)
    return names
