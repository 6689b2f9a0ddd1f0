"""A second opinion on a line: networks of quadratic units over a prime field, derivatives by dual numbers.

Nothing here rounds, and nothing is shared with the worlds but the tree. Two sides that differ as formulas
agree at a random point of the field with a chance of about 1e-15.
"""

import random
from collections.abc import Mapping

from prepapp.answers.derive.tree import (
    Big,
    Bin,
    Call,
    Diff,
    Name,
    Neg,
    Node,
    Num,
    Transpose,
    parts,
)
from tests.answers.dual import (
    DifferError,
    Dual,
    Matrix,
    NoOpinionError,
    P,
    Value,
    as_matrix,
    each,
    eye,
    fraction,
    plus,
    power,
    shape,
    times,
    turned,
    zeros,
)

PAIRS = ((1, 6), (2, 7), (3, 7), (4, 9), (5, 10), (1, 9))
LAYOUTS = ("row", "column", "denominator")


class Net:
    """One network; with n = 1 everything is a number."""

    def __init__(self, kind: str, l: int, L: int, n: int, layout: str, seed: str) -> None:  # noqa: E741
        source = random.Random(seed)
        self.kind, self.l, self.L, self.n, self.layout = kind, l, L, n, layout
        self.last = L + 2

        def matrix(rows: int, columns: int) -> Matrix:
            return tuple(tuple(Dual(source.randrange(1, P)) for _ in range(columns)) for _ in range(rows))

        self.weights = [[matrix(n, n), matrix(n, n), matrix(n, 1), matrix(1, 1)] for _ in range(self.last)]
        self.gates = [[matrix(n, n), matrix(n, n), matrix(n, 1), matrix(1, 1)] for _ in range(self.last)]
        self.scales = [Dual(source.randrange(1, P)) for _ in range(self.last)]
        self.ends = [matrix(1, n), matrix(1, n)]
        self.states = self.run([matrix(n, 1)])
        self.bent: list[Matrix] | None = None

    def branch(self, i: int, x: Matrix, of: list[list[Matrix]] | None = None) -> Matrix:
        outer, inner, shift, tilt = (of or self.weights)[i]
        bent = each(lambda v: v * v, as_matrix(plus(times(inner, x), shift)))
        return as_matrix(plus(times(outer, bent), times(tilt[0][0], x)))

    def slope(self, i: int, x: Matrix, of: list[list[Matrix]] | None = None) -> Matrix:
        outer, inner, shift, tilt = (of or self.weights)[i]
        at = as_matrix(plus(times(inner, x), shift))
        two = tuple(
            tuple(at[r][0] * Dual(2) if r == c else Dual(0) for c in range(self.n)) for r in range(self.n)
        )
        return as_matrix(plus(times(times(outer, two), inner), eye(self.n, tilt[0][0])))

    def step(self, i: int, x: Matrix) -> Matrix:
        out = self.branch(i, x)
        if self.kind == "plain":
            return out
        if self.kind == "scaled":
            return as_matrix(plus(times(self.scales[i], x), out))
        if self.kind == "multiplicative":
            return as_matrix(times(x[0][0], out[0][0]))
        if self.kind == "gated":
            gate = self.branch(i, x, self.gates)[0][0]
            return as_matrix(gate * out[0][0] + (Dual(1) - gate) * x[0][0])
        return as_matrix(plus(x, out))

    def run(self, known: list[Matrix]) -> list[Matrix]:
        found = [*known]
        while len(found) <= self.last:
            found.append(self.step(len(found) - 1, found[-1]))
        return found

    @property
    def now(self) -> list[Matrix]:
        return self.bent or self.states

    def plain(self, m: Matrix) -> Value:
        return m[0][0] if shape(m) == (1, 1) else m

    def whole(self, node: Node, scope: Mapping[str, int]) -> int:
        match node:
            case Num(value) if value.denominator == 1:
                return value.numerator
            case Neg(of):
                return -self.whole(of, scope)
            case Name("l", None):
                return self.l
            case Name("L", None):
                return self.L
            case Name(name, None) if name in scope:
                return scope[name]
            case Bin("+", a, b):
                return self.whole(a, scope) + self.whole(b, scope)
            case Bin("-", a, b):
                return self.whole(a, scope) - self.whole(b, scope)
            case Bin("*", a, b):
                return self.whole(a, scope) * self.whole(b, scope)
        raise NoOpinionError

    def value(self, node: Node, scope: Mapping[str, int]) -> Value:
        match node:
            case Num(value):
                return fraction(value)
            case Neg(of):
                return times(Dual(P - 1), self.value(of, scope))
            case Bin():
                return self.operation(node, scope)
            case Transpose(of):
                inner = self.value(of, scope)
                return inner if isinstance(inner, Dual) else turned(inner)
            case Big():
                return self.big(node, scope)
            case Diff():
                return self.derivative(node, scope)
            case Name():
                return self.named(node, scope)
            case Call():
                return self.called(node, scope)
        raise NoOpinionError

    def operation(self, node: Bin, scope: Mapping[str, int]) -> Value:
        left = self.value(node.left, scope)
        if node.op == "^":
            return power(left, self.whole(node.right, scope), self.n)
        right = self.value(node.right, scope)
        match node.op:
            case "+":
                return plus(left, right)
            case "-":
                return plus(left, right, -1)
            case "*":
                return times(left, right)
            case "/":
                if not isinstance(right, Dual):
                    raise DifferError
                return times(left, right.inverse())
        if isinstance(left, Dual) and isinstance(right, Dual):
            return left * right
        raise NoOpinionError

    def big(self, node: Big, scope: Mapping[str, int]) -> Value:
        low, high = self.whole(node.low, scope), self.whole(node.high, scope)
        far = Far(self.kind)
        falls = far.whole(node.low, {}) > far.whole(node.high, {})
        run = range(low, high - 1, -1) if falls else range(low, high + 1)
        if len(run) > 200:
            raise NoOpinionError
        values = [self.value(node.body, {**scope, node.var: i}) for i in run]
        if not values:
            return Dual(int(node.kind == "prod"))
        total = values[0]
        for value in values[1:]:
            total = plus(total, value) if node.kind == "sum" else times(total, value)
        return total

    def laid(self, jacobian: Matrix) -> Value:
        return self.plain(turned(jacobian) if self.layout == "denominator" else jacobian)

    def derivative(self, node: Diff, scope: Mapping[str, int]) -> Value:
        if self.bent or node.by.index is None or any(isinstance(part, Diff) for part in parts(node.of)):
            raise NoOpinionError
        i = self.whole(node.by.index, scope)
        if not 0 <= i <= self.last:
            raise DifferError
        columns = []
        for k in range(self.n):
            moved = tuple((Dual(v.a, int(r == k)),) for r, (v,) in enumerate(self.states[i]))
            self.bent = self.run([*self.states[:i], moved])
            try:
                columns.append(each(lambda v: Dual(v.b), as_matrix(self.value(node.of, scope))))
            finally:
                self.bent = None
        if any(shape(column)[1] != 1 for column in columns):
            raise NoOpinionError
        jacobian = tuple(tuple(column[r][0] for column in columns) for r in range(len(columns[0])))
        if len(jacobian) == 1:
            return self.plain(jacobian if self.layout == "row" else turned(jacobian))
        return self.laid(jacobian)

    def named(self, node: Name, scope: Mapping[str, int]) -> Value:
        if node.index is None and node.name in scope:
            return Dual(scope[node.name] % P)
        if node.index is None:
            if node.name in ("l", "L"):
                return Dual(getattr(self, node.name))
            if node.name == "I":
                return self.plain(eye(self.n, Dual(1)))
            if node.name == "E":
                end = self.now[-1]
                bent = each(lambda v: v * v, end)
                return plus(times(self.ends[0], end), times(self.ends[1], bent))
            raise NoOpinionError
        i = self.whole(node.index, scope)
        if node.name == "x":
            if not 0 <= i <= self.last:
                raise DifferError
            return self.plain(self.now[i])
        if node.name in ("W", "D"):
            raise NoOpinionError
        if not 0 <= i < self.last:
            raise DifferError
        return self.of_unit(node, i)

    def of_unit(self, node: Name, i: int) -> Value:
        x = self.now[i]
        if node.name == "λ":
            return self.scales[i]
        if node.name == "J" or (node.name == "F" and node.primes == 1):
            return self.laid(self.slope(i, x))
        if node.name == "F" and node.primes == 0:
            return self.plain(self.branch(i, x))
        if node.name == "g" and node.primes < 2:
            act = self.slope if node.primes else self.branch
            return self.plain(act(i, x, self.gates))
        raise NoOpinionError

    def called(self, node: Call, scope: Mapping[str, int]) -> Value:
        if node.name not in ("F", "g") or len(node.args) != 1 or node.primes > 1:
            raise NoOpinionError
        arg = as_matrix(self.value(node.args[0], scope))
        if node.index is not None:
            i = self.whole(node.index, scope)
        else:
            first = node.args[0]
            if isinstance(first, Name) and first.name == "x" and first.index is not None:
                i = self.whole(first.index, scope)
            elif arg in self.now:
                i = self.now.index(arg)
            else:
                raise NoOpinionError
        if not 0 <= i < self.last or shape(arg) != (self.n, 1):
            raise DifferError
        of = self.gates if node.name == "g" else None
        if not node.primes:
            return self.plain(self.branch(i, arg, of))
        slope = self.slope(i, arg, of)
        return self.laid(slope) if node.name == "F" else self.plain(slope)


