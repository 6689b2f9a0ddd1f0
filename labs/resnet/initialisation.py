"""He's and Xavier's starts through 50 ReLU layers: what shrinks, and what stays the same.

He et al. 2015, "Delving Deep into Rectifiers", arXiv:1502.01852, Section 2.2, Equations 5 to 10: weights of
variance 2/n keep the variance of the pre-activations, for a ReLU halves the second moment. With 1/n (Xavier,
fan-in form) each layer leaves half of it, so 1/sqrt(2) of the size.

Both starts come from one draw: Xavier's weights are He's over sqrt(2). A ReLU passes positive factors
through, so no sign differs. After 50 layers some 40 % of the neurons are zero for every input, under either
start: the inputs have come to point the same way, no neuron died of its scale. Double precision, so that
rounding flips no sign either (in single precision it flips about two of 6.5 million).

Measured, seed 0, CPU: second moment 0.4997, variance 0.3408; size a layer 0.703 (Xavier) and 0.994 (He); no
zero differs; one input, 20 draws of He: standard deviation 0.32 to 1.18. 4 s of one CPU core.
"""

import math

import sympy as sp
import torch
from torch import Tensor

from prepapp.lab import Run, start

LAB = {
    "title": "He and Xavier through 50 ReLU layers",
    "paper": "He et al. 2015, arXiv:1502.01852, Section 2.2, Equations 5-10",
    "question": "What does a ReLU halve, and which factor a layer follows for weights of variance 1/n?",
    "sentence": "A ReLU leaves {moment} of the second moment and {variance} of the variance; a layer takes "
    "the size times {xavier} with 1/n, times {he} with 2/n, and {differ} of the zeros differ, so ...",
    "needs": ["torch", "sympy"],
    "presets": {"quick": {}},
    "params": {
        "seeds": {"default": 1, "help": "draws of all weights", "min": 1, "max": 20},
        "layers": {"default": 50, "help": "ReLU layers", "min": 30, "max": 200},
        "width": {"default": 512, "help": "neurons a layer", "min": 512, "max": 4096},
        "batch": {"default": 256, "help": "inputs", "min": 64, "max": 4096},
    },
    "claims": {
        "relu-second-moment": {
            "text": "Second moment of ReLU(z), z standard normal, 4 million draws",
            "unit": "",
            "expected": "1/2",
            "holds": "0.497 .. 0.503",
            "predict": "z standard normal: what is the second moment of ReLU(z)?",
            "near": 1.05,
            "also": ["rn-028-second-moment"],
        },
        "relu-variance": {
            "text": "Variance of ReLU(z), z standard normal, 4 million draws",
            "unit": "",
            "expected": "1/2 - 1/(2 pi) = 0.341; not 0.5",
            "holds": "0.339 .. 0.343",
            "predict": "And what is the variance of ReLU(z)?",
            "near": 1.05,
        },
        "exact-second-moment": {
            "text": "The second moment by SymPy's integral, minus 1/2",
            "unit": "",
            "expected": "0",
            "holds": "= 0",
        },
        "exact-variance": {
            "text": "The variance by SymPy's integral, minus 1/2 - 1/(2 pi)",
            "unit": "",
            "expected": "0",
            "holds": "= 0",
        },
        "xavier-factor": {
            "text": "Factor per layer on the root mean square of activations, weight variance 1/n",
            "unit": "x",
            "expected": "1/sqrt(2) = 0.707",
            "holds": "0.69 .. 0.725",
            "predict": "Weight variance 1/n: by what factor does the size of activations change a layer?",
            "near": 1.05,
        },
        "he-factor": {
            "text": "Factor per layer on the root mean square of activations, weight variance 2/n",
            "unit": "x",
            "expected": "1",
            "holds": "0.975 .. 1.025",
        },
        "zeros-differ": {
            "text": "Activations that are zero under one start and not under the other, one draw, all layers",
            "unit": "",
            "expected": "0: a positive factor changes no sign",
            "holds": "= 0",
            "predict": "Same draw, He against Xavier, 6.5 million activations: how many zeros differ?",
        },
        "rn-028-zeros": {
            "text": "Share of zeros after a ReLU layer, Xavier, mean over the layers",
            "unit": "%",
            "expected": "about half, and the same for He",
            "holds": "48 .. 52",
            "predict": "Xavier, 50 layers: what share of the activations is zero, in %?",
            "near": 1.15,
        },
        "rn-028-he-wanders": {
            "text": "Standard deviation after 50 ReLU layers of width 512, He, one input: each of 20 draws",
            "unit": "",
            "expected": "0.36 to 1.2 in nine of ten draws",
            "holds": "0.36 .. 1.2",
        },
        "one-input-spread": {
            "text": "The largest of these 20 standard deviations over the smallest",
            "unit": "x",
            "expected": "3.3; 1 if He kept the size of each single input",
            "holds": "2 .. 10",
        },
    },
}

DRAWS = 4_000_000
NETS, ONE_INPUT_LAYERS, ONE_INPUT_WIDTH = 20, 50, 512  # as the claim says


def main(run: Run) -> None:
    """Rectify a Gaussian, then send inputs through deep nets."""
    device = "cpu" if run.device == "mps" else run.device  # mps has no double precision
    integrals(run)
    rectified_gaussian(run, device)
    nets = [deep_net(run, seed, device) for seed in run.seeds]
    for claim in nets[0]:
        run.claim(claim, [net[claim] for net in nets])
    run.say(xavier=nets[0]["xavier-factor"], he=nets[0]["he-factor"], differ=nets[0]["zeros-differ"])
    one_input(run, device)


