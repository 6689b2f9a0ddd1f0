"""In the style of torchvision: a downsample that may be None, in-place ReLU after a norm."""

from torch import Tensor, nn


def conv3x3(before: int, after: int, stride: int = 1) -> nn.Conv2d:
    """Return a 3x3 convolution that keeps the map at stride 1."""
    return nn.Conv2d(
        before, after, kernel_size=3, stride=stride, padding="same" if stride == 1 else 1, bias=False
    )


class BasicBlock(nn.Module):
    """Two 3x3 convolutions beside a shortcut."""

    def __init__(self, c_in: int, c_out: int, stride: int = 1) -> None:
        super().__init__()
        self.downsample: nn.Module | None = None
        if (stride, c_in) != (1, c_out):
            self.downsample = nn.Sequential(
                nn.Conv2d(c_in, c_out, 1, stride, bias=False), nn.BatchNorm2d(c_out)
            )
        self.relu = nn.ReLU(inplace=True)
        self.branch = nn.Sequential(
            conv3x3(c_in, c_out, stride),
            nn.BatchNorm2d(c_out),
            self.relu,
            conv3x3(c_out, c_out),
            nn.BatchNorm2d(c_out),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return the block's output."""
        identity = x if self.downsample is None else self.downsample(x)
        out = self.branch(x)
        out += identity
        return self.relu(out)
