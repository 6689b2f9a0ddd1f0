"""The degradation lab: what its claims rest on, and that they fail where their cause is taken away."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import torch

from prepapp.lab import Run
from prepapp.lab.events import Event
from prepapp.lab.header import make_header
from prepapp.lab.sweep import in_turn
from tests.labs.conftest import Lab, Quick

ENDS = {"plain-20": (0.6, 10.0), "plain-56": (2.0, 70.0), "ResNet-20": (0.05, 1.0), "ResNet-56": (0.03, 0.5)}
"""Loss and error on both sets, as on the digits."""


class Heard:
    """Runs parts of the lab in this process and keeps what they tell."""

    def __init__(self, names: dict[str, Any], **changes: str) -> None:
        self.events: list[Event] = []
        header = make_header("degradation", names["LAB"], "degradation.py")
        sweep = in_turn(names["train"], self.events.append)
        self.run = Run(
            header, "quick", header.settings("quick", changes), 0, "cpu", self.events.append, sweep
        )

    def verdicts(self) -> dict[str, str]:
        """Return the verdict of every claim."""
        return {event["claim"]: event["verdict"] for event in self.events if event["event"] == "claim"}


@pytest.fixture
def names(lab: Lab) -> dict[str, Any]:
    """Return the names of degradation.py."""
    return lab("degradation")


def put(names: dict[str, Any], name: str, value: object) -> None:
    """Replace a function as the lab's own functions see it."""
    names["main"].__globals__[name] = value


def ended(changes: Mapping[str, tuple[float, float]] = {}, deep: int = 56) -> dict[tuple[str, int], Any]:
    """Return ends of the four nets for one seed, some of them changed."""
    by_net = {}
    for name, (loss, error) in {**ENDS, **changes}.items():
        kind, depth = name.split("-")
        net = ("plain" if kind == "plain" else "v1", 20 if depth == "20" else deep)
        by_net[net] = [
            {"training loss": loss, "training error": error, "test error": error + 3, "parameters": 7}
        ]
    return by_net


def verdicts(names: dict[str, Any], ends: dict[tuple[str, int], Any], **changes: str) -> dict[str, str]:
    heard = Heard(names, **changes)
    names["compare"](heard.run, ends)
    return heard.verdicts()


def test_a_run_tells_curves_from_the_first_step_and_the_verdict_of_an_untrained_net(quick: Quick) -> None:
    """After two steps no depth has had an effect yet, and the rules say so."""
    events = quick("degradation", "--set", "steps=2", "--set", "width=2")
    looks = [event for event in events if event["event"] == "metric"]
    assert {event["net"] for event in looks} == {"plain-20", "plain-56", "ResNet-20", "ResNet-56"}
    curves = {"loss of the batch", "training loss", "test loss", "training error", "test error"}
    assert {event["name"] for event in looks if event["step"] == 0} == curves
    settled = {event["claim"]: event["verdict"] for event in events if event["event"] == "claim"}
    assert settled["degradation-training-loss"] == settled["degradation-shortcuts"] == "fails"
    assert settled["degradation-same-parameters"] == "holds"
    assert "..., so" not in events[-1]["sentence"] and events[-1]["sentence"].endswith(", so ...")


def test_without_a_difference_between_the_nets_no_claim_about_shortcuts_holds(names: dict[str, Any]) -> None:
    """The ablation: plain nets that have the shortcuts after all."""
    build = names["build"]
    put(names, "build", lambda kind, *rest: build("v1", *rest))
    heard = Heard(names, steps="6", width="4")
    names["main"](heard.run)
    settled = heard.verdicts()
    assert settled["degradation-training-loss"] == "fails"
    assert settled["degradation-shortcuts"] == "fails"
    assert settled["degradation-shortcuts-on-both"] == "fails"


def test_all_claims_hold_for_ends_like_those_measured(names: dict[str, Any]) -> None:
    assert set(verdicts(names, ended()).values()) == {"holds"}


def test_overfitting_is_told_from_degradation(names: dict[str, Any]) -> None:
    """A deeper net that is better in training and worse in test is not worse on both."""
    ends = ended({"plain-56": (0.1, 2.0)})
    ends["plain", 56][0]["test error"] = 40.0
    settled = verdicts(names, ends)
    assert settled["rn-011-worse-on-both"] == settled["degradation-training-loss"] == "fails"


