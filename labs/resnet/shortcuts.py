"""What the shortcut's option costs, and what it is worth beside having a shortcut at all.

Deep Residual Learning (He et al. 2015, arXiv:1512.03385), section 4.1, table 3: where shapes change, option A
pads with zeros, B projects by a 1x1 convolution, C projects in every block. ResNet-34 ends with 25.03, 24.52
and 24.19 % top-1 error (ImageNet, 10-crop), the plain net with 28.54 %: A and B lie 0.51 points apart, plain
4.02 above B. C is best there, but Identity Mappings (He et al. 2016, arXiv:1603.05027), table 1, finds that
1x1 convolutions on all shortcuts of ResNet-110 raise its training error, and its test error from 6.61 to
12.22 %. Here parameters are counted exactly, and four nets of 32 layers begin to learn the digits: A and B go
together; C, whose trunk is a product of 15 random matrices with no identity left, starts far slower.

Measured with seed 0, CPU, 12 s of one core: training loss after 60 steps plain 1.02, A 0.024,
B 0.037, C 0.74.
"""

import math
from collections.abc import Iterator
from statistics import median

import torch
from data import digits
from nets import ResNet, cifar, count, imagenet
from torch import Tensor
from torch.nn import functional

from prepapp.lab import Run, start

LAB = {
    "title": "Shortcut options A, B and C",
    "paper": "He et al. 2015, arXiv:1512.03385, Section 4.1, Table 3",
    "question": "Which parameters does option C add to B, and why did the paper not keep it?",
    "sentence": "ResNet-34 has {a}, {b} and {c} parameters under A, B and C; after {steps} steps the plain "
    "net has a training loss of {plain}, A, B and C {losses}, so ...",
    "needs": ["torch"],
    "presets": {"quick": {}},
    "params": {
        "depth": {"default": 32, "help": "layers of the trained nets, 6n + 2", "min": 8, "max": 110},
        "width": {"default": 8, "help": "channels of the first stage; the paper: 16", "min": 2, "max": 64},
        "steps": {"default": 60, "help": "batches of 128", "min": 1, "max": 10_000},
        "lr": {"default": 0.02, "help": "constant learning rate", "min": 1e-5, "max": 1.0},
        "seeds": {"default": 1, "help": "runs of each net", "min": 1, "max": 20},
    },
    "claims": {
        "rn-017-params-a": {
            "text": "Parameters of ResNet-34 with option A",
            "unit": "parameters",
            "expected": "21,623,848, as many as the plain net",
            "holds": "= 21623848",
        },
        "rn-017-params-b": {
            "text": "Parameters of ResNet-34 with option B",
            "unit": "parameters",
            "expected": "torchvision: 21,797,672",
            "holds": "= 21797672",
        },
        "rn-017-params-c": {
            "text": "Parameters of ResNet-34 with option C",
            "unit": "parameters",
            "expected": "21,797,672 + 13 projections of equal width = 22,716,840",
            "holds": "= 22716840",
            "predict": "ResNet-34 has 21.8 million parameters with option B. How many with C?",
            "near": 1.02,
        },
        "shortcuts-cifar-sizes": {
            "text": "CIFAR nets (20, 56, 110 layers with A, B, C) whose size is not the published one",
            "unit": "nets",
            "expected": "0: He et al.'s table 6 has 0.27, 0.85 and 1.7 million, with A",
            "holds": "= 0",
        },
        "shortcuts-a-adds": {
            "text": "Parameters that option A adds to the plain net of the same depth",
            "unit": "parameters",
            "expected": "0",
            "holds": "= 0",
        },
        "shortcuts-help": {
            "text": "Training loss of the worse of A and B over that of the plain net",
            "expected": "far below 1: both are considerably better than plain, Table 3",
            "holds": "< 0.2",
            "fails": "> 0.7",
            "predict": "After 60 steps: the training loss of the worse of A and B, over the plain net's",
            "near": 3,
        },
        "shortcuts-a-like-b": {
            "text": "Distance between A and B, over what the better of them gains on the plain net",
            "expected": "0.51 of 4.02 points of top-1 error, so 0.13, Table 3",
            "holds": "< 0.2",
            "fails": "> 0.5",
        },
        "shortcuts-c-slower": {
            "text": "Training loss of C over that of A: with no identity left the net starts slower",
            "unit": "x",
            "expected": "above 1: on ResNet-110 a higher training error, He et al. 2016, Section 3.1",
            "holds": "> 4",
            "fails": "<= 1.5",
            "predict": "After 60 steps: how many times the training loss of A has C?",
            "near": 3,
        },
        "shortcuts-c-helps": {
            "text": "Training loss of C over that of the plain net: even random matrices beat none",
            "expected": "below 1",
            "holds": "< 0.95",
            "fails": "> 1",
        },
    },
}

