"""What a bottleneck block has to do, whatever its parts are called."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import torch
from torch import Tensor, nn


def block(answer: ModuleType, c_in: int = 16, width: int = 4, stride: int = 1) -> Any:
    """Return a block, the same at every call."""
    torch.manual_seed(0)
    return answer.Bottleneck(c_in, width, stride)


def image(channels: int = 16, side: int = 8) -> Tensor:
    """Return a batch of normal numbers, negative ones too."""
    torch.manual_seed(1)
    return torch.randn(4, channels, side, side)


def norms(module: nn.Module) -> list[nn.BatchNorm2d]:
    """Return the batch norms."""
    return [each for each in module.modules() if isinstance(each, nn.BatchNorm2d)]


def count(module: nn.Module) -> int:
    """Return how many parameters there are."""
    return sum(each.numel() for each in module.parameters())


@contextmanager
def listening(module: nn.Module) -> Iterator[list[tuple[nn.Conv2d, Tensor, Tensor]]]:
    """Collect every convolution that runs, with a copy of its input and its output."""
    heard: list[tuple[nn.Conv2d, Tensor, Tensor]] = []

    def hear(conv: nn.Conv2d, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        heard.append((conv, inputs[0].detach().clone(), output.detach().clone()))

    hooks = [each.register_forward_hook(hear) for each in module.modules() if isinstance(each, nn.Conv2d)]
    yield heard
    for hook in hooks:
        hook.remove()


def constant_norms(module: nn.Module, shift: float) -> list[nn.BatchNorm2d]:
    """Make every batch norm put out one constant."""
    found = norms(module)
    for each in found:
        nn.init.zeros_(each.weight)
        nn.init.constant_(each.bias, shift)
    return found


def test_shapes(answer: ModuleType) -> None:
    """The block puts out four times its width, on a map divided by the stride."""
    for c_in, width, stride in ((16, 4, 1), (8, 4, 1), (16, 8, 2), (32, 8, 2)):
        shape = tuple(block(answer, c_in, width, stride)(image(c_in)).shape)
        expected = (4, 4 * width, 8 // stride, 8 // stride)
        assert shape == expected, (
            f"Bottleneck({c_in}, {width}, {stride}) puts out {shape}, expected {expected}"
        )


def test_parameter_count(answer: ModuleType) -> None:
    """Three convolutions without bias, a norm after each, and a projection only where the shape changes."""
    for (c_in, width, stride), expected in {(256, 64, 1): 70_400, (64, 64, 1): 75_008, (256, 128, 2): 379_392,
                                            (256, 64, 2): 136_448}.items():  # fmt: skip
        found = count(block(answer, c_in, width, stride))
        assert found == expected, (
            f"Bottleneck({c_in}, {width}, {stride}) has {found:,} parameters, not {expected:,}"
        )


def test_convs_have_no_bias(answer: ModuleType) -> None:
    """A batch norm follows each convolution: its shift replaces the bias."""
    convs = [each for each in block(answer, 16, 8, 2).modules() if isinstance(each, nn.Conv2d)]
    assert convs and all(each.bias is None for each in convs), "a convolution has a bias"


def test_kernels_in_order(answer: ModuleType) -> None:
    """The 1x1 makes it narrow, the 3x3 works there, the last 1x1 makes it wide."""
    module = block(answer)
    with listening(module) as heard:
        module(image())
    kernels = [(conv.kernel_size[0], conv.in_channels, conv.out_channels) for conv, _, _ in heard]
    assert kernels == [(1, 16, 4), (3, 4, 4), (1, 4, 16)], f"kernel, inputs and outputs are {kernels}"


def test_stride_is_in_the_3x3(answer: ModuleType) -> None:
    """On the 3x3 every position is read; a 1x1 with stride 2 drops three of four."""
    module = block(answer, 16, 8, 2)
    with listening(module) as heard:
        module(image())
    sizes = [before.shape[-1] for conv, before, _ in heard if conv.in_channels == 8]
    assert sizes == [8, 4], f"the 3x3 and the last 1x1 read maps of {sizes} a side, expected [8, 4]"


def test_a_relu_after_both_narrow_norms(answer: ModuleType) -> None:
    """ReLU follows the first and the second norm."""
    module = block(answer)
    with listening(module) as heard:
        module(image())
    for n, (_, before, _) in enumerate(heard[1:], 2):
        assert before.min() >= 0, f"convolution {n} gets negative numbers"


def test_the_convs_read_the_input(answer: ModuleType) -> None:
    """In v1 the first convolution and the projection read x itself; norm and ReLU come after."""
    module, x = block(answer, 16, 8, 2), image()
    with listening(module) as heard:
        module(x)
    first = [before for conv, before, _ in heard if conv.in_channels == 16]
    assert len(first) == 2 and all(torch.equal(each, x) for each in first), (
        "the first 1x1 and the projection do not both read x"
    )


def test_a_zero_branch_gives_relu_of_x(answer: ModuleType) -> None:
    """With F(x) = 0 a v1 block is ReLU(x), not x, not 2x."""
    module, x = block(answer), image()
    constant_norms(module, 0.0)
    assert torch.allclose(module(x), x.relu(), atol=1e-6), "with a zero branch the output is not ReLU(x)"


def test_the_branch_is_added_once(answer: ModuleType) -> None:
    """With F(x) = 3 everywhere the block is ReLU(x + 3)."""
    module, x = block(answer), image()
    constant_norms(module, 3.0)
    assert torch.allclose(module(x), (x + 3).relu(), atol=1e-6), "with a branch of 3 it is not ReLU(x + 3)"


def test_the_branch_can_subtract(answer: ModuleType) -> None:
    """No ReLU before the sum: the branch may be negative."""
    module, x = block(answer), image()
    constant_norms(module, -0.5)
    assert torch.allclose(module(x), (x - 0.5).relu(), atol=1e-6), (
        "with a branch of -0.5 it is not ReLU(x - 0.5)"
    )


def test_the_projection_has_a_norm_and_no_relu(answer: ModuleType) -> None:
    """The shortcut is conv 1x1 and batch norm, nothing else."""
    module, x = block(answer, 16, 8, 2), image()
    sums = []
    for each in constant_norms(module, -1.0):
        nn.init.constant_(each.bias, 3.0)
        sums.append(module(x).max().item())
        nn.init.constant_(each.bias, -1.0)
    assert len(sums) == 4, f"{len(sums)} batch norms, expected 4"
    assert all(abs(each) < 1e-6 or abs(each - 2) < 1e-6 for each in sums), "a ReLU stands before the sum"


def test_the_gradient_passes_the_shortcut(answer: ModuleType) -> None:
    """With F(x) = 0 the gradient is 1 wherever x is positive."""
    module, x = block(answer), image().requires_grad_()
    constant_norms(module, 0.0)
    module(x).sum().backward()
    assert x.grad is not None and torch.allclose(x.grad, (x > 0).float()), (
        "the shortcut does not carry the gradient"
    )


def test_every_parameter_learns(answer: ModuleType) -> None:
    """Each convolution and norm takes part: its gradient is not zero."""
    module, weights = block(answer, 16, 8, 2), torch.arange(32.0)[None, :, None, None]
    (module(image()) * weights).sum().backward()
    still = [name for name, each in module.named_parameters() if each.grad is None or not each.grad.any()]
    assert not still, f"no gradient reaches {', '.join(still)}"


def test_the_input_is_left_alone(answer: ModuleType) -> None:
    """An in-place ReLU must not change x, which the shortcut still needs."""
    x = image()
    before = x.clone()
    block(answer)(x)
    assert torch.equal(x, before), "the block changes its input"


def test_evaluation_needs_no_batch(answer: ModuleType) -> None:
    """In evaluation an image's output does not depend on the others."""
    module, x = block(answer).eval(), image()
    assert torch.allclose(module(x)[:1], module(x[:1]), atol=1e-5), "the output depends on the other images"
