"""The networks of the labs, each written once: He's CIFAR nets, the ImageNet family, ResNeXt and SE.

Deep Residual Learning (He et al. 2015, arXiv:1512.03385), section 4.2 and table 1; Identity Mappings (He et
al. 2016, arXiv:1603.05027); Aggregated Residual Transformations (Xie et al. 2016, arXiv:1611.05431), table 1;
Squeeze-and-Excitation (Hu et al. 2017, arXiv:1709.01507). With torchvision's weights the ImageNet nets return
torchvision's outputs, bit for bit.

Every net is ``head(blocks(stem(x)))``; ``blocks`` are the residual units in order. Weights come from torch's
global generator: call ``torch.manual_seed`` first. Inside ``with torch.device("meta"):`` a net has shapes and
no memory.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from prepapp.errors import PrepError


@dataclass(frozen=True)
class Design:
    """A row of the papers' tables: units a stage, and what a unit is."""

    repeats: tuple[int, int, int, int]
    bottleneck: bool = True
    groups: int = 1
    group_width: int = 64
    """Channels of the 3x3 a group, in the first stage."""
    excite: int = 0
    """Reduction ratio r of squeeze-and-excitation; 0: none."""


IMAGENET = {
    "resnet18": Design((2, 2, 2, 2), bottleneck=False),
    "resnet34": Design((3, 4, 6, 3), bottleneck=False),
    "resnet50": Design((3, 4, 6, 3)),
    "resnet101": Design((3, 4, 23, 3)),
    "resnet152": Design((3, 8, 36, 3)),
    "resnext50_32x4d": Design((3, 4, 6, 3), groups=32, group_width=4),
    "resnext101_32x4d": Design((3, 4, 23, 3), groups=32, group_width=4),
    "resnext101_32x8d": Design((3, 4, 23, 3), groups=32, group_width=8),
    "se_resnet50": Design((3, 4, 6, 3), excite=16),
}
EXPANSION = 4
"""A bottleneck's output channels are four times its 3x3's."""


def cifar(
    depth: int,
    kind: str,
    shortcut: str = "A",
    width: int = 16,
    norm: bool = True,
    channels: int = 3,
    classes: int = 10,
) -> "ResNet":
    """Return He's net of 6n + 2 layers: ``kind`` plain, v1 or v2; ``norm=False`` leaves batch norm out."""
    n, rest = divmod(depth - 2, 6)
    if rest or n < 1:
        raise PrepError(f"no CIFAR net has {depth} layers", "cifar", "6n + 2: 8, 14, 20, 32, 44, 56, 110")
    one_of(kind, ("plain", "v1", "v2"), "cifar")
    stem = [conv(channels, width, 3, bias=not norm), batch_norm(width, norm), nn.ReLU()]
    units, before = [], width
    for stage in range(3):
        after = width * 2**stage
        for i in range(n):
            stride = 2 if stage and i == 0 else 1
            branch = basic(before, after, stride, norm, pre=kind == "v2")
            if kind == "v2" and not units:
                branch = branch[2:]  # the stem's BN and ReLU come before both paths (He 2016, appendix)
            skip = None if kind == "plain" else skip_path(shortcut, before, after, stride, norm, kind == "v2")
            units.append(Unit(branch, skip, nn.Identity() if kind == "v2" else nn.ReLU()))
            before = after
    last = [batch_norm(before, norm), nn.ReLU()] if kind == "v2" else []
    return ResNet(stem, units, last, (n, n, n), nn.Linear(before, classes))


