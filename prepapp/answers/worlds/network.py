"""Random small networks x_{i+1} = ... of x_i; derivatives by complex step, exact to rounding."""

import random
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from prepapp.answers.derive.tree import Call, Diff, Name, Node, parts
from prepapp.answers.derive.vocabulary import ELEMENTARY, Vocabulary
from prepapp.answers.worlds.elementary import FUNCTIONS, steepness
from prepapp.answers.worlds.grid import Grid, Value, identity
from prepapp.answers.worlds.units import entries, unit
from prepapp.answers.worlds.world import Scope, World, WorldError

Kind = Literal["residual", "plain", "v1", "pre-activation", "scaled", "gated", "multiplicative"]
KINDS: Mapping[str, frozenset[str]] = {
    "residual": frozenset(),
    "plain": frozenset(),
    "v1": frozenset("D"),
    "pre-activation": frozenset("U"),
    "scaled": frozenset("λ"),
    "gated": frozenset(),
    "multiplicative": frozenset(),
}
"""Each kind with the names that it has beside x, E, F, J and W."""

SCALAR_ONLY = frozenset({"gated", "multiplicative"})
"""Kinds that act entry by entry, so one unit says all."""

BOUNDS = ("l", "L")

Layout = Literal["row", "column", "denominator"]
"""Gradients as rows; as columns; as columns, with every Jacobian transposed."""

SHALLOW = 12
"""Units whose branches need no damping to keep a network tame."""

STEP = 1e-30
CLOSE = 1e-9
FLOOR = 1e-13


class Frame(NamedTuple):
    """Which network: its depth and where l and L lie in it."""

    kind: Kind
    l: int  # noqa: E741 -- the paper's name
    L: int
    size: int = 1
    """Entries of x; 1: plain numbers."""
    bounds: tuple[str, str] = BOUNDS
    """What the two depths are called."""

    def __str__(self) -> str:
        """What its random numbers hang on: not on names."""
        return f"{self.kind} {self.l} {self.L} {self.size}"


def vocabulary(kind: str, bounds: tuple[str, str] = BOUNDS) -> Vocabulary:
    """The names of a kind of network; L is also a name of the loss."""
    own = {"x", "E", "J", "W", "I", "L", *bounds} | KINDS[kind]
    gates = {"g"} if kind == "gated" else set()
    return Vocabulary(frozenset(own), ELEMENTARY | {"F"} | gates, bounds=bounds)


