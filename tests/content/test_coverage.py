"""Every question, task and error of the chapter has its card."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from prepapp.core.card import Deck

HERE = Path(__file__).parent
COVERAGE: dict[str, dict[str, Any]] = tomllib.loads((HERE / "coverage.toml").read_text(encoding="utf-8"))
VERDICTS: dict[str, list[str]] = tomllib.loads((HERE / "verdicts.toml").read_text(encoding="utf-8"))


def cards(entry: object) -> list[str]:
    """The cards that an entry names; none where it gives its reason."""
    if isinstance(entry, dict):
        assert set(entry) == {"none"} and entry["none"].strip(), f"{entry} gives no reason"
        return []
    named = [entry] if isinstance(entry, str) else entry
    assert isinstance(named, list) and named
    return named


def named() -> Iterator[tuple[str, str]]:
    """Every entry with each of its cards."""
    return (
        (f"{table}.{key}", card)
        for table, entries in COVERAGE.items()
        for key, entry in entries.items()
        for card in cards(entry)
    )


def test_there_are_78_claims_to_mend() -> None:
    assert (len(VERDICTS["wrong"]), len(VERDICTS["imprecise"])) == (28, 50)
    assert not set(VERDICTS["wrong"]) & set(VERDICTS["imprecise"])


def test_each_wrong_or_imprecise_claim_is_covered() -> None:
    assert set(COVERAGE["claims"]) == {*VERDICTS["wrong"], *VERDICTS["imprecise"]}


@pytest.mark.parametrize(
    ("table", "keys"),
    [
        ("questions", [f"Q{n}" for n in range(1, 11)]),
        ("problems", [f"P{n}" for n in range(1, 6)]),
        ("parts", [f"part-{n}" for n in range(1, 11)]),
        ("dives", ["long-skips", "multiplication", "ode"]),
    ],
)
def test_a_table_is_whole(table: str, keys: list[str]) -> None:
    assert list(COVERAGE[table]) == keys


def test_every_card_that_is_named_exists(resnet: Deck) -> None:
    known = {card.id for card in resnet.cards}
    assert [(entry, card) for entry, card in named() if card not in known] == []


def test_every_checkpoint_has_its_cards(resnet: Deck) -> None:
    assert len(resnet.checkpoints) == 15
    assert list(COVERAGE["checkpoints"]) == [each.id for each in resnet.checkpoints]
    for each in resnet.checkpoints:
        assert set(each.cards) <= set(cards(COVERAGE["checkpoints"][each.id])), each.id


def test_every_skill_has_its_card(resnet: Deck) -> None:
    assert list(COVERAGE["skills"]) == [skill.id for skill in resnet.skills]
    assert len(resnet.skills) == 10
    skills = {card.id: card.skill for card in resnet.cards}
    assert [
        (skill, card)
        for skill, entry in COVERAGE["skills"].items()
        for card in cards(entry)
        if skills[card] != skill
    ] == []


def test_the_cheat_sheet_is_the_first_ten_cards(resnet: Deck) -> None:
    by_id = {card.id: card for card in resnet.cards}
    asked = [by_id[card] for entry in COVERAGE["questions"].values() for card in cards(entry)]
    assert len({card.id for card in asked}) == 10
    assert all(card.answer and card.musts and card.follow_ups for card in asked)
