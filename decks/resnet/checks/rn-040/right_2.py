"""As a list of layers that is summed at the end."""

from collections.abc import Iterator, Sequence

Layer = tuple[int, int, int]


def layers(blocks: Sequence[int], expansion: int) -> Iterator[Layer]:
    """Yield kernel, inputs and outputs of every convolution."""
    yield 7, 3, 64
    before = 64
    for stage, repeats in enumerate(blocks):
        width = 64 << stage
        after = width * expansion
        path = [(1, width), (3, width), (1, after)] if expansion > 1 else [(3, width), (3, after)]
        for block in range(repeats):
            inputs = before
            for kernel, outputs in path:
                yield kernel, inputs, outputs
                inputs = outputs
            if block == 0 and before != after:
                yield 1, before, after
            before = after


def count_parameters(blocks: Sequence[int], bottleneck: bool, classes: int = 1000) -> int:
    """Return the number of parameters."""
    found = list(layers(blocks, 4 if bottleneck else 1))
    weights = sum(kernel**2 * before * after for kernel, before, after in found)
    norms = sum(2 * after for _, _, after in found)
    return weights + norms + found[-1][2] * classes + classes
