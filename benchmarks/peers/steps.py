"""One training step of our nets and of a peer's, by turns in one process of one thread; milliseconds as JSON.

``steps.py resnet50`` sets the labs' ResNet-50 beside torchvision's, ``steps.py resnet20`` the labs' step of a
ResNet-20 beside a plain reading of He et al. 2015, section 4.2. Processor time: others may use the machine.
"""

import importlib
import itertools
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, pad, relu

SEED = 20261012
ROUNDS = {"resnet50": 6, "resnet20": 15}

Step = Callable[[], None]


class PlainBlock(nn.Module):  # type: ignore[misc]  # torch is not read by the checker
    """A basic block as one writes it from the paper: option A where the channels double."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        stride = 1 if before == after else 2
        self.conv1 = nn.Conv2d(before, after, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(after)
        self.conv2 = nn.Conv2d(after, after, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(after)
        self.more = after - before

    def forward(self, x: Tensor) -> Tensor:
        """[n,c,h,w] to [n,c,h,w], or to twice the channels at half the size."""
        out = self.bn2(self.conv2(relu(self.bn1(self.conv1(x)))))
        if self.more:
            x = pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.more // 2, self.more // 2))
        return relu(out + x)


def plain_resnet20() -> nn.Module:
    """ResNet-20 for images of 3x32x32."""
    widths = [16, 16, 16, 16, 32, 32, 32, 64, 64, 64]
    blocks = [PlainBlock(before, after) for before, after in itertools.pairwise(widths)]
    stem = [nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU()]
    return nn.Sequential(*stem, *blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


def step_of(net: nn.Module, images: Tensor, classes: int, fused: bool) -> Step:
    """Return one step of SGD with momentum on fixed images."""
    labels = torch.arange(len(images)) % classes
    optimizer = torch.optim.SGD(net.parameters(), 0.01, momentum=0.9, weight_decay=1e-4, fused=fused)

    def step() -> None:
        optimizer.zero_grad(set_to_none=True)
        cross_entropy(net(images), labels).backward()
        optimizer.step()

    return step


def pair(name: str, nets: Any) -> tuple[Step, Step]:
    """Return a step of ours and one of the peer's, on the same images."""
    if name == "resnet50":
        images = torch.randn(4, 3, 96, 96)
        theirs = torchvision_models().resnet50(weights=None)
        return step_of(nets.imagenet(name), images, 1000, False), step_of(theirs, images, 1000, False)
    images = torch.randn(128, 3, 32, 32)
    last = torch.channels_last
    ours = nets.cifar(20, "v1").to(memory_format=last)
    return (
        step_of(ours, images.contiguous(memory_format=last), 10, True),
        step_of(plain_resnet20(), images, 10, False),
    )


def torchvision_models() -> Any:
    """Return torchvision's models; a build for GPUs lacks its operators here, so two are declared."""
    for name in ("nms", "qnms"):
        schema = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
        torch.library.define(f"torchvision::{name}", schema)
    return importlib.import_module("torchvision.models")


def main() -> None:
    """Time both by turns; the first round warms up and is not counted."""
    name, labs = sys.argv[1], Path(sys.argv[2])
    sys.path.insert(0, str(labs))
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    steps = pair(name, importlib.import_module("nets"))
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(ROUNDS[name] + 1):
        for step, times in zip(steps, taken, strict=True):
            started = time.process_time()
            step()
            if number:
                times.append(1_000 * (time.process_time() - started))
    print(json.dumps(taken))


if __name__ == "__main__":
    main()
