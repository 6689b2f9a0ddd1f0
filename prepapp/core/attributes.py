"""Attributes in braces at the end of a heading or a point."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mdit_py_plugins.attrs.parse import ParseError, parse

from prepapp.core.faults import Faults

OPENING = re.compile(r"(?:^|(?<=\s))\{\s*(?=[#.][\w-]|[A-Za-z][\w-]*\s*=)")
QUOTE = 'quote a value with dots, commas or blanks: weight="1.5"'


class Attributes(NamedTuple):
    """A text without its attributes, and the attributes."""

    text: str
    values: Mapping[str, str]
    line: int
    """Where the text starts in its file, from 0."""
    column: int
    row: int
    """The line of the attributes, from 0, and what stands there."""
    source: str
    readable: bool = True

    def place(self, name: str) -> tuple[int, int]:
        """Line and column of an attribute; of the text where it is not written."""
        start = max(self.source.rfind("{"), 0)
        found = self.source.find("#" if name == "id" else f"{name}=", start)
        return (self.line, self.column) if found < 0 else (self.row, found)


def split_attributes(text: str, line: int, rows: Sequence[str], faults: Faults) -> Attributes:
    """Take the attributes off the end of a text; it stands on these rows of a file, from ``line`` on."""
    column = max(rows[0].find(text[:1]), 0)
    last = max((n for n, row in enumerate(rows) if "{" in row), default=0)
    row, source = line + last, rows[last]
    openings = list(OPENING.finditer(text))
    if not openings:
        return Attributes(text, {}, line, column, row, source)
    start = openings[-1].start()
    bare = text[:start].rstrip()
    brace = source.rfind("{")
    try:
        end, values = parse(text[start:])
    except ParseError as error:
        faults.add(row, brace + error.pos, f"the attributes cannot be read: {_reason(error)}", QUOTE)
        return Attributes(bare, {}, line, column, row, source, readable=False)
    rest = text[start + end + 1 :].strip()
    if rest:
        faults.add(row, brace + end + 1, "text after the attributes", "put the braces at the very end")
        bare = f"{bare} {rest}"
    plain = {name: re.sub(r"\\(.)", r"\1", value) for name, value in values.items()}
    return Attributes(bare, plain, line, column, row, source)


def _reason(error: ParseError) -> str:
    found = re.match(r"Unexpected character whilst scanning .*: (.)", str(error))
    if found:
        return f"unexpected `{found[1]}`"
    return "they are not closed with `}`"
