import os
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

import prepapp
from prepapp.core import deckfile
from prepapp.core.card import Library
from prepapp.home import shipped_folder
from prepapp.session.cache import DIGEST, PARSERS, cached_library

TOML = 'format = 1\nid = "d"\ntitle = "D"\n\n[[skill]]\nid = "s"\ntitle = "S"\n'
CARD = """## Which one? {#d-1 skill=s day=0}

### Answer
The first one, $x_1$.

### Follow-ups
- Why? -> Because.

```claim
id = "three"
text = "They are three"
value = 3
unit = ""
cited = "a paper"
protocol = "counted"
```
"""

Read = Callable[[], Library]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "deck"
    folder.mkdir()
    (folder / "deck.toml").write_text(TOML)
    (folder / "cards.md").write_text(CARD)
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "home" / "cache"


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count how often decks are read from their Markdown."""
    counted: list[int] = []
    read = deckfile.read_library

    def counting(folders: list[Path]) -> Library:
        counted.append(len(folders))
        return read(folders)

    monkeypatch.setattr(deckfile, "read_library", counting)
    return counted


@pytest.fixture
def library(folder: Path, cache: Path, readings: list[int]) -> Read:
    return lambda: cached_library([folder], cache)


def kept(cache: Path) -> Path:
    (file,) = cache.iterdir()
    return file


def test_an_unchanged_deck_is_read_once(library: Read, readings: list[int]) -> None:
    first, second = library(), library()
    assert len(readings) == 1
    assert first == second
    assert repr(first) == repr(second)
    assert [card.title for card in second.cards()] == ["Which one?"]


@pytest.mark.parametrize("deck", sorted(each.name for each in shipped_folder("decks").iterdir()))
def test_a_shipped_deck_reads_back_as_it_was_read(deck: str, cache: Path, readings: list[int]) -> None:
    folders = [shipped_folder("decks") / deck]
    assert repr(cached_library(folders, cache)) == repr(cached_library(folders, cache))
    assert len(readings) == 1


def test_a_change_of_equal_size_and_time_is_seen(folder: Path, library: Read) -> None:
    library()
    file = folder / "cards.md"
    before = file.stat()
    file.write_text(CARD.replace("Which one?", "Whose one?"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert [card.title for card in library().cards()] == ["Whose one?"]


def test_a_new_file_and_a_lost_one_are_seen(folder: Path, library: Read) -> None:
    library()
    (folder / "more.md").write_text(CARD.replace("d-1", "d-2").replace("three", "four"))
    assert [card.id for card in library().cards()] == ["d-1", "d-2"]
    (folder / "cards.md").unlink()
    assert [card.id for card in library().cards()] == ["d-2"]


def test_a_file_that_a_check_names_is_missed(folder: Path, library: Read) -> None:
    check = (
        'type = "code"\nprompt = "Write it"\nstarter = "a.py"\ntests = "a.py"\nright = "a.py"\nwrong = "w"\n'
    )
    (folder / "w").mkdir()
    (folder / "a.py").write_text("")
    (folder / "cards.md").write_text(f"{CARD}\n```check\n{check}```\n")
    assert not [fault for fault in library().faults if not fault.warning]
    (folder / "a.py").unlink()
    assert [fault for fault in library().faults if not fault.warning]


def test_faults_are_kept_too(folder: Path, library: Read) -> None:
    (folder / "cards.md").write_text(CARD.replace("skill=s", "skill=t"))
    assert library().faults == library().faults
    assert library().faults[0].message == "unknown skill `t`"


@pytest.mark.parametrize("at", [0, DIGEST, 2 * DIGEST, -1])
def test_a_copy_that_is_not_whole_is_ignored(
    library: Read, cache: Path, readings: list[int], at: int
) -> None:
    first = library()
    data = bytearray(kept(cache).read_bytes())
    data[at] ^= 1
    kept(cache).write_bytes(data)
    assert library() == first
    assert len(readings) == 2
    kept(cache).write_bytes(data[: len(data) // 2])
    assert library() == first
    kept(cache).write_bytes(b"")
    assert library() == first


def test_a_copy_of_another_version_is_ignored(
    library: Read, readings: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    library()
    monkeypatch.setattr(prepapp, "__version__", "0.0.0")
    library()
    assert len(readings) == 2


def test_a_copy_by_another_reader_is_ignored(
    library: Read, readings: list[int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = tmp_path / "core.py"
    source.write_text("")
    monkeypatch.setattr("prepapp.session.cache._reader_files", lambda: iter([source]))
    library()
    source.write_text("# changed")
    library()
    assert len(readings) == 2


def test_decks_elsewhere_have_a_copy_of_their_own(folder: Path, cache: Path, readings: list[int]) -> None:
    other = folder.with_name("other")
    other.mkdir()
    (other / "deck.toml").write_text(TOML.replace('"d"', '"e"'))
    for _ in range(2):
        assert [deck.id for deck in cached_library([folder], cache).decks] == ["d"]
        assert [deck.id for deck in cached_library([folder, other], cache).decks] == ["d", "e"]
    assert readings == [1, 2]


def test_a_home_that_cannot_be_written_goes_without(folder: Path, cache: Path, readings: list[int]) -> None:
    cache.parent.mkdir(parents=True)
    cache.write_text("a file where the folder should be")
    assert cached_library([folder], cache) == cached_library([folder], cache)
    assert len(readings) == 2


def test_an_unchanged_deck_needs_no_parser(folder: Path, cache: Path) -> None:
    cached_library([folder], cache)
    code = (
        "import sys, pathlib; from prepapp.session.cache import cached_library\n"
        "library = cached_library([pathlib.Path(sys.argv[1])], pathlib.Path(sys.argv[2]))\n"
        "assert [card.id for card in library.cards()] == ['d-1']\n"
        "print({'markdown_it', 'mdit_py_plugins', 'TeXicode', 'sqlalchemy'} & set(sys.modules))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(folder), str(cache)], check=True, capture_output=True, text=True
    )
    assert told.stdout.strip() == "set()"


def test_every_parser_named_is_one_that_can_be_found() -> None:
    assert all(find_spec(parser) for parser in PARSERS)
