"""Blocks counted as modules: basic, bottleneck, ResNeXt, SE; weights, multiply-adds, maps kept in training.

Deep Residual Learning (He et al. 2015, arXiv:1512.03385), section 4.1 and figure 5; ResNeXt (Xie et al. 2016,
arXiv:1611.05431), section 3.4; Squeeze-and-Excitation (Hu et al. 2017, arXiv:1709.01507). At C channels a
basic block has 18 C² weights, a bottleneck 17/16 C², so 17/288 of them at equal width. The nets pair 64 with
256 channels: there the two cost about the same. The chapter's table says 20,736 weights and a ratio of 0.281;
its own printed code gives 4,352 and 0.059.

Measured (no seed, any device, 3 s, most of it torch's import): 69,632 weights at 256 channels, ratio 0.0590,
the fair pair 0.944; an identity skip keeps no further map for the backward pass, a projection keeps one.
"""

import torch
from nets import Excite, Unit, basic, bottleneck, counting, skip_path
from torch import Tensor, nn

from prepapp.lab import Run, start

LAB = {
    "title": "What a block costs",
    "paper": "He et al. 2015, arXiv:1512.03385, Section 4.1, Figure 5",
    "question": "Equal width or as the nets use them: where does a bottleneck win, and by how much?",
    "sentence": "At 256 channels a bottleneck has {weights} weights, {ratio} of a basic block's, but "
    "the nets set it against a basic block of 64, and there it is {fair}, so ...",
    "needs": ["torch"],
    "presets": {"quick": {}},
    "claims": {
        "bottleneck-256": {
            "text": "Weights of a bottleneck block of 256 channels, no batch norm",
            "unit": "weights",
            "expected": "17/16 C² = 16,384 + 36,864 + 16,384; Xie et al.: about 70 thousand",
            "holds": "= 69632",
            "predict": "How many weights has a bottleneck of 256 channels, squeezed to 64?",
            "near": 1.05,
        },
        "block-ratio": {
            "text": "Bottleneck to basic at equal width, weights",
            "expected": "17/288 = 0.0590; the chapter's table: 0.281",
            "holds": "0.05895 .. 0.05905",
            "predict": "At equal width, a bottleneck's weights over a basic block's (a fraction of 1)",
            "near": 1.2,
        },
        "fair-pair": {
            "text": "Bottleneck of 256 channels to basic block of 64, weights, as the nets use them",
            "expected": "17/18 = 0.944; He et al.: similar time complexity",
            "holds": "0.944 .. 0.945",
            "predict": "And a 256-channel bottleneck's weights over a 64-channel basic block's",
            "near": 1.1,
        },
        "bottleneck-64": {
            "text": "Weights of a bottleneck block of 64 channels; the chapter's table: 20,736",
            "unit": "weights",
            "expected": "17/16 C² = 4,352, as the chapter's own code prints",
            "holds": "= 4352",
        },
        "chapter-too-large": {
            "text": "Factor by which the chapter's bottleneck counts are too large, at each of four widths",
            "unit": "x",
            "expected": "20,736 / 4,352 = 81/17 = 4.76",
            "holds": "4.76 .. 4.77",
        },
        "basic-macs": {
            "text": "Multiply-adds of a basic block, 256 channels, 56x56 map (practice problem 2)",
            "unit": "multiply-adds",
            "expected": "2 x 1,849,688,064 = 3,699,376,128",
            "holds": "= 3699376128",
        },
        "bottleneck-macs": {
            "text": "Multiply-adds of a bottleneck block, 256 channels, 56x56 map (practice problem 2)",
            "unit": "multiply-adds",
            "expected": "51,380,224 + 115,605,504 + 51,380,224 = 218,365,952",
            "holds": "= 218365952",
        },
        "resnext-block": {
            "text": "Weights of a ResNeXt block 32x4d, 256 channels",
            "unit": "weights",
            "expected": "32,768 + 4,608 + 32,768 = 70,144",
            "holds": "= 70144",
        },
        "se-share": {
            "text": "Weights of SE (r = 16) on a 256-channel bottleneck, in % of it; the chapter: 0.7",
            "unit": "%",
            "expected": "2/17 = 11.8 %: 8,192 of 69,632",
            "holds": "11.7 .. 11.8",
        },
        "skip-keeps": {
            "text": "Maps that a basic block keeps for the backward pass because of its identity skip",
            "unit": "maps",
            "expected": "0: x is kept anyway, for the first convolution",
            "holds": "= 0",
            "predict": "How many more maps does a basic block keep in training because of its identity skip?",
            "near": 1.0,
        },
        "projection-keeps": {
            "text": "Maps that it keeps because of a 1x1 projection with batch norm on the skip",
            "unit": "maps",
            "expected": "1: the projection's output, for its batch norm",
            "holds": "= 1",
        },
    },
}

