"""Half of the new channels on each side."""

import torch.nn.functional as F
from torch import Tensor


def shortcut_a(x: Tensor, c_out: int, stride: int) -> Tensor:
    """Return the identity in the shape of the branch."""
    x = x[:, :, ::stride, ::stride]
    extra = c_out - x.shape[1]
    return F.pad(x, (0, 0, 0, 0, extra // 2, extra - extra // 2))
