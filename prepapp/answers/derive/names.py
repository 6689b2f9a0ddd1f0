"""Names with what belongs to them: an index, primes, arguments."""

from abc import abstractmethod

from prepapp.answers.derive.stream import CLOSING, Stream
from prepapp.answers.derive.tokens import Token
from prepapp.answers.derive.tree import Call, Moment, Name, Node, Num, ReadingError


class Names(Stream):
    """Reads names."""

    @abstractmethod
    def big(self, token: Token) -> Node:
        """A sum or a product with its bounds."""

    @abstractmethod
    def derivative(self, token: Token) -> Node:
        """``D(e, x_l)``."""

    def named(self) -> Node:
        """A name with what belongs to it, or a word with a meaning of its own."""
        token = self.expect("word")
        text = token.text
        if text in ("sum", "prod"):
            return self.big(token)
        if text == "D" and self.token.kind == "(":
            return self.derivative(token)
        if self.words.moments and text in ("E", "Var") and self.token.kind in ("[", "(", "{"):
            return Moment("E" if text == "E" else "Var", self.group(), token.at)
        primes = self.primes()
        index = self.index() if text in self.words.functions or self.has_index() else None
        primes += self.primes()
        if text in self.words.functions:
            return self.function(token, index, primes)
        if primes:
            raise ReadingError(f"`{text}` is no function: a prime has no meaning here", token.at)
        return self.symbol(token, index)

    def has_index(self) -> bool:
        return self.token.kind in ("_", "[")

    def symbol(self, token: Token, index: Node | None) -> Node:
        """A name that stands for a value; the index may be a part of it."""
        text = token.text
        tail = self.flat(index)
        if tail and f"{text}_{tail}" in self.words.symbols:
            return Name(f"{text}_{tail}", at=token.at)
        if text in self.words.symbols or (index is None and text in self.bound):
            return Name(text, index, 0, token.at)
        if index is None and text in self.words.words:
            return Name(text, None, 0, token.at)  # bound by a sum to its left, or found free later
        raise ReadingError(f"`{text}` is not a name here", token.at, self.known())

    def known(self) -> str:
        return f"names here: {', '.join(sorted(self.words.symbols))}"

    @staticmethod
    def flat(index: Node | None) -> str:
        if isinstance(index, Name) and index.index is None:
            return index.name
        return str(index.value) if isinstance(index, Num) else ""

    def function(self, token: Token, index: Node | None, primes: int) -> Node:
        """A function at its arguments; with an index alone it stands for its value at its own input."""
        opened = self.token
        if opened.kind == "(" or (opened.kind == "{" and token.text == "sqrt"):
            args = self.arguments()
            return Call(token.text, args, index, primes, token.at)
        if token.text == "sqrt" and opened.kind in ("number", "word"):
            return Call("sqrt", (self.primary(),), None, 0, token.at)
        if index is not None or token.text in self.words.bare:
            return Name(token.text, index, primes, token.at)
        raise ReadingError(f"`{token.text}` of what?", opened.at, f"write {token.text}(...)")

    def arguments(self) -> tuple[Node, ...]:
        """What stands between the brackets of a function."""
        opened = self.expect(self.token.kind)
        found = [self.expression()]
        while self.accept(","):
            found.append(self.expression())
        self.expect(CLOSING[opened.kind], f"the bracket of column {opened.at} is open")
        return tuple(found)

    def index(self) -> Node | None:
        """An index, ``_l``, ``_{l+1}`` or ``[l+1]``; None where there is none."""
        if self.token.kind == "[":
            return self.group()
        if not self.accept("_"):
            return None
        if self.token.kind in ("{", "("):
            return self.group()
        token = self.token
        if token.kind == "number":
            self.i += 1
            return Num(token.value, token.at)
        if token.kind == "word":
            self.i += 1
            return Name(token.text, at=token.at)
        raise ReadingError("an index belongs here", token.at, "write x_{l+1}")

    def primes(self) -> int:
        """How many primes stand here, passed."""
        count = 0
        while self.accept("'"):
            count += 1
        return count
