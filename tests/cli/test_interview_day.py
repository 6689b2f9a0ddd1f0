"""``warmup``, ``sheet`` and ``debrief``: around a real interview."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Cli

TUESDAY = "2026-10-13T12:00+02:00"
FRIDAY = "2026-10-16T12:00+02:00"

CLAIM = """
```claim
id = "sm-001-sum"
text = "One and one"
value = 2
unit = "apples"
computed = "1 + 1"
```
"""


@pytest.fixture
def with_numbers(cli: Cli) -> Cli:
    file = cli.decks / "cards.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("\n## What is a limit?", f"{CLAIM}\n## What is a limit?"), encoding="utf-8")
    return cli


def ask(cli: Cli, *command: str, now: str | None = None) -> Any:
    """Ask about the small deck alone."""
    return cli.ask(*command, "--deck", "small", now=now)


def test_a_warmup_brings_nothing_that_was_not_met(with_numbers: Cli) -> None:
    cli = with_numbers
    empty = cli("warmup", "--deck", "small")
    assert (empty.code, empty.out) == (0, "Nothing has been met yet: a warm-up brings nothing new.\n")
    cli("grade", "sm-001", "again", "--points", "1", "--sure", "sure")
    day = ask(cli, "warmup", "5")
    assert (day["study_day"], day["minutes"]) == ("2026-10-12", 5)
    assert day["mistakes"] == [
        {"card": "sm-001", "ask": "What is 1 + 1?", "holds": "a number; even",
         "tell": '"Two, by definition."'}
    ]  # fmt: skip
    assert day["numbers"] == [{"card": "sm-001", "text": "One and one", "value": "2 apples"}]
    assert day["sentences"] == [
        {"card": "sm-001", "skill": "sums", "title": "Sums", "say": '"Two, by definition."'}
    ]
    assert day["aloud"] == [
        {"card": "sm-001", "question": "What is 1 + 1?", "say": '"Two, by definition."', "seconds": 20}
    ]


def test_a_warmup_is_the_same_all_day_grades_nothing_and_counts_as_read(with_numbers: Cli) -> None:
    cli = with_numbers
    cli("grade", "sm-001", "good", "--points", "1,2")
    first = ask(cli, "warmup", "15", now=TUESDAY)
    assert ask(cli, "warmup", "15", now="2026-10-13T21:00+02:00") == first
    assert [each["kind"] for each in cli.ask("history", "sm-001")] == ["review", "look"]
    assert not cli.ask("check", "sm-001", "--answer", "2", now=TUESDAY)["cold"]


def test_a_warmup_as_text_names_its_parts(with_numbers: Cli) -> None:
    with_numbers("grade", "sm-001", "again", "--points", "1", "--sure", "sure")
    text = with_numbers("warmup", "1", "--deck", "small").out
    assert text.startswith("Mon 12 Oct · 1 minute · nothing is graded\n")
    assert "Your open mistakes" in text and "  One and one: 2 apples" in text
    assert "The first 20 seconds, aloud" in text and "One sentence a skill" not in text


def test_a_size_of_none_of_the_three_is_refused(cli: Cli) -> None:
    refused = cli("warmup", "7")
    assert refused.code == 2 and "'7' is not 1, 5 or 15" in refused.err


def test_the_sheet_is_in_own_words_and_says_where_it_is_not(with_numbers: Cli, tmp_path: Path) -> None:
    cli = with_numbers
    cli("grade", "sm-001", "again", "--points", "1", "--sure", "sure")
    before = ask(cli, "sheet")
    assert before["borrowed"] == 1 and before["skills"] == [
        {"skill": "sums", "title": "Sums", "lines": [
            {"card": "sm-001", "text": '"Two, by definition."', "source": "card"}
        ]}
    ]  # fmt: skip
    cli("note", "sm-001", "count the apples")
    cli("note", "sm-002", "close, but never there")
    page = ask(cli, "sheet", now=TUESDAY)
    assert page["borrowed"] == 0
    assert [line["text"] for part in page["skills"] for line in part["lines"]] == [
        "count the apples",
        "close, but never there",
    ]
    assert page["numbers"] == [{"card": "sm-001", "text": "One and one", "value": "2 apples"}]
    cli("undo")
    cli("plan", "--deck", "small", "--interview", "2026-10-26")
    text = cli("sheet", "--deck", "small").out
    assert text.startswith("# A small deck: one page, in my own words\n\n2026-10-12 · interview 2026-10-26\n")
    assert "- count the apples\n" in text and "never there" not in text and "(the card's words)" not in text
    assert "## My open mistakes\n\n- What is 1 + 1? I left out: a number; even." in text
    assert "| One and one | 2 apples |" in text
    file = tmp_path / "out" / "sheet.md"
    assert cli("sheet", "--deck", "small", "-o", str(file)).out == f"{file}: 1 line\n"
    assert file.read_text(encoding="utf-8") == text


def test_a_sheet_that_cannot_be_written_is_refused(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    refused = cli("sheet", "--deck", "small", "-o", str(tmp_path / "taken" / "sheet.md"))
    assert refused.code == 2 and "cannot be written" in refused.err


def test_a_debrief_opens_mistakes_and_sets_the_next_date(cli: Cli) -> None:
    cli("plan", "--deck", "small", "--interview", "2026-10-15", "--profile", "strict")
    for card in ("sm-001", "sm-002"):
        cli("grade", card, "good", "--points", "1,2" if card == "sm-001" else "1")
    told = cli.ask(
        "debrief", "--company", "Example Ltd", "--asked", "sm-001", "--stalled", "sm-002", "--text",
        "asked for an epsilon", "--next", "2026-11-02", now=FRIDAY,
    )  # fmt: skip
    assert (told["deck"], told["date"], told["profile"]) == ("small", "2026-10-15", "strict")
    assert (told["asked"], told["stalled"], told["mistakes"]) == (
        ["sm-001", "sm-002"],
        ["sm-002"],
        ["sm-002"],
    )
    assert cli.ask("plan", "--deck", "small", now=FRIDAY)["interview"] == "2026-11-02"
    (mistake,) = ask(cli, "mistakes", now=FRIDAY)
    assert (mistake["card"], mistake["said"], mistake["from"]) == (
        "sm-002", "stalled in the interview", "interview",
    )  # fmt: skip
    tomorrow = cli.ask("today", "--deck", "small", now="2026-10-17T12:00+02:00")
    assert ("sm-002", "retry") in [(each["card"], each["reason"]) for each in tomorrow["due"]]
    cli("grade", "sm-002", "good", "--points", "1", now="2026-10-17T12:00+02:00")
    assert ask(cli, "mistakes", now="2026-10-17T12:00+02:00") == []


def test_several_interviews_are_listed_each_with_its_profile(cli: Cli) -> None:
    assert cli.ask("debrief") == []
    assert cli("debrief").out == "No interview has been told of.\n"
    cli("debrief", "--deck", "small", "--date", "2026-10-12", "--asked", "sm-001,sm-002", now=TUESDAY)
    cli("debrief", "--asked", "sm-003", "--profile", "strict", "--date", "2026-10-09", now=TUESDAY)
    listed = cli.ask("debrief", now=TUESDAY)
    assert [(each["date"], each["profile"], each["asked"]) for each in listed] == [
        ("2026-10-09", "strict", ["sm-003"]),
        ("2026-10-12", None, ["sm-001", "sm-002"]),
    ]
    assert "Fri 9 Oct 2026 · small · strict\n  asked: sm-003\n" in cli("debrief").out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--asked", "sm-009"), "there is no card 'sm-009'"),
        (("--asked", "sm-001,rn-001"), "rn-001 is not of the deck small"),
        (("--asked", "sm-001", "--profile", "kind"), "there is no profile 'kind'"),
        (("--asked", "sm-001", "--date", "2026-10-14"), "has not been yet"),
        (("--asked", "sm-001", "--next", "soon"), "'soon' is not a date"),
        (("--asked", "sm-001", "--next", "2026-10-01"), "must lie ahead"),
        (("--next", "2026-11-01"), "nothing is told"),
    ],
)
def test_a_debrief_that_cannot_be_kept_changes_nothing(cli: Cli, options: tuple[str, ...], said: str) -> None:
    refused = cli("debrief", *options)
    assert refused.code == 2 and said in refused.err
    assert cli.ask("debrief") == []
