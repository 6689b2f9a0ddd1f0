"""Degradation: a deeper plain net trains worse than a shallow one; the same net with shortcuts does not.

He et al. 2015, arXiv:1512.03385, Figure 1, Figure 6 and Table 6: plain and residual nets of 20 and 56 layers.
Shortcuts are option A, so plain-56 and ResNet-56 have the same parameters and differ by the sums alone.

Measured (quick, 60 steps, seeds 0 to 4, AMD EPYC, 8 s and 14 to 17 s of processor a seed), lowest to highest:

              training loss    training error %   test error %
  plain-20    0.48 to 0.71      5.3 to 9.8         11 to 18
  plain-56    1.62 to 2.08       60 to 81          58 to 80
  ResNet-20   0.029 to 0.053    0.2 to 0.9        2.7 to 3.0
  ResNet-56   0.015 to 0.028    0.1 to 0.5        2.0 to 4.0

Ten times the steps do not cure plain-56: ``--set steps=600 --set lr=0.05 --set warm=10 --set every=60``
(51 epochs, seed 0, 98 s of processor) leaves it at 1.25, and the other three below 0.001.

``--preset full`` is the paper's own run on a GPU, not measured here; the paper's test errors are 8.75 % for
ResNet-20 and 6.97 % for ResNet-56. ResNet-110 as there: ``--set deep=110 --set warm=400``.
"""

import time
from collections.abc import Callable, Iterator
from functools import cache
from math import nan
from statistics import median
from typing import Any

import torch
from data import Split, cifar10, digits, noise
from nets import ResNet, cifar, count
from torch import Tensor, nn
from torch.nn import functional

from prepapp.lab import Run, start

LAB = {
    "title": "Degradation: plain and residual nets, shallow and deep",
    "paper": "He et al. 2015, arXiv:1512.03385, Figure 6",
    "question": "Why does a net that fits its own training set badly not overfit? What is left as the cause?",
    "sentence": "After {steps} steps on {data} the training loss was {plain_20} for plain-20, {plain_deep} "
    "for plain-{deep} and {resnet_deep} for the same net with shortcuts, so ...",
    "needs": ["torch"],
    "presets": {
        "quick": {},
        "full": {
            "data": "cifar10",
            "width": 16,
            "steps": 64_000,
            "lr": 0.1,
            "schedule": "paper",
            "every": 1_000,
        },
    },
    "memory": {"full": "about 2 GiB of GPU memory"},
    "params": {
        "data": {
            "default": "digits",
            "choices": ["digits", "cifar10", "noise"],
            "help": "noise has CIFAR-10's shape and settles nothing: for speed",
        },
        "deep": {
            "default": 56,
            "choices": [32, 44, 56, 110],
            "help": "layers of the deeper nets; the claims are about 56",
        },
        "width": {"default": 8, "min": 1, "max": 64, "help": "channels of the first stage; the paper: 16"},
        "steps": {"default": 60, "min": 1, "max": 1_000_000, "help": "each on 128 images"},
        "lr": {"default": 0.02, "min": 0.0, "max": 10.0, "help": "learning rate"},
        "schedule": {
            "default": "constant",
            "choices": ["constant", "paper"],
            "help": "paper: a tenth from 1/2 of the steps, a hundredth from 3/4",
        },
        "warm": {
            "default": 0,
            "min": 0,
            "max": 10_000,
            "help": "first steps at lr / 10; the paper: 400 for ResNet-110",
        },
        "every": {"default": 10, "min": 1, "max": 1_000_000, "help": "steps between two looks at all images"},
        "seeds": {"default": 1, "min": 1, "max": 20, "help": "runs of each net"},
        "folder": {"default": "", "help": "where cifar-10-binary.tar.gz lies; else data/ of the home"},
    },
    "claims": {
        "degradation-training-loss": {
            "text": "plain-56 ends with more than 1.5 times the training loss of plain-20",
            "unit": "x",
            "expected": "plain-56 above plain-20 in training error, Figure 6, left",
            "holds": "> 1.5",
            "predict": "How many times the training loss of plain-20 does plain-56 end with?",
        },
        "rn-011-worse-on-both": {
            "text": "plain-56 has a higher error than plain-20 on the training and the test set, by at least",
            "unit": "points of error",
            "expected": "worse on both, Figure 6, left",
            "holds": "> 2",
            "fails": "<= 0",
        },
        "degradation-shortcuts": {
            "text": "ResNet-56 ends with less than a fifth of the training loss of plain-56",
            "unit": "x",
            "expected": "ResNet-56 far below plain-56, Figure 6",
            "holds": "< 0.2",
            "predict": "What fraction of plain-56's training loss does ResNet-56 end with?",
            "near": 3,
        },
        "degradation-shortcuts-on-both": {
            "text": "ResNet-56 has a lower error than plain-56 on the training and the test set, by at least",
            "unit": "points of error",
            "expected": "lower on both, Figure 6",
            "holds": "> 2",
            "fails": "<= 0",
        },
        "degradation-depth-is-free": {
            "text": "With shortcuts depth does no harm: ResNet-56's training loss less ResNet-20's",
            "unit": "nats",
            "expected": "ResNet-56 below ResNet-20, Figure 6, middle",
            "holds": "<= 0.05",
        },
        "degradation-same-parameters": {
            "text": "Parameters that ResNet-56 has beyond those of plain-56",
            "unit": "parameters",
            "expected": "0 (option A)",
            "holds": "= 0",
        },
    },
}

