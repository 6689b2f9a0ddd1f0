"""``export``, ``import``, ``merge``."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Cli


def studied(cli: Cli) -> Path:
    """Study a little, and return an export of it."""
    cli.ask("plan", "--deck", "small", "--interview", "2026-10-26")
    cli.ask("grade", "sm-001", "again", "--points", "1", "--sure", "sure")
    cli.ask("grade", "sm-002", "good")
    cli.ask("undo")
    cli.ask("note", "sm-001", "a number, ∂ and all")
    cli.ask("checkpoint", "sm-day3")
    file = cli.home.parent / "events.jsonl"
    cli.ask("export", "--format", "jsonl", "-o", str(file))
    return file


def elsewhere(cli: Cli, name: str = "other") -> Cli:
    return Cli(cli.home.parent / name, cli.decks, cli.capsys)


def states(cli: Cli) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(cli.home / "prepapp.db")) as connection:
        return [
            *connection.execute("SELECT card, deck, state FROM card_state ORDER BY card"),
            *connection.execute("SELECT deck, state FROM deck_state ORDER BY deck"),
        ]


def test_an_export_is_the_events_one_a_line_and_nothing_else(cli: Cli) -> None:
    lines = studied(cli).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["kind"] for line in lines] == [
        "plan", "review", "review", "void", "note", "checkpoint"
    ]  # fmt: skip
    assert cli.ask("export", "-o", str(cli.home / "again.jsonl")) == {"cards": 2, "events": 6, "skipped": 0}


def test_an_import_gives_an_identical_state(cli: Cli) -> None:
    file = studied(cli)
    other = elsewhere(cli)
    assert other.ask("import", str(file)) == {"cards": 2, "events": 6, "skipped": 0}
    assert states(other) == states(cli)
    other.ask("export", "-o", str(other.home / "back.jsonl"))
    assert (other.home / "back.jsonl").read_bytes() == file.read_bytes()
    assert other.ask("import", str(file)) == {"cards": 0, "events": 0, "skipped": 6}


def test_a_preview_takes_nothing_in(cli: Cli) -> None:
    file = studied(cli)
    other = elsewhere(cli)
    assert other.ask("import", str(file), "--preview")["events"] == 6
    assert other.ask("history", "sm-001") == []
    assert "would be taken in" in other("import", str(file), "--preview").out


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("no JSON", "not an event"),
        ('{"id": "x"}', "not an event"),
        ("[1]", "not an event"),
    ],
)
def test_a_line_that_is_no_event_is_named_and_nothing_is_taken_in(
    cli: Cli, line: str, complaint: str
) -> None:
    file = studied(cli)
    with file.open("a", encoding="utf-8") as opened:
        opened.write(line + "\n")
    other = elsewhere(cli)
    outcome = other("import", str(file))
    assert outcome.code == 2 and outcome.err.startswith(f"{file}:7: {complaint}")
    assert outcome.err.count("\n") == 1
    assert not (other.home / "prepapp.db").exists()


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("review", {"grade": "fine"}),
        ("review", {}),
        ("plan", {"start": "soon"}),
        ("void", {}),
        ("suspend", {"suspended": "yes"}),
        ("checkpoint", {}),
        ("take", {"follow_up": None}),
        ("mistake", {"event": "x", "open": True, "from": "a dream"}),
        ("interview", {"asked": ["rn-001"]}),
        ("interview", {"date": "2026-10-12", "company": 7}),
        ("plan", {"start": "2026-10-12", "offsets": [-1]}),
        ("plan", {"start": "2026-10-12", "minutes": 0}),
        ("review", {"grade": "good", "points": "two"}),
        ("check", {"n": []}),
        ("check", {"n": 1, "proposed": "fine"}),
        ("check", {"n": 1, "faded": "half"}),
        ("hint", {"n": 1, "hint": "first"}),
        ("give_up", {"n": None}),
        ("look", {"what": "reading", "n": "1"}),
        ("take", {"said": 1}),
        ("take", {"statement": []}),
        ("lab_run", {"lab": "x", "outcome": "done"}),
        ("mock_end", {"mock": "m", "format": "short", "why": "quit", "score": "high"}),
    ],
)
def test_an_event_that_cannot_be_replayed_is_refused(cli: Cli, kind: str, payload: dict[str, object]) -> None:
    file = studied(cli)
    event = json.loads(file.read_text(encoding="utf-8").splitlines()[1])
    file.write_text(json.dumps(event | {"kind": kind, "payload": payload}) + "\n", encoding="utf-8")
    outcome = elsewhere(cli)("import", str(file))
    assert outcome.code == 2 and outcome.err.startswith(f"{file}:1: not a {kind} event: ")


def test_a_time_without_offset_is_refused(cli: Cli) -> None:
    file = studied(cli)
    text = file.read_text(encoding="utf-8").splitlines()[0]
    file.write_text(json.dumps(json.loads(text) | {"at": "2026-10-12T10:00:00"}) + "\n", encoding="utf-8")
    assert "its time has no offset" in elsewhere(cli)("import", str(file)).err


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"offset": 1440}, "no clock is 1440 minutes from UTC"),
        ({"study_day": "9999-12-31"}, "in the year 9999"),
        ({"payload": {"start": "9999-12-31"}}, "in the year 9999"),
        ({"payload": {"start": "2026-10-12", "interview": "0001-01-01"}}, "in the year 1"),
    ],
)
def test_what_leads_out_of_the_calendar_is_refused(
    cli: Cli, changed: dict[str, object], complaint: str
) -> None:
    file = studied(cli)
    plan = json.loads(file.read_text(encoding="utf-8").splitlines()[0])
    file.write_text(json.dumps(plan | changed) + "\n", encoding="utf-8")
    outcome = elsewhere(cli)("import", str(file))
    assert outcome.code == 2 and complaint in outcome.err and outcome.err.count("\n") == 1


def test_a_database_with_an_event_that_cannot_be_replayed_is_refused(cli: Cli) -> None:
    studied(cli)
    with closing(sqlite3.connect(cli.home / "prepapp.db")) as connection, connection:
        connection.execute(
            "INSERT INTO event SELECT 'strange', device, seq + 100, at, \"offset\", study_day, 'review', "
            "deck, card, revision, '{}' FROM event ORDER BY seq DESC LIMIT 1"
        )
    other = elsewhere(cli)
    outcome = other("merge", str(cli.home / "prepapp.db"))
    assert outcome.code == 2 and "event strange: not a review event" in outcome.err
    assert not (other.home / "prepapp.db").exists()


def test_the_same_id_with_other_content_is_refused(cli: Cli) -> None:
    file = studied(cli)
    file.write_text(file.read_text(encoding="utf-8").replace('"again"', '"easy"'), encoding="utf-8")
    before = states(cli)
    outcome = cli("import", str(file))
    assert outcome.code == 2 and "the same id with other content" in outcome.err
    assert states(cli) == before


def test_a_file_that_is_not_there_or_no_text(cli: Cli, tmp_path: Path) -> None:
    assert (
        cli("import", str(tmp_path / "nothing")).err
        == f"{tmp_path / 'nothing'}: no such file (see the path)\n"
    )
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    assert cli("merge", str(tmp_path / "binary")).code == 2


def test_an_export_that_cannot_be_written_exits_with_2(cli: Cli, tmp_path: Path) -> None:
    studied(cli)
    (tmp_path / "file").write_text("", encoding="utf-8")
    outcome = cli("export", "-o", str(tmp_path / "file" / "x.jsonl"))
    assert outcome.code == 2 and outcome.err.count("\n") == 1 and "cannot be written" in outcome.err


def test_merge_unites_two_devices_by_database_or_export(cli: Cli) -> None:
    other = elsewhere(cli)
    cli.ask("grade", "sm-001", "good")
    other.ask("grade", "sm-002", "good", now="2026-10-12T13:00+02:00")
    merged = cli.ask("merge", str(other.home / "prepapp.db"))
    assert merged["added"] == 2 and merged["already_here"] == 0
    assert merged["devices"] == sorted(
        (each.home / "device").read_text(encoding="utf-8").strip() for each in (cli, other)
    )
    assert cli.ask("today")["met"] == 2
    assert cli.ask("merge", str(other.home / "prepapp.db"))["already_here"] == 2
    cli.ask("export", "-o", str(cli.home / "events.jsonl"))
    assert other.ask("merge", str(cli.home / "events.jsonl"), str(cli.home / "prepapp.db"))["added"] == 2
    assert states(other) == states(cli)


def test_merge_takes_all_files_or_none(cli: Cli, tmp_path: Path) -> None:
    file = studied(cli)
    other = elsewhere(cli)
    assert other("merge", str(file), str(tmp_path / "nothing")).code == 2
    assert not (other.home / "prepapp.db").exists()


def test_merge_refuses_a_foreign_and_a_newer_database(cli: Cli, tmp_path: Path) -> None:
    studied(cli)
    other = elsewhere(cli)
    with closing(sqlite3.connect(tmp_path / "foreign.db")) as connection:
        connection.execute("CREATE TABLE thing (id)")
    assert other("merge", str(tmp_path / "foreign.db")).code == 3
    with closing(sqlite3.connect(cli.home / "prepapp.db")) as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
        connection.commit()
    outcome = other("merge", str(cli.home / "prepapp.db"))
    assert outcome.code == 2 and "written by a newer PrepApp (schema 99" in outcome.err
