"""What a Transformer is without its skips, and what the place of its norm does.

Post-LN is Vaswani et al. 2017 (arXiv:1706.03762), Pre-LN is GPT-2 (Radford et al. 2019, section 2.3). Without
skips attention makes all tokens alike, "rank collapse": Dong et al. 2021 (arXiv:2103.03404). Warm-up and
Post-LN: Xiong et al. 2020 (arXiv:2002.04745).

First 12 to 96 layers before any step, in float64, on the characters of this deck: the gradient behind each
sub-layer, and how far the tokens of a line are still apart. Then four nets learn to read the deck. One that
knows only how often each character occurs has the unigram loss: there a net without skips stays.

Measured (quick, seeds 0 to 4, AMD EPYC, 20 s and 24 s of processor a seed), lowest to highest:

  192 sub-layers, no step taken          first / last gradient     spread of the tokens
    Pre-LN, GPT-2's initialisation       1.20 to 1.26              0.95 to 0.97
    Pre-LN, unit variance                7.4 to 14                 0.29 to 0.40
    Post-LN, unit variance               0.33 to 9.3               4e-9 to 1.4e-7
    no skip, unit variance               0.48 to 268               6e-16 to 7e-16
    no skip, GPT-2's                     8e-48 to 1.5e-46          6e-16 to 7e-16
    no skip, no norm, GPT-2's            0 in float64; 24 sub-layers already 2e-53 to 6e-53

  Nats below the unigram loss of 3.58: 12 Pre-LN layers 0.54 to 0.63, without skips -0.03 to -0.01; 6 Post-LN
  layers in twice the steps -0.02 to 0.21, with warm-up 0.48 to 0.73. Warm-up is not all: at rate 0.001 and in
  400 steps 12 such layers did not learn with it either, and from GPT-2's weights they did without (seed 0).

``--preset full`` (seed 0, CPU, 450 s of processor; no GPU measured): Pre-LN 1.4 nats below, without skips
0.007 above, warm-up gains Post-LN 1.7. From GPT-2's weights the skipless gradient then keeps its size (2.5):
at width 64 LayerNorm's epsilon, 1e-5, outweighs the variance that it divides by; with 1e-12 it ends at 0.012.
"""

import math
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, gelu, scaled_dot_product_attention

from prepapp.errors import PrepError
from prepapp.lab import Run, start

LAB = {
    "title": "A Transformer without skips",
    "paper": "Dong et al. 2021, arXiv:2103.03404; Xiong et al. 2020, arXiv:2002.04745",
    "question": "Without skips the gradient can be healthy and still nothing is learned: what is lost?",
    "sentence": "After 192 sub-layers without skips the tokens of a line differ by {spread} of their size, "
    "while the gradient arrives {ratio} times as large; Pre-LN keeps them at {kept}, so ...",
    "needs": ["torch"],
    "presets": {
        "quick": {},
        "full": {"width": 128, "context": 64, "batch": 32, "steps": 200, "rate": 0.001},
    },
    "params": {
        "seeds": {"default": 1, "help": "nets of each kind", "min": 1, "max": 20},
        "width": {"default": 64, "help": "features of a token, a multiple of 16", "min": 16, "max": 1024},
        "context": {"default": 32, "help": "characters that a net reads", "min": 8, "max": 512},
        "batch": {"default": 16, "help": "lines a step", "min": 1, "max": 256},
        "steps": {"default": 80, "help": "of training; Post-LN gets twice as many", "min": 2, "max": 20_000},
        "rate": {"default": 0.002, "help": "learning rate of Adam", "min": 0.00001, "max": 0.1},
    },
    "claims": {
        "rn-041-pre-ln-ratio": {
            "text": "Gradient at the first over gradient at the last sub-layer of a deep Pre-LN Transformer "
            "at initialisation",
            "expected": "of order 1: with GPT-2's 1/√N all branches together are as large as one",
            "holds": "0.1 .. 10",
            "predict": "Pre-LN, 192 sub-layers, GPT-2's initialisation: first over last gradient norm",
            "near": 2,
        },
        "rn-042-skipless-gradient": {
            "text": "First over last gradient norm of 192 sub-layers without skips and LayerNorm, GPT-2's "
            "initialisation, before any step",
            "expected": "vanishes: each sub-layer shrinks the signal, and nothing makes up for it",
            "holds": "< 1e-20",
        },
        "rn-042-skipless-rank": {
            "text": "Relative spread of tokens around their mean after 192 sub-layers without skips, "
            "unit-variance initialisation with LayerNorm",
            "expected": "rank collapse (Dong et al. 2021, for attention alone); float64 ends near 1e-16",
            "holds": "< 1e-6",
            "predict": "No skips, 192 sub-layers, unit variance: spread of the tokens over their size",
            "near": 1000,
        },
        "transformer-skipless-unit-ratio": {
            "text": "First over last gradient norm of the net whose tokens have collapsed",
            "expected": "not small: the gradient does not show what is lost",
            "holds": "> 0.001",
        },
        "transformer-pre-ln-spread": {
            "text": "Relative spread of tokens after 192 Pre-LN sub-layers, unit-variance initialisation",
            "expected": "of order 1: the skip puts each token's own vector back",
            "holds": "> 0.1",
        },
        "transformer-post-ln-spread": {
            "text": "Relative spread of tokens after 192 Post-LN sub-layers, unit-variance initialisation",
            "expected": "small, in spite of the skips: each norm leaves about 1/√2 of the trunk's own part",
            "holds": "< 0.0001",
        },
        "transformer-pre-ln-gain": {
            "text": "How far 12 Pre-LN layers get below the unigram loss, without warm-up",
            "unit": "nats",
            "expected": "clearly below: they use what stands before a character",
            "holds": "> 0.2",
            "predict": "12 Pre-LN layers read the deck, 80 steps: nats below the unigram loss of about 3.6",
        },
        "transformer-skipless-gain": {
            "text": "How far 12 layers without skips get below the unigram loss",
            "unit": "nats",
            "expected": "0: how often each character occurs is all that they learn",
            "holds": "-0.05 .. 0.05",
        },
        "transformer-post-ln-warm-up": {
            "text": "What warm-up over half of the steps gains 6 Post-LN layers",
            "unit": "nats",
            "expected": "much: Post-LN needs warm-up (Xiong et al. 2020)",
            "holds": "> 0.2",
        },
    },
}

