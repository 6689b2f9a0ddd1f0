"""Named quantities, a layer's moments and the steps of a solution, as symbols."""

from collections.abc import Mapping, Sequence
from functools import cache

import sympy

from prepapp.answers.derive.tree import Call, Moment, Name, mentions
from prepapp.answers.symbolic.world import Expression, Symbolic
from prepapp.answers.worlds import gaussian, polynomial
from prepapp.answers.worlds.euler import Euler
from prepapp.answers.worlds.gaussian import LAYER
from prepapp.answers.worlds.world import Scope

WIDTH = 3
"""n of the layer that is proved."""

TERMS = 12
"""Derivatives of a solution."""


class SymbolicPoint(Symbolic):
    """Named quantities."""

    what = "for all values of the names"

    def __init__(self, names: Sequence[str], let: Mapping[str, str]) -> None:
        super().__init__()
        self.words = polynomial.vocabulary(names, [*let])
        self.known = {name: sympy.Symbol(name, positive=True) for name in names}
        for name, node in polynomial.definitions(let, self.words).items():
            self.known[name] = self.value(node, {})

    def name(self, node: Name, scope: Scope) -> Expression:
        """The expression of a name."""
        count = self.counter(node, scope)
        return self.number(count) if count is not None else self.known[node.name]

    def call(self, node: Call, scope: Scope) -> Expression:
        """No functions are known."""
        raise self.unknown(node)


class SymbolicLayer(Symbolic):
    """One layer of three inputs with normal weights; moments by integration."""

    what = f"for n = {WIDTH} and all variances"
    words = gaussian.WORDS

    def __init__(self, gain: float | None) -> None:
        super().__init__()
        self.deviation = {"w": sympy.Symbol("s", positive=True), "y": sympy.Symbol("sigma", positive=True)}
        if gain is not None:
            self.deviation["w"] = sympy.sqrt(sympy.nsimplify(gain) / WIDTH)
        self.chance = {f"{k}{j}": sympy.Symbol(f"{k}{j}") for k in "wxy" for j in range(1, WIDTH + 1)}

    def indices(self) -> Mapping[str, int]:
        """The layer and its width."""
        return {"l": LAYER} | dict.fromkeys(gaussian.WIDTHS, WIDTH)

    def name(self, node: Name, scope: Scope) -> Expression:
        """The expression of a name."""
        count = self.counter(node, scope)
        if count is not None:
            return self.number(count)
        if node.index is None:
            return {"π": sympy.pi, "σ": self.deviation["y"]}[node.name]
        at = self.whole(node.index, scope)
        if any(mentions(node.index, var) for var in scope):
            return self.chance[f"{node.name}{at}"]
        if node.name == "y" and at == LAYER:
            return sum(self.chance[f"w{j}"] * self.chance[f"x{j}"] for j in range(1, WIDTH + 1))
        return self.chance[f"{node.name}1"]

    def call(self, node: Call, scope: Scope) -> Expression:
        """relu of y_{l-1}, and roots."""
        return sympy.sqrt(self.value(node.args[0], scope)) if node.name == "sqrt" else self.chance["x1"]

    def moment(self, node: Moment, scope: Scope) -> Expression:
        """An expectation or a variance."""
        of = self.value(node.of, scope)
        mean = self.mean(of)
        return mean if node.kind == "E" else self.mean(of**2) - mean**2

    def mean(self, of: Expression) -> Expression:
        """The mean of a polynomial, factor by factor: all are independent but x_j and y_j."""
        total = sympy.Integer(0)
        for powers, factor in sympy.Poly(of, *self.chance.values()).terms():
            power = dict(zip(self.chance, powers, strict=True))
            for j in range(1, WIDTH + 1):
                half = power[f"x{j}"] > 0
                factor *= integral(power[f"w{j}"], False, self.deviation["w"])
                factor *= integral(power[f"x{j}"] + power[f"y{j}"], half, self.deviation["y"])
            total += factor
        return total


class SymbolicStep(Euler):
    """A solution with free derivatives, in powers of the step."""

    what = "for every smooth solution, up to the powers of h that are named"

    def __init__(self) -> None:
        super().__init__("symbolic")
        self.slopes = list(sympy.symbols(f"x0:{TERMS}"))


def integral(power: int, half: bool, deviation: Expression) -> Expression:
    """The mean of a power of a normal quantity, over the positive ones alone where it is rectified."""
    return sympy.Integer(1) if power == 0 else standard(power, half) * deviation**power


@cache
def standard(power: int, half: bool) -> Expression:
    """The same of a quantity of variance 1, integrated."""
    z = sympy.Symbol("z", real=True)
    density = sympy.exp(-(z**2) / 2) / sympy.sqrt(2 * sympy.pi)
    return sympy.simplify(sympy.integrate(z**power * density, (z, 0 if half else -sympy.oo, sympy.oo)))
