"""Functions that act entry by entry, and their slopes."""

import cmath
from collections.abc import Callable, Mapping

from prepapp.answers.worlds.grid import Grid, Value, diagonal


def _each(change: Callable[[complex], complex]) -> Callable[[Value], Value]:
    return lambda value: value.each(change) if isinstance(value, Grid) else change(value)


FUNCTIONS: Mapping[str, Callable[[Value], Value]] = {
    "sqrt": _each(cmath.sqrt),
    "exp": _each(cmath.exp),
    "log": _each(cmath.log),
    "tanh": _each(cmath.tanh),
    "relu": _each(lambda v: v if v.real > 0 else 0j),
    "sigmoid": _each(lambda v: 1 / (1 + cmath.exp(-v))),
}


def steepness(name: str, value: Value) -> Value:
    """The slope of relu, tanh, exp, ... entry by entry, on a diagonal where the value is a column."""
    if isinstance(value, Grid):
        return diagonal(value.each(lambda entry: _slope(name, entry)))
    return _slope(name, value)


def _slope(name: str, v: complex) -> complex:
    match name:
        case "relu":
            return complex(v.real > 0)
        case "tanh":
            return 1 - cmath.tanh(v) ** 2
        case "exp":
            return cmath.exp(v)
        case "log":
            return 1 / v
        case "sigmoid":
            s = 1 / (1 + cmath.exp(-v))
            return s * (1 - s)
    return 1 / (2 * cmath.sqrt(v))
