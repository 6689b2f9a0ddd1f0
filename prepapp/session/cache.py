"""Decks as they were last read, so that an unchanged one needs neither a Markdown nor a TeX parser.

A copy is taken only for the very bytes that it was read from, by the very reader that read them, and where
its own bytes are whole; anything else is read again.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from glob import glob
from hashlib import blake2b
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import msgspec

import prepapp
from prepapp.core.card import Library

READER = ("core", "tex")
"""Our own packages that decide what is read from a deck."""

PARSERS = ("markdown_it", "mdit_py_plugins", "texicode")
"""Those of others."""

READ = (".md", ".toml")
"""Files whose words matter; of any other only that it is there."""

DIGEST = 32
"""Bytes of a digest."""


def cached_library(folders: Sequence[Path], cache: Path) -> Library:
    """Return the decks of these folders, from the copy in ``cache`` where nothing has changed."""
    key = _key(folders)
    named = blake2b("\n".join(map(str, folders)).encode(), digest_size=8).hexdigest()
    file = cache / f"decks-{named}.msgpack"
    kept = _read(file, key)
    if kept is not None:
        return kept
    # The parsers take 50 ms to import, and the copy does without them.
    from prepapp.core.deckfile import read_library

    library = read_library(folders)
    if _key(folders) == key:
        _write(file, key, library)
    return library


def _key(folders: Sequence[Path]) -> bytes:
    """Return a digest of all that a reading depends on: the files, their words, and the reader."""
    digest = blake2b(digest_size=DIGEST)
    for part in chain(_reader(), *map(_contents, folders)):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


def _reader() -> Iterator[bytes]:
    """What tells this reader from another version of it, without importing it."""
    yield prepapp.__version__.encode()
    for file in _reader_files():
        stat = file.stat()
        yield f"{file} {stat.st_size} {stat.st_mtime_ns}".encode()


def _reader_files() -> Iterator[Path]:
    for package in READER:
        yield from sorted((Path(prepapp.__file__).parent / package).glob("*.py"))
    for parser in PARSERS:
        spec = find_spec(parser)
        if spec is not None and spec.origin is not None:
            yield Path(spec.origin)


def _contents(folder: Path) -> Iterator[bytes]:
    """The names of all files below a folder, and the words of those that are read."""
    yield str(folder).encode()
    for path in sorted(glob("**", root_dir=folder, recursive=True, include_hidden=True)):  # noqa: PTH207
        yield path.encode("utf-8", "surrogateescape")
        if path.endswith(READ):
            yield _words(folder / path)


def _words(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        return f"errno {error.errno}".encode()


def _read(file: Path, key: bytes) -> Library | None:
    try:
        data = file.read_bytes()
    except OSError:
        return None
    body = data[2 * DIGEST :]
    if data[:DIGEST] != key or data[DIGEST : 2 * DIGEST] != _digest(body):
        return None
    try:
        return msgspec.msgpack.decode(body, type=Library)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None


def _write(file: Path, key: bytes, library: Library) -> None:
    """Keep a copy that reads back as exactly what was read; a home that cannot be written goes without."""
    body = msgspec.msgpack.encode(library)
    if repr(msgspec.msgpack.decode(body, type=Library)) != repr(library):
        return
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(key + _digest(body) + body)
        beside.replace(file)


def _digest(body: bytes) -> bytes:
    return blake2b(body, digest_size=DIGEST).digest()