class Far(Net):
    """l = 0, every bound index halfway, L far off: tells whether the bounds of a product fall."""

    def __init__(self, kind: str) -> None:
        self.kind, self.l, self.L = kind, 0, 10**6

    def whole(self, node: Node, scope: Mapping[str, int]) -> int:
        if isinstance(node, Name) and node.name not in ("l", "L"):
            return 5 * 10**5
        return super().whole(node, scope)


def agree(net: Net, sides: tuple[Node, ...]) -> bool:
    """Whether all sides have one value here."""
    try:
        values = [net.value(side, {}) for side in sides]
        return all(plus(values[0], value, -1) in (Dual(0), zeros(value)) for value in values[1:])
    except DifferError:
        return False


def nets_agree(kind: str, vectors: bool, sides: tuple[Node, ...], seed: str) -> bool:
    """Whether sides agree in six networks of numbers, and in three of vectors in one layout of gradients."""
    for first, last in PAIRS:
        if not agree(Net(kind, first, last, 1, "row", f"{seed} {first} {last}"), sides):
            return False
    if not vectors:
        return True
    frames = ((1, 6, 2), (2, 7, 3), (3, 8, 2))
    return any(
        all(agree(Net(kind, first, last, n, layout, f"{seed} {n}"), sides) for first, last, n in frames)
        for layout in LAYOUTS
    )
