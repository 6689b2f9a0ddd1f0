"""The Euler lab: its flow ends where it says, and what is no Euler step fails its claims."""

import itertools
import math
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from prepapp.lab import Run
from prepapp.lab.header import make_header
from tests.labs.conftest import Lab

SETTINGS = {"seeds": 1, "width": 4}


@pytest.fixture
def ode(lab: Lab) -> dict[str, Any]:
    """Return the names of the lab as its functions see them, so that a test may replace one."""
    names: dict[str, Any] = lab("ode")["main"].__globals__
    return names


def verdicts(ode: dict[str, Any]) -> dict[str, str]:
    """Return what a run of the lab on one small net finds, by claim."""
    told: list[Mapping[str, Any]] = []
    header = make_header("ode", ode["LAB"], str(Path(__file__)))
    run = Run(
        header, "quick", SETTINGS, 0, "cpu", told.append, lambda run, tasks: [ode["net"](run, **tasks[0])]
    )
    ode["main"](run)
    return {event["claim"]: event["verdict"] for event in told if event["event"] == "claim"}


@pytest.mark.parametrize(("width", "seed"), [(2, 0), (3, 1), (8, 2)])
def test_the_known_end_of_the_flow_is_where_a_method_of_order_four_ends(
    ode: dict[str, Any], width: int, seed: int
) -> None:
    flow = ode["known_flow"](random.Random(seed), width)

    def ahead(x: list[float], slope: list[float], by: float) -> list[float]:
        return [each + by * rise for each, rise in zip(x, slope, strict=True)]

    x, h = list(flow.start), 1 / 64
    for t in (n * h for n in range(64)):
        a = flow.slope(x, t)
        b = flow.slope(ahead(x, a, h / 2), t + h / 2)
        c = flow.slope(ahead(x, b, h / 2), t + h / 2)
        d = flow.slope(ahead(x, c, h), t + h)
        x = ahead(x, [(p + 2 * q + 2 * r + s) / 6 for p, q, r, s in zip(a, b, c, d, strict=True)], h)
    assert math.dist(x, flow.end) < 1e-6 < math.dist(flow.start, flow.end)


def test_its_rows_are_orthonormal(ode: dict[str, Any]) -> None:
    rows = ode["orthogonal"](random.Random(0), 6)
    products = [
        sum(map(float.__mul__, a, b)) - (a is b) for a, b in itertools.combinations_with_replacement(rows, 2)
    ]
    assert len(rows) == 6 and max(map(abs, products)) < 1e-12


@pytest.mark.parametrize("power", [0.5, 1, 2, 3])
def test_the_order_is_the_power_of_the_step(ode: dict[str, Any], power: float) -> None:
    assert ode["order"]([0.3 * (2.0**-n) ** power for n in range(5)]) == pytest.approx(power)


def test_a_small_net_is_enough_for_every_claim(ode: dict[str, Any]) -> None:
    assert set(verdicts(ode).values()) == {"holds"}


def test_a_relu_after_the_addition_is_no_euler_step(ode: dict[str, Any]) -> None:
    ode["METHODS"]["Euler"] = ode["euler_relu"]
    found = verdicts(ode)
    assert found["euler-order"] == found["halved-step"] == "fails" and found["heun-order"] == "holds"


def test_a_second_look_at_the_same_slope_is_no_second_order(ode: dict[str, Any]) -> None:
    ode["METHODS"]["Heun"] = ode["euler"]
    assert verdicts(ode)["heun-order"] == "fails"


def test_a_relu_that_is_left_out_leaves_no_error_to_v1(ode: dict[str, Any]) -> None:
    ode["euler_relu"] = ode["euler"]
    assert verdicts(ode)["v1-error"] == "fails"


def test_a_step_that_is_too_short_by_a_constant_reaches_another_end(ode: dict[str, Any]) -> None:
    right = ode["euler"]
    ode["euler"] = ode["METHODS"]["Euler"] = lambda slope, x, t, h: right(slope, x, t, 0.9 * h)
    found = verdicts(ode)
    assert found["rn-053-order"] == found["euler-order"] == found["halved-step"] == "fails"


def test_unrelated_branches_settle_once_they_shrink_with_the_depth(ode: dict[str, Any]) -> None:
    right = ode["drawn"]
    ode["drawn"] = lambda source, width: [
        [each / 4096**0.5 for each in row] for row in right(source, width)
    ]  # of V and of W: the branch shrinks as 1/L
    assert verdicts(ode)["unscaled-moves"] == "fails"
