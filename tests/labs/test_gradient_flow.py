"""The gradient lab: its chain rule is autograd's, and a net without what a claim names fails the claim."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from prepapp.lab import Run
from prepapp.lab.header import make_header
from tests.labs.conftest import Lab

torch = pytest.importorskip("torch", reason="torch is not installed")


@pytest.fixture
def flow(lab: Lab) -> dict[str, Any]:
    """Return the names of the lab as its functions see them, so that a test may replace one."""
    names: dict[str, Any] = lab("gradient-flow")["main"].__globals__
    return names


def silent(flow: dict[str, Any], told: list[Mapping[str, Any]]) -> Run:
    header = make_header("gradient-flow", flow["LAB"], str(Path(__file__)))

    def in_turn(run: Run, tasks: Sequence[Mapping[str, Any]]) -> list[Any]:
        return [flow["task"](run, **task) for task in tasks]

    return Run(header, "quick", header.settings("quick", {}), 0, "cpu", told.append, in_turn)


def verdicts(told: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    return {event["claim"]: event["verdict"] for event in told if event["event"] == "claim"}


@pytest.mark.parametrize(
    ("build", "kind", "depth"),
    [("cifar_net", "plain-bn", 14), ("cifar_net", "v1-bn", 14), ("stack", "bn", 6), ("stack", "v2", 6)],
)
def test_unit_by_unit_the_gradient_is_that_of_one_backward_pass(
    flow: dict[str, Any], build: str, kind: str, depth: int
) -> None:
    units, x, top = flow[build](kind, depth, 8, 0, "cpu")
    found = list(flow["backward"](units, x, top))
    places = [x.requires_grad_()]
    for unit in units:
        places.append(unit(places[-1]))
    whole = [float(each.norm()) for each in torch.autograd.grad(top(places[-1]), places)]
    assert found[::-1] == pytest.approx(whole, rel=1e-4)


def test_orthogonal_layers_keep_the_gradient(flow: dict[str, Any]) -> None:
    turns = [torch.linalg.qr(torch.randn(16, 16, dtype=torch.float64)).Q for _ in range(50)]
    units = [lambda x, w=w: x @ w for w in turns]
    found = list(flow["backward"](units, torch.randn(4, 16, dtype=torch.float64), lambda x: x.square().sum()))
    assert found == pytest.approx([found[0]] * 51)


def test_a_factor_a_layer_does_not_see_the_ends(flow: dict[str, Any]) -> None:
    level = [1.2**-n for n in range(60)]
    ends = flow["ENDS"]
    bent = [1e9] * ends + level[ends:-ends] + [0.0] * ends
    assert flow["factor"](level) == flow["factor"](bent) == pytest.approx(1.2)


def test_without_its_norm_a_stack_does_not_explode_and_the_claim_fails(flow: dict[str, Any]) -> None:
    flow["normalised"] = lambda x: x
    told: list[Mapping[str, Any]] = []
    run = silent(flow, told)
    keys = [(kind, 60, 256) for kind in flow["WIDE"]]
    found = flow["measure"](run, [keys])
    flow["tell_factors"](run, {kind: found[kind, depth, width] for kind, depth, width in keys})
    assert verdicts(told)["rn-012-bn-factor"] == "fails"
    assert verdicts(told)["rn-012-xavier-factor"] == "holds"


def test_the_border_of_the_maps_decides_whether_a_plain_net_without_norm_vanishes(
    flow: dict[str, Any],
) -> None:
    flow["NETS"]["plain-wrap"] = flow["NETS"]["plain-none"]
    told: list[Mapping[str, Any]] = []
    run = silent(flow, told)
    keys = [(kind, depth, 8) for kind in flow["NETS"] for depth in flow["DEPTHS"]]
    flow["tell_nets"](run, flow["measure"](run, [keys]))
    assert verdicts(told)["plain-wrap-110"] == "fails"
    assert verdicts(told)["plain-none-110"] == "holds"
