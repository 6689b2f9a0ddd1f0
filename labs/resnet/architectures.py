"""The ResNet family counted layer by layer: shapes, parameters and multiply-adds, no weights in memory.

Deep Residual Learning (He et al. 2015, arXiv:1512.03385), table 1, and ResNeXt (Xie et al. 2016,
arXiv:1611.05431), table 1. Every net is built on torch's ``meta`` device, where a tensor has a shape and no
data, and one image of 3 x 224 x 224 goes through it; a hook on each convolution and linear layer counts.
Parameters equal torchvision's to the last one. Multiply-adds are counted as torchvision and the papers count
"FLOPs": a multiplication and an addition once, batch norm, ReLU, pools and sums not at all.

Measured (no seed, any device, 4 s): ResNet-50 has 25,557,032 parameters, and needs 3.858 G multiply-adds with
the stride in the 1x1, as in the paper, 4.089 G with the stride in the 3x3, as in torchvision.
"""

import torch
from nets import Stage, imagenet, profile

from prepapp.lab import Run, start

LAB = {
    "title": "The family, counted stage by stage",
    "paper": "He et al. 2015, arXiv:1512.03385, Table 1",
    "question": "Where may the stride sit in ResNet-50: what does that change, parameters or multiply-adds?",
    "sentence": "ResNet-50 has {params} parameters and needs {paper} or {later} billion multiply-adds: "
    "a stride has no weights, but the 1x1 before it works on four times the area, so ...",
    "needs": ["torch"],
    "presets": {"quick": {}},
    "params": {
        "net": {
            "default": "resnet50",
            "help": "the net that is shown stage by stage",
            "choices": [
                "resnet18",
                "resnet34",
                "resnet50",
                "resnet101",
                "resnet152",
                "resnext50_32x4d",
                "resnext101_32x4d",
                "resnext101_32x8d",
                "se_resnet50",
            ],
        },
    },
    "claims": {
        "resnet-50-params": {
            "text": "Parameters of ResNet-50, batch norm and classifier included",
            "unit": "parameters",
            "expected": "torchvision: 25,557,032",
            "holds": "= 25557032",
            "predict": "How many parameters has ResNet-50, for 1000 classes?",
            "near": 1.1,
            "also": ["rn-032-params-50", "rn-033-params-50", "rn-040-params-50"],
        },
        "resnet-34-params": {
            "text": "Parameters of ResNet-34 with option B, batch norm and classifier included",
            "unit": "parameters",
            "expected": "torchvision: 21,797,672",
            "holds": "= 21797672",
            "predict": "And ResNet-34, which has as many blocks?",
            "near": 1.1,
            "also": ["rn-032-params-34", "rn-033-params-34", "rn-040-params-34"],
        },
        "resnet-50-macs-1x1": {
            "text": "Multiply-adds of ResNet-50 at 224x224, stride on the 1x1",
            "unit": "G",
            "expected": "He et al.: 3.8",
            "holds": "3.8575 .. 3.8605",
            "predict": "Multiply-adds of ResNet-50 at 224x224 with the stride on the 1x1",
            "near": 1.05,
            "also": ["rn-032-cost-50-1x1", "rn-034-macs-1x1"],
        },
        "resnet-50-macs-3x3": {
            "text": "Multiply-adds of ResNet-50 at 224x224, stride on the 3x3",
            "unit": "G",
            "expected": "torchvision: 4.089",
            "holds": "4.0885 .. 4.0905",
            "predict": "And with the stride on the 3x3",
            "near": 1.05,
            "also": ["rn-032-cost-50-3x3", "rn-034-macs-3x3"],
        },
        "stride-adds": {
            "text": "Multiply-adds that ResNet-50 gains when the stride moves from the 1x1 to the 3x3",
            "unit": "multiply-adds",
            "expected": "3 x 77,070,336: three 1x1 on four times the area",
            "holds": "= 231211008",
        },
        "rn-033-params-18": {
            "text": "Parameters of ResNet-18",
            "unit": "parameters",
            "expected": "torchvision: 11,689,512",
            "holds": "= 11689512",
            "also": ["rn-040-params-18"],
        },
        "rn-033-params-101": {
            "text": "Parameters of ResNet-101",
            "unit": "parameters",
            "expected": "torchvision: 44,549,160",
            "holds": "= 44549160",
        },
        "rn-033-params-152": {
            "text": "Parameters of ResNet-152",
            "unit": "parameters",
            "expected": "torchvision: 60,192,808",
            "holds": "= 60192808",
        },
        "rn-038-params-50": {
            "text": "Parameters of ResNet-50, in millions",
            "unit": "M",
            "expected": "25.6",
            "holds": "25.55 .. 25.65",
        },
        "rn-038-params-152": {
            "text": "Parameters of ResNet-152, in millions",
            "unit": "M",
            "expected": "60.2",
            "holds": "60.15 .. 60.25",
        },
        "resnext50_32x4d-params": {
            "text": "Parameters of ResNeXt-50 32x4d",
            "unit": "parameters",
            "expected": "torchvision: 25,028,904",
            "holds": "= 25028904",
        },
        "resnext101_32x4d-params": {
            "text": "Parameters of ResNeXt-101 32x4d",
            "unit": "parameters",
            "expected": "44,177,704, as the paper's 44.2 million",
            "holds": "= 44177704",
        },
        "resnext101_32x8d-params": {
            "text": "Parameters of ResNeXt-101 32x8d",
            "unit": "parameters",
            "expected": "torchvision: 88,791,336",
            "holds": "= 88791336",
        },
        "se_resnet50-params": {
            "text": "Parameters of SE-ResNet-50, biases of its gates included",
            "unit": "parameters",
            "expected": "25,557,032 + 2,514,944 weights + 16,048 biases = 28,088,024",
            "holds": "= 28088024",
        },
        "resnet18-macs": {
            "text": "Multiply-adds of ResNet-18 at 224x224",
            "unit": "G",
            "expected": "torchvision: 1.814; He et al.: 1.8",
            "holds": "1.8135 .. 1.8145",
        },
        "rn-032-cost-34": {
            "text": "Multiply-adds of ResNet-34 at 224x224",
            "unit": "G",
            "expected": "torchvision: 3.664; He et al.: 3.6",
            "holds": "3.6595 .. 3.6645",
            "also": ["rn-034-macs-34"],
        },
        "resnet101-macs": {
            "text": "Multiply-adds of ResNet-101 at 224x224, stride on the 3x3",
            "unit": "G",
            "expected": "torchvision: 7.801; He et al.: 7.6",
            "holds": "7.8005 .. 7.8015",
        },
        "resnet152-macs": {
            "text": "Multiply-adds of ResNet-152 at 224x224, stride on the 3x3",
            "unit": "G",
            "expected": "torchvision: 11.514; He et al.: 11.3",
            "holds": "11.5135 .. 11.5145",
        },
        "resnext50_32x4d-macs": {
            "text": "Multiply-adds of ResNeXt-50 32x4d at 224x224",
            "unit": "G",
            "expected": "torchvision: 4.230; Xie et al.: 4.2",
            "holds": "4.2295 .. 4.2305",
        },
        "resnext101_32x8d-macs": {
            "text": "Multiply-adds of ResNeXt-101 32x8d at 224x224",
            "unit": "G",
            "expected": "torchvision: 16.414",
            "holds": "16.4135 .. 16.4145",
        },
    },
}

