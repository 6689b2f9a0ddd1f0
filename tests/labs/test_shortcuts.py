"""The shortcuts lab: four nets differ in their skips only, and without skips its claims fail."""

from typing import Any

import pytest

from prepapp.lab.header import make_header
from tests.labs.conftest import Lab
from tests.labs.running import events, verdicts

torch = pytest.importorskip("torch", reason="torch is not installed")


@pytest.fixture
def shortcuts(lab: Lab) -> dict[str, Any]:
    names: dict[str, Any] = lab("shortcuts")["main"].__globals__
    return names


def test_nets_of_one_seed_see_the_same_batches_and_every_image_once_an_epoch(
    shortcuts: dict[str, Any],
) -> None:
    drawn = [list(shortcuts["batches"](256, 4, seed)) for seed in (0, 0, 1)]
    assert all(map(torch.equal, drawn[0], drawn[1]))
    assert not torch.equal(drawn[0][0], drawn[2][0])
    assert sorted(torch.cat(drawn[0][:2]).tolist()) == list(range(256))


def test_a_short_run_learns_with_skips_and_settles_every_claim(shortcuts: dict[str, Any]) -> None:
    told = events(shortcuts, "shortcuts", depth=8, width=8, steps=30)
    found = verdicts(told)
    assert set(found) == set(shortcuts["LAB"]["claims"])
    curves = {event["net"] for event in told if event["event"] == "metric"}
    assert curves == {"plain", "A", "B", "C"}
    first, *_, last = [event["value"] for event in told if event["event"] == "metric" and event["net"] == "A"]
    assert last < first / 2


def test_without_any_skip_the_claims_of_training_do_not_hold(
    shortcuts: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    cifar = shortcuts["cifar"]

    def plain(depth: int, kind: str, *more: Any, **named: Any) -> Any:
        return cifar(depth, "plain", *more, **named)

    monkeypatch.setitem(shortcuts, "cifar", plain)
    found = verdicts(events(shortcuts, "shortcuts", depth=8, width=4, steps=10))
    assert found["shortcuts-help"] == found["shortcuts-c-slower"] == found["shortcuts-cifar-sizes"] == "fails"


def test_equal_losses_are_no_gain(shortcuts: dict[str, Any]) -> None:
    header = make_header("shortcuts", shortcuts["LAB"], __file__)
    told: list[Any] = []
    run = shortcuts["Run"](header, "quick", header.settings("quick", {}), 0, "cpu", told.append, None)
    shortcuts["compare"](run, {"plain": [1.0], "A": [1.0], "B": [1.0], "C": [1.0]})
    assert "holds" not in verdicts(told).values()