WIDTHS = (64, 128, 256, 512)
CHAPTER = {64: 20_736, 128: 82_944, 256: 331_776, 512: 1_327_104}
"""The chapter's table of bottleneck weights, by channels; 20,736 is 9 x 48², and no layer has 48 channels."""
MAP = 56
"""Side of the map in conv2_x, and in practice problem 2."""


def main(run: Run) -> None:
    """Count the blocks, then the maps that their skips keep."""
    with torch.device("meta"):  # shapes only
        compare_widths(run)
        compare_uses(run)
        show_costs(run)
        show_relatives(run)
    show_maps(run)
    run.progress(1, 1)


def compare_widths(run: Run) -> None:
    """Count both blocks at equal width, beside what the chapter says."""
    small = {c: weights(bottleneck(c, c // 4, c)) for c in WIDTHS}
    large = {c: weights(basic(c, c)) for c in WIDTHS}
    rows = [
        [c, large[c], small[c], f"{small[c] / large[c]:.4f}", CHAPTER[c], f"{CHAPTER[c] / large[c]:.3f}"]
        for c in WIDTHS
    ]
    run.table("Weights at equal width", ["C", "18 C²", "17/16 C²", "ratio", "chapter", "its ratio"], rows)
    run.claim("bottleneck-256", small[256])
    run.claim("block-ratio", small[256] / large[256])
    run.claim("bottleneck-64", small[64])
    too_large = {CHAPTER[c] / small[c] for c in WIDTHS}
    run.claim(
        "chapter-too-large", max(too_large, key=lambda factor: abs(factor - 81 / 17))
    )  # the worst of four
    run.say(weights=f"{small[256]:,}", ratio=f"{100 * small[256] / large[256]:.1f} %")
    run.progress(1, 5, "equal width")


def compare_uses(run: Run) -> None:
    """Count both blocks where the nets put them: ResNet-34 and ResNet-50 in the same stage."""
    pairs = {c: (weights(basic(c, c)), weights(bottleneck(4 * c, c, 4 * c))) for c in WIDTHS}
    rows = [[f"{c} against {4 * c}", *pair, f"{pair[1] / pair[0]:.4f}"] for c, pair in pairs.items()]
    columns = ["channels", "basic (ResNet-34)", "bottleneck (ResNet-50)", "ratio"]
    run.table("Weights as the nets use them", columns, rows)
    ratio = pairs[64][1] / pairs[64][0]
    run.claim("fair-pair", ratio)
    run.say(fair=f"{100 * ratio:.1f} %")
    run.progress(2, 5, "as used")


def show_costs(run: Run) -> None:
    """Count multiply-adds layer by layer at 256 channels: weights times positions of the output."""
    blocks = {"basic": basic(256, 256), "bottleneck": bottleneck(256, 64, 256)}
    rows, totals = [], {}
    for name, block in blocks.items():
        with counting(nn.Sequential(*block)) as counted:
            nn.Sequential(*block)(torch.empty(1, 256, MAP, MAP))  # [1, 256, 56, 56]
        layers = [each for each in block if isinstance(each, nn.Conv2d)]
        rows += [
            [name, f"{k}x{k}, {a} to {b}", cost, 2 * cost]
            for (a, b, k), cost in zip(map(shape, layers), counted, strict=True)
        ]
        totals[name] = sum(counted)
        rows.append([name, "all", totals[name], 2 * totals[name]])
    columns = ["block", "layer", "multiply-adds", "FLOPs (two a multiply-add)"]
    run.table(f"256 channels, map of {MAP} x {MAP}", columns, rows)
    run.claim("basic-macs", totals["basic"])
    run.claim("bottleneck-macs", totals["bottleneck"])
    run.progress(3, 5, "multiply-adds")


def show_relatives(run: Run) -> None:
    """Count a ResNeXt block and an SE gate of 256 channels, beside what the chapter says of SE."""
    convs = weights(bottleneck(256, 64, 256))
    grouped = weights(bottleneck(256, 32 * 4, 256, groups=32))  # 32 paths of 4 channels
    gate = Excite(256, 16)  # 256 -> 16 -> 256
    gate_weights = gate.squeeze.weight.numel() + gate.excite.weight.numel()
    wide = weights(basic(256, 256))  # what the chapter divides by; ResNet-50 has no such block
    errata = [
        ["bottleneck of 64, weights", 20_736, weights(bottleneck(64, 16, 64))],
        ["bottleneck to basic", 0.281, convs / wide],
        ["fewer weights, %", 72, 100 * (1 - convs / wide)],
        ["SE at 256 channels, weights", 2_500, gate_weights],
        ["SE over its block, %", 0.7, 100 * gate_weights / convs],
    ]
    rows = [[what, wrong, right, f"{wrong / right:.2f}"] for what, wrong, right in errata]
    run.table("What the chapter says", ["", "chapter", "counted", "chapter / counted"], rows)
    run.claim("resnext-block", grouped)
    run.claim("se-share", 100 * gate_weights / convs)
    run.progress(4, 5, "ResNeXt, SE")


def show_maps(run: Run) -> None:
    """Count the maps that autograd keeps for one basic block of 64 channels, with each kind of skip."""
    skips = {"none": None, "identity": nn.Identity(), "1x1 projection": skip_path("C", 64, 64, 1)}
    kept = {name: maps_kept(run, skip) for name, skip in skips.items()}
    run.table("Maps kept for the backward pass, basic block of 64", ["skip", "maps"], [*kept.items()])
    run.claim("skip-keeps", kept["identity"] - kept["none"])
    run.claim("projection-keeps", kept["1x1 projection"] - kept["none"])


def maps_kept(run: Run, skip: nn.Module | None) -> int:
    """Return how many different maps a block's forward pass leaves for its backward pass, x included."""
    unit = Unit(basic(64, 64), skip, nn.ReLU()).to(run.device)
    x = torch.randn(2, 64, MAP, MAP, device=run.device, requires_grad=True)  # [2, 64, 56, 56]
    kept: dict[int, Tensor] = {}  # by address, alive so that none is used twice

    def keep(tensor: Tensor) -> Tensor:
        if tensor.shape == x.shape:
            kept[tensor.data_ptr()] = tensor
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        unit(x)  # [2, 64, 56, 56]
    return len(kept)


def weights(layers: list[nn.Module]) -> int:
    """Return the weights of a branch's convolutions."""
    return sum(each.weight.numel() for each in layers if isinstance(each, nn.Conv2d))


def shape(layer: nn.Conv2d) -> tuple[int, int, int]:
    """Return channels in, channels out, and the kernel's side."""
    return layer.in_channels, layer.out_channels, layer.kernel_size[0]


if __name__ == "__main__":
    start(LAB, main)
