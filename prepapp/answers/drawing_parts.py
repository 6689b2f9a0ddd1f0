"""The parts of a drawn network, what they put out and what they cost; plain Python."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from prepapp.errors import PrepError

Kind = Literal["conv", "maxpool", "gap", "fc", "bn", "relu", "se", "basic", "bottleneck", "add"]
Shape = tuple[int, ...]
"""Channels, height, width; of a linear layer its outputs alone."""

BLOCKS = ("basic", "bottleneck")
EXPANSION = 4
"""A bottleneck's trunk is four times its narrow width, where none is written."""
REDUCTION = 16
"""Of squeeze-and-excitation, where none is written."""
ROWS = 64
CHANNELS = 16_384
REPEATS = 256
UNITS = 512
"""Blocks in all."""
KERNEL = 15
STRIDE = 9


class DrawingError(PrepError):
    """A drawing that cannot be read, or a part that does not fit where it stands."""

    def __init__(self, what: str, at: int = 0, hint: str = "") -> None:
        super().__init__(what, "", hint)
        self.at = at
        """Index in the text."""


@dataclass(frozen=True, slots=True)
class Part:
    """One layer, or a run of equal blocks; 0 is whatever follows from the rest."""

    kind: Kind
    channels: int = 0
    """Outputs; of a bottleneck its narrow width."""
    out: int = 0
    """Of a bottleneck: the trunk."""
    kernel: int = 0
    stride: int = 1
    """Of the first repeat; the others have 1."""
    repeats: int = 1
    stride_in: Literal["", "1x1", "3x3"] = ""
    excite: int = 0
    """Reduction of squeeze-and-excitation; 0: none."""
    fused: bool = False
    """A conv with batch norm and ReLU."""
    skip: tuple["Part", ...] = ()
    """Of a sum: the layers on the shortcut; none is the identity."""
    at: int = 0
    end: int = 0
    """Where in the text it stands."""

    @property
    def trunk(self) -> int:
        """What a block puts out."""
        return (self.out or self.channels * EXPANSION) if self.kind == "bottleneck" else self.channels


@dataclass(frozen=True, slots=True)
class Cost:
    """What leaves a part, and what it costs for one image."""

    shape: Shape
    parameters: int = 0
    multiply_adds: int = 0
    """Of convolutions and linear layers; batch norm, ReLU, pools and sums are free."""

    def then(self, other: "Cost") -> "Cost":
        """Both, one after the other."""
        both = self.multiply_adds + other.multiply_adds
        return Cost(other.shape, self.parameters + other.parameters, both)

    def beside(self, other: "Cost") -> "Cost":
        """The same with the cost of a path beside it."""
        return Cost(self.shape, self.parameters + other.parameters, self.multiply_adds + other.multiply_adds)


def costs(parts: Iterable[Part], shape: Shape) -> Iterator[Cost]:
    """Every part's cost in turn; DrawingError at the first that does not fit."""
    entry = shape
    for part in parts:
        cost = _cost(part, shape, entry)
        yield cost
        shape = cost.shape


def total(found: Iterable[Cost], shape: Shape) -> Cost:
    """All of them as one."""
    whole = Cost(shape)
    for cost in found:
        whole = whole.then(cost)
    return whole


def _cost(part: Part, shape: Shape, entry: Shape) -> Cost:
    if part.kind == "fc":
        inputs = _product(shape)
        return Cost((part.channels,), inputs * part.channels + part.channels, inputs * part.channels)
    if len(shape) != 3:
        raise DrawingError("nothing but a linear layer can follow one", part.at)
    match part.kind:
        case "conv":
            return _repeated(part, shape, _conv)
        case "maxpool":
            return Cost(_moved(part, shape, shape[0], part.kernel, part.stride))
        case "gap":
            return Cost((shape[0], 1, 1))
        case "bn":
            return Cost(shape, 2 * shape[0])
        case "se":
            return Cost(shape).beside(excitation(shape[0], part))
        case "add":
            return _sum(part, shape, entry)
        case "relu":
            return Cost(shape)
        case _:
            return _repeated(part, shape, _block)


def _repeated(part: Part, shape: Shape, once: Callable[[Part, Shape], Cost]) -> Cost:
    """The first of equal parts and the others, which all have stride 1 and cost the same."""
    first = once(part, shape)
    if part.repeats == 1:
        return first
    other = once(replace(part, stride=1), first.shape)
    rest = part.repeats - 1
    return first.then(Cost(other.shape, rest * other.parameters, rest * other.multiply_adds))


def _conv(part: Part, shape: Shape) -> Cost:
    after = part.channels or shape[0]
    cost = _layer(part, shape, after, part.kernel, part.stride)
    return cost.beside(Cost(cost.shape, 2 * after)) if part.fused else cost


def _layer(part: Part, shape: Shape, after: int, kernel: int, stride: int) -> Cost:
    weights = kernel * kernel * shape[0] * after
    moved = _moved(part, shape, after, kernel, stride)
    return Cost(moved, weights, weights * moved[1] * moved[2])


def _normed(part: Part, shape: Shape, after: int, kernel: int, stride: int) -> Cost:
    cost = _layer(part, shape, after, kernel, stride)
    return cost.beside(Cost(cost.shape, 2 * after))


def _block(part: Part, shape: Shape) -> Cost:
    if part.kind == "basic":
        path = [(part.channels, 3, part.stride), (part.channels, 3, 1)]
    else:
        early, late = (part.stride, 1) if part.stride_in == "1x1" else (1, part.stride)
        path = [(part.channels, 1, early), (part.channels, 3, late), (part.trunk, 1, 1)]
    branch = Cost(shape)
    for after, kernel, stride in path:
        branch = branch.then(_normed(part, branch.shape, after, kernel, stride))
    if part.excite:
        branch = branch.beside(excitation(part.trunk, part))
    if part.stride == 1 and shape[0] == part.trunk:
        return branch
    return branch.beside(_normed(part, shape, part.trunk, 1, part.stride))


def excitation(channels: int, part: Part) -> Cost:
    """The two linear layers of squeeze-and-excitation, biases included."""
    narrow = channels // (part.excite or REDUCTION)
    if narrow < 1:
        raise DrawingError(f"{channels} channels cannot be divided by {part.excite or REDUCTION}", part.at)
    return Cost((), 2 * channels * narrow + channels + narrow, 2 * channels * narrow)


def _sum(part: Part, shape: Shape, entry: Shape) -> Cost:
    skip = total(costs(part.skip, entry), entry)
    if skip.shape != shape:
        hint = "" if part.skip else "put a projection on the skip, such as +(conv1x1,128/2 bn)"
        what = f"the sum does not fit: {shape_text(shape)} + {shape_text(skip.shape)}"
        raise DrawingError(what, part.at, hint)
    return Cost(shape).beside(skip)


def _moved(part: Part, shape: Shape, after: int, kernel: int, stride: int) -> Shape:
    """The shape after a window has moved over the map, padded so that stride 1 keeps its size."""
    padding = (kernel - 1) // 2
    height, width = ((side + 2 * padding - kernel) // stride + 1 for side in shape[1:])
    if height < 1 or width < 1:
        raise DrawingError(f"the map is gone: {shape_text(shape)} is too small", part.at)
    return after, height, width


def shape_text(shape: Shape) -> str:
    """Such as 64×56×56."""
    return "×".join(map(str, shape))


def _product(shape: Shape) -> int:
    product = 1
    for side in shape:
        product *= side
    return product
