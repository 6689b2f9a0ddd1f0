"""Tables from elsewhere: CSV, TSV and Anki's notes as text, with or without its header lines."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from prepapp.errors import PrepError
from prepapp.exchange import bounds
from prepapp.exchange.cloze import numbers
from prepapp.exchange.collection import check_size
from prepapp.exchange.note import Note, Part, Source, told, within_bounds
from prepapp.exchange.sheet import HEADER, SPECIAL

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "space": " ", "pipe": "|", "colon": ":"}
GUESSED = ("\t", ";", ",", "|")
SETTING = re.compile(
    r"#(separator|html|tags|columns|notetype|deck|if matches|match scope"
    r"|(?:guid|deck|tags|notetype) column):(.*)"
)
SETTINGS = 30
"""More header lines than there are."""
MARKUP = re.compile(
    r"<(?:br|div|p|b|i|u|ul|ol|li|img|span|table|code|pre|strong|em|sub|sup|hr)\b[^<>]*>", re.I
)
FRONT = ("question", "front", "prompt", "term")
BACK = ("answer", "back", "definition")
"""Names of columns in a first row that is no card."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is to be read."""

    separator: str
    html: bool
    names: tuple[str, ...] = ()
    """The names of the columns, where the file gives them."""
    special: Mapping[str, int] = field(default_factory=dict)
    """Columns, from 0, that hold no field: guid, deck, tags, notetype."""


def read_table(file: Path) -> Source:
    """Return what a table holds."""
    text = _text(file)
    settings, body, first = _settings(text)
    layout = _layout(settings, body, file)
    rows = list(_rows(body, layout.separator, first, file))
    if list(settings.items()) == [found.groups() for line in HEADER if (found := SETTING.fullmatch(line))]:
        return Source(rows=tuple(_own(rows, layout.names, str(file))))
    if not layout.names and rows and _is_head(rows[0][1]):
        names = tuple(name.strip().casefold() for name in rows.pop(0)[1])
        special = {name: n for n, name in enumerate(names) if name in SPECIAL}
        layout = Layout(layout.separator, layout.html, names, {**special, **layout.special})
    notes = (note for line, row in rows for note in _notes(line, row, layout))
    return Source(tuple(within_bounds(notes, str(file))))


def _text(file: Path) -> str:
    if file.stat().st_size > bounds.TABLE:
        raise PrepError("too large", str(file), f"at most {bounds.TABLE >> 20} MiB are read")
    try:
        return file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise PrepError("not UTF-8 text", str(file), "save it as UTF-8") from error


def _settings(text: str) -> tuple[dict[str, str], str, int]:
    """Anki's header lines, the rest of the text, and the line on which that starts."""
    settings: dict[str, str] = {}
    lines = text.split("\n", SETTINGS)
    for n, line in enumerate(lines):
        found = SETTING.fullmatch(line)
        if found is None:
            return settings, "\n".join(lines[n:]), n + 1
        settings[found[1]] = found[2]
    return settings, "", len(lines)


def _layout(settings: Mapping[str, str], body: str, file: Path) -> Layout:
    said = settings.get("separator", "").casefold()
    separator = SEPARATORS.get(said, said) or _guess(body, file)
    if len(separator) != 1 or separator in '"\n':
        raise PrepError(f"{said!r} separates no columns", str(file), f"there are {', '.join(SEPARATORS)}")
    html = settings.get("html", "true" if MARKUP.search(body) else "false") == "true"
    names = (
        tuple(next(csv.reader([settings["columns"]], delimiter=separator), ()))
        if "columns" in settings
        else ()
    )
    special = {}
    for name in (*SPECIAL, "notetype"):
        written = settings.get(f"{name} column", "").strip()
        if re.fullmatch(r"[1-9][0-9]{0,3}", written):
            special[name] = int(written) - 1
    return Layout(separator, html, names, special)


def _guess(body: str, file: Path) -> str:
    if file.suffix == ".tsv":
        return "\t"
    line = body.partition("\n")[0]
    return max(GUESSED, key=line.count)


def _rows(body: str, separator: str, first: int, file: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, each with the line on which it starts."""
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator)
    total, line = 0, first
    try:
        for n, row in enumerate(reader):
            total += sum(map(len, row))
            check_size(row, total, f"line {line}", str(file))
            if any(field.strip() for field in row):
                yield line, row
            if n >= bounds.NOTES:
                raise PrepError(f"more than {bounds.NOTES:,} rows", str(file), "import it in parts")
            line = first + reader.line_num
    except csv.Error as error:
        raise PrepError(f"cannot be read as a table: {error}", f"{file}:{line}", "see its quotes") from error


def _own(
    rows: Sequence[tuple[int, list[str]]], names: Sequence[str], where: str
) -> Iterator[Mapping[str, str]]:
    for line, row in rows:
        if len(row) != len(names):
            what = f"{len(row)} columns where the table has {len(names)}"
            raise PrepError(what, f"{where}:{line}", "see its quotes")
        yield {"place": f"{where}:{line}", **dict(zip(names, row, strict=True))}


def _is_head(row: Sequence[str]) -> bool:
    names = [name.strip().casefold() for name in row]
    return any(name in FRONT for name in names) and any(name in BACK for name in names)


def _notes(line: int, row: Sequence[str], layout: Layout) -> Iterator[Note]:
    """The question of a row; of a sentence with gaps one for each gap."""

    def special(name: str) -> str:
        at = layout.special.get(name, -1)
        return row[at] if 0 <= at < len(row) else ""

    fields = _fields(row, layout)
    question, more = fields[0], told(fields[1:])
    key = special("guid") or question.text
    gaps: list[int | None] = [*numbers(question.text)]
    for gap in gaps or [None]:
        yield Note(
            key if gap is None else f"{key}/c{gap}",
            f"line {line}",
            question.text,
            more,
            layout.html,
            gap,
            tuple(special("tags").split()),
            special("deck"),
        )


def _fields(row: Sequence[str], layout: Layout) -> list[Part]:
    """The fields of a row, the question first."""
    taken = set(layout.special.values())
    names = dict(enumerate(layout.names))
    fields = [Part(names.get(n, "").strip(), text) for n, text in enumerate(row) if n not in taken]
    ordered = sorted(fields, key=lambda part: part.name.casefold() not in FRONT)
    return ordered or [Part("", "")]
