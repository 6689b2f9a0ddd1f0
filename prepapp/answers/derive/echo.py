"""A tree written back in Unicode: how a line was read, with every bracket that matters."""

from fractions import Fraction

from prepapp.answers.derive.tokens import SUBSCRIPTS, SUPERSCRIPTS
from prepapp.answers.derive.tree import Big, Bin, Call, Diff, Moment, Name, Neg, Node, Num, Transpose

LOWERED = {plain: small for small, plain in SUBSCRIPTS.items()} | {"−": "₋"}
RAISED = {plain: small for small, plain in SUPERSCRIPTS.items()}
SUM, SIGN, PRODUCT, POWER, ATOM = 1, 2, 3, 4, 5
"""How tightly the parts of a piece of text hold together."""

SIGNS = {"+": " + ", "-": " − ", "*": "·", "⊙": " ⊙ ", "/": "/"}


def echo(node: Node) -> str:
    """The tree as text that reads as the same tree."""
    return _Writer().at_least(node, SUM)


def echo_line(sides: tuple[Node, ...], continues: bool) -> str:
    """The sides of a line, joined."""
    return ("= " if continues else "") + " = ".join(echo(side) for side in sides)


class _Writer:
    def at_least(self, node: Node, strength: int) -> str:
        """The text of a part, in brackets where its surroundings would tear it apart."""
        text, own = self.written(node)
        return text if own >= strength else f"({text})"

    def written(self, node: Node) -> tuple[str, int]:
        """The text of a part and how tightly it holds together."""
        match node:
            case Num(value):
                return _digits(value), ATOM
            case Name():
                return self.name(node.name, node.index, node.primes), ATOM
            case Call():
                args = ", ".join(echo(arg) for arg in node.args)
                return f"{self.name(node.name, node.index, node.primes)}({args})", ATOM
            case Neg(of):
                return f"−{self.at_least(of, PRODUCT)}", SIGN
            case Bin():
                return self.operation(node)
            case Transpose(of):
                return f"{self.at_least(of, ATOM)}ᵀ", POWER
            case Moment(kind, of):
                return f"{kind}[{echo(of)}]", ATOM
            case Diff(of, by):
                return self.derivative(of, by), POWER
            case Big():
                return self.big(node), SIGN

    def name(self, name: str, index: Node | None, primes: int) -> str:
        """A name with its index lowered, if there are small characters for it."""
        base, _, tail = name.partition("_")
        low = _lowered(echo(index)) if index is not None else _lowered(tail) if tail else ""
        return f"{base}{low}{'′' * primes}"

    def operation(self, node: Bin) -> tuple[str, int]:
        """Two parts and their operator."""
        if node.op == "^":
            high = _raised(_tight(node.right))
            return f"{self.at_least(node.left, ATOM)}{high}", POWER
        own = SUM if node.op in "+-" else PRODUCT
        right = self.at_least(node.right, own + 1 if own == PRODUCT else PRODUCT)
        left = self.at_least(node.left, own)
        if own == SUM and isinstance(node.right, Big):
            right = self.big(node.right)
        return f"{left}{SIGNS[node.op]}{right}", own

    def derivative(self, of: Node, by: Name) -> str:
        """A derivative; what is longer than a name stands behind it, in brackets."""
        below = self.name(by.name, by.index, 0)
        if isinstance(of, Name | Call):
            return f"∂{self.written(of)[0]}/∂{below}"
        return f"∂/∂{below} ({echo(of)})"

    def big(self, node: Big) -> str:
        """A sum or a product, what it runs over in brackets."""
        sign = "Σ" if node.kind == "sum" else "∏"
        low, high = _tight(node.low), _tight(node.high)
        return f"{sign}_{{{node.var}={low}}}^{{{high}}} {self.at_least(node.body, POWER)}"


def _tight(node: Node) -> str:
    return echo(node).replace(" ", "")


def _raised(text: str) -> str:
    if text.isascii() and text.isdigit():
        return "".join(RAISED[char] for char in text)
    return f"^{{{text}}}"


def _digits(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    places = 0
    while value.denominator != 1 and (value * 10**places).denominator != 1:
        places += 1
    text = str(int(value * 10**places)).rjust(places + 1, "0")
    return f"{text[:-places]}.{text[-places:]}"


def _lowered(text: str) -> str:
    plain = text.replace(" ", "")
    if all(char in LOWERED for char in plain):
        return "".join(LOWERED[char] for char in plain)
    return f"_{plain}" if len(plain) == 1 or plain.isalpha() else f"_{{{plain}}}"
