"""No number in a card's text without a claim of that card."""

import dataclasses

import pytest

from prepapp.core.card import Card, Claim, Deck
from tests.content.numbers import card_numbers, claimed_numbers, number


def test_every_number_has_its_claim(resnet: Deck) -> None:
    assert [
        f"{card.id}: {found} in “{around}”"
        for card in resnet.cards
        for found, around in card_numbers(card)
        if found not in claimed_numbers(card)
    ] == []


TEXTS = {
    "At equal width 94.1 % fewer, 1,179,648 weights.": ["94.1", "1179648"],
    "It grows by 1e6, to 3.0 G and 17/288.": ["1e6", "3", "17", "288"],
    "About 5 % of 12 blocks, 5 per cent.": ["5", "5"],
    "13 skips in 12 layers on a 56×56 map": ["13", "56", "56"],
    "the 3×3 and 1x1 convs of ResNet-50/101, plain-34, VGG-16, GPT-3, CIFAR-10, conv5_x and C4": [],
    "in 2016, not in 2048 (arXiv:1603.05027, Section 4.1, Table 5)": ["2048"],
    "$x_{50}$ and `3 + 40`\n\n$$\\frac{1}{99}$$\n\n```\n77\n```\n": [],
    "option B, top-1, v2, a 34-layer net, 64-d": ["34", "64"],
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.items())
def test_which_numbers_need_a_claim(text: str, expected: list[str]) -> None:
    card = Card("a", "d", "Q", "s", 0, "r", answer=text)
    assert [found for found, _ in card_numbers(card)] == [number(each) for each in expected]


def test_the_text_of_every_part_is_searched(resnet: Deck) -> None:
    card = resnet.cards[0]
    point, flag, follow_up = card.points[0], card.red_flags[0], card.follow_ups[0]
    changes: dict[str, object] = {
        "points": (dataclasses.replace(point, text="4711"),),
        "red_flags": (dataclasses.replace(flag, text="a", why="4711"),),
        "follow_ups": (dataclasses.replace(follow_up, question="4711", answer="a"),),
    }
    changes |= dict.fromkeys(("title", "question", "answer", "learn", "often_taught", "say"), "4711")
    for name, value in changes.items():
        changed = dataclasses.replace(card, **{name: value})  # type: ignore[arg-type]
        assert number("4711") in {found for found, _ in card_numbers(changed)}, name


def test_a_claim_holds_a_number_in_its_value_or_its_text() -> None:
    claim = Claim("c", "About 17 %, or 0.17", 17.20, "%", "computed", "1", "", None, 1)
    card = Card("a", "d", "Q", "s", 0, "r", claims=(claim,))
    assert claimed_numbers(card) == {number("17"), number("0.17"), number("17.2")}