# net -> claim of its parameters, claim of its multiply-adds with the stride in the 3x3, the paper's G
FAMILY = {
    "resnet18": ("rn-033-params-18", "resnet18-macs", "1.8"),
    "resnet34": ("resnet-34-params", "rn-032-cost-34", "3.6"),
    "resnet50": ("resnet-50-params", "resnet-50-macs-3x3", "3.8 (stride in 1x1)"),
    "resnet101": ("rn-033-params-101", "resnet101-macs", "7.6 (stride in 1x1)"),
    "resnet152": ("rn-033-params-152", "resnet152-macs", "11.3 (stride in 1x1)"),
    "resnext50_32x4d": ("resnext50_32x4d-params", "resnext50_32x4d-macs", "4.2"),
    "resnext101_32x4d": ("resnext101_32x4d-params", "", ""),
    "resnext101_32x8d": ("resnext101_32x8d-params", "resnext101_32x8d-macs", ""),
    "se_resnet50": ("se_resnet50-params", "", ""),
}
IN_PAPER = {
    "stem": "conv1, pool",
    **{f"stage {n}": f"conv{n + 1}_x" for n in range(1, 5)},
    "head": "pool, fc",
}
"""What table 1 calls our stages."""
IN_MILLIONS = {"resnet50": "rn-038-params-50", "resnet152": "rn-038-params-152"}


