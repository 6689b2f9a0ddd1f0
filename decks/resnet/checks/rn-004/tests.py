"""What a pre-activation unit has to do, whatever its parts are called."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import torch
from torch import Tensor, nn


def block(answer: ModuleType, c_in: int = 8, c_out: int = 8, stride: int = 1) -> Any:
    """Return a block, the same at every call."""
    torch.manual_seed(0)
    return answer.PreActBlock(c_in, c_out, stride)


def image(channels: int = 8, side: int = 8) -> Tensor:
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


def zero_convs(module: nn.Module) -> None:
    """Make every 3x3 put out zeros."""
    for each in module.modules():
        if isinstance(each, nn.Conv2d) and each.kernel_size == (3, 3):
            nn.init.zeros_(each.weight)


def test_shapes(answer: ModuleType) -> None:
    """Height and width are divided by the stride, and channels become c_out."""
    for c_in, c_out, stride in ((8, 8, 1), (8, 16, 1), (8, 16, 2), (8, 8, 2)):
        shape = tuple(block(answer, c_in, c_out, stride)(image(c_in)).shape)
        expected = (4, c_out, 8 // stride, 8 // stride)
        assert shape == expected, (
            f"PreActBlock({c_in}, {c_out}, {stride}) puts out {shape}, expected {expected}"
        )


def test_odd_maps(answer: ModuleType) -> None:
    """A 3x3 with padding 1 and a 1x1 without agree on odd maps too."""
    shape = tuple(block(answer, 8, 16, 2)(image(8, 7)).shape)
    assert shape == (4, 16, 4, 4), f"a 7x7 map at stride 2 gives {shape}, expected (4, 16, 4, 4)"


def test_convs_have_no_bias(answer: ModuleType) -> None:
    """As in the paper, the norms alone shift."""
    convs = [each for each in block(answer, 8, 16, 2).modules() if isinstance(each, nn.Conv2d)]
    assert convs and all(each.bias is None for each in convs), "a convolution has a bias"


def test_parameter_count(answer: ModuleType) -> None:
    """A norm before each 3x3, so the first has c_in channels; the projection is bare."""
    for (c_in, c_out, stride), expected in {(64, 64, 1): 73_984, (64, 128, 2): 229_760, (64, 128, 1): 229_760,
                                            (64, 64, 2): 78_080}.items():  # fmt: skip
        found = count(block(answer, c_in, c_out, stride))
        assert found == expected, (
            f"PreActBlock({c_in}, {c_out}, {stride}) has {found:,} parameters, not {expected:,}"
        )


def test_stride_is_in_the_first_conv(answer: ModuleType) -> None:
    """The first 3x3 halves the map, so that the second works on the small one."""
    module = block(answer, 8, 16, 2)
    with listening(module) as heard:
        module(image())
    sizes = [output.shape[-1] for conv, _, output in heard if conv.kernel_size == (3, 3)]
    assert sizes == [4, 4], f"the two 3x3 put out maps of {sizes} a side, expected [4, 4]"


def test_norm_comes_first(answer: ModuleType) -> None:
    """The first thing that happens to x on the branch is the norm; ReLU comes after."""
    module, x = block(answer), image()
    seen: list[Tensor] = []
    for each in norms(module):
        each.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0].detach().clone()))
    module(x)
    assert seen and torch.equal(seen[0], x), "the first norm does not get x itself"


def test_norm_and_relu_before_each_conv(answer: ModuleType) -> None:
    """Each 3x3 reads what a norm and a ReLU have made: no negative numbers, mean and size set by the norm."""
    module = block(answer)
    with listening(module) as heard:
        module(10 + 5 * image())
    inputs = [before for conv, before, _ in heard if conv.kernel_size == (3, 3)]
    assert len(inputs) == 2, f"{len(inputs)} convolutions 3x3 run, expected 2"
    for n, before in enumerate(inputs, 1):
        assert before.min() >= 0, f"convolution {n} gets negative numbers"
        assert before.max() < 8 and 0.3 < before.mean() < 0.5, (
            f"convolution {n} gets numbers that no norm has set"
        )


def test_a_zero_branch_gives_x(answer: ModuleType) -> None:
    """With F(x) = 0 the unit is the identity: nothing stands on the shortcut or after the sum."""
    module, x = block(answer), image()
    zero_convs(module)
    assert torch.allclose(module(x), x, atol=1e-6), "with a zero branch the output is not x"


def test_the_branch_is_added_once(answer: ModuleType) -> None:
    """The output less x is what the last convolution puts out."""
    module, x = block(answer), image()
    with listening(module) as heard:
        y = module(x)
    last = [output for conv, _, output in heard if conv.kernel_size == (3, 3)][-1]
    assert torch.allclose(y - x, last, atol=1e-5), "the output is not x plus the last convolution"


def test_the_gradient_passes_the_shortcut(answer: ModuleType) -> None:
    """With F(x) = 0 the gradient is 1 everywhere."""
    module, x = block(answer), image().requires_grad_()
    zero_convs(module)
    module(x).sum().backward()
    assert x.grad is not None and torch.allclose(x.grad, torch.ones_like(x)), (
        "the shortcut does not carry the gradient"
    )


def test_the_projection_reads_x(answer: ModuleType) -> None:
    """Where the shape changes, a 1x1 of x itself is the shortcut, and nothing follows it."""
    module, x = block(answer, 8, 16, 2), image()
    zero_convs(module)
    with listening(module) as heard:
        y = module(x)
    found = [(before, output) for conv, before, output in heard if conv.kernel_size == (1, 1)]
    assert len(found) == 1, f"{len(found)} projections run, expected 1"
    assert torch.equal(found[0][0], x), "the projection does not read x"
    assert torch.allclose(y, found[0][1], atol=1e-6), "with a zero branch the output is not the projection"


def test_every_parameter_learns(answer: ModuleType) -> None:
    """Each convolution and norm takes part: its gradient is not zero."""
    module, weights = block(answer, 8, 16, 2), torch.arange(16.0)[None, :, None, None]
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
