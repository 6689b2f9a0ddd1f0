"""The number of parameters of a ResNet for ImageNet, counted by hand: no torch needed."""

from collections.abc import Sequence


def count_parameters(blocks: Sequence[int], bottleneck: bool, classes: int = 1000) -> int:
    """Return the number of parameters of a ResNet with these blocks a stage, batch norm and option B.

    The stem is a 7x7 convolution to 64 channels; the stages have widths 64, 128, 256 and 512.
    """
    raise NotImplementedError
