"""What option A has to do, however it is written."""

from types import ModuleType

import torch
from torch import Tensor


def image(side: int = 8, channels: int = 3) -> Tensor:
    """Return a batch in which no number occurs twice."""
    size = 2 * channels * side * side
    return torch.arange(1.0, size + 1).reshape(2, channels, side, side) - size / 3


def test_shapes(answer: ModuleType) -> None:
    """Channels become c_out, height and width are divided by the stride."""
    for c_out, stride in ((3, 1), (6, 2), (8, 1), (3, 2), (12, 4)):
        shape = tuple(answer.shortcut_a(image(), c_out, stride).shape)
        expected = (2, c_out, 8 // stride, 8 // stride)
        assert shape == expected, f"c_out {c_out} and stride {stride} give {shape}, expected {expected}"


def test_same_shape_is_the_identity(answer: ModuleType) -> None:
    """Where nothing changes, nothing changes."""
    x = image()
    assert torch.equal(answer.shortcut_a(x, 3, 1), x), "c_out = c_in at stride 1 does not give x"


def test_every_second_pixel_is_kept(answer: ModuleType) -> None:
    """It is the value of x at rows and columns 0, 2, 4: no mean, no maximum."""
    x = image()
    assert torch.equal(answer.shortcut_a(x, 6, 2)[:, :3], x[:, :, ::2, ::2]), (
        "the kept pixels are not x[::2, ::2]"
    )


def test_every_third_pixel_is_kept(answer: ModuleType) -> None:
    """Any stride."""
    x = image(9)
    assert torch.equal(answer.shortcut_a(x, 4, 3)[:, :3], x[:, :, ::3, ::3]), (
        "the kept pixels are not x[::3, ::3]"
    )


def test_odd_maps(answer: ModuleType) -> None:
    """A 3x3 with padding 1 makes 4 of 7 at stride 2: so must the shortcut."""
    shape = tuple(answer.shortcut_a(image(7), 6, 2).shape)
    assert shape == (2, 6, 4, 4), f"a 7x7 map at stride 2 gives {shape}, expected (2, 6, 4, 4)"


def test_new_channels_are_zero(answer: ModuleType) -> None:
    """The channels that x does not have are zeros, behind its own."""
    y = answer.shortcut_a(image(), 8, 2)
    assert not y[:, 3:].any(), "the new channels are not zero"
    assert y[:, :3].all(), "zeros stand among the channels of x"


def test_twice_gives_the_same(answer: ModuleType) -> None:
    """Nothing is drawn at random."""
    x = image()
    assert torch.equal(answer.shortcut_a(x, 8, 2), answer.shortcut_a(x, 8, 2)), "two calls differ"


def test_the_gradient_passes(answer: ModuleType) -> None:
    """The gradient is 1 at each kept pixel and 0 at the others."""
    x = image().requires_grad_()
    answer.shortcut_a(x, 6, 2).sum().backward()
    expected = torch.zeros_like(x)
    expected[:, :, ::2, ::2] = 1
    assert x.grad is not None and torch.equal(x.grad, expected), (
        "the gradient is not 1 at the kept pixels only"
    )


def test_the_input_is_left_alone(answer: ModuleType) -> None:
    """The branch reads the same x."""
    x = image()
    before = x.clone()
    answer.shortcut_a(x, 8, 2)
    assert torch.equal(x, before), "x is changed"


def test_the_kind_of_number_stays(answer: ModuleType) -> None:
    """Half and double precision stay what they are."""
    for kind in (torch.float64, torch.float16):
        y = answer.shortcut_a(image().to(kind), 6, 2)
        assert y.dtype == kind, f"{kind} becomes {y.dtype}"


def test_maps_that_are_no_squares(answer: ModuleType) -> None:
    """Height and width are strided each by itself."""
    x = image()[:, :, :, :6]
    y = answer.shortcut_a(x, 6, 2)
    assert torch.equal(y[:, :3], x[:, :, ::2, ::2]), "a map of 8x6 is not strided to 4x3"
