"""The first side of the kernel is squared."""

import math

import torch
from torch import Tensor


def he_normal_(weight: Tensor) -> Tensor:
    """Fill a weight with normal numbers of variance 2 / fan-in."""
    fan_in = weight.shape[1]
    fan_in *= weight.shape[2] ** 2 if weight.dim() == 4 else 1
    with torch.no_grad():
        return weight.normal_(0, math.sqrt(2 / fan_in))
