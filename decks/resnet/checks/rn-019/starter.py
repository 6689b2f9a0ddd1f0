"""The basic block (v1): y = ReLU(F(x) + shortcut(x)), F = conv 3x3, BN, ReLU, conv 3x3, BN."""

from torch import Tensor, nn


class BasicBlock(nn.Module):
    """From c_in to c_out channels; the shortcut is the identity, or option B where the shape changes."""

    def __init__(self, c_in: int, c_out: int, stride: int = 1) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """Return the sum after its ReLU: (N, c_in, H, W) to (N, c_out, H / stride, W / stride)."""
        raise NotImplementedError
