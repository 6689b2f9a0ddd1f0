"""Cards of a deck from the notes of other programs; what makes no sound card is named."""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from prepapp.core.card import PLAN, Deck
from prepapp.core.cardfile import read_cards
from prepapp.core.faults import Faults
from prepapp.core.partread import ID, Scope
from prepapp.core.stamp import id_of
from prepapp.errors import PrepError
from prepapp.exchange.cardtext import PROSE, attributes, markdown_of
from prepapp.exchange.cloze import open_gap
from prepapp.exchange.htmltext import Media, as_html, markdown
from prepapp.exchange.note import Note, Source
from prepapp.exchange.sheet import GUID

SKILL = "general"
"""The skill of cards that name none."""
TITLE = 200
"""Characters that a title may have."""
NO_TITLE = re.compile(r"(?:[-+*]|\d+[.)])\s|[>|#]|```|~~~|\$\$|!\[|\s|$")
"""How lines begin that make no title."""
OCCLUSION = "image-occlusion:"
PLACED = re.compile(r"[^:]+::(skill|day)::(.+)")
"""A tag that says where a card belongs."""


class Made(NamedTuple):
    """A card for a deck."""

    id: str
    skill: str
    text: str


class LeftOut(NamedTuple):
    """A note that makes no card, and why."""

    place: str
    why: str


@dataclass(frozen=True, slots=True)
class Target:
    """The deck that cards are made for."""

    id: str
    folder: Path
    deck: Deck | None
    """None where it is new."""
    plan: tuple[int, ...] = PLAN

    def skill(self, wanted: str) -> str:
        """Return the skill that a card gets: in a deck that is there already, one that this has."""
        if self.deck is None:
            return wanted or SKILL
        skills = [skill.id for skill in self.deck.skills]
        return wanted if wanted in skills else next(iter(skills), SKILL)


def target_of(name: str, folder: Path, deck: Deck | None, source: Source) -> Target:
    """Return the deck that a source is put into; the plan of a new one has each day that it names."""
    if deck is not None:
        return Target(name, folder, deck, deck.plan)
    days = {int(row["Day"]) for row in source.rows if re.fullmatch("[0-9]{1,3}", row["Day"])}
    return Target(name, folder, None, PLAN if days <= set(PLAN) else tuple(sorted({0, *days})))


