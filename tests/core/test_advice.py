"""What ``deck check`` warns of in a deck whose cards are all sound."""

from pathlib import Path

import pytest

from prepapp.core.deckfile import read_library
from tests.core.test_deckfile import GOOD

SHIPPED = Path(__file__).parents[2] / "decks" / "resnet"
NUMBER = '```check\ntype = "number"\nprompt = "?"\nanswer = 1\n```\n'
FOLLOW_UP = "### Follow-ups\n- And? -> so\n"


def card(
    n: int,
    title: str = "",
    skill: str = "s",
    day: int = 0,
    more: str = NUMBER,
    musts: str = "",
    options: str = "",
) -> str:
    title = title or f"What is word{'abcdefghij'[n % 10]} item{chr(97 + n // 10)}?"
    head = f"## {title} {{#a-{n:03} skill={skill} day={day}{options}}}\n"
    points = f"### Key points\n- [!] {musts}\n" if musts else ""
    return f"{head}### Answer\nx\n{points}{FOLLOW_UP}{more}\n"


def warned(folder: Path, *cards: str, skills: str = "s", plan: str = "[0, 3, 7]") -> list[str]:
    """Every fault of the deck with its place."""
    tables = "".join(f'\n[[skill]]\nid = "{each}"\ntitle = "T"\n' for each in skills.split())
    head = f'format = 1\nid = "d"\ntitle = "D"\nplan = {plan}\n{tables}'
    (folder / "deck.toml").write_text(head, encoding="utf-8")
    (folder / "c.md").write_text("".join(cards), encoding="utf-8")
    faults = read_library([folder], [folder]).faults
    assert all(fault.warning and fault.hint for fault in faults), faults
    return [f"{Path(f.file).name}:{f.line}:{f.column} {f.message} ({f.hint})" for f in faults]


@pytest.mark.parametrize("folder", [GOOD, SHIPPED], ids=["good", "shipped"])
def test_a_good_deck_is_not_warned_of(folder: Path) -> None:
    assert [fault for fault in read_library([folder], [folder]).faults if fault.warning] == []


def test_only_the_decks_that_are_asked_about_are_advised(tmp_path: Path) -> None:
    assert warned(tmp_path, skills="s") != []
    assert read_library([tmp_path]).faults == ()


def test_a_skill_without_a_card(tmp_path: Path) -> None:
    assert warned(tmp_path, card(1), skills="s idle") == [
        "deck.toml:11:1 no card has the skill `idle` (give a card skill=idle, or delete the skill)"
    ]


def test_a_skill_that_nothing_can_prove(tmp_path: Path) -> None:
    assert warned(tmp_path, card(1), card(2, skill="t", more=""), skills="s t") == [
        "deck.toml:11:1 no check can bring the skill `t` to 4 (Can derive) "
        "(add a ```check block, such as a number, to one of its cards)"
    ]


SAME = {
    "in other words": (
        "Why do skip connections help gradients?",
        "Explain why a skip connection helps the gradient",
    ),
    "word for word": ("Dropout", "Dropout"),
    "with a number": ("How many weights has ResNet-50?", "How many weights ResNet-50 has"),
    "one word more": (
        "What does batch norm compute in training?",
        "What does batch norm compute in its training mode?",
    ),
}
APART = {
    "another number": ("How many weights has ResNet-18?", "How many weights has ResNet-50?"),
    "another version": ("Draw the unit of v1", "Draw the unit of v2"),
    "another block": ("What is a basic block?", "What is a bottleneck block?"),
    "another question": ("When is batch norm used?", "Why is batch norm used?"),
    "fillers only": ("What is it?", "Which is this?"),
}  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_cards_that_ask_the_same(tmp_path: Path, one: str, other: str) -> None:
    assert warned(tmp_path, card(1, one), card(2, "Another thing"), card(3, other)) == [
        "c.md:23:4 the card asks the same as `a-001` "
        "(merge them, or say in the heading that they are easily confused: pair=a-001)"
    ]
    assert warned(tmp_path, card(1, one), card(3, other, options=" pair=a-001")) == []


@pytest.mark.parametrize(("one", "other"), APART.values(), ids=APART)
def test_cards_that_ask_different_things(tmp_path: Path, one: str, other: str) -> None:
    assert warned(tmp_path, card(1, one), card(2, other)) == []


def test_cards_that_want_the_same_points(tmp_path: Path) -> None:
    said, again = "the Jacobian holds the identity", "The Jacobians hold the identity."
    found = warned(tmp_path, card(1, musts=f"{said} always"), card(2, musts=f"{again} Always"))
    assert [line.split(" (")[0] for line in found] == [
        "c.md:14:4 the card wants the same must-points as `a-001`"
    ]
    assert warned(tmp_path, card(1, musts="the identity"), card(2, musts="the identity")) == []


def test_a_day_that_is_too_full(tmp_path: Path) -> None:
    cards = [card(n, options=" time=240") for n in range(6)]  # 6 x (4 + 1 + 1) minutes on day 0
    found = warned(tmp_path, *cards)
    assert found[0] == (
        "deck.toml:4:1 day 0 takes 36 minutes of 30 "
        "(give some cards a later day=, or less time= to some of a-000, a-001, a-002, a-003, a-004, …)"
    )
    assert warned(tmp_path, *cards[:5]) == []


def test_a_day_of_reviews_alone_can_be_too_full(tmp_path: Path) -> None:
    cards = [card(n, options=" time=600", day=7) for n in range(12)]
    found = warned(tmp_path, *cards)
    assert max(int(line.split()[2]) for line in found) > 7


def test_more_cards_than_the_plan_holds(tmp_path: Path) -> None:
    assert warned(tmp_path, *(card(n, day=7) for n in range(75))) == [
        "deck.toml:4:1 meeting every card takes 262 minutes; the plan's 8 days hold 240 "
        "(make two decks of it, or a longer plan)"
    ]


def test_a_plan_of_a_year_is_lived_through_in_part_only(tmp_path: Path) -> None:
    assert warned(tmp_path, *(card(n) for n in range(8)), plan="[0, 365]") == []
