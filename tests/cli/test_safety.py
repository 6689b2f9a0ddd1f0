"""``backup``, ``restore``, ``doctor``; databases that cannot be used."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, Outcome


def change(database: Path, *statements: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def finding(outcome: Outcome, name: str) -> dict[str, object]:
    found: dict[str, object] = next(check for check in outcome.json["checks"] if check["name"] == name)
    return found


def device(cli: Cli) -> str:
    return (cli.home / "device").read_text(encoding="utf-8").strip()


def test_a_backup_lies_in_the_home_or_where_it_is_asked_for(cli: Cli, tmp_path: Path) -> None:
    cli.ask("grade", "sm-001", "good")
    made = cli.ask("backup")
    assert Path(made["file"]).parent == cli.home / "backups" and made["events"] == 2
    assert cli.ask("backup", "-o", str(tmp_path / "copy.db"))["file"] == str(tmp_path / "copy.db")
    assert (tmp_path / "copy.db").exists()


def test_there_is_nothing_to_back_up_at_first(cli: Cli) -> None:
    outcome = cli("backup")
    assert outcome.code == 2 and "there is nothing to back up yet" in outcome.err


def test_a_backup_never_takes_the_place_of_the_database(cli: Cli) -> None:
    cli.ask("grade", "sm-001", "good")
    assert cli("backup", "-o", str(cli.home / "prepapp.db")).code == 2
    assert cli("backup", "-o", str(cli.home)).code == 2
    assert cli.ask("today")["met"] == 1


def test_restore_brings_back_the_past_keeps_the_present_and_renames_the_device(cli: Cli) -> None:
    cli.ask("grade", "sm-001", "good")
    copy = cli.ask("backup")["file"]
    cli.ask("grade", "sm-002", "good")
    before = device(cli)
    restored = cli.ask("restore", copy)
    assert restored["events"] == 2 and restored["device"] == device(cli) != before
    assert cli.ask("today")["met"] == 1
    cli.ask("restore", restored["kept"])
    assert cli.ask("today")["met"] == 2


def test_restore_refuses_what_is_no_backup(cli: Cli, tmp_path: Path) -> None:
    cli.ask("grade", "sm-001", "good")
    before = device(cli)
    (tmp_path / "text.db").write_text("not a database, whatever its name says", encoding="utf-8")
    assert cli("restore", str(tmp_path / "nothing.db")).code == 2
    assert cli("restore", str(tmp_path / "text.db")).code == 3
    copy = Path(cli.ask("backup")["file"])
    change(copy, "UPDATE meta SET value = '99' WHERE key = 'schema'")
    assert cli("restore", str(copy)).code == 2
    assert cli.ask("today")["met"] == 1 and device(cli) == before


def test_a_database_of_a_newer_version_is_refused_untouched(cli: Cli) -> None:
    cli.ask("grade", "sm-001", "good")
    database = cli.home / "prepapp.db"
    change(database, "UPDATE meta SET value = '99' WHERE key = 'schema'")
    before = database.read_bytes()
    for command in (["today"], ["grade", "sm-002", "good"], ["undo"], ["history", "sm-001"]):
        outcome = cli(*command)
        assert outcome.code == 2 and outcome.out == ""
        assert "written by a newer PrepApp (schema 99, this one knows" in outcome.err
        assert outcome.err.count("\n") == 1
    assert database.read_bytes() == before


def test_a_database_that_is_none_exits_with_3(cli: Cli) -> None:
    cli.home.mkdir()
    (cli.home / "prepapp.db").write_bytes(b"SQLite format 3\x00" + b"nonsense" * 200)
    for command in (["today"], ["grade", "sm-001", "good"]):
        outcome = cli(*command)
        assert outcome.code == 3 and outcome.err.count("\n") == 1


def test_only_sqlite_is_copied(cli: Cli) -> None:
    outcome = cli("backup", "--db", "postgresql://nowhere/prepapp")
    assert outcome.code == 2 and outcome.err.startswith("--db: only an SQLite database is copied here")


def test_the_doctor_finds_a_fresh_and_a_used_home_well(cli: Cli) -> None:
    assert cli.ask("doctor")["ok"]
    cli.ask("grade", "sm-001", "again", "--points", "1", "--sure", "sure")
    cli.ask("undo")
    cli.ask("backup")
    report = cli.ask("doctor")
    assert report["ok"]
    assert {check["name"] for check in report["checks"]} == {
        "settings", "database", "schema", "append-only", "projection", "device", "decks", "backups", "torch"
    }  # fmt: skip
    assert all(set(check) == {"name", "ok", "detail"} and check["detail"] for check in report["checks"])
    assert "  ok       projection" in cli("doctor").out


def test_the_doctor_makes_nothing(cli: Cli) -> None:
    cli.ask("doctor")
    assert not (cli.home / "prepapp.db").exists() and not (cli.home / "device").exists()


@pytest.mark.parametrize(
    ("statements", "name"),
    [
        (["DROP TRIGGER event_no_delete"], "append-only"),
        (["UPDATE card_state SET state = replace(state, '\"reviews\":1', '\"reviews\":2')"], "projection"),
        (["DELETE FROM card_state"], "projection"),
        (["UPDATE meta SET value = '99' WHERE key = 'schema'"], "schema"),
    ],
)
def test_the_doctor_finds_damage_in_the_database(cli: Cli, statements: list[str], name: str) -> None:
    cli.ask("grade", "sm-001", "good")
    change(cli.home / "prepapp.db", *statements)
    outcome = cli("doctor", "--json")
    assert outcome.code == 1 and not outcome.json["ok"]
    assert not finding(outcome, name)["ok"]
    assert "  damaged  " in cli("doctor").out


def test_the_doctor_finds_a_damaged_file(cli: Cli) -> None:
    cli.ask("grade", "sm-001", "good")
    database = cli.home / "prepapp.db"
    damaged = bytearray(database.read_bytes())
    damaged[4096 : 4096 * 3] = b"\xaa" * 4096 * 2
    database.write_bytes(damaged)
    outcome = cli("doctor", "--json")
    assert outcome.code == 1 and not finding(outcome, "database")["ok"]


def test_the_doctor_reports_all_that_is_wrong_and_goes_on(cli: Cli) -> None:
    cli.ask("grade", "sm-001", "good")
    (cli.home / "settings.toml").write_text("minutes = 1\n", encoding="utf-8")
    (cli.home / "device").write_text("my laptop\n", encoding="utf-8")
    (cli.decks / "cards.md").write_text("## Nothing {#sm-001}\n", encoding="utf-8")
    (cli.home / "backups").mkdir(exist_ok=True)
    (cli.home / "backups" / "broken.db").write_text("nothing", encoding="utf-8")
    outcome = cli("doctor", "--json")
    damaged = [check["name"] for check in outcome.json["checks"] if not check["ok"]]
    assert (outcome.code, damaged) == (1, ["settings", "device", "decks", "backups"])


def test_a_missing_torch_is_a_remark(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    outcome = cli("doctor", "--json")
    assert outcome.code == 0
    assert finding(outcome, "torch")["ok"] and "not installed" in str(finding(outcome, "torch")["detail"])
