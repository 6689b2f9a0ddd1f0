"""Derivatives, sums and products."""

from typing import Literal

from prepapp.answers.derive.names import Names
from prepapp.answers.derive.stream import CLOSING
from prepapp.answers.derive.tokens import Token
from prepapp.answers.derive.tree import Big, Bin, Diff, Name, Node, ReadingError, mentions

BOUNDS = "give it its bounds: sum_{i=l}^{L-1} F(x_i)"
DERIVATIVE = "a derivative is written dE/dx_l, d/dx_l (...) or D(..., x_l)"
FACTORS = frozenset({"number", "word", "∂", "frac", *CLOSING})
"""Kinds of tokens with which a factor starts."""


class Calculus(Names):
    """Reads derivatives, sums and products."""

    def fraction(self) -> Node:
        r"""LaTeX's ``\frac{a}{b}``, a derivative where both parts open with a d."""
        at = self.expect("frac").at
        opened = self.expect("{", r"write \frac{a}{b}")
        if self.token.kind == "∂":
            return self.differential(braces=True)
        above = self.expression()
        self.expect("}", f"the bracket of column {opened.at} is open")
        if self.token.kind != "{":
            raise ReadingError("a fraction needs its lower part in braces", self.token.at)
        return Bin("/", above, self.group(), at)

    def differential(self, braces: bool = False) -> Node:
        """``dE/dx_l``, or ``d/dx_l`` before what it is taken of."""
        at = self.expect("∂").at
        if self.token.kind == "^":
            raise ReadingError("higher derivatives are not read", self.token.at)
        bare = self.token.kind == ("}" if braces else "/")
        of = None if bare else self.numerator()
        for mark in ("}", "{") if braces else ("/",):
            self.expect(mark, DERIVATIVE)
        self.expect("∂", DERIVATIVE)
        by = self.variable()
        if braces:
            self.expect("}")
        return Diff(self.operand(by) if of is None else of, by, at)

    def numerator(self) -> Node:
        """What stands above in dE/dx_l; a lone L is the loss there."""
        node = self.primary()
        if isinstance(node, Name) and node.name == "L" and node.index is None and "E" in self.words.symbols:
            return Name("E", at=node.at)
        return node

    def operand(self, by: Name) -> Node:
        """What d/dx_l is taken of."""
        token = self.token
        if token.kind not in FACTORS:
            raise ReadingError(f"what is d/d{by.name} taken of?", token.at, "d/dx_l (...)")
        bracketed = token.kind in CLOSING or token.text in ("sum", "prod")
        node = self.factor()
        if not bracketed and self.token.kind in FACTORS | {"*", "/", "⊙"}:
            raise ReadingError(
                f"is the next factor differentiated by {by.name} too?",
                self.token.at,
                "put what it is taken of in brackets",
            )
        return node

    def variable(self) -> Name:
        """The name below in dE/dx_l."""
        token = self.token
        if token.kind != "word" or token.text not in self.words.by:
            known = ", ".join(sorted(self.words.by))
            raise ReadingError("this cannot be differentiated by", token.at, f"only by {known}")
        self.i += 1
        return Name(token.text, self.index(), 0, token.at)

    def derivative(self, token: Token) -> Node:
        """``D(e, x_l)``."""
        self.expect("(")
        of = self.expression()
        self.expect(",", "write D(e, x_l)")
        by = self.variable()
        self.expect(")")
        return Diff(of, by, token.at)

    def big(self, token: Token) -> Node:
        """A sum or a product with its bounds."""
        kind: Literal["sum", "prod"] = "sum" if token.text == "sum" else "prod"
        if self.token.kind == "(":
            return self.listed(kind, token)
        if not self.accept("_"):
            raise ReadingError(f"the {token.text} has no bounds", self.token.at, BOUNDS)
        opened = self.token
        if opened.kind not in ("{", "("):
            raise ReadingError("put the lower bound in braces", opened.at, BOUNDS)
        self.i += 1
        var = self.counter()
        self.expect("=", BOUNDS)
        low = self.expression()
        self.expect(CLOSING[opened.kind], BOUNDS)
        self.expect("^", BOUNDS)
        high = self.group() if self.token.kind in ("{", "(") else self.primary()
        if self.token.kind in ("+", "-"):
            raise ReadingError(
                "does this belong to the upper bound?", self.token.at, "put it in braces: ^{L-1}"
            )
        return Big(kind, var, low, high, self.body(var), token.at)

    def counter(self) -> str:
        """The letter that a sum runs over."""
        token = self.expect("word", BOUNDS)
        if len(token.text) > 1 or token.text in self.words.symbols | self.words.functions:
            raise ReadingError(f"a sum cannot run over `{token.text}`", token.at, "take i, j or k")
        return token.text

    def listed(self, kind: Literal["sum", "prod"], token: Token) -> Node:
        """``sum(F(x_i), i, l, L-1)``; ``i=l`` for the middle two will do."""
        self.expect("(")
        body = self.expression()
        self.expect(",", BOUNDS)
        var = self.counter()
        if not self.accept("="):
            self.expect(",", BOUNDS)
        low = self.expression()
        self.expect(",", BOUNDS)
        high = self.expression()
        self.expect(")")
        return Big(kind, var, low, high, body, token.at)

    def body(self, var: str) -> Node:
        """Factors as far as the last one in which the index stands, and the first in any case."""
        self.bound.append(var)
        node = kept = self.factor()
        mark = self.i
        while op := self.times():
            right = self.signed()
            node = Bin(op, node, right, self.token.at)
            if mentions(right, var):
                kept, mark = node, self.i
        self.bound.pop()
        self.i = mark
        return kept
