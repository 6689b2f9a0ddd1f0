"""Small matrices of complex numbers; a number beside a square one means that multiple of I."""

from collections.abc import Callable
from typing import Union

from prepapp.answers.worlds.world import WorldError

Number = complex
Value = Union[complex, "Grid"]


class Grid:
    """A matrix; a column has one entry a row, a row vector one row."""

    __slots__ = ("rows",)

    def __init__(self, rows: list[list[complex]]) -> None:
        self.rows = rows

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.rows), len(self.rows[0])

    def each(self, change: Callable[[complex], complex]) -> "Grid":
        """Every entry changed."""
        return Grid([[change(entry) for entry in row] for row in self.rows])

    def transposed(self) -> "Grid":
        """Rows and columns exchanged."""
        return Grid([list(column) for column in zip(*self.rows, strict=True)])

    def with_(self, other: "Grid", join: Callable[[complex, complex], complex]) -> "Grid":
        """Two of one shape joined entry by entry."""
        if self.shape != other.shape:
            raise WorldError("shape", f"{_shape(self)} and {_shape(other)} do not fit")
        pairs = zip(self.rows, other.rows, strict=True)
        return Grid([[join(a, b) for a, b in zip(x, y, strict=True)] for x, y in pairs])

    def beside(self, other: Value) -> "Grid":
        """The other part of a sum: a number becomes that multiple of I."""
        if isinstance(other, Grid):
            return other
        size, width = self.shape
        if other == 0:
            return self.each(lambda _: 0)
        if size != width:
            raise WorldError("shape", f"a number and {_shape(self)} do not add up")
        return identity(size).each(lambda entry: entry * other)

    def __neg__(self) -> "Grid":
        return self.each(lambda entry: -entry)

    def __add__(self, other: Value) -> "Grid":
        return self.with_(self.beside(other), lambda a, b: a + b)

    __radd__ = __add__

    def __sub__(self, other: Value) -> "Grid":
        return self.with_(self.beside(other), lambda a, b: a - b)

    def __rsub__(self, other: Value) -> "Grid":
        return -self + other

    def __mul__(self, other: Value) -> Value:
        if not isinstance(other, Grid):
            return self.each(lambda entry: entry * other)
        if self.shape[1] != other.shape[0]:
            raise WorldError("shape", f"{_shape(self)} times {_shape(other)} has no meaning")
        columns = list(zip(*other.rows, strict=True))
        rows = [[sum(map(_times, row, column), 0j) for column in columns] for row in self.rows]
        return rows[0][0] if len(rows) == len(columns) == 1 else Grid(rows)

    def __rmul__(self, other: complex) -> "Grid":
        return self.each(lambda entry: other * entry)

    def __truediv__(self, other: Value) -> "Grid":
        if isinstance(other, Grid):
            raise WorldError("shape", f"nothing is divided by {_shape(other)}")
        return self.each(lambda entry: entry / other)

    def __rtruediv__(self, other: complex) -> "Grid":
        raise WorldError("shape", f"nothing is divided by {_shape(self)}")

    def __pow__(self, exponent: int) -> Value:
        if exponent < 0 or self.shape[0] != self.shape[1]:
            raise WorldError("shape", f"{_shape(self)} has no such power")
        result: Value = identity(self.shape[0])
        for _ in range(exponent):
            result = result * self
        return result


def identity(size: int) -> Grid:
    """I."""
    return Grid([[complex(i == j) for j in range(size)] for i in range(size)])


def diagonal(column: Grid) -> Grid:
    """A column on the diagonal of a matrix."""
    size = len(column.rows)
    return Grid([[column.rows[i][0] if i == j else 0j for j in range(size)] for i in range(size)])


def _times(a: complex, b: complex) -> complex:
    return a * b


def _shape(grid: Grid) -> str:
    rows, columns = grid.shape
    return f"a {rows}×{columns} matrix" if min(rows, columns) > 1 else ("a row" if rows == 1 else "a column")
