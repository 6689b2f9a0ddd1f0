"""deck.toml: the deck's name, plan, skills, checkpoints and interviewer profiles."""

from collections.abc import Iterable, Mapping
from itertools import chain, pairwise, repeat
from pathlib import Path
from typing import Any, NamedTuple

from prepapp.core.card import PLAN, Checkpoint, Deck, Profile, Skill
from prepapp.core.faults import Faults, suggestion
from prepapp.core.formats import FORMATS
from prepapp.core.partfile import FORMAT
from prepapp.core.partread import ID, ID_HINT
from prepapp.core.toml import (
    POSITIVE,
    TABLE,
    TABLES,
    TEXT,
    TEXTS,
    WHOLE,
    WHOLES,
    Key,
    Place,
    Schema,
    fitting,
    parse_toml,
)

LEVELS = 5
YEAR = 365
"""No plan is longer, in days."""


SKILL: Schema = {"id": Key(TEXT, required=True), "title": Key(TEXT, required=True), "levels": Key(TEXTS)}
CHECKPOINT: Schema = {
    "id": Key(TEXT, required=True),
    "day": Key(WHOLE, required=True),
    "text": Key(TEXT, required=True),
    "cards": Key(TEXTS),
    "mock": Key(TEXT),
}
PROFILE: Schema = {
    "id": Key(TEXT, required=True),
    "title": Key(TEXT, required=True),
    "opening": Key(TEXT),
    "weights": Key(TABLE),
}
DECK: Schema = {
    "format": Key(WHOLE, required=True),
    "id": Key(TEXT, required=True),
    "title": Key(TEXT, required=True),
    "source": Key(TEXT),
    "plan": Key(WHOLES),
    "primer": Key(TEXTS),
    "skill": Key(TABLES),
    "checkpoint": Key(TABLES),
    "profile": Key(TABLES),
}


class PlacedCheckpoint(NamedTuple):
    """A checkpoint, and where (from 0) its id and its cards are written."""

    checkpoint: Checkpoint
    id_place: tuple[int, int]
    cards_place: tuple[int, int]


class DeckHead(NamedTuple):
    """A deck without its cards and checkpoints, the checkpoints with their places, and where all else is."""

    deck: Deck
    checkpoints: tuple[PlacedCheckpoint, ...]
    plan_place: tuple[int, int]
    primer_place: tuple[int, int]
    skill_places: Mapping[str, tuple[int, int]]
    """By the skill's id."""


def read_head(text: str, folder: Path, faults: Faults) -> DeckHead | None:
    """The deck of a deck.toml; None where its id or its format cannot be had."""
    table = parse_toml(text, 0, faults)
    if table is None:
        return None
    lines = text.split("\n")
    whole = Place(lines, 0, len(lines), 0)
    fitting(table, DECK, whole, faults, "deck.toml")
    reader = _HeadReader(table, whole, faults)
    deck_id, known_format = reader.named("id", whole, table), reader.is_known_format()
    if deck_id is None or not known_format:
        return None
    plan, (skills, skill_places) = reader.plan(), reader.skills()
    title, source = (table[key] if TEXT.fits(table.get(key)) else "" for key in ("title", "source"))
    profiles = reader.profiles({skill.id for skill in skills})
    primer = tuple(table["primer"]) if TEXTS.fits(table.get("primer")) else ()
    deck = Deck(
        deck_id, title or deck_id, str(folder), source, plan, skills, profiles=profiles, primer=primer
    )
    places = whole.key("plan"), whole.key("primer"), skill_places
    return DeckHead(deck, reader.checkpoints(plan), *places)


