"""What the ReLU behind every addition does to a net of a thousand layers that has learned nothing yet.

Identity Mappings in Deep Residual Networks (He et al. 2016, arXiv:1603.05027), sections 2 and 4.2, table
3: v1 has a ReLU on the trunk after each addition, v2 has nothing there. At 1001 layers v1 ends at 7.61 %
error and v2 at 4.92, so v1 does train. Here nets of 998 = 6 · 166 + 2 layers pass real digits forward and
back once. Both start with finite gradients, a plain net does not; what differs is the trunk, which only
in v2 is the sum of its branches, and the head, which only in v2 reads a levelled trunk.

Measured with seed 0, CPU, 8 s of processor: first over last gradient norm v1 197, v2 321; 166 of
plain-998's 498 units beyond float32; v1's ReLU cuts 6.6 % of the sums; x_l + ΣF misses 0.92 of v1's trunk
and 2e-7 of v2's; loss 9.9 and 2.3. Trained (``--set steps=60``, 110 s of processor): loss v1 3.4, v2 1.2
over the last ten steps.
"""

import math
import statistics
from collections.abc import Sequence
from typing import Any

import torch
from data import digits
from nets import ResNet, cifar
from torch import Tensor
from torch.nn.functional import cross_entropy

from prepapp.lab import Run, start

LAB = {
    "title": "A thousand layers: v1 and v2",
    "paper": "He et al. 2016, arXiv:1603.05027, Sections 2 and 4.2, Table 3",
    "question": "What is on v1's trunk and not on v2's, and how would you notice it before any training?",
    "sentence": "With 998 layers the first unit gets {v1} times the gradient of the last in v1, {v2} times "
    "in v2; v1's ReLU cuts {cut} of the sums, {cuts} times on the way through, so ...",
    "needs": ["torch"],
    "presets": {"quick": {}, "full": {"seeds": 5, "images": 128, "steps": 60}},
    "memory": {"full": "about 2 GB"},
    "params": {
        "seeds": {"default": 1, "help": "nets of each kind", "min": 1, "max": 20},
        "images": {"default": 64, "help": "digits that go through", "min": 16, "max": 512},
        "steps": {"default": 0, "help": "steps of training after it, 998 layers", "min": 0, "max": 10_000},
    },
    "claims": {
        "preact-v1-gradient": {
            "text": "First over last gradient norm of v1 with 998 layers, at initialisation",
            "expected": "some hundreds: finite, and v1 does train (7.61 % with 1001 layers)",
            "holds": "30 .. 3000",
            "predict": "First over last gradient norm of v1 with 998 layers, before training",
            "near": 10,
        },
        "preact-v2-gradient": {
            "text": "First over last gradient norm of v2 with 998 layers, at initialisation",
            "expected": "some hundreds: a power of the depth",
            "holds": "30 .. 3000",
        },
        "preact-plain-overflow": {
            "text": "Units of plain-998 with batch norm whose gradient is beyond float32, at the start",
            "unit": "of 498 units",
            "expected": "about 170: at 1.15 a layer, as in plain-110, 650 layers lead beyond 3.4e38",
            "holds": "> 50",
            "fails": "< 1",
            "predict": "How many of the 498 units of plain-998 have a gradient beyond float32's 3.4e38",
            "near": 2,
        },
        "preact-head": {
            "text": "Gradient norm behind the first unit, v1 over v2, 998 layers, at initialisation",
            "unit": "x",
            "expected": "about 12: v2's last batch norm divides by the trunk's spread, v1 has none there",
            "holds": "3 .. 50",
        },
        "preact-v1-cut": {
            "text": "Share of the sums that the ReLU after the addition cuts, mean over the units of v1-998",
            "unit": "%",
            "expected": "small: the trunk comes out of a ReLU and grows; only the branch can push it below 0",
            "holds": "3 .. 12",
            "predict": "Share of sums, in %, that the ReLU after the addition cuts, mean over v1-998's units",
            "near": 2,
        },
        "preact-v1-cuts": {
            "text": "Cuts by that ReLU on the way through v1: shares summed over 498 units, over those of 81",
            "unit": "x",
            "expected": "about √(498/81) = 2.5: rarer in each unit as the trunk grows, but more units",
            "holds": "1.8 .. 4",
        },
        "preact-v1-unrolled": {
            "text": "What x_l + ΣF misses of x_L over the first stage of v1-998, relative to x_L",
            "expected": "most of it: each cut adds what the sum does not know",
            "holds": "> 0.3",
        },
        "preact-v2-unrolled": {
            "text": "What x_l + ΣF misses of x_L over the first stage of v2-998, relative to x_L",
            "expected": "nothing but rounding: equation 4 is exact",
            "holds": "< 1e-4",
        },
        "preact-v1-loss": {
            "text": "Loss of v1 with 998 layers at initialisation",
            "expected": "finite, and above ln 10 = 2.3: the head reads a trunk that no norm levels",
            "holds": "2.5 .. 100",
        },
        "preact-v2-loss": {
            "text": "Loss of v2 with 998 layers at initialisation",
            "expected": "near ln 10 = 2.30: the last batch norm levels the trunk",
            "holds": "2 .. 3",
        },
        "preact-v1-power": {
            "text": "Power of the unit's number by which v1's trunk variance grows, 998 layers, first stage",
            "expected": "1: each branch ends in batch norm and adds the same",
            "holds": "0.75 .. 1.25",
        },
        "preact-v2-power": {
            "text": "Power of the unit's number by which v2's trunk variance grows, 998 layers, first stage",
            "expected": "1: each branch begins with batch norm and adds the same",
            "holds": "0.75 .. 1.25",
        },
    },
}

