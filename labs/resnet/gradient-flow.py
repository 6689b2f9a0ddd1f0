"""What becomes of the gradient on its way back through a net that has learned nothing yet.

Deep Residual Learning (He et al. 2015, arXiv:1512.03385), section 4.1: its plain nets have batch norm and
"healthy" gradient norms, so vanishing is an unlikely cause of degradation. A Mean Field Theory of Batch
Normalization (Yang et al. 2019, arXiv:1902.08129): in plain nets batch norm itself makes the gradient
explode, in the limit of wide layers and large batches by √(π/(π-1)) = 1.2112 a ReLU layer. Here the chain
rule is taken one unit at a time, from the top down: in He's CIFAR nets on real digits, and in stacks of
one-layer units. Without norm the plain net's gradient vanishes on digits, and the border of their small
maps eats it: of 2x2 pixels each meets 4 of the 9 taps of a 3x3. On maps that wrap around it stays level.

Measured with seed 0, CPU, 13 s of processor: plain-110 5.5e6 with batch norm, 1.1e-9 without, 0.56
wrapped around; v1-110 27, v2-110 32 with batch norm; a layer 1.204 (1.212 at width 4096, 60 layers),
0.706 at variance 1/n and 0.998 at 2/n.
"""

import math
import statistics
from collections.abc import Callable, Iterator, Sequence

import torch
from data import digits
from nets import cifar
from torch import Tensor, nn
from torch.nn.functional import batch_norm, cross_entropy

from prepapp.lab import Run, start

