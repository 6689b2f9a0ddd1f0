"""What squeeze-and-excitation has to do, with linear layers or 1x1 convolutions."""

from types import ModuleType
from typing import Any

import torch
from torch import Tensor, nn

LEARNED = (nn.Linear, nn.Conv2d)


def gate(answer: ModuleType, channels: int = 32, r: int = 4) -> Any:
    """Return a module whose gates differ well, the same at every call."""
    torch.manual_seed(0)
    module = answer.SE(channels, r)
    for each in module.parameters():
        nn.init.normal_(each, std=0.7)
    return module.eval()


def maps(channels: int = 32, side: int = 6) -> Tensor:
    """Return a batch whose images and channels have means of their own."""
    torch.manual_seed(1)
    return torch.randn(3, channels, side, side) + torch.randn(3, channels, 1, 1)


def layers(module: nn.Module) -> list[Any]:
    """Return the learned layers."""
    return [each for each in module.modules() if isinstance(each, LEARNED)]


def gates(module: nn.Module, f: Tensor) -> Tensor:
    """Return what each map was multiplied by, at the pixel of its largest number."""
    y = module(f)
    assert y.shape == f.shape, f"the shape becomes {tuple(y.shape)}, expected {tuple(f.shape)}"
    flat = f.flatten(2)
    at = flat.abs().argmax(dim=2, keepdim=True)
    return (y.flatten(2).gather(2, at) / flat.gather(2, at))[:, :, 0]


def test_shape_stays(answer: ModuleType) -> None:
    """The maps keep their shape, squares or not."""
    f = maps()[:, :, :, :4]
    shape = tuple(gate(answer)(f).shape)
    assert shape == tuple(f.shape), f"the shape becomes {shape}, expected {tuple(f.shape)}"


def test_parameter_count(answer: ModuleType) -> None:
    """C to C / r and back, biases included."""
    for (channels, r), expected in {(256, 16): 8_464, (64, 4): 2_128, (32, 16): 162}.items():
        found = sum(each.numel() for each in answer.SE(channels, r).parameters())
        assert found == expected, f"SE({channels}, {r}) has {found:,} parameters, not {expected:,}"


def test_the_default_is_16(answer: ModuleType) -> None:
    """Where no reduction is given it is 16."""
    found = sum(each.numel() for each in answer.SE(64).parameters())
    assert found == 580, f"SE(64) has {found:,} parameters, not 580"


def test_one_gate_a_map(answer: ModuleType) -> None:
    """All pixels of a map are multiplied by the same gate between 0 and 1."""
    f, module = maps(), gate(answer)
    found = gates(module, f)
    assert torch.allclose(module(f), f * found[:, :, None, None], atol=1e-5), (
        "pixels of one map have other gates"
    )
    assert found.min() > -1e-5 and found.max() < 1 + 1e-5, "a gate is not between 0 and 1"


def test_zero_weights_give_half(answer: ModuleType) -> None:
    """sigmoid(0) is 1/2, for each channel by itself; a softmax would share 1 among them."""
    f, module = maps(), gate(answer)
    for each in module.parameters():
        nn.init.zeros_(each)
    assert torch.allclose(gates(module, f), torch.tensor(0.5), atol=1e-6), (
        "with zero weights the gates are not 1/2"
    )


def test_gates_may_all_be_open(answer: ModuleType) -> None:
    """A large bias opens every gate: the maps pass unchanged."""
    f, module = maps(), gate(answer)
    nn.init.constant_(layers(module)[-1].bias, 60.0)
    assert torch.allclose(module(f), f, atol=1e-5), "with open gates the maps are not the same"


def test_gates_may_all_be_closed(answer: ModuleType) -> None:
    """A bias far below zero closes every gate: nothing is left, for the skip belongs to the block."""
    f, module = maps(), gate(answer)
    nn.init.constant_(layers(module)[-1].bias, -60.0)
    assert module(f).abs().max() < 1e-5, "with closed gates something passes"


def test_a_relu_between_the_layers(answer: ModuleType) -> None:
    """The second layer gets no negative numbers."""
    module, seen = gate(answer), []
    second = layers(module)[-1]
    second.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0].detach().clone()))
    module(maps())
    assert seen, "the second layer does not run"
    assert seen[0].min() >= 0 and seen[0].any(), "the second layer gets negative numbers, or nothing"
    assert (seen[0] == 0).any(), "no number is cut off at zero between the layers"


def test_the_squeeze_is_the_mean(answer: ModuleType) -> None:
    """The first layer reads the mean over height and width: (N, C)."""
    f, module, seen = maps(), gate(answer), []
    first = layers(module)[0]
    first.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0].detach().clone()))
    module(f)
    assert seen and seen[0].numel() == 3 * 32, "the first layer does not read one number a channel and image"
    assert torch.allclose(seen[0].flatten(1), f.mean((2, 3)), atol=1e-5), (
        "the first layer does not read the mean"
    )


def test_images_do_not_mix(answer: ModuleType) -> None:
    """An image's gates are the same alone and in a batch."""
    f, module = maps(), gate(answer)
    assert torch.allclose(module(f)[:1], module(f[:1]), atol=1e-5), "the output depends on the other images"


def test_each_channel_hears_the_others(answer: ModuleType) -> None:
    """A gate is made from the means of all channels."""
    f, module = maps(), gate(answer)
    louder = f.clone()
    louder[:, 1] += 5
    differs = (gates(module, f)[:, 0] - gates(module, louder)[:, 0]).abs().max()
    assert differs > 1e-4, "the gate of one channel does not depend on another"


def test_every_parameter_learns(answer: ModuleType) -> None:
    """The weights are made once, and the gradient reaches them through the gates."""
    module = gate(answer)
    weights = torch.arange(32.0)[None, :, None, None]
    (module(maps()) * weights).sum().backward()
    still = [name for name, each in module.named_parameters() if each.grad is None or not each.grad.any()]
    assert not still, f"no gradient reaches {', '.join(still)}"


def test_the_gradient_passes_the_maps(answer: ModuleType) -> None:
    """With closed second weights the gradient of f is the gate alone."""
    f, module = maps().requires_grad_(), gate(answer)
    nn.init.zeros_(layers(module)[-1].weight)
    nn.init.zeros_(layers(module)[-1].bias)
    module(f).sum().backward()
    assert f.grad is not None and torch.allclose(f.grad, torch.tensor(0.5)), (
        "the gradient of f is not its gate"
    )


def test_twice_gives_the_same(answer: ModuleType) -> None:
    """Nothing is drawn at random while it runs."""
    f, module = maps(), gate(answer)
    assert torch.equal(module(f), module(f)), "two calls differ"


def test_the_input_is_left_alone(answer: ModuleType) -> None:
    """Who called may still need f."""
    f = maps()
    before = f.clone()
    gate(answer)(f)
    assert torch.equal(f, before), "f is changed"
