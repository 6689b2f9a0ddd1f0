"""``docs/report.md`` names every key of the JSON, with its type, and no other."""

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import msgspec

from prepapp.report import evidence, model
from tests.report import sample

PAGE = (Path(__file__).parents[2] / "docs" / "report.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (.+) \|$", re.MULTILINE)

SECTIONS: dict[str, type] = {
    "The report": model.Report,
    "deck": model.DeckName,
    "plan": model.PlanNow,
    "work": model.Work,
    "next": model.Next,
    "skills": evidence.SkillLine,
    "skills.path": evidence.Step,
    "skills.evidence": evidence.Proof,
    "trust": evidence.Trust,
    "days": model.Day,
    "by_rung and by_skill": model.Held,
    "mocks": evidence.Mock,
    "mocks.questions": evidence.MockQuestionAsked,
    "mocks.questions.follow_ups": evidence.FollowUpAsked,
    "checks": evidence.CheckPassed,
    "labs": evidence.LabDone,
    "labs.claims": evidence.ClaimFound,
    "errata": evidence.ErratumMet,
    "interviews": evidence.RealInterview,
    "answers.csv": model.Answered,
}

KINDS = {
    "text": "string", "practice or prove": "string", "date": "string", "time": "string", "integer": "integer",
    "number": "number", "true or false": "boolean", "object": "object",
}  # fmt: skip


def sections() -> dict[str, list[tuple[str, str]]]:
    """Key and type of every row, by heading."""
    found = {}
    for part in PAGE.split("\n## ")[1:]:
        heading, _, body = part.partition("\n")
        found[heading.replace("`", "")] = [(row[1], row[2]) for row in ROW.finditer(body)]
    return found


def kinds(schema: dict[str, Any]) -> set[str]:
    """Return the JSON types that a schema lets through."""
    if "anyOf" in schema:
        return {kind for each in schema["anyOf"] for kind in kinds(each)}
    if "$ref" in schema:
        return {"object"}
    if "enum" in schema:
        return {"string"}
    return {schema["type"]}


def test_every_key_is_on_the_page_in_its_order() -> None:
    assert {name: [key for key, _ in rows] for name, rows in sections().items()} == {
        name: [each.name for each in fields(of)] for name, of in SECTIONS.items()
    }


def test_every_key_has_the_type_that_the_page_says() -> None:
    rows = sections()
    for name, of in SECTIONS.items():
        properties = msgspec.json.schema(of)["$defs"][of.__name__]["properties"]
        for key, said in rows[name]:
            wanted = {"null"} if said.endswith(" or null") else set()
            plain = said.removesuffix(" or null")
            wanted.add("array" if plain.startswith("list") else KINDS[plain])
            assert kinds(properties[key]) == wanted, f"{name}.{key}"


def test_the_json_is_read_back_as_it_was() -> None:
    for report in (sample.empty(), sample.midway()):
        assert msgspec.json.decode(msgspec.json.encode(report), type=model.Report) == report
    assert sample.empty().schema == model.SCHEMA == 1
