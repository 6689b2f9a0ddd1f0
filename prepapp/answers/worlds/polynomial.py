"""Formulas in named quantities at random points, in exact fractions (Schwartz-Zippel)."""

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction

from prepapp.answers.derive.parse import read_expression
from prepapp.answers.derive.tree import Call, Name, Node
from prepapp.answers.derive.vocabulary import Vocabulary
from prepapp.answers.worlds.world import Scope, World, WorldError

SHOWN = 3
"""Names whose values a counterexample gives."""


def vocabulary(names: Sequence[str], defined: Sequence[str]) -> Vocabulary:
    """The names of a card: free ones and defined ones."""
    return Vocabulary(frozenset([*names, *defined]), frozenset(), thousands=True, by=frozenset())


def definitions(defined: Mapping[str, str], words: Vocabulary) -> dict[str, Node]:
    """What each defined name stands for, read; ReadingError where it cannot be."""
    return {name: read_expression(text, words) for name, text in defined.items()}


class Polynomial(World):
    """One random point; a defined name may use those before it."""

    def __init__(
        self, names: Sequence[str], defined: Mapping[str, Node], words: Vocabulary, seed: str
    ) -> None:
        super().__init__()
        self.words = words
        source = random.Random(seed)
        self.values = {name: Fraction(4 * source.randint(2, 250)) for name in names}
        shown = [f"{name} = {self.text(self.values[name])}" for name in list(names)[:SHOWN]]
        self.note = ", ".join(shown)
        for name, node in defined.items():
            self.values[name] = self.value(node, {})

    def name(self, node: Name, scope: Scope) -> Fraction:
        """The value of a name."""
        count = self.counter(node, scope)
        if count is not None:
            return count
        if node.name not in self.values or node.index is not None or node.primes:
            raise self.unknown(node)
        return self.values[node.name]

    def call(self, node: Call, scope: Scope) -> Fraction:
        """No functions are known."""
        raise self.unknown(node)

    def same(self, left: Fraction, right: Fraction) -> bool:
        """Exact equality."""
        return left == right

    def text(self, value: Fraction) -> str:
        """The number in full while it is short."""
        if value.denominator == 1 and abs(value) < 10**12:
            return f"{value.numerator:,}"
        if value.denominator < 10**4 and abs(value.numerator) < 10**6:
            return f"{value.numerator}/{value.denominator}"
        try:
            return f"{float(value):.6g}"
        except OverflowError:
            raise WorldError("unreadable", "a number becomes too large") from None
