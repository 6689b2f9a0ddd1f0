"""A solution x(t) of dx/dt = F(x, t) around t, as exact series in the step h."""

import math
import random
from collections.abc import Mapping
from fractions import Fraction

from prepapp.answers.derive.tree import Bin, Call, Diff, Name, Neg, Node, Num
from prepapp.answers.derive.vocabulary import Vocabulary
from prepapp.answers.worlds.series import ORDER, Part, Series, as_series, shown
from prepapp.answers.worlds.world import Scope, World, WorldError

WORDS = Vocabulary(
    frozenset({"h", "t", "k"}), frozenset({"x", "F", "O"}), by=frozenset("t"), bare=frozenset("x")
)

Linear = tuple[Fraction, Fraction, Fraction]
"""How often t, h and 1 stand in a time."""


class Euler(World):
    """Random values of x(t) and its derivatives; F along the solution is x'."""

    words = WORDS

    def __init__(self, seed: str) -> None:
        super().__init__()
        source = random.Random(seed)
        self.slopes = [Fraction(source.choice((-1, 1)) * source.randint(2, 60), 7) for _ in range(ORDER + 4)]
        self.note = f"x(t) = {self.slopes[0]}, x'(t) = {self.slopes[1]}, x''(t) = {self.slopes[2]}"

    def indices(self) -> Mapping[str, int]:
        """The step's number."""
        return {"k": 0}

    def solution(self, shift: Fraction, primes: int) -> Series:
        """A derivative of x at t + shift · h."""
        if primes > 3:
            raise WorldError("unreadable", "more than three primes")
        return Series({k: self.slopes[k + primes] * shift**k / math.factorial(k) for k in range(ORDER)})

    def number(self, value: Fraction) -> Series:
        """A number as a series."""
        return as_series(value)

    def name(self, node: Name, scope: Scope) -> Series:
        """h, and x at a step of Euler's method."""
        if node.name == "h" and node.index is None:
            return Series({1: Fraction(1)})
        if node.name != "x":
            raise self.unknown(node)
        if node.index is None:
            return self.solution(Fraction(0), node.primes)
        step = self.whole(node.index, scope)
        if step not in (0, 1) or node.primes:
            raise WorldError("unreadable", "only x_k and x_{k+1} are read", node.at)
        start = self.solution(Fraction(0), 0)
        return start + self.solution(Fraction(0), 1) * Series({1: Fraction(step)})

    def call(self, node: Call, scope: Scope) -> Series:
        """x at a time, F along the solution, or what is left out: O(h^2)."""
        if node.index is not None:
            raise self.unknown(node)
        if node.name == "x" and len(node.args) == 1:
            return self.solution(self.shift(node.args[0]), node.primes)
        if node.name == "O" and len(node.args) == 1 and not node.primes:
            return self.rest(node, scope)
        if node.name == "F" and len(node.args) in (1, 2) and not node.primes:
            return self.field(node, scope)
        raise WorldError("unreadable", f"{node.name} is not read like this", node.at)

    def rest(self, node: Call, scope: Scope) -> Series:
        """O(h^p): nothing is known from that power on."""
        inner = as_series(self.value(node.args[0], scope))
        if len(inner.terms) != 1 or not 1 <= inner.lowest < ORDER:
            raise WorldError("unreadable", "write O(h^2)", node.at)
        return Series({}, inner.lowest)

    def field(self, node: Call, scope: Scope) -> Series:
        """F at a point of the solution: the slope there."""
        at = self.time_of(node.args[0], scope)
        if len(node.args) == 2 and self.shift(node.args[1]) != at:
            raise WorldError("wrong", "F is taken at two different times", node.at)
        return self.solution(at, 1)

    def time_of(self, node: Node, scope: Scope) -> Fraction:
        """Where on the solution an x lies, in steps from t."""
        if isinstance(node, Call) and node.name == "x" and len(node.args) == 1 and not node.primes:
            return self.shift(node.args[0])
        if isinstance(node, Name) and node.name == "x" and not node.primes:
            step = 0 if node.index is None else self.whole(node.index, scope)
            if step == 0:
                return Fraction(0)
        raise WorldError("unreadable", "F is read at x(t) or x_k", node.at)

    def shift(self, node: Node) -> Fraction:
        """A time in steps from t."""
        if isinstance(node, Name) and node.name == "t" and node.index is not None:
            return Fraction(self.whole(node.index, {}))
        once, steps, rest = self.linear(node)
        if once != 1 or rest != 0:
            raise WorldError("unreadable", "a time is t or t plus steps h", node.at)
        return steps

    def linear(self, node: Node) -> Linear:
        """How often t, h and 1 stand in a time."""
        match node:
            case Num(value):
                return Fraction(0), Fraction(0), value
            case Name("t", None, 0):
                return Fraction(1), Fraction(0), Fraction(0)
            case Name("h", None, 0):
                return Fraction(0), Fraction(1), Fraction(0)
            case Neg(of):
                return _scaled(self.linear(of), Fraction(-1))
            case Bin("+" | "-", left, right):
                other = _scaled(self.linear(right), Fraction(1 if node.op == "+" else -1))
                a = self.linear(left)
                return a[0] + other[0], a[1] + other[1], a[2] + other[2]
            case Bin("*", Num(value), right):
                return _scaled(self.linear(right), value)
            case Bin("/", left, Num(value)) if value:
                return _scaled(self.linear(left), 1 / value)
        raise WorldError("unreadable", "a time is t or t plus steps h", node.at)

    def derivative(self, node: Diff, scope: Scope) -> Series:
        """The slope of x at a time."""
        of = node.of
        if isinstance(of, Name) and of.name == "x" and of.index is None:
            return self.solution(Fraction(0), of.primes + 1)
        if isinstance(of, Call) and of.name == "x" and len(of.args) == 1:
            return self.solution(self.shift(of.args[0]), of.primes + 1)
        raise WorldError("unreadable", "only x(t) is differentiated here", node.at)

    def same(self, left: Part, right: Part) -> bool:
        """Whether all powers agree that both sides know."""
        a, b = as_series(left), as_series(right)
        cut = min(a.cut, b.cut)
        return all(
            a.terms.get(p, Fraction(0)) == b.terms.get(p, Fraction(0))
            for p in a.terms.keys() | b.terms.keys()
            if p < cut
        )

    def alike(self, left: Part, right: Part) -> bool:
        """Whether two series agree and end at one power."""
        return self.same(left, right) and as_series(left).cut == as_series(right).cut

    def text(self, value: Part) -> str:
        """The first powers of h."""
        return shown(value)


def _scaled(linear: Linear, by: Fraction) -> Linear:
    return linear[0] * by, linear[1] * by, linear[2] * by
