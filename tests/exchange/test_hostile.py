"""Files that mean harm, or are broken: refused in one line, and nothing is written."""

import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from prepapp.core.card import Library
from prepapp.core.state import Study
from prepapp.errors import PrepError
from prepapp.exchange import bounds
from prepapp.exchange.making import Maker, Target
from prepapp.exchange.note import Note, Part
from prepapp.home import Home, Place, Settings
from prepapp.session.desk import Desk
from prepapp.session.exchanging import import_cards
from tests.cli.conftest import Cli
from tests.exchange.archives import (
    MODELS,
    NEW_TABLES,
    database,
    encrypted,
    field,
    link,
    listed,
    lzma,
    overfull,
    package,
    packed,
)

NOW = datetime(2026, 10, 12, 12, tzinfo=UTC)


def desk(home: Path) -> Desk:
    """Return the desk of a candidate without a deck."""
    return Desk(Place(Home(home)), Settings(), Library(), Study())


Make = Callable[[Path], Path]


def with_media(folder: Path, name: str, index: bytes | None = None) -> Path:
    index = index if index is not None else f'{{"0": "{name}"}}'.encode()
    return package(folder / "x.apkg", {"collection.anki2": database(folder), "media": index, "0": b"data"})


def with_database(folder: Path, data: bytes, name: str = "collection.anki2") -> Path:
    media = packed(b"") if name == "collection.anki21b" else b"{}"
    return package(folder / "x.apkg", {name: data, "media": media})


def with_statements(folder: Path, *statements: str) -> Path:
    return with_database(folder, database(folder, ["a\x1fb"], *statements))


def with_member(folder: Path, name: str) -> Path:
    return package(folder / "x.apkg", {"collection.anki2": database(folder), name: b"x"})


def cut(folder: Path, part: float) -> Path:
    file = with_media(folder, "a.png")
    data = file.read_bytes()
    file.write_bytes(data[: int(len(data) * part)])
    return file


def scribbled(folder: Path) -> Path:
    data = bytearray(database(folder))
    data[100:2_000] = b"\xff" * 1_900
    return with_database(folder, bytes(data))


def double_name(folder: Path) -> Path:
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(folder / "x.apkg", "w") as made:
        made.writestr("media", "{}")
        made.writestr("media", "{}")
    return folder / "x.apkg"


def written(folder: Path, data: bytes, name: str = "x.apkg") -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def new_type(folder: Path, config: bytes, template: bytes = b"") -> Path:
    data = database(folder, ["a\x1fb"], *NEW_TABLES.strip().split("\n"))
    with closing(sqlite3.connect(written(folder, data, "new.db"))) as made:
        made.execute("INSERT INTO notetypes VALUES (1, 'Basic', ?)", (config,))
        made.execute("INSERT INTO templates VALUES (1, 0, 'Card', ?)", (template,))
        made.commit()
    return with_database(folder, packed((folder / "new.db").read_bytes()), "collection.anki21b")


