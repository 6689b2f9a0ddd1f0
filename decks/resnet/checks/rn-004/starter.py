"""The pre-activation unit (v2): y = shortcut(x) + F(x), F = BN, ReLU, conv 3x3, BN, ReLU, conv 3x3."""

from torch import Tensor, nn


class PreActBlock(nn.Module):
    """From c_in to c_out channels; where the shape changes, the shortcut is a bare 1x1 convolution of x."""

    def __init__(self, c_in: int, c_out: int, stride: int = 1) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """Return the sum: (N, c_in, H, W) to (N, c_out, H / stride, W / stride)."""
        raise NotImplementedError
