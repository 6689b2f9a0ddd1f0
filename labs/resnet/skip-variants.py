"""What becomes of the gradient when the shortcut is scaled, gated, multiplied or concatenated.

Identity Mappings (He et al. 2016, arXiv:1603.05027), section 3 and table 1: what stands on the shortcut
multiplies up over the units. ResNet-110 had 6.61 % error with the identity, failed with x/2, and had 8.70 %
with its best exclusive gate. Here the same is seen before any training: real digits go through 100 units of
one form, with random weights and no norm, and the norm of dL/dx is compared between the input of the first
unit and the output of the last. The nets of the paper have batch norm in the branch: there (x + F)/2, which
vanishes here, could be trained, to 12.35 %.

Measured (quick, seeds 0 to 4, AMD EPYC, 1 s and 2 s of processor a seed), lowest to highest:

  x + F/√(2L)          1.24 to 1.28, e^¼ = 1.284 by theory       x + F                 4e14 to 1.4e15
  x/2 + F/√(2L)        1.9e-30 to 2.1e-30                        (x + F)/2             2e-16 to 6e-16
  gate at bias 0       3e-16 to 1.1e-15                          gate at bias -4       0.134 to 0.141
  x σ(F)               1e-30 to 1.1e-30                          x F, normalised       4e15 to 1.5e17
  x (1 + F/√(2L))      1.5 to 2.4                                concatenation         0.97 to 1.04
"""

import math

import torch
from data import digits
from torch import Tensor
from torch.nn.functional import cross_entropy

from prepapp.lab import Run, start

LAB = {
    "title": "What may stand on the shortcut",
    "paper": "He et al. 2016, arXiv:1603.05027, Section 3, Table 1",
    "question": "Why does a factor of 0.5 do so much more harm on the shortcut than in front of the branch?",
    "sentence": "Through {depth} units the gradient arrives {add} times as large with scaled addition, "
    "{half} with x/2 on the shortcut and {gate} with a gate at bias 0, so ...",
    "needs": ["torch"],
    "presets": {"quick": {"seeds": 1}},
    "params": {
        "seeds": {"default": 1, "help": "nets of each form", "min": 1, "max": 20},
        "depth": {"default": 100, "help": "units; the claims are judged at 100 only", "min": 5, "max": 400},
        "batch": {"default": 256, "help": "digits that go through", "min": 16, "max": 1500},
    },
    "claims": {
        "skip-add-scaled": {
            "text": "First over last gradient norm of 100 units x + F/√(2L) at initialisation",
            "expected": "e^¼ = 1.284: each unit multiplies the variance by 1 + 1/(2L)",
            "holds": "1.1 .. 1.5",
            "predict": "First over last gradient norm with x + F/√(2L), 100 units",
        },
        "skip-add": {
            "text": "First over last gradient norm of 100 units x + F at initialisation, F as large as x",
            "expected": "about 2^50 = 1.1e15: each unit doubles the variance",
            "holds": "> 1e12",
            "predict": "And with x + F, nothing scaled, no norm",
            "near": 100,
        },
        "skip-half": {
            "text": "First over last gradient norm of 100 units x/2 + F/√(2L) at initialisation",
            "expected": "about e × 2^-100 = 2.1e-30; in the paper the shortcut x/2 failed to train",
            "holds": "< 1e-25",
            "predict": "And with x/2 on every shortcut",
            "near": 100,
        },
        "rn-045-gate-0-depth-100": {
            "text": "First over last gradient norm of 100 gated units at initialisation, gate bias 0",
            "expected": "near 2^-50 = 8.9e-16; in the paper exclusive gates failed from bias 0 to -5",
            "holds": "< 1e-10",
            "predict": "And with a gate g F + (1 - g) x that starts at one half",
            "near": 100,
        },
        "skip-gate-open": {
            "text": "First over last gradient norm of 100 gated units at initialisation, gate bias -4",
            "expected": "near 0.17: (1 - g)² + g² = 0.965 a unit, on the square",
            "holds": "0.05 .. 0.5",
        },
        "skip-times-sigmoid": {
            "text": "First over last gradient norm of 100 units x σ(F) at initialisation",
            "expected": "near 2^-100 = 7.9e-31; not in the paper",
            "holds": "< 1e-20",
        },
        "skip-times": {
            "text": "First over last gradient norm of 100 units x F, each normalised, at initialisation",
            "expected": "large: F + x F' has two terms as large as x; not in the paper",
            "holds": "> 1e8",
        },
        "skip-times-one-plus": {
            "text": "First over last gradient norm of 100 units x (1 + F/√(2L)) at initialisation",
            "expected": "of order 1: it is x + x F/√(2L), an addition again",
            "holds": "0.5 .. 8",
        },
        "skip-concatenate": {
            "text": "First over last gradient norm of 100 units [x, 8 features] at initialisation",
            "expected": "of order 1: the identity is kept beside the branch",
            "holds": "0.3 .. 3",
        },
        "skip-concatenate-channels": {
            "text": "Channels after 100 units that append 8 features to 64",
            "expected": "64 + 100 × 8: linear, no doubling (Huang et al. 2017, arXiv:1608.06993, Section 3)",
            "holds": "= 864",
        },
    },
}

