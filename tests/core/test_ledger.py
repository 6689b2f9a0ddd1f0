"""The ledger: what stands behind each claim."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepapp.core.card import Claim
from prepapp.core.ledger import Measurement, ledger, newest
from tests.builders import card, deck, noon


def claim(name: str, basis: str) -> Claim:
    return Claim(name, f"what {name} is", 3, "", basis, "counting", "", None, 1)  # type: ignore[arg-type]


def measured(name: str, minutes: int = 0, **more: Any) -> Measurement:
    base = Measurement(name, 3.0, "holds", "= 3", "counting", "run", noon(0, minutes), "Abacus", "quick", 0)
    return replace(base, **more)


def test_claims_stand_in_the_order_of_their_cards() -> None:
    one = deck(
        [
            card("a", claims=(claim("x", "lab"), claim("y", "computed"))),
            card("b"),
            card("c", claims=(claim("z", "cited"),)),
        ]
    )
    other = deck([card("d", claims=(claim("w", "lab"),))])
    assert [(each.card.id, each.claim.id) for each in ledger([one, other], {})] == [
        ("a", "x"),
        ("a", "y"),
        ("c", "z"),
        ("d", "w"),
    ]
    assert ledger([], {"x": measured("x")}) == []


@pytest.mark.parametrize(
    ("basis", "verdict", "status"),
    [
        ("lab", None, "never-run"),
        ("lab", "holds", "measured"),
        ("lab", "inconclusive", "measured"),
        ("lab", "fails", "failed"),
        ("pending", None, "never-run"),
        ("computed", None, "computed"),
        ("computed", "fails", "computed"),
        ("cited", None, "cited"),
        ("cited", "holds", "cited"),
    ],
)
def test_the_status_says_what_settles_a_claim(basis: str, verdict: str | None, status: str) -> None:
    found = {"x": measured("x", verdict=verdict)} if verdict else {}
    (entry,) = ledger([deck([card("a", claims=(claim("x", basis),))])], found)
    assert (entry.status, entry.measurement) == (status, found.get("x"))


def test_a_measurement_of_another_claim_settles_nothing() -> None:
    (entry,) = ledger([deck([card("a", claims=(claim("x", "lab"),))])], {"y": measured("y")})
    assert (entry.status, entry.measurement) == ("never-run", None)


@given(st.permutations(range(5)))
def test_the_newest_measurement_counts_in_whatever_order_they_are_given(order: list[int]) -> None:
    runs = [measured("x", minutes=n, measured=float(n)) for n in order]
    assert newest(runs)["x"].measured == 4.0


def test_of_two_at_one_instant_the_later_given_counts() -> None:
    first, second = measured("x", run="1"), measured("x", run="2")
    assert newest([first, second])["x"].run == "2"
    assert newest([second, first])["x"].run == "1"


def test_each_claim_has_its_own_newest() -> None:
    late = measured("y", at=noon(0) - timedelta(days=1))
    assert newest([measured("x"), late]) == {"x": measured("x"), "y": late}