DEEP, SHALLOW = 998, 164  # 166 and 27 units a stage; the paper's 1001 and 164 have bottlenecks
CHANNELS = 8
RATE, LAST = 0.02, 10  # He et al. have 0.1, after a warm-up of 400 steps at 0.01
YOUNG = 10  # the unit from which growth is counted: before it the stem still shows
NETS = (("v1", DEEP), ("v2", DEEP), ("plain", DEEP), ("v1", SHALLOW), ("v2", SHALLOW))

Key = tuple[str, int]
"""Kind and depth."""

Seen = dict[str, Any]
"""loss; missed: share of x_L that x_l + ΣF lacks; and by unit: gradient (norm), cut (share), variance."""


def main(run: Run) -> None:
    """Pass digits once through each net, forward and back; then train, where the preset says so."""
    found = measure(run, NETS, 0)
    tell_gradients(run, found)
    tell_cuts(run, found)
    tell_trunk(run, found)
    if run["steps"]:
        tell_training(run, measure(run, NETS[:2], run["steps"]))


def measure(run: Run, nets: Sequence[Key], steps: int) -> dict[Key, list[Any]]:
    """Return for each net what its task returns, one a seed."""
    tasks = [{"kind": kind, "depth": depth, "steps": steps} for kind, depth in nets]
    results = run.sweep([{**each, "seed": seed} for each in tasks for seed in run.seeds])
    per = len(run.seeds)
    return {key: results[n * per : (n + 1) * per] for n, key in enumerate(nets)}


def task(run: Run, kind: str, depth: int, seed: int, steps: int) -> Any:
    """Return what is seen in one pass of one net, or, with steps, the loss at each."""
    torch.manual_seed(seed)
    net = cifar(depth, kind, width=CHANNELS, channels=1).to(run.device)
    if steps:
        return train(run, net, steps, f"{kind}-{depth}", seed)
    return look(run, net, f"{kind}-{depth}")


def look(run: Run, net: ResNet, name: str) -> Seen:
    """Return what is seen in one net in one pass."""
    images, labels = batch(run, *digits(run.device)[:2])
    with torch.no_grad():
        x = net.stem(images)  # [64, 8, 8, 8]
    ends, branches, cut, variance = [], [], [], []
    for place, unit in enumerate(net.blocks, 1):
        before = x.detach().requires_grad_()
        branch = unit.branch(before)
        total = branch if unit.skip is None else branch + unit.skip(before)
        x = unit.after(total)
        ends.append((before, x))
        branches.append(branch.detach())
        cut.append((x != total).float().mean())
        variance.append(x.detach().var())
        run.progress(place, 2 * len(net.blocks), f"{name} forward")
    stage = net.repeats[0]
    first, last = ends[0][1].detach(), ends[stage - 1][1].detach()  # [64, 8, 8, 8]: one shape in a stage
    missed = (last - first - sum(branches[1:stage])).norm() / last.norm()
    x = x.detach().requires_grad_()
    loss = cross_entropy(net.head(x), labels)
    (gradient,) = torch.autograd.grad(loss, x)
    return {
        "loss": float(loss.detach()),
        "missed": float(missed),
        "gradient": backward(run, ends, gradient, f"{name} back"),
        "cut": torch.stack(cut).tolist(),
        "variance": torch.stack(variance).tolist(),
    }


