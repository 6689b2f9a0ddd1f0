"""What only shows across scripts, cards and decks: ids used twice, links to nothing, wordings of cards."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from prepapp.core.card import Card, Fault, ScriptQuestion
from prepapp.core.faults import suggestion
from prepapp.core.scriptread import PlacedQuestion, PlacedScript, PlacedStatement, Spot

KINDS = ("card", "question", "statement")
"""What shares its ids: a mock names each by its id alone."""

UNIQUE = "ids are unique over all decks: rename one"


class Ids:
    """The ids met so far, and where."""

    def __init__(self) -> None:
        self.taken: dict[tuple[str, str], tuple[str, int]] = {}

    def take(self, kind: str, name: str, file: str, place: tuple[int, int]) -> Fault | None:
        """Take an id; the fault where another has it."""
        line, column = place[0] + 1, max(place[1], 0) + 1
        first = self.taken.setdefault((kind, name), (file, line))
        if first == (file, line):
            return None
        beside = Path(first[0]).parent == Path(file).parent
        there = f"{Path(first[0]).name if beside else first[0]}:{first[1]}"
        return Fault(file, line, column, f"{kind} `{name}` stands at {there} already", UNIQUE)


def unique_scripts(scripts: Iterable[PlacedScript], ids: Ids, faults: list[Fault]) -> Iterator[PlacedScript]:
    """Walk the scripts, one a format, without questions and statements whose id another has first."""
    seen: dict[str, str] = {}
    for placed in scripts:
        script = placed.script
        first = seen.setdefault(script.interview, script.file)
        if first != script.file:
            what = f"a second script for `{script.interview}`; {Path(first).name} is one already"
            faults.append(fault_at(script.file, placed.place, what, "merge them"))
            continue
        yield placed._replace(
            questions=tuple(
                each
                for each in placed.questions
                if _is_first("question", each.question.id, script.file, each.id_place, ids, faults)
            ),
            statements=tuple(
                each
                for each in placed.statements
                if _is_first("statement", each.statement.id, script.file, each.id_place, ids, faults)
            ),
        )


def _is_first(kind: str, name: str, file: str, place: Spot, ids: Ids, faults: list[Fault]) -> bool:
    other = next((each for each in KINDS if each != kind and (each, name) in ids.taken), None)
    if other is not None:
        there, line = ids.taken[other, name]
        what = f"{kind} `{name}` has the id of the {other} at {Path(there).name}:{line}"
        faults.append(fault_at(file, place, what, UNIQUE))
        return False
    fault = ids.take(kind, name, file, place)
    faults += [fault] if fault else []
    return fault is None


def linked_scripts(
    scripts: Iterable[PlacedScript], cards: Sequence[Card], faults: list[Fault]
) -> tuple[PlacedScript, ...]:
    """The scripts with what their cards give them, and without links to cards that the deck has not."""
    known = {card.id: card for card in cards}
    titles = {_plain(card.title): card for card in cards}
    linked = []
    for placed in scripts:
        file = placed.script.file
        found = [_linked(each, file, known, titles, faults) for each in placed.questions]
        questions = tuple(each for each in found if each is not None)
        statements = tuple(each for each in placed.statements if _stands(each, file, known, faults))
        script = replace(placed.script, questions=tuple(each.question for each in questions))
        linked.append(PlacedScript(script, placed.place, questions, statements))
    return tuple(linked)


def _linked(
    placed: PlacedQuestion,
    file: str,
    known: Mapping[str, Card],
    titles: Mapping[str, Card],
    faults: list[Fault],
) -> PlacedQuestion | None:
    question = placed.question
    same = titles.get(_plain(question.wording))
    if same is not None:
        hint = "a mock asks what review never shows: say it in other words"
        faults.append(fault_at(file, placed.place, f"the wording is that of card `{same.id}`", hint))
    if question.card is None:
        return placed
    card = known.get(question.card)
    if card is None:
        hint = suggestion(question.card, known)
        faults.append(fault_at(file, placed.card_place, f"`{question.card}` is no card of this deck", hint))
        alone = replace(question, card=None, check=None)
        return placed._replace(question=alone) if question.points and question.skill else None
    if not question.points and not card.points:
        hint = "add ### Key points here or there"
        what = f"neither the question nor card `{card.id}` has key points"
        faults.append(fault_at(file, placed.place, what, hint))
        return None
    return placed._replace(question=_completed(placed, card, file, faults))


def _completed(placed: PlacedQuestion, card: Card, file: str, faults: list[Fault]) -> ScriptQuestion:
    question = placed.question
    check = question.check
    if check is not None and check > len(card.checks):
        hint = f"it has {len(card.checks)}" if card.checks else "it has none"
        faults.append(fault_at(file, placed.check_place, f"card `{card.id}` has no check {check}", hint))
        check = None
    target_s = question.target_s if placed.timed else card.target_s
    return replace(question, skill=question.skill or card.skill, target_s=target_s, check=check)


def _stands(placed: PlacedStatement, file: str, known: Mapping[str, Card], faults: list[Fault]) -> bool:
    card = placed.statement.card
    if card in known:
        return True
    what = f"`{card}` is no card of this deck"
    faults.append(fault_at(file, placed.card_place, what, suggestion(card, known)))
    return False


def fault_at(file: str, place: Spot, message: str, hint: str) -> Fault:
    """A mistake at a place counted from 0."""
    return Fault(file, place[0] + 1, max(place[1], 0) + 1, message, hint)


def _plain(text: str) -> str:
    """A wording without case, marks and punctuation."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))
