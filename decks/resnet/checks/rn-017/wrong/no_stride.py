"""The stride is not applied."""

import torch.nn.functional as F
from torch import Tensor


def shortcut_a(x: Tensor, c_out: int, stride: int) -> Tensor:
    """Return the identity in the shape of the branch."""
    x = x[:, :, :, :]
    return F.pad(x, (0, 0, 0, 0, 0, c_out - x.shape[1]))
