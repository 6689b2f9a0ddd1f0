"""Polynomials in random quantities, and their expectations in closed form."""

import math
from collections import Counter
from collections.abc import Mapping
from typing import Union

from prepapp.answers.worlds.world import WorldError

Quantity = tuple[str, int]
"""A random quantity: w, x or y, and which of the n it is."""
Powers = tuple[tuple[Quantity, int], ...]
Chance = Union[float, "Random"]

TERMS = 400


class Random:
    """A sum of products of random quantities; x_j is the rectified y_j."""

    __slots__ = ("terms",)

    def __init__(self, terms: Mapping[Powers, float]) -> None:
        if len(terms) > TERMS:
            raise WorldError("unreadable", "too many random terms", hint="shorten it")
        self.terms = dict(terms)

    def __neg__(self) -> "Random":
        return Random({powers: -factor for powers, factor in self.terms.items()})

    def __add__(self, other: Chance) -> "Random":
        total = Counter(self.terms)
        for powers, factor in as_random(other).terms.items():
            total[powers] += factor  # type: ignore[assignment]
        return Random(total)

    __radd__ = __add__

    def __sub__(self, other: Chance) -> "Random":
        return self + -as_random(other)

    def __rsub__(self, other: Chance) -> "Random":
        return -self + other

    def __mul__(self, other: Chance) -> "Random":
        total: Counter[Powers] = Counter()
        for left, a in self.terms.items():
            for right, b in as_random(other).terms.items():
                total[_joined(left, right)] += a * b  # type: ignore[assignment]
        return Random(total)

    __rmul__ = __mul__

    def __truediv__(self, other: Chance) -> "Random":
        if isinstance(other, Random):
            raise WorldError("unreadable", "nothing is divided by a random quantity here")
        return self * (1 / other)

    def __rtruediv__(self, other: float) -> "Random":
        raise WorldError("unreadable", "nothing is divided by a random quantity here")

    def __pow__(self, exponent: int) -> "Random":
        if not 0 <= exponent <= 4:
            raise WorldError("unreadable", "a power of a random quantity above 4")
        result = Random({(): 1.0})
        for _ in range(exponent):
            result = result * self
        return result


def as_random(value: Chance) -> Random:
    """A number as a random quantity that never varies."""
    return value if isinstance(value, Random) else Random({(): value})


def single(name: str, number: int) -> Random:
    """One random quantity."""
    return Random({(((name, number), 1),): 1.0})


def expectation(value: Chance, spread: Mapping[str, float]) -> float:
    """The mean, all of w_j and y_j independent and normal around 0 with these variances."""
    total = 0.0
    for powers, factor in as_random(value).terms.items():
        for (name, _), power in powers:
            factor *= _moment(name, power, spread)
        total += factor
    return total


def _moment(name: str, power: int, spread: Mapping[str, float]) -> float:
    """E of a power: 0 for odd powers of w and y, half of the absolute moment for x."""
    if name != "x" and power % 2:
        return 0.0
    variance = spread["y" if name == "x" else name]
    absolute: float = (2 * variance) ** (power / 2) * math.gamma((power + 1) / 2) / math.sqrt(math.pi)
    return absolute / 2 if name == "x" else absolute


def _joined(left: Powers, right: Powers) -> Powers:
    """The product of two; x_j y_j is x_j squared, for x_j is y_j or 0."""
    total: Counter[Quantity] = Counter()
    for quantity, power in (*left, *right):
        total[quantity] += power
    for name, number in [*total]:
        if name == "y" and ("x", number) in total:
            total[("x", number)] += total.pop(("y", number))
    return tuple(sorted(total.items()))
