"""Two 3x3 in the middle."""

from collections.abc import Sequence


def conv_bn(a: int, b: int, k: int) -> int:
    """Return the parameters of a convolution without bias and its norm."""
    return k * k * a * b + 2 * b


def count_parameters(blocks: Sequence[int], bottleneck: bool, classes: int = 1000) -> int:
    """Return the number of parameters."""
    total, c = conv_bn(3, 64, 7), 64
    for n, w in zip(blocks, (64, 128, 256, 512), strict=True):
        out = 4 * w if bottleneck else w
        for _ in range(n):
            if bottleneck:
                total += conv_bn(c, w, 3) + conv_bn(w, w, 3) + conv_bn(w, out, 1)
            else:
                total += conv_bn(c, w, 3) + conv_bn(w, w, 3)
            if c != out:
                total += conv_bn(c, out, 1)
            c = out
    return total + c * classes + classes
