"""What a shortcut does to the gradient, proved line by line with branches that are left undefined.

He et al. 2016, "Identity Mappings in Deep Residual Networks", arXiv:1603.05027: Section 2, Equations 3 to 5
and 8. Blocks: arXiv:1512.03385, Section 4.1; weight variance: arXiv:1502.01852, Equations 10 and 15.

Symbols only: no seed, no data, no rounding. A line is proved when SymPy brings left minus right to exactly
zero. The usual mistakes go through the same test, and what is left over is shown.

Measured: 29 of 29 lines proved, 8 of 8 mistakes refused, each line in under 0.5 s; 1 s of one CPU core.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import sympy as sp

from prepapp.lab import Run, start

LAB = {
    "title": "The gradient through residual units, proved",
    "paper": "He et al. 2016, arXiv:1603.05027, Section 2, Equations 3-5 and 8",
    "question": "Unroll three units and differentiate: where is the 1 from, and is it a sum or a product?",
    "sentence": "The Jacobian of three units has {terms} terms, one of them I; the local slopes alone leave "
    "out {missing} of them, and F(x) = -x leaves a gradient of {cancelled}, so ...",
    "needs": ["sympy"],
    "presets": {"quick": {"depth": 6}},
    "params": {
        "depth": {"default": 6, "help": "units that are unrolled", "min": 2, "max": 8},
    },
    "claims": {
        "identities-proved": {
            "text": "Lines of the derivation that SymPy brings to exactly zero, of 29",
            "unit": "lines",
            "expected": "all 29",
            "holds": "= 29",
        },
        "mistakes-refused": {
            "text": "Usual mistakes for which something is left over, of 8",
            "unit": "mistakes",
            "expected": "all 8",
            "holds": "= 8",
        },
        "jacobian-terms": {
            "text": "Terms of (I + J2)(I + J1)(I + J0) when expanded",
            "unit": "terms",
            "expected": "2^3, one for each way to take or to skip every branch",
            "holds": "= 8",
            "predict": "How many terms has (I + J2)(I + J1)(I + J0) when expanded?",
            "near": 1.01,
        },
        "local-sum-misses": {
            "text": "Terms that I plus the sum of the three local Jacobians leaves out",
            "unit": "terms",
            "expected": "the 3 paths through two branches and the 1 through all three",
            "holds": "= 4",
            "predict": "I + J0 + J1 + J2: how many terms of the product are missing?",
            "near": 1.01,
        },
        "order-changes": {
            "text": "Terms of the product that change when its factors are written in the wrong order",
            "unit": "terms",
            "expected": "all with two branches or more: Jacobians do not commute",
            "holds": "= 4",
        },
        "scale-power": {
            "text": "Power of the shortcut's scale on the path around three units",
            "unit": "",
            "expected": "lambda^L, He et al. 2016, Equation 8",
            "holds": "= 3",
        },
        "cancelled-gradient": {
            "text": "Gradient through three units, one of them F(x) = -x, in parts of the gradient above",
            "unit": "",
            "expected": "0: the 1 is no guarantee",
            "holds": "= 0",
            "predict": "F(x) = -x in one unit of three: what part of the gradient comes through?",
            "near": 1.01,
        },
        "bottleneck-ratio": {
            "text": "Weights of a bottleneck over those of a basic block, both with C channels outside",
            "unit": "",
            "expected": "17/288 = 0.0590",
            "holds": "0.05902 .. 0.05903",
            "predict": "A bottleneck C, C/4, C: what part of the weights of a basic block of width C?",
            "near": 1.1,
        },
    },
}

Value = sp.Expr | sp.Matrix

LINES = 29
"""Lines that are to be proved."""


@dataclass(frozen=True)
class Line:
    """A statement: how it is proved, and its two sides."""

    says: str
    how: str
    left: Value
    right: Value


@dataclass(frozen=True)
class Outcome:
    """What is left of a line when its right side is taken from its left, and how long that took."""

    line: Line
    rest: Value
    ms: float

    @property
    def proved(self) -> bool:
        """Whether nothing at all is left."""
        return is_zero(self.rest)


x = sp.Symbol("x")
E = sp.Function("E")  # the loss
F = [sp.Function(f"F_{i}") for i in range(8)]  # undefined: any branch that can be differentiated
J0, J1, J2 = sp.symbols("J0:3", commutative=False)  # Jacobians: the order of factors matters


def main(run: Run) -> None:
    """Prove, refuse, count."""
    chapters = {
        "From one unit to the gradient": derivation(run["depth"]),
        "With vectors": vectors(),
        "Other trunks": other_trunks(),
        "Counts and starts": counts_and_starts(),
    }
    run.claim("identities-proved", sum(each.proved for each in prove(run, chapters)))
    run.claim("mistakes-refused", sum(not each.proved for each in refuse(run, mistakes())))
    count(run)


def derivation(depth: int) -> Iterator[Line]:
    """From one unit to the gradient at its input: He et al. 2016, Equations 3 to 5."""
    states = unrolled(depth)
    yield Line(f"x_L = x_l + Σ F(x_i), {depth} units", "substitution", states[-1], x + branches(states))
    states = unrolled(3)
    x_L, loss = states[-1], E(states[-1])
    above, gradient = loss.fdiff(), sp.diff(loss, x)  # dE/dx_L, dE/dx_l
    P = [sp.diff(state, x) for state in states]  # dx_i/dx_l
    yield Line("∂E/∂x_l = ∂E/∂x_L · ∂x_L/∂x_l", "chain rule", gradient, above * P[-1])
    inner = sp.diff(branches(states), x)
    yield Line("∂x_L/∂x_l = 1 + ∂/∂x_l Σ F(x_i)", "derivative", sp.diff(x_L, x), 1 + inner)
    yield Line("∂E/∂x_l = ∂E/∂x_L (1 + ∂/∂x_l Σ F(x_i))", "expand", gradient, above * (1 + inner))
    steps = sp.Matrix([after - before for before, after in pairwise(P)])
    owed = sp.Matrix([slope * before for slope, before in zip(slopes(states), P, strict=False)])
    yield Line("P_{i+1} − P_i = F_i'(x_i) P_i  with P_i = ∂x_i/∂x_l", "chain rule", steps, owed)
    product = sp.prod(1 + slope for slope in slopes(states))
    yield Line("1 + ∂/∂x_l Σ F(x_i) = Π (1 + F_i'(x_i))", "expand", 1 + inner, product)
    yield Line("∂E/∂x_l = ∂E/∂x_L Π (1 + F_i'(x_i))", "expand", gradient, above * product)


def vectors() -> Iterator[Line]:
    """The same with Jacobians: two units of width 2, then three factors that do not commute."""
    x0 = sp.Matrix(sp.symbols("u v"))  # [2, 1]
    F0, F1 = quadratic(x0, "a"), quadratic(x0, "b")
    x1 = x0 + F0
    at_x1 = dict(zip(x0, x1, strict=True))
    F_x1, J_x1 = F1.xreplace(at_x1), F1.jacobian(x0).xreplace(at_x1)  # [2, 1], [2, 2]
    whole, eye = (x1 + F_x1).jacobian(x0), sp.eye(2)  # [2, 2]
    row = sp.Matrix([sp.symbols("g0 g1")])  # dE/dx_L, [1, 2]
    split = row + row * (F0 + F_x1).jacobian(x0)
    yield Line("∂E/∂x_l = ∂E/∂x_L (I + ∂/∂x_l Σ F(x_i)), width 2", "Jacobians", row * whole, split)
    both = (eye + J_x1) * (eye + F0.jacobian(x0))
    yield Line("∂x_L/∂x_l = (I + J1)(I + J0), width 2", "Jacobians", whole, both)
    terms = 1 + J0 + J1 + J2 + J1 * J0 + J2 * J0 + J2 * J1 + J2 * J1 * J0
    says = "(I + J2)(I + J1)(I + J0) = I + J0 + J1 + J2 + J1J0 + J2J0 + J2J1 + J2J1J0"
    yield Line(says, "expand, order kept", three_units(), terms)
    M, mu = sp.Matrix(2, 2, sp.symbols("m0:4")), sp.Symbol("mu")
    characteristic = M.charpoly(mu).as_expr().subs(mu, -1)
    says = "det(I + J) is 0 just where J has the eigenvalue −1, width 2"
    yield Line(says, "det(μI − J) at −1", (eye + M).det(), characteristic)


def other_trunks() -> Iterator[Line]:
    """The plain net, and all else that may stand on the trunk."""
    f, g, lam = sp.Function("F")(x), sp.Function("g")(x), sp.Symbol("lambda")
    slope = f.diff(x)
    plain = [x]
    for layer in F[:3]:
        plain.append(layer(plain[-1]))
    product = sp.prod(slopes(plain))
    yield Line("plain: ∂x_3/∂x_0 = F_2' F_1' F_0'", "chain rule", sp.diff(plain[3], x), product)
    v1 = sp.diff(sp.Max(0, x + f), x)
    yield Line("v1: ReLU after it, θ(x + F)(1 + F')", "derivative", v1, sp.Heaviside(x + f) * (1 + slope))
    yield Line("x F(x): F + x F'", "product rule", sp.diff(x * f, x), f + x * slope)
    once, factor = x * f, f + x * slope
    twice, at_x1 = once.subs(x, once), factor.subs(x, once)
    yield Line("x F(x) twice: Π (F + x F')", "chain rule", sp.diff(twice, x).doit(), at_x1.doit() * factor)
    scaled = unrolled(3, lam)
    product = sp.prod(lam + each for each in slopes(scaled))
    yield Line("λx + F(x), 3 units: Π (λ + F_i'(x_i))", "expand", sp.diff(scaled[3], x), product)
    yield Line("λx + F(x), around 3 branches: λ³", "coefficient", around(lam), lam**3)
    gated = sp.diff(g * f + (1 - g) * x, x)
    gate = 1 - g + g * slope + g.diff(x) * (f - x)
    yield Line("g F + (1 − g) x: 1 − g + g F' + g' (F − x)", "product rule", gated, gate)
    yield Line("gate shut, g = 0: 1", "substitution", gate.subs(g, 0).doit(), sp.S.One)
    yield Line("gate open, g = 1: F', as in a plain net", "substitution", gate.subs(g, 1).doit(), slope)
    yield Line("F(x) = −x in one of 3 units: 0", "chain rule", cancelled(), sp.S.Zero)
    joined = sp.Matrix([x, f]).diff(x)  # [2, 1]
    yield Line("[x ; F(x)], concatenation: [1 ; F']", "derivative", joined, sp.Matrix([1, slope]))


def counts_and_starts() -> Iterator[Line]:
    """Closed forms beside the gradient: weights of blocks, variance of weights, Euler's step."""
    C, r, n, v, s = sp.symbols("C r n v s", positive=True)
    basic, narrow = blocks(C)
    yield Line("C·C/4 + 9 (C/4)² + C/4·C = 17 C²/16, bottleneck", "expand", narrow, 17 * C**2 / 16)
    yield Line("bottleneck over basic = 17/288", "cancel", narrow / basic, sp.Rational(17, 288))
    yield Line("SE over basic = 1/(9 r)", "cancel", (C * C / r + C / r * C) / basic, 1 / (9 * r))
    a, h, z = sp.symbols("a h z", real=True)
    part = z**2 * sp.exp(-(z**2) / (2 * s**2)) / (s * sp.sqrt(2 * sp.pi))
    moment = sp.integrate(part, (z, 0, sp.oo)) + a**2 * sp.integrate(part, (z, -sp.oo, 0))
    start_at = sp.solve(sp.Eq(n * v * moment, s**2), v)[0]  # Var[y] = n v E[x²], which shall be s²
    leaky = 2 / ((1 + a**2) * n)
    yield Line("leaky ReLU of slope a: Var[w] = 2/((1 + a²) n)", "integral, solve", start_at, leaky)
    yield Line("ReLU, a = 0: Var[w] = 2/n, He", "substitution", start_at.subs(a, 0), 2 / n)
    error = sp.limit((sp.exp(-h) - (1 - h)) / h**2, h, 0)
    yield Line("x' = −x: Euler's step errs by h²/2 · x''", "limit", error, sp.Rational(1, 2))
    refined = sp.limit((1 - h) ** (1 / h), h, 0)
    yield Line("F(x) = −h x, 1/h units: (1 − h)^(1/h) → 1/e", "limit", refined, sp.exp(-1))


