"""The identity lab: its nets differ by what it says, and the claims fail where the reason is taken away."""

from collections.abc import Mapping
from typing import Any

import pytest

from prepapp.lab import Run
from prepapp.lab.header import make_header
from tests.labs.conftest import Lab


@pytest.fixture
def identity(lab: Lab) -> dict[str, Any]:
    """Return the names of the lab as its functions see them, so that a test may replace one."""
    names: dict[str, Any] = lab("identity")["main"].__globals__
    return names


def verdicts(identity: dict[str, Any], steps: int = 1) -> dict[str, str]:
    """Return what a run finds, by claim."""
    told: list[Mapping[str, Any]] = []
    header = make_header("identity", identity["LAB"], "")
    settings = {"seeds": 1, "steps": steps, "rate": 0.001}
    identity["main"](Run(header, "quick", settings, 0, "cpu", told.append, lambda run, tasks: []))
    return {event["claim"]: event["verdict"] for event in told if event["event"] == "claim"}


def test_after_training_zero_convs_need_not_give_relu(identity: dict[str, Any]) -> None:
    """In evaluation mode batch norm subtracts its stored mean, as the card says in small print."""
    torch = identity["torch"]
    x = torch.randn(2, 16, 8, 8)
    block = identity["zeroed"]("v1")
    assert torch.equal(block(x), x.relu())
    block.branch[-1].running_mean.fill_(1)
    assert not torch.equal(block.eval()(x), x.relu())


def test_the_four_nets_have_the_same_weights_to_learn(identity: dict[str, Any]) -> None:
    sizes = {sum(each.numel() for each in identity["mlp"](name).parameters()) for name in identity["NETS"]}
    assert sizes == {20 * (64 * 64 + 64)}


def test_only_the_zero_start_is_the_identity(identity: dict[str, Any]) -> None:
    torch = identity["torch"]
    x = torch.randn(8, 64)
    same = [name for name in identity["NETS"] if torch.equal(identity["mlp"](name)(x), x)]
    assert same == ["zero-init"]


def test_untrained_nets_fail_the_claim_of_learning(identity: dict[str, Any]) -> None:
    """All that needs no training holds after one step, too."""
    found = verdicts(identity)
    assert {claim for claim, verdict in found.items() if verdict != "holds"} == {"identity-residual"}


def test_blocks_in_each_others_place_fail_the_claims_of_zero_weights(
    identity: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    cifar = identity["cifar"]

    def swapped(depth: int, kind: str, norm: bool = True, **rest: Any) -> Any:
        return cifar(depth, {"v1": "v2", "v2": "v1"}[kind], norm=norm, **rest)

    monkeypatch.setitem(identity, "cifar", swapped)
    header = make_header("identity", identity["LAB"], "")
    run = Run(header, "quick", {}, 0, "cpu", lambda event: None, lambda run, tasks: [])
    identity["torch"].manual_seed(0)
    found = identity["zero_weights"](run)
    assert [header.claims[claim].rule.verdict([value]) for claim, value in found.items()] == ["fails"] * 3
