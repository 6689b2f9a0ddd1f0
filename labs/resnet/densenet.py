"""Adding against appending: how wide a dense block gets, and what it keeps in memory for the backward pass.

Densely Connected Convolutional Networks (Huang et al. 2017, arXiv:1608.06993), section 3: a layer reads all
earlier outputs of its block and appends k channels, so width grows linearly, not by doubling. As usually
written, each layer copies what it reads, and the copies grow with the square of the depth; that is no law:
Memory-Efficient Implementation of DenseNets (Pleiss et al. 2017, arXiv:1707.06990) computes them again in the
backward pass. What autograd keeps is counted here tensor by tensor, on the ``meta`` device, where nothing is
computed; one small block is run for real, to see that both ways have the same gradients.

Measured (counts need no seed; CPU, 6 s of one core): 64 to 256 channels in six layers; from 24 to 48 layers
the memory grows 3.37 times where copied, 1.995 times where computed again, 1.98 times in residual blocks;
DenseNet-201 keeps 193 MiB an image, ResNet-101 with 2.2 times its parameters 120 MiB; gradients are equal.
"""

from collections.abc import Callable

import torch
from nets import Unit, basic, conv, count, imagenet
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from prepapp.lab import Run, start

LAB = {
    "title": "ResNet adds, DenseNet appends",
    "paper": "Huang et al. 2017, arXiv:1608.06993, Section 3",
    "question": "What grows linearly in a dense block, what by the square: width, connections, memory?",
    "sentence": "Twice the layers keep {naive} times the memory where concatenations are copied, {shared} "
    "times where they are computed again, {residual} times in a ResNet, so ...",
    "needs": ["torch"],
    "presets": {"quick": {}},
    "params": {
        "growth": {"default": 32, "help": "channels that a layer appends, k", "min": 4, "max": 64},
        "layers": {
            "default": 48,
            "help": "layers of the longest block; claims are judged at 48",
            "min": 12,
            "max": 96,
        },
    },
    "claims": {
        "densenet-width": {
            "text": "Channels after the six layers of DenseNet-121's first block, 64 at its start, k = 32",
            "unit": "channels",
            "expected": "64 + 6 x 32 = 256; doubling would give 4,096",
            "holds": "= 256",
            "predict": "A dense block starts with 64 channels, growth rate 32. Channels after six layers?",
            "near": 1.05,
        },
        "densenet-copied": {
            "text": "Channels that the six layers read, summed: what copying each concatenation stores",
            "unit": "channels",
            "expected": "64 + 96 + ... + 224 = 864",
            "holds": "= 864",
        },
        "densenet-square": {
            "text": "Memory kept for the backward pass, twice the layers over once, concatenations copied",
            "unit": "x",
            "expected": "towards 4: quadratic in depth, Pleiss et al., Section 2",
            "holds": "> 3",
            "fails": "< 2.2",
            "predict": "A dense block gets twice the layers. Its memory for the backward pass grows by",
            "near": 1.3,
        },
        "densenet-linear": {
            "text": "The same with each concatenation computed again in the backward pass",
            "unit": "x",
            "expected": "about 2: linear in depth, Pleiss et al., Section 3",
            "holds": "1.9 .. 2.1",
            "predict": "And if concatenations are computed again in the backward pass",
            "near": 1.3,
        },
        "densenet-resnet-linear": {
            "text": "The same in a chain of basic residual blocks",
            "unit": "x",
            "expected": "2: every block keeps as much as the one before",
            "holds": "1.9 .. 2.1",
        },
        "densenet-same-gradient": {
            "text": "Largest difference of a gradient between both ways, over the largest gradient",
            "expected": "0: the same operations on the same numbers",
            "holds": "<= 1e-5",
        },
        "densenet-201-params": {
            "text": "Parameters of DenseNet-201",
            "unit": "parameters",
            "expected": "torchvision: 20,013,928; ResNet-101, about as accurate, has 44,549,160",
            "holds": "= 20013928",
        },
        "densenet-201-memory": {
            "text": "Memory that DenseNet-201 keeps for the backward pass, copying, over ResNet-101's",
            "unit": "x",
            "expected": "above 1, with 0.45 times the parameters",
            "holds": "> 1.1",
            "predict": "DenseNet-201 has 0.45 times ResNet-101's parameters. And its memory in training?",
        },
    },
}

