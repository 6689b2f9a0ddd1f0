"""The SE lab: a gate scales whole channels of its own image, and without gates the claims fail."""

from typing import Any

import pytest

from tests.labs.conftest import Lab
from tests.labs.running import events, verdicts

torch = pytest.importorskip("torch", reason="torch is not installed")

SMALL = {"side": 32, "batch": 1, "turns": 3}


@pytest.fixture
def excitation(lab: Lab) -> dict[str, Any]:
    names: dict[str, Any] = lab("squeeze-excitation")["main"].__globals__
    return names


def test_a_gate_scales_each_channel_of_each_image_by_one_number(excitation: dict[str, Any]) -> None:
    torch.manual_seed(0)
    gate, x = excitation["Excite"](32, 16), torch.randn(2, 32, 4, 4)
    with torch.no_grad():
        factors = gate(x) / x
        alone = torch.cat([gate(x[:1]), gate(x[1:])])
    assert torch.allclose(factors, factors[:, :, :1, :1].expand_as(factors), atol=1e-5)
    assert (factors > 0).all() and (factors < 1).all()
    assert torch.allclose(gate(x), alone, atol=1e-6)


def test_a_closed_gate_leaves_the_shortcut_alone(excitation: dict[str, Any]) -> None:
    unit = excitation["imagenet"]("se_resnet50").blocks[1]  # 256 channels, identity shortcut
    torch.nn.init.constant_(unit.branch[-1].excite.bias, -1e4)
    x = torch.rand(1, 256, 4, 4)
    assert torch.equal(unit.eval()(x), x)


def test_every_claim_but_the_clock_holds_at_any_size(excitation: dict[str, Any]) -> None:
    found = verdicts(events(excitation, "squeeze-excitation", **SMALL))
    assert set(found) == set(excitation["LAB"]["claims"])
    del found["se-time"]
    assert set(found.values()) == {"holds"}


def test_a_net_with_half_the_reduction_fails(
    excitation: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = excitation["imagenet"].__globals__
    excite = seen["Excite"]
    monkeypatch.setitem(seen, "Excite", lambda channels, reduction: excite(channels, reduction // 2))
    found = verdicts(events(excitation, "squeeze-excitation", **SMALL))
    assert {found[claim] for claim in ("se-weights", "se-params", "se-params-share", "se-macs")} == {"fails"}
    assert found["rn-048-block"] == found["se-last-stage"] == "holds"
