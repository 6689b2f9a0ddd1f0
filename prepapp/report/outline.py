"""The report as a page is laid out, whatever writes it: sections of words, tables, figures and typed text."""

from collections.abc import Callable
from dataclasses import dataclass

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list; an item may have a second, quieter part."""

    items: tuple[tuple[str, str], ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; ``right`` holds the columns of numbers."""

    caption: str
    head: Row
    rows: tuple[Row, ...]
    right: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Figure:
    """Pictures with their caption and the table behind them."""

    caption: str
    draw: tuple[Callable[[], str], ...]
    """Each returns an SVG; drawn only where pictures can be shown."""
    titles: tuple[str, ...]
    """One above each picture; empty where the caption is enough."""
    table: Table


@dataclass(frozen=True, slots=True)
class Typed:
    """What the candidate typed, as it stands."""

    label: str
    text: str


Block = Words | Items | Table | Figure | Typed


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a section under its own heading."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the page."""

    title: str
    blocks: tuple[Block, ...]
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole page."""

    title: str
    under: str
    """One line under the title."""
    facts: tuple[tuple[str, str], ...]
    """Name and value."""
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    """How the numbers are counted."""