def main(run: Run) -> None:
    """Count the chosen net by stage, the family, and ResNet-50 with its stride in the other place."""
    chosen = counted(run["net"])
    show_stages(run, run["net"], chosen)
    later = show_family(run)
    run.progress(len(FAMILY), len(FAMILY) + 1, "stride in the 1x1")
    paper = counted("resnet50", stride_in="1x1")
    show_strides(run, paper, later)
    costs = [multiply_adds(paper), multiply_adds(later)]
    run.claim("resnet-50-macs-1x1", costs[0] / 1e9)
    run.claim("stride-adds", costs[1] - costs[0])
    run.progress(1, 1)
    params = f"{parameters(later):,}"
    run.say(params=params, paper=f"{costs[0] / 1e9:.3f}", later=f"{costs[1] / 1e9:.3f}")


def counted(name: str, stride_in: str = "3x3") -> list[Stage]:
    """Return a net's stages for one image, 3 x 224 x 224."""
    with torch.device("meta"):  # shapes only: ResNet-152 takes no memory
        return profile(imagenet(name, stride_in))


def show_stages(run: Run, name: str, stages: list[Stage]) -> None:
    """Show what leaves each stage, and what it costs: weights sit late, arithmetic does not."""
    rows = [
        [IN_PAPER[each.name], " x ".join(map(str, each.shape)), each.parameters, each.multiply_adds]
        for each in stages
    ]
    rows.append(["all", "", parameters(stages), multiply_adds(stages)])
    run.table(f"{name}, one image of 3 x 224 x 224", ["stage", "output", "parameters", "multiply-adds"], rows)
    shares = {
        "parameters": [each.parameters / parameters(stages) for each in stages],
        "multiply-adds": [each.multiply_adds / multiply_adds(stages) for each in stages],
    }
    series = {what: [(i, 100 * share) for i, share in enumerate(each)] for what, each in shares.items()}
    run.figure(f"{name}: where the weights sit, and where the arithmetic", series, "stage", "%", "bar")


def show_family(run: Run) -> list[Stage]:
    """Count every net of the family and settle its claims; return ResNet-50's stages."""
    rows, fifty = [], []
    for i, (name, (by_parameters, by_cost, in_paper)) in enumerate(FAMILY.items()):
        run.progress(i, len(FAMILY) + 1, name)
        stages = counted(name)
        fifty = stages if name == "resnet50" else fifty
        run.claim(by_parameters, parameters(stages))
        if by_cost:
            run.claim(by_cost, multiply_adds(stages) / 1e9)
        if name in IN_MILLIONS:
            run.claim(IN_MILLIONS[name], parameters(stages) / 1e6)
        rows.append([name, parameters(stages), f"{multiply_adds(stages) / 1e9:.3f}", in_paper])
    run.table("The family, stride in the 3x3", ["net", "parameters", "multiply-adds, G", "paper, G"], rows)
    return fifty


def show_strides(run: Run, paper: list[Stage], later: list[Stage]) -> None:
    """Show both strides of ResNet-50 side by side."""
    rows = [
        [
            IN_PAPER[one.name],
            one.parameters,
            one.multiply_adds,
            other.multiply_adds,
            other.multiply_adds - one.multiply_adds,
        ]
        for one, other in zip(paper, later, strict=True)
    ]
    columns = ["stage", "parameters", "stride in the 1x1", "stride in the 3x3", "difference"]
    run.table("ResNet-50, multiply-adds by where a stage's first block has its stride", columns, rows)


def parameters(stages: list[Stage]) -> int:
    """Return the parameters of all stages."""
    return sum(each.parameters for each in stages)


def multiply_adds(stages: list[Stage]) -> int:
    """Return the multiply-adds of all stages."""
    return sum(each.multiply_adds for each in stages)


if __name__ == "__main__":
    start(LAB, main)
