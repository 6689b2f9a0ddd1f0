"""The variants of the shipped deck: enough of them, and their answers counted again in another way."""

import math
from collections.abc import Callable
from typing import Any

import pytest

from prepapp.answers.derivation import read_card
from prepapp.answers.drawing import rows
from prepapp.answers.judge import judge
from prepapp.answers.number import judge_number
from prepapp.core.card import Check, Deck
from prepapp.core.variants import checks_of, values_of

STEM, TAIL = "7x7,64/2 mp/2 |", "| gap fc"
PARTS = {
    "ResNet-34": "basic64x3 basic128x4/2 basic256x6/2 basic512x3/2",
    "ResNet-50": "B64x3 B128x4/2 B256x6/2 B512x3/2",
    "ResNet-101": "B64x3 B128x4/2 B256x23/2 B512x3/2",
    "ResNet-152": "B64x3 B128x8/2 B256x36/2 B512x3/2",
}
"""Stages of the family, counted by the drawings, which PyTorch confirms."""


def net(name: str, classes: int = 1000, size: int = 224, place: str = "") -> tuple[int, int]:
    """Parameters and multiply-adds of a net."""
    return block(f"{place} {STEM} {PARTS[name]} {TAIL}{classes}", (3, size, size))


def block(text: str, shape: tuple[int, int, int]) -> tuple[int, int]:
    found = rows(text, shape)
    assert not any(row.error for row in found)
    return sum(row.parameters for row in found), sum(row.multiply_adds for row in found)


def convs(channels: int, inner: int, size: int) -> tuple[int, int]:
    """Weights and multiply-adds of a bottleneck's three convs."""
    text = f"conv1x1,{inner} bn conv3x3,{inner} bn conv1x1,{channels} bn"
    parameters, multiply_adds = block(text, (channels, size, size))
    return parameters - 2 * (2 * inner + channels), multiply_adds


def steps(count: int, step: float) -> float:
    x = 1.0
    for _ in range(count):
        x -= step * x
    return x


def small_net(units: int) -> int:
    """ResNet for CIFAR-10 with option A, layer by layer."""
    total, c_in = 27 * 16 + 32, 16
    for width in (16, 32, 64):
        for _ in range(units):
            total += 9 * c_in * width + 2 * width + 9 * width * width + 2 * width
            c_in = width
    return total + 64 * 10 + 10


COUNTS: dict[tuple[str, int], Callable[[Any], float]] = {
    ("rn-019", 1): lambda v: block(
        f"conv3x3,{v['c_out']}/2 bn relu conv3x3,{v['c_out']} bn | +(conv1x1,{v['c_out']}/2 bn) | relu",
        (v["c_in"], 56, 56),
    )[0],
    ("rn-018", 2): lambda v: block(
        f"conv3x3,{v['channels']} conv3x3,{v['channels']}", (v["channels"], v["size"], v["size"])
    )[1],
    ("rn-005", 1): lambda v: convs(v["channels"], v["channels"] // 4, 8)[0],
    ("rn-006", 2): lambda v: net("ResNet-50", v["classes"])[0],
    ("rn-031", 2): lambda v: convs(v["trunk"], v["inner"], v["size"])[1],
    ("rn-033", 3): lambda v: net(v["larger"])[0] - net(v["smaller"])[0],
    ("rn-034", 2): lambda v: (
        net("ResNet-50", 1000, v["size"], "@3x3")[1] - net("ResNet-50", 1000, v["size"], "@1x1")[1]
    ),
    ("rn-040", 2): lambda v: small_net(v["units"]),
    ("rn-010", 1): lambda v: steps(v["steps"], 1 / v["steps"]),
    ("rn-053", 1): lambda v: steps(v["blocks"], 1 / v["blocks"]),
    ("rn-022", 1): lambda v: math.prod([1 + v["slope"]] * v["blocks"]),
    ("rn-046", 2): lambda v: sum(v["start"] + 32 * n for n in range(v["layers"])),
    ("rn-005", 2): lambda v: 100 * convs(256, 256 // v["cut"], 8)[0] / (18 * 256**2),
    ("rn-016", 1): lambda v: math.dist(
        x := [float(each) for each in v["vector"].split(",")], [max(0.0, each) for each in x]
    ),
    ("rn-049", 1): lambda v: (
        (v["channels"] + 1) * (v["channels"] // v["cut"]) + (v["channels"] // v["cut"] + 1) * v["channels"]
    ),
}
"""By card and check: the answer, worked out otherwise."""


def varied(deck: Deck, kind: str) -> list[tuple[str, Check]]:
    return [(card.id, check) for card in deck.cards for check in card.checks if check.type == kind]


def test_proofs_have_fresh_numbers_names_and_nets(resnet: Deck) -> None:
    counts = {
        kind: sum(len(check.variants) > 1 for _, check in varied(resnet, kind))
        for kind in ("number", "derivation", "drawing")
    }
    assert counts["number"] >= 55 and counts["derivation"] == 21 and counts["drawing"] == 8
    assert all(len(check.variants) in (0, 3) for _, check in varied(resnet, "number"))


@pytest.mark.parametrize("which", COUNTS, ids=lambda which: f"{which[0]}/{which[1]}")
def test_an_answer_is_what_another_count_gives(resnet: Deck, which: tuple[str, int]) -> None:
    card = next(card for card in resnet.cards if card.id == which[0])
    check = next(check for check in card.checks if check.n == which[1])
    assert len(check.variants) == 3
    for each in checks_of(check):
        assert each.spec["answer"] == pytest.approx(COUNTS[which](values_of(each)), rel=1e-12), each.prompt


def test_the_answer_of_one_variant_is_wrong_for_another(resnet: Deck) -> None:
    for card, check in varied(resnet, "number"):
        answers = [each.spec["answer"] for each in check.variants]
        assert len(set(answers)) == len(answers), (card, answers)
        for each in check.variants[1:]:
            assert judge_number(each.spec, repr(answers[0])).verdict == "wrong", (card, each.prompt)


def test_every_derivation_says_why_and_its_other_names_hold(resnet: Deck) -> None:
    for card, check in varied(resnet, "derivation"):
        for each in checks_of(check):
            read = read_card(each.spec)
            assert read.why and len(read.why) == len(read.solutions[0]), card
            assert judge(read, "\n".join(read.solutions[0]), 3).verdict == "right", each.prompt