def imagenet(name: str, stride_in: str = "3x3", shortcut: str = "B", classes: int = 1000) -> "ResNet":
    """Return a net of the ImageNet family; He's ResNet-50 strides in the 1x1, torchvision's in the 3x3."""
    one_of(name, tuple(IMAGENET), "imagenet")
    one_of(stride_in, ("1x1", "3x3"), "imagenet")
    design = IMAGENET[name]
    stem = [conv(3, 64, 7, stride=2), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, padding=1)]
    units, before = [], 64
    for stage, repeats in enumerate(design.repeats):
        inner = 64 * 2**stage
        after = inner * EXPANSION if design.bottleneck else inner
        for i in range(repeats):
            stride = 2 if stage and i == 0 else 1
            if design.bottleneck:
                mid = inner * design.group_width // 64 * design.groups
                branch = bottleneck(before, mid, after, stride, stride_in, design.groups)
            else:
                branch = basic(before, after, stride)
            if design.excite:
                branch.append(Excite(after, design.excite))
            units.append(Unit(branch, skip_path(shortcut, before, after, stride), nn.ReLU()))
            before = after
    return ResNet(stem, units, [], design.repeats, nn.Linear(before, classes))


class ResNet(nn.Module):
    """A stem, residual units in order, and a head of pooling and one linear layer."""

    def __init__(
        self,
        stem: list[nn.Module],
        units: list["Unit"],
        last: list[nn.Module],
        repeats: tuple[int, ...],
        linear: nn.Linear,
    ) -> None:
        super().__init__()
        self.stem = nn.Sequential(*stem)
        self.blocks = nn.Sequential(*units)
        self.head = nn.Sequential(*last, nn.AdaptiveAvgPool2d(1), nn.Flatten(), linear)
        self.repeats = repeats
        """Units a stage."""
        for module in self.modules():
            if isinstance(module, nn.Conv2d):  # He et al. 2015, arXiv:1502.01852: variance 2 / (k² C_out)
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, x: Tensor) -> Tensor:
        """Return the logits."""
        x = self.blocks(self.stem(x))  # [B, C, H, W]
        return self.head(x)  # [B, classes]


class Unit(nn.Module):
    """y = after(F(x) + skip(x)); without a skip, y = after(F(x)), a plain net's pair of layers."""

    def __init__(self, branch: list[nn.Module], skip: nn.Module | None, after: nn.Module) -> None:
        super().__init__()
        self.branch = nn.Sequential(*branch)
        self.skip = skip
        self.after = after

    def forward(self, x: Tensor) -> Tensor:
        """Return what goes to the next unit."""
        if self.skip is None:
            return self.after(self.branch(x))
        return self.after(self.branch(x) + self.skip(x))


class Pad(nn.Module):
    """Option A: every ``stride``-th pixel, and zeros for the new channels; no weights."""

    def __init__(self, extra: int, stride: int) -> None:
        super().__init__()
        self.extra, self.stride = extra, stride

    def forward(self, x: Tensor) -> Tensor:
        """Return the identity in the shape of the branch."""
        x = x[:, :, :: self.stride, :: self.stride]  # [B, C, H/s, W/s]
        return functional.pad(x, (0, 0, 0, 0, 0, self.extra))  # [B, C + extra, H/s, W/s]


