"""``errata``: what a chapter says, what holds, and what settles it."""

from pathlib import Path

import pytest

from tests.cli.conftest import Cli

CLAIMS = """
```claim
id = "sm-one"
text = "One and one, as $1 + 1$"
value = 2
unit = "apples"
computed = "1 + 1"
chapter = 3
```

```claim
id = "sm-agreed"
text = "What nobody doubts"
value = 4
computed = "2*2"
```

## What is a limit? {#sm-002 skill=limits day=0}

```claim
id = "sm-again"
text = "The same | again"
value = 2
unit = "apples"
computed = "1 + 1"
chapter = 3
```

```claim
id = "sm-large"
text = "Something large"
value = 8.6e11
unit = "x"
pending = "adding"
chapter = "bounded"
```

```claim
id = "sm-cited"
text = "Weights | of a block"
value = 69632
cited = "A paper, Table 1"
protocol = "no bias"
chapter = 331776
```
"""


@pytest.fixture
def erring(cli: Cli) -> Cli:
    """The small deck with claims of every kind."""
    cards = cli.decks / "cards.md"
    text = cards.read_text(encoding="utf-8")
    cards.write_text(text.replace("\n## What is a limit? {#sm-002 skill=limits day=0}\n", CLAIMS), "utf-8")
    return cli


def test_what_differs_is_told_in_the_order_of_the_cards(erring: Cli) -> None:
    found = erring.ask("errata", "--deck", "small")
    assert [(each["claim"], each["card"], each["also"]) for each in found] == [
        ("sm-one", "sm-001", ["sm-002"]),
        ("sm-large", "sm-002", []),
        ("sm-cited", "sm-002", []),
    ]
    assert found[2] == {
        "claim": "sm-cited",
        "deck": "small",
        "card": "sm-002",
        "also": [],
        "text": "Weights | of a block",
        "chapter": 331776,
        "holds": 69632,
        "unit": "",
        "basis": "cited",
        "source": "A paper, Table 1",
        "protocol": "no bias",
    }


def test_as_text_it_is_aligned(erring: Cli) -> None:
    lines = erring("errata", "--deck", "small").out.splitlines()
    assert lines[:8] == [
        "sm-001 · What is 1 + 1?",
        "",
        "  One and one, as 1 + 1",
        "  chapter   3 apples",
        "  holds     2 apples",
        "  evidence  computed: 1 + 1",
        "  also on   sm-002",
        "",
    ]
    assert "  holds     8.6·10¹¹ times" in lines and "  evidence  the lab adding will measure it" in lines
    assert "  chapter   331,776" in lines and "  evidence  A paper, Table 1 (no bias)" in lines


def test_as_markdown_it_is_a_page_of_tables(erring: Cli) -> None:
    lines = erring("errata", "--deck", "small", "--markdown").out.splitlines()
    assert lines[0] == "# Errata: A small deck"
    assert "| One and one, as $1 + 1$ | 3 apples | 2 apples | computed: `1 + 1` | sm-001, sm-002 |" in lines
    assert r"| Weights \| of a block | 331,776 | 69,632 | A paper, Table 1 (no bias) | sm-002 |" in lines
    assert [line for line in lines if line.startswith("## ")] == ["## What is 1 + 1?", "## What is a limit?"]


def test_a_deck_that_never_differs_says_so(cli: Cli) -> None:
    assert cli("errata", "--deck", "small").out == "No claim differs from the chapter.\n"
    assert cli.ask("errata", "--deck", "small") == []


def test_a_deck_that_is_not_there_is_refused(cli: Cli) -> None:
    assert cli("errata", "--deck", "nothing").code == 2


def test_the_page_of_the_shipped_deck_is_the_printed_one(cli: Cli) -> None:
    """Mended by ``prepapp errata --deck resnet --markdown > docs/errata-resnet.md``."""
    page = Path(__file__).parents[2] / "docs" / "errata-resnet.md"
    printed = cli("errata", "--deck", "resnet", "--markdown").out
    assert page.read_text(encoding="utf-8") == printed