DEPTHS = (12, 24, 48, 96)
"""Layers before any step; a layer has two sub-layers, so the last is GPT-3's 192."""

START = {
    "Pre-LN, GPT-2": ("pre", "gpt2"),
    "Pre-LN, unit": ("pre", "unit"),
    "Post-LN, unit": ("post", "unit"),
    "no skip, unit": ("no skip", "unit"),
    "no skip, GPT-2": ("no skip", "gpt2"),
    "no skip, no LN, unit": ("bare", "unit"),
    "no skip, no LN, GPT-2": ("bare", "gpt2"),
}
"""Nets that are measured before any step: what a sub-layer does to the trunk, and the initialisation."""

TRAINED = {
    "Pre-LN": ("pre", 12, 1, 0.0),
    "no skip": ("no skip", 12, 1, 0.0),
    "Post-LN": ("post", 6, 2, 0.0),
    "Post-LN, warm-up": ("post", 6, 2, 0.5),
}
"""Nets that learn, all from unit variance: layers, multiples of ``steps``, their share that is warm-up."""

HEAD = 16
"""Features of an attention head."""

DECK = Path(__file__).resolve().parents[2] / "decks" / "resnet"


class Attention(nn.Module):
    """Causal self-attention."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.inner = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x: Tensor) -> Tensor:
        """Return for each token a weighted mean of those up to it."""
        lines, tokens, width = x.shape
        split = self.inner(x).view(lines, tokens, 3, width // HEAD, HEAD)  # [B, T, 3, heads, 16]
        query, key, value = split.permute(2, 0, 3, 1, 4)  # [B, heads, T, 16] each
        mixed = scaled_dot_product_attention(query, key, value, is_causal=True)
        return self.out(mixed.transpose(1, 2).reshape(lines, tokens, width))  # [B, T, d]


class FeedForward(nn.Module):
    """Two linear layers, four times as wide between."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.inner = nn.Linear(width, 4 * width)
        self.out = nn.Linear(4 * width, width)

    def forward(self, x: Tensor) -> Tensor:
        """Return what each token alone becomes."""
        return self.out(gelu(self.inner(x)))  # [B, T, d]


class Transformer(nn.Module):
    """Embeddings, sub-layers in turn, and a head that reads the trunk."""

    def __init__(self, place: str, layers: int, characters: int, width: int, context: int, init: str) -> None:
        super().__init__()
        self.place = place
        self.characters = nn.Embedding(characters, width)
        self.positions = nn.Embedding(context, width)
        pairs = [(Attention(width), FeedForward(width)) for _ in range(layers)]
        self.parts = nn.ModuleList(part for pair in pairs for part in pair)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in self.parts)
        self.last = nn.LayerNorm(width) if place in ("pre", "no skip") else nn.Identity()
        self.head = nn.Linear(width, characters, bias=False)
        self.apply(gpt2 if init == "gpt2" else unit_variance)
        if init == "gpt2":
            for part in self.parts:
                part.out.weight.data /= math.sqrt(len(self.parts))  # GPT-2, section 2.3: 1/√N

    def states(self, ids: Tensor) -> Iterator[Tensor]:
        """Return the trunk in front of the first and behind every sub-layer."""
        x = self.characters(ids) + self.positions.weight[: ids.shape[1]]  # [B, T, d]
        yield x
        for part, norm in zip(self.parts, self.norms, strict=True):
            match self.place:
                case "pre":
                    x = x + part(norm(x))
                case "post":
                    x = norm(x + part(x))
                case "no skip":
                    x = part(norm(x))
                case "bare":
                    x = part(x)
            yield x

    def forward(self, ids: Tensor) -> Tensor:
        """Return the logits of each next character."""
        *_, x = self.states(ids)
        return self.head(self.last(x))  # [B, T, characters]


