"""What an answer must show and must not: patterns in trees, up to the order of terms."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from prepapp.answers.derive.echo import echo
from prepapp.answers.derive.parse import read_expression
from prepapp.answers.derive.tree import Big, Bin, Call, Diff, Name, Neg, Node, Num, Transpose, children, parts
from prepapp.answers.derive.vocabulary import Vocabulary

KINDS = {"sum": "the sum", "prod": "the product", "transpose": "the transpose", "derivative": "a derivative"}
UNFINISHED = "unfinished"
"""As a pattern: a derivative of more than a name or a function."""

ADDED = "+"
"""As a pattern: terms are added or subtracted."""

Form = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One thing to be found: a kind of part, a name, or an expression."""

    text: str
    kind: str = ""
    name: str = ""
    tree: Node | None = None

    def occurs(self, node: Node) -> bool:
        """Whether it stands anywhere in a tree."""
        return any(self.fits(part) for part in parts(node))

    def fits(self, part: Node) -> bool:
        """Whether a part is it."""
        if self.tree is not None:
            return _holds(form(part), form(self.tree))
        if self.name:
            return isinstance(part, Name | Call) and part.name == self.name
        if self.kind == ADDED:
            return isinstance(part, Bin) and part.op in "+-"
        if self.kind == UNFINISHED:
            return isinstance(part, Diff) and not isinstance(part.of, Name | Call)
        if self.kind in ("sum", "prod"):
            return isinstance(part, Big) and part.kind == self.kind
        return isinstance(part, Transpose if self.kind == "transpose" else Diff)


@dataclass(frozen=True, slots=True)
class Rule:
    """Patterns of which one suffices."""

    patterns: tuple[Pattern, ...]

    def occurs(self, node: Node) -> bool:
        """Whether any of them stands in a tree."""
        return any(pattern.occurs(node) for pattern in self.patterns)

    @property
    def said(self) -> str:
        """The rule in words."""
        return " or ".join(pattern.text for pattern in self.patterns)


def read_rule(text: str, words: Vocabulary) -> Rule:
    """A rule, alternatives parted by ``|``; ReadingError where an expression cannot be read."""
    return Rule(tuple(_pattern(part.strip(), words) for part in text.split("|")))


def _pattern(text: str, words: Vocabulary) -> Pattern:
    if text in KINDS:
        return Pattern(KINDS[text], kind=text)
    if text == ADDED:
        return Pattern("several terms", kind=ADDED)
    if text == UNFINISHED:
        return Pattern("a derivative that can be worked out", kind=UNFINISHED)
    if text in words.symbols | words.functions:
        return Pattern(text, name=text)
    tree = read_expression(text, words)
    return Pattern(echo(tree), tree=tree)


def form(node: Node) -> Form:
    """A tree with sums as bags of signed terms and products as rows of factors."""
    match node:
        case Num(value):
            return ("number", value)
        case Bin("+" | "-") | Neg():
            return ("+", frozenset(Counter(_terms(node, 1)).items()))
        case Bin("*", left, right):
            return ("*", *_factors(left), *_factors(right))
        case Bin(op, left, right):
            return (op, form(left), form(right))
        case Name(name, index, primes):
            return ("name", name, primes, *(form(i) for i in [index] if i is not None))
        case Call(name, args, index, primes):
            return ("call", name, primes, *map(form, children(node)), len(args), index is None)
        case Big(kind, var):
            return (kind, var, *map(form, children(node)))
    return (type(node).__name__, getattr(node, "kind", ""), *map(form, children(node)))


def _terms(node: Node, sign: int) -> Iterable[tuple[int, Form]]:
    match node:
        case Neg(of):
            yield from _terms(of, -sign)
        case Bin("+", left, right):
            yield from (*_terms(left, sign), *_terms(right, sign))
        case Bin("-", left, right):
            yield from (*_terms(left, sign), *_terms(right, -sign))
        case _:
            yield (sign, form(node))


def _factors(node: Node) -> tuple[Form, ...]:
    if isinstance(node, Bin) and node.op == "*":
        return (*_factors(node.left), *_factors(node.right))
    return (form(node),)


def _holds(whole: Form, wanted: Form) -> bool:
    """Whether a part is the wanted one, or a sum with all of its terms, all signs turned perhaps."""
    if whole == wanted:
        return True
    if whole[0] != "+" or wanted[0] != "+":
        return False
    have = dict(whole[1])
    turned = {(-sign, term): count for (sign, term), count in wanted[1]}
    return any(all(have.get(t, 0) >= c for t, c in w.items()) for w in (dict(wanted[1]), turned))


def contains(node: Node, wanted: Node) -> bool:
    """Whether a tree holds another, up to the order of terms."""
    goal = form(wanted)
    return any(form(part) == goal for part in parts(node))
