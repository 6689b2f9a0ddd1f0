"""``check``: a typed answer from any of its sources, its verdict as text and as JSON, its exit code."""

import io
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

KEYS = {"card", "check", "type", "verdict", "proof", "cold", "hinted", "lines", "tests", "seconds"}

CODE = Path(__file__).parents[1] / "tui" / "checked" / "made" / "checks"

CODE_CARD = """
## Write twice {#sm-005 skill=sums day=3}

### Answer
2 * x

```check
type = "code"
prompt = "Write twice"
starter = "checks/mk-3/starter.py"
tests = "checks/mk-3/cases.py"
right = "checks/mk-3/right.py"
wrong = "checks/mk-3/wrong"
```
"""

MORE = """
## Draw a net {#sm-004 skill=sums day=3}

### Answer
As below.

```check
type = "drawing"
prompt = "Draw it"
input = [3, 32, 32]
reference = "conv3x3,16 bn relu | basic 16x2 | gap fc10"
```

```check
type = "derivation"
prompt = "Differentiate one block"
world = "residual"
from = "x_{l+1} = x_l + F(x_l)"
goal = "dx_{l+1}/dx_l = 1 + F_l'(x_l)"

[[mistake]]
is = "F_l'(x_l)"
say = "Where is the 1?"
```
"""


@pytest.fixture
def with_more(cli: Cli) -> Cli:
    with (cli.decks / "cards.md").open("a", encoding="utf-8") as cards:
        cards.write(MORE)
    return cli


def test_a_right_answer_ends_with_0_and_says_all_that_is_known(cli: Cli) -> None:
    said = cli.ask("check", "sm-001", "--answer", "2")
    assert set(said) >= KEYS
    assert (said["card"], said["check"], said["type"], said["verdict"]) == ("sm-001", 1, "number", "right")
    assert (said["proof"], said["cold"], said["hinted"], said["tests"]) == (None, True, False, [])
    assert set(said["lines"][0]) >= {"n", "text", "verdict", "reason", "counterexample"}
    assert said["mode"] == "practice" and 0 <= said["seconds"] < 60
    assert [each["kind"] for each in cli.ask("history", "sm-001")] == ["check"]


def test_a_wrong_or_unreadable_answer_ends_with_1(cli: Cli) -> None:
    wrong = cli("check", "sm-001", "--prove", "--json", "--answer", "3")
    assert (wrong.code, wrong.json["verdict"], wrong.json["mode"]) == (1, "wrong", "prove")
    unread = cli("check", "sm-001", "--json", "--answer", "two and")
    assert (unread.code, unread.json["verdict"], unread.json["proposed"]) == (1, "unreadable", None)


def test_hints_and_the_reference_are_opened_and_recorded(cli: Cli) -> None:
    first = cli.ask("check", "sm-001", "--hint")
    assert first == {
        "card": "sm-001", "check": 1, "type": "number", "n": 1, "of": 3,
        "hint": "It has no unit: count one by one.",
    }  # fmt: skip
    assert cli("check", "sm-001", "--hint").out.startswith("Hint 2 of 3: It lies between 1 and 10")
    said = cli.ask("check", "sm-001", "--give-up")
    assert (said["reference"], said["mode"]) == ("2", "practice")
    assert cli("check", "sm-001", "--give-up", "--prove").out == "Reference\n  2\n"
    assert [each["kind"] for each in cli.ask("history", "sm-001")] == ["hint", "hint", "give_up", "give_up"]
    answered = cli.ask("check", "sm-001", "--answer", "2")
    assert (answered["cold"], answered["hinted"], answered["proposed"]) == (False, True, "hard")


def test_no_hint_is_opened_on_a_blank_page_nor_beyond_the_last(cli: Cli) -> None:
    refused = cli("check", "sm-001", "--hint", "--prove")
    assert refused.code == 2 and "a blank page has no hints" in refused.err
    for _ in range(3):
        cli("check", "sm-001", "--hint")
    assert "there is no further hint" in cli("check", "sm-001", "--hint").err
    assert len(cli.ask("history", "sm-001")) == 3


def test_answers_come_from_a_file_or_from_the_input(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    file = cli.home.parent / "answer.txt"
    file.write_text("2\n", encoding="utf-8")
    assert cli("check", "sm-001", "--file", str(file)).code == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("2\n"))
    assert cli("check", "sm-001", "--check", "1", "-").code == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "one place"),
        (("--answer", "2", "-"), "one place"),
        (("--answer", "2", "--hint"), "one place"),
        (("--give-up", "--hint"), "one place"),
        (("--answer", "2", "--check", "2"), "there is no check 2"),
        (("--file", "nowhere.txt"), "nowhere.txt"),
    ],
)
def test_a_request_that_cannot_be_met_ends_with_2_and_changes_nothing(
    cli: Cli, options: tuple[str, ...], said: str
) -> None:
    outcome = cli("check", "sm-001", *options)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
    assert cli("history", "sm-001").out == "sm-001: nothing yet\n"


