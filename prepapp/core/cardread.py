"""One card from its part of a Markdown file; what cannot be had is left out, with a fault."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from prepapp.core.card import TARGET_S, Card, Check, Claim
from prepapp.core.deckblocks import read_check, read_claim
from prepapp.core.faults import Faults
from prepapp.core.partread import LISTS, MUSTS, QUESTION, Draft, PartReader, Scope, is_block

ATTRIBUTES = ("id", "skill", "day", "lab", "time", "weight", "tags", "pair")
PROSE = {
    QUESTION: "question",
    "Answer": "answer",
    "Learn": "learn",
    "Often taught": "often_taught",
    "Say": "say",
    "Source": "source",
    "Notes": "notes",
}
SECTIONS = (*PROSE, *(name for name, _, _ in LISTS))


class PlacedCard(NamedTuple):
    """A card, and where (from 0) its question, its id and its pair are written."""

    card: Card
    place: tuple[int, int]
    id_place: tuple[int, int]
    pair_place: tuple[int, int]


class CardReader(PartReader):
    """One card in the making."""

    KIND = "card"
    ATTRIBUTES = ATTRIBUTES
    SECTIONS = SECTIONS
    ID_WANTED = "end the heading with {#an-id skill=… day=…}"

    def __init__(self, draft: Draft, lines: list[str], scope: Scope, faults: Faults) -> None:
        super().__init__(draft, lines, scope, faults)
        self.checks: list[Check] = []
        self.claims: list[Claim] = []

    def read(self) -> PlacedCard | None:
        """The card; None where its id, skill, day or answer cannot be had."""
        self.check_heading()
        core: dict[str, Any] = {"id": self.read_id(), "skill": self.read_skill(), "day": self.read_day()}
        sections = self.sections()
        parts: dict[str, Any] = {field: self.prose(sections.get(name)) for name, field in PROSE.items()}
        parts |= {field: take(self.items(sections.get(name)), self.faults) for name, field, take in LISTS}
        self.read_blocks()
        self.check_parts(parts)
        if None in core.values() or not parts["answer"]:
            return None
        card = Card(**core, **parts, **self.options(), **self.identity())
        place = self.heading.line, self.heading.column
        return PlacedCard(card, place, self.heading.place("id"), self.heading.place("pair"))

    def check_parts(self, parts: Mapping[str, Any]) -> None:
        """Note a missing answer, and warn of what makes a card a poor one."""
        if not parts["answer"]:
            self.add("the card has no answer", "write one under ### Answer")
        if sum(point.must for point in parts["points"]) > MUSTS:
            self.warn("more than three must-points", "keep `[!]` for what an answer cannot do without")
        if not parts["follow_ups"]:
            self.warn("the card has no follow-up", "an interviewer always asks on: add ### Follow-ups")

    def options(self) -> dict[str, Any]:
        """What a heading may leave out."""
        return {
            "lab": self.name_of("lab"),
            "target_s": int(self.number("time", TARGET_S, whole=True)),
            "weight": self.number("weight", 1.0),
            "tags": tuple(filter(None, re.split(r"[,;\s]+", self.heading.values.get("tags", "")))),
            "pair": self.name_of("pair"),
        }

    def identity(self) -> dict[str, Any]:
        """What the file says without words: whose card it is, where it stands, which revision."""
        return {
            "deck": self.scope.deck,
            "title": self.heading.text,
            "revision": self.revision(),
            "checks": tuple(self.checks),
            "claims": tuple(self.claims),
            "file": self.faults.file,
            "line": self.draft.start + 1,
        }

    def read_day(self) -> int | None:
        """The card's plan day."""
        value = self.required("day", "name a day of the plan: day=0")
        plan = self.scope.plan
        if value is None:
            return None
        if re.fullmatch(r"[0-9]{1,4}", value) and (plan is None or int(value) in plan):
            return int(value)
        days = f"the plan has {', '.join(map(str, plan))}" if plan else "give a whole number"
        self.faults.add(*self.heading.place("day"), f"day={value} is no day of the plan", days)
        return None

    def read_blocks(self) -> None:
        """The card's checks and claims, wherever they stand."""
        for token in (token for section in self.draft.sections for token in section.tokens):
            if not is_block(token):
                continue
            if token.info.strip() == "check":
                n = len(self.checks) + 1
                found = read_check(token, n, self.lines, self.scope.folder, self.faults)
                self.checks += [found] if found else []
            else:
                claim = read_claim(token, self.lines, self.faults)
                self.claims += [claim] if claim else []