class Excite(nn.Module):
    """Squeeze-and-excitation: one gate a channel, from the mean of all channels."""

    def __init__(self, channels: int, reduction: int) -> None:
        super().__init__()
        self.squeeze = nn.Linear(channels, channels // reduction)
        self.excite = nn.Linear(channels // reduction, channels)

    def forward(self, x: Tensor) -> Tensor:
        """Return the maps, each scaled by its gate."""
        gate = self.squeeze(x.mean((2, 3))).relu()  # [B, C/r]
        gate = self.excite(gate).sigmoid()  # [B, C]
        return x * gate[:, :, None, None]  # [B, C, H, W]


def basic(before: int, after: int, stride: int = 1, norm: bool = True, pre: bool = False) -> list[nn.Module]:
    """Return the branch of two 3x3; ``pre`` puts batch norm and ReLU before each (v2)."""
    first, second = conv(before, after, 3, stride, bias=not norm), conv(after, after, 3, bias=not norm)
    if pre:
        one, two = batch_norm(before, norm), batch_norm(after, norm)
        return [one, nn.ReLU(), first, two, nn.ReLU(), second]
    return [first, batch_norm(after, norm), nn.ReLU(), second, batch_norm(after, norm)]


def bottleneck(
    before: int, mid: int, after: int, stride: int = 1, stride_in: str = "3x3", groups: int = 1
) -> list[nn.Module]:
    """Return the branch 1x1, 3x3, 1x1; ``groups`` > 1 is ResNeXt's."""
    early, late = (stride, 1) if stride_in == "1x1" else (1, stride)
    reduce = [conv(before, mid, 1, early), nn.BatchNorm2d(mid), nn.ReLU()]
    spatial = [conv(mid, mid, 3, late, groups), nn.BatchNorm2d(mid), nn.ReLU()]
    return [*reduce, *spatial, conv(mid, after, 1), nn.BatchNorm2d(after)]


def skip_path(
    option: str, before: int, after: int, stride: int, norm: bool = True, pre: bool = False
) -> nn.Module:
    """Return a shortcut: A pads with zeros, B projects where the shape changes, C projects everywhere."""
    one_of(option, ("A", "B", "C"), "shortcut")
    changes = stride != 1 or before != after
    if option == "C" or (option == "B" and changes):
        projection = conv(before, after, 1, stride, bias=not norm)
        # v2 keeps the shortcut free of batch norm, so that the sum of all branches stays visible
        return projection if pre else nn.Sequential(projection, batch_norm(after, norm))
    return Pad(after - before, stride) if changes else nn.Identity()


def conv(
    before: int, after: int, kernel: int, stride: int = 1, groups: int = 1, bias: bool = False
) -> nn.Conv2d:
    """Return a convolution that keeps height and width at stride 1; batch norm makes its bias useless."""
    layer = nn.Conv2d(before, after, kernel, stride, kernel // 2, groups=groups, bias=bias)
    if bias:
        nn.init.zeros_(layer.bias)
    return layer


def batch_norm(channels: int, norm: bool = True) -> nn.Module:
    """Return batch norm, or nothing in its place, so that a layer's index stays."""
    return nn.BatchNorm2d(channels) if norm else nn.Identity()


def one_of(value: str, choices: tuple[str, ...], where: str) -> None:
    """Refuse what is no choice."""
    if value not in choices:
        raise PrepError(f"{value!r} is no choice", where, f"there are {', '.join(choices)}")


@dataclass(frozen=True)
class Stage:
    """One stage of a net: what leaves it, and what it costs for one image."""

    name: str
    shape: tuple[int, ...]
    """Channels, height, width; the head's: classes."""
    parameters: int
    multiply_adds: int
    """Of convolutions and linear layers, as torchvision counts; batch norm, ReLU, pools and sums are free."""


def profile(net: ResNet, input_shape: tuple[int, ...] = (3, 224, 224)) -> list[Stage]:
    """Return what stem, stages and head cost; exact, and on the meta device without arithmetic."""
    device = next(net.parameters()).device
    x = torch.empty(1, *input_shape, device=device)
    stages = []
    for name, part in parts(net):
        with counting(part) as counted:
            x = part(x)
        stages.append(Stage(name, tuple(x.shape[1:]), count(part), sum(counted)))
    return stages


def parts(net: ResNet) -> Iterator[tuple[str, nn.Module]]:
    """Return a net's stem, stages and head, by name."""
    yield "stem", net.stem
    start = 0
    for i, repeats in enumerate(net.repeats):
        yield f"stage {i + 1}", net.blocks[start : start + repeats]
        start += repeats
    yield "head", net.head


def count(module: nn.Module) -> int:
    """Return how many parameters a module has; running statistics are none."""
    return sum(each.numel() for each in module.parameters())


@contextmanager
def counting(module: nn.Module) -> Iterator[list[int]]:
    """Collect the multiply-adds of every convolution and linear layer that runs inside, in eval mode."""
    counted: list[int] = []

    def hook(layer: Any, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        an_output = layer.in_features if isinstance(layer, nn.Linear) else layer.weight[0].numel()
        counted.append(output[0].numel() * an_output)

    layers = [each for each in module.modules() if isinstance(each, nn.Conv2d | nn.Linear)]
    hooks = [each.register_forward_hook(hook) for each in layers]
    was_training = module.training
    module.eval()
    try:
        with torch.no_grad():
            yield counted
    finally:
        module.train(was_training)
        for each in hooks:
            each.remove()