def progress(run: Run, part: float, note: str) -> None:
    """Tell how far the run is: integrals, draws, a net for each seed, and one input count the same."""
    run.progress(part, 3 + len(run.seeds), note)


def integrals(run: Run) -> None:
    """Settle exactly what a ReLU leaves of a Gaussian; z below 0 adds nothing."""
    progress(run, 0, "integrals")
    z, s = sp.Symbol("z", real=True), sp.Symbol("s", positive=True)
    density = sp.exp(-(z**2) / (2 * s**2)) / (s * sp.sqrt(2 * sp.pi))
    moment, mean = (sp.integrate(z**power * density, (z, 0, sp.oo)) for power in (2, 1))
    variance = sp.expand(moment - mean**2)
    rows = [("second moment", moment), ("mean", mean), ("variance", variance)]
    run.table(
        "ReLU(z), z ~ N(0, s²)",
        ("quantity", "integral", "at s = 1"),
        [(name, written(value), float(value.subs(s, 1))) for name, value in rows],
    )
    half = sp.Rational(1, 2)
    run.claim("exact-second-moment", float(sp.simplify(moment / s**2 - half)))
    run.claim("exact-variance", float(sp.simplify(variance / s**2 - (half - 1 / (2 * sp.pi)))))


def written(value: sp.Expr) -> str:
    """Return an integral as one writes it."""
    return str(value).replace("**2", "²").replace("pi", "π").replace("*", " ")


def rectified_gaussian(run: Run, device: str) -> None:
    """Settle the same by drawing."""
    progress(run, 1, "draws")
    source = torch.Generator().manual_seed(run.seed)
    x = torch.randn(DRAWS, generator=source).to(device).relu().double()  # [4e6]
    moment, variance = x.square().mean().item(), x.var().item()
    run.claim("relu-second-moment", moment)
    run.claim("relu-variance", variance)
    run.say(moment=moment, variance=variance)


def deep_net(run: Run, seed: int, device: str) -> dict[str, float]:
    """Send a batch through one draw of weights, scaled by either rule."""
    source = torch.Generator().manual_seed(seed)
    layers, width, done = run["layers"], run["width"], 2 + seed - run.seed
    he = torch.randn(run["batch"], width, generator=source).double().to(device)  # [batch, width]
    xavier, differ, zero = he, 0.0, 0.0
    sizes = {"He": [rms(he)], "Xavier": [rms(xavier)]}
    for layer in range(1, layers + 1):
        W = torch.randn(width, width, generator=source).double().to(device)  # [in, out], variance 1
        he, xavier = step(he, W, 2 / width), step(xavier, W, 1 / width)  # [batch, width]
        differ += ((he == 0) != (xavier == 0)).sum().item()
        zero += share(xavier == 0)
        for init, x in (("He", he), ("Xavier", xavier)):
            sizes[init].append(rms(x))
            run.metric("rms", sizes[init][-1], layer, init=init, seed=seed)
        progress(run, done + layer / layers, f"layer {layer}, seed {seed}")
    show(run, seed, {"He": he, "Xavier": xavier}, sizes)
    return {
        "xavier-factor": (sizes["Xavier"][-1] / sizes["Xavier"][0]) ** (1 / layers),
        "he-factor": (sizes["He"][-1] / sizes["He"][0]) ** (1 / layers),
        "zeros-differ": differ,
        "rn-028-zeros": 100 * zero / layers,
    }


def step(x: Tensor, W: Tensor, variance: float) -> Tensor:
    """One layer of weights with this variance: ReLU(x W)."""
    return (x @ (W * math.sqrt(variance))).relu()


def rms(x: Tensor) -> float:
    """Return the root mean square, the square root of the second moment."""
    return float(x.square().mean().sqrt())


def share(which: Tensor) -> float:
    """Return the share that is true."""
    return float(which.double().mean())


def show(run: Run, seed: int, last: dict[str, Tensor], sizes: dict[str, list[float]]) -> None:
    """Show what is left after the last layer, and the way there."""
    rows = [
        (init, sizes[init][-1], 100 * share(x == 0), 100 * share((x == 0).all(0))) for init, x in last.items()
    ]
    columns = ("start", "size (RMS)", "zeros, %", "neurons zero for every input, %")
    run.table(f"After {run['layers']} layers, seed {seed}", columns, rows)
    curves = {init: list(enumerate(each)) for init, each in sizes.items()}
    run.figure(f"Size of activations, seed {seed}", curves, x="layer", y="RMS", log=True)


def one_input(run: Run, device: str) -> None:
    """Send one input through 20 draws of He's weights: it keeps its size only on average."""
    ends = []
    for net in range(NETS):
        source = torch.Generator().manual_seed(NETS * run.seed + net)
        x = torch.randn(1, ONE_INPUT_WIDTH, generator=source).to(device)  # [1, width]
        for _ in range(ONE_INPUT_LAYERS):
            W = torch.randn(ONE_INPUT_WIDTH, ONE_INPUT_WIDTH, generator=source).to(device)
            x = step(x, W, 2 / ONE_INPUT_WIDTH)  # [1, width]
        ends.append(x.std(correction=0).item())
        run.metric("std of one input", ends[-1], net)
        progress(run, 2 + len(run.seeds) + (net + 1) / NETS, f"one input, draw {net + 1}")
    run.claim("rn-028-he-wanders", ends)
    run.claim("one-input-spread", max(ends) / min(ends))


if __name__ == "__main__":
    start(LAB, main)
