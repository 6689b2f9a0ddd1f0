"""A network of units of which nothing is known but that they can be differentiated."""

from collections.abc import Callable, Mapping

import sympy

from prepapp.answers.derive.tree import Call, Diff, Name, Node
from prepapp.answers.symbolic.world import Expression, Symbolic
from prepapp.answers.worlds import network
from prepapp.answers.worlds.world import Scope
from prepapp.errors import PrepError

FIRST, LAST = 2, 5
"""l and L of the network that is proved."""


class SymbolicNetwork(Symbolic):
    """Three units, one number wide, of which nothing is known but that they can be differentiated."""

    what = "for three units, one number wide, whatever the branches are"

    def __init__(self, kind: str, bounds: tuple[str, str] = network.BOUNDS) -> None:
        super().__init__()
        self.kind = kind
        self.words = network.vocabulary(kind, bounds)
        self.branches = [_function(f"F{i}") for i in range(LAST)]
        self.gates = [_function(f"g{i}") for i in range(LAST)]
        self.loss = _function("E")
        self.masks = sympy.symbols(f"D0:{LAST}")
        self.scales = sympy.symbols(f"lambda0:{LAST}")
        self.states = self.run({FIRST: sympy.Symbol("x")})
        self.now = self.states

    def indices(self) -> Mapping[str, int]:
        """The two depths."""
        return dict(zip(self.words.bounds, (FIRST, LAST), strict=True))

    def run(self, known: Mapping[int, Expression]) -> dict[int, Expression]:
        """All x_i, where those up to one of them are known."""
        states = dict(known)
        for i in range(max(states), LAST):
            states[i + 1] = self.step(i, states[i])
        return states

    def step(self, i: int, x: Expression) -> Expression:
        """The x that leaves unit i."""
        out = self.branches[i](x)
        match self.kind:
            case "plain":
                return out
            case "v1":
                return self.masks[i] * (x + out)
            case "scaled":
                return self.scales[i] * x + out
            case "multiplicative":
                return x * out
            case "gated":
                return self.gates[i](x) * out + (1 - self.gates[i](x)) * x
            case "residual":
                return x + out
        raise PrepError(f"the world `{self.kind}` is not proved")

    def name(self, node: Name, scope: Scope) -> Expression:
        """The expression of a name."""
        count = self.counter(node, scope)
        if count is not None:
            return self.number(count)
        if node.index is None:
            if node.name not in ("E", "I"):
                raise self.unknown(node)
            return self.loss(self.now[LAST]) if node.name == "E" else sympy.Integer(1)
        i = self.whole(node.index, scope)
        if i not in self.now or (node.name != "x" and i == LAST):
            raise PrepError(f"{node.name} with index {i} lies outside what is proved")
        return self.now[i] if node.name == "x" else self.of_unit(node, i)

    def of_unit(self, node: Name, i: int) -> Expression:
        """The expression of a name that belongs to a unit."""
        x = self.now[i]
        match node.name:
            case "J":
                return self.branches[i](x).fdiff()
            case "F" | "g":
                value = (self.branches if node.name == "F" else self.gates)[i](x)
                return value.fdiff() if node.primes else value
            case "D":
                return self.masks[i]
            case "λ":
                return self.scales[i]
        raise self.unknown(node)

    def call(self, node: Call, scope: Scope) -> Expression:
        """The expression of a function."""
        arg = self.value(node.args[0], scope)
        if node.name == "relu":
            return self.rectified(arg, node)
        if node.name not in ("F", "g"):
            raise PrepError(f"{node.name} is not proved")
        i = self.unit_of(node, arg, scope)
        if not FIRST <= i < LAST:
            raise PrepError(f"{node.name} with index {i} lies outside what is proved")
        if not all(self.owns(i, extra, scope) for extra in node.args[1:]):
            raise PrepError("these weights are not proved to be its own")
        value = (self.branches if node.name == "F" else self.gates)[i](arg)
        return value.fdiff() if node.primes else value

    def owns(self, i: int, extra: Node, scope: Scope) -> bool:
        """Whether a second argument is the weights of this unit."""
        return isinstance(extra, Name) and extra.index is not None and self.whole(extra.index, scope) == i

    def rectified(self, arg: Expression, node: Call) -> Expression:
        """relu of what enters the ReLU of a unit: its mask times that, or the mask."""
        for i, mask in enumerate(self.masks):
            if i in self.now and self.same(arg, self.now[i] + self.branches[i](self.now[i])):
                return mask if node.primes else mask * arg
        raise PrepError("this ReLU is not proved")

    def unit_of(self, node: Call, arg: Expression, scope: Scope) -> int:
        """The unit that a function belongs to."""
        if node.index is not None:
            return self.whole(node.index, scope)
        found = next((i for i, x in self.now.items() if x == arg), None)
        if found is None:
            raise PrepError(f"which {node.name} this is, is not proved")
        return found

    def derivative(self, node: Diff, scope: Scope) -> Expression:
        """The derivative by an x: the network starts anew from a symbol there, which is then replaced."""
        if node.by.index is None or self.now is not self.states:
            raise PrepError("this derivative is not proved")
        i = self.whole(node.by.index, scope)
        if i not in self.states:
            raise PrepError(f"x with index {i} lies outside what is proved")
        start = sympy.Symbol("s")
        self.now = self.run({k: x for k, x in self.states.items() if k < i} | {i: start})
        try:
            return sympy.diff(self.value(node.of, scope), start).subs(start, self.states[i])
        finally:
            self.now = self.states


def _function(name: str) -> Callable[[Expression], Expression]:
    """A function of which nothing is known but the name of its slope."""
    slope = sympy.Function(f"{name}_slope")
    return type(name, (sympy.Function,), {"fdiff": lambda self, argindex=1: slope(self.args[0])})
