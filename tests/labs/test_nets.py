"""The labs' networks: published sizes, torchvision's outputs, and what each kind of unit is."""

import importlib
import importlib.util
from collections.abc import Callable
from typing import Any

import pytest

from prepapp.errors import PrepError
from tests.labs.conftest import Lab

torch = pytest.importorskip("torch", reason="torch is not installed")

PARAMETERS = {  # torchvision's weights metadata; the last two: timm's results table
    "resnet18": 11_689_512,
    "resnet34": 21_797_672,
    "resnet50": 25_557_032,
    "resnet101": 44_549_160,
    "resnet152": 60_192_808,
    "resnext50_32x4d": 25_028_904,
    "resnext101_32x8d": 88_791_336,
    "resnext101_32x4d": 44_177_704,
    "se_resnet50": 28_088_024,
}
MULTIPLY_ADDS = {  # billions, torchvision's ``_ops``
    "resnet18": 1.814,
    "resnet34": 3.664,
    "resnet50": 4.089,
    "resnet101": 7.801,
    "resnet152": 11.514,
    "resnext50_32x4d": 4.230,
    "resnext101_32x8d": 16.414,
}
IN_TORCHVISION = ("resnet18", "resnet34", "resnet50", "resnext50_32x4d")
"""Both blocks, and groups; the deeper ones repeat them."""


@pytest.fixture
def nets(lab: Lab) -> dict[str, Any]:
    return lab("nets")


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_net_has_the_published_number_of_parameters(nets: dict[str, Any], name: str) -> None:
    with torch.device("meta"):
        assert nets["count"](nets["imagenet"](name)) == PARAMETERS[name]


@pytest.mark.parametrize("name", MULTIPLY_ADDS)
def test_a_net_has_the_published_cost(nets: dict[str, Any], name: str) -> None:
    with torch.device("meta"):
        stages = nets["profile"](nets["imagenet"](name))
    assert round(sum(stage.multiply_adds for stage in stages) / 1e9, 3) == MULTIPLY_ADDS[name]
    assert sum(stage.parameters for stage in stages) == PARAMETERS[name]


def test_the_stages_of_resnet_50_have_the_papers_shapes(nets: dict[str, Any]) -> None:
    with torch.device("meta"):
        stages = nets["profile"](nets["imagenet"]("resnet50"))
    maps = [(64, 56, 56), (256, 56, 56), (512, 28, 28), (1024, 14, 14), (2048, 7, 7), (1000,)]
    assert [stage.shape for stage in stages] == maps


def test_the_stride_on_the_1x1_saves_multiply_adds_and_no_parameters(nets: dict[str, Any]) -> None:
    with torch.device("meta"):
        paper, later = (nets["imagenet"]("resnet50", stride_in) for stride_in in ("1x1", "3x3"))
        costs = [sum(stage.multiply_adds for stage in nets["profile"](net)) for net in (paper, later)]
    assert costs[1] - costs[0] == 231_211_008
    assert nets["count"](paper) == nets["count"](later)


@pytest.mark.parametrize(
    ("option", "parameters"),
    [
        ("A", [269_722, 853_018, 1_727_962, 21_623_848]),
        ("B", [272_474, 855_770, 1_730_714, 21_797_672]),
        ("C", [283_962, 900_858, 1_826_202, 22_716_840]),
    ],
)
def test_shortcut_options_have_the_published_sizes(
    nets: dict[str, Any], option: str, parameters: list[int]
) -> None:
    with torch.device("meta"):
        all_nets = [nets["cifar"](depth, "v1", option) for depth in (20, 56, 110)]
        all_nets.append(nets["imagenet"]("resnet34", shortcut=option))
    assert [nets["count"](net) for net in all_nets] == parameters


