"""A stack of residual units as Euler's method, against flows whose end is known exactly.

Chen et al. 2018, "Neural Ordinary Differential Equations", arXiv:1806.07366, Section 1, Equations 1 and 2;
the view is older: Haber & Ruthotto 2017, arXiv:1705.03341; Lu et al. 2017, arXiv:1710.10121.

Two flows over the time 0 to 1. The cards' x' = -x ends at x(0)/e. The other is a net: its branch has two
layers, F(x, t) = W2(t) tanh(W1 x) with W1 = Q and W2(t) = -Q^T diag(a (1/2 + t)), Q orthogonal, so each unit
has weights of its own, which vary smoothly with depth. In u = Q x it is u' = -a (1/2 + t) tanh(u), which ends
at asinh(sinh(u(0)) / e^a). L units take steps of 1/L.

The contrasts: Heun's method, which looks at the slope twice a step; v1's ReLU after the addition; and units
that do not shrink with depth, with unrelated weights, as in a net at its start.

Measured, seed 0, plain Python in double precision, 0.6 s of one CPU core: order 1.004 for x' = -x and for the
net, Heun 2.004; from 2048 to 4096 units the output moves by 6e-5 of its size, by 1.0 with units of size 1.
"""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import mul

from prepapp.lab import Run, start

LAB = {
    "title": "Residual units as Euler steps",
    "paper": "Chen et al. 2018, arXiv:1806.07366, Section 1; Haber & Ruthotto 2017, arXiv:1705.03341",
    "question": "A unit is an Euler step of size 1: what brings a deeper net closer to a flow?",
    "sentence": "Halving the step divides Euler's error by {euler} and Heun's by {heun}; units that do not "
    "shrink still move the output by {moved} of its size when 2048 become 4096, so ...",
    "needs": [],
    "presets": {"quick": {}},
    "params": {
        "seeds": {"default": 1, "help": "nets with a flow, and nets without", "min": 1, "max": 20},
        "width": {"default": 8, "help": "numbers in x", "min": 2, "max": 32},
    },
    "claims": {
        "rn-053-order": {
            "text": "Order of Euler's error for x' = -x at time 1, 16 to 4096 units",
            "unit": "",
            "expected": "1: first order",
            "holds": "0.98 .. 1.02",
        },
        "euler-order": {
            "text": "Order of the error of a residual net whose flow is known, 16 to 4096 units",
            "unit": "",
            "expected": "1: the error falls in proportion to the step",
            "holds": "0.97 .. 1.03",
            "predict": "Error at time 1 ~ step to the power p: what is p for residual units?",
            "near": 1.1,
        },
        "halved-step": {
            "text": "Factor by which a halved step divides that error, 16 to 4096 units: farthest from 2",
            "unit": "x",
            "expected": "about 2",
            "holds": "1.8 .. 2.2",
            "predict": "Twice as many units, each half as large: by what factor does the error fall?",
            "near": 1.15,
        },
        "heun-order": {
            "text": "Order of the error when each step looks at the slope twice (Heun)",
            "unit": "",
            "expected": "2: second order",
            "holds": "1.95 .. 2.05",
        },
        "flow-settles": {
            "text": "Move of the output from 2048 to 4096 units that shrink as 1/L, in parts of its size",
            "unit": "",
            "expected": "near 0: it converges",
            "holds": "< 0.001",
        },
        "unscaled-moves": {
            "text": "Move of the output from 2048 to 4096 units of size 1 and unrelated weights",
            "unit": "",
            "expected": "order one: no limit, a sum of unrelated branches grows like the root of the depth",
            "holds": "> 0.2",
            "fails": "< 0.05",
        },
        "v1-error": {
            "text": "Error at time 1 of 4096 v1 units, ReLU after the addition, for x' = -x from -1",
            "unit": "",
            "expected": "1/e = 0.368: the first unit already gives 0, at any step",
            "holds": "0.367 .. 0.369",
            "predict": "x' = -x from -1, 4096 units with v1's ReLU: what is the error?",
            "near": 1.1,
        },
    },
}

