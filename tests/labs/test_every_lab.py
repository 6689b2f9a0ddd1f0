"""Every shipped lab as the program that it is, its claims, and the deck that relies on them."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from prepapp.core.card import Claim
from prepapp.core.deckfile import read_library
from prepapp.lab.events import number
from prepapp.lab.header import Header, LabClaim, read_header
from tests.labs.conftest import LABS, Quick

FILES = [file for file in sorted(LABS.glob("*.py")) if "\nLAB = {" in file.read_text(encoding="utf-8")]
DECK = Path(__file__).parents[2] / "decks" / "resnet"

MAY_BE_INCONCLUSIVE = {
    ("squeeze-excitation", "se-time"): "it times the machine, which others use too",
}

KEYS: Mapping[str, set[str]] = {
    "start": {"lab", "title", "preset", "device", "device_name", "seed", "params", "versions"},
    "progress": {"done", "total", "note"},
    "metric": {"name", "value", "step"},
    "table": {"title", "columns", "rows"},
    "figure": {"title", "kind", "x", "y", "log", "series"},
    "claim": {"claim", "also", "text", "unit", "expected", "measured", "each", "verdict", "rule"},
    "log": {"text"},
    "done": {"seconds", "cpu_seconds", "sentence"},
}

every_lab = pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])


@cache
def header(file: Path) -> Header:
    return read_header(file)[0]


def test_there_are_labs() -> None:
    assert "degradation" in {file.stem for file in FILES}


@every_lab
def test_it_says_what_it_asks_and_what_it_found(file: Path) -> None:
    of, about = read_header(file)
    assert of.title and of.paper
    assert of.question.endswith("?")
    assert of.sentence.endswith("...")
    assert of.claims and all(claim.text and claim.expected for claim in of.claims.values())
    assert all(param.help for param in of.params.values())
    _, found, result = about.partition("Measured")
    assert found and re.search(r"\d", result)


@every_lab
def test_its_quick_preset_settles_every_claim(file: Path, quick: Quick) -> None:
    of = header(file)
    for library in of.needs:
        pytest.importorskip(library)
    told = quick(file.stem, "--seed", "0", "--workers", "1", "--device", "cpu")
    start, done = told[0], told[-1]
    assert (start["event"], start["lab"], start["preset"], start["seed"]) == ("start", of.id, "quick", 0)
    assert done["event"] == "done"
    assert {event["event"] for event in told[1:-1]} <= {
        "progress",
        "metric",
        "table",
        "figure",
        "claim",
        "log",
    }
    for event in told:
        _is_well_formed(event)
    progress = [event for event in told if event["event"] == "progress"]
    assert progress and progress[-1]["done"] == pytest.approx(progress[-1]["total"])
    said = done["sentence"].removesuffix("...")
    assert said != done["sentence"] and not re.search(r"\.\.\.|[{}]|\bnan\b|\binf\b", said)
    assert _unsettled(of, told) == {}


def _is_well_formed(event: Mapping[str, Any]) -> None:
    kind = event["event"]
    assert event.keys() >= KEYS[kind], event
    match kind:
        case "progress":
            assert 0 <= event["done"] <= event["total"] * (1 + 1e-9)
        case "metric":
            assert number(event["value"]) is not None and number(event["step"]) is not None
        case "table":
            assert event["rows"] and all(len(row) == len(event["columns"]) for row in event["rows"])
        case "figure":
            assert event["series"] and event["kind"] in ("line", "points", "bar")
            assert all(
                number(a) is not None for pairs in event["series"].values() for pair in pairs for a in pair
            )
        case "claim":
            assert number(event["measured"]) is not None
            assert event["verdict"] in (None, "holds", "fails", "inconclusive")


def _unsettled(of: Header, told: Sequence[Mapping[str, Any]]) -> dict[str, str | None]:
    """Return the claims of a lab that do not hold, with what is said of them instead."""
    last = {event["claim"]: event["verdict"] for event in told if event["event"] == "claim"}
    assert last.keys() <= of.claims.keys()
    return {
        claim: last.get(claim)
        for claim in of.claims
        if last.get(claim) != "holds"
        and not (last.get(claim) == "inconclusive" and (of.id, claim) in MAY_BE_INCONCLUSIVE)
    }


def test_what_may_be_inconclusive_is_there() -> None:
    claims = {(file.stem, claim) for file in FILES for claim in header(file).claims}
    assert MAY_BE_INCONCLUSIVE.keys() <= claims


@pytest.fixture(scope="module")
def claims() -> list[Claim]:
    """The claims of the shipped deck."""
    library = read_library([DECK])
    return [claim for card in library.cards() for claim in card.claims]


@pytest.fixture(scope="module")
def settled() -> dict[str, list[tuple[str, LabClaim]]]:
    """What settles a claim: the labs, by id and by what their claims settle beside it."""
    by_id: dict[str, list[tuple[str, LabClaim]]] = {}
    for file in FILES:
        for claim in header(file).claims.values():
            for name in (claim.id, *claim.also):
                by_id.setdefault(name, []).append((file.stem, claim))
    return by_id


Settled = Mapping[str, Sequence[tuple[str, LabClaim]]]


def test_no_claim_waits_for_a_lab(claims: Sequence[Claim]) -> None:
    assert [claim.id for claim in claims if claim.basis == "pending"] == []


def test_every_claim_that_a_lab_measures_is_settled_by_that_lab_alone(
    claims: Sequence[Claim], settled: Settled
) -> None:
    measured = {claim.id: [claim.source] for claim in claims if claim.basis == "lab"}
    assert measured
    assert {name: [lab for lab, _ in settled.get(name, [])] for name in measured} == measured


def test_no_number_is_settled_twice(settled: Settled) -> None:
    assert {name: labs for name, labs in settled.items() if len(labs) > 1} == {}


def test_what_a_lab_settles_beside_is_a_claim_of_the_deck(claims: Sequence[Claim]) -> None:
    there = {claim.id for claim in claims if claim.basis == "lab"}
    beside = {name for file in FILES for claim in header(file).claims.values() for name in claim.also}
    assert beside - there == set()


def test_the_number_on_the_card_is_one_that_the_rule_lets_hold(
    claims: Sequence[Claim], settled: Settled
) -> None:
    wrong = []
    numbers = 0
    for claim in claims:
        if claim.basis == "lab" and claim.id in settled:
            holds = settled[claim.id][0][1].rule.holds
            if isinstance(claim.value, str):
                agrees = _in_words(claim.value) in (None, holds.text)
            else:
                agrees, numbers = holds.test(claim.value), numbers + 1
            if not agrees:
                wrong.append((claim.id, claim.value, holds.text))
    assert numbers and wrong == []


def _in_words(value: str) -> str | None:
    """Return the rule that a card's words name; None where they are more than a rule."""
    if below := re.fullmatch(r"below (\S+)", value):
        return f"< {below[1]}"
    between = re.fullmatch(r"([\d.]+)[-–]([\d.]+)", value)
    return f"{between[1]} .. {between[2]}" if between else None
