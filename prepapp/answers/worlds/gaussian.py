"""One layer at initialisation: y_l = sum of w x, x = relu(y_{l-1}), with exact moments."""

import math
import random
from collections.abc import Mapping
from fractions import Fraction

from prepapp.answers.derive.tree import Call, Moment, Name, mentions
from prepapp.answers.derive.vocabulary import Vocabulary
from prepapp.answers.worlds.moments import Chance, Random, as_random, expectation, single
from prepapp.answers.worlds.world import Scope, World, WorldError

LAYER = 50
"""The number of layer l; far from every index of a sum over n."""

WIDTHS = "n", "n_l", "n_in"
WORDS = Vocabulary(
    frozenset({"w", "x", "y", "l", "σ", "π", *WIDTHS}),
    frozenset({"relu", "sqrt"}),
    moments=True,
    by=frozenset(),
)


class Gaussian(World):
    """Normal y_{l-1} and w around 0, independent; a gain fixes n Var[w]."""

    words = WORDS

    def __init__(self, width: int, seed: str, gain: float | None = None) -> None:
        super().__init__()
        source = random.Random(seed)
        weight = source.uniform(0.2, 1.7) if gain is None else gain / width
        self.width = width
        self.spread = {"w": weight, "y": source.uniform(0.4, 2.5)}
        self.note = f"n = {width}, Var[w_l] = {weight:.3g}, Var[y_(l-1)] = {self.spread['y']:.3g}"

    def indices(self) -> Mapping[str, int]:
        """The layer and its width."""
        return {"l": LAYER} | dict.fromkeys(WIDTHS, self.width)

    def number(self, value: Fraction) -> float:
        """A number as a float."""
        return float(value)

    def name(self, node: Name, scope: Scope) -> Chance:
        """The value of a name."""
        count = self.counter(node, scope)
        if count is not None:
            return float(count)
        if node.name == "π":
            return math.pi
        if node.name == "σ" and node.index is None:
            return math.sqrt(self.spread["y"])
        if node.name in ("w", "x", "y"):
            return self.quantity(node, scope)
        raise self.unknown(node)

    def quantity(self, node: Name, scope: Scope) -> Random:
        """A random quantity: of its layer if its index is built of l, else one of the n."""
        if node.index is None:
            raise WorldError("unreadable", f"which {node.name}?", node.at, f"write {node.name}_l")
        at = self.whole(node.index, scope)
        if any(mentions(node.index, var) for var in scope):
            return self.element(node, at)
        if node.name == "y" and at == LAYER:
            total = as_random(0.0)
            for j in range(1, self.width + 1):
                self.budget.spend(4, node.at)
                total = total + single("w", j) * single("x", j)
            return total
        if at == (LAYER - 1 if node.name == "y" else LAYER):
            return single(node.name, 1)
        raise WorldError("wrong", "this world holds one layer: w_l, x_l, y_l and y_{l-1}", node.at)

    def element(self, node: Name, at: int) -> Random:
        """One of the n inputs or weights."""
        if 1 <= at <= self.width and node.name != "y":
            return single(node.name, at)
        raise WorldError("wrong", f"{node.name} with index {at} is not one of the n", node.at)

    def call(self, node: Call, scope: Scope) -> Chance:
        """relu of y_{l-1}, and roots."""
        if len(node.args) != 1 or node.index is not None or node.primes:
            raise self.unknown(node)
        arg = node.args[0]
        if node.name == "sqrt":
            return self.root(node, scope)
        if isinstance(arg, Name) and arg.name == "y" and self.is_below(arg, scope):
            return single("x", 1)
        raise WorldError("unreadable", "relu is read of y_{l-1} only", node.at)

    def is_below(self, arg: Name, scope: Scope) -> bool:
        """Whether a y is that of the layer below."""
        return arg.index is not None and self.whole(arg.index, scope) == LAYER - 1

    def root(self, node: Call, scope: Scope) -> float:
        """A square root of a number."""
        value = self.value(node.args[0], scope)
        if isinstance(value, Random) or value < 0:
            raise WorldError("unreadable", "a root of this is not read", node.at)
        return math.sqrt(value)

    def moment(self, node: Moment, scope: Scope) -> float:
        """An expectation or a variance."""
        of: Chance = self.value(node.of, scope)
        self.budget.spend(len(as_random(of).terms) ** 2, node.at)
        mean = expectation(of, self.spread)
        if node.kind == "E":
            return mean
        return expectation(as_random(of) * of, self.spread) - mean * mean

    def same(self, left: Chance, right: Chance) -> bool:
        """Whether two values are equal, rounding aside; random ones term by term."""
        a, b = as_random(left).terms, as_random(right).terms
        scale = max([abs(v) for v in (*a.values(), *b.values())], default=0.0)
        return all(abs(a.get(key, 0.0) - b.get(key, 0.0)) <= 1e-10 * scale + 1e-14 for key in a | b)

    def text(self, value: Chance) -> str:
        """A number with four digits; a random quantity has none to show."""
        if isinstance(value, Random):
            return "a random quantity"
        return f"{value:.4g}".replace("-", "−")
