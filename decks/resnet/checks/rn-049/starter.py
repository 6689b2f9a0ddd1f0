"""Squeeze-and-excitation: one learned gate a channel, from the mean of all channels."""

from torch import Tensor, nn


class SE(nn.Module):
    """Two learned layers with biases, C to C / r to C, ReLU between and a sigmoid behind."""

    def __init__(self, channels: int, r: int = 16) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, f: Tensor) -> Tensor:
        """Return the maps, each scaled by its gate: (N, C, H, W) to (N, C, H, W)."""
        raise NotImplementedError
