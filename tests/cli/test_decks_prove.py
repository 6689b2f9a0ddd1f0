"""``deck check --prove``: a deck's right answers pass its checks, its wrong ones are caught."""

from pathlib import Path

import pytest

from tests.cli.conftest import Cli

RIGHT = "dL/dx_l = dL/dx_L * (1 + d/dx_l sum_{i=l}^{L-1} F(x_i))"
WRONG = "dL/dx_l = dL/dx_L * d/dx_l sum_{i=l}^{L-1} F(x_i)"
UNROLLED = "x_L = x_l + sum_{i=l}^{L-1} F(x_i)"
DERIVATION = f"""
```check
type = "derivation"
prompt = "Write dL/dx_l"
world = "residual"
from = ["x_{{l+1}} = x_l + F(x_l)"]
goal = ["dL/dx_l = dL/dx_L * (I + d/dx_l sum(F(x_i), i, l, L-1))"]
need = ["sum"]
forbid = []

[[solution]]
lines = ["{UNROLLED}", "{RIGHT}"]

[[wrong]]
lines = ["{UNROLLED}", "{WRONG}"]
line = 2
```
"""
DRAWING = """
```check
type = "drawing"
prompt = "Draw the stem"
input = [3, 224, 224]
reference = "7x7,64/2 mp/2"
```
"""
NUMBER = """
```check
type = "number"
prompt = "How many weights?"
answer = 4352
```
"""


def with_check(cli: Cli, block: str) -> Path:
    cards = cli.decks / "cards.md"
    cards.write_text(cards.read_text(encoding="utf-8").rstrip() + "\n" + block, encoding="utf-8")
    return cards


@pytest.mark.parametrize(("block", "answers"), [(DERIVATION, 2), (DRAWING, 1), (NUMBER, 1)])
def test_a_sound_check_is_proved_by_its_own_answers(cli: Cli, block: str, answers: int) -> None:
    before = cli.ask("deck", "check", str(cli.decks), "--prove")["answers"]
    with_check(cli, block)
    checked = cli.ask("deck", "check", str(cli.decks), "--prove")
    assert checked["errors"] == []
    assert checked["answers"] == before + answers


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (DERIVATION.replace(RIGHT, WRONG, 1), f"the right answer `{WRONG}` fails"),
        (DERIVATION.replace(f'"{WRONG}"', f'"{RIGHT}"'), f"the wrong answer `{RIGHT}` passes"),
        (
            DERIVATION.replace("line = 2", "line = 1"),
            f"the wrong answer `{WRONG}` is caught at line 2, not 1",
        ),
    ],
)
def test_an_answer_that_comes_out_otherwise_is_an_error(cli: Cli, block: str, said: str) -> None:
    cards = with_check(cli, block)
    shown = cli("deck", "check", str(cli.decks), "--prove")
    assert shown.code == 1
    assert said in shown.out and f"{cards}:" in shown.out
    assert cli("deck", "check", str(cli.decks)).code == 0  # without it nothing is judged


VARIED = """
```check
type = "derivation"
prompt = "Weights of two convs of {side} by {side}"
world = {kind = "polynomial", names = ["C"], let = {P = "2*{side}*{side}*C*C"}}
from = []
goal = "P = {two}*C^2"
vary = {side = [3, 5], two = [18, 50]}

[[solution]]
lines = ["P = 18*C^2"]
```
"""


def test_each_variant_is_tried_and_the_one_that_fails_is_named(cli: Cli) -> None:
    before = cli.ask("deck", "check", str(cli.decks), "--prove")["answers"]
    cards = with_check(cli, VARIED)
    said = cli("deck", "check", str(cli.decks), "--prove").out
    assert "the right answer `P = 18*C^2` fails" in said and "(where side = 5, two = 50)" in said
    words = cards.read_text(encoding="utf-8").replace("P = 18*C^2", "P = {two}*C^2")
    cards.write_text(words, encoding="utf-8")
    checked = cli.ask("deck", "check", str(cli.decks), "--prove")
    assert (checked["errors"], checked["answers"]) == ([], before + 2)


def test_a_variant_that_its_world_cannot_read_is_an_error_of_the_deck(cli: Cli) -> None:
    with_check(cli, VARIED.replace("P = {two}*C^2", "P = {two}").replace("[18, 50]", '["18*C^2", "18*"]'))
    shown = cli("deck", "check", str(cli.decks))
    assert shown.code == 1 and "two = 18*" in shown.out


def test_an_expression_that_no_world_can_read_is_an_error_of_the_deck(cli: Cli) -> None:
    with_check(cli, DERIVATION.replace('world = "residual"', 'world = "nowhere"'))
    shown = cli("deck", "check", str(cli.decks))
    assert shown.code == 1 and "`world`" in shown.out
