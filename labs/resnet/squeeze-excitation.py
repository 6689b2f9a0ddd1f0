"""What squeeze-and-excitation costs: a tenth in parameters, nothing in multiply-adds, a little on the clock.

Squeeze-and-Excitation Networks (Hu et al. 2017, arXiv:1709.01507), sections 3 and 4, table 2: SE-ResNet-50
with r = 16 has about 2.5 million parameters more than ResNet-50 and needs 3.87 GFLOPs in place of 3.86. One
image took 167 ms in place of 164 on a CPU; a training step of 256 images 209 ms in place of 190 on eight
GPUs, whose small pooling and linear layers were less optimised. Parameters and multiply-adds are counted
layer by layer; the times are forward passes of both nets by turns, so that whatever else the machine does
meets both alike, and the ratio is the median over the turns.

Measured (seeds 0 to 4, one core of an AMD EPYC, 7 s): 2,530,992 parameters more, 9.90 %; 0.0025 G
multiply-adds more, 0.06 %; 1.05, 1.06, 1.07, 1.05, 1.06 times the time.
"""

import time
from statistics import median

import torch
from nets import Excite, count, imagenet, profile
from torch import nn

from prepapp.lab import Run, start

LAB = {
    "title": "The price of squeeze-and-excitation",
    "paper": "Hu et al. 2018, arXiv:1709.01507, Section 4, Table 2",
    "question": "SE adds 0.06 % multiply-adds to ResNet-50. Why does the clock show more?",
    "sentence": "SE adds {weights} weights at 256 channels; to all of ResNet-50 it adds {share} % "
    "parameters, {macs} % multiply-adds and {time} % to the time of a forward pass, so ...",
    "needs": ["torch"],
    "presets": {"quick": {}, "full": {"side": 224, "batch": 32, "turns": 30}},
    "memory": {"full": "about 2 GB"},
    "params": {
        "side": {"default": 64, "help": "height and width of the images", "min": 32, "max": 512},
        "batch": {"default": 4, "help": "images at once", "min": 1, "max": 256},
        "turns": {"default": 24, "help": "forward passes of each net that are timed", "min": 3, "max": 1000},
    },
    "claims": {
        "rn-048-block": {
            "text": "Weights of an SE block with 256 channels and r = 16, no biases",
            "unit": "weights",
            "expected": "2 C²/r = 8,192, as the chapter's own code prints; its comment says 2.5K",
            "holds": "= 8192",
            "predict": "How many weights has an SE block at 256 channels with r = 16?",
            "near": 1.05,
        },
        "se-weights": {
            "text": "SE weights in all of SE-ResNet-50, r = 16, no biases",
            "unit": "weights",
            "expected": "2,514,944; Hu et al.: about 2.5 million",
            "holds": "= 2514944",
        },
        "se-params": {
            "text": "Parameters of SE-ResNet-50 beyond those of ResNet-50, biases included",
            "unit": "M",
            "expected": "2,514,944 weights and 16,048 biases: 2.53",
            "holds": "2.525 .. 2.535",
        },
        "se-params-share": {
            "text": "These parameters relative to ResNet-50's",
            "unit": "%",
            "expected": "9.9; Hu et al., without biases: about 10",
            "holds": "9.85 .. 9.95",
            "predict": "By how many per cent do the parameters of ResNet-50 grow with SE?",
        },
        "se-last-stage": {
            "text": "Share of the last stage in the SE weights",
            "unit": "%",
            "expected": "62.5: three blocks of 2,048 channels",
            "holds": "62.4 .. 62.6",
        },
        "se-macs": {
            "text": "Multiply-adds that SE adds to ResNet-50 at 224x224, in its linear layers",
            "unit": "G",
            "expected": "0.0025: a weight is used once an image; Hu et al.: 3.86 to 3.87 in all",
            "holds": "0.002 .. 0.003",
        },
        "se-macs-share": {
            "text": "These multiply-adds relative to ResNet-50's",
            "unit": "%",
            "expected": "0.06; Hu et al. also count the pooling and the scaling, and say 0.26",
            "holds": "< 0.3",
        },
        "se-time": {
            "text": "Time of a forward pass of SE-ResNet-50 over ResNet-50's, median of turns",
            "unit": "x",
            "expected": "1.02 on a CPU (one image), 1.10 on GPUs (training step), Section 4",
            "holds": "1.01 .. 2.0",
            "fails": "< 1.0",
            "predict": "How many times as long as ResNet-50's does the forward pass of SE-ResNet-50 take?",
            "near": 1.1,
        },
    },
}

