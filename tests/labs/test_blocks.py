"""The blocks lab: its counts are of the modules that it builds, so another block fails its claims."""

from typing import Any

import pytest

from tests.labs.conftest import Lab
from tests.labs.running import events, verdicts

torch = pytest.importorskip("torch", reason="torch is not installed")


@pytest.fixture
def blocks(lab: Lab) -> dict[str, Any]:
    names: dict[str, Any] = lab("blocks")["main"].__globals__
    return names


def test_a_bottleneck_that_squeezes_by_two_fails(
    blocks: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    bottleneck = blocks["bottleneck"]

    def wider(before: int, mid: int, after: int, **more: Any) -> Any:
        return bottleneck(before, 2 * mid, after, **more)

    monkeypatch.setitem(blocks, "bottleneck", wider)
    found = verdicts(events(blocks, "blocks"))
    assert {found[claim] for claim in ("bottleneck-256", "block-ratio", "fair-pair", "resnext-block")} == {
        "fails"
    }
    assert found["basic-macs"] == "holds"


def test_a_gate_on_the_skip_keeps_what_a_sum_does_not(
    blocks: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    unit: Any = blocks["Unit"]

    class Gated(unit):  # type: ignore[misc]
        def forward(self, x: Any) -> Any:
            added = self.branch(x)
            return self.after(added if self.skip is None else added * self.skip(x))

    monkeypatch.setitem(blocks, "Unit", Gated)
    found = verdicts(events(blocks, "blocks"))
    assert found["skip-keeps"] == "fails"  # a product needs both of its factors


def test_summed_paths_are_the_grouped_block(blocks: dict[str, Any]) -> None:
    torch.manual_seed(0)
    reduce, spatial, expand = (
        each for each in blocks["bottleneck"](64, 8 * 4, 64, groups=8) if isinstance(each, torch.nn.Conv2d)
    )
    x = torch.randn(2, 64, 8, 8)
    whole = expand(spatial(reduce(x).relu()).relu())
    conv = torch.nn.functional.conv2d
    paths = [
        conv(
            conv(conv(x, reduce.weight[path]).relu(), spatial.weight[path], padding=1).relu(),
            expand.weight[:, path],
        )
        for path in (slice(start, start + 4) for start in range(0, 32, 4))
    ]
    assert torch.allclose(sum(paths), whole, atol=1e-5)