OPTIONS = ("A", "B", "C")
PUBLISHED = {  # with batch norm and classifier; A: He et al. 2015, table 6; B and C: A and the projections
    20: (269_722, 272_474, 283_962),
    56: (853_018, 855_770, 900_858),
    110: (1_727_962, 1_730_714, 1_826_202),
}
BATCH = 128


def main(run: Run) -> None:
    """Count first, then train plain, A, B and C on every seed."""
    count_all(run)
    torch.optim.SGD(
        [torch.zeros(1)], lr=run["lr"]
    )  # its imports take a second: here once, not in each worker
    nets = ("plain", *OPTIONS)
    tasks = [{"option": option, "seed": seed} for seed in run.seeds for option in nets]
    ends = run.sweep(tasks)
    losses = {option: ends[n :: len(nets)] for n, option in enumerate(nets)}  # each: one a seed
    rows = [[option, median(each), min(each), max(each)] for option, each in losses.items()]
    title = f"Training loss of {run['depth']} layers after {run['steps']} steps, {len(run.seeds)} seed(s)"
    run.table(title, ["shortcut", "median", "least", "most"], rows)
    compare(run, losses)


def count_all(run: Run) -> None:
    """Count ResNet-34 and the CIFAR nets under each option, without memory."""
    with torch.device("meta"):
        sizes = {option: count(imagenet("resnet34", shortcut=option)) for option in OPTIONS}
        small = {depth: [count(cifar(depth, "v1", option)) for option in OPTIONS] for depth in PUBLISHED}
        plain = {depth: count(cifar(depth, "plain")) for depth in PUBLISHED}
    rows = [["ResNet-34, ImageNet", *sizes.values()]]
    rows += [[f"ResNet-{depth}, CIFAR-10", *each] for depth, each in small.items()]
    run.table("Parameters", ["net", *OPTIONS], rows)
    for option, size in sizes.items():
        run.claim(f"rn-017-params-{option.lower()}", size)
    differ = [a != b for depth in PUBLISHED for a, b in zip(small[depth], PUBLISHED[depth], strict=True)]
    run.claim("shortcuts-cifar-sizes", sum(differ))
    run.claim("shortcuts-a-adds", max(abs(small[depth][0] - plain[depth]) for depth in PUBLISHED))
    run.say(**{option.lower(): f"{size:,}" for option, size in sizes.items()})


def compare(run: Run, losses: dict[str, list[float]]) -> None:
    """Settle what a shortcut brings, and what its option adds, seed by seed."""
    by_seed = list(zip(*losses.values(), strict=True))
    run.claim("shortcuts-help", [max(a, b) / plain for plain, a, b, _ in by_seed])
    run.claim("shortcuts-a-like-b", [apart(plain, a, b) for plain, a, b, _ in by_seed])
    run.claim("shortcuts-c-slower", [c / a for _, a, _, c in by_seed])
    run.claim("shortcuts-c-helps", [c / plain for plain, _, _, c in by_seed])
    ends = ", ".join(f"{median(losses[option]):.3f}" for option in OPTIONS)
    run.say(steps=run["steps"], plain=f"{median(losses['plain']):.2f}", losses=ends)


def apart(plain: float, a: float, b: float) -> float:
    """Return the distance of two losses over what the better one gains on the plain net's."""
    gain = plain - min(a, b)
    return abs(a - b) / gain if gain > 0 else math.inf


def train(run: Run, option: str, seed: int) -> float:
    """Train one net, and return its loss on the whole training set."""
    x, y, *_ = digits(run.device)  # [1500, 1, 8, 8], [1500]
    torch.manual_seed(seed)
    net = build(run, option)
    optimizer = torch.optim.SGD(net.parameters(), run["lr"], momentum=0.9, weight_decay=1e-4, fused=True)
    for step, chosen in enumerate(batches(len(x), run["steps"], seed)):
        loss = functional.cross_entropy(net(x[chosen]), y[chosen])  # [128, 10] against [128]
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        run.metric("loss", loss.item(), step, net=option, seed=seed)
        run.progress(step + 1, run["steps"], f"{option}, seed {seed}")
    with torch.no_grad():  # training mode: running statistics are too young after 60 steps
        return float(functional.cross_entropy(net(x), y))


def build(run: Run, option: str) -> ResNet:
    """Return a CIFAR net for digits, with the option's shortcuts or none."""
    kind, shortcut = ("plain", "A") if option == "plain" else ("v1", option)
    net = cifar(run["depth"], kind, shortcut, run["width"], channels=1).to(run.device)
    return net.to(memory_format=torch.channels_last) if run.device == "cpu" else net  # a tenth faster there


def batches(images: int, steps: int, seed: int) -> Iterator[Tensor]:
    """Draw batches from shuffled epochs, the same for every net of a seed."""
    source, order = torch.Generator().manual_seed(seed), torch.empty(0, dtype=torch.int64)
    for _ in range(steps):
        if len(order) < BATCH:
            order = torch.randperm(images, generator=source)
        chosen, order = order[:BATCH], order[BATCH:]
        yield chosen


if __name__ == "__main__":
    start(LAB, main, task=train)