def mistakes() -> Iterator[Line]:
    """What is often written instead; each must leave something over."""
    whole, f, lam = three_units(), sp.Function("F")(x), sp.Symbol("λ")
    yield Line("Π (I + J_i) = the paths through branches", "where is the 1?", whole, whole - 1)
    yield Line("Π (I + J_i) = I + J0 + J1 + J2", "derivative inside the sum", whole, 1 + J0 + J1 + J2)
    yield Line("Π (I + J_i) = J2 J1 J0", "the plain net", whole, J2 * J1 * J0)
    yield Line("Π (I + J_i) = (I + J0)(I + J1)(I + J2)", "first unit leftmost", whole, wrong_order())
    yield Line("x F(x): F", "product rule forgotten", sp.diff(x * f, x), f)
    yield Line("v1: 1 + F'", "no ReLU on the trunk", sp.diff(sp.Max(0, x + f), x), 1 + f.diff(x))
    yield Line("λx + F(x), around 3 branches: λ", "scale counted once", around(lam), lam)
    basic, narrow = blocks(sp.Symbol("C", positive=True))
    yield Line("bottleneck = 9/32 of basic", "20,736 of 73,728", narrow, basic * sp.Rational(9, 32))


def unrolled(depth: int, scale: Value = sp.S.One) -> list[Value]:
    """Return x_0 to x_depth of x_{i+1} = scale x_i + F_i(x_i)."""
    states = [x]
    for branch in F[:depth]:
        states.append(scale * states[-1] + branch(states[-1]))
    return states