FORMS = {
    "add, scaled": ("x + F/√(2L)", "skip-add-scaled"),
    "add": ("x + F", "skip-add"),
    "half": ("x/2 + F/√(2L)", "skip-half"),
    "half both": ("(x + F)/2", ""),
    "gate, bias 0": ("g F + (1 - g) x", "rn-045-gate-0-depth-100"),
    "gate, bias -4": ("g F + (1 - g) x", "skip-gate-open"),
    "times sigmoid": ("x σ(F)", "skip-times-sigmoid"),
    "times": ("x F, normalised", "skip-times"),
    "times 1 + F": ("x (1 + F/√(2L))", "skip-times-one-plus"),
    "concatenate": ("[x, F]", "skip-concatenate"),
}
"""What a unit computes, and the claim that its gradient settles."""

INNER = 64
"""Hidden features of a branch."""

GROWTH = 8
"""Features that a concatenating unit appends: DenseNet's k."""


def linear(x: Tensor, features: int, gain: float = 1) -> Tensor:
    """Return x W with fresh weights; gain 1 keeps the mean square, 2 makes up for a ReLU behind (He 2015)."""
    weights = torch.randn(x.shape[1], features, dtype=x.dtype, device=x.device)
    return x @ weights * math.sqrt(gain / x.shape[1])  # [B, features]


def unit(form: str, x: Tensor, depth: int) -> Tensor:
    """Return what one unit of a net of ``depth`` puts out, its weights drawn now."""
    width = GROWTH if form == "concatenate" else x.shape[1]
    branch = linear(linear(x, INNER, gain=2).relu(), width)  # [B, width], mean square of x
    small = branch / math.sqrt(2 * depth)
    match form:
        case "add, scaled":
            return x + small
        case "add":
            return x + branch
        case "half":
            return x / 2 + small
        case "half both":
            return (x + branch) / 2
        case "gate, bias 0" | "gate, bias -4":
            gate = (linear(x, width) + float(form.split()[-1])).sigmoid()  # [B, width]
            return gate * branch + (1 - gate) * x
        case "times sigmoid":
            return x * branch.sigmoid()
        case "times":
            y = x * branch
            return y / y.square().mean(1, keepdim=True).sqrt()  # else it runs out of float64
        case "times 1 + F":
            return x * (1 + small)
        case _:
            return torch.cat([x, branch], 1)  # [B, x's + GROWTH]


def measure(form: str, x: Tensor, y: Tensor, depth: int) -> tuple[list[float], list[int]]:
    """Return the norm of dL/dx at every unit's input and at the end, and how many channels x has there."""
    states = [x.detach().requires_grad_()]  # [B, 64]
    for _ in range(depth):
        states.append(unit(form, states[-1], depth))
    loss = cross_entropy(linear(states[-1], 10), y)
    norms = torch.stack([each.norm() for each in torch.autograd.grad(loss, states)])  # [depth + 1]
    return norms.tolist(), [each.shape[1] for each in states]


def main(run: Run) -> None:
    """Measure every form, seed by seed, and settle its claim."""
    if run.device == "mps":
        run.log("mps has no float64, and 1e-30 needs it: computed on the CPU")
    device = "cpu" if run.device == "mps" else run.device
    images, labels, _, _ = digits(device)
    x = images[: run["batch"]].flatten(1).double()  # [B, 64]
    y = labels[: run["batch"]]  # [B]
    ratios: dict[str, list[float]] = {form: [] for form in FORMS}
    curves: dict[str, list[float]] = {}
    channels: dict[str, list[int]] = {}
    for seed in run.seeds:
        for form in FORMS:
            torch.manual_seed(seed)
            norms, channels[form] = measure(form, x, y, run["depth"])
            ratios[form].append(norms[0] / norms[-1])
            if seed == run.seed:
                curves[form] = [each / norms[-1] for each in norms]
            run.progress(sum(map(len, ratios.values())), len(FORMS) * len(run.seeds), f"{form}, seed {seed}")
    report(run, ratios, curves, channels)


def report(
    run: Run, ratios: dict[str, list[float]], curves: dict[str, list[float]], channels: dict[str, list[int]]
) -> None:
    """Tell the table, both figures and the claims."""
    rows = [[form, FORMS[form][0], each[0], channels[form][-1]] for form, each in ratios.items()]
    run.table(f"{run['depth']} units", ["form", "y", "first / last gradient", "channels"], rows)
    series = {form: list(enumerate(curve)) for form, curve in curves.items()}
    run.figure("Gradient at each unit, relative to the end", series, x="unit", y="norm", log=True)
    widths = {form: list(enumerate(channels[form])) for form in ("add", "concatenate")}
    run.figure("Width of the trunk", widths, x="unit", y="channels")
    judged = run["depth"] == 100
    for form, (_, claim) in FORMS.items():
        if claim:
            settle(run, claim, ratios[form], judged)
    settle(run, "skip-concatenate-channels", [channels["concatenate"][-1]], judged)
    run.say(depth=run["depth"], add=ratios["add, scaled"][0])
    run.say(half=ratios["half"][0], gate=ratios["gate, bias 0"][0])


def settle(run: Run, claim: str, values: list[float], judged: bool) -> None:
    """Settle a claim at the depth that its rule is for; elsewhere only say what was measured."""
    if judged:
        run.claim(claim, values)
    else:
        run.so_far(claim, values[0])


if __name__ == "__main__":
    start(LAB, main)
