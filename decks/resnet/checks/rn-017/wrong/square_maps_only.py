"""The width is taken for the height."""

import torch.nn.functional as F
from torch import Tensor


def shortcut_a(x: Tensor, c_out: int, stride: int) -> Tensor:
    """Return the identity in the shape of the branch."""
    side = x.shape[2]
    x = x[:, :, :side:stride, :side:stride]
    x = F.interpolate(x, size=(x.shape[2], x.shape[2]))
    return F.pad(x, (0, 0, 0, 0, 0, c_out - x.shape[1]))
