"""What He initialisation has to do, seen from the numbers that it draws."""

import math
from types import ModuleType

import torch
from torch import Tensor, nn


def filled(answer: ModuleType, *shape: int, seed: int = 0) -> Tensor:
    """Return a filled weight."""
    weight = torch.full(shape, 7.0)
    torch.manual_seed(seed)
    answer.he_normal_(weight)
    return weight


def close(found: float, expected: float, share: float = 0.04) -> bool:
    """Whether two sizes agree, the chance of the draw allowed for."""
    return abs(found / expected - 1) < share


def test_conv_3x3(answer: ModuleType) -> None:
    """Fan-in of a convolution is its inputs times its kernel's area."""
    std, expected = filled(answer, 128, 32, 3, 3).std().item(), math.sqrt(2 / (32 * 9))
    assert close(std, expected), (
        f"32 to 128 channels, 3x3: the standard deviation is {std:.4f}, not {expected:.4f}"
    )


def test_conv_1x1(answer: ModuleType) -> None:
    """A 1x1 has an area of one."""
    std, expected = filled(answer, 512, 64, 1, 1).std().item(), math.sqrt(2 / 64)
    assert close(std, expected), (
        f"64 to 512 channels, 1x1: the standard deviation is {std:.4f}, not {expected:.4f}"
    )


def test_kernel_that_is_no_square(answer: ModuleType) -> None:
    """Both sides of the kernel count."""
    std, expected = filled(answer, 128, 64, 1, 5).std().item(), math.sqrt(2 / (64 * 5))
    assert close(std, expected), (
        f"64 to 128 channels, 1x5: the standard deviation is {std:.4f}, not {expected:.4f}"
    )


def test_linear(answer: ModuleType) -> None:
    """Fan-in of a linear layer is its inputs, not its outputs."""
    std, expected = filled(answer, 100, 800).std().item(), math.sqrt(2 / 800)
    assert close(std, expected), f"800 to 100: the standard deviation is {std:.4f}, not {expected:.4f}"


def test_mean_is_zero(answer: ModuleType) -> None:
    """As many negative numbers as positive ones."""
    weight = filled(answer, 256, 256)
    assert abs(weight.mean().item()) < 0.02 * weight.std().item(), f"the mean is {weight.mean().item():.4f}"


def test_numbers_are_normal(answer: ModuleType) -> None:
    """5 % lie beyond two standard deviations, and some beyond four."""
    scaled = filled(answer, 512, 512)
    scaled = (scaled / scaled.std()).abs()
    assert close((scaled > 2).float().mean().item(), 0.0455, 0.1), (
        "they are not normal: too few or many beyond two"
    )
    assert 3.8 < scaled.max() < 6.5, f"the largest is {scaled.max():.1f} standard deviations away"


def test_in_place(answer: ModuleType) -> None:
    """The weight that was given is filled, and returned."""
    weight = torch.zeros(16, 8)
    returned = answer.he_normal_(weight)
    assert weight.any(), "the weight that was given is not filled"
    assert returned is weight, "another tensor is returned"


def test_parameter_of_a_layer(answer: ModuleType) -> None:
    """A parameter can be filled and goes on learning."""
    layer = nn.Conv2d(8, 16, 3)
    answer.he_normal_(layer.weight)
    assert layer.weight.requires_grad and layer.weight.is_leaf, "the parameter is no leaf any more"
    layer(torch.ones(1, 8, 4, 4)).sum().backward()
    assert layer.weight.grad is not None, "the parameter has no gradient"


def test_old_numbers_are_gone(answer: ModuleType) -> None:
    """What stood in the weight before does not matter."""
    first, second = torch.zeros(64, 64), torch.full((64, 64), 100.0)
    for each in (first, second):
        torch.manual_seed(3)
        answer.he_normal_(each)
    assert torch.allclose(first, second, atol=1e-4), "the new numbers depend on the old ones"


def test_new_numbers_each_time(answer: ModuleType) -> None:
    """Two layers get other numbers; torch's seed decides, and is left to the caller."""
    first, second = torch.zeros(16, 16), torch.zeros(16, 16)
    torch.manual_seed(5)
    answer.he_normal_(first)
    answer.he_normal_(second)
    assert not torch.equal(first, second), "two weights get the same numbers"
    assert torch.equal(filled(answer, 16, 16, seed=9), filled(answer, 16, 16, seed=9)), (
        "torch's seed has no effect"
    )


def test_a_signal_keeps_its_size(answer: ModuleType) -> None:
    """Through 30 ReLU layers the root mean square stays where it is."""
    torch.manual_seed(7)
    x = torch.randn(128, 256)
    before = x.square().mean().sqrt()
    for _ in range(30):
        weight = torch.zeros(256, 256)
        answer.he_normal_(weight)
        x = (x @ weight.T).relu()
    size = (x.square().mean().sqrt() / before).item()
    assert 0.25 < size < 4, f"after 30 layers the signal is {size:.3g} times as large"
