"""What an import has read, before it is made into cards: one question as another program holds it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from prepapp.errors import PrepError
from prepapp.exchange import bounds


@dataclass(frozen=True, slots=True)
class Part:
    """A field of a note: its name, empty where the file gives none, and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """One question with its answer."""

    key: str
    """What stays the same however often the note is exported."""
    place: str
    """Where it stands, for a message."""
    question: str
    answer: tuple[Part, ...]
    html: bool
    cloze: int | None = None
    """The number of the gap that is asked, where the question has gaps."""
    tags: tuple[str, ...] = ()
    deck: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Everything that a file holds."""

    notes: tuple[Note, ...] = ()
    rows: tuple[Mapping[str, str], ...] = ()
    """The columns of a table that PrepApp wrote, which are Markdown already."""
    media: Mapping[str, Path] = field(default_factory=dict)
    """Pictures and sounds: where they are by the name that the notes use."""


def told(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return the parts that say something; one that is alone needs no name."""
    kept = [part for part in parts if part.text.strip() and part.name != "ID"]
    return tuple(kept) if len(kept) > 1 else tuple(Part("", part.text) for part in kept)


def within_bounds(notes: Iterable[Note], where: str) -> Iterator[Note]:
    """Walk notes until they are more, or longer, than a deck can be."""
    total = 0
    for n, note in enumerate(notes):
        total += len(note.question) + sum(len(part.text) for part in note.answer)
        if total > bounds.TEXT or n >= bounds.CARDS:
            what = f"more than {bounds.CARDS:,} cards or {bounds.TEXT >> 20} MiB of text"
            raise PrepError(what, where, "export it in parts")
        yield note
