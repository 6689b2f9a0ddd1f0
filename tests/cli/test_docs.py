"""What `docs/decks.md` says: every command is run, every snippet read, every message provoked."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from prepapp.core.card import Fault
from prepapp.core.deckfile import read_library
from tests.cli.conftest import Cli

PAGE = (Path(__file__).parents[2] / "docs" / "decks.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^(?P<fence>`{3,})(?P<kind>\w+)\n(?P<body>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| (?P<first>.+?) \| (?:(?P<place>[\w. -]+) \| )?(?P<last>.+) \|$", re.MULTILINE)

TOML = """format = 1
id = "d"
title = "D"

[[skill]]
id = "forward"
title = "F"
"""
OTHER = "## What else? {#bn-002 skill=forward day=0}\n### Answer\nx\n### Follow-ups\n- And? -> so\n"
CARD = """## What? {#bn-001 skill=forward day=0}
### Answer
x
### Key points
- [!] y
### Follow-ups
- And? -> so

```check
type = "number"
prompt = "?"
answer = 1
```

```claim
id = "c"
text = "t"
value = 1
computed = "1"
```

"""


def snippets(kind: str) -> list[str]:
    return [found["body"] for found in FENCE.finditer(PAGE) if found["kind"] == kind]


def table(heading: str) -> list[re.Match[str]]:
    """The rows of the first table after some words."""
    rest = PAGE[PAGE.index(heading) :]
    lines = rest[rest.index("|---") :].split("\n\n")[0]
    return list(ROW.finditer(lines[lines.index("\n") :]))


def faults(folder: Path, cards: str, toml: str = TOML) -> list[Fault]:
    (folder / "deck.toml").write_text(toml, encoding="utf-8")
    (folder / "cards.md").write_text(cards, encoding="utf-8")
    return list(read_library([folder], [folder]).faults)


def lines(found: list[Fault]) -> list[str]:
    return [f"{fault.message} ({fault.hint})" for fault in found]


def commands() -> Iterator[tuple[list[str], list[str]]]:
    """Every command with the lines that it prints."""
    for snippet in snippets("console"):
        for part in re.split(r"^\$ prepapp ", snippet, flags=re.MULTILINE)[1:]:
            command, *printed = part.splitlines()
            yield command.split(), printed


def test_every_command_does_what_the_page_shows(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = 0
    for command, shown in commands():
        outcome = cli.bare(*command, "--home", str(cli.home), "--now", cli.now)
        assert (outcome.code, outcome.err) == (0, ""), command
        pattern = "".join(r"(?:.*\n)*" if line == "..." else re.escape(line) + r"\n" for line in shown)
        assert re.fullmatch(pattern, outcome.out), (command, outcome.out)
        ran += 1
    assert ran >= 6


def test_every_command_that_is_named_exists(cli: Cli) -> None:
    named = set(re.findall(r"`prepapp ((?:deck )?[a-z]+)", PAGE))
    assert named >= {"doctor", "show"}
    for command in named:
        with pytest.raises(SystemExit, match="0"):
            cli.bare(*command.split(), "--help")


def test_the_deck_of_the_page_is_sound(tmp_path: Path) -> None:
    (toml,) = snippets("toml")
    cards, stamped = snippets("markdown")
    assert faults(tmp_path, cards + "\n" + OTHER, toml) == []
    found = lines(faults(tmp_path, cards + "\n" + OTHER + "\n" + stamped, toml))
    assert found == ["the card has no id (end the heading with {#an-id skill=… day=…})"]


@pytest.mark.parametrize("kind", ["check", "claim"])
def test_every_block_is_sound(tmp_path: Path, kind: str) -> None:
    found = [body for body in snippets(kind) if not body.startswith('id = "bn-learned"')]
    for path in re.findall(r'"(checks/[\w./]+)"', PAGE):
        (tmp_path / path).mkdir(parents=True, exist_ok=True)
    blocks = "".join(f"```{kind}\n{body}```\n\n" for body in found)
    assert faults(tmp_path, CARD + blocks) == []
    assert len(found) == {"check": 5, "claim": 1}[kind]


def test_every_key_attribute_and_section_stands_on_the_page() -> None:
    from prepapp.core.cardread import ATTRIBUTES, SECTIONS
    from prepapp.core.deckblocks import CHECKS, CLAIM
    from prepapp.core.decktoml import CHECKPOINT, DECK, PROFILE, SKILL
    from prepapp.core.formats import FORMATS
    from prepapp.core.partread import QUESTION

    attributes = " ".join(row["first"] for row in table("**Attributes**"))
    assert all(f"{name}=" in attributes or name == "id" for name in ATTRIBUTES)
    assert {row["first"] for row in table("**Sections.**")} == {
        f"`### {name}`" for name in SECTIONS if name != QUESTION
    }
    keys = [
        *DECK,
        *SKILL,
        *CHECKPOINT,
        *PROFILE,
        *CLAIM,
        *(key for check in CHECKS.values() for key in check),
    ]
    assert [
        key for key in keys if not re.search(rf"(?:^|`|\[\[){key}(?: =|\]\]|`)", PAGE, re.MULTILINE)
    ] == []
    assert all(f"`{mock}`" in PAGE for mock in FORMATS)


def edited(place: str, written: str) -> tuple[str, str]:
    """A sound card and its deck.toml with a mistake in one place."""
    into = {
        "heading": ("day=0}", f"day=0 {written}}}"),
        "card": ("### Key points", f"{written}\n### Key points"),
        "Answer": ("### Answer\nx\n", f"### Answer\n{written}\n"),
        "Key points": ("- [!] y", written),
        "Follow-ups": ("- And? -> so", written),
        "check": ("answer = 1", written),
        "claim": ('computed = "1"', f'computed = "1"\n{written}'),
    }
    if place == "deck.toml":
        return CARD, f"{written}\n{TOML}"
    assert CARD.count(into[place][0]) == 1
    return CARD.replace(*into[place]), TOML


def test_every_mistake_of_the_page_has_its_message(tmp_path: Path) -> None:
    rows = table("## Common mistakes")
    assert len(rows) >= 12
    for row in rows:
        written = row["first"].removeprefix("`").removesuffix("`")
        cards, toml = edited(row["place"], written)
        assert row["last"] in lines(faults(tmp_path, cards + OTHER, toml)), written


MEAN = "- [!] the batch has a mean and a variance"
WARNED = (
    CARD.replace("- [!] y", "- [!] y\n" * 4),
    CARD.replace("### Follow-ups\n- And? -> so\n", ""),
    "",
    re.sub(r"```check.*?```", "", CARD, flags=re.DOTALL),
    CARD.replace("What?", "Why dropout?") + OTHER.replace("What else?", "Explain why dropout"),
    CARD.replace("- [!] y", MEAN) + OTHER.replace("x\n", f"x\n### Key points\n{MEAN}\n"),
    CARD.replace("day=0}", "day=0 time=2040}"),
)
"""A deck for each warning of the page."""


def test_every_warning_of_the_page_is_one(tmp_path: Path) -> None:
    for cards, row in zip(WARNED, table("A **warning**"), strict=True):
        found = [fault for fault in faults(tmp_path, cards) if fault.warning]
        assert f"{row['first']} | {row['last']}" in {as_on_the_page(fault) for fault in found}, row["first"]


def as_on_the_page(fault: Fault) -> str:
    return re.sub(r"some of bn.*", "some of …", f"{fault.message} | {fault.hint}")
