"""Pixels become channels by a new shape."""

import torch.nn.functional as F
from torch import Tensor


def shortcut_a(x: Tensor, c_out: int, stride: int) -> Tensor:
    """Return the identity in the shape of the branch."""
    n, _, h, w = x.shape
    return (
        F.pad(x.flatten(), (0, n * c_out * h * w))
        .view(-1)[: n * c_out * h * w // stride**2]
        .view(n, c_out, h // stride, w // stride)
    )
