"""The DenseNet lab: both ways to run a block are the same function, and what is kept is counted right."""

from typing import Any

import pytest

from tests.labs.conftest import Lab
from tests.labs.running import events, verdicts

torch = pytest.importorskip("torch", reason="torch is not installed")


@pytest.fixture
def densenet(lab: Lab) -> dict[str, Any]:
    names: dict[str, Any] = lab("densenet")["main"].__globals__
    return names


@pytest.mark.parametrize(
    ("layers", "parameters"),
    [((6, 12, 24, 16), 7_978_856), ((6, 12, 32, 32), 14_149_480), ((6, 12, 48, 32), 20_013_928)],
)
def test_a_densenet_has_torchvisions_size(
    densenet: dict[str, Any], layers: tuple[int, ...], parameters: int
) -> None:
    with torch.device("meta"):
        net = densenet["densenet"](layers)
        assert densenet["count"](net) == parameters
        assert net(torch.empty(1, 3, 224, 224)).shape == (1, 1000)


def test_what_a_block_keeps_is_the_sum_written_on_the_card(densenet: dict[str, Any]) -> None:
    with torch.device("meta"):
        kept = densenet["kept"](densenet["DenseBlock"](6), torch.empty(1, 64, 8, 8)) / 64
    # each layer: its input for batch norm and after ReLU, 4k channels before and after the second batch norm
    assert kept == 2 * 864 + 6 * 2 * 4 * 32


def test_a_block_that_recomputes_keeps_each_map_once(densenet: dict[str, Any]) -> None:
    with torch.device("meta"):
        kept = densenet["kept"](densenet["DenseBlock"](6, again=True), torch.empty(1, 64, 8, 8)) / 64
    assert kept == (64 + 5 * 32) + 6 * 2 * 4 * 32  # what the sixth layer adds, no layer reads


def test_meta_and_real_tensors_count_alike(densenet: dict[str, Any]) -> None:
    counts = []
    for device in ("meta", "cpu"):
        with torch.device(device):
            block = densenet["DenseBlock"](3, 8, 4, again=True)
            counts.append(densenet["kept"](block, torch.empty(1, 8, 4, 4)))
    assert counts[0] == counts[1]


def test_a_block_that_recomputes_nothing_fails_the_linear_claim(
    densenet: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(densenet, "checkpoint", lambda read, *maps, **_: read(*maps))
    told = events(densenet, "densenet", growth=8)
    found = verdicts(told)
    assert found["densenet-linear"] == "fails"
    assert found["densenet-same-gradient"] == found["densenet-resnet-linear"] == "holds"


def test_a_chain_whose_layers_read_only_the_one_before_fails_the_square(
    densenet: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    dense: Any = densenet["DenseBlock"]

    class Chain(dense):  # type: ignore[misc]
        def __init__(self, layers: int, before: int = 64, growth: int = 32, again: bool = False) -> None:
            super().__init__(layers, before, growth, again)
            widths = [before, *[growth] * (layers - 1)]
            made = [densenet["DenseLayer"](width, growth, again) for width in widths]
            self.layers = torch.nn.ModuleList(made)

        def maps(self, x: Any) -> list[Any]:
            maps = [x]
            for layer in self.layers:
                maps.append(layer(maps[-1:]))
            return maps

    monkeypatch.setitem(densenet, "DenseBlock", Chain)
    found = verdicts(events(densenet, "densenet"))
    assert found["densenet-square"] == found["densenet-201-params"] == "fails"
