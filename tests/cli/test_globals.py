"""What holds for every command: global options, the environment, errors, help."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from prepapp import __version__
from prepapp.cli import main
from prepapp.cli.parser import ADD, build_parser
from tests.cli.conftest import NOON, Cli, write_small_deck


def commands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, str | None, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help for choice in action._choices_actions}
            for name, each in action.choices.items():
                yield name, helps.get(name), each
                yield from commands(each)


def test_every_command_and_argument_has_help() -> None:
    found = list(commands(build_parser()))
    assert len(found) > 20
    for name, help_, parser in found:
        assert help_, name
        arguments = [each for each in parser._actions if not isinstance(each, argparse._SubParsersAction)]
        assert [each.dest for each in arguments if not each.help] == [], name


def test_the_commands_of_the_contract_are_there() -> None:
    names = {name for name, _, _ in commands(build_parser())}
    assert names >= {
        "review", "today", "show", "grade", "undo", "history", "plan", "mistakes", "deck", "list", "check",
        "suspend", "resume", "note", "checkpoint", "config", "get", "set", "merge", "export", "import",
        "backup", "restore", "doctor",
    }  # fmt: skip


@pytest.mark.parametrize("name", ADD)
def test_a_command_alone_has_the_parser_it_has_among_all(name: str) -> None:
    alone, among_all = (
        next(
            parser
            for found, _, parser in commands(each)
            if found == name and parser.prog == f"prepapp {name}"
        )
        for each in (build_parser(name), build_parser())
    )
    assert alone.format_help() == among_all.format_help()


def test_help_and_version_exit_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--help", "--version"):
        with pytest.raises(SystemExit) as left:
            main([option])
        assert left.value.code == 0
    assert f"prepapp {__version__}" in capsys.readouterr().out


def test_global_options_before_and_after_the_command(cli: Cli, tmp_path: Path) -> None:
    places = ["--home", str(cli.home), "--decks", str(cli.decks), "--now", NOON, "--json"]
    after = cli.bare("deck", "list", *places)
    assert after.code == 0 and "small" in after.out
    assert cli.bare(*places, "deck", "list") == after
    assert cli.bare("deck", *places, "list") == after
    assert cli.bare("--json", "deck", *places[:2], "list", *places[2:]) == after


def test_decks_named_before_and_after_add_up(cli: Cli, tmp_path: Path) -> None:
    other = write_small_deck(tmp_path / "other")
    text = (
        (other / "deck.toml").read_text(encoding="utf-8").replace('"small"', '"other"').replace("sm-", "ot-")
    )
    (other / "deck.toml").write_text(text, encoding="utf-8")
    cards = (other / "cards.md").read_text(encoding="utf-8")
    (other / "cards.md").write_text(cards.replace("sm-", "ot-"), encoding="utf-8")
    listed = cli.bare(
        "--decks", str(other), "deck", "list", "--home", str(cli.home), "--decks", str(cli.decks), "--json"
    )
    assert {"other", "small"} <= {deck["deck"] for deck in listed.json}


def test_an_option_after_the_command_wins(cli: Cli, tmp_path: Path) -> None:
    outcome = cli.bare(
        "--now", "2030-01-01T00:00Z", "today", "--home", str(cli.home), "--now", NOON, "--json"
    )
    assert outcome.json["study_day"] == "2026-10-12"


def test_the_environment_names_home_clock_and_database(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "elsewhere.db"
    monkeypatch.setenv("PREPAPP_HOME", str(tmp_path / "away"))
    monkeypatch.setenv("PREPAPP_NOW", "2027-01-05T12:00Z")
    monkeypatch.setenv("PREPAPP_DB", f"sqlite:///{database}")
    graded = cli.bare("grade", "sm-002", "good", "--decks", str(cli.decks), "--json")
    assert graded.json["next_due"] == "2027-01-08"
    assert database.exists() and (tmp_path / "away" / "device").exists()
    assert not (tmp_path / "away" / "prepapp.db").exists()


def test_options_win_over_the_environment(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREPAPP_HOME", str(tmp_path / "away"))
    monkeypatch.setenv("PREPAPP_NOW", "2027-01-05T12:00Z")
    assert cli.ask("today")["study_day"] == "2026-10-12"
    cli.ask("grade", "sm-002", "good")
    assert (cli.home / "prepapp.db").exists() and not (tmp_path / "away").exists()


@pytest.mark.parametrize(
    ("now", "complaint"),
    [
        ("2026-10-12T12:00", "--now: '2026-10-12T12:00' has no offset"),
        ("2026-10-12", "--now: '2026-10-12' has no offset"),
        ("noon", "--now: 'noon' is not a time"),
    ],
)
def test_a_clock_without_offset_is_refused(cli: Cli, now: str, complaint: str) -> None:
    outcome = cli("today", now=now)
    assert outcome.code == 2 and outcome.out == ""
    assert outcome.err == f"{complaint} (say for example 2026-10-12T08:30+02:00)\n"


def test_a_bad_clock_in_the_environment_is_named(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREPAPP_NOW", "noon")
    outcome = cli.bare("today", "--home", str(cli.home))
    assert outcome.code == 2 and outcome.err.startswith("PREPAPP_NOW: 'noon' is not a time")


@pytest.mark.parametrize(
    ("command", "complaint"),
    [
        (["nonsense"], "argument COMMAND: invalid choice: 'nonsense'"),
        (["grade", "sm-001"], "prepapp grade: the following arguments are required: grade"),
        (["grade", "sm-001", "fine"], "argument grade: invalid choice: 'fine'"),
        (["grade", "sm-001", "good", "--points", "a"], "argument --points: 'a' is not numbers of points"),
        (["grade", "sm-001", "good", "--seconds", "-1"], "argument --seconds"),
        (["grade", "sm-001", "good", "--sur", "sure"], "unrecognized arguments: --sur sure"),
        (["plan", "--start", "soon"], "argument --start: 'soon' is not a date such as 2026-10-26"),
        (["deck"], "prepapp deck: the following arguments are required: COMMAND"),
        (["deck", "nonsense"], "invalid choice: 'nonsense'"),
        (["export"], "the following arguments are required: -o/--output"),
    ],
)
def test_bad_arguments_are_one_line_and_exit_2(cli: Cli, command: list[str], complaint: str) -> None:
    outcome = cli.bare(*command)
    assert outcome.code == 2 and outcome.out == ""
    assert complaint in outcome.err
    assert outcome.err.count("\n") == 1 and "--help`)" in outcome.err


def test_an_error_shows_its_traceback_only_with_debug(cli: Cli) -> None:
    assert cli("show", "sm-999").err == "there is no card 'sm-999' (`prepapp today` names today's)\n"
    debugged = cli("show", "sm-999", "--debug")
    assert debugged.code == 2
    assert "Traceback" in debugged.err and debugged.err.endswith("names today's)\n")


def test_an_unreadable_home_exits_with_3(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file", encoding="utf-8")
    outcome = cli("grade", "sm-001", "good")
    assert outcome.code == 3 and outcome.err.count("\n") == 1


def test_unreadable_settings_are_one_line_with_their_place(cli: Cli) -> None:
    cli.home.mkdir()
    (cli.home / "settings.toml").write_text("minutes = = 3\n", encoding="utf-8")
    outcome = cli("today")
    assert outcome.code == 2 and outcome.out == ""
    assert outcome.err.startswith(f"{cli.home / 'settings.toml'}: cannot be read as TOML")
    assert outcome.err.count("\n") == 1


def test_an_interrupted_command_exits_with_130(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("prepapp.cli.today.today", interrupt)
    assert cli("today").code == 130


def test_output_is_plain_and_fits_80_columns(cli: Cli) -> None:
    cli("grade", "sm-001", "again", "--sure", "sure")
    for command in (["today"], ["plan"], ["show", "rn-003", "--answer"], ["mistakes"], ["history", "sm-001"]):
        outcome = cli(*command)
        assert outcome.code == 0 and "\x1b" not in outcome.out
        # Code and tables of a deck stand as they were written.
        prose = [line for line in outcome.out.splitlines() if not line.startswith(("    ", "  |"))]
        assert [line for line in prose if len(line) > 80] == []


def test_json_is_one_document_whatever_the_verdict(cli: Cli) -> None:
    (cli.decks / "cards.md").write_text("## Nothing {#sm-001}\n", encoding="utf-8")
    outcome = cli("deck", "check", "--json")
    assert outcome.code == 1
    assert json.loads(outcome.out)["errors"]
