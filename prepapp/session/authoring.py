"""What an author does to a deck's files: begin one, and give ids to its cards."""

import os
import shutil
import tempfile
import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from prepapp.core.deckfile import markdown_in, text_of
from prepapp.core.faults import Faults
from prepapp.core.stamp import Numbers, Stamp, id_of, stamp, written_ids
from prepapp.errors import PrepError

STARTER = Path(__file__).parent / "starter"
STARTER_ID, STARTER_TITLE = "my-deck", "My deck"


class Begun(NamedTuple):
    """A deck that was begun."""

    id: str
    title: str
    files: tuple[Path, ...]


class StampedFile(NamedTuple):
    """A file of a deck and the ids that it was given."""

    path: Path
    stamps: tuple[Stamp, ...]
    unreadable: tuple[int, ...]
    """Lines of headings that no id could be written into."""


def begin_deck(folder: Path, taken: Collection[str]) -> Begun:
    """Write the starter deck into a folder that is new or empty; its name gives the id."""
    name = folder.resolve().name
    deck_id = id_of(name)
    if not deck_id:
        raise PrepError("the folder's name gives no id", str(folder), "use letters a to z or digits")
    if folder.exists() and not folder.is_dir():
        raise PrepError("is a file", str(folder), "name a new folder")
    if folder.is_dir() and any(folder.iterdir()):
        raise PrepError("the folder is not empty", str(folder), "name a new one; nothing was written")
    for each in (deck_id, f"{deck_id}-001", f"{deck_id}-002"):
        if each in taken:
            raise PrepError(f"there is a deck or a card `{each}` already", str(folder), "name it otherwise")
    title = deck_id.replace("-", " ").capitalize()
    folder.mkdir(parents=True, exist_ok=True)
    return Begun(deck_id, title, tuple(_write_starter(folder, deck_id, title)))


def _write_starter(folder: Path, deck_id: str, title: str) -> Iterator[Path]:
    for source in sorted(STARTER.iterdir(), reverse=True):
        text = source.read_text(encoding="utf-8").replace(STARTER_TITLE, title)
        file = folder / source.name
        file.write_text(text.replace(STARTER_ID, deck_id), encoding="utf-8", newline="\n")
        yield file


def stamp_deck(folder: Path, taken: Collection[str]) -> list[StampedFile]:
    """Give an id to each card that lacks one; ``taken`` are the ids of other decks and of deleted cards.

    All files are read before one is written, and each is written whole or not at all.
    """
    deck_id = _deck_id(folder)
    texts = {path: _text(path) for path in markdown_in(folder)}
    ids = [each for text in texts.values() for each in written_ids(text)]
    numbers = Numbers(deck_id, ids, taken)
    done = [(path, text, stamp(text, numbers)) for path, text in texts.items()]
    for path, text, stamped in done:
        if stamped.text != text:
            _overwrite(path, stamped.text.encode())
    return [StampedFile(path, stamped.stamps, stamped.unreadable) for path, _, stamped in done]


def _deck_id(folder: Path) -> str:
    file = folder / "deck.toml"
    if not file.is_file():
        raise PrepError("no such file", str(file), "a deck is a folder with a deck.toml and Markdown files")
    try:
        deck_id = tomllib.loads(_text(file).removeprefix("\ufeff")).get("id")
    except ValueError:
        deck_id = None
    if not isinstance(deck_id, str) or id_of(deck_id) != deck_id:
        raise PrepError("gives the deck no id", str(file), "`prepapp deck check` says why")
    return deck_id


def _text(path: Path) -> str:
    """The text of a file to the byte, its byte order mark included."""
    faults = Faults(str(path))
    try:
        data = path.read_bytes()
    except OSError as error:
        hint = "see that it is a file and readable"
        raise PrepError(f"cannot be read: {error.strerror}", str(path), hint) from error
    if text_of(data, faults) is None:
        fault = faults.found[0]
        raise PrepError(fault.message, f"{path}:{fault.line}:{fault.column}", fault.hint)
    return data.decode()


def _overwrite(path: Path, data: bytes) -> None:
    """Put other bytes in a file's place, its mode kept; a link goes on pointing to it."""
    target = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        shutil.copymode(target, name)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
