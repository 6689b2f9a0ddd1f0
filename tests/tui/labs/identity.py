"""What a block of F(x) + x does with F = 0, measured without any library.

For tests: quick, the same every time.
"""

from prepapp.lab import Run, start

LAB = {
    "title": "A block that is the identity",
    "paper": "A paper, section 2",
    "question": "Why can a deeper net of such blocks not be worse than a shallow one?",
    "sentence": "Through {blocks} blocks the output was {out} times the input, so ...",
    "presets": {"quick": {}, "long": {"blocks": 40}},
    "params": {
        "blocks": {"default": 4, "min": 1, "max": 1000, "help": "one after the other"},
        "scale": {"default": 1.0, "help": "of the shortcut"},
        "kind": {"default": "plain", "choices": ["plain", "residual"], "help": "of the blocks"},
    },
    "claims": {
        "identity-out": {
            "text": "Output over input after all blocks, with branches of zero",
            "expected": "1: the identity",
            "holds": "0.99 .. 1.01",
            "predict": "How large is the output, as a multiple of the input?",
        },
        "identity-more": {
            "text": "Blocks that make the output larger than twice the input, more than half of them",
            "unit": "blocks",
            "expected": "more than half",
            "holds": "> 2",
        },
    },
}


def main(run: Run) -> None:
    """Send one number through the blocks."""
    out, larger = 1.0, 0
    for block in range(run["blocks"]):
        out *= run["scale"]
        larger += out > 2
        run.metric("size", out, block, net=run["kind"])
        run.progress(block + 1, run["blocks"], f"block {block + 1}")
    run.log("all blocks done")
    run.table("Blocks", ["block", "out"], [["last", out]])
    run.figure("Size, again", {"out": [(0, 1.0), (1, out)]}, x="block", y="size")
    run.claim("identity-out", out)
    run.claim("identity-more", larger)
    run.say(blocks=run["blocks"], out=out)


if __name__ == "__main__":
    start(LAB, main)
