"""Standard normal numbers, scaled."""

import torch
from torch import Tensor


@torch.no_grad()
def he_normal_(weight: Tensor) -> Tensor:
    """Fill a weight with normal numbers of variance 2 / fan-in."""
    fan_in = weight[0].numel()
    weight.copy_(torch.randn_like(weight) * (2.0 / fan_in) ** 0.5)
    return weight
