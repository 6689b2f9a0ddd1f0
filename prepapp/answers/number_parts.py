"""The value of a typed number with its precision, and its arithmetic."""

from fractions import Fraction
from typing import Literal, NamedTuple

from prepapp.errors import PrepError

Value = Fraction | float
"""A fraction as long as the arithmetic is exact and of a sane size, else a float."""

Kind = Literal["integer", "rounded", "arithmetic", "decimal arithmetic"]

BITS = 4096
"""A power with more bits than this is computed in floating point."""


class UnreadableError(PrepError):
    """Typed text that is no single value."""

    def __init__(self, what: str, column: int, hint: str = "") -> None:
        super().__init__(what, f"column {column}", hint)
        self.column = column
        """From 1."""


class Typed(NamedTuple):
    """A value, how precisely it was typed, and the words after it."""

    value: Value
    half: Fraction
    """Half a unit of the last typed digit; 0 of arithmetic."""
    kind: Kind
    digits: int = 0
    """Significant ones of a single number."""
    percent: bool = False
    unit: str = ""
    column: int = 0
    """Of the unit, from 1."""

    def scaled(self, factor: Fraction) -> "Typed":
        """The same in another unit: what was an integer is rounded to its last digit."""
        kind: Kind = "rounded" if self.kind == "integer" else self.kind
        value = self.value * factor if isinstance(self.value, Fraction) else self.value * float(factor)
        return self._replace(value=value, half=self.half * factor, kind=kind)


def as_arithmetic(typed: Typed) -> Kind:
    """What a value is once it is part of a larger one."""
    return "arithmetic" if typed.kind in ("integer", "arithmetic") else "decimal arithmetic"


def operated(mark: str, left: Value, right: Value) -> Value | complex:
    """The result of ``+ - * / ^``; complex for the root of a negative number."""
    match mark:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right
        case _:
            return _power(left, right)


def _power(base: Value, exponent: Value) -> Value | complex:
    if isinstance(base, Fraction) and isinstance(exponent, Fraction) and exponent.denominator == 1:
        bits = max(base.numerator.bit_length(), base.denominator.bit_length())
        if bits * abs(exponent.numerator) <= BITS:
            return base**exponent.numerator
    power: Value | complex = float(base) ** float(exponent)
    return power
