"""The part of a Markdown file below one H2: its heading, its sections, their lists."""

import hashlib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from markdown_it.token import Token

from prepapp.core.attributes import Attributes, split_attributes
from prepapp.core.cardlists import Item, follow_ups, key_points, red_flags
from prepapp.core.faults import Faults, suggestion

ID = re.compile(r"[a-z0-9][a-z0-9-]*")
ID_HINT = "use lowercase letters, digits and hyphens, as in `rn-012`"
MUSTS = 3
"""More must-points than this cannot all be decisive."""

QUESTION = "Question"
"""The section between a heading and the first H3; no author writes its name."""
LISTS: tuple[tuple[str, str, Callable[[Sequence[Item], Faults], tuple[Any, ...]]], ...] = (
    ("Key points", "points", key_points),
    ("Red flags", "red_flags", red_flags),
    ("Follow-ups", "follow_ups", follow_ups),
)
BLOCKS = ("check", "claim")


class Scope(NamedTuple):
    """What the cards of a file are checked against."""

    deck: str
    folder: Path
    skills: frozenset[str] | None
    """None where deck.toml could not be read."""
    plan: tuple[int, ...] | None
    profiles: frozenset[str] | None = None


class Section(NamedTuple):
    """The lines and the blocks below one H3."""

    name: str
    start: int
    end: int
    tokens: tuple[Token, ...]


class Draft(NamedTuple):
    """The part of a file between one H2 and the next, cut at its H3; lines are from 0."""

    heading: Attributes
    start: int
    end: int
    sections: tuple[Section, ...]


class PartReader:
    """What is read of a heading and its sections alike, whatever they make up."""

    KIND: ClassVar[str]
    """What it is called where something is wrong."""
    ATTRIBUTES: ClassVar[Collection[str]]
    SECTIONS: ClassVar[Collection[str]]
    ID_WANTED: ClassVar[str]
    """How to give an id."""

    def __init__(self, draft: Draft, lines: list[str], scope: Scope, faults: Faults) -> None:
        self.draft = draft
        self.heading = draft.heading
        self.lines = lines
        self.scope = scope
        self.faults = faults

    def check_heading(self) -> None:
        """Note what a heading should not say, and an empty one."""
        for name in self.heading.values:
            if name not in self.ATTRIBUTES:
                hint = suggestion(name, self.ATTRIBUTES)
                self.faults.add(*self.heading.place(name), f"unknown attribute `{name}`", hint)
        if not self.heading.text:
            self.add(f"the {self.KIND} asks nothing", "write its question after ##")

    def add(self, message: str, hint: str) -> None:
        """Note a mistake at the heading."""
        self.faults.add(self.heading.line, self.heading.column, message, hint)

    def warn(self, message: str, hint: str) -> None:
        """Warn at the heading."""
        self.faults.warn(self.heading.line, self.heading.column, message, hint)

    def required(self, name: str, hint: str) -> str | None:
        """An attribute that it cannot do without."""
        value = self.heading.values.get(name)
        if value is None and self.heading.readable:
            self.add(f"the {self.KIND} has no {name}", hint)
        return value

    def read_id(self) -> str | None:
        """The id."""
        value = self.required("id", self.ID_WANTED)
        if value is None or ID.fullmatch(value):
            return value
        self.faults.add(*self.heading.place("id"), f"`{value}` is no id", ID_HINT)
        return None

    def read_skill(self) -> str | None:
        """The id of its skill."""
        value = self.required("skill", "name a [[skill]] of deck.toml: skill=…")
        skills = self.scope.skills
        if value is None or skills is None or value in skills:
            return value
        hint = suggestion(value, skills) or "add a [[skill]] to deck.toml"
        self.faults.add(*self.heading.place("skill"), f"unknown skill `{value}`", hint)
        return None

    def name_of(self, name: str) -> str | None:
        """An attribute that names something by its id."""
        value = self.heading.values.get(name)
        if value is None or re.fullmatch(r"[\w-]+", value):
            return value
        self.faults.add(*self.heading.place(name), f"{name}: `{value}` is no id", ID_HINT)
        return None

    def number(self, name: str, default: float, whole: bool = False) -> float:
        """An attribute above 0; the default, with a fault, where it is not."""
        value = self.heading.values.get(name)
        if value is None:
            return default
        if re.fullmatch(r"[0-9]{1,5}" if whole else r"[0-9]{1,5}(\.[0-9]{1,5})?", value) and float(value) > 0:
            return float(value)
        kind = "a whole number of seconds above 0" if whole else "a number above 0"
        self.faults.add(
            *self.heading.place(name), f"{name}={value} is not {kind}", f"such as {name}={default:g}"
        )
        return default

    def sections(self) -> Mapping[str, Section]:
        """The sections by name; of two with one name, the first."""
        found: dict[str, Section] = {}
        for section in self.draft.sections:
            line, column = section.start - 1, 0
            if section.name not in self.SECTIONS or (section.name == QUESTION and section.start != self.body):
                hint = suggestion(section.name, set(self.SECTIONS) - {QUESTION})
                self.faults.add(line, column, f"unknown section `{section.name}`", hint)
            elif section.name in found:
                self.faults.add(line, column, f"a second section `{section.name}`", "merge it with the first")
            else:
                found[section.name] = section
        return found

    @property
    def body(self) -> int:
        """The line after the heading."""
        return self.draft.sections[0].start

    def prose(self, section: Section | None) -> str:
        """The Markdown of a section without its check and claim blocks."""
        if section is None:
            return ""
        skipped = {n for t in section.tokens if is_block(t) and t.map for n in range(t.map[0], t.map[1])}
        kept = [self.lines[n] for n in range(section.start, section.end) if n not in skipped]
        text = "\n".join(kept).strip("\n").rstrip()
        return re.sub(r"\n{3,}", "\n\n", text) if skipped else text

    def items(self, section: Section | None) -> list[Item]:
        """The items of a section that is one list."""
        if section is None:
            return []
        items = []
        for n, token in enumerate(section.tokens):
            if token.map is None or is_block(token):
                continue
            start, end = token.map
            if token.type == "list_item_open" and token.level == 1 and token.markup in "-*+":
                items.append(self.item(start, end, n, section.tokens))
            elif token.level == 0 and token.type not in ("bullet_list_open", "html_block"):
                self.faults.add(
                    start, 0, f"`{section.name}` holds more than its list", "begin each line with `- `"
                )
        return items

    def item(self, start: int, end: int, n: int, tokens: Sequence[Token]) -> Item:
        """One item: a single paragraph is joined to one line, anything longer stays Markdown."""
        rows = "\n".join(self.lines[start:end]).rstrip().split("\n")
        marker = re.match(r"\s*[-*+]\s*", rows[0])
        indent = marker.end() if marker else 0
        simple = len(tokens) > n + 4 and tokens[n + 1].type == "paragraph_open" and tokens[n + 4].level == 1
        rest = [
            row.strip() if simple else row[indent:] if not row[:indent].strip() else row for row in rows[1:]
        ]
        text = (" " if simple else "\n").join([rows[0][indent:].rstrip(), *rest])
        return Item(split_attributes(text, start, rows, self.faults), indent)

    def revision(self) -> str:
        """A hash of its source, blanks at line ends aside."""
        rows = [line.rstrip() for line in self.lines[self.draft.start : self.draft.end]]
        return hashlib.blake2b("\n".join(rows).strip().encode()).hexdigest()[:16]


def is_block(token: Token) -> bool:
    """Whether a token is a check or a claim of its card."""
    return token.type == "fence" and token.level == 0 and token.info.strip() in BLOCKS
