"""Built from a helper and two paths."""

from torch import Tensor, nn


def conv_bn(before: int, after: int, kernel: int, stride: int = 1, relu: bool = True) -> nn.Sequential:
    """Return a convolution with its norm, and a ReLU if wanted."""
    layers: list[nn.Module] = [
        nn.Conv2d(before, after, kernel, stride=stride, padding=kernel // 2, bias=False),
        nn.BatchNorm2d(after),
    ]
    return nn.Sequential(*layers, nn.ReLU(inplace=True)) if relu else nn.Sequential(*layers)


class Bottleneck(nn.Module):
    """1x1, 3x3, 1x1 beside a shortcut."""

    expansion = 4

    def __init__(self, c_in: int, width: int, stride: int = 1) -> None:
        super().__init__()
        out = width * self.expansion
        self.reduce = conv_bn(c_in, width, 1)
        self.spatial = conv_bn(width, width, 3, stride)
        self.expand = conv_bn(width, out, 1, relu=False)
        self.shortcut = (
            nn.Sequential() if (stride == 1 and c_in == out) else conv_bn(c_in, out, 1, stride, False)
        )
        self.act = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        """Return the block's output."""
        return self.act(self.shortcut(x) + self.expand(self.spatial(self.reduce(x))))
