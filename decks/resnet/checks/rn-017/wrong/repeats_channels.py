"""The channels of x once more in place of zeros."""

import torch
from torch import Tensor


def shortcut_a(x: Tensor, c_out: int, stride: int) -> Tensor:
    """Return the identity in the shape of the branch."""
    x = x[:, :, ::stride, ::stride]
    return torch.cat([x] * c_out, dim=1)[:, :c_out]
