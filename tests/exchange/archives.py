"""Packages made by hand: sound ones, and every kind that must be refused."""

import io
import json
import sqlite3
import stat
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from backports import zstd

MODELS = {
    "1": {
        "name": "Basic",
        "type": 0,
        "flds": [{"name": "Front"}, {"name": "Back"}],
        "tmpls": [{"qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr>{{Back}}"}],
    }
}
TABLES = """
CREATE TABLE col (models, decks);
CREATE TABLE notes (id INTEGER PRIMARY KEY, guid, mid, tags, flds);
CREATE TABLE cards (id INTEGER PRIMARY KEY, nid, did, ord);
"""
NEW_TABLES = """
CREATE TABLE notetypes (id, name, config);
CREATE TABLE fields (ntid, ord, name, config);
CREATE TABLE templates (ntid, ord, name, config);
CREATE TABLE decks (id, name);
"""


def database(folder: Path, fields: Iterable[object] = ("What?\x1fThis.",), *more: str) -> bytes:
    """Return an old collection with one note of each text, after ``more`` was run on it."""
    file = folder / "made.db"
    file.unlink(missing_ok=True)
    with sqlite3.connect(file) as made:
        made.executescript(TABLES)
        made.execute("INSERT INTO col VALUES (?, ?)", (json.dumps(MODELS), '{"1": {"name": "Default"}}'))
        for n, text in enumerate(fields, start=1):
            made.execute("INSERT INTO notes VALUES (?, ?, 1, '', ?)", (n, f"guid-{n}", text))
            made.execute("INSERT INTO cards VALUES (?, ?, 1, 0)", (n, n))
        for statement in more:
            made.execute(statement)
    made.close()
    return file.read_bytes()


def package(
    file: Path, members: Mapping[str, bytes], change: Callable[[zipfile.ZipInfo], None] | None = None
) -> Path:
    """Write a zip file; ``change`` may alter what it says of each member."""
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if change is not None:
                change(info)
            archive.writestr(info, data)
    return file


def link(info: zipfile.ZipInfo) -> None:
    """Make a member a symbolic link."""
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16


def lzma(info: zipfile.ZipInfo) -> None:
    """Pack a member in a way that may take gigabytes of memory to undo."""
    info.compress_type = zipfile.ZIP_LZMA


def encrypted(file: Path) -> Path:
    """Say of every member that it is encrypted."""
    data = bytearray(file.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    file.write_bytes(data)
    return file


def packed(data: bytes) -> bytes:
    """Return a Zstandard frame."""
    return zstd.compress(data)


def varint(number: int) -> bytes:
    """Return a whole number as Protocol Buffers write it."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def field(number: int, value: bytes) -> bytes:
    """Return a field of bytes as Protocol Buffers write it."""
    return varint(number << 3 | 2) + varint(len(value)) + value


def listed(*names: str) -> bytes:
    """Return a new list of media."""
    return b"".join(field(1, field(1, name.encode())) for name in names)


def overfull(count: int) -> bytes:
    """Return an empty zip file that says it holds so many files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w"):
        pass
    data = bytearray(out.getvalue())
    data[8:12] = count.to_bytes(2, "little") * 2
    return bytes(data)
