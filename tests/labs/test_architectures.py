"""The architectures lab: every claim is settled, and a net that is built otherwise fails its own."""

from typing import Any

import pytest

from tests.labs.conftest import Lab
from tests.labs.running import events, verdicts

pytest.importorskip("torch", reason="torch is not installed")


@pytest.fixture
def architectures(lab: Lab) -> dict[str, Any]:
    names: dict[str, Any] = lab("architectures")["main"].__globals__
    return names


def test_every_claim_is_settled_and_the_chosen_net_is_shown_by_stage(architectures: dict[str, Any]) -> None:
    told = events(architectures, "architectures", net="resnet34")
    assert verdicts(told) == dict.fromkeys(architectures["LAB"]["claims"], "holds")
    stages = next(event for event in told if event["event"] == "table")
    assert stages["title"].startswith("resnet34")
    assert [row[1] for row in stages["rows"][1:5]] == [
        "64 x 56 x 56",
        "128 x 28 x 28",
        "256 x 14 x 14",
        "512 x 7 x 7",
    ]


def test_projections_everywhere_fail_the_counts_of_option_b(
    architectures: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    imagenet = architectures["imagenet"]
    monkeypatch.setitem(architectures, "imagenet", lambda name, stride: imagenet(name, stride, shortcut="C"))
    found = verdicts(events(architectures, "architectures"))
    assert found["resnet-34-params"] == found["resnet-50-macs-3x3"] == "fails"
    assert found["stride-adds"] == "holds"  # a projection strides as before