LAB = {
    "title": "Which gradients vanish, stay or explode",
    "paper": "He et al. 2015, arXiv:1512.03385, Section 4.1; Yang et al. 2019, arXiv:1902.08129",
    "question": "Why can batch norm, made to keep signals level, make a plain net's gradient explode?",
    "sentence": "At the start the first unit of plain-110 gets {plain_bn} times the gradient of the last "
    "with batch norm and {plain_none} times without; of v2, with skips and batch norm, {v2_bn} times, so ...",
    "needs": ["torch"],
    "presets": {"quick": {}, "full": {"seeds": 5, "width": 4096}},
    "memory": {"full": "about 9 GB; 18 GB on a CPU, which takes two nets at once"},
    "params": {
        "seeds": {"default": 1, "help": "nets of each kind", "min": 1, "max": 20},
        "width": {
            "default": 1024,
            "help": "of the wide nets, for the factors a layer",
            "min": 512,
            "max": 8192,
        },
        "depth": {"default": 100, "help": "layers of the wide nets", "min": 40, "max": 120},
    },
    "claims": {
        "plain-bn-110": {
            "text": "First over last gradient norm of plain-110, batch norm, digits, at initialisation",
            "expected": "far above 1: up to 1.21 a layer (Yang et al. 2019); He et al. found healthy norms",
            "holds": "> 1e4",
            "fails": "< 10",
            "predict": "First over last gradient norm of a plain net of 110 layers with batch norm",
            "near": 100,
        },
        "plain-none-110": {
            "text": "First over last gradient norm of plain-110, no norm, digits, at initialisation",
            "expected": "near 1e-10, from the border of the small maps: (2/3 × 5/6 × 11/12)^36 = 3e-11",
            "holds": "< 1e-6",
            "fails": "> 0.1",
            "predict": "And the same plain net without batch norm",
            "near": 1000,
        },
        "plain-wrap-110": {
            "text": "First over last gradient norm of plain-110, no norm, maps that wrap around, digits",
            "expected": "of order 1: He weights keep the gradient level where no pixel lies at a border",
            "holds": "0.01 .. 100",
        },
        "v2-bn-110": {
            "text": "First over last gradient norm of ResNet-110 v2, batch norm, digits, at initialisation",
            "expected": "some tens: a power of the depth, not exponential in it",
            "holds": "5 .. 100",
        },
        "v1-bn-110": {
            "text": "First over last gradient norm of ResNet-110 v1, batch norm, digits, at initialisation",
            "expected": "some tens",
            "holds": "5 .. 200",
        },
        "v1-none-110": {
            "text": "First over last gradient norm of ResNet-110 v1, no norm, digits, at initialisation",
            "expected": "far above 1: a branch is about as strong as the trunk",
            "holds": "> 1e3",
        },
        "rn-012-xavier-factor": {
            "text": "Factor per layer on the gradient norm, wide plain ReLU net, variance 1/n",
            "unit": "x",
            "expected": "√(1/2) = 0.7071 (He et al. 2015, arXiv:1502.01852, Section 2.2)",
            "holds": "0.69 .. 0.72",
        },
        "rn-012-he-factor": {
            "text": "Factor per layer on the gradient norm, wide plain ReLU net, variance 2/n",
            "unit": "x",
            "expected": "1 (the same section)",
            "holds": "0.98 .. 1.02",
        },
        "rn-012-bn-factor": {
            "text": "Factor per layer on the gradient norm, wide plain BN-ReLU net, towards the input",
            "unit": "x",
            "expected": "√(π/(π-1)) = 1.2112 in the limit (Yang et al. 2019)",
            "holds": "1.18 .. 1.23",
            "predict": "Factor a layer on the gradient norm of a wide plain BN-ReLU net, towards the input",
            "near": 1.05,
            "also": ["plain-bn-growth"],
        },
        "rn-023-xavier-20": {
            "text": "First over last gradient norm, plain ReLU net of 20 layers, width 256, variance 1/n",
            "unit": "x",
            "expected": "2^-10 = 9.8e-4 (root mean square)",
            "holds": "5e-4 .. 2e-3",
        },
        "rn-023-xavier-80": {
            "text": "First over last gradient norm, plain ReLU net of 80 layers, width 256, variance 1/n",
            "unit": "x",
            "expected": "2^-40 = 9.1e-13 (root mean square)",
            "holds": "1e-13 .. 5e-12",
        },
        "rn-023-he-20": {
            "text": "First over last gradient norm, plain ReLU net of 20 layers, width 256, variance 2/n",
            "unit": "x",
            "expected": "1 (root mean square)",
            "holds": "0.6 .. 1.7",
        },
        "rn-023-he-80": {
            "text": "First over last gradient norm, plain ReLU net of 80 layers, width 256, variance 2/n",
            "unit": "x",
            "expected": "1 (root mean square); a draw may well be half of it",
            "holds": "0.3 .. 3",
        },
        "rn-023-bn-20": {
            "text": "First over last gradient norm, plain BN-ReLU net of 20 layers, width 256, batch 256",
            "unit": "x",
            "expected": "0.707 × 1.2112^19 = 27: the first norm divides by √2, the others by √(1 - 1/π)",
            "holds": "20 .. 36",
        },
        "rn-023-bn-80": {
            "text": "First over last gradient norm, plain BN-ReLU net of 80 layers, width 256, batch 256",
            "unit": "x",
            "expected": "0.707 × 1.2112^79 = 2.6e6 in the limit of wide layers",
            "holds": "7e5 .. 4e6",
        },
        "rn-024-no-norm-20": {
            "text": "First over last gradient norm, 20 residual units, He weights, no norm, width 256",
            "unit": "x",
            "expected": "2^10 = 1024 (root mean square)",
            "holds": "700 .. 1500",
        },
        "rn-024-no-norm-80": {
            "text": "First over last gradient norm, 80 residual units, He weights, no norm, width 256",
            "unit": "x",
            "expected": "2^40 = 1.1e12 (root mean square)",
            "holds": "2e11 .. 5e12",
            "predict": "First over last gradient norm of 80 units x + W ReLU(x), He weights, no norm",
            "near": 30,
        },
        "rn-024-scaled-20": {
            "text": "First over last gradient norm, 20 residual units, branches scaled by 1/√L, width 256",
            "unit": "x",
            "expected": "(1 + 1/20)^10 = 1.63",
            "holds": "1.5 .. 1.8",
        },
        "rn-024-scaled-80": {
            "text": "First over last gradient norm, 80 residual units, branches scaled by 1/√L, width 256",
            "unit": "x",
            "expected": "(1 + 1/80)^40 = 1.64",
            "holds": "1.5 .. 1.8",
        },
        "rn-024-zero-80": {
            "text": "First over last gradient norm, 80 residual units whose branches start at zero",
            "unit": "x",
            "expected": "1 exactly: the stack is the identity",
            "holds": "= 1",
        },
        "rn-024-v2-20": {
            "text": "First over last gradient norm, 20 units x + W ReLU(BN(x)), width 256, batch 256",
            "unit": "x",
            "expected": "6.55: unit l multiplies the square by 1 + 1/v, with the trunk's v = 1 + (1 - 1/π) l",
            "holds": "5.5 .. 8",
        },
        "rn-024-v2-80": {
            "text": "First over last gradient norm, 80 units x + W ReLU(BN(x)), width 256, batch 256",
            "unit": "x",
            "expected": "17.3, by the same product",
            "holds": "14 .. 22",
        },
        "rn-024-v2-power": {
            "text": "Power of the depth, 20 to 80, of the gradient's growth in units x + W ReLU(BN(x))",
            "expected": "0.70 by that product; π/(2(π - 1)) = 0.73 in the limit of depth",
            "holds": "0.6 .. 0.8",
        },
    },
}

