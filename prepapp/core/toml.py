"""TOML tables of a deck against their schema, with the line of each key."""

import math
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, pairwise, repeat
from typing import Any, NamedTuple

from prepapp.core.faults import Faults, suggestion


class Shape(NamedTuple):
    """What a value may be, in words and as a test."""

    what: str
    fits: Callable[[Any], bool]


class Key(NamedTuple):
    """A key of a table: its shape, and the schema of its own tables where it holds such."""

    shape: Shape
    required: bool = False
    tables: "Mapping[str, Key] | None" = None


Schema = Mapping[str, Key]


class Place(NamedTuple):
    """The lines of a file between which a table stands."""

    lines: Sequence[str]
    start: int
    """From 0; the line that opens the table."""
    end: int
    header: int
    """Column at which the opening line names it."""

    def key(self, name: str) -> tuple[int, int]:
        """Line and column of a key; the head of the table where it cannot be found."""
        found = re.compile(rf"""^\s*(?:\[\[?)?(["']?){re.escape(name)}\1\s*[=\].]""")
        for number in range(self.start, self.end):
            match = found.match(self.lines[number])
            if match:
                return number, self.lines[number].index(name)
        return self.start, self.header

    def tables(self, name: str) -> "list[Place]":
        """Each table of an array of tables; its sub-tables belong to it."""
        header = re.compile(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]")
        other = re.compile(rf"\s*\[(?!\s*{re.escape(name)}\.)")
        rows = range(self.start, self.end)
        stops = [n for n in rows if "[" in self.lines[n] and other.match(self.lines[n])]
        return [
            Place(self.lines, n, after, self.lines[n].index("["))
            for n, after in pairwise([*stops, self.end])
            if header.match(self.lines[n])
        ]


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


TEXT = Shape("a text", _text)
TEXT_OR_NONE = Shape("a text", lambda value: isinstance(value, str))
NUMBER = Shape("a number", _number)
POSITIVE = Shape("a number above 0", lambda value: _number(value) and value > 0)
WHOLE = Shape("a whole number, 0 or more", lambda value: _whole(value) and value >= 0)
COUNT = Shape("a whole number above 0", lambda value: _whole(value) and value > 0)
VALUE = Shape("a number or a text", lambda value: _number(value) or _text(value))
TEXTS = Shape("a list of texts", _texts)
LINES = Shape("a list of lines", lambda value: _text(value) or (bool(value) and _texts(value)))
TEXT_OR_TEXTS = Shape("a text or a list of texts", lambda value: _text(value) or _texts(value))
SHAPE_3 = Shape(
    "three whole numbers: channels, height, width",
    lambda value: isinstance(value, list) and len(value) == 3 and all(_whole(n) and n > 0 for n in value),
)
WORLD = Shape("a text or a table", lambda value: _text(value) or (isinstance(value, dict) and bool(value)))
TABLE = Shape("a table", lambda value: isinstance(value, dict))
TABLES = Shape(
    "an array of tables", lambda value: isinstance(value, list) and all(isinstance(t, dict) for t in value)
)
WHOLES = Shape("a list of whole numbers", lambda value: isinstance(value, list) and all(map(_whole, value)))


def parse_toml(text: str, first_line: int, faults: Faults) -> dict[str, Any] | None:
    """The tables of a text that starts on this line (from 0); None, with a fault, if it is no TOML."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        faults.add(first_line, 0, "the TOML is nested too deeply", "use fewer brackets")
    except ValueError as error:  # also a whole number of thousands of digits
        line, column, message = _toml_place(str(error), text)
        faults.add(first_line + line, column, f"not valid TOML: {message}", "see toml.io for the syntax")
    return None


def _toml_place(message: str, text: str) -> tuple[int, int, str]:
    """Where tomllib stopped, from 0, and why."""
    found = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    if found is None:
        return 0, 0, _lowered(message)
    reason = _lowered(message[: found.start()])
    if found[1]:
        return int(found[1]) - 1, int(found[2]) - 1, reason
    rows = text.rstrip().split("\n")
    return len(rows) - 1, len(rows[-1]), reason


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:]


def fitting(
    table: Mapping[str, Any], schema: Schema, place: Place, faults: Faults, what: str
) -> dict[str, Any] | None:
    """The keys of a table that fit its schema; None where a required one is missing or does not fit."""
    sound: dict[str, Any] = {}
    for name, value in table.items():
        key = schema.get(name)
        if key is None:
            faults.add(*place.key(name), f"unknown key `{name}` in {what}", suggestion(name, schema))
        elif not key.shape.fits(value):
            faults.add(*place.key(name), f"`{name}` in {what} is not {key.shape.what}", _example(name, key))
        else:
            sound[name] = value if key.tables is None else _tables(name, value, key.tables, place, faults)
    missing = [name for name, key in schema.items() if key.required and name not in table]
    for name in missing:
        faults.add(place.start, place.header, f"{what} lacks `{name}`", _example(name, schema[name]))
    needed = all(name in sound for name, key in schema.items() if key.required)
    return sound if needed else None


def _tables(
    name: str, tables: Sequence[Mapping[str, Any]], schema: Schema, place: Place, faults: Faults
) -> list[dict[str, Any]]:
    places = chain(place.tables(name), repeat(place))
    read = [fitting(table, schema, next(places), faults, f"[[{name}]]") for table in tables]
    return [table for table in read if table is not None]


def _example(name: str, key: Key) -> str:
    return f"[[{name}]] opens one" if key.tables is not None else f"give `{name}` {key.shape.what}"
