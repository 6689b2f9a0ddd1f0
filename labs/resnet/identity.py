"""Is a block with zero weights the identity, what brings it there, and who can learn it?

He et al. 2015 (arXiv:1512.03385), section 3.1: were the identity optimal, a solver "may simply drive the
weights" of a branch "toward zero". Three looks at that:

1. Zero weights: a v1 block gives ReLU(x), a v2 block (He et al. 2016, arXiv:1603.05027, figure 4) gives x.
2. Small weights: batch norm undoes the scale of a conv, so what shrinks a branch is its last gamma. Many
   recipes start that at zero (Goyal et al. 2017, arXiv:1706.02677); with zero convs nothing would move.
3. 20 layers without norm learn to hand on digits unchanged, 200 steps of Adam.

Measured (quick, seeds 0 to 9, AMD EPYC, 4 s and 5 s of processor a seed), lowest to highest: a tenth of both
convs changes a branch with batch norm by 0.005 to 0.008, one without to 0.01 of its size. R² on test images:

                                 at the start    after 200 steps
  plain                          below 0         0.42 to 0.55
  residual, branch / √20         below 0.1       0.972 to 0.977
  residual, branch as it is      -4,000          -4.8 to -2.4
  residual, last layer zero      1, exactly      1
"""

from collections.abc import Iterator

import torch
from data import digits
from nets import Unit, cifar
from torch import Tensor, nn
from torch.nn.functional import mse_loss

from prepapp.lab import Run, start

LAB = {
    "title": "Zero weights, small weights, and learning the identity",
    "paper": "He et al. 2015, arXiv:1512.03385, Section 3.1",
    "question": "Weight decay shrinks the convs of a branch that has batch norm: what happens to its output?",
    "sentence": "A tenth of the conv weights changes a branch with batch norm by {shrink} at most; to be the "
    "identity costs 20 plain layers an R² of {plain}, residual ones {residual}, so ...",
    "needs": ["torch"],
    "presets": {"quick": {}},
    "params": {
        "seeds": {"default": 1, "help": "how often all is drawn and trained", "min": 1, "max": 20},
        "steps": {"default": 200, "help": "of Adam", "min": 1, "max": 5000},
        "rate": {"default": 0.001, "help": "learning rate of Adam", "min": 0.00001, "max": 0.1},
    },
    "claims": {
        "rn-016-v1-zero": {
            "text": "Greatest difference between a v1 block with zero weights and ReLU(x)",
            "expected": "0, exactly",
            "holds": "= 0",
            "also": ["zero-block-relu"],
        },
        "rn-016-v2-zero": {
            "text": "Greatest difference between a v2 block with zero weights and its input",
            "expected": "0, exactly",
            "holds": "= 0",
        },
        "identity-v1-distance": {
            "text": "Squared distance between x and a v1 block with zero weights, for 64 normal values",
            "expected": "64/2 = 32: half of the values are negative and cut",
            "holds": "31 .. 33",
            "predict": "A v1 block with zero weights gets 64 N(0, 1) values: squared distance of y and x",
            "near": 1.1,
        },
        "rn-015-bn-shrink-lab": {
            "text": "Greatest change of a branch with BN when its conv weights are multiplied by 0.1",
            "expected": "about 0.0005 of a value at unit variance: only BN's epsilon sees the scale",
            "holds": "< 0.01",
        },
        "identity-no-bn-shrink": {
            "text": "Size of a branch of two convs without BN when their weights are multiplied by 0.1",
            "unit": "x",
            "expected": "0.1 × 0.1: there small weights do mean a small branch",
            "holds": "0.0099 .. 0.0101",
            "predict": "Two convs without BN, both weights times 0.1: by what factor does the branch shrink",
        },
        "identity-gamma-shrink": {
            "text": "Size of a branch with BN when its last gamma is multiplied by 0.1",
            "unit": "x",
            "expected": "0.1, as beta is 0",
            "holds": "0.0999 .. 0.1001",
        },
        "identity-zero-convs-gradient": {
            "text": "Norm of the convs' gradient in a v1 block whose convs are all zero",
            "expected": "0, exactly: each stands behind the other's zero",
            "holds": "= 0",
        },
        "identity-zero-gamma-gradient": {
            "text": "Gradient of a zero last gamma over that of its beta, the convs random",
            "expected": "of order 1: gamma moves first, the convs follow",
            "holds": "> 0.01",
        },
        "identity-plain": {
            "text": "R² of 20 plain layers that learned to hand on a digit, 200 steps, test images",
            "expected": "far from 1",
            "holds": "< 0.7",
            "predict": "20 plain layers learn y = x for 200 steps: R² (1 is perfect, 0 the mean image's)",
            "near": 2,
        },
        "identity-residual": {
            "text": "R² of 20 residual layers that learned to hand on a digit, 200 steps, test images",
            "expected": "near 1: branches scaled by 1/√20 start as a small correction",
            "holds": "> 0.9",
            "predict": "And 10 residual units of two layers, each branch scaled by 1/√20",
            "near": 1.05,
        },
        "identity-unscaled": {
            "text": "R² of the same net with branches that start as large as the trunk",
            "expected": "below 0: its output starts some 30 times too large; the skip alone is not enough",
            "holds": "< 0.5",
        },
        "identity-zero-init": {
            "text": "R² of the residual net before any step when the last layer of each branch is zero",
            "expected": "1, exactly",
            "holds": "= 1",
        },
    },
}