DEPTHS = (20, 56, 110)  # He et al. 2015, table 6
NETS = {
    "plain-bn": ("plain", True, "zeros"),
    "v1-bn": ("v1", True, "zeros"),
    "v2-bn": ("v2", True, "zeros"),
    "plain-none": ("plain", False, "zeros"),
    "plain-wrap": ("plain", False, "circular"),
    "v1-none": ("v1", False, "zeros"),
    "v2-none": ("v2", False, "zeros"),
}
"""Name -> kind, batch norm, what a convolution finds beyond the border."""
CHANNELS, IMAGES = 8, 128
STACKS = {
    "xavier": "plain, variance 1/n",
    "he": "plain, variance 2/n",
    "bn": "plain, batch norm",
    "no-norm": "residual, no norm",
    "scaled": "residual, branch / √L",
    "zero": "residual, branch 0",
    "v2": "residual, batch norm in the branch",
}
WIDTH = BATCH = 256  # what the claims on stacks say
SHALLOW, DEEP = 20, 80
WIDE = ("bn", "xavier", "he")
ENDS = 10  # layers left out at each end for a factor a layer: the input, for one, is no ReLU's output

Unit = Callable[[Tensor], Tensor]
Key = tuple[str, int, int]
"""Kind, depth, and width of a layer or channels of the first stage."""


def main(run: Run) -> None:
    """Measure He's nets on digits, then stacks of one-layer units."""
    kinds = list(NETS)
    parts = [
        [(kind, depth, CHANNELS) for depth in DEPTHS for kind in half] for half in (kinds[:3], kinds[3:])
    ]
    tell_nets(run, measure(run, parts))
    wide = [(kind, run["depth"], run["width"]) for kind in WIDE]
    narrow = [(kind, depth, WIDTH) for kind in STACKS for depth in (SHALLOW, DEEP)]
    found = measure(run, [wide[:1], wide[1:], narrow])
    tell_factors(run, {key[0]: found[key] for key in wide})
    tell_stacks(run, {key[:2]: [each[0] / each[-1] for each in found[key]] for key in narrow})


def measure(run: Run, parts: Sequence[Sequence[Key]]) -> dict[Key, list[list[float]]]:
    """Return for each net its gradient norms, first to last, one list a seed; a part is one task."""
    tasks = [(seed, part) for seed in run.seeds for part in parts]
    found: dict[Key, list[list[float]]] = {key: [] for part in parts for key in part}
    results = run.sweep([{"nets": part, "seed": seed} for seed, part in tasks])
    for (_, part), norms in zip(tasks, results, strict=True):
        for key, each in zip(part, norms, strict=True):
            found[key].append(each)
    return found


def task(run: Run, nets: Sequence[Key], seed: int) -> list[list[float]]:
    """Return the norms of dL/dx in each of some nets, first to last."""
    found: list[list[float]] = []
    for n, (kind, depth, width) in enumerate(nets):
        build = cifar_net if kind in NETS else stack
        count = (
            depth // 2 - 1 if kind in NETS else depth
        )  # units; He's have two layers, and one stands at each end
        found.append([])
        for passed, norm in enumerate(backward(*build(kind, depth, width, seed, run.device))):
            found[-1].insert(0, norm)
            run.progress(n + passed / count, len(nets), f"{kind}, {depth} layers")
            if kind in NETS and depth == DEPTHS[-1]:
                run.metric("gradient, log10", math.log10(norm), count - passed, net=kind, seed=seed)
    return found


def backward(units: Sequence[Unit], x: Tensor, top: Unit) -> Iterator[float]:
    """Give the norm of dL/dx behind each unit, last to first, then at x; ``top`` makes the loss."""
    ends = []
    for unit in units:
        before = x.detach().requires_grad_()
        x = unit(before)
        ends.append((before, x))
    last = x.detach().requires_grad_()
    (gradient,) = torch.autograd.grad(top(last), last)  # dL/dx_L, shape of x_L
    yield float(gradient.norm())
    while ends:
        before, after = ends.pop()
        (gradient,) = torch.autograd.grad(after, before, gradient)  # dL/dx_l = dL/dx_{l+1} · dx_{l+1}/dx_l
        yield float(gradient.norm())


def cifar_net(kind: str, depth: int, width: int, seed: int, device: str) -> tuple[list[Unit], Tensor, Unit]:
    """Return the units of a net of He's behind its first, what enters them, and head and loss."""
    shape, norm, beyond = NETS[kind]
    torch.manual_seed(seed)
    net = cifar(depth, shape, width=width, norm=norm, channels=1).to(device)
    for layer in net.modules():
        if isinstance(layer, nn.Conv2d):
            layer.padding_mode = beyond
    images, labels, _, _ = digits(device)
    chosen = torch.randperm(len(images))[:IMAGES].to(device)
    with torch.no_grad():
        x = net.blocks[0](net.stem(images[chosen]))  # [128, 8, 8, 8]
    return list(net.blocks[1:]), x, lambda last: cross_entropy(net.head(last), labels[chosen])


