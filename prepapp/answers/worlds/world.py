"""What all worlds share: a walk over a tree that gives it a value, within a budget of operations."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal

from prepapp.answers.derive.tree import (
    Big,
    Bin,
    Call,
    Diff,
    Moment,
    Name,
    Neg,
    Node,
    Num,
    Transpose,
)
from prepapp.answers.derive.vocabulary import Vocabulary
from prepapp.errors import PrepError

BUDGET = 60_000
"""Operations of one line in all worlds."""

EXPONENT = 64
TERMS = 400
"""Of one sum."""

MIDDLE, TOP = 500, 1000
"""Stand for a bound index and for L where the direction of a product is found: l < i < L."""

Trouble = Literal["unreadable", "wrong", "shape"]
Scope = Mapping[str, int]
"""Values of the indices that sums have bound."""


class WorldError(PrepError):
    """A part of a line that has no value: its name is unknown, or its index, or its shapes do not fit."""

    def __init__(self, kind: Trouble, what: str, column: int = 0, hint: str = "") -> None:
        super().__init__(what, hint=hint)
        self.kind = kind
        self.column = column


class Budget:
    """Operations that are left."""

    def __init__(self, left: int = BUDGET) -> None:
        self.left = left

    def spend(self, count: int = 1, column: int = 0) -> None:
        """Take some; WorldError when none are left."""
        self.left -= count
        if self.left < 0:
            raise WorldError("unreadable", "this takes too long to work out", column, "shorten it")


class World(ABC):
    """A world; ``Any`` is whatever its values are: numbers, matrices, series."""

    words: Vocabulary
    note: str
    """Which world it is, for a counterexample: ``l = 2, L = 6``."""

    def __init__(self) -> None:
        self.budget = Budget()

    @abstractmethod
    def name(self, node: Name, scope: Scope) -> Any:
        """The value of a name."""

    @abstractmethod
    def call(self, node: Call, scope: Scope) -> Any:
        """The value of a function."""

    @abstractmethod
    def same(self, left: Any, right: Any) -> bool:
        """Whether two values are equal, rounding aside."""

    @abstractmethod
    def text(self, value: Any) -> str:
        """A value for a counterexample."""

    def alike(self, left: Any, right: Any) -> bool:
        """Whether two values say the same, what they leave open included."""
        return self.same(left, right)

    def derivative(self, node: Diff, scope: Scope) -> Any:
        """The value of a derivative."""
        raise WorldError("unreadable", "there is nothing to differentiate here", node.at)

    def moment(self, node: Moment, scope: Scope) -> Any:
        """The value of an expectation or a variance."""
        raise WorldError("unreadable", "nothing is random here", node.at)

    def indices(self) -> Mapping[str, int]:
        """Names that stand for whole numbers."""
        return {}

    def number(self, value: Fraction) -> Any:
        """A number as a value."""
        return value

    def transposed(self, value: Any) -> Any:
        """A value with rows and columns exchanged."""
        return value

    def hadamard(self, left: Any, right: Any) -> Any:
        """The product entry by entry."""
        return left * right

    def value(self, node: Node, scope: Scope) -> Any:
        """The value of a tree; WorldError where it has none."""
        self.budget.spend(1, node.at)
        match node:
            case Num(value):
                return self.number(value)
            case Name():
                return self.name(node, scope)
            case Call():
                return self.call(node, scope)
            case Neg(of):
                return -self.value(of, scope)
            case Bin():
                return self.operation(node, scope)
            case Big():
                return self.big(node, scope)
            case Transpose(of):
                return self.transposed(self.value(of, scope))
            case Diff():
                return self.derivative(node, scope)
            case Moment():
                return self.moment(node, scope)

    def operation(self, node: Bin, scope: Scope) -> Any:
        """The value of two parts and their operator."""
        left = self.value(node.left, scope)
        if node.op == "^":
            return self.power(left, self.whole(node.right, scope), node.at)
        right = self.value(node.right, scope)
        try:
            match node.op:
                case "+":
                    return left + right
                case "-":
                    return left - right
                case "*":
                    return left * right
                case "⊙":
                    return self.hadamard(left, right)
            return left / right
        except ZeroDivisionError:
            raise WorldError("wrong", "this divides by 0", node.at) from None
        except OverflowError:
            raise WorldError("unreadable", "a number becomes too large", node.at) from None
        except WorldError as error:
            error.column = error.column or node.at
            raise

    def power(self, base: Any, exponent: int, at: int) -> Any:
        """A power with a whole exponent."""
        if abs(exponent) > EXPONENT:
            raise WorldError("unreadable", f"an exponent above {EXPONENT}", at)
        try:
            result = base**exponent
        except ZeroDivisionError:
            raise WorldError("wrong", "this divides by 0", at) from None
        except OverflowError:
            raise WorldError("unreadable", "a number becomes too large", at) from None
        if isinstance(result, Fraction) and result.numerator.bit_length() > 20_000:
            raise WorldError("unreadable", "a number becomes too large", at)
        return result

    def big(self, node: Big, scope: Scope) -> Any:
        """The value of a sum or a product."""
        total: Any = None
        for i in self.span(node, scope):
            value = self.value(node.body, {**scope, node.var: i})
            if total is None:
                total = value
            else:
                self.budget.spend(1, node.at)
                total = total + value if node.kind == "sum" else total * value
        return self.number(Fraction(node.kind == "prod")) if total is None else total

    def span(self, node: Big, scope: Scope) -> range:
        """The indices that a sum runs over; a product whose bounds fall runs down."""
        low, high = self.whole(node.low, scope), self.whole(node.high, scope)
        if abs(high - low) > TERMS:
            raise WorldError("unreadable", f"more than {TERMS} terms", node.at)
        bounds = self.words.bounds
        if _place(node.low, bounds) > _place(node.high, bounds):
            return range(low, high - 1, -1)
        return range(low, high + 1)

    def whole(self, node: Node, scope: Scope) -> int:
        """The value of an index, a bound or an exponent."""
        self.budget.spend(1, node.at)
        match node:
            case Num(value) if value.denominator == 1:
                return value.numerator
            case Neg(of):
                return -self.whole(of, scope)
            case Name(name, None, 0) if name in scope:
                return scope[name]
            case Name(name, None, 0) if name in self.indices():
                return self.indices()[name]
            case Name(name, None, 0) if name not in self.words.symbols:
                raise WorldError("unreadable", f"no sum or product runs over `{name}`", node.at)
            case Bin("+" | "-" | "*", left, right):
                return _whole_result(node, self.whole(left, scope), self.whole(right, scope))
        hint = f"an index is built of {', '.join(self.words.bounds)} and numbers"
        raise WorldError("unreadable", "not a whole number", node.at, hint)

    def counter(self, node: Name, scope: Scope) -> Fraction | None:
        """The value of a name that is an index, read as a number; None where it is none."""
        if node.index is not None or node.primes:
            return None
        found = scope.get(node.name, self.indices().get(node.name))
        return None if found is None else Fraction(found)

    def unknown(self, node: Name | Call) -> WorldError:
        """The error of a name that means nothing here."""
        return WorldError("unreadable", f"`{node.name}` has no meaning here", node.at)


def _whole_result(node: Bin, left: int, right: int) -> int:
    result = left + right if node.op == "+" else left - right if node.op == "-" else left * right
    if abs(result) > 10**6:
        raise WorldError("unreadable", "a number becomes too large", node.at)
    return result


def _place(node: Node, bounds: tuple[str, str]) -> int:
    """Where a bound lies if l = 0, L = 1000 and every other index is halfway."""
    match node:
        case Num(value):
            return int(value) if value < TOP else TOP
        case Neg(of):
            return -_place(of, bounds)
        case Name(name):
            return dict(zip(bounds, (0, TOP), strict=True)).get(name, MIDDLE)
        case Bin("+", left, right):
            return _place(left, bounds) + _place(right, bounds)
        case Bin("-", left, right):
            return _place(left, bounds) - _place(right, bounds)
        case Bin("*", left, right):
            return _place(left, bounds) * _place(right, bounds)
    return MIDDLE
