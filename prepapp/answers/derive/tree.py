"""The tree of a typed expression; columns count from 1 and do not take part in equality."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from prepapp.errors import PrepError

Operator = Literal["+", "-", "*", "⊙", "/", "^"]


class ReadingError(PrepError):
    """Typed text that cannot be read."""

    def __init__(self, what: str, column: int, hint: str = "") -> None:
        super().__init__(what, f"column {column}", hint)
        self.column = column
        """From 1."""


@dataclass(frozen=True, slots=True)
class Num:
    """A number, exactly as it is written."""

    value: Fraction
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A name with its index: ``x_{l+1}``, ``I``, ``C``; a prime makes it a slope: ``F_i'``."""

    name: str
    index: "Node | None" = None
    primes: int = 0
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function at its arguments: ``F_i'(x_i)``, ``relu(z)``."""

    name: str
    args: "tuple[Node, ...]"
    index: "Node | None" = None
    primes: int = 0
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Neg:
    """A part with the other sign."""

    of: "Node"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Bin:
    """Two parts and the operator between them; implicit products are products."""

    op: Operator
    left: "Node"
    right: "Node"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Big:
    """A sum or a product over an index; a product runs in the order of its bounds, down if they fall."""

    kind: Literal["sum", "prod"]
    var: str
    low: "Node"
    high: "Node"
    body: "Node"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Diff:
    """The total derivative of a part by a name."""

    of: "Node"
    by: Name
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Transpose:
    """A part with rows and columns exchanged."""

    of: "Node"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Moment:
    """An expectation ``E[...]`` or a variance ``Var[...]``."""

    kind: Literal["E", "Var"]
    of: "Node"
    at: int = field(default=0, compare=False)


Node = Num | Name | Call | Neg | Bin | Big | Diff | Transpose | Moment


def children(node: Node) -> "tuple[Node, ...]":
    """The parts of a part, indices and bounds included, left to right."""
    match node:
        case Num():
            return ()
        case Name():
            return () if node.index is None else (node.index,)
        case Call():
            return node.args if node.index is None else (node.index, *node.args)
        case Bin():
            return (node.left, node.right)
        case Big():
            return (node.low, node.high, node.body)
        case Diff():
            return (node.of, node.by)
        case Neg() | Transpose() | Moment():
            return (node.of,)


def parts(node: Node) -> Iterator[Node]:
    """Every part of a tree, itself first."""
    yield node
    for child in children(node):
        yield from parts(child)


def depth(node: Node) -> int:
    """How many parts lie within each other."""
    return 1 + max((depth(child) for child in children(node)), default=0)


def mentions(node: Node, name: str) -> bool:
    """Whether a plain name stands in a tree outside a sum that binds it."""
    if isinstance(node, Name) and node.name == name and node.index is None:
        return True
    if isinstance(node, Big) and node.var == name:
        return mentions(node.low, name) or mentions(node.high, name)
    return any(mentions(child, name) for child in children(node))


def number(value: int) -> Num:
    """A whole number as a part of a tree."""
    return Num(Fraction(value))