Vector = Sequence[float]
Slope = Callable[[Vector, float], Vector]
"""F(x, t)."""
Method = Callable[[Slope, Vector, float, float], Vector]
"""One unit: ``method(slope, x, t, h)``."""

UNITS = [2**k for k in range(2, 13)]  # 4 to 4096
SMALL_STEPS = UNITS.index(16)  # first order speaks of small h


@dataclass(frozen=True)
class Flow:
    """dx/dt = slope(x, t) from ``start`` at time 0, and where it is at time 1."""

    slope: Slope
    start: Vector
    end: Vector


def main(run: Run) -> None:
    """Refine the steps of flows, then add units to nets that follow none."""
    by_hand(run)
    nets = run.sweep([{"seed": seed} for seed in run.seeds])
    for claim in nets[0]:
        run.claim(claim, [each[claim] for each in nets])
    first = nets[0]
    run.say(euler=2 ** first["euler-order"], heun=2 ** first["heun-order"], moved=first["unscaled-moves"])


def by_hand(run: Run) -> None:
    """The cards' flow: x' = -x from 1, and from -1 with v1's ReLU."""
    flow = Flow(lambda x, t: [-each for each in x], [1.0], [math.exp(-1)])
    rows: list[Sequence[object]] = []
    for units in (1, 2, 4, 8, 16, 32):
        (value,) = ends(euler, flow, units)
        error = abs(value - flow.end[0])
        rows.append((units, 1 / units, value, error))
    run.table("x' = -x from 1, exact 0.3679", ("units", "step", "result", "error"), rows)
    errors = [math.dist(ends(euler, flow, units), flow.end) for units in UNITS]
    run.claim("rn-053-order", order(errors[SMALL_STEPS:]))
    below = Flow(flow.slope, [-1.0], [-math.exp(-1)])
    run.claim("v1-error", math.dist(ends(euler_relu, below, UNITS[-1]), below.end))


def net(run: Run, seed: int) -> dict[str, float]:
    """Return what one random net measures: with a flow behind it, and without."""
    source = random.Random(seed)
    flow = known_flow(source, run["width"])
    first = refined(run, "Euler", flow, seed)
    second = refined(run, "Heun", flow, seed)
    moves = unscaled(run, source, seed)
    show(run, seed, {"Euler": first, "Heun": second, "size 1: move": moves})
    ratios = [before / after for before, after in pairwise(first[SMALL_STEPS:])]
    coarse, fine = (ends(euler, flow, units) for units in UNITS[-2:])
    return {
        "euler-order": order(first[SMALL_STEPS:]),
        "halved-step": max(ratios, key=lambda ratio: abs(ratio - 2)),
        "heun-order": order(second[SMALL_STEPS:]),
        "flow-settles": math.dist(fine, coarse) / math.hypot(*fine),
        "unscaled-moves": moves[-1],
    }


def known_flow(source: random.Random, width: int) -> Flow:
    """Return a branch of two layers whose flow can be solved, as the header says."""
    Q = orthogonal(source, width)  # [width, width], its rows are orthonormal
    columns = list(zip(*Q, strict=True))
    rates = [source.uniform(0.5, 2) for _ in range(width)]
    u = [source.gauss(0, 1) for _ in range(width)]

    def slope(x: Vector, t: float) -> Vector:
        hidden = [-rate * (0.5 + t) * math.tanh(z) for rate, z in zip(rates, times(Q, x), strict=True)]
        return times(columns, hidden)  # [width]

    end = [math.asinh(math.sinh(z) * math.exp(-rate)) for rate, z in zip(rates, u, strict=True)]
    return Flow(slope, times(columns, u), times(columns, end))


def euler(slope: Slope, x: Vector, t: float, h: float) -> Vector:
    """A residual unit: x + h F(x, t)."""
    return [each + h * rise for each, rise in zip(x, slope(x, t), strict=True)]


def euler_relu(slope: Slope, x: Vector, t: float, h: float) -> Vector:
    """A unit of v1: a ReLU after the addition."""
    return [max(each, 0.0) for each in euler(slope, x, t, h)]


