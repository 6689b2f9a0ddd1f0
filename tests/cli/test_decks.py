"""``deck list`` and ``deck check``; a second deck needs no code."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

CORE = Path(__file__).parents[1] / "core"
FOREIGN, GOOD = CORE / "decks_foreign" / "batchnorm", CORE / "decks" / "good"


def broken(cli: Cli) -> Path:
    cards = cli.decks / "cards.md"
    text = cards.read_text(encoding="utf-8").replace("skill=sums day=0", "skill=nonsense day=0")
    cards.write_text(text, encoding="utf-8")
    return cards


def test_the_decks_are_listed(cli: Cli) -> None:
    small = next(deck for deck in cli.ask("deck", "list") if deck["deck"] == "small")
    assert small == {
        "deck": "small",
        "title": "A small deck",
        "path": str(cli.decks),
        "cards": 3,
        "skills": 2,
        "plan": [0, 3, 7, 14, 21],
        "source": "made up",
    }
    assert "small   3 cards" in cli("deck", "list").out


def test_a_second_deck_in_the_home_is_studied_without_any_change(cli: Cli) -> None:
    shutil.copytree(FOREIGN, cli.home / "decks" / "batchnorm")
    assert "batchnorm" in {deck["deck"] for deck in cli.ask("deck", "list")}
    today = cli.ask("today", "--deck", "batchnorm")
    first = today["due"][0]["card"]
    graded = cli.ask("grade", first, "good")
    assert graded["next_due"] == "2026-10-14"
    assert {each["deck"] for each in cli.ask("today")["due"]} <= {"batchnorm"}


def test_a_sound_deck_passes(cli: Cli) -> None:
    outcome = cli("deck", "check", str(cli.decks))
    assert (outcome.code, outcome.out, outcome.err) == (0, "3 cards, 0 errors, 0 warnings\n", "")
    claims = {"computed": 0, "cited": 0, "lab": 0, "pending": 0}
    found = {"cards": 3, "claims": claims, "errors": [], "warnings": []}
    assert cli.ask("deck", "check", str(cli.decks)) == found


def test_the_claims_are_counted_and_a_pending_one_is_no_error(cli: Cli) -> None:
    outcome = cli("deck", "check", str(GOOD))
    counted = "4 claims: 1 computed, 1 cited, 1 measured by a lab, 1 waiting for their lab"
    assert (outcome.code, outcome.out.splitlines()) == (0, [counted, "2 cards, 0 errors, 0 warnings"])
    counts = cli.ask("deck", "check", str(GOOD))["claims"]
    assert counts == {"computed": 1, "cited": 1, "lab": 1, "pending": 1}


def test_an_error_has_its_place_and_exits_with_1(cli: Cli) -> None:
    cards = broken(cli)
    outcome = cli("deck", "check", str(cli.decks), "--json")
    error = next(each for each in outcome.json["errors"] if each["file"] == str(cards))
    assert (outcome.code, outcome.err) == (1, "")
    assert error["line"] == 1 and error["column"] > 1 and "nonsense" in error["message"]
    assert set(error) == {"file", "line", "column", "message", "hint"}
    line = next(each for each in cli("deck", "check", str(cli.decks)).out.splitlines() if "nonsense" in each)
    assert line.startswith(f"{cards}:1:{error['column']}: {error['message']}")


def test_a_warning_alone_passes(cli: Cli) -> None:
    cards = cli.decks / "cards.md"
    text = cards.read_text(encoding="utf-8").replace("### Follow-ups\n- Why? -> for the tests\n", "")
    cards.write_text(text, encoding="utf-8")
    outcome = cli("deck", "check", str(cli.decks), "--json")
    assert outcome.code == 0 and not outcome.json["errors"]
    assert len(outcome.json["warnings"]) == 1
    assert ": warning: " in cli("deck", "check", str(cli.decks)).out


@pytest.mark.parametrize("named", [True, False])
def test_a_deck_is_warned_of_what_only_the_whole_of_it_shows(cli: Cli, named: bool) -> None:
    toml = cli.decks / "deck.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(f'{text}\n[[skill]]\nid = "idle"\ntitle = "Idle"\n', encoding="utf-8")
    outcome = cli("deck", "check", *([str(cli.decks)] if named else []), "--json")
    assert outcome.code == 0
    assert [each["message"] for each in outcome.json["warnings"]] == ["no card has the skill `idle`"]
    assert cli("today").err == ""


def test_only_the_named_deck_is_checked(cli: Cli) -> None:
    broken(cli)
    foreign = cli("deck", "check", str(FOREIGN), "--json")
    assert foreign.code == 0 and foreign.json["cards"] > 3
    assert cli("deck", "check").code == 1


def test_a_copy_of_a_deck_is_not_held_against_it(cli: Cli, tmp_path: Path) -> None:
    shutil.copytree(cli.decks, tmp_path / "copy")
    assert cli("deck", "check", str(tmp_path / "copy")).code == 0
    assert cli("deck", "check", str(tmp_path / "copy"), "--decks", str(tmp_path / "copy")).code == 0
    both = cli("deck", "check", "--decks", str(tmp_path / "copy"))
    assert both.code == 1 and "small" in both.out


def test_a_folder_of_decks_is_checked_whole(cli: Cli, tmp_path: Path) -> None:
    several = tmp_path / "several"
    shutil.copytree(cli.decks, several / "one")
    shutil.copytree(FOREIGN, several / "two")
    assert cli.ask("deck", "check", str(several))["cards"] > 3


def test_a_path_that_is_no_deck(cli: Cli, tmp_path: Path) -> None:
    assert cli("deck", "check", str(tmp_path / "nowhere")).err == (
        f"{tmp_path / 'nowhere'}: no such folder (a folder with a deck.toml and Markdown files)\n"
    )
    assert cli("deck", "check", str(cli.decks / "cards.md")).code == 2
    (tmp_path / "empty").mkdir()
    assert cli("deck", "check", str(tmp_path / "empty")).code == 1


def test_a_named_folder_of_decks_must_exist(cli: Cli, tmp_path: Path) -> None:
    outcome = cli("today", "--decks", str(tmp_path / "nowhere"))
    assert outcome.code == 2 and outcome.err.count("\n") == 1