def branches(states: list[Value]) -> Value:
    """Return the sum of F_i(x_i)."""
    return sum(branch(state) for branch, state in zip(F, states[:-1], strict=False))


def slopes(states: list[Value]) -> list[Value]:
    """Return F_i'(x_i): the local slopes, without what x_i owes to x_0."""
    return [branch(state).fdiff() for branch, state in zip(F, states[:-1], strict=False)]


def quadratic(at: sp.Matrix, name: str) -> sp.Matrix:
    """Return a branch of width 2 with coefficients of its own."""
    u, v = at
    c = sp.symbols(f"{name}0:5")
    return sp.Matrix([c[0] * u + c[1] * v + c[2] * v**2, c[3] * u * v + c[4] * u])  # [2, 1]


def three_units() -> Value:
    """Return the Jacobian of three units, expanded: later units stand further left."""
    return sp.expand((1 + J2) * (1 + J1) * (1 + J0))


def wrong_order() -> Value:
    """Return the same factors with the first unit leftmost."""
    return sp.expand((1 + J0) * (1 + J1) * (1 + J2))


def around(scale: Value) -> Value:
    """Return the gradient of the path that skips all three branches."""
    local = sp.symbols("f0:3")
    return sp.expand(sp.prod(scale + each for each in local)).subs(dict.fromkeys(local, 0))