def test_a_plain_net_has_exactly_the_parameters_of_option_a(nets: dict[str, Any]) -> None:
    with torch.device("meta"):
        plain, with_skips = (nets["cifar"](56, kind) for kind in ("plain", "v1"))
    assert nets["count"](plain) == nets["count"](with_skips)


@pytest.mark.parametrize("kind", ["plain", "v1", "v2"])
@pytest.mark.parametrize("norm", [True, False])
def test_every_kind_has_gradients_down_to_its_first_layer(
    nets: dict[str, Any], kind: str, norm: bool
) -> None:
    torch.manual_seed(0)
    net = nets["cifar"](14, kind, width=4, norm=norm, channels=1)
    out = net(torch.randn(8, 1, 8, 8))
    out.square().mean().backward()
    assert out.shape == (8, 10)
    assert all(each.grad is not None and each.grad.isfinite().all() for each in net.parameters())
    assert net.stem[0].weight.grad.abs().sum() > 0


def test_a_v2_unit_without_its_branch_is_the_identity_and_a_v1_unit_is_a_relu(nets: dict[str, Any]) -> None:
    x = torch.randn(2, 4, 8, 8)
    for kind, expected in (("v2", x), ("v1", x.relu()), ("plain", torch.zeros_like(x))):
        unit = nets["cifar"](8, kind, width=4).blocks[0]
        last = unit.branch[-1]  # v2 ends with a convolution, the others with batch norm
        torch.nn.init.zeros_(last.weight)
        assert torch.equal(unit(x), expected), kind


def test_option_a_keeps_every_second_pixel_and_pads_with_zeros(nets: dict[str, Any]) -> None:
    x = torch.randn(2, 4, 8, 8)
    padded = nets["skip_path"]("A", 4, 8, 2)(x)
    assert torch.equal(padded[:, :4], x[:, :, ::2, ::2])
    assert not padded[:, 4:].any()


def test_a_profile_leaves_the_net_as_it_was(nets: dict[str, Any]) -> None:
    net = nets["cifar"](8, "v1", width=4).train()
    before = {name: each.clone() for name, each in net.state_dict().items()}
    nets["profile"](net, (3, 32, 32))
    assert all(each.training for each in net.modules())
    assert all(not each._forward_hooks for each in net.modules())
    assert all(torch.equal(each, before[name]) for name, each in net.state_dict().items())


def test_what_is_no_net_is_refused(nets: dict[str, Any]) -> None:
    makes: list[Callable[[], Any]] = [
        lambda: nets["cifar"](21, "v1"),
        lambda: nets["cifar"](20, "v3"),
        lambda: nets["cifar"](20, "v1", "D"),
        lambda: nets["imagenet"]("resnet42"),
        lambda: nets["imagenet"]("resnet50", "5x5"),
    ]
    for make in makes:
        with pytest.raises(PrepError):
            make()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", IN_TORCHVISION)
def test_with_torchvisions_weights_the_outputs_are_torchvisions(nets: dict[str, Any], name: str) -> None:
    peer = torchvision_models()
    torch.manual_seed(0)
    theirs, ours = getattr(peer, name)(weights=None), nets["imagenet"](name)
    wanted = ours.state_dict()
    given = theirs.state_dict().values()
    ours.load_state_dict(dict(zip(wanted, given, strict=True)))
    images = torch.randn(2, 3, 64, 64)
    for mode in (True, False):  # training first: it moves the running statistics of both
        difference = (theirs.train(mode)(images) - ours.train(mode)(images)).abs().max()
        assert difference == 0.0, f"training {mode}"


def torchvision_models() -> Any:
    """Return torchvision's models; a build for GPUs lacks its operators here, so two are declared."""
    if importlib.util.find_spec("torchvision") is None:
        pytest.skip("torchvision is not installed: nothing to compare with")
    for name in ("nms", "qnms"):
        if not hasattr(torch.ops.torchvision, name):
            schema = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
            torch.library.define(f"torchvision::{name}", schema)
    return importlib.import_module("torchvision").models
