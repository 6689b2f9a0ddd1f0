"""The units of a random network: a branch with its exact slope, and how it joins the trunk."""

import cmath
import random
from dataclasses import dataclass, field

from prepapp.answers.worlds.elementary import FUNCTIONS, steepness
from prepapp.answers.worlds.grid import Grid, Value, identity
from prepapp.answers.worlds.world import WorldError


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: F(x) = A tanh(B x + c) + x · s, or A relu(B relu(x)) where activation comes first."""

    kind: str
    outer: Value
    inner: Value
    shift: Value
    tilt: complex
    constants: dict[str, Value] = field(default_factory=dict)
    """Names of the unit that have a value: λ, and W and U where they are matrices of the branch."""

    def branch(self, x: Value) -> Value:
        """F(x)."""
        if self.kind == "pre-activation":
            return self.outer * FUNCTIONS["relu"](self.inner * FUNCTIONS["relu"](x))
        return self.outer * FUNCTIONS["tanh"](self.inner * x + self.shift) + x * self.tilt

    def slope(self, x: Value) -> Value:
        """F'(x), a matrix where x is a column."""
        if self.kind == "pre-activation":
            first = steepness("relu", x)
            return self.outer * steepness("relu", self.inner * FUNCTIONS["relu"](x)) * self.inner * first
        bend = steepness("tanh", self.inner * x + self.shift)
        return self.outer * bend * self.inner + self.tilt_matrix()

    def tilt_matrix(self) -> Value:
        """The straight part of the slope."""
        size = self.outer.shape[0] if isinstance(self.outer, Grid) else 1
        return identity(size) * self.tilt if size > 1 else self.tilt

    def gate(self, x: Value) -> Value:
        """g(x) of a gated unit; numbers only."""
        return 1 / (1 + cmath.exp(-self.gate_at(x)))

    def gate_slope(self, x: Value) -> Value:
        """g'(x)."""
        value = self.gate(x)
        weight = self.constants["gate"]
        return value * (1 - value) * weight

    def gate_at(self, x: Value) -> complex:
        """What enters the gate's sigmoid."""
        weight = self.constants["gate"]
        if isinstance(x, Grid) or isinstance(weight, Grid):
            raise WorldError("shape", "a gate is read for one unit at a time")
        return weight * x + 0.2

    def step(self, x: Value) -> Value:
        """The next x."""
        if self.kind == "plain":
            return self.branch(x)
        if self.kind == "v1":
            return FUNCTIONS["relu"](x + self.branch(x))
        if self.kind == "scaled":
            return self.constants["λ"] * x + self.branch(x)
        if self.kind == "gated":
            return self.gate(x) * self.branch(x) + (1 - self.gate(x)) * x
        if self.kind == "multiplicative":
            return x * self.branch(x)
        return x + self.branch(x)


def unit(source: random.Random, kind: str, size: int, gain: float = 1.0) -> Unit:
    """A unit with random weights, none of them near 0; the gain scales its branch."""

    def drawn() -> complex:
        return complex(source.choice((-1, 1)) * source.uniform(0.35, 1.2))

    def matrix() -> Value:
        return drawn() if size == 1 else Grid([[drawn() for _ in range(size)] for _ in range(size)])

    outer, inner = matrix() * gain, matrix()
    shift: Value = drawn() if size == 1 else Grid([[drawn()] for _ in range(size)])
    constants: dict[str, Value] = {}
    if kind == "scaled":
        constants["λ"] = complex(source.uniform(0.6, 1.4))
    if kind == "gated":
        constants["gate"] = drawn()
    if kind == "pre-activation":
        constants |= {"W": outer, "U": inner}
    tilt = complex(source.uniform(0.2, 0.6)) * source.choice((-1, 1)) * gain
    return Unit(kind, outer, inner, shift, tilt, constants)


def entries(source: random.Random, size: int) -> Value:
    """A number or a column, nothing near 0."""
    drawn = [complex(source.choice((-1, 1)) * source.uniform(0.3, 1.1)) for _ in range(size)]
    return drawn[0] if size == 1 else Grid([[v] for v in drawn])