class Maker:
    """The cards of one import in the making."""

    def __init__(self, target: Target, taken: Collection[str], media: Media) -> None:
        self.target = target
        self.taken = set(taken)
        self.media = media
        self.made: list[Made] = []
        self.skipped = 0
        """Notes whose card is there already."""
        self.left_out: list[LeftOut] = []

    def make(self, source: Source) -> None:
        """Make every card that is not there yet."""
        for row in source.rows:
            self.from_row(row, {each["ID"] for each in source.rows})
        for n, note in enumerate(source.notes):
            self.from_note(note, self.share(n, len(source.notes)))

    def share(self, n: int, of: int) -> int:
        """Return the day of one of many cards: as many on each, the last kept free for repetition."""
        days = self.target.plan[:-1] or self.target.plan
        return days[n * len(days) // of]

    def from_row(self, row: Mapping[str, str], beside: Collection[str]) -> None:
        """Take a row of our own table as it is; one that is no sound card is refused."""
        if row["ID"] in self.taken:
            self.skipped += 1
            return
        tags = row["tags"].split()[2:]
        pair = row["Pair"] if row["Pair"] in self.taken | set(beside) else ""
        skill = self.target.skill(row["Skill"])
        text = markdown_of({**row, "Skill": skill, "Pair": pair}, tags)
        why = self.fault(row["ID"], skill, text) or ("" if ID.fullmatch(skill) else f"`{skill}` is no skill")
        if why:
            raise PrepError(why, row["place"], "mend the row; nothing was written")
        self.keep(Made(row["ID"], skill, text))

    def from_note(self, note: Note, day: int) -> None:
        """Make a card of a note."""
        name = self.name(note.key)
        if name in self.taken:
            self.skipped += 1
            return
        question, answer, why = self.sides(note)
        if why:
            self.left_out.append(LeftOut(note.place, why))
            return
        skill, day = self.placed(note, day)
        braces = attributes(name, {"skill": skill, "day": str(day), "tags": ", ".join(_words(note.tags))})
        title, body = headed(question)
        texts = [f"## {title} {braces}", body, answer]
        text = "\n\n".join(each for each in texts if each) + "\n"
        if self.fault(name, skill, text):
            text = (
                f"## {_summary(question)} {braces}\n\n{_fenced(question)}\n\n### Answer\n{_fenced(answer)}\n"
            )
        self.keep(Made(name, skill, text))

    def keep(self, card: Made) -> None:
        """Take a card in."""
        self.taken.add(card.id)
        self.made.append(card)

    def name(self, key: str) -> str:
        """Return the id of a note's card: its own, or one that is the same at every import."""
        own = key.removeprefix(GUID)
        if key != own and ID.fullmatch(own):
            return own
        return f"{self.target.id}-{hashlib.blake2b(key.encode(), digest_size=5).hexdigest()}"

    def placed(self, note: Note, day: int) -> tuple[str, int]:
        """The skill and the day of a card: as its tags say, else by its deck and its turn."""
        said = {found[1]: found[2] for tag in note.tags if (found := PLACED.fullmatch(tag))}
        skill = said.get("skill") or id_of(note.deck.rpartition("::")[2])
        days = {str(each): each for each in self.target.plan}
        return self.target.skill(id_of(skill)), days.get(said.get("day", ""), day)

    def sides(self, note: Note) -> tuple[str, str, str]:
        """The Markdown of a question and of its answer sections; else why there is none."""
        if OCCLUSION in note.question:
            return "", "", "a picture with parts hidden cannot be asked in a terminal"
        html = (lambda text: text) if note.html else as_html
        asked, told = html(note.question), ""
        if note.cloze is not None:
            gaps = open_gap(asked, note.cloze)
            if not gaps.gaps:
                return "", "", f"it has no gap {note.cloze}"
            asked, told = gaps.asked, markdown(gaps.told, self.media)
        question = markdown(asked, self.media)
        parts = [(part.name, markdown(html(part.text), self.media)) for part in note.answer]
        answer = _sections(told, [part for part in parts if part[1]])
        if not question or not answer:
            return "", "", "it asks nothing" if not question else "it has no answer"
        return question, answer, ""

    def fault(self, name: str, skill: str, text: str) -> str:
        """What a deck would say against a card; nothing where it is sound and alone."""
        faults = Faults("")
        scope = Scope(self.target.id, self.target.folder, frozenset([skill]), self.target.plan)
        cards = read_cards("\n" + text, scope, faults)
        errors = [fault.message for fault in faults.found if not fault.warning]
        if errors or [placed.card.id for placed in cards] != [name]:
            return errors[0] if errors else "it makes no card of its own"
        return ""


def headed(text: str) -> tuple[str, str]:
    """Return a title, and what of the question does not fit into it."""
    line, _, rest = text.partition("\n")
    title = line.rstrip()
    if NO_TITLE.match(title) or len(title) > TITLE or rest.startswith("|"):
        return _summary(text), text
    return title, rest.strip("\n")


def _summary(text: str) -> str:
    """A title for a question whose first line makes none."""
    words = re.findall(r"[^\W_]+", re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text))
    return f"{' '.join(words[:8])}…" if words else "What is this?"


def _sections(told: str, parts: Iterable[tuple[str, str]]) -> str:
    """The answer and what has a section of its own; other named parts are told in the answer."""
    names = {title.casefold(): title for title in PROSE}
    answer = [told] if told else []
    sections = []
    for name, text in parts:
        title = names.get(name.casefold())
        if title:
            sections.append(f"### {title}\n{text}")
        elif name and name.casefold() not in ("answer", "back"):
            answer.append(f"**{markdown(as_html(name), lambda _: None)}**\n\n{text}")
        else:
            answer.append(text)
    return "\n\n".join(["### Answer\n" + "\n\n".join(answer), *sections]) if answer else ""


def _fenced(text: str) -> str:
    ticks = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{ticks}\n{text}\n{ticks}"


def _words(tags: Iterable[str]) -> list[str]:
    """The tags that a heading can carry."""
    kept = [tag for tag in tags if not PLACED.fullmatch(tag)]
    return [word for tag in kept if (word := re.sub(r"[^\w:.+/-]+", "-", tag).strip("-"))][:20]
