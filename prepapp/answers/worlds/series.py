"""Series in the step h with exact coefficients, known up to some power."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Union

from prepapp.answers.worlds.world import WorldError

ORDER = 6
"""Powers of h that are kept; all statements are about lower ones."""

Part = Union[Fraction, "Series"]


class Series:
    """Coefficients of powers of h, known below ``cut``."""

    __slots__ = ("cut", "terms")

    def __init__(self, terms: Mapping[int, Fraction], cut: int = ORDER) -> None:
        self.terms = {power: value for power, value in terms.items() if value and power < cut}
        self.cut = cut

    @property
    def lowest(self) -> int:
        """The first power that may not be zero."""
        return min(self.terms, default=self.cut)

    def __neg__(self) -> "Series":
        return Series({power: -value for power, value in self.terms.items()}, self.cut)

    def __add__(self, other: Part) -> "Series":
        right = as_series(other)
        powers = self.terms.keys() | right.terms.keys()
        total = {p: self.terms.get(p, Fraction(0)) + right.terms.get(p, Fraction(0)) for p in powers}
        return Series(total, min(self.cut, right.cut))

    __radd__ = __add__

    def __sub__(self, other: Part) -> "Series":
        return self + -as_series(other)

    def __rsub__(self, other: Part) -> "Series":
        return -self + other

    def __mul__(self, other: Part) -> "Series":
        right = as_series(other)
        total: dict[int, Fraction] = {}
        for p, a in self.terms.items():
            for q, b in right.terms.items():
                total[p + q] = total.get(p + q, Fraction(0)) + a * b
        return Series(total, min(self.cut + right.lowest, right.cut + self.lowest))

    __rmul__ = __mul__

    def __truediv__(self, other: Part) -> "Series":
        right = as_series(other)
        if len(right.terms) != 1:
            raise WorldError("unreadable", "only numbers and powers of h divide here")
        ((power, value),) = right.terms.items()
        shifted = {p - power: v / value for p, v in self.terms.items()}
        return Series(shifted, min(self.cut, right.cut) - power)

    def __rtruediv__(self, other: Part) -> "Series":
        return as_series(other) / self

    def __pow__(self, exponent: int) -> "Series":
        if not -4 <= exponent <= ORDER:
            raise WorldError("unreadable", f"a power above {ORDER}")
        result = as_series(Fraction(1))
        for _ in range(abs(exponent)):
            result = result * self
        return result if exponent >= 0 else as_series(Fraction(1)) / result


def as_series(value: Part) -> Series:
    """A number as a series."""
    return value if isinstance(value, Series) else Series({0: value})


def shown(value: Part) -> str:
    """The first powers of h."""
    terms = sorted(as_series(value).terms.items())[:3]
    text = " + ".join(f"{v}{_power(p)}" for p, v in terms)
    return text.replace("+ -", "- ").replace("-", "−") or "0"


def _power(power: int) -> str:
    return "" if power == 0 else "·h" if power == 1 else f"·h^{power}"
