"""Ids for the cards of a deck that lack one, written into their headings; every other byte stays."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from prepapp.core.attributes import OPENING
from prepapp.core.cardfile import Heading, headings

NUMBERED = re.compile(r"([a-z0-9-]*[a-z-]|)([0-9]{1,9})")
BARE = re.compile(r"\{\s*\}$")
"""Braces in which nothing stands yet."""

BYTE_ORDER_MARK = "\ufeff"
WIDTH = 3
"""Digits of a first id."""


def id_of(name: str) -> str:
    """Return a name as an id; empty where it has no letter or digit for one."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


class Stamp(NamedTuple):
    """An id that a heading was given."""

    line: int
    """From 1."""
    id: str
    title: str
    written: str
    """The characters that were put in."""


class Stamped(NamedTuple):
    """A text with its new ids."""

    text: str
    stamps: tuple[Stamp, ...]
    unreadable: tuple[int, ...]
    """Lines, from 1, of headings whose attributes cannot be read, so that they stay as they are."""


class Numbers:
    """The ids still free in a deck, in its own pattern: prefix and width of most, and the next number."""

    def __init__(self, deck: str, ids: Collection[str], elsewhere: Collection[str] = ()) -> None:
        found = [match for each in ids if (match := NUMBERED.fullmatch(each))]
        prefixes = Counter(match[1] for match in found)
        self.prefix = prefixes.most_common(1)[0][0] if prefixes else f"{deck}-"
        own = [match[2] for match in found if match[1] == self.prefix]
        self.width = max(map(len, own), default=WIDTH)
        self.last = max(map(int, own), default=0)
        self.taken = {*ids, *elsewhere}

    def take(self) -> str:
        """Return the next free id."""
        while True:
            self.last += 1
            name = f"{self.prefix}{self.last:0{self.width}}"
            if name not in self.taken:
                return name


def written_ids(text: str) -> Iterator[str]:
    """Walk the ids in the card headings of a text."""
    rows, _, _ = _split(text)
    return (each.read.values["id"] for each in headings("\n".join(rows)) if "id" in each.read.values)


def stamp(text: str, numbers: Numbers) -> Stamped:
    """Return a text, whatever its line ends, with an id in each card heading that lacks one."""
    rows, ends, mark = _split(text)
    stamps: list[Stamp] = []
    unreadable: list[int] = []
    for heading in headings("\n".join(rows)):
        line, title = heading.read.line, heading.read.text
        if "id" in heading.read.values:
            continue
        name = numbers.take()
        made = _with_id(rows[line], heading, name)
        if made is None:
            numbers.last -= 1
            unreadable.append(line + 1)
        else:
            rows[line], written = made
            stamps.append(Stamp(line + 1, name, title, written))
    whole = mark + "".join(map("".join, zip(rows, ends, strict=True)))
    return Stamped(whole, tuple(stamps), tuple(unreadable))


def _split(text: str) -> tuple[list[str], list[str], str]:
    """The lines of a text, what ends each, and its byte order mark."""
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    parts = [*re.split("(\r\n|\r|\n)", text.removeprefix(mark)), ""]
    return parts[::2], parts[1::2], mark


def _with_id(row: str, heading: Heading, name: str) -> tuple[str, str] | None:
    """The line of a heading with an id, and what was put in; None where the reader would not find it."""
    opened = re.match(r"\s*##", row)
    if opened is None or not heading.read.readable:
        return None
    source, values = heading.source, heading.read.values
    start = row.replace("\0", "\ufffd").find(source, opened.end()) if source else opened.end()
    braces = [*OPENING.finditer(source)] or [*BARE.finditer(source)]
    if braces:
        at, written = start + braces[-1].start() + 1, f"#{name} " if values else f"#{name}"
    else:
        at, written = start + len(source), f" {{#{name}}}"
    row = row[:at] + written + row[at:]
    read = headings(row)
    return (row, written) if read and dict(read[0].read.values) == {"id": name, **values} else None
