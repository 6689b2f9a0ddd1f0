"""The report as tidy tables: one row an observation, one column a variable."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from prepapp.report.model import Answered, Report

Rows = Iterable[Mapping[str, object]]

MOMENT = (1980, 1, 1, 0, 0, 0)
"""Time of every file in a bundle, so that equal reports are equal files; the earliest that ZIP knows."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so would be run by a spreadsheet, so it gets a quote before it; a number does not."""

NUMBER = re.compile(r"[-+]?\d+(\.\d*)?")

ANSWERS = tuple(each.name for each in fields(Answered))


def answers_table(answers: Iterable[Answered]) -> str:
    """Return every answer to a card, oldest first."""
    return _csv(ANSWERS, ({name: getattr(each, name) for name in ANSWERS} for each in answers))


def bundle(report: Report, answers: Iterable[Answered]) -> bytes:
    """Return a ZIP of all tables, one CSV each."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry("answers.csv"), answers_table(answers))
        for name, (columns, rows) in _tables(report).items():
            archive.writestr(_entry(f"{name}.csv"), _csv(columns, rows))
    return packed.getvalue()


def _tables(report: Report) -> dict[str, tuple[Sequence[str], Rows]]:
    """Return each table's columns and rows by its name."""
    return {
        "skills": (
            ("skill", "title", "cards", "met", "score", "proven", "gap", "rests_on"),
            _plain(report.skills, "skill", "title", "cards", "met", "score", "proven", "gap", "rests_on"),
        ),
        "paths": (
            ("skill", "study_day", "score", "proven"),
            ({"skill": line.skill, **row} for line in report.skills for row in _plain(line.path, *PATH)),
        ),
        "evidence": (
            ("skill", *EVIDENCE),
            (
                {"skill": line.skill, **row}
                for line in report.skills
                for row in _plain(line.evidence, *EVIDENCE)
            ),
        ),
        "days": (DAYS, _plain(report.days, *DAYS)),
        "points": (
            ("by", *HELD),
            (
                {"by": by, **row}
                for by, rows in (("rung", report.by_rung), ("skill", report.by_skill))
                for row in _plain(rows, *HELD)
            ),
        ),
        "checks": (CHECKS, _plain(report.checks, *CHECKS)),
        "mocks": (MOCK_QUESTIONS, _mock_questions(report)),
        "labs": (CLAIMS, _claims(report)),
        "errata": (ERRATA, _plain(report.errata, *ERRATA)),
        "interviews": (INTERVIEWS, _plain(report.interviews, *INTERVIEWS)),
    }


PATH = ("study_day", "score", "proven")
EVIDENCE = ("event", "study_day", "card", "rank", "passed", "cold", "hinted", "words")
DAYS = ("date", "ahead", "minutes", "reviews", "practice", "checks", "mocks")
HELD = ("of", "title", "cards", "held", "asked")
CHECKS = ("card", "check", "type", "mode", "proof", "cold", "hinted", "study_day", "tries", "answer")
ERRATA = ("claim", "card", "text", "chapter", "holds", "evidence")
INTERVIEWS = ("date", "profile", "company", "text")
MOCK_QUESTIONS = (
    "mock", "started", "format", "question", "card", "skill", "mode", "seconds", "target_s",
    "held", "missed", "must_missed", "red_flags", "follow_ups_held", "follow_ups", "said",
)  # fmt: skip
CLAIMS = (
    "lab", "at", "preset", "device", "seed", "claim",
    "unit", "predicted", "measured", "expected", "verdict", "rule",
)  # fmt: skip


def _plain(values: Iterable[Any], *names: str) -> Iterator[Mapping[str, object]]:
    return ({name: getattr(each, name) for name in names} for each in values)


def _mock_questions(report: Report) -> Iterator[Mapping[str, object]]:
    for mock in report.mocks:
        for each in mock.questions:
            yield {
                "mock": mock.mock,
                "started": mock.started,
                "format": mock.format,
                "question": each.question,
                "card": each.card,
                "skill": each.skill,
                "mode": each.mode,
                "seconds": each.seconds,
                "target_s": each.target_s,
                "held": len(each.held),
                "missed": len(each.missed),
                "must_missed": each.must_missed,
                "red_flags": len(each.red_flags),
                "follow_ups_held": sum(asked.held for asked in each.follow_ups),
                "follow_ups": len(each.follow_ups),
                "said": each.said,
            }


def _claims(report: Report) -> Iterator[Mapping[str, object]]:
    for lab in report.labs:
        of_lab = {name: getattr(lab, name) for name in ("lab", "at", "preset", "device", "seed")}
        names = ("claim", "unit", "predicted", "measured", "expected", "verdict", "rule")
        for row in _plain(lab.claims, *names):
            yield {**of_lab, **row}


def _csv(columns: Sequence[str], rows: Rows) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return written.getvalue()


def _cell(value: object) -> object:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime() | date():
            return value.isoformat()
        case str() if value.startswith(FORMULA) and not NUMBER.fullmatch(value):
            return f"'{value}"
    return value


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
