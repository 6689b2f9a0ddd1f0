import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

import prepapp
from prepapp.core import deckfile
from prepapp.core.card import Library
from prepapp.core.deckfile import read_library
from prepapp.home import shipped_folder
from prepapp.session.cache import PARSERS, cached_library

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

OTHER = CARD.replace("d-1", "d-2").replace("three", "four")

Read = Callable[[], Library]
MINUTE_NS = 60_000_000_000


def later() -> int:
    """A time at which no file is new any more."""
    return time.time_ns() + MINUTE_NS


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


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the Markdown files that are parsed."""
    names: list[str] = []
    read = deckfile.__dict__["read_cards"]

    def noting(text: str, scope: Any, faults: Any) -> Any:
        names.append(Path(faults.file).name)
        return read(text, scope, faults)

    monkeypatch.setattr(deckfile, "read_cards", noting)
    return names


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[str]:
    """The names of the deck's files whose bytes are read."""
    names: list[str] = []
    read = Path.read_bytes

    def noting(path: Path) -> bytes:
        names.extend([path.name] if path.is_relative_to(folder) else [])
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", noting)
    return names


def titles(library: Library) -> list[str]:
    return [card.title for card in library.cards()]


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


def test_an_unchanged_file_is_not_opened(folder: Path, cache: Path, opened: list[str]) -> None:
    first = cached_library([folder], cache, later)
    opened.clear()
    assert cached_library([folder], cache, later) == first
    assert opened == []


def test_a_touched_file_is_opened_once_and_not_parsed(
    folder: Path, cache: Path, opened: list[str], parsed: list[str]
) -> None:
    first = cached_library([folder], cache, later)
    os.utime(folder / "cards.md", ns=(0, 0))
    opened.clear()
    assert cached_library([folder], cache, later) == first
    assert opened == ["cards.md"]
    assert cached_library([folder], cache, later) == first
    assert opened == ["cards.md"]
    assert parsed == ["cards.md"]