REFUSED: dict[str, tuple[Make, str]] = {
    "a path out of the folder": (lambda f: with_member(f, "../../x"), "would land elsewhere"),
    "an absolute path": (lambda f: with_member(f, "/etc/x"), "would land elsewhere"),
    "a path of Windows": (lambda f: with_member(f, "..\\x"), "would land elsewhere"),
    "a drive": (lambda f: with_member(f, "c:x"), "would land elsewhere"),
    "a folder": (lambda f: with_member(f, "x/"), "would land elsewhere"),
    "a picture out of the folder": (lambda f: with_media(f, "../x.png"), "would land elsewhere"),
    "a picture at an absolute path": (lambda f: with_media(f, "/x.png"), "would land elsewhere"),
    "a picture without a name": (lambda f: with_media(f, ""), "would land elsewhere"),
    "a picture out of the folder, new": (
        lambda f: package(
            f / "x.apkg",
            {"collection.anki21b": packed(database(f)), "media": packed(listed("../x")), "0": packed(b"x")},
        ),
        "would land elsewhere",
    ),
    "a symbolic link": (
        lambda f: package(f / "x.apkg", {"collection.anki2": b"/etc/passwd"}, link), "no plain file"
    ),
    "two files of one name": (double_name, "two files of one name"),
    "a bomb": (lambda f: with_member_of(f, bytes(30 * 2**20)), "grows too much"),
    "a bomb in a frame": (
        lambda f: with_database(f, packed(bytes(30 * 2**20)), "collection.anki21b"), "grows too much"
    ),
    "a frame cut short": (
        lambda f: with_database(f, packed(database(f))[:-50], "collection.anki21b"), "is damaged"
    ),
    "a frame that is none": (lambda f: with_database(f, b"none", "collection.anki21b"), "is damaged"),
    "too many files": (lambda f: written(f, overfull(60_000)), "too many files"),
    "another packing": (lambda f: package(f / "x.apkg", {"collection.anki2": b"x"}, lzma), "unknown way"),
    "a password": (lambda f: encrypted(with_media(f, "a.png")), "encrypted"),
    "no end": (lambda f: cut(f, 0.5), "its end is missing"),
    "only its beginning": (lambda f: written(f, b"PK\x03\x04"), "its end is missing"),
    "a name of a package only": (lambda f: written(f, b"none"), "its end is missing"),
    "no collection": (lambda f: package(f / "x.apkg", {"media": b"{}"}), "no collection in it"),
    "a database of nothing": (lambda f: with_database(f, b""), "no table `cards`"),
    "a database that is none": (lambda f: with_database(f, b"none" * 1_000), "cannot be read"),
    "a broken database": (scribbled, "cannot be read"),
    "a view": (
        lambda f: with_statements(f, "ALTER TABLE notes RENAME TO n", "CREATE VIEW notes AS SELECT * FROM n"),
        "holds a view `notes`",
    ),
    "a trigger": (
        lambda f: with_statements(f, "CREATE TRIGGER t AFTER INSERT ON notes BEGIN SELECT 1; END"),
        "holds a trigger `t`",
    ),
    "a virtual table": (
        lambda f: with_statements(
            f, "DROP TABLE cards", "CREATE VIRTUAL TABLE cards USING fts4(nid, did, ord)"
        ),
        "a virtual table `cards`",
    ),
    "a missing table": (lambda f: with_statements(f, "DROP TABLE notes"), "no table `notes`"),
    "missing columns": (lambda f: with_statements(f, "ALTER TABLE notes DROP COLUMN flds"), "cannot be read"),
    "no note type": (lambda f: with_statements(f, "UPDATE notes SET mid = 9"), "has no note type"),
    "note types that are no JSON": (
        lambda f: with_statements(f, "UPDATE col SET models = 'x'"), "its models"
    ),
    "note types too deep": (
        lambda f: with_statements(f, f"UPDATE col SET models = '{'[' * 100_000}'"), "its models"
    ),
    "a number as text": (lambda f: with_database(f, database(f, [7])), "cannot be read"),
    "text that is not UTF-8": (
        lambda f: with_statements(f, "UPDATE notes SET flds = CAST(x'61ff1f62' AS TEXT)"), "cannot be read"
    ),
    "a huge field": (
        lambda f: with_database(f, database(f, [f"{'x' * (bounds.FIELD + 1)}\x1fb"])), "is longer than"
    ),
    "one long sentence with many gaps": (
        lambda f: written(f, b"".join(b"{{c%d::a}}" % n for n in range(999)) + b"x" * 100_000, "x.txt"),
        "MiB of text",
    ),
    "text that is made while it is read": (
        lambda f: with_statements(
            f, "DROP TABLE notes",
            "CREATE TABLE notes (id INTEGER, guid, mid, tags, flds AS (hex(zeroblob(20000000))))",
            "INSERT INTO notes VALUES (1, 'g', 1, '')",
        ),
        "cannot be read",
    ),
    "media that are no list": (lambda f: with_media(f, "", b"[1]"), "list of media"),
    "media too deep": (lambda f: with_media(f, "", b'{"0":' * 100_000), "list of media"),
    "a message cut short": (lambda f: new_type(f, b"\x08"), "a message in it"),
    "a message longer than it is": (lambda f: new_type(f, b"\x0a\xff\xff\xff\xff\x0f"), "a message in it"),
    "a message of an unknown kind": (lambda f: new_type(f, b"\x0b"), "a message in it"),
    "a message without end": (lambda f: new_type(f, b"\xff" * 20), "a message in it"),
    "a template that is no text": (lambda f: new_type(f, b"", field(1, b"\xff")), "a message in it"),
    "a table that is not UTF-8": (lambda f: written(f, b"a,\xff", "x.csv"), "not UTF-8"),
    "a table with an open quote and a huge field": (
        lambda f: written(f, b'"' + b"x" * 200_000, "x.csv"), "cannot be read as a table"
    ),
    "a table that separates by words": (lambda f: written(f, b"#separator:abc\na", "x.txt"), "separates no"),
}  # fmt: skip


def with_member_of(folder: Path, data: bytes) -> Path:
    return package(folder / "x.apkg", {"collection.anki2": database(folder), "0": data})


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    make, complaint = REFUSED[name]
    made, home = tmp_path / "made", tmp_path / "home"
    made.mkdir()
    file = make(made)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(PrepError) as refusal:
        import_cards(desk(home), file, "mine", NOW)
    assert complaint in refusal.value.what and refusal.value.where.startswith(str(file))
    assert refusal.value.hint and sorted(tmp_path.rglob("*")) == before


def test_the_command_refuses_in_one_line(cli: Cli, tmp_path: Path) -> None:
    file = with_member(tmp_path, "../../x")
    outcome = cli("import", str(file))
    assert outcome.code == 2 and outcome.out == ""
    assert (
        outcome.err.startswith(f"{file}: a file in it would land elsewhere") and outcome.err.count("\n") == 1
    )


def test_the_sound_package_that_the_bad_ones_are_made_from_is_taken(tmp_path: Path) -> None:
    assert import_cards(desk(tmp_path / "old"), with_media(tmp_path, "a.png"), None, NOW).cards == 1
    assert MODELS and import_cards(desk(tmp_path / "new"), new_type(tmp_path, b""), None, NOW).cards == 1


PARTS = [
    "<a ", "<a b=", "<a b='", "<!--", "<![CDATA[", "<div>", "<p>x", "<li>x</li>", "<b><i></b>", "<td>",
    "<br>", "&", "{{c1::", r"\(", r"\({", r"\(x\)", "[sound:", "[latex]", "$", "# ", "- ", "` ",
    "{ ", "[![", "**a",
]  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_a_hostile_field_is_read_before_the_test_suite_gives_up(part: str) -> None:
    size = bounds.FIELD // len(part)
    note = Note(
        "k", "note 1", part * size, (Part("", "<pre>" + " " * bounds.FIELD + "<br>" + part * size),), True, 1
    )
    maker = Maker(Target("d", Path("d"), None), set(), lambda _: None)
    maker.from_note(note, 0)
    assert len(maker.made) + len(maker.left_out) == 1