FIRST = 64
"""Channels at the start of the first block."""
IMAGE = (3, 224, 224)


class DenseLayer(nn.Module):
    """BN, ReLU, 1x1 to 4k channels, BN, ReLU, 3x3 to k channels; ``again`` recomputes up to the 1x1."""

    def __init__(self, before: int, growth: int, again: bool) -> None:
        super().__init__()
        self.narrow = nn.Sequential(nn.BatchNorm2d(before), nn.ReLU(), conv(before, 4 * growth, 1))
        self.new = nn.Sequential(nn.BatchNorm2d(4 * growth), nn.ReLU(), conv(4 * growth, growth, 3))
        self.again = again

    def forward(self, maps: list[Tensor]) -> Tensor:
        """Return the k new channels."""
        if self.again:
            return self.new(checkpoint(self.read, *maps, use_reentrant=False, preserve_rng_state=False))
        return self.new(self.read(*maps))  # [B, k, H, W]

    def read(self, *maps: Tensor) -> Tensor:
        """Copy all earlier maps into one tensor, and narrow it."""
        return self.narrow(torch.cat(maps, dim=1))  # [B, c, H, W] to [B, 4k, H, W]


class DenseBlock(nn.Module):
    """Layers that each read all maps before them."""

    def __init__(self, layers: int, before: int = FIRST, growth: int = 32, again: bool = False) -> None:
        super().__init__()
        widths = range(before, before + layers * growth, growth)
        self.layers = nn.ModuleList(DenseLayer(width, growth, again) for width in widths)

    def maps(self, x: Tensor) -> list[Tensor]:
        """Return the block's input and what each layer appended."""
        maps = [x]
        for layer in self.layers:
            maps.append(layer(maps))
        return maps

    def forward(self, x: Tensor) -> Tensor:
        """Return everything, side by side."""
        return torch.cat(self.maps(x), dim=1)  # [B, before + layers k, H, W]


