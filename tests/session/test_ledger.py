"""The ledger as it is read: standings, filters, the words of a mark, and what is read when."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import pytest

from prepapp.core.card import Card, Claim, Deck
from prepapp.core.event import Draft
from prepapp.core.ledger import Measurement
from prepapp.session.desk import Desk
from prepapp.session.ledger import (
    Evidence,
    Filter,
    Known,
    Mark,
    Verdict,
    list_claims,
    mark,
    matching,
    measured_text,
    statuses,
    tally,
)
from tests.builders import card, deck

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
Basis = Literal["lab", "computed", "cited", "pending"]


def claim(name: str, basis: Basis = "lab", value: int | float | str = 4.09, **more: Any) -> Claim:
    """Return a claim, of the lab ``nets`` unless it is computed or cited."""
    wanted = {"text": f"Text of {name}", "unit": "G", "source": "nets", "protocol": "", "chapter": None}
    return Claim(id=name, value=value, basis=basis, line=1, **{**wanted, **more})


def found(name: str, verdict: Any = "holds", value: float | None = 4.2, ago: int = 0) -> Measurement:
    """Return what a run of some days ago measured."""
    at = NOW - timedelta(days=ago)
    return Measurement(name, value, verdict, "3.9 .. 4.1", "nets", "r", at, "A Processor", "quick", 0)


def by_claim(*measured: Measurement) -> dict[str, Measurement]:
    """Return measurements by claim."""
    return {each.claim: each for each in measured}


CLAIMS = (
    claim("macs", chapter=3.8, text="Multiply-adds of ResNet-50"),
    claim("params"),
    claim("share"),
    claim("later", "pending", source="long"),
    claim("sum", "computed", source="2*2", chapter="five"),
    claim("error", "cited", source="He et al. 2015", protocol="10-crop"),
)
FOUND = by_claim(found("macs", "fails"), found("params"), found("sum"))


@pytest.fixture
def claiming() -> Deck:
    """A deck with a claim of every basis on one card, and a card without any."""
    return deck([card("c-1", claims=CLAIMS), card("c-2")])


def names(desk: Desk, **wanted: Any) -> list[str]:
    """Return the ids of the claims that a filter keeps."""
    return [row.claim.id for row in matching(list_claims(desk, FOUND), Filter(**wanted))]


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        ({}, ["macs", "params", "share", "later", "sum", "error"]),
        ({"status": "measured"}, ["macs", "params"]),
        ({"status": "fails"}, ["macs"]),
        ({"status": "inconclusive"}, []),
        ({"status": "never run"}, ["share", "later"]),
        ({"status": "computed"}, ["sum"]),
        ({"status": "cited"}, ["error"]),
        ({"errs": True}, ["macs", "sum"]),
        ({"errs": True, "status": "computed"}, ["sum"]),
        ({"text": "RESNET multiply"}, ["macs"]),
        ({"text": "he 10-crop"}, ["error"]),
        ({"text": "nowhere"}, []),
    ],
)
def test_a_filter_keeps_what_it_says(
    open_desk: Callable[..., Desk], claiming: Deck, wanted: dict[str, Any], kept: list[str]
) -> None:
    assert names(open_desk(claiming), **wanted) == kept


def test_only_statuses_at_hand_are_offered_and_counted(
    open_desk: Callable[..., Desk], claiming: Deck
) -> None:
    rows = list_claims(open_desk(claiming), FOUND)
    assert statuses(rows) == ["measured", "fails", "never run", "computed", "cited"]
    counts = {"measured": 2, "fails": 1, "inconclusive": 0, "never run": 2, "computed": 1, "cited": 1}
    assert tally(rows) == counts


def test_a_lab_is_known_where_one_measures_or_has_measured(
    open_desk: Callable[..., Desk], claiming: Deck
) -> None:
    labs = {row.claim.id: row.lab for row in list_claims(open_desk(claiming), FOUND)}
    assert labs == {
        "macs": "nets", "params": "nets", "share": "nets", "later": None, "sum": "nets", "error": None,
    }  # fmt: skip


def marked(*claims: Claim) -> Card:
    """Return a card with claims."""
    return card("c-1", claims=claims)


@pytest.mark.parametrize(
    ("measured", "expected"),
    [
        ([], Mark("never run", "3 claims never run")),
        ([found("a"), found("b", ago=6), found("c")], Mark("holds", "3 of 3 claims hold · Tue 24 Nov")),
        ([found("a", ago=6)], Mark("holds", "1 of 3 claims holds, 2 never run · Wed 18 Nov")),
        (
            [found("a"), found("b", "inconclusive"), found("c")],
            Mark("inconclusive", "2 of 3 claims hold, 1 inconclusive · Tue 24 Nov"),
        ),
        ([found("a"), found("b", "fails")], Mark("fails", "b fails: 4.2 G, expected 4.09 G")),
        (
            [found("a", "fails", None), found("b", "fails")],
            Mark("fails", "a fails: no number, expected 4.09 G, and 1 more"),
        ),
    ],
)
def test_a_mark_says_what_the_labs_found(measured: list[Measurement], expected: Mark) -> None:
    of = marked(claim("a"), claim("b"), claim("c"), claim("sum", "computed"))
    assert mark(of, Known(by_claim(*measured), {})) == expected


def test_a_mark_tells_no_value_before_the_answer_is_open() -> None:
    of = marked(claim("a"), claim("b"))
    words = mark(of, Known(by_claim(found("a", "fails"), found("b")), {}), opened=False)
    assert words == Mark("fails", "1 of 2 claims holds, 1 fails · Tue 24 Nov")
    assert words is not None and words.sign == "✗"


def test_a_single_claim_is_one_and_none_has_no_mark() -> None:
    assert mark(marked(claim("a")), Known({}, {})) == Mark("never run", "1 claim never run")
    assert mark(marked(claim("a", "pending"), claim("b", "cited")), Known(by_claim(found("b")), {})) is None


@pytest.mark.parametrize(("verdict", "held"), [("holds", 1), ("fails", 0)])
def test_a_card_that_only_names_a_lab_says_what_its_newest_run_came_to(
    desk: Desk, verdict: Verdict, held: int
) -> None:
    record(desk, "a", verdict)
    known = Evidence(desk).read(NOW)
    of = replace(marked(claim("sum", "computed")), lab="nets")
    assert mark(of, known) == Mark(verdict, f"lab nets: {held} of 1 hold · Tue 24 Nov")
    assert mark(replace(of, lab="other"), known) is None


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (25557032.0, "parameters", "25,557,032 parameters"),
        (4.089184256, "G", "4.089 G"),
        (2.0, "x", "2 times"),
        (1.23e-17, "", "1.23·10⁻¹⁷"),
        (None, "G", "no number"),
    ],
)
def test_what_was_measured_is_rounded_only_where_it_is_no_integer(
    value: float | None, unit: str, text: str
) -> None:
    assert measured_text(found("a", value=value), unit) == text


def record(desk: Desk, name: str, verdict: Verdict = "holds") -> None:
    """Write a run that measured one claim."""
    settled = {"claim": name, "also": [], "measured": 1.0, "verdict": verdict, "rule": "> 0"}
    payload = {"run": name, "lab": "nets", "outcome": "done", "claims": [settled], "seed": 0}
    payload |= {"preset": "quick", "device": "cpu", "device_name": ""}
    desk.record([Draft("lab_run", "measured", payload=payload)], NOW)


def test_evidence_is_read_when_asked_and_again_when_forgotten(desk: Desk) -> None:
    evidence = Evidence(desk)
    assert evidence.known is None
    record(desk, "a")
    assert set(evidence.read(NOW).measured) == {"a"}
    record(desk, "b")
    assert evidence.known is not None and set(evidence.known.measured) == {"a"}
    evidence.forget()
    assert evidence.known is None
    assert set(evidence.read(NOW).measured) == {"a", "b"} and evidence.known.measured.keys() == {"a", "b"}


def test_a_run_that_ends_while_the_log_is_read_is_not_missed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    evidence = Evidence(desk)
    record(desk, "a")
    whole = desk.open(NOW).events

    def ends_meanwhile(**wanted: Any) -> Any:
        events = whole(**wanted)
        evidence.forget()
        return events

    monkeypatch.setattr(desk.open(NOW), "events", ends_meanwhile)
    evidence.read(NOW)
    assert evidence.known is None, "what was read is older than the run"