def heun(slope: Slope, x: Vector, t: float, h: float) -> Vector:
    """A step along the mean of the slopes at its start and at Euler's end of it."""
    first = slope(x, t)
    ahead = [each + h * rise for each, rise in zip(x, first, strict=True)]
    second = slope(ahead, t + h)
    return [each + h * (a + b) / 2 for each, a, b in zip(x, first, second, strict=True)]


METHODS: dict[str, Method] = {"Euler": euler, "Heun": heun}
STACKS = (*METHODS, "size 1")


def ends(method: Method, flow: Flow, units: int) -> Vector:
    """Return where so many units of size 1/units end at time 1."""
    x, h = flow.start, 1 / units
    for unit in range(units):
        x = method(flow.slope, x, unit * h, h)
    return x


def refined(run: Run, name: str, flow: Flow, seed: int) -> list[float]:
    """Return the error at time 1 for each number of units."""
    errors = []
    for units in UNITS:
        errors.append(math.dist(ends(METHODS[name], flow, units), flow.end))
        tell(run, "error", errors[-1], units, name, seed)
    return errors


def unscaled(run: Run, source: random.Random, seed: int) -> list[float]:
    """Return how far each doubling of units x + W tanh(V x) of size 1 moves the output, in parts of it."""
    width = run["width"]
    x: Vector = [source.gauss(0, 1) for _ in range(width)]
    before, moves = x, []
    for unit in range(1, UNITS[-1] + 1):
        V, W = (drawn(source, width) for _ in "VW")  # [width, width], its own in each unit
        rises = times(W, [math.tanh(z) for z in times(V, x)])
        x = [each + rise for each, rise in zip(x, rises, strict=True)]
        if unit in UNITS:
            moves.append(math.dist(x, before) / math.hypot(*x))
            before = x
            tell(run, "move", moves[-1], unit, "size 1", seed)
    return moves


def drawn(source: random.Random, width: int) -> list[Vector]:
    """Return a random matrix that keeps the size of what it meets."""
    scale = width**-0.5
    return [[source.gauss(0, scale) for _ in range(width)] for _ in range(width)]


def tell(run: Run, name: str, value: float, units: int, stack: str, seed: int) -> None:
    """Tell one point, and how far the net is: the three stacks take about as long."""
    run.metric(name, value, units, stack=stack, seed=seed)
    run.progress(STACKS.index(stack) + units / UNITS[-1], len(STACKS), f"{stack}, {units} units")


def show(run: Run, seed: int, measured: dict[str, list[float]]) -> None:
    """Draw how the errors fall, and that without a flow nothing does."""
    curves = {name: list(zip(map(math.log2, UNITS), each, strict=True)) for name, each in measured.items()}
    run.figure(f"At time 1, seed {seed}", curves, x="log2 of the units", y="error, or move", log=True)


def order(errors: Sequence[float]) -> float:
    """Return the slope of log error over log step by least squares, the step halved each time."""
    heights = [math.log2(error) for error in errors]
    middle, mean = (len(heights) - 1) / 2, sum(heights) / len(heights)
    across = [middle - n for n in range(len(heights))]  # log2 of the step, about its mean
    return sum(a * (b - mean) for a, b in zip(across, heights, strict=True)) / sum(a * a for a in across)


def orthogonal(source: random.Random, width: int) -> list[Vector]:
    """Return random orthonormal rows (Gram-Schmidt)."""
    rows: list[Vector] = []
    while len(rows) < width:
        row = [source.gauss(0, 1) for _ in range(width)]
        for other in rows:
            along = sum(map(mul, row, other))
            row = [each - along * part for each, part in zip(row, other, strict=True)]
        rows.append([each / math.hypot(*row) for each in row])
    return rows


def times(matrix: Sequence[Vector], x: Vector) -> list[float]:
    """Return the matrix times x."""
    return [sum(map(mul, row, x)) for row in matrix]


if __name__ == "__main__":
    start(LAB, main, task=net)