class Network(World):
    """One random network with a loss E at its far end, two units beyond x_L."""

    def __init__(self, frame: Frame, seed: str, layout: Layout = "row") -> None:
        super().__init__()
        self.frame = frame
        self.seed = seed
        self.layout = layout
        self.words = vocabulary(frame.kind, frame.bounds)
        self.note = ", ".join(f"{name} = {i}" for name, i in self.indices().items())
        self.last = frame.L + 2
        source = random.Random(f"{seed} {frame}")
        gain = min(1.0, SHALLOW / self.last)
        self.units = [unit(source, frame.kind, frame.size, gain) for _ in range(self.last)]
        self.heights = [entries(source, frame.size) for _ in range(2)]
        start = entries(source, frame.size)
        self.states = self.run({0: start})
        self.note += f", x_{frame.l} = {self.text(self.states[frame.l])}"
        self.moved: dict[tuple[int, int], list[Value]] = {}
        self.inside: tuple[int, int] | None = None
        """The input and the entry that are perturbed at the moment."""

    def indices(self) -> Mapping[str, int]:
        """The two depths."""
        return dict(zip(self.frame.bounds, (self.frame.l, self.frame.L), strict=True))

    def run(self, known: Mapping[int, Value]) -> list[Value]:
        """All x_i, where the first of them are known."""
        states = [known[i] for i in range(len(known))]
        while len(states) <= self.last:
            states.append(self.units[len(states) - 1].step(states[-1]))
        return states

    def now(self) -> list[Value]:
        """All x_i, the perturbation included."""
        if self.inside is None:
            return self.states
        if self.inside not in self.moved:
            self.moved[self.inside] = self.perturbed(*self.inside)
        return self.moved[self.inside]

    def perturbed(self, i: int, entry: int) -> list[Value]:
        """The network run on from x_i with one entry moved by a step along the imaginary axis."""
        at = self.states[i]
        if isinstance(at, Grid):
            rows = [[v + STEP * 1j * (k == entry) for v in row] for k, row in enumerate(at.rows)]
            moved: Value = Grid(rows)
        else:
            moved = at + STEP * 1j
        return self.run(dict(enumerate([*self.states[:i], moved])))

    def loss(self) -> complex:
        """E at the far end: linear and quadratic."""
        slope, bend = self.heights
        end = self.now()[-1]
        if not isinstance(end, Grid):
            assert not isinstance(slope, Grid) and not isinstance(bend, Grid)
            return slope * end + bend * end * end
        total = slope.transposed() * end + bend.transposed() * end.each(lambda v: v * v)  # type: ignore[union-attr]
        assert isinstance(total, complex)
        return total

    def name(self, node: Name, scope: Scope) -> Value:
        """The value of a name."""
        count = self.counter(node, scope)
        if count is not None:
            return complex(count)
        if node.index is None:
            return self.plain(node)
        i = self.whole(node.index, scope)
        self.budget.spend(self.frame.size**2, node.at)
        if node.name == "x" and 0 <= i <= self.last:
            return self.now()[i]
        if 0 <= i < self.last and node.name != "x":
            return self.of_unit(node, i)
        raise WorldError("wrong", f"{node.name} with index {i} is outside the network", node.at)

    def plain(self, node: Name) -> Value:
        """The value of a name without an index."""
        if node.name == "E":
            self.budget.spend(1, node.at)
            return self.loss()
        if node.name == "I":
            return identity(self.frame.size) if self.frame.size > 1 else 1 + 0j
        if node.name in self.words.symbols:
            raise WorldError("unreadable", f"which {node.name}?", node.at, f"write {node.name}_l")
        raise self.unknown(node)

    def of_unit(self, node: Name, i: int) -> Value:
        """The value of a name that belongs to unit i, at that unit's own input."""
        x, own = self.now()[i], self.units[i]
        if node.name in ("F", "J"):
            sloped = node.name == "J" or self.single(node)
            return self.shaped(own.slope(x)) if sloped else own.branch(x)
        if node.name == "D":
            return steepness("relu", x + own.branch(x))
        if node.name == "g":
            return own.gate_slope(x) if self.single(node) else own.gate(x)
        if node.name in own.constants:
            return own.constants[node.name]
        raise self.unknown(node)

    def single(self, node: Name | Call) -> bool:
        """Whether a function has its one prime; WorldError if it has more."""
        if node.primes > 1:
            raise WorldError("unreadable", "second derivatives are not read", node.at)
        return node.primes == 1

    def shaped(self, jacobian: Value) -> Value:
        """A Jacobian as this layout writes it."""
        return self.transposed(jacobian) if self.layout == "denominator" else jacobian

    def call(self, node: Call, scope: Scope) -> Value:
        """The value of a function."""
        self.budget.spend(4 * self.frame.size**2, node.at)
        primed = self.single(node)
        if node.name in ELEMENTARY:
            return self.elementary(node, primed, scope)
        arg = self.value(node.args[0], scope)
        own = self.units[self.unit_of(node, arg, scope)]
        if isinstance(arg, Grid) != (self.frame.size > 1) or (isinstance(arg, Grid) and arg.shape[1] != 1):
            raise WorldError("shape", f"{node.name} takes an x", node.at)
        if node.name == "g":
            return own.gate_slope(arg) if primed else own.gate(arg)
        return self.shaped(own.slope(arg)) if primed else own.branch(arg)

    def elementary(self, node: Call, primed: bool, scope: Scope) -> Value:
        """relu, exp and the like, entry by entry; their slopes stand on a diagonal."""
        if len(node.args) != 1 or node.index is not None:
            raise WorldError("unreadable", f"{node.name} takes one value", node.at)
        arg = self.value(node.args[0], scope)
        if isinstance(arg, Grid) and arg.shape[1] != 1:
            raise WorldError("shape", f"{node.name} takes a column", node.at)
        try:
            return steepness(node.name, arg) if primed else FUNCTIONS[node.name](arg)
        except (ValueError, OverflowError, ZeroDivisionError):
            raise WorldError("wrong", f"{node.name} has no value here", node.at) from None

    def unit_of(self, node: Call, arg: Value, scope: Scope) -> int:
        """The unit that a function belongs to: its index, or the unit that its argument enters."""
        first = node.args[0]
        if len(node.args) > 2:
            raise WorldError("unreadable", f"{node.name} has too many arguments", node.at)
        if node.index is not None:
            i = self.whole(node.index, scope)
        elif isinstance(first, Name) and first.name == "x" and first.index is not None:
            i = self.whole(first.index, scope)
        else:
            i = next((k for k, x in enumerate(self.now()) if self.same(x, arg)), -1)
            if i < 0:
                raise WorldError("unreadable", f"which {node.name}?", node.at, f"write {node.name}_i(...)")
        if not 0 <= i < self.last:
            raise WorldError("wrong", f"{node.name} with index {i} is outside the network", node.at)
        self.weights(node, i, scope)
        return i

    def weights(self, node: Call, i: int, scope: Scope) -> None:
        """WorldError unless a second argument is the weights of the same unit."""
        for extra in node.args[1:]:
            if not isinstance(extra, Name) or extra.name != "W" or extra.index is None:
                raise WorldError("unreadable", "the second argument is W_i", node.at)
            if self.whole(extra.index, scope) != i:
                raise WorldError("wrong", "these are another unit's weights", node.at)

    def derivative(self, node: Diff, scope: Scope) -> Value:
        """The total derivative by an x: the network is run again with that x moved."""
        if self.inside is not None or any(isinstance(part, Diff) for part in parts(node.of)):
            raise WorldError("unreadable", "a derivative within a derivative is not read", node.at)
        if node.by.index is None:
            raise WorldError("unreadable", f"by which {node.by.name}?", node.by.at, "write x_l")
        i = self.whole(node.by.index, scope)
        if not 0 <= i <= self.last:
            raise WorldError("wrong", f"x with index {i} is outside the network", node.by.at)
        return self.columns([self.tangent(node.of, i, k, scope) for k in range(self.frame.size)], node)

    def tangent(self, of: Node, i: int, entry: int, scope: Scope) -> Value:
        """How a part moves with one entry of x_i."""
        if (i, entry) not in self.moved:
            self.budget.spend(4 * (self.last - i) * self.frame.size**2, of.at)
        self.inside = (i, entry)
        try:
            value = self.value(of, scope)
        finally:
            self.inside = None
        return value.each(_imaginary) if isinstance(value, Grid) else _imaginary(value)

    def columns(self, tangents: list[Value], node: Diff) -> Value:
        """The tangents side by side, laid out as this layout wants them."""
        if self.frame.size == 1:
            return tangents[0]
        columns = [t.rows if isinstance(t, Grid) else [[t]] for t in tangents]
        if any(len(row) > 1 for column in columns for row in column):
            raise WorldError("shape", "the derivative of a matrix is not read", node.at)
        matrix = Grid([[column[r][0] for column in columns] for r in range(len(columns[0]))])
        if matrix.shape[0] == 1:
            return matrix if self.layout == "row" else matrix.transposed()
        return self.shaped(matrix)

    def number(self, value: Fraction) -> Value:
        """A number as a complex one."""
        return complex(value)

    def transposed(self, value: Value) -> Value:
        """A matrix transposed; a number stays."""
        return value.transposed() if isinstance(value, Grid) else value

    def hadamard(self, left: Any, right: Any) -> Any:
        """The product entry by entry."""
        if isinstance(left, Grid) and isinstance(right, Grid):
            return left.with_(right, lambda a, b: a * b)
        return left * right

    def same(self, left: Value, right: Value) -> bool:
        """Whether two values are equal, rounding aside; a number equals that multiple of I."""
        if isinstance(left, Grid):
            other = right if isinstance(right, Grid) else left.beside(right)
            if left.shape != other.shape:
                raise WorldError("shape", "the two sides have different shapes")
            scale = max(abs(v) for grid in (left, other) for row in grid.rows for v in row)
            return all(
                _close(a, b, scale)
                for x, y in zip(left.rows, other.rows, strict=True)
                for a, b in zip(x, y, strict=True)
            )
        if isinstance(right, Grid):
            return self.same(right, left)
        return _close(left, right, max(abs(left), abs(right)))

    def text(self, value: Value) -> str:
        """A value with four digits."""
        if isinstance(value, Grid):
            rows = [" ".join(f"{v.real:.4g}" for v in row) for row in value.rows]
            return f"[{'; '.join(rows)}]"
        return f"{value.real:.4g}".replace("-", "−")


def _close(a: complex, b: complex, scale: float) -> bool:
    return abs(a - b) <= CLOSE * scale + FLOOR


def _imaginary(value: complex) -> complex:
    return complex(value.imag / STEP)
