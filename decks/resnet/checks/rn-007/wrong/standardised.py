"""Scaled to the mean square of the whole, with fan-in 1."""

import torch
from torch import Tensor


def he_normal_(weight: Tensor) -> Tensor:
    """Fill a weight with normal numbers of variance 2 / fan-in."""
    fan_in = weight.shape[1]
    for side in weight.shape[2:]:
        fan_in *= side
    with torch.no_grad():
        return weight.normal_(0, 1).div_(weight.norm())