def gpt2(module: nn.Module) -> None:
    """Draw weights from N(0, 0.02²)."""
    if isinstance(module, nn.Linear | nn.Embedding):
        nn.init.normal_(module.weight, std=0.02)
    if isinstance(module, nn.Linear) and module.bias is not None:
        nn.init.zeros_(module.bias)


def unit_variance(module: nn.Module) -> None:
    """Draw weights such that a linear layer keeps the variance, and the two embeddings sum to variance 1."""
    if isinstance(module, nn.Embedding):
        nn.init.normal_(module.weight, std=math.sqrt(0.5))
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, std=module.in_features**-0.5)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


@cache
def deck_lines(context: int, deck: Path = DECK) -> tuple[Tensor, Tensor, int]:
    """Return lines of the deck to train on, some 200 to test, [n, context + 1], and its alphabet's size."""
    text = "".join(each.read_text(encoding="utf-8") for each in sorted(deck.glob("*.md")))
    if len(text) < 1000 * (context + 1):
        raise PrepError("the deck's text is not there", str(deck), "keep decks/resnet where labs/resnet is")
    known = {each: n for n, each in enumerate(sorted(set(text)))}
    ids = torch.tensor([known[each] for each in text])
    lines = ids[: len(ids) // (context + 1) * (context + 1)].view(-1, context + 1)
    is_test = torch.arange(len(lines)) % 10 == 0
    test = lines[is_test]
    return lines[~is_test], test[:: max(len(test) // 200, 1)], len(known)


def unigram_loss(training: Tensor, test: Tensor, characters: int) -> float:
    """Return the test loss in nats of knowing only how often each character occurs."""
    counts = torch.bincount(training.flatten(), minlength=characters).double() + 1  # 1: none is impossible
    return -(counts / counts.sum()).log()[test[:, 1:]].mean().item()


def measure(run: Run, net: str, seed: int, layers: int) -> tuple[list[float], list[float]]:
    """Return gradient norm and relative spread of the tokens behind each sub-layer, before any step."""
    device = "cpu" if run.device == "mps" else run.device
    lines, _, characters = deck_lines(run["context"])
    place, init = START[net]
    torch.manual_seed(seed)
    model = Transformer(place, layers, characters, run["width"], run["context"], init)
    model = model.to(device, torch.float64).requires_grad_(False)  # float32 ends at 1e-38
    model.characters.requires_grad_()  # gives the trunk gradients, and no weight matrix
    batch = lines[torch.randperm(len(lines))[:4]].to(device)  # [4, T + 1]
    states = list(model.states(batch[:, :-1]))[1:]  # [4, T, d] each
    logits = model.head(model.last(states[-1]))
    loss = cross_entropy(logits.flatten(0, 1), batch[:, 1:].flatten())
    norms = torch.stack([each.norm() for each in torch.autograd.grad(loss, states)])
    spreads = torch.stack([(each - each.mean(1, keepdim=True)).norm() / each.norm() for each in states])
    return norms.tolist(), spreads.tolist()


def learn(run: Run, net: str, seed: int) -> float:
    """Train one net and return its test loss in nats."""
    training, test, characters = deck_lines(run["context"])
    place, layers, times, warm = TRAINED[net]
    steps = run["steps"] * times
    torch.manual_seed(seed)
    order = torch.randint(len(training), (steps, run["batch"]))
    model = Transformer(place, layers, characters, run["width"], run["context"], "unit").to(run.device)
    adam = torch.optim.Adam(model.parameters(), lr=run["rate"], betas=(0.9, 0.95), fused=True)
    for step in range(steps):
        adam.param_groups[0]["lr"] = run["rate"] * min((step + 1) / max(warm * steps, 1), 1)
        batch = training[order[step]].to(run.device)  # [B, T + 1]
        loss = cross_entropy(model(batch[:, :-1]).flatten(0, 1), batch[:, 1:].flatten())
        adam.zero_grad()
        loss.backward()
        adam.step()
        if step % 4 == 3:
            run.metric("loss", loss.item(), step + 1, net=net, seed=seed)
        run.progress(step + 1, steps, f"{net}, {layers} layers, seed {seed}")
    test = test.to(run.device)
    with torch.no_grad():
        return cross_entropy(model(test[:, :-1]).flatten(0, 1), test[:, 1:].flatten()).item()


def task(run: Run, part: str, net: str, seed: int) -> Any:
    """Train one net, or measure one at every depth."""
    if part == "learn":
        return learn(run, net, seed)
    found = []
    for n, layers in enumerate(DEPTHS):
        found.append(measure(run, net, seed, layers))
        run.progress(n + 1, len(DEPTHS), f"{net}, {layers} layers, seed {seed}")
    return found


def main(run: Run) -> None:
    """Train and measure every net and settle the claims."""
    if run["width"] % HEAD:
        raise PrepError(f"heads have {HEAD} features", "--set width", "say for example width=64")
    if run.device == "mps":
        run.log("mps has no float64: what is measured before any step is computed on the CPU")
    torch.optim.Adam([torch.zeros(1)])  # imports for a second: here once, not in each worker
    unigram = unigram_loss(*deck_lines(run["context"]))
    for step in (0, 2 * run["steps"]):
        run.metric("loss", unigram, step, net="unigram")
    tasks = [{"part": "learn", "net": net, "seed": seed} for net in reversed(TRAINED) for seed in run.seeds]
    tasks += [{"part": "measure", "net": net, "seed": seed} for net in START for seed in run.seeds]
    results: dict[str, list[Any]] = {net: [] for net in (*TRAINED, *START)}
    for each, result in zip(tasks, run.sweep(tasks), strict=True):
        results[str(each["net"])].append(result)
    tell_start(run, {net: results[net] for net in START})
    tell_losses(run, {net: results[net] for net in TRAINED}, unigram)


def tell_start(run: Run, found: dict[str, list[Any]]) -> None:
    """Tell what was seen before any step, one entry a seed, and settle its claims."""
    ratios = {net: [[norms[0] / norms[-1] for norms, _ in seed] for seed in found[net]] for net in found}
    spreads = {net: [[spread[-1] for _, spread in seed] for seed in found[net]] for net in found}
    columns = ["net", *(f"{layers} layers" for layers in DEPTHS)]
    run.table("First / last gradient norm", columns, [[net, *ratios[net][0]] for net in found])
    run.table("Spread of the tokens behind the last", columns, [[net, *spreads[net][0]] for net in found])
    run.log("Without LN, GPT-2's start runs out of float64: 0 is less than 1e-154, nan the spread of zeros")
    for n, title in enumerate(
        ("Gradient behind each sub-layer, relative to the last", "Spread of the tokens")
    ):
        series = {net: curve(seeds[0][-1][n], relative=n == 0) for net, seeds in found.items()}
        run.figure(title, series, x="sub-layer", log=True)
    deepest = {net: [each[-1] for each in ratios[net]] for net in found}
    run.claim("rn-041-pre-ln-ratio", deepest["Pre-LN, GPT-2"])
    run.claim("rn-042-skipless-gradient", deepest["no skip, no LN, GPT-2"])
    run.claim("transformer-skipless-unit-ratio", deepest["no skip, unit"])
    ends = {net: [each[-1] for each in spreads[net]] for net in found}
    run.claim("rn-042-skipless-rank", ends["no skip, unit"])
    run.claim("transformer-pre-ln-spread", ends["Pre-LN, unit"])
    run.claim("transformer-post-ln-spread", ends["Post-LN, unit"])
    run.say(spread=ends["no skip, unit"][0], kept=ends["Pre-LN, unit"][0], ratio=deepest["no skip, unit"][0])


def curve(values: list[float], relative: bool) -> list[tuple[int, float]]:
    """Return (sub-layer, value) where there is a logarithm."""
    scale = values[-1] if relative else 1
    return [(n + 1, each / scale) for n, each in enumerate(values) if scale > 0 and each > 0]


def tell_losses(run: Run, losses: dict[str, list[float]], unigram: float) -> None:
    """Tell what was learned and settle its claims."""
    rows = [[net, TRAINED[net][1], run["steps"] * TRAINED[net][2], each[0]] for net, each in losses.items()]
    run.table("Test loss in nats", ["net", "layers", "steps", "loss"], [*rows, ["unigram", "", "", unigram]])
    run.claim("transformer-pre-ln-gain", [unigram - each for each in losses["Pre-LN"]])
    run.claim("transformer-skipless-gain", [unigram - each for each in losses["no skip"]])
    pairs = zip(losses["Post-LN"], losses["Post-LN, warm-up"], strict=True)
    run.claim("transformer-post-ln-warm-up", [without - warm for without, warm in pairs])


if __name__ == "__main__":
    start(LAB, main, task=task)
