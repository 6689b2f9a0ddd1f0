"""An interview script: H2 opens a question or a statement; what it lacks of its own, its card has."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

from prepapp.core.card import TARGET_S, Script, ScriptQuestion, Statement
from prepapp.core.faults import Faults, suggestion
from prepapp.core.partfile import FRONT, parts, read_front_matter
from prepapp.core.partread import LISTS, MUSTS, QUESTION, Draft, PartReader, Scope, is_block
from prepapp.core.toml import COUNT, TEXT, Key, Place, Schema

INTERVIEWS = ("opening", "short", "quickfire", "talk", "discussion", "statements")
"""What a script can be for: a format of mock interview, or the statements to defend."""

PARTS = ("problem", "idea", "evidence", "limits", "next")
"""The parts of a talk, in their order."""

LENGTHS = (1, 5, 20)
"""Minutes that a talk can take."""

VERDICTS = ("true", "false", "only-if")
"""What a statement can be."""

SCRIPT: Schema = {**FRONT, "interview": Key(TEXT), "title": Key(TEXT), "minutes": Key(COUNT)}
QUESTION_ATTRIBUTES = ("id", "card", "skill", "time", "part", "length", "profile", "check", "weight")
QUESTION_SECTIONS = (QUESTION, "Say", *(name for name, _, _ in LISTS))
STATEMENT_ATTRIBUTES = ("id", "card", "verdict")
STATEMENT_SECTIONS = (QUESTION, "Answer")

Spot = tuple[int, int]
"""Line and column, from 0."""


class PlacedQuestion(NamedTuple):
    """A question, whether it says its own seconds, and where its parts are written."""

    question: ScriptQuestion
    timed: bool
    place: Spot
    id_place: Spot
    card_place: Spot
    check_place: Spot


class PlacedStatement(NamedTuple):
    """A statement, and where its text, its id and its card are written."""

    statement: Statement
    place: Spot
    id_place: Spot
    card_place: Spot


class PlacedScript(NamedTuple):
    """A script in the making: its head, and where that is written; its parts are not linked yet."""

    script: Script
    place: Spot
    questions: tuple[PlacedQuestion, ...] = ()
    statements: tuple[PlacedStatement, ...] = ()


def read_script(text: str, scope: Scope, faults: Faults) -> PlacedScript | None:
    """The script of a file; None where it cannot be told what it is for."""
    lines = text.split("\n")
    place = Place(list(lines), 0, len(lines), 0)
    front = read_front_matter(lines, scope.deck, faults, SCRIPT)
    drafts = parts(lines, faults)
    if front is None:
        return None
    interview = front.get("interview", Path(faults.file).stem)
    if interview not in INTERVIEWS:
        hint = suggestion(interview, INTERVIEWS)
        faults.add(*place.key("interview"), f"unknown interview `{interview}`", hint)
        return None
    script = Script(
        interview, front.get("title", interview.capitalize()), front.get("minutes"), (), faults.file
    )
    where = place.key("interview")
    if interview == "statements":
        found = [StatementReader(draft, lines, scope, faults).read() for draft in drafts]
        return PlacedScript(script, where, statements=tuple(each for each in found if each))
    read = [QuestionReader(draft, lines, scope, faults, interview).read() for draft in drafts]
    return PlacedScript(script, where, tuple(each for each in read if each))


class QuestionReader(PartReader):
    """One question of a script in the making."""

    KIND = "question"
    ATTRIBUTES = QUESTION_ATTRIBUTES
    SECTIONS = QUESTION_SECTIONS
    ID_WANTED = "end the heading with {#an-id card=…}"

    def __init__(self, draft: Draft, lines: list[str], scope: Scope, faults: Faults, interview: str) -> None:
        super().__init__(draft, lines, scope, faults)
        self.interview = interview

    def read(self) -> PlacedQuestion | None:
        """The question; None where it has no id, or nothing to judge an answer by."""
        self.check_heading()
        refuse_blocks(self)
        name, card = self.read_id(), self.name_of("card")
        skill = self.read_skill() if "skill" in self.heading.values else None
        sections = self.sections()
        lists: dict[str, Any] = {
            field: take(self.items(sections.get(name)), self.faults) for name, field, take in LISTS
        }
        self.check_lists(lists)
        rest = self.options() | lists
        if not self.is_judged(card, skill, lists) or name is None:
            return None
        rest |= {"scene": self.prose(sections.get(QUESTION)), "say": self.prose(sections.get("Say"))}
        rest |= {"card": card, "line": self.draft.start + 1}
        question = ScriptQuestion(name, self.heading.text, skill or "", **rest)
        timed, at = "time" in self.heading.values, self.heading
        return PlacedQuestion(
            question, timed, (at.line, at.column), at.place("id"), at.place("card"), at.place("check")
        )

    def check_lists(self, lists: Mapping[str, Any]) -> None:
        """Warn of more musts than can be decisive."""
        if sum(point.must for point in lists["points"]) > MUSTS:
            self.warn("more than three must-points", "keep `[!]` for what an answer cannot do without")

    def is_judged(self, card: str | None, skill: str | None, lists: Mapping[str, Any]) -> bool:
        """Whether it is known what is asked, and what a good answer says."""
        if card is not None:
            return True
        if "card" not in self.heading.values and self.heading.readable:
            if not lists["points"]:
                self.add("the question has neither key points nor a card", "add ### Key points or card=…")
            elif "skill" not in self.heading.values:
                self.add("the question has neither a skill nor a card", "add skill=… or card=…")
        return bool(lists["points"]) and skill is not None

    def options(self) -> dict[str, Any]:
        """What its heading may leave out."""
        return {
            "target_s": int(self.number("time", TARGET_S, whole=True)),
            "weight": self.number("weight", 1.0),
            "part": self.read_part(),
            "length": self.read_length(),
            "profiles": self.read_profiles(),
            "check": self.read_check(),
        }

    def read_part(self) -> str | None:
        """The part of a talk that it is."""
        value = self.heading.values.get("part")
        if value is None:
            if self.interview == "talk" and self.heading.readable:
                self.add("the question has no part", f"name its part of the talk: part={PARTS[0]}")
            return None
        if not self.is_of_talk("part"):
            return None
        if value not in PARTS:
            self.faults.add(*self.heading.place("part"), f"unknown part `{value}`", suggestion(value, PARTS))
            return None
        return value

    def read_length(self) -> int | None:
        """The length of the talk that it belongs to."""
        value = self.heading.values.get("length")
        if value is None or not self.is_of_talk("length"):
            return None
        if value not in map(str, LENGTHS):
            hint = f"use one of: {', '.join(map(str, LENGTHS))}"
            self.faults.add(*self.heading.place("length"), f"length={value} is no length of a talk", hint)
            return None
        return int(value)

    def is_of_talk(self, name: str) -> bool:
        """Whether an attribute has a meaning here; a fault where it has none."""
        if self.interview != "talk":
            self.faults.add(*self.heading.place(name), f"`{name}` outside a talk", f"leave {name}=… out")
        return self.interview == "talk"

    def read_profiles(self) -> tuple[str, ...]:
        """The profiles that it is only for; an unknown one is left out."""
        named = re.split(r"[,;\s]+", self.heading.values.get("profile", "").strip())
        known = self.scope.profiles
        kept = []
        for name in filter(None, named):
            if known is None or name in known:
                kept.append(name)
            else:
                hint = suggestion(name, known) or "add a [[profile]] to deck.toml"
                self.faults.add(*self.heading.place("profile"), f"unknown profile `{name}`", hint)
        return tuple(kept)

    def read_check(self) -> int | None:
        """The number of the check that is done at the whiteboard."""
        value = self.heading.values.get("check")
        if value is None:
            return None
        if not re.fullmatch(r"[1-9][0-9]?", value):
            hint = "number the card's checks from 1: check=1"
            self.faults.add(*self.heading.place("check"), f"check={value} is no number of a check", hint)
            return None
        if "card" not in self.heading.values:
            self.faults.add(*self.heading.place("check"), "a check without its card", "add card=…")
            return None
        return int(value)


class StatementReader(PartReader):
    """One statement in the making."""

    KIND = "statement"
    ATTRIBUTES = STATEMENT_ATTRIBUTES
    SECTIONS = STATEMENT_SECTIONS
    ID_WANTED = "end the heading with {#an-id card=… verdict=…}"

    def read(self) -> PlacedStatement | None:
        """The statement; None where its id, card, verdict or answer cannot be had."""
        self.check_heading()
        refuse_blocks(self)
        sections = self.sections()
        if self.prose(sections.get(QUESTION)):
            self.add("a statement with text below its heading", "put why it holds or not under ### Answer")
        name, verdict, answer = self.read_id(), self.read_verdict(), self.prose(sections.get("Answer"))
        card = self.name_of("card") if self.required("card", "name its card: card=…") else None
        if not answer:
            self.add("the statement has no answer", "write why under ### Answer")
        if name is None or card is None or verdict is None or not answer:
            return None
        statement = Statement(
            name, self.heading.text, card, verdict, answer, self.faults.file, self.draft.start + 1
        )
        at = self.heading
        return PlacedStatement(statement, (at.line, at.column), at.place("id"), at.place("card"))

    def read_verdict(self) -> Literal["true", "false", "only-if"] | None:
        """What the statement is."""
        value = self.required("verdict", f"say what it is: verdict={'|'.join(VERDICTS)}")
        if value is None or value in VERDICTS:
            return cast(Literal["true", "false", "only-if"] | None, value)
        hint = suggestion(value, VERDICTS)
        self.faults.add(*self.heading.place("verdict"), f"unknown verdict `{value}`", hint)
        return None


def refuse_blocks(reader: PartReader) -> None:
    """Note each check or claim: they belong to cards."""
    for token in (token for section in reader.draft.sections for token in section.tokens):
        if is_block(token) and token.map:
            what = f"a {token.info.strip()} block in a script"
            reader.faults.add(token.map[0], 0, what, "move it to a card and name it: card=… check=…")
