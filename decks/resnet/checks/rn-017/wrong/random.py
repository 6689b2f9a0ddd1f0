"""Random numbers in place of zeros."""

import torch
from torch import Tensor


def shortcut_a(x: Tensor, c_out: int, stride: int) -> Tensor:
    """Return the identity in the shape of the branch."""
    x = x[:, :, ::stride, ::stride]
    extra = torch.randn(x.shape[0], c_out - x.shape[1], *x.shape[2:]).to(x)
    return torch.cat([x, extra], dim=1)
