"""The report as CSV: tidy, complete, and harmless to a spreadsheet."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime

from prepapp.report.model import Answered, redacted
from prepapp.report.tables import answers_table, bundle
from tests.report import sample

ANSWER = Answered(
    datetime(2026, 10, 5, 9, tzinfo=UTC), date(2026, 10, 5), "review", "rn-001", "s-0", "good", "good", 2, 3,
    61.5, "sure", '=HYPERLINK("http://example.org"), "x"\nand more',
)  # fmt: skip


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def unpacked(packed: bytes) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: rows(archive.read(name).decode()) for name in archive.namelist()}


def test_an_answer_is_a_row() -> None:
    (row,) = rows(answers_table([ANSWER]))
    assert row == {
        "at": "2026-10-05T09:00:00+00:00", "study_day": "2026-10-05", "kind": "review", "card": "rn-001",
        "skill": "s-0", "grade": "good", "proposed": "good", "points_held": "2", "points_asked": "3",
        "seconds": "61.5", "sure": "sure", "said": "'=HYPERLINK(\"http://example.org\"), \"x\"\nand more",
    }  # fmt: skip
    assert answers_table([]).splitlines() == [",".join(row)]


def test_a_negative_number_stays_a_number() -> None:
    (row,) = rows(answers_table([replace(ANSWER, said="-0.5")]))
    assert row["said"] == "-0.5"
    (row,) = rows(answers_table([replace(ANSWER, said="-2*9")]))
    assert row["said"] == "'-2*9"


def test_a_bundle_has_every_table() -> None:
    report = sample.midway()
    tables = unpacked(bundle(report, [ANSWER]))
    assert {name: len(found) for name, found in tables.items()} == {
        "answers.csv": 1, "skills.csv": 4, "paths.csv": 10, "evidence.csv": 10, "days.csv": 18,
        "points.csv": 6, "checks.csv": 2, "mocks.csv": 4, "labs.csv": 2, "errata.csv": 1, "interviews.csv": 1,
    }  # fmt: skip
    assert tables["labs.csv"][0]["predicted"] == "2.0" and tables["labs.csv"][1]["predicted"] == ""
    assert tables["days.csv"][0] == {
        "date": "2026-10-05", "ahead": "false", "minutes": "28.0", "reviews": "9", "practice": "3",
        "checks": "1", "mocks": "0",
    }  # fmt: skip


def test_equal_reports_are_equal_files() -> None:
    assert bundle(sample.midway(), [ANSWER]) == bundle(sample.midway(), [ANSWER])


def test_a_redacted_bundle_has_no_answers() -> None:
    tables = unpacked(bundle(redacted(sample.midway()), []))
    assert {row["answer"] for row in tables["checks.csv"]} == {""}
    assert {row["said"] for row in tables["mocks.csv"]} == {""}
    assert {row["text"] + row["company"] for row in tables["interviews.csv"]} == {""}