def cancelled() -> Value:
    """Return dx_3/dx_0 where the middle branch is F(x) = -x and the others are anything."""
    x1 = x + F[0](x)
    x2 = x1 + -x1
    return sp.diff(x2 + F[2](x2), x)


def blocks(C: sp.Symbol) -> tuple[Value, Value]:
    """Return the weights of a basic block and of a bottleneck with C channels outside."""
    return 2 * 9 * C * C, C * C / 4 + 9 * (C / 4) ** 2 + C / 4 * C


def is_zero(rest: Value) -> bool:
    """Whether each entry is exactly zero."""
    return all(entry == 0 for entry in sp.Matrix([rest]))


def settle(line: Line) -> Value:
    """Return left minus right, brought as far as SymPy can."""
    rest = sp.expand(line.left - line.right)
    return rest if is_zero(rest) else sp.simplify(rest)


def timed(lines: Iterable[Line]) -> Iterator[Outcome]:
    """Settle line after line; its time includes building its two sides."""
    began = time.perf_counter()
    for line in lines:
        rest = settle(line)
        yield Outcome(line, rest, 1000 * (time.perf_counter() - began))
        began = time.perf_counter()


def prove(run: Run, chapters: Mapping[str, Iterable[Line]]) -> list[Outcome]:
    """Prove chapter after chapter and show each."""
    outcomes: list[Outcome] = []
    for title, lines in chapters.items():
        rows = []
        for step, each in enumerate(timed(lines), 1):
            outcomes.append(each)
            how = each.line.how if each.proved else f"NOT PROVED, left over: {words(each.rest)}"
            rows.append((step, each.line.says, how, round(each.ms, 1)))
            run.progress(len(outcomes), LINES, each.line.says)
        run.table(title, ("step", "statement", "proved by", "ms"), rows)
    return outcomes


def refuse(run: Run, lines: Iterable[Line]) -> list[Outcome]:
    """Show what each mistake leaves over."""
    outcomes = list(timed(lines))
    rows = [(each.line.says, each.line.how, words(each.rest)) for each in outcomes]
    run.table("Usual mistakes", ("statement", "mistake", "left over"), rows)
    return outcomes


def words(rest: Value) -> str:
    """Return what is left over as one writes it."""
    text = sp.sstr(rest, order="none").replace("Derivative(F(x), x)", "F'(x)").replace("Heaviside", "θ")
    return text.replace("**2", "²").replace("**3", "³").replace("*", "")


def count(run: Run) -> None:
    """Settle the numbers that one is asked for."""
    paths, lam, C = set(three_units().args), sp.Symbol("lambda"), sp.Symbol("C", positive=True)
    missing, passed = paths - {sp.S.One, J0, J1, J2}, cancelled()
    basic, narrow = blocks(C)
    run.claim("jacobian-terms", len(paths))
    run.claim("local-sum-misses", len(missing))
    run.claim("order-changes", len(paths - set(wrong_order().args)))
    run.claim("scale-power", int(sp.degree(around(lam), lam)))
    run.claim("cancelled-gradient", float(passed))
    run.claim("bottleneck-ratio", float(narrow / basic))
    run.say(terms=len(paths), missing=len(missing), cancelled=passed)


if __name__ == "__main__":
    start(LAB, main)
