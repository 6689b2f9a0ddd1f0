"""The bottleneck block (v1, stride on the 3x3): 1x1 to width, 3x3, 1x1 to 4 * width, beside a shortcut."""

from torch import Tensor, nn


class Bottleneck(nn.Module):
    """From c_in to 4 * width channels; the shortcut is the identity, or option B where the shape changes."""

    def __init__(self, c_in: int, width: int, stride: int = 1) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """Return the sum after its ReLU: (N, c_in, H, W) to (N, 4 * width, H / stride, W / stride)."""
        raise NotImplementedError