def test_a_change_of_equal_size_is_seen_though_the_time_is_put_back(folder: Path, cache: Path) -> None:
    cached_library([folder], cache, later)
    file = folder / "cards.md"
    before = file.stat()
    time.sleep(0.02)  # a tick of the kernel's clock: the change time cannot be put back
    file.write_text(CARD.replace("Which one?", "Whose one?"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert titles(cached_library([folder], cache, later)) == ["Whose one?"]


@pytest.mark.parametrize(
    ("age_ns", "seen"), [(-MINUTE_NS, True), (0, True), (MINUTE_NS // 60, True), (MINUTE_NS, False)]
)
def test_the_times_of_a_file_are_trusted_when_it_was_no_longer_new(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, age_ns: int, seen: bool
) -> None:
    """On a file system whose clock stands still, so that two writes leave the same times."""
    stood = time.time_ns()
    times = SimpleNamespace(st_size=1, st_mtime_ns=stood, st_ctime_ns=stood)
    stat = Path.stat
    monkeypatch.setattr(Path, "stat", lambda path: times if path.parent == folder else stat(path))
    cached_library([folder], cache, lambda: stood + age_ns)
    (folder / "cards.md").write_text(CARD.replace("Which one?", "Whose one?"))
    again = cached_library([folder], cache, lambda: stood + age_ns)
    assert titles(again) == ["Whose one?" if seen else "Which one?"]


def test_a_deck_that_changes_while_it_is_read_leaves_no_copy(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reading(folders: Sequence[Path]) -> Library:
        library = read_library(folders)
        (folder / "cards.md").write_text(OTHER)
        return library

    monkeypatch.setattr(deckfile, "read_library", reading)
    assert [card.id for card in cached_library([folder], cache).cards()] == ["d-1"]
    assert not cache.exists()


def test_a_file_from_the_future_costs_no_copy_a_start(folder: Path, cache: Path) -> None:
    os.utime(folder / "cards.md", ns=(0, later()))
    cached_library([folder], cache)
    written = kept(cache).stat().st_ino
    cached_library([folder], cache)
    assert kept(cache).stat().st_ino == written


def test_only_the_changed_file_is_parsed(folder: Path, cache: Path, parsed: list[str]) -> None:
    (folder / "more.md").write_text(OTHER)
    (folder / "last.md").write_text(OTHER.replace("d-2", "d-3").replace("four", "five"))
    cached_library([folder], cache, later)
    parsed.clear()
    (folder / "more.md").write_text(OTHER.replace("Which one?", "Which other one?"))
    assert titles(cached_library([folder], cache, later)) == ["Which one?", "Which one?", "Which other one?"]
    assert parsed == ["more.md"]
    (folder / "last.md").unlink()
    assert titles(cached_library([folder], cache, later)) == ["Which one?", "Which other one?"]
    (folder / "first.md").write_text(OTHER.replace("d-2", "d-4").replace("four", "six"))
    assert [card.id for card in cached_library([folder], cache, later).cards()] == ["d-1", "d-4", "d-2"]
    assert parsed == ["more.md", "first.md"]
    (folder / "deck.toml").write_text(TOML.replace('"S"', '"T"'))
    cached_library([folder], cache, later)
    assert parsed[2:] == ["cards.md", "first.md", "more.md"]


def test_a_file_with_a_fault_is_parsed_again(folder: Path, cache: Path, parsed: list[str]) -> None:
    (folder / "more.md").write_text(OTHER.replace("### Follow-ups\n- Why? -> Because.\n", ""))
    first = cached_library([folder], cache, later)
    parsed.clear()
    (folder / "cards.md").write_text(CARD.replace("Which one?", "Whose one?"))
    again = cached_library([folder], cache, later)
    assert [fault.message for fault in again.faults] == ["the card has no follow-up"]
    assert again.faults == first.faults
    assert parsed == ["cards.md", "more.md"]


EDITS: Sequence[tuple[str, str]] = (
    ("Which one?", "Whose one?"),
    ("Whose one?", "Which one?"),
    ("#d-1", "#d-2"),
    ("#d-2", "#d-1"),
    ("day=0", "day=0 pair=d-2"),
    (" pair=d-2", ""),
    ("### Follow-ups", "### Follow"),
    ("### Follow\n", "### Follow-ups\n"),
    ("skill=s", "skill=t"),
    ("skill=t", "skill=s"),
    ('id = "d"', 'id = "e"'),
    ('id = "e"', 'id = "d"'),
    ('id = "s"', 'id = "t"'),
    ('id = "t"', 'id = "s"'),
    ('id = "four"', 'id = "three"'),
    ('id = "three"', 'id = "four"'),
)


@pytest.mark.parametrize("seed", range(4))
def test_after_any_edits_the_decks_are_those_that_a_whole_reading_gives(
    tmp_path: Path, cache: Path, seed: int
) -> None:
    """Files come, go and change, two decks at a time: ids are used twice, links lose their ends, and back."""
    chance = Random(seed)
    decks = [tmp_path / "one", tmp_path / "two"]
    for n, deck in enumerate(decks):
        deck.mkdir()
        (deck / "deck.toml").write_text(TOML.replace('"d"', f'"{"de"[n]}"'))
    files = [deck / name for deck in decks for name in ("a.md", "b.md", "deck.toml")]
    for _ in range(60):
        file, (old, new) = chance.choice(files), chance.choice(EDITS)
        if not file.exists():
            file.write_text(chance.choice((CARD, OTHER)))
        elif file.suffix == ".md" and chance.random() < 0.1:
            file.unlink()
        else:
            file.write_text(file.read_text().replace(old, new))
        assert repr(cached_library(decks, cache)) == repr(read_library(decks))


def test_a_deck_with_a_name_that_is_no_utf_8_goes_without(folder: Path, library: Read) -> None:
    try:
        (folder / os.fsdecode(b"caf\xe9.md")).write_text(OTHER)
    except OSError:
        pytest.skip("the file system takes only UTF-8 names")
    assert [card.id for card in library().cards()] == ["d-2", "d-1"]


def test_a_new_file_and_a_lost_one_are_seen(folder: Path, library: Read) -> None:
    library()
    (folder / "more.md").write_text(OTHER)
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


@pytest.mark.parametrize("at", [0, 4, 60, -1])
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
