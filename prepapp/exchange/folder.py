"""An import as files of a deck folder: planned as a whole, then written whole or not at all."""

import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

import tomlkit

from prepapp.errors import PrepError
from prepapp.exchange.making import Made, Target

MEDIA = "media"
NAME = 80
"""Characters of a file's name."""
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
"""Names that Windows keeps for itself."""


class MediaNames:
    """Names in the deck for the pictures and sounds that its new cards use."""

    def __init__(self, found: Mapping[str, Path], folder: Path) -> None:
        self.found = {unicodedata.normalize("NFC", name).casefold(): path for name, path in found.items()}
        self.used: dict[str, Path] = {}
        """What is to be copied, by the name that it gets."""
        self.names: dict[str, str] = {}
        self.folder = folder / MEDIA
        self.there = (
            {path.name.casefold(): path for path in self.folder.iterdir()} if self.folder.is_dir() else {}
        )

    def path(self, name: str) -> str | None:
        """Return where a picture or sound is in the deck; None where the file has no such."""
        key = unicodedata.normalize("NFC", name).casefold()
        if key in self.found and key not in self.names:
            self.names[key] = self.place(clean_name(name), self.found[key])
        return f"{MEDIA}/{self.names[key]}" if key in self.names else None

    def place(self, wanted: str, source: Path) -> str:
        """Return a free name, or that of a file that is the same."""
        stem, dot, suffix = wanted.rpartition(".")
        for n in count(1):
            name = wanted if n == 1 else f"{stem or suffix}-{n}{dot if stem else ''}{suffix if stem else ''}"
            there = self.there.get(name.casefold())
            if there is None:
                self.there[name.casefold()] = self.used[name] = source
                return name
            if there.is_file() and there.read_bytes() == source.read_bytes():
                return name if name in self.used else there.name
        raise AssertionError


def clean_name(name: str) -> str:
    """Return a file name that every system and every Markdown link takes."""
    plain = re.sub(r"[^\w.-]+", "_", unicodedata.normalize("NFC", name)).strip("._")
    stem, dot, suffix = plain.rpartition(".")
    short = f"{stem[: NAME - 12]}{dot}{suffix[:10]}" if stem else plain[: NAME - 2]
    return f"_{short}" if RESERVED.match(short) or not short else short


@dataclass(frozen=True, slots=True)
class Files:
    """What an import writes into a deck's folder."""

    texts: Mapping[str, str]
    media: Mapping[str, Path]


def files(target: Target, title: str, made: Iterable[Made], media: Mapping[str, Path], today: date) -> Files:
    """Return the files of an import; a deck that is there gets one more file of cards."""
    made = list(made)
    head = f'+++\nformat = 1\ndeck = "{target.id}"\n+++\n\n'
    cards = head + "\n".join(card.text for card in made)
    if target.deck is not None:
        return Files({_free_name(target.folder, today): cards}, media)
    skills = dict.fromkeys(card.skill for card in made)
    return Files({"cards.md": cards, "deck.toml": _deck_toml(target, title, skills)}, media)


def _free_name(folder: Path, today: date) -> str:
    names = (f"import-{today}{'' if n == 1 else f'-{n}'}.md" for n in count(1))
    return next(name for name in names if not (folder / name).exists())


def _deck_toml(target: Target, title: str, skills: Iterable[str]) -> str:
    document = tomlkit.document()
    document.update({"format": 1, "id": target.id, "title": title, "plan": list(target.plan)})
    tables = tomlkit.aot()
    for skill in skills:
        table = tomlkit.table()
        table.update({"id": skill, "title": skill.replace("-", " ").capitalize()})
        tables.append(table)
    document.append("skill", tables)
    return tomlkit.dumps(document)


def write(target: Target, written: Files) -> None:
    """Write the files of an import; what is there is not touched."""
    try:
        target.folder.parent.mkdir(parents=True, exist_ok=True)
        with _staged(target.folder.parent, written) as stage:
            if target.deck is None:
                stage.rename(target.folder)
            else:
                _move_in(stage, target.folder)
    except OSError as error:
        what = f"cannot be written: {error.strerror}"
        raise PrepError(what, str(target.folder), "nothing was imported") from error


@contextmanager
def _staged(parent: Path, written: Files) -> Iterator[Path]:
    """A folder with all files, beside the deck's; gone afterwards, unless it was moved."""
    stage = Path(tempfile.mkdtemp(prefix=".import-", dir=parent))
    try:
        stage.chmod(0o755)
        if written.media:
            (stage / MEDIA).mkdir()
        for name, source in written.media.items():
            shutil.copyfile(source, stage / MEDIA / name)
        for name, text in written.texts.items():
            (stage / name).write_text(text, encoding="utf-8", newline="\n")
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _move_in(stage: Path, folder: Path) -> None:
    """Move new files into a folder, the cards last; after a failure those that came are taken out again."""
    moved: list[Path] = []
    try:
        sources = [path for path in stage.rglob("*") if path.is_file()]
        for source in sorted(sources, key=lambda path: path.parent == stage):
            to = folder / source.relative_to(stage)
            to.parent.mkdir(exist_ok=True)
            os.link(source, to)  # fails where a file is there, unlike a rename
            moved.append(to)
    except OSError:
        for path in moved:
            path.unlink()
        raise