def test_cards_without_a_check_and_files_of_other_bytes_are_refused(cli: Cli, tmp_path: Path) -> None:
    assert "it has none" in cli("check", "sm-003", "--answer", "2").err
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    assert cli("check", "sm-001", "--file", str(tmp_path / "bytes")).code == 2


def test_a_caret_stands_under_the_column_where_reading_stopped(with_more: Cli) -> None:
    lines = with_more("check", "sm-004", "--answer", "conv3x3,16 bn pudding").out.splitlines()
    at = next(n for n, line in enumerate(lines) if line.strip() == "^")
    assert lines[at - 1][lines[at].index("^") :] == "pudding"
    assert lines[-2].startswith("Not read")


def test_a_derivation_is_echoed_marked_and_refuted(with_more: Cli) -> None:
    answer = "dx_{l+1}/dx_l = F_l'(x_l)"
    outcome = with_more("check", "sm-004", "--check", "2", "--answer", answer)
    assert outcome.code == 1
    assert "1 ✗ ∂xₗ₊₁/∂xₗ = " in outcome.out and "Where is the 1?" in outcome.out
    assert "left " in outcome.out and "right " in outcome.out
    assert outcome.out.splitlines()[-2:] == ["Wrong: line 1.", "cold · proposes again"]
    answer = "dx_{l+1}/dx_l = 1 + F_l'(x_l)"
    outcome = with_more("check", "sm-004", "--check", "2", "--answer", answer)
    assert (outcome.code, outcome.out.splitlines()[-1]) == (0, "not cold · proposes hard")


def test_foreign_tests_run_once_they_are_trusted(cli: Cli) -> None:
    shutil.copytree(CODE, cli.decks / "checks")
    with (cli.decks / "cards.md").open("a", encoding="utf-8") as cards:
        cards.write(CODE_CARD)
    right, wrong = (str(CODE / "mk-3" / name) for name in ("right.py", "wrong/square.py"))
    refused = cli("check", "sm-005", "--file", right)
    assert refused.code == 2 and "not shipped" in refused.err
    digest = refused.err.split("--trust ")[1].rstrip(")\n")
    assert cli("check", "sm-005", "--file", right, "--trust", "0" * 32).code == 2
    assert cli("history", "sm-005").out == "sm-005: nothing yet\n"
    said = cli.ask("check", "sm-005", "--file", right, "--trust", digest)
    assert [(each["name"], each["verdict"]) for each in said["tests"]] == [
        ("two", "right"),
        ("three", "right"),
    ]
    outcome = cli("check", "sm-005", "--file", wrong)
    assert outcome.code == 1 and "✗ three\n      twice(3) is 9" in outcome.out


def test_history_says_what_a_check_came_to(cli: Cli) -> None:
    cli("check", "sm-001", "--answer", "3")
    assert "check  wrong" in cli("history", "sm-001").out


VARIED = """
## Twice a number {#sm-006 skill=sums day=3}

### Answer
Doubled.

```check
type = "number"
prompt = "Twice {number}?"
answer = "2 * {number}"
vary = {number = [4, 6, 8]}
```
"""


def test_a_proof_says_what_it_asks_today_and_practice_and_show_ask_the_decks_own(cli: Cli) -> None:
    with (cli.decks / "cards.md").open("a", encoding="utf-8") as cards:
        cards.write(VARIED)
    assert cli("check", "sm-006", "--ask").out == "Twice 4?\n"
    asked = cli.ask("check", "sm-006", "--prove", "--ask")
    number = asked["variant"]["number"]
    assert number in (6, 8) and asked["prompt"] == f"Twice {number}?"
    assert cli("history", "sm-006").out == "sm-006: nothing yet\n"
    said = cli("check", "sm-006", "--prove", "--answer", str(2 * number))
    assert said.code == 0 and said.out.splitlines()[0] == f"Twice {number}?"
    again = cli.ask("check", "sm-006", "--prove", "--answer", str(2 * number))
    assert (again["prompt"], again["variant"], again["cold"]) == (asked["prompt"], asked["variant"], False)
    assert cli.ask("show", "sm-006")["checks"][0]["prompt"] == "Twice 4?"
