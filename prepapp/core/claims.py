"""Claims counted, and the arithmetic of the computed ones, read as a tree and never run as code."""

import ast
import math
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from prepapp.core.card import Deck
from prepapp.errors import PrepError

Number = Fraction | float
"""A fraction as long as the result is exact and of a sane size, else a float."""

LENGTH = 400
DEPTH = 40
BITS = 4096
"""A power with more bits than this is computed in floating point."""

ALLOWED = re.compile(r"[0-9.eE_+\-*/%() ]*")
NUMBER = re.compile(r"([+-]?)([0-9]{1,400})(?:\.([0-9]{0,400}))?(?:[eE]([+-]?[0-9]{1,3}))?")
OPERATORS: Mapping[type[ast.operator], Callable[[Number, Number], Number]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
HINT = "use numbers, + - * / // % ** and parentheses"


class ExpressionError(PrepError):
    """An expression that cannot be computed."""

    def __init__(self, what: str, column: int, hint: str = HINT) -> None:
        super().__init__(what, f"column {column} of the expression", hint)
        self.column = column
        """From 1."""


class Written(NamedTuple):
    """A number as an author wrote it: 94.1 stands for all that rounds to it."""

    value: Fraction
    half: Fraction
    """Half a unit of the last written digit; 0 of an integer."""

    def holds(self, number: Number) -> bool:
        """Whether a number rounds to what is written; both ends count."""
        return abs(Fraction(number) - self.value) <= self.half


def written(text: str | int) -> Written | None:
    """The number that a text is, commas and underscores between digits aside; None where it is none."""
    if isinstance(text, int):
        return Written(Fraction(text), Fraction(0))
    found = NUMBER.fullmatch(re.sub(r"(?<=[0-9])[,_](?=[0-9])", "", text.strip()))
    if found is None:
        return None
    sign, whole, places, exponent = found.groups()
    power = int(exponent or 0) - len(places or "")
    unit = Fraction(10) ** power
    value = int(sign + whole + (places or "")) * unit
    return Written(value, Fraction(0) if places is None and exponent is None else unit / 2)


def claim_counts(decks: Iterable[Deck]) -> dict[str, int]:
    """How many claims each basis settles; ``pending`` are those whose lab is still to come."""
    counts = dict.fromkeys(("computed", "cited", "lab", "pending"), 0)
    for claim in (claim for deck in decks for card in deck.cards for claim in card.claims):
        counts[claim.basis] += 1
    return counts


def compute(expression: str) -> Number:
    """The value of an arithmetic expression; ExpressionError, with the column, where it has none."""
    if len(expression) > LENGTH:
        raise ExpressionError(f"the expression is longer than {LENGTH} characters", LENGTH, "split the claim")
    allowed = ALLOWED.match(expression)
    assert allowed is not None
    if allowed.end() < len(expression):
        raise ExpressionError(f"unexpected `{expression[allowed.end()]}`", allowed.end() + 1)
    blank = len(expression) - len(expression.lstrip())
    return _Computer(expression, blank).value(_parsed(expression, blank), 0)


def number_text(number: Number) -> str:
    """A result for a message: whole numbers in full, others with six digits."""
    if isinstance(number, Fraction) and number.denominator == 1 and abs(number) < 10**15:
        return str(number.numerator)
    try:
        return f"{float(number):.6g}"
    except OverflowError:
        return "a number beyond 1e308"


def _parsed(expression: str, blank: int) -> ast.expr:
    try:
        return ast.parse(expression.lstrip(), mode="eval").body
    except SyntaxError as error:
        column = min(max(error.offset or len(expression), 1) + blank, len(expression) + 1)
        raise ExpressionError("not an arithmetic expression", column) from None
    except (MemoryError, RecursionError):
        raise ExpressionError("the expression is nested too deeply", blank + 1, "split the claim") from None


class _Computer:
    """A walk over the tree of one expression."""

    def __init__(self, expression: str, blank: int) -> None:
        self.expression = expression
        self.blank = blank

    def error(self, node: ast.expr, what: str, hint: str = HINT) -> ExpressionError:
        """An error at a part of the expression."""
        return ExpressionError(what, self.blank + node.col_offset + 1, hint)

    def value(self, node: ast.expr, depth: int) -> Number:
        """The value of a part."""
        if depth > DEPTH:
            raise self.error(node, "the expression is nested too deeply", "split the claim")
        if isinstance(node, ast.Constant):
            return self.constant(node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
            number = self.value(node.operand, depth + 1)
            return -number if isinstance(node.op, ast.USub) else number
        if isinstance(node, ast.BinOp):
            return self.operation(node, self.chain(node, depth), self.value(node.right, depth + 1))
        raise self.error(node, "not an arithmetic expression")

    def chain(self, node: ast.BinOp, depth: int) -> Number:
        """The left side of an operator; a long sum is deep to the left, so it is walked in a loop."""
        links = []
        left: ast.expr = node.left
        while isinstance(left, ast.BinOp):
            links.append(left)
            left = left.left
        number = self.value(left, depth + 1)
        for link in reversed(links):
            number = self.operation(link, number, self.value(link.right, depth + 1))
        return number

    def constant(self, node: ast.Constant) -> Fraction:
        """A number, exactly as it is written."""
        start, end = node.col_offset + self.blank, (node.end_col_offset or 0) + self.blank
        text = self.expression[start:end]
        found = written(text if text[:1] != "." else f"0{text}")
        if found is None:
            raise self.error(node, f"`{text}` is no number that can be computed with")
        return found.value

    def operation(self, node: ast.BinOp, left: Number, right: Number) -> Number:
        """The result of one operator."""
        try:
            if isinstance(node.op, ast.Pow):
                number = _power(left, right)
            else:
                number = OPERATORS[type(node.op)](left, right)
        except ZeroDivisionError:
            raise self.error(node.right, "division by zero", "mend the expression") from None
        except OverflowError:
            raise self.error(node, "the number is too large", "mend the expression") from None
        if isinstance(number, complex):
            raise self.error(node, "the root of a negative number", "mend the expression")
        if isinstance(number, float) and not math.isfinite(number):
            raise self.error(node, "the number is too large", "mend the expression")
        return number


def _power(base: Number, exponent: Number) -> Number:
    if isinstance(base, Fraction) and isinstance(exponent, Fraction) and exponent.denominator == 1:
        bits = max(base.numerator.bit_length(), base.denominator.bit_length())
        if bits * abs(exponent.numerator) <= BITS:
            return base**exponent.numerator
    power: Number = float(base) ** float(exponent)
    return power
