"""With 1x1 convolutions, which need no new shape."""

from torch import Tensor, nn


class SE(nn.Module):
    """The gate as one sequence."""

    def __init__(self, channels: int, r: int = 16) -> None:
        super().__init__()
        self.gate = nn.Sequential(
            nn.AdaptiveAvgPool2d(1),
            nn.Conv2d(channels, channels // r, kernel_size=1),
            nn.ReLU(inplace=True),
            nn.Conv2d(channels // r, channels, kernel_size=1),
            nn.Sigmoid(),
        )

    def forward(self, f: Tensor) -> Tensor:
        """Return the maps, each scaled by its gate."""
        return self.gate(f) * f
