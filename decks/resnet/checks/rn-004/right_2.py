"""The branch as one sequence."""

from torch import Tensor, nn


def preact(before: int, after: int, stride: int = 1) -> list[nn.Module]:
    """Return norm, ReLU and convolution; the in-place ReLU changes only what the norm made."""
    conv = nn.Conv2d(before, after, kernel_size=3, stride=stride, padding=1, bias=False)
    return [nn.BatchNorm2d(before), nn.ReLU(inplace=True), conv]


class PreActBlock(nn.Module):
    """A sum with a clean shortcut."""

    def __init__(self, c_in: int, c_out: int, stride: int = 1) -> None:
        super().__init__()
        self.branch = nn.Sequential(*preact(c_in, c_out, stride), *preact(c_out, c_out))
        self.projection: nn.Conv2d | None = None
        if c_in != c_out or stride > 1:
            self.projection = nn.Conv2d(c_in, c_out, 1, stride=stride, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """Return the unit's output."""
        if self.projection is None:
            return x + self.branch(x)
        return self.projection(x) + self.branch(x)
