"""A projection whose weights are drawn at each call."""

import torch
import torch.nn.functional as F
from torch import Tensor


def shortcut_a(x: Tensor, c_out: int, stride: int) -> Tensor:
    """Return the identity in the shape of the branch."""
    weight = torch.randn(c_out, x.shape[1], 1, 1).to(x)
    return F.conv2d(x, weight, stride=stride)