class _HeadReader:
    """The tables of one deck.toml."""

    def __init__(self, table: Mapping[str, Any], whole: Place, faults: Faults) -> None:
        self.table = table
        self.whole = whole
        self.faults = faults

    def named(self, key: str, place: Place, table: Mapping[str, Any]) -> str | None:
        """An id; None, with a fault, where it is none."""
        value = table.get(key)
        if isinstance(value, str) and not ID.fullmatch(value):
            self.faults.add(*place.key(key), f"`{value}` is no id", ID_HINT)
            return None
        return value if isinstance(value, str) else None

    def is_known_format(self) -> bool:
        """Whether this version can read the deck; a missing format is a fault and read as the first."""
        value = self.table.get("format", FORMAT)
        if WHOLE.fits(value) and value != FORMAT:
            hint = f"this version reads format {FORMAT}"
            self.faults.add(*self.whole.key("format"), f"unknown format {value}", hint)
            return False
        return True

    def plan(self) -> tuple[int, ...]:
        """The offsets; the usual ones where they are left out or wrong."""
        days = self.table.get("plan")
        if days is None or not WHOLES.fits(days):
            return PLAN
        if len(days) < 2 or days[0] != 0 or any(a >= b for a, b in pairwise(days)):
            self.faults.add(
                *self.whole.key("plan"), "the plan does not ascend from 0", f"such as {list(PLAN)}"
            )
            return PLAN
        if days[-1] > YEAR:
            hint = f"end it by day {YEAR}"
            self.faults.add(*self.whole.key("plan"), "the plan is longer than a year", hint)
            return PLAN
        return tuple(days)

    def tables(self, name: str, schema: Schema) -> Iterable[tuple[dict[str, Any], Place]]:
        """The sound tables of one kind with valid ids, the first of each id."""
        found: Any = self.table.get(name)
        taken: dict[str, int] = {}
        places = chain(self.whole.tables(name), repeat(self.whole))
        for table, place in zip(found if TABLES.fits(found) else (), places, strict=False):
            sound = fitting(table, schema, place, self.faults, f"[[{name}]]")
            if sound is None or self.named("id", place, sound) is None:
                continue
            line, column = place.key("id")
            first = taken.setdefault(sound["id"], line)
            if first != line:
                what = f"{name} `{sound['id']}` stands in line {first + 1} already"
                self.faults.add(line, column, what, "ids are unique: rename one")
                continue
            yield sound, place

    def skills(self) -> tuple[tuple[Skill, ...], dict[str, tuple[int, int]]]:
        """The skills, and where their ids are; levels that are not five are left out."""
        skills, places = [], {}
        for table, place in self.tables("skill", SKILL):
            levels = tuple(table.get("levels", ()))
            if levels and len(levels) != LEVELS:
                what = f"skill `{table['id']}` has {len(levels)} levels"
                self.faults.add(*place.key("levels"), what, "give five texts, for 1 to 5, or none")
                levels = ()
            skills.append(Skill(table["id"], table["title"], levels))
            places[table["id"]] = place.key("id")
        return tuple(skills), places

    def checkpoints(self, plan: tuple[int, ...]) -> tuple[PlacedCheckpoint, ...]:
        """The tasks on days of the plan."""
        found = []
        for table, place in self.tables("checkpoint", CHECKPOINT):
            mock = table.get("mock")
            if table["day"] not in plan:
                hint = f"the plan has {', '.join(map(str, plan))}"
                self.faults.add(*place.key("day"), f"day {table['day']} is no day of the plan", hint)
                continue
            if mock is not None and mock not in FORMATS:
                self.faults.add(*place.key("mock"), f"unknown mock `{mock}`", suggestion(mock, FORMATS))
                mock = None
            if mock is not None and table.get("cards"):
                hint = "keep one of the two"
                self.faults.add(*place.key("mock"), "a checkpoint with both cards and a mock", hint)
                mock = None
            cards = tuple(table.get("cards", ()))
            checkpoint = Checkpoint(table["id"], table["day"], table["text"], cards, mock)
            found.append(PlacedCheckpoint(checkpoint, place.key("id"), place.key("cards")))
        return tuple(found)

    def profiles(self, skills: set[str]) -> tuple[Profile, ...]:
        """The kinds of interviewer; a weight of no skill is left out."""
        found = []
        for table, place in self.tables("profile", PROFILE):
            weights: dict[str, float] = {}
            for skill, factor in table.get("weights", {}).items():
                if skill not in skills:
                    hint = suggestion(skill, skills)
                    self.faults.add(*place.key(skill), f"unknown skill `{skill}` in the weights", hint)
                elif not POSITIVE.fits(factor):
                    what = f"the weight of `{skill}` is not {POSITIVE.what}"
                    self.faults.add(*place.key(skill), what, "such as 1.5")
                else:
                    weights[skill] = float(factor)
            found.append(Profile(table["id"], table["title"], weights, table.get("opening", "")))
        return tuple(found)