WIDTH = 64
"""Pixels of a digit, features of each layer that learns the identity, and channels where weights shrink."""

LAYERS = 20

BATCH = 128

NETS = ("plain", "residual", "unscaled", "zero-init")


def zeroed(kind: str) -> Unit:
    """Return a residual unit of He's CIFAR nets whose conv weights are all zero."""
    block = cifar(8, kind).blocks[0]
    for conv in convs(block):
        nn.init.zeros_(conv.weight)
    return block


def convs(block: nn.Module) -> Iterator[nn.Conv2d]:
    """Return a block's convolutions in order."""
    return (each for each in block.modules() if isinstance(each, nn.Conv2d))


def zero_weights(run: Run) -> dict[str, float]:
    """Return what zero blocks do to inputs of both signs."""
    x = torch.randn(256, 16, 8, 8, device=run.device)  # [B, C, H, W]
    with torch.no_grad():
        v1, v2 = (zeroed(kind).to(run.device)(x) for kind in ("v1", "v2"))
    return {
        "rn-016-v1-zero": (v1 - x.relu()).abs().max().item(),
        "rn-016-v2-zero": (v2 - x).abs().max().item(),
        "identity-v1-distance": (v1 - x).square().mean().item() * 64,
    }


def small_weights(run: Run, images: Tensor) -> dict[str, float]:
    """Return what a tenth of the weights does to a branch that sees digits."""
    found = {}
    for norm in (True, False):
        net = cifar(8, "v1", width=WIDTH, channels=1, norm=norm).to(run.device)
        block = net.blocks[0]
        with torch.no_grad():
            x = net.stem(images)  # [B, 64, 8, 8]
            before = block.branch(x)  # [B, 64, 8, 8]
            for conv in convs(block):
                conv.weight *= 0.1
            after = block.branch(x)
            if norm:
                found["rn-015-bn-shrink-lab"] = (after - before).abs().max().item()
                block.branch[-1].weight *= 0.1
                found["identity-gamma-shrink"] = (block.branch(x).norm() / after.norm()).item()
            else:
                found["identity-no-bn-shrink"] = (after.norm() / before.norm()).item()
    return found


def first_gradients(run: Run, images: Tensor) -> dict[str, float]:
    """Return who gets a gradient in a block with zero convs, and in one with a zero last gamma."""
    x = images.expand(-1, 16, -1, -1)  # [B, 16, 8, 8]
    target = torch.randn(x.shape, device=run.device)
    still = zeroed("v1").to(run.device)
    mse_loss(still(x), target).backward()
    norms = [each.weight.grad.norm() for each in convs(still)]
    block = cifar(8, "v1").blocks[0].to(run.device)
    last = block.branch[-1]
    nn.init.zeros_(last.weight)
    mse_loss(block(x), target).backward()
    return {
        "identity-zero-convs-gradient": torch.stack(norms).norm().item(),
        "identity-zero-gamma-gradient": (last.weight.grad.norm() / last.bias.grad.norm()).item(),
    }


