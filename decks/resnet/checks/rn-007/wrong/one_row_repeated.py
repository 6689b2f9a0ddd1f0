"""Every output gets the same weights."""

import math

import torch
from torch import Tensor


def he_normal_(weight: Tensor) -> Tensor:
    """Fill a weight with normal numbers of variance 2 / fan-in."""
    fan_in = weight.shape[1]
    for side in weight.shape[2:]:
        fan_in *= side
    with torch.no_grad():
        return weight.copy_((torch.randn_like(weight[:1]) * math.sqrt(2 / fan_in)).expand_as(weight))