def stack(kind: str, depth: int, width: int, seed: int, device: str) -> tuple[list[Unit], Tensor, Unit]:
    """Return one-layer units with random weights, a normal input, and a loss with a normal gradient."""
    source = torch.Generator(device).manual_seed(seed)
    x, slope = torch.randn(2, BATCH, width, generator=source, device=device)  # [256, n] each
    units = [one_layer(kind, depth, width, source) for _ in range(depth)]
    return units, x, lambda last: (last * slope).sum()


def one_layer(kind: str, depth: int, width: int, source: torch.Generator) -> Unit:
    """Return one unit of a stack; its weights are of He's variance 2/n where ``kind`` says no other."""
    variance = {"xavier": 1.0, "zero": 0.0, "scaled": 2 / depth}.get(kind, 2.0) / width
    w = torch.randn(width, width, generator=source, device=source.device) * math.sqrt(variance)
    match kind:
        case "xavier" | "he":
            return lambda x: (x @ w).relu()  # [B, n]
        case "bn":
            return lambda x: normalised(x @ w).relu()
        case "v2":
            return lambda x: x + normalised(x).relu() @ w
        case _:
            return lambda x: x + x.relu() @ w


def normalised(x: Tensor) -> Tensor:
    """Return x with mean 0 and variance 1 over the batch, as batch norm begins."""
    return batch_norm(x, None, None, training=True)


def tell_nets(run: Run, found: dict[Key, list[list[float]]]) -> None:
    """Tell how the gradient fares in He's nets."""
    ratio = {(kind, depth): [each[0] / each[-1] for each in runs] for (kind, depth, _), runs in found.items()}
    rows = [[kind, *(median(ratio[kind, depth]) for depth in DEPTHS)] for kind in NETS]
    columns = ["net", *(f"{depth} layers" for depth in DEPTHS)]
    run.table("Gradient norm behind the first unit over that behind the last", columns, rows)
    deepest = DEPTHS[-1]
    run.figure(
        f"Gradient norm behind each unit over that behind the last, {deepest} layers",
        {kind: curve(found[kind, deepest, CHANNELS][0]) for kind in NETS},
        x="unit",
        y="gradient norm",
        log=True,
    )
    for claim in ("plain-bn", "plain-none", "plain-wrap", "v2-bn", "v1-bn", "v1-none"):
        run.claim(f"{claim}-{deepest}", ratio[claim, deepest])
    run.say(
        plain_bn=median(ratio["plain-bn", deepest]),
        plain_none=median(ratio["plain-none", deepest]),
        v2_bn=median(ratio["v2-bn", deepest]),
    )


def tell_factors(run: Run, found: dict[str, list[list[float]]]) -> None:
    """Tell the factor a layer, towards the input, of the wide plain nets."""
    for kind in WIDE:
        run.claim(f"rn-012-{kind}-factor", [factor(each) for each in found[kind]])
    run.figure(
        f"Gradient norm at each layer over the last's, {run['width']} wide",
        {STACKS[kind]: curve(found[kind][0]) for kind in WIDE},
        x="layer",
        y="gradient norm",
        log=True,
    )


def tell_stacks(run: Run, ratio: dict[tuple[str, int], list[float]]) -> None:
    """Tell what becomes of the gradient over 20 and 80 one-layer units."""
    rows = [[name, median(ratio[kind, SHALLOW]), median(ratio[kind, DEEP])] for kind, name in STACKS.items()]
    title = f"Gradient norm before the first unit over that behind the last, width {WIDTH}"
    run.table(title, ["stack", f"{SHALLOW} units", f"{DEEP} units"], rows)
    for (kind, depth), values in ratio.items():
        card = "rn-024" if STACKS[kind].startswith("residual") else "rn-023"
        if (claim := f"{card}-{kind}-{depth}") in run.header.claims:
            run.claim(claim, values)
    pairs = zip(ratio["v2", SHALLOW], ratio["v2", DEEP], strict=True)
    run.claim("rn-024-v2-power", [math.log(deep / shallow, DEEP / SHALLOW) for shallow, deep in pairs])


def factor(norms: Sequence[float]) -> float:
    """Return the geometric mean of the factors a layer, the ends left out."""
    inner = norms[ENDS:-ENDS]
    return (inner[0] / inner[-1]) ** (1 / (len(inner) - 1))


def curve(norms: Sequence[float]) -> list[tuple[float, float]]:
    """Return norms over the last of them, by place from 1."""
    return [(place, norm / norms[-1]) for place, norm in enumerate(norms, 1)]


def median(values: Sequence[float]) -> float:
    """Return the median, to three digits: no more is the same from one processor to the next."""
    return float(f"{statistics.median(values):.3g}")


if __name__ == "__main__":
    start(LAB, main, task=task)