NETS = ("resnet50", "se_resnet50")


def main(run: Run) -> None:
    """Count a block, count both nets, then time them by turns."""
    with torch.device("meta"):  # shapes only
        gate = weights(Excite(256, 16))
        run.claim("rn-048-block", gate)
        run.say(weights=f"{gate:,}")
        count_nets(run)
    time_nets(run)


def count_nets(run: Run) -> None:
    """Count what SE adds, stage by stage."""
    plain, gated = (imagenet(name) for name in NETS)
    pairs = list(zip(profile(plain), profile(gated), strict=True))
    more = [[b.name, b.parameters - a.parameters, b.multiply_adds - a.multiply_adds] for a, b in pairs]
    total = ["all", sum(row[1] for row in more), sum(row[2] for row in more)]
    run.table("What SE adds to ResNet-50", ["stage", "parameters", "multiply-adds"], [*more, total])
    by_block = [weights(block) for block in gated.blocks]
    run.claim("se-weights", sum(by_block))
    run.claim("se-last-stage", 100 * sum(by_block[-gated.repeats[-1] :]) / sum(by_block))
    added, share = count(gated) - count(plain), 100 * (count(gated) / count(plain) - 1)
    run.claim("se-params", added / 1e6)
    run.claim("se-params-share", share)
    macs = total[2] / sum(a.multiply_adds for a, _ in pairs)
    run.claim("se-macs", total[2] / 1e9)
    run.claim("se-macs-share", 100 * macs)
    run.say(share=f"{share:.1f}", macs=f"{100 * macs:.2f}")


def weights(module: nn.Module) -> int:
    """Return the weights of all gates in a module, without biases."""
    layers = [each for each in module.modules() if isinstance(each, nn.Linear)]
    return sum(each.weight.numel() for each in layers)


@torch.inference_mode()
def time_nets(run: Run) -> None:
    """Time forward passes of both nets, one after the other, and compare each pair."""
    torch.manual_seed(run.seed)
    nets = [imagenet(name).to(run.device).eval() for name in NETS]
    x = torch.randn(run["batch"], 3, run["side"], run["side"]).to(run.device)  # [B, 3, side, side]
    for net in nets:
        seconds(run, net, x)  # the first pass allocates
    ratios, times = [], []
    for turn in range(run["turns"]):
        first = turn % 2  # so that neither net always follows the other
        pair = {n: seconds(run, nets[n], x) for n in (first, 1 - first)}
        ratios.append(pair[1] / pair[0])
        times.append(pair)
        for n, name in enumerate(NETS):
            run.metric("ms", 1000 * pair[n], turn, net=name)
        run.progress(turn + 1, run["turns"], "by turns")
        run.so_far("se-time", median(ratios))
    rows = [[name, 1000 * median(pair[n] for pair in times)] for n, name in enumerate(NETS)]
    run.table(f"Forward pass, {run['batch']} images of side {run['side']}", ["net", "median ms"], rows)
    run.claim("se-time", median(ratios))
    run.say(time=f"{100 * (median(ratios) - 1):.0f}")


def seconds(run: Run, net: nn.Module, x: torch.Tensor) -> float:
    """Return how long a forward pass takes; on a CPU its processor time, which others do not lengthen."""
    clock = time.process_time if run.device == "cpu" else time.perf_counter
    began = clock()
    net(x).sum().item()  # waits for the device
    return clock() - began


if __name__ == "__main__":
    start(LAB, main)
