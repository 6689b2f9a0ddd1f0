"""He initialisation by hand, from normal numbers; without torch.nn.init."""

from torch import Tensor


def he_normal_(weight: Tensor) -> Tensor:
    """Fill a weight in place by He's rule for ReLU with fan-in, and return it.

    The weight is that of a linear layer, (out, in), or of a convolution, (out, in, kernel, kernel).
    """
    raise NotImplementedError