def densenet(layers: tuple[int, ...], growth: int = 32, classes: int = 1000) -> nn.Sequential:
    """Return a DenseNet-BC for ImageNet; between its blocks transitions halve width and size."""
    width = 2 * growth
    parts: list[nn.Module] = [conv(3, width, 7, stride=2), nn.BatchNorm2d(width), nn.ReLU()]
    parts.append(nn.MaxPool2d(3, 2, padding=1))
    for i, n in enumerate(layers):
        parts.append(DenseBlock(n, width, growth))
        width += n * growth
        parts += [nn.BatchNorm2d(width), nn.ReLU()]
        if i + 1 < len(layers):
            parts += [conv(width, width // 2, 1), nn.AvgPool2d(2)]
            width //= 2
    return nn.Sequential(*parts, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(width, classes))


def main(run: Run) -> None:
    """Look at the width of one block, the memory of longer ones, and two whole nets."""
    with torch.device("meta"):  # shapes only
        show_width(run)
        run.progress(1, 5, "memory by depth")
        show_memory(run)
        run.progress(3, 5, "whole nets")
        show_nets(run)
    run.progress(4, 5, "gradients")
    run.claim("densenet-same-gradient", difference(run))
    run.progress(5, 5)


def show_width(run: Run) -> None:
    """Follow the first block of DenseNet-121 layer by layer."""
    maps = DenseBlock(6).maps(
        torch.empty(1, FIRST, 56, 56)
    )  # 7 maps: [1, 64, 56, 56], six of [1, 32, 56, 56]
    widths = [sum(each.shape[1] for each in maps[: n + 1]) for n in range(len(maps))]
    copied = sum(widths[:-1])  # what each layer reads
    rows = [[n, width, FIRST * 2**n, n * (n + 1) // 2] for n, width in enumerate(widths)]
    run.table(
        "First block of DenseNet-121", ["after layer", "channels", "if it doubled", "connections"], rows
    )
    run.claim("densenet-width", widths[-1])
    run.claim("densenet-copied", copied)


def show_memory(run: Run) -> None:
    """Count what blocks of growing depth keep for the backward pass, in channels of one map and one image."""
    k = run["growth"]
    makes: dict[str, Callable[[int], nn.Module]] = {
        "dense, copied": lambda n: DenseBlock(n, growth=k),
        "dense, computed again": lambda n: DenseBlock(n, growth=k, again=True),
        "residual": lambda n: nn.Sequential(*(residual(FIRST) for _ in range(n // 2))),
    }
    depths = [n for n in (6, 12, 24, 48, 96) if n <= run["layers"]]
    side = 8  # of the map; counts are divided by its area
    channels = {
        name: [kept(make(n), torch.empty(1, FIRST, side, side)) / side**2 for n in depths]
        for name, make in makes.items()
    }
    series = {name: list(zip(depths, each, strict=True)) for name, each in channels.items()}
    run.figure("Kept for the backward pass", series, "layers", "channels of one map")
    rows = [[n, *(int(each[i]) for each in channels.values())] for i, n in enumerate(depths)]
    run.table("Channels kept for the backward pass, one image", ["layers", *channels], rows)
    growth = [each[-1] / each[-2] for each in channels.values()]
    for claim, factor in zip(
        ("densenet-square", "densenet-linear", "densenet-resnet-linear"), growth, strict=True
    ):
        run.claim(claim, factor)
    run.say(naive=growth[0], shared=growth[1], residual=growth[2])


def residual(channels: int) -> Unit:
    """Return a basic block of two layers with an identity skip."""
    return Unit(basic(channels, channels), nn.Identity(), nn.ReLU())


def show_nets(run: Run) -> None:
    """Count DenseNet-201 beside ResNet-101, which is about as accurate."""
    nets = {
        "DenseNet-121": densenet((6, 12, 24, 16)),
        "DenseNet-201": densenet((6, 12, 48, 32)),
        "ResNet-50": imagenet("resnet50"),
        "ResNet-101": imagenet("resnet101"),
    }
    held = {name: kept(net, torch.empty(1, *IMAGE)) for name, net in nets.items()}
    rows = [[name, count(net), f"{4 * held[name] / 2**20:.0f}"] for name, net in nets.items()]  # 4 bytes each
    run.table("One image of 3 x 224 x 224, float32", ["net", "parameters", "MiB kept in training"], rows)
    run.claim("densenet-201-params", count(nets["DenseNet-201"]))
    run.claim("densenet-201-memory", held["DenseNet-201"] / held["ResNet-101"])


def kept(net: nn.Module, x: Tensor) -> int:
    """Return how many numbers of maps stay in memory between a net's forward and backward pass."""
    weights = {each.untyped_storage()._cdata for each in (*net.parameters(), *net.buffers())}
    maps: dict[int, Tensor] = {}  # by where their numbers lie; alive, so that no place is used twice

    def keep(tensor: Tensor) -> Tensor:  # a checkpoint's inputs come here too
        place = tensor.untyped_storage()._cdata
        if tensor.dim() == 4 and place not in weights:
            maps[place] = tensor
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        net(x.requires_grad_())
    return sum(each.numel() for each in maps.values())


def difference(run: Run) -> float:
    """Compare the gradients of a small block, copied and computed again."""
    gradients = []
    for again in (False, True):
        torch.manual_seed(run.seed)
        block = DenseBlock(6, before=16, growth=8, again=again).to(run.device)
        x = torch.randn(4, 16, 8, 8).to(run.device).requires_grad_()  # [4, 16, 8, 8]
        block(x).square().mean().backward()
        gradients.append([x.grad, *(each.grad for each in block.parameters())])
    largest = max(float(each.abs().max()) for each in gradients[0])
    return max(float((a - b).abs().max()) for a, b in zip(*gradients, strict=True)) / largest


if __name__ == "__main__":
    start(LAB, main)
