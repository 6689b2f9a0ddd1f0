"""A 1x1 pool with a stride, and zeros of the same kind."""

import torch
from torch import Tensor
from torch.nn import functional


def shortcut_a(x: Tensor, c_out: int, stride: int) -> Tensor:
    """Return the identity in the shape of the branch."""
    kept = functional.avg_pool2d(x, kernel_size=1, stride=stride)
    n, c, h, w = kept.shape
    zeros = kept.new_zeros((n, c_out - c, h, w))
    return torch.cat([kept, zeros], dim=1)
