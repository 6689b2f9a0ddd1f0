"""Tokens read into trees by operator precedence; nothing typed is ever run."""

from typing import NamedTuple, cast

from prepapp.answers.derive.calculus import FACTORS, Calculus
from prepapp.answers.derive.stream import CLOSING
from prepapp.answers.derive.tokens import Token, tokens
from prepapp.answers.derive.tree import Bin, Neg, Node, Num, Operator, ReadingError, Transpose, depth
from prepapp.answers.derive.vocabulary import Vocabulary

SPINE = 120
"""Levels of a tree; a long sum is deep to the left."""

STEPS = 3000
"""Factors read; a product after nested sums is read more than once."""


class Line(NamedTuple):
    """One typed line: sides that are said to be equal."""

    sides: tuple[Node, ...]
    continues: bool
    """It opens with =, so its left side is the end of the line above."""


def read_line(text: str, words: Vocabulary) -> Line:
    """The sides of a line; ReadingError, with the column, where it cannot be read."""
    reader = _Reader(tokens(text, words), words)
    continues = reader.accept("=") is not None
    sides = [reader.expression()]
    while reader.accept("="):
        sides.append(reader.expression())
    reader.finish()
    if len(sides) + continues < 2:
        raise ReadingError("an equation needs an =", reader.token.at, "one equation a line")
    return Line(tuple(sides), continues)


def read_expression(text: str, words: Vocabulary) -> Node:
    """One expression; ReadingError, with the column, where it cannot be read."""
    reader = _Reader(tokens(text, words), words)
    node = reader.expression()
    reader.finish()
    return node


class _Reader(Calculus):
    """Reads expressions; of two operators the one that binds more tightly is read further inside."""

    def expression(self) -> Node:
        """Terms, added and subtracted."""
        self.deeper(self.token.at)
        node = self.term()
        while self.token.kind in ("+", "-"):
            sign = self.expect(self.token.kind)
            node = self.checked(Bin(cast(Operator, sign.kind), node, self.term(), sign.at))
        self.level -= 1
        return node

    def checked(self, node: Node) -> Node:
        """The same part; ReadingError if it has become too deep."""
        if self.steps % 50 == 0 and depth(node) > SPINE:
            raise ReadingError("the line has too many parts", self.token.at, "split it")
        return node

    def term(self) -> Node:
        """Factors, multiplied and divided; a sign in front belongs to all of them."""
        if sign := self.accept("-"):
            return self.negative(sign, whole=True)
        if self.accept("+"):
            return self.term()
        node = self.factor()
        while op := self.times():
            node = self.checked(Bin(op, node, self.signed(), self.token.at))
        return node

    def negative(self, sign: Token, whole: bool) -> Node:
        """What follows a minus, the whole product or one factor, with the other sign."""
        self.deeper(sign.at)
        node = Neg(self.term() if whole else self.signed(), sign.at)
        self.level -= 1
        return node

    def signed(self) -> Node:
        """A factor, perhaps with a sign."""
        if sign := self.accept("-"):
            return self.negative(sign, whole=False)
        return self.factor()

    def times(self) -> Operator | None:
        """The operator before the next factor, passed; a product may be written without one."""
        if self.token.kind in ("*", "/", "⊙"):
            return cast(Operator, self.expect(self.token.kind).kind)
        return "*" if self.token.kind in FACTORS else None

    def factor(self) -> Node:
        """A part with its powers and transposes."""
        self.steps += 1
        if self.steps > STEPS:
            raise ReadingError("the line has too many parts", self.token.at, "split it")
        node = self.primary()
        while self.token.kind in ("^", "ᵀ"):
            mark = self.expect(self.token.kind)
            if mark.kind == "ᵀ" or self.is_transpose():
                node = Transpose(node, mark.at)
            else:
                return Bin("^", node, self.exponent(), mark.at)
        return node

    def is_transpose(self) -> bool:
        """Whether the exponent is a T, passed if it is."""
        if self.word("T") or self.accept("ᵀ"):
            return True
        inner = [token.text for token in self.tokens[self.i : self.i + 3]]
        if inner in (["{", "T", "}"], ["{", "ᵀ", "}"]):
            self.i += 3
            return True
        return False

    def exponent(self) -> Node:
        """What stands after ^."""
        return self.group() if self.token.kind == "{" else self.signed()

    def primary(self) -> Node:
        """A number, a name, a bracket, a sum, a derivative."""
        token = self.token
        if token.kind == "number":
            self.i += 1
            return Num(token.value, token.at)
        if token.kind in CLOSING:
            return self.group()
        if token.kind == "∂":
            return self.differential()
        if token.kind == "frac":
            return self.fraction()
        if token.kind == "word":
            return self.named()
        what = f"`{token.text}`" if token.text else "the line ends"
        raise ReadingError(f"{what} where a value belongs", token.at)