def test_a_deeper_residual_net_that_trains_worse_is_seen(names: dict[str, Any]) -> None:
    assert verdicts(names, ended({"ResNet-56": (0.12, 3.0)}))["degradation-depth-is-free"] == "fails"


@pytest.mark.parametrize(("deep", "data"), [(56, "noise"), (110, "digits")])
def test_noise_and_other_depths_settle_nothing(names: dict[str, Any], deep: int, data: str) -> None:
    settled = verdicts(names, ended(deep=deep), deep=str(deep), data=data)
    assert set(settled.values()) == {"inconclusive"} and len(settled) == 6


def test_the_papers_schedule_warms_up_and_drops_twice(names: dict[str, Any]) -> None:
    full = Heard(names, steps="64000", lr="0.1", schedule="paper", warm="400").run
    steps = (0, 399, 400, 31_999, 32_000, 47_999, 48_000, 63_999)
    rates = [names["rate"](full, step) for step in steps]
    assert rates == pytest.approx([0.01, 0.01, 0.1, 0.1, 0.01, 0.01, 0.001, 0.001])


def test_a_crop_is_a_shifted_image_with_zeros_or_its_mirror(names: dict[str, Any]) -> None:
    image = torch.arange(1.0, 2 * 6 * 5 + 1).reshape(2, 6, 5)
    cropped = names["crop_and_flip"](image.expand(64, 2, 6, 5), torch.Generator().manual_seed(0))
    padded = torch.zeros(2, 14, 13)
    padded[:, 4:10, 4:9] = image
    windows = {(y, x): padded[:, y : y + 6, x : x + 5] for y in range(9) for x in range(9)}
    seen = set()
    for each in cropped:
        plain = {place for place, window in windows.items() if torch.equal(each, window)}
        mirrored = {place for place, window in windows.items() if torch.equal(each, window.flip(2))}
        assert plain or mirrored
        seen |= {(place, "plain") for place in plain} | {(place, "mirrored") for place in mirrored}
    assert {kind for _, kind in seen} == {"plain", "mirrored"}
    assert {y for (y, _), _ in seen} == {x for (_, x), _ in seen} == set(range(9))


def test_an_epoch_shows_each_image_at_most_once_and_seeds_repeat(names: dict[str, Any]) -> None:
    y = torch.arange(300)
    split = (y.float().reshape(-1, 1, 1, 1), y, y, y)
    epochs = [
        [labels for _, labels in names["batches"](split, 4, torch.Generator().manual_seed(seed), False)]
        for seed in (0, 0, 1)
    ]
    first = torch.cat(epochs[0][:2])
    assert len(first.unique()) == 256 and all(len(labels) == 128 for labels in epochs[0])
    assert torch.equal(first, torch.cat(epochs[1][:2])) and not torch.equal(first, torch.cat(epochs[2][:2]))


def test_a_look_judges_the_test_set_by_the_statistics_of_the_training_set(names: dict[str, Any]) -> None:
    """With the training set as the test set, both are the same but for the unbiased variance."""
    x, y, *_ = names["digits"]()
    torch.manual_seed(0)
    net = names["build"]("v1", 8, 4, 1)
    heard = Heard(names)
    net(x[:128] * 50)  # statistics of other images, which a look must forget
    seen = names["look"](heard.run, net, (x, y, x, y), 0, {"net": "ResNet-8"})
    assert seen["test loss"] == pytest.approx(seen["training loss"], rel=2e-3)
    assert net.training


def test_color_images_are_trained_on_with_augmentation(names: dict[str, Any], lab: Lab) -> None:
    noise = lab("data")["noise"]
    put(names, "images", lambda *_: noise(training=40, test=20))
    heard = Heard(names, data="noise", steps="3", width="2", schedule="paper")
    end = names["train"](heard.run, "v1", 20, 0)
    assert 0 <= end["test error"] <= 100 and end["parameters"] > 0


def test_cifar_is_missed_before_anything_is_trained(
    names: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = Heard(names, data="cifar10", folder=str(tmp_path))
    with pytest.raises(Exception, match="CIFAR-10 is not here"):
        names["main"](heard.run)
    assert heard.events == []
