"""What the symbolic worlds share."""

from fractions import Fraction
from typing import Any

import sympy

from prepapp.answers.worlds.world import World

Expression = Any
"""SymPy has no types."""


class Symbolic(World):
    """A world whose values are SymPy expressions."""

    what: str

    def number(self, value: Fraction) -> Expression:
        """A number, exactly."""
        return sympy.Rational(value.numerator, value.denominator)

    def same(self, left: Expression, right: Expression) -> bool:
        """Whether the difference simplifies to zero."""
        difference = sympy.expand(left - right)
        return bool(difference == 0 or sympy.simplify(difference) == 0)

    def text(self, value: Expression) -> str:
        """The expression."""
        return str(value)