class Residual(nn.Module):
    """y = x + c W2 ReLU(W1 x), with W2 ReLU(W1 x) as large as x at the start; nothing behind the sum."""

    def __init__(self, scale: float) -> None:
        super().__init__()
        self.branch = nn.Sequential(linear(2), nn.ReLU(), linear(1))
        self.scale = scale

    def forward(self, x: Tensor) -> Tensor:
        """Return x with a correction."""
        return x + self.scale * self.branch(x)  # [B, 64]


def linear(gain: float) -> nn.Linear:
    """Return a layer with variance gain/n: 2 makes up for a ReLU behind it (He et al. 2015)."""
    layer = nn.Linear(WIDTH, WIDTH)
    nn.init.normal_(layer.weight, std=(gain / WIDTH) ** 0.5)
    nn.init.zeros_(layer.bias)
    return layer


def mlp(name: str) -> nn.Sequential:
    """Return 20 layers: plain, or residual units of two."""
    if name == "plain":
        layers = [each for _ in range(LAYERS - 1) for each in (linear(2), nn.ReLU())]
        return nn.Sequential(*layers, linear(1))  # no ReLU at the end: pixels have both signs
    units = [Residual(1 if name == "unscaled" else LAYERS**-0.5) for _ in range(LAYERS // 2)]
    if name == "zero-init":
        for each in units:
            nn.init.zeros_(each.branch[-1].weight)
    return nn.Sequential(*units)


def r2(net: nn.Module, x: Tensor) -> float:
    """Return the share of the pixels' variance that the net hands on."""
    with torch.no_grad():
        return 1 - (mse_loss(net(x), x) / mse_loss(x.mean(0).expand_as(x), x)).item()


def learn_identity(run: Run, name: str, seed: int, training: Tensor, test: Tensor) -> tuple[float, float]:
    """Train one net to give back what it gets; return R² before and after."""
    torch.manual_seed(seed)
    net = mlp(name).to(run.device)
    order = torch.randint(len(training), (run["steps"], BATCH)).to(run.device)
    adam = torch.optim.Adam(net.parameters(), lr=run["rate"], fused=True)
    before = r2(net, test)
    for step in range(run["steps"]):
        if step % 10 == 0:
            run.metric("R²", max(r2(net, test), -1), step, net=name, seed=seed)  # the curve's floor
            run.progress(step, run["steps"], f"{name}, seed {seed}")
        x = training[order[step]]  # [B, 64]
        loss = mse_loss(net(x), x)
        adam.zero_grad()
        loss.backward()
        adam.step()
    after = r2(net, test)
    run.metric("R²", max(after, -1), run["steps"], net=name, seed=seed)
    run.progress(run["steps"], run["steps"])
    return before, after


def main(run: Run) -> None:
    """Take the three looks, seed by seed, and settle the claims."""
    images, _, test, _ = digits(run.device)
    found: dict[str, list[float]] = {claim: [] for claim in LAB["claims"]}
    rows = []
    for seed in run.seeds:
        torch.manual_seed(seed)
        measured = zero_weights(run) | small_weights(run, images[:256]) | first_gradients(run, images[:256])
        for name in NETS:
            before, after = learn_identity(run, name, seed, images.flatten(1), test.flatten(1))
            measured |= {f"identity-{name}": before if name == "zero-init" else after}
            rows.append([name, seed, before, after])
        for claim, value in measured.items():
            found[claim].append(value)
    run.table(f"R² on test images, {LAYERS} layers", ["net", "seed", "at the start", "at the end"], rows)
    for claim, values in found.items():
        run.claim(claim, values)
    run.say(shrink=found["rn-015-bn-shrink-lab"][0])
    run.say(plain=found["identity-plain"][0], residual=found["identity-residual"][0])


if __name__ == "__main__":
    start(LAB, main)
