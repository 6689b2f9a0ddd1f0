"""No ReLU between the layers: one linear map."""

import torch
from torch import Tensor, nn


class SE(nn.Module):
    """Squeeze, excite, scale."""

    def __init__(self, channels: int, r: int = 16) -> None:
        super().__init__()
        self.down = nn.Linear(channels, channels // r)
        self.up = nn.Linear(channels // r, channels)

    def forward(self, f: Tensor) -> Tensor:
        """Return the maps, each scaled by its gate."""
        z = f.mean(dim=(2, 3))
        s = torch.sigmoid(self.up(self.down(z)))
        return f * s[:, :, None, None]
