"""The dropped pixels of x itself are set to zero."""

import torch.nn.functional as F
from torch import Tensor


def shortcut_a(x: Tensor, c_out: int, stride: int) -> Tensor:
    """Return the identity in the shape of the branch."""
    x.data[:, :, 1::2] = 0
    x = x[:, :, ::stride, ::stride]
    return F.pad(x, (0, 0, 0, 0, 0, c_out - x.shape[1]))
