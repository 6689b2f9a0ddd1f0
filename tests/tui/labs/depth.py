"""Deeper plain nets train worse than shallow ones; the same nets with shortcuts do not.

For tests: it is never run, what it says is written down.
"""

from prepapp.lab import Run, start

LAB = {
    "title": "Degradation: plain and residual nets",
    "paper": "He et al. 2015, arXiv:1512.03385, Figure 6",
    "question": "Why does a worse training error already rule out overfitting?",
    "sentence": "With {steps} steps ..., so ...",
    "presets": {"quick": {}, "full": {"steps": 64000}},
    "params": {
        "steps": {"default": 60, "min": 1, "max": 1_000_000, "help": "of 128 images"},
        "data": {"default": "digits", "choices": ["digits", "cifar10"], "help": "what is learned"},
        "lr": {"default": 0.02, "min": 0.0, "max": 10.0, "help": "learning rate"},
    },
    "claims": {
        "depth-worse": {
            "text": "plain-56 ends with more than 1.5 times the training loss of plain-20",
            "unit": "x",
            "expected": "above, in Figure 6",
            "holds": "> 1.5",
            "predict": "How many times the training loss of plain-20 does plain-56 end with?",
        },
        "depth-shortcuts": {
            "text": "With shortcuts the deeper net ends with less than a fifth of the training loss",
            "unit": "x",
            "expected": "far below, in Figure 6",
            "holds": "< 0.2",
            "predict": "What fraction of plain-56's training loss does ResNet-56 end with?",
        },
        "depth-free": {
            "text": "With shortcuts depth does no harm",
            "unit": "nats",
            "expected": "below, in Figure 6",
            "holds": "<= 0",
            "fails": "> 0.05",
        },
    },
}


def main(run: Run) -> None:
    """Do nothing."""


if __name__ == "__main__":
    start(LAB, main)
