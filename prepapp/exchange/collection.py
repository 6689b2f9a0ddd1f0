"""Anki's database of notes, old and new: opened for reading only, within bounds, trusting nothing in it."""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from prepapp.errors import PrepError
from prepapp.exchange import bounds
from prepapp.exchange.wire import broken, message, text

T = TypeVar("T")

SEPARATOR = "\x1f"
CLOZE = 1
"""The kind of a note type whose questions are sentences with gaps."""


@dataclass(frozen=True, slots=True)
class NoteType:
    """The names of a note's fields, and the templates (front, back) of its cards."""

    cloze: bool
    fields: tuple[str, ...]
    templates: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A note and the cards that it has: which template or gap, in which deck."""

    id: int
    guid: str
    type: NoteType
    tags: tuple[str, ...]
    fields: tuple[str, ...]
    cards: tuple[tuple[int, str], ...]


class _Name(msgspec.Struct):
    name: str


class _Template(msgspec.Struct):
    qfmt: str = ""
    afmt: str = ""


class _Model(msgspec.Struct):
    flds: list[_Name] = []
    tmpls: list[_Template] = []
    type: int = 0


def read_collection(file: Path, where: str) -> list[Row]:
    """Return every note of a database; ``where`` names the package in an error."""
    with _opened(file, where) as database:
        _check_schema(database, where)
        new = _has(database, "notetypes")
        types = _new_types(database, where) if new else _old_types(database, where)
        decks = _decks(database, new, where)
        cards = _cards(database, decks, where)
        return list(_notes(database, types, cards, where))


@contextmanager
def _opened(file: Path, where: str) -> Iterator[sqlite3.Connection]:
    steps = iter(range(bounds.STEPS))
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            database.set_progress_handler(lambda: next(steps, None) is None, bounds.STRIDE)
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, bounds.INDEX)
            database.create_collation("unicase", lambda a, b: (a > b) - (a < b))
            for guard in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON"):
                database.execute(f"PRAGMA {guard}")
            yield database
    except sqlite3.Error as error:
        raise PrepError(f"its database cannot be read: {error}", where, "export the deck again") from error


def _check_schema(database: sqlite3.Connection, where: str) -> None:
    """Refuse what would run while it is read, and what is missing."""
    names = set()
    for kind, name, sql in database.execute("SELECT type, name, sql FROM sqlite_master"):
        kind = "virtual table" if re.match(r"(?i)create\s+virtual", str(sql)) else kind
        if kind not in ("table", "index"):
            raise PrepError(f"its database holds a {kind} `{name}`", where, "Anki writes none: leave it")
        names.add(name)
    if missing := {"col", "notes", "cards"} - names:
        what = f"its database has no table `{min(missing)}`"
        raise PrepError(what, where, "export the deck from Anki again")


def _has(database: sqlite3.Connection, table: str) -> bool:
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return database.execute(query, (table,)).fetchone() is not None


def _old_types(database: sqlite3.Connection, where: str) -> dict[int, NoteType]:
    found = _json(database, "models", dict[str, _Model], where)
    return {
        _whole(key, where): NoteType(
            model.type == CLOZE,
            tuple(field.name for field in model.flds),
            tuple((template.qfmt, template.afmt) for template in model.tmpls),
        )
        for key, model in found.items()
    }


def _new_types(database: sqlite3.Connection, where: str) -> dict[int, NoteType]:
    fields: dict[int, list[str]] = {}
    for kind, name in _rows(database, "SELECT ntid, name FROM fields ORDER BY ntid, ord", where):
        fields.setdefault(kind, []).append(_text(name, where))
    templates: dict[int, list[tuple[str, str]]] = {}
    for kind, config in _rows(database, "SELECT ntid, config FROM templates ORDER BY ntid, ord", where):
        sides = dict(message(_bytes(config, where), where))
        sides_of = text(sides.get(1, b""), where), text(sides.get(2, b""), where)
        templates.setdefault(kind, []).append(sides_of)
    return {
        kind: NoteType(
            dict(message(_bytes(config, where), where)).get(1) == CLOZE,
            tuple(fields.get(kind, ())),
            tuple(templates.get(kind, ())),
        )
        for kind, config in _rows(database, "SELECT id, config FROM notetypes", where)
    }


def _decks(database: sqlite3.Connection, new: bool, where: str) -> dict[int, str]:
    if new:
        rows = _rows(database, "SELECT id, name FROM decks", where)
        return {key: _text(name, where).replace(SEPARATOR, "::") for key, name in rows}
    found = _json(database, "decks", dict[str, _Name], where)
    return {_whole(key, where): deck.name for key, deck in found.items()}


def _cards(
    database: sqlite3.Connection, decks: Mapping[int, str], where: str
) -> dict[int, list[tuple[int, str]]]:
    cards: dict[int, list[tuple[int, str]]] = {}
    rows = _rows(database, "SELECT nid, ord, did FROM cards ORDER BY nid, ord", where, bounds.CARDS)
    for note, number, deck in rows:
        if not isinstance(number, int):
            raise broken(where)
        cards.setdefault(note, []).append((number, decks.get(deck, "")))
    return cards


def _notes(
    database: sqlite3.Connection,
    types: Mapping[int, NoteType],
    cards: Mapping[int, list[tuple[int, str]]],
    where: str,
) -> Iterator[Row]:
    total = 0
    query = "SELECT id, guid, mid, tags, flds FROM notes ORDER BY id"
    for number, guid, kind, tags, joined in _rows(database, query, where, bounds.NOTES):
        if kind not in types:
            raise PrepError(f"note {number} in it has no note type", where, "export the deck from Anki again")
        fields = _text(joined, where).split(SEPARATOR)
        total += len(joined)
        check_size(fields, total, f"note {number}", where)
        yield Row(
            number,
            _text(guid, where),
            types[kind],
            tuple(_text(tags, where).split()),
            tuple(fields),
            tuple(cards.get(number, ())),
        )


def check_size(fields: Iterable[str], total: int, place: str, where: str) -> None:
    """Refuse a field, or all fields together, that are longer than can be studied."""
    if any(len(field) > bounds.FIELD for field in fields):
        what = f"a field of {place} is longer than {bounds.FIELD:,} characters"
        raise PrepError(what, where, "shorten it, or export without it")
    if total > bounds.TEXT:
        raise PrepError(f"more than {bounds.TEXT >> 20} MiB of text", where, "export it in parts")


def _rows(
    database: sqlite3.Connection, query: str, where: str, limit: int = bounds.KINDS
) -> Iterator[tuple[Any, ...]]:
    for n, row in enumerate(database.execute(query)):
        if n >= limit:
            raise PrepError(f"its database holds more than {limit:,} of a kind", where, "export it in parts")
        if not isinstance(row[0], int):
            raise broken(where)
        yield row


def _json(database: sqlite3.Connection, column: str, wanted: type[T], where: str) -> T:
    row = database.execute(f"SELECT {column} FROM col").fetchone()
    try:
        return msgspec.json.decode(_text(row and row[0], where), type=wanted)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise PrepError(f"its {column} cannot be read: {error}", where, "export the deck again") from error


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise broken(where)
    return value


def _bytes(value: object, where: str) -> bytes:
    if not isinstance(value, bytes):
        raise broken(where)
    return value


def _whole(value: str, where: str) -> int:
    if not value.lstrip("-").isdigit() or len(value) > 20:
        raise broken(where)
    return int(value)