def batch(run: Run, images: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
    """Return some images and their labels, drawn."""
    chosen = torch.randperm(len(images))[: run["images"]].to(images.device)
    return images[chosen], labels[chosen]


def train(run: Run, net: ResNet, steps: int, name: str, seed: int) -> list[float]:
    """Return the loss at each step of SGD, with the paper's momentum and weight decay."""
    data = digits(run.device)[:2]
    optimizer = torch.optim.SGD(net.parameters(), lr=RATE, momentum=0.9, weight_decay=1e-4)
    losses = []
    for step in range(1, steps + 1):
        x, y = batch(run, *data)
        loss = cross_entropy(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
        run.metric("training loss", losses[-1], step, net=name, seed=seed)
        run.progress(step, steps, f"{name} training")
    return losses


def backward(run: Run, ends: list[tuple[Tensor, Tensor]], gradient: Tensor, note: str) -> list[float]:
    """Return the norm of dL/dx behind each unit, first to last, from the gradient behind the last."""
    norms = [norm(gradient)]
    for before, after in ends[:0:-1]:
        (gradient,) = torch.autograd.grad(after, before, gradient)
        norms.append(norm(gradient))
        run.progress(len(ends) + len(norms), 2 * len(ends), note)
    return norms[::-1]


def norm(gradient: Tensor) -> float:
    """Return the norm without squaring what is near the end of float32."""
    largest = gradient.abs().max()
    return float(largest * (gradient / largest).norm())


def tell_gradients(run: Run, found: dict[Key, list[Seen]]) -> None:
    """Tell how the gradient arrives."""
    gradients = {key: [as_numbers(each["gradient"]) for each in runs] for key, runs in found.items()}
    ratio = {key: [each[0] / each[-1] for each in runs] for key, runs in gradients.items()}
    rows = [
        [
            f"{kind}-{depth}",
            median([each["loss"] for each in found[kind, depth]]),
            median([each[-1] for each in gradients[kind, depth]]),
            in_words(median([each[0] for each in gradients[kind, depth]])),
            in_words(median(ratio[kind, depth])),
        ]
        for kind, depth in NETS
    ]
    columns = ["net", "loss", "gradient at the last unit", "at the first", "first over last"]
    run.table("At initialisation", columns, rows)
    series = {f"{kind}-{depth}": curve(gradients[kind, depth][0]) for kind, depth in NETS if depth == DEEP}
    run.figure("Gradient norm behind each unit", series, x="unit", y="gradient norm", log=True)
    v1, v2, plain = gradients["v1", DEEP], gradients["v2", DEEP], gradients["plain", DEEP]
    run.claim("preact-v1-gradient", ratio["v1", DEEP])
    run.claim("preact-v2-gradient", ratio["v2", DEEP])
    run.claim("preact-plain-overflow", [len(each) - len(curve(each)) for each in plain])
    run.claim("preact-head", [one[0] / two[0] for one, two in zip(v1, v2, strict=True)])
    run.claim("preact-v1-loss", [each["loss"] for each in found["v1", DEEP]])
    run.claim("preact-v2-loss", [each["loss"] for each in found["v2", DEEP]])
    run.say(v1=median(ratio["v1", DEEP]), v2=median(ratio["v2", DEEP]))


def tell_cuts(run: Run, found: dict[Key, list[Seen]]) -> None:
    """Tell how often the ReLU after the addition finds a negative sum."""
    cuts = {depth: [each["cut"] for each in found["v1", depth]] for depth in (SHALLOW, DEEP)}
    series = {f"v1-{depth}": curve(runs[0]) for depth, runs in cuts.items()}
    run.figure("Share of the sums that the ReLU after the addition cuts", series, x="unit", y="share")
    share = [100 * statistics.mean(each) for each in cuts[DEEP]]
    run.claim("preact-v1-cut", share)
    pairs = zip(cuts[SHALLOW], cuts[DEEP], strict=True)
    run.claim("preact-v1-cuts", [sum(deep) / sum(shallow) for shallow, deep in pairs])
    run.say(cut=f"{median(share):.0f} %", cuts=round(median([sum(each) for each in cuts[DEEP]])))


def tell_trunk(run: Run, found: dict[Key, list[Seen]]) -> None:
    """Tell what the sum of the branches explains of the trunk, and how the trunk grows."""
    stage = (DEEP - 2) // 6
    series = {kind: curve(found[kind, DEEP][0]["variance"][:stage]) for kind in ("v1", "v2")}
    run.figure("Variance of the trunk in the first stage, 998 layers", series, x="unit", y="variance")
    for kind in ("v1", "v2"):
        run.claim(f"preact-{kind}-unrolled", [each["missed"] for each in found[kind, DEEP]])
        growth = [each["variance"][stage - 1] / each["variance"][YOUNG - 1] for each in found[kind, DEEP]]
        run.claim(f"preact-{kind}-power", [math.log(each, stage / YOUNG) for each in growth])


def tell_training(run: Run, found: dict[Key, list[list[float]]]) -> None:
    """Tell how both begin to learn; no claim, since it takes too long for the quick preset."""
    rows = [
        [
            f"{kind}-{depth}",
            median([as_numbers(each)[0] for each in runs]),
            median([end(each) for each in runs]),
        ]
        for (kind, depth), runs in found.items()
    ]
    run.table(
        f"Training loss, {run['steps']} steps of SGD", ["net", "at the first step", f"last {LAST}"], rows
    )


def end(losses: Sequence[float | str]) -> float:
    """Return the mean of the last losses."""
    return statistics.mean(as_numbers(losses)[-LAST:])


def curve(values: Sequence[float]) -> list[tuple[float, float]]:
    """Return the finite values by their unit, from 1."""
    return [(unit, value) for unit, value in enumerate(values, 1) if math.isfinite(value)]


def as_numbers(values: Sequence[float | str]) -> list[float]:
    """Return values of a worker, in whose messages infinity is a text."""
    return [float(each) for each in values]


def in_words(value: float) -> float | str:
    """Return a number, and for what is none its reason."""
    return value if math.isfinite(value) else "beyond float32"


def median(values: Sequence[float]) -> float:
    """Return the median, to three digits: no more is the same from one processor to the next."""
    return float(f"{statistics.median(values):.3g}")


if __name__ == "__main__":
    start(LAB, main, task=task)
