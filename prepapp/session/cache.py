"""Decks as they were last read, so that an unchanged one needs neither a Markdown nor a TeX parser.

A copy is taken only for files of the very words that it was read from, by the very reader that read them, and
where its own bytes are whole. A file's words are looked at only where its size, its modification time or its
change time are not those noted, or were too new to be noted: two writes within one tick of a file system's
clock leave the same times (git calls such a file racily clean). What remains unseen is a change of equal size
whose times were set back, the change time by setting the clock; ``prepapp deck check`` reads all.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from time import time_ns
from zlib import crc32

import msgspec

import prepapp
from prepapp.core.card import Library

READER = ("core", "tex")
"""Our own packages that decide what is read from a deck."""

PARSERS = ("markdown_it", "mdit_py_plugins", "texicode")
"""Those of others."""

READ = (".md", ".toml")
"""Files whose words matter; of any other only that it is there."""

TICK_NS = 2_000_000_000
"""The coarsest clock of a file system, FAT's."""

SUM = 4
"""Bytes of the checksum that a copy begins with: against damage, not malice."""


class Seen(msgspec.Struct, frozen=True, array_like=True):
    """What was seen of one file."""

    words: bytes
    """Digest of what it holds; empty where only its name matters."""
    stat: tuple[int, ...]
    """Size, modification and change time (ns); empty where they are not to be trusted."""


Files = Mapping[bytes, Seen]
"""The files below the folder of a deck, by name."""


class Copy(msgspec.Struct, frozen=True, array_like=True):
    """A library as it was read, and what it was read from."""

    reader: bytes
    files: Sequence[Files]
    library: memoryview
    """Encoded; empty where there is no copy yet."""


def cached_library(folders: Sequence[Path], cache: Path, clock: Callable[[], int] = time_ns) -> Library:
    """Return the decks of these folders, from the copy in ``cache`` so far as nothing has changed.

    ``clock`` gives the nanoseconds that the times of files are compared with.
    """
    named = blake2b("\n".join(map(str, folders)).encode(), digest_size=8).hexdigest()
    file = cache / f"decks-{named}.msgpack"
    copy = _load(file, _reader(), folders)
    seen = _look(folders, copy.files, clock())
    before = _decoded(copy.library)
    if before is not None and _words(seen) == _words(copy.files):
        if seen != copy.files:
            _write(file, Copy(copy.reader, seen, copy.library))
        return before
    library = _read(folders, before, copy.files, seen)
    if _words(_look(folders, seen, clock())) == _words(seen):
        _keep(file, copy.reader, seen, library)
    return library


def _read(
    folders: Sequence[Path], before: Library | None, noted: Sequence[Files], seen: Sequence[Files]
) -> Library:
    # The parsers take 50 ms to import, and the copy does without them.
    from prepapp.core.deckfile import read_library, reread_library

    if before is None:
        return read_library(folders)
    return reread_library(folders, before, list(_unchanged(folders, noted, seen)))


def _unchanged(folders: Sequence[Path], noted: Sequence[Files], seen: Sequence[Files]) -> Iterator[str]:
    """The Markdown files with the words of before, in folders where all else still is as it was."""
    for folder, old, new in zip(folders, _words(noted), _words(seen), strict=True):
        if all(new.get(name) == words for name, words in old.items() if not name.endswith(b".md")):
            same = (name for name in old.items() & new.items() if name[0].endswith(b".md"))
            yield from (str(folder / os.fsdecode(name)) for name, _ in same)


def _words(files: Sequence[Files]) -> list[dict[bytes, bytes]]:
    return [{name: seen.words for name, seen in below.items()} for below in files]


def _look(folders: Sequence[Path], noted: Sequence[Files], now: int) -> list[Files]:
    """See what lies below each folder; ``noted`` is what was seen before."""
    return [_look_below(folder, files, now) for folder, files in zip(folders, noted, strict=True)]


def _look_below(folder: Path, noted: Files, now: int) -> Files:
    found = {}
    for name in _names(str(folder)):
        key = os.fsencode(name)
        found[key] = _see(folder / name, noted.get(key), now) if name.endswith(READ) else Seen(b"", ())
    return found


def _names(folder: str) -> Iterator[str]:
    """Whatever lies below a folder, relative to it; ``glob`` takes long where there are hundreds."""
    for parent, folders, files in os.walk(folder, followlinks=True):
        below = parent[len(folder) + 1 :]
        for name in (*folders, *files):
            yield f"{below}/{name}" if below else name


def _see(path: Path, noted: Seen | None, now: int) -> Seen:
    stat = _stat(path, now)
    if noted is not None and noted.stat == stat != ():
        return noted
    try:
        return Seen(_digest(path.read_bytes()), stat)
    except OSError as error:
        return Seen(f"errno {error.errno}".encode(), stat)


def _stat(path: Path, now: int) -> tuple[int, ...]:
    """The size and the times of a file; nothing where a write to come could leave the same."""
    try:
        stat = path.stat()
    except OSError:
        return ()
    settled = max(stat.st_mtime_ns, stat.st_ctime_ns) < now - TICK_NS
    return (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns) if settled else ()


def _reader() -> bytes:
    """Return what tells this reader from another version of it, without importing it."""
    stats = [(file, file.stat()) for file in _reader_files()]
    lines = [f"{file} {stat.st_size} {stat.st_mtime_ns}" for file, stat in stats]
    return _digest("\n".join([prepapp.__version__, *lines]).encode())


def _reader_files() -> Iterator[Path]:
    for package in READER:
        yield from sorted((Path(prepapp.__file__).parent / package).glob("*.py"))
    for parser in PARSERS:
        spec = find_spec(parser)
        if spec is not None and spec.origin is not None:
            yield Path(spec.origin)


def _load(file: Path, reader: bytes, folders: Sequence[Path]) -> Copy:
    """Return the copy by this reader; an empty one where there is none that is whole."""
    with suppress(OSError, msgspec.DecodeError):
        data = memoryview(file.read_bytes())
        if data[:SUM] == _sum(data[SUM:]):
            copy = msgspec.msgpack.decode(data[SUM:], type=Copy)
            if copy.reader == reader:
                return copy
    return Copy(reader, [{} for _ in folders], memoryview(b""))


def _decoded(library: memoryview) -> Library | None:
    try:
        return msgspec.msgpack.decode(library, type=Library)
    except msgspec.DecodeError:
        return None


def _keep(file: Path, reader: bytes, files: Sequence[Files], library: Library) -> None:
    """Keep a copy that reads back as exactly what was read; a name that is no UTF-8 has none."""
    with suppress(UnicodeEncodeError):
        body = msgspec.msgpack.encode(library)
        if repr(_decoded(memoryview(body))) == repr(library):
            _write(file, Copy(reader, files, memoryview(body)))


def _write(file: Path, copy: Copy) -> None:
    """Replace the copy at once; a home that cannot be written goes without."""
    data = msgspec.msgpack.encode(copy)
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(_sum(data) + data)
        beside.replace(file)


def _sum(data: bytes | memoryview) -> bytes:
    return crc32(data).to_bytes(SUM)


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=32).digest()
