"""The command line as a test calls it: a home of its own, a small deck, a fixed clock."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from prepapp.cli import main

NOON = "2026-10-12T12:00+02:00"
"""A Monday."""

DECK_TOML = """format = 1
id = "small"
title = "A small deck"
source = "made up"

[[skill]]
id = "sums"
title = "Sums"

[[skill]]
id = "limits"
title = "Limits"

[[checkpoint]]
id = "sm-day0"
day = 0
text = "Add two numbers"
cards = ["sm-001"]

[[checkpoint]]
id = "sm-day3"
day = 3
text = "Say what a limit is"

[[profile]]
id = "strict"
title = "A strict one"
"""

CARDS_MD = r"""## What is 1 + 1? {#sm-001 skill=sums day=0 lab=adding time=60}

Think first.

### Answer
It is $1 + 1 = 2$, *always*.

### Key points
- [!] two
- [!] a number
- [ ] even

### Often taught
"Three."

### Say
"Two, by definition."

### Red flags
- "three" -> it is two

### Follow-ups
- [strong] And 2 + 2? -> four

```check
type = "number"
prompt = "What is 1 + 1?"
answer = 2
```

## What is a limit? {#sm-002 skill=limits day=0}

### Answer
What a sequence comes close to.

### Key points
- [!] close

### Follow-ups
- Does 1/n have one? -> zero

```check
type = "number"
prompt = "What is the limit of 1/n?"
answer = 0
```

## What has no points? {#sm-003 skill=limits day=3}

### Answer
This card.

### Follow-ups
- Why? -> for the tests
"""


@dataclass(frozen=True)
class Outcome:
    """What one command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document that was printed."""
        return json.loads(self.out)


@dataclass
class Cli:
    """Commands in one home."""

    home: Path
    decks: Path
    capsys: pytest.CaptureFixture[str]
    now: str = NOON

    def __call__(self, *command: str, now: str | None = None) -> Outcome:
        """Run a command with the small deck."""
        places = ["--home", str(self.home), "--decks", str(self.decks)]
        return self.bare(*command, *places, "--now", now or self.now)

    def bare(self, *command: str) -> Outcome:
        """Run a command with nothing added."""
        code = main(command)
        printed = self.capsys.readouterr()
        return Outcome(code, printed.out, printed.err)

    def ask(self, *command: str, now: str | None = None) -> Any:
        """Run a command that must succeed, and return its JSON."""
        outcome = self(*command, "--json", now=now)
        assert (outcome.code, outcome.err) == (0, "")
        return outcome.json


def write_small_deck(folder: Path) -> Path:
    """Write the small deck."""
    folder.mkdir(parents=True)
    (folder / "deck.toml").write_text(DECK_TOML, encoding="utf-8")
    (folder / "cards.md").write_text(CARDS_MD, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the caller's own settings out."""
    for name in ("PREPAPP_HOME", "PREPAPP_DB", "PREPAPP_NOW"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Cli]:
    """Return the command line of a candidate who has the small deck."""
    yield Cli(tmp_path / "home", write_small_deck(tmp_path / "small"), capsys)
