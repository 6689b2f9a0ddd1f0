"""A drawing built of PyTorch's own modules on the ``meta`` device: shapes without memory.

``python -m prepapp.answers.build_drawing '{"text": ..., "input": [3, 224, 224]}'``, or the same on stdin,
prints one JSON line: the event ``done`` with ``stages`` (of each row ``shape``, ``parameters`` and
``multiply_adds``), or ``failed`` with ``what``.
"""

import json
import math
import sys
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn

from prepapp.answers.drawing_parts import REDUCTION, DrawingError, Part, Shape
from prepapp.answers.drawing_read import read_drawing
from prepapp.lab.events import print_event


class Block(nn.Module):
    """relu(branch(x) + skip(x))."""

    def __init__(self, branch: list[nn.Module], skip: nn.Module) -> None:
        super().__init__()
        self.branch = nn.Sequential(*branch)
        self.skip = skip

    def forward(self, x: Tensor) -> Tensor:
        """Return what goes to the next block."""
        return (self.branch(x) + self.skip(x)).relu()


class Excite(nn.Module):
    """Squeeze-and-excitation."""

    def __init__(self, channels: int, reduction: int) -> None:
        super().__init__()
        self.down = nn.Linear(channels, channels // reduction)
        self.up = nn.Linear(channels // reduction, channels)

    def forward(self, x: Tensor) -> Tensor:
        """Return the maps, each scaled by its gate."""
        gate = self.up(self.down(x.mean((2, 3))).relu()).sigmoid()  # [B, C]
        return x * gate[:, :, None, None]


class Row(nn.Module):
    """One part; a sum adds what its shortcut makes of the block's input."""

    def __init__(self, layers: nn.Module, skip: nn.Module | None = None) -> None:
        super().__init__()
        self.layers = layers
        self.skip = skip

    def forward(self, x: Tensor, entry: Tensor) -> Tensor:
        """Return what leaves the part."""
        x = self.layers(x)
        return x if self.skip is None else x + self.skip(entry)


def build(text: str, shape: Shape) -> list[dict[str, Any]]:
    """Build every row and send one image of zeros through, in eval mode."""
    stages = []
    with torch.device("meta"), torch.no_grad():
        entry = x = torch.empty(1, *shape)
        for part in read_drawing(text).parts:
            row = Row(*_modules(part, tuple(x.shape[1:]), entry.shape[1])).eval()
            with _Counted(row) as counted:
                x = row(x, entry)
            parameters = sum(each.numel() for each in row.parameters())
            stages.append(
                {"shape": list(x.shape[1:]), "parameters": parameters, "multiply_adds": counted.sum}
            )
    return stages


def _modules(part: Part, shape: Shape, entry: int) -> tuple[nn.Module, nn.Module | None]:
    channels = shape[0]
    match part.kind:
        case "fc":
            return nn.Sequential(nn.Flatten(), nn.Linear(math.prod(shape), part.channels)), None
        case "gap":
            return nn.AdaptiveAvgPool2d(1), None
        case "maxpool":
            return nn.MaxPool2d(part.kernel, part.stride, (part.kernel - 1) // 2), None
        case "bn":
            return nn.BatchNorm2d(channels), None
        case "relu":
            return nn.ReLU(), None
        case "se":
            return Excite(channels, part.excite or REDUCTION), None
        case "add":
            return nn.Identity(), _path(part.skip, entry)
        case _:
            return nn.Sequential(*_repeats(part, channels)), None


def _path(parts: tuple[Part, ...], channels: int) -> nn.Module:
    path: list[nn.Module] = []
    for part in parts:
        module, _ = _modules(part, (channels, 0, 0), channels)
        path.append(module)
        channels = part.channels or channels
    return nn.Sequential(*path)


def _repeats(part: Part, before: int) -> Iterator[nn.Module]:
    for i in range(part.repeats):
        stride = part.stride if i == 0 else 1
        if part.kind == "conv":
            after = part.channels or before
            yield from _conv(before, after, part.kernel, stride)[: 1 if not part.fused else 3]
        else:
            after = part.trunk
            yield Block(_branch(part, before, stride), _skip(before, after, stride))
        before = after


def _branch(part: Part, before: int, stride: int) -> list[nn.Module]:
    if part.kind == "basic":
        path = [(part.channels, 3, stride), (part.channels, 3, 1)]
    elif part.stride_in == "1x1":
        path = [(part.channels, 1, stride), (part.channels, 3, 1), (part.trunk, 1, 1)]
    else:
        path = [(part.channels, 1, 1), (part.channels, 3, stride), (part.trunk, 1, 1)]
    layers: list[nn.Module] = []
    for after, kernel, step in path:
        layers += _conv(before, after, kernel, step)
        before = after
    layers.pop()  # no ReLU before the sum
    return [*layers, Excite(part.trunk, part.excite)] if part.excite else layers


def _skip(before: int, after: int, stride: int) -> nn.Module:
    if stride == 1 and before == after:
        return nn.Identity()
    return nn.Sequential(*_conv(before, after, 1, stride)[:2])


def _conv(before: int, after: int, kernel: int, stride: int) -> list[nn.Module]:
    conv = nn.Conv2d(before, after, kernel, stride, (kernel - 1) // 2, bias=False)
    return [conv, nn.BatchNorm2d(after), nn.ReLU()]


class _Counted:
    """Adds up the multiply-adds of every convolution and linear layer that runs inside."""

    def __init__(self, module: nn.Module) -> None:
        self.module = module
        self.sum = 0
        self.hooks: list[Any] = []

    def __enter__(self) -> "_Counted":
        """Listen to the layers."""
        for each in self.module.modules():
            if isinstance(each, nn.Conv2d | nn.Linear):
                self.hooks.append(each.register_forward_hook(self._count))
        return self

    def __exit__(self, *_: object) -> None:
        """Listen no more."""
        for hook in self.hooks:
            hook.remove()

    def _count(self, layer: Any, _: object, output: Tensor) -> None:
        an_output = layer.in_features if isinstance(layer, nn.Linear) else layer.weight[0].numel()
        self.sum += output[0].numel() * an_output


def main() -> None:
    """Answer the request of the command line, or of stdin."""
    request = json.loads(sys.argv[1] if len(sys.argv) > 1 else sys.stdin.read())
    try:
        stages = build(request["text"], tuple(request["input"]))
    except (DrawingError, RuntimeError, ZeroDivisionError) as error:  # torch refuses shapes by a RuntimeError
        what = error.what if isinstance(error, DrawingError) else str(error).split("\n")[0]
        print_event({"event": "failed", "what": what})
        sys.exit(1)
    print_event({"event": "done", "stages": stages})


if __name__ == "__main__":
    main()