BATCH = 128
MOMENTUM, DECAY = 0.9, 1e-4
SHALLOW = 20
CHUNK = 2_000
"""Images that are looked at together; all 1,500 digits are one chunk."""


def main(run: Run) -> None:
    """Train the four nets on each seed, the longest first, and compare them."""
    images(run["data"], run["folder"], run.device)
    torch.optim.SGD([torch.zeros(1)], lr=run["lr"])  # imports for a second: here once, not in each worker
    nets = [(kind, depth) for depth in (run["deep"], SHALLOW) for kind in ("plain", "v1")]
    tasks = [{"kind": kind, "depth": depth, "seed": seed} for seed in run.seeds for kind, depth in nets]
    ended = run.sweep(tasks)
    by_net = {net: ended[n :: len(nets)] for n, net in enumerate(nets)}
    tell(run, by_net)
    compare(run, by_net)


def train(run: Run, kind: str, depth: int, seed: int) -> dict[str, float]:
    """Train one net, and return what it is like at the end."""
    began = time.perf_counter()
    label: dict[str, Any] = {"net": name(kind, depth), "seed": seed}
    split = images(run["data"], run["folder"], run.device)
    torch.manual_seed(seed)
    net = build(kind, depth, run["width"], split[0].shape[1]).to(run.device)
    if run.device == "cpu":
        net = net.to(memory_format=torch.channels_last)  # a tenth faster there
    optimizer = torch.optim.SGD(net.parameters(), run["lr"], MOMENTUM, weight_decay=DECAY, fused=True)
    source = torch.Generator(run.device).manual_seed(seed)  # the same batches for all four nets
    seldom = max(1, run["steps"] // 600)
    for step, (x, y) in enumerate(batches(split, run["steps"], source, augment=run["data"] != "digits")):
        if step % run["every"] == 0:
            look(run, net, split, step, label)
        optimizer.param_groups[0]["lr"] = rate(run, step)
        loss = functional.cross_entropy(net(x), y)  # [128,10] and [128] to one number
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % seldom == 0:
            run.metric("loss of the batch", loss.item(), step, **label)
            run.progress(step + 1, run["steps"], label["net"])
    end = look(run, net, split, run["steps"], label)
    return {**end, "parameters": count(net), "seconds": time.perf_counter() - began}


@cache  # forked workers, and the nets that follow on a GPU, share what was read once
def images(kind: str, folder: str, device: str) -> Split:
    """Return the training and the test set."""
    if kind == "cifar10":
        return cifar10(device, folder)
    return digits(device) if kind == "digits" else noise(device)


def build(kind: str, depth: int, width: int, channels: int) -> ResNet:
    """Return a net whose batch norms keep the plain mean of all statistics since they were last reset."""
    net = cifar(depth, kind, shortcut="A", width=width, channels=channels)
    for norm in norms(net):
        norm.momentum = None
    return net


def norms(net: nn.Module) -> Iterator[nn.BatchNorm2d]:
    """Return the batch norms."""
    return (each for each in net.modules() if isinstance(each, nn.BatchNorm2d))


def rate(run: Run, step: int) -> float:
    """Return the learning rate; the paper divides by 10 at 32k and at 48k of 64k steps."""
    lr = float(run["lr"])
    if step < run["warm"]:
        return lr / 10
    past = sum(step >= share * run["steps"] for share in (0.5, 0.75)) if run["schedule"] == "paper" else 0
    return lr / 10.0**past


def batches(
    split: Split, steps: int, source: torch.Generator, augment: bool
) -> Iterator[tuple[Tensor, Tensor]]:
    """Draw batches from shuffled epochs; an epoch's last images, less than a batch, are left out."""
    x, y, *_ = split
    order = torch.empty(0, dtype=torch.int64)
    for _ in range(steps):
        if len(order) < BATCH:
            order = torch.randperm(len(x), generator=source, device=x.device)
        chosen, order = order[:BATCH], order[BATCH:]
        yield (crop_and_flip(x[chosen], source) if augment else x[chosen]), y[chosen]


def crop_and_flip(x: Tensor, source: torch.Generator) -> Tensor:
    """Return each image shifted by up to 4 pixels, zeros coming in, and mirrored half of the time."""
    n, channels, height, width = x.shape

    def draw(below: int) -> Tensor:
        return torch.randint(below, (n, 1), generator=source, device=x.device)

    padded = functional.pad(x, (4, 4, 4, 4))  # [n,c,h+8,w+8]
    row, column = (torch.arange(size, device=x.device) for size in (height, width))
    column = torch.where(draw(2) == 1, width - 1 - column, column)  # [n,w]
    row, column = row + draw(9), column + draw(9)  # [n,h], [n,w]
    image, channel = torch.arange(n, device=x.device), torch.arange(channels, device=x.device)
    return padded[
        image[:, None, None, None], channel[:, None, None], row[:, None, :, None], column[:, None, None]
    ]


def look(run: Run, net: ResNet, split: Split, step: int, label: dict[str, Any]) -> dict[str, float]:
    """Tell loss and error on the whole training set and on the test set."""
    x, y, x_test, y_test = split
    for norm in norms(net):
        norm.reset_running_stats()
    net.train()
    loss, error = score(net, x, y)  # by the statistics of each chunk, whose mean becomes the running ones
    net.eval()
    test_loss, test_error = score(net, x_test, y_test)  # by the running ones
    net.train()
    seen = {"training loss": loss, "test loss": test_loss, "training error": error, "test error": test_error}
    for what, value in seen.items():
        run.metric(what, value, step, **label)
    return seen


def score(net: Callable[[Tensor], Tensor], x: Tensor, y: Tensor) -> tuple[float, float]:
    """Return the mean cross-entropy in nats, and the error in %."""
    loss, wrong = torch.zeros(2, device=x.device)
    with torch.no_grad():
        for some_x, some_y in zip(x.split(CHUNK), y.split(CHUNK), strict=True):
            logits = net(some_x)  # [chunk,10]
            loss += functional.cross_entropy(logits, some_y, reduction="sum")
            wrong += (logits.argmax(1) != some_y).sum()
    return float(loss) / len(x), 100 * float(wrong) / len(x)


def name(kind: str, depth: int) -> str:
    """Return a net's name as the paper writes it."""
    return f"{'plain' if kind == 'plain' else 'ResNet'}-{depth}"


def tell(run: Run, by_net: dict[tuple[str, int], list[dict[str, float]]]) -> None:
    """Tell each net's end, the median of the seeds, and fill the sentence."""
    columns = ["parameters", "training loss", "training error", "test error", "seconds"]
    rows = [
        [name(*net), *(median(end[what] for end in ends) for what in columns)] for net, ends in by_net.items()
    ]
    run.table(f"After {run['steps']} steps, error in %", ["net", *columns], rows)
    losses = {net: median(end["training loss"] for end in ends) for net, ends in by_net.items()}
    run.say(steps=run["steps"], data=run["data"], deep=run["deep"], plain_20=losses["plain", SHALLOW])
    run.say(plain_deep=losses["plain", run["deep"]], resnet_deep=losses["v1", run["deep"]])


def compare(run: Run, by_net: dict[tuple[str, int], list[dict[str, float]]]) -> None:
    """Settle the claims, one value a seed; noise and other depths settle none."""
    settles = run["data"] != "noise" and run["deep"] == 56
    order = [(kind, depth) for kind in ("plain", "v1") for depth in (SHALLOW, run["deep"])]
    claims: dict[str, list[float]] = {}
    for plain_20, plain, resnet_20, resnet in zip(*(by_net[net] for net in order), strict=True):
        for claim, value in {
            "degradation-training-loss": plain["training loss"] / plain_20["training loss"],
            "rn-011-worse-on-both": smaller_gap(plain, plain_20),
            "degradation-shortcuts": resnet["training loss"] / plain["training loss"],
            "degradation-shortcuts-on-both": smaller_gap(plain, resnet),
            "degradation-depth-is-free": resnet["training loss"] - resnet_20["training loss"],
            "degradation-same-parameters": resnet["parameters"] - plain["parameters"],
        }.items():
            claims.setdefault(claim, []).append(value if settles else nan)
    for claim, values in claims.items():
        run.claim(claim, values)


def smaller_gap(worse: dict[str, float], better: dict[str, float]) -> float:
    """Return by how many points of error one net is worse, on the set where it is less so."""
    return min(worse[what] - better[what] for what in ("training error", "test error"))


if __name__ == "__main__":
    start(LAB, main, task=train)
