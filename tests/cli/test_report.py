"""``report``."""

from pathlib import Path

from tests.cli.conftest import Cli


def studied(cli: Cli) -> None:
    cli.ask("plan", "--deck", "small", "--interview", "2026-10-26")
    cli.ask("grade", "sm-001", "good", "--points", "1,2", "--seconds", "40", "--sure", "sure")
    cli.ask("check", "sm-002", "--prove", "--answer", "0.0")


def test_without_a_file_it_is_printed_as_markdown(cli: Cli) -> None:
    studied(cli)
    outcome = cli("report", "--deck", "small")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("# Progress · A small deck\n")
    assert "in 14 days" in outcome.out and "## Checks passed" in outcome.out


def test_each_format_is_printed(cli: Cli) -> None:
    studied(cli)
    begins = {"html": "<!doctype html>", "md": "# ", "csv": "at,study_day,", "json": "{"}
    for format, start in begins.items():
        assert cli("report", "--format", format).out.startswith(start)


def test_json_prints_the_data_whatever_is_written(cli: Cli, tmp_path: Path) -> None:
    studied(cli)
    told = cli.ask("report", "-o", str(tmp_path / "report.html"))
    assert told["schema"] == 1 and told["work"]["reviews"] == 1 and told["redacted"] is False
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_file_is_written_in_the_format_of_its_name(cli: Cli, tmp_path: Path) -> None:
    studied(cli)
    outcome = cli("report", "-o", str(tmp_path / "tables.zip"))
    assert outcome.out == f"{tmp_path / 'tables.zip'}: written\n"
    assert (tmp_path / "tables.zip").read_bytes().startswith(b"PK")
    assert cli("report", "--format", "md", "-o", str(tmp_path / "report.txt")).code == 0
    refused = cli("report", "-o", str(tmp_path / "other.txt"))
    assert refused.code == 2 and "which format?" in refused.err and not (tmp_path / "other.txt").exists()


def test_redacted_it_leaves_answers_out(cli: Cli) -> None:
    studied(cli)
    assert [each["answer"] for each in cli.ask("report")["checks"]] == ["0.0"]
    redacted = cli.ask("report", "--redact")
    assert redacted["redacted"] is True and [each["answer"] for each in redacted["checks"]] == [None]


def test_a_newcomer_gets_a_report_too(cli: Cli) -> None:
    outcome = cli("report", "--deck", "small")
    assert outcome.code == 0 and "nothing yet" in outcome.out
