"""The last side for the fan-in, as for a weight that is stored the other way."""

import math

import torch
from torch import Tensor


def he_normal_(weight: Tensor) -> Tensor:
    """Fill a weight with normal numbers of variance 2 / fan-in."""
    fan_in = weight.shape[-1] * weight.shape[0]
    with torch.no_grad():
        return weight.normal_(0, math.sqrt(2 / fan_in))
