"""A line's tokens, passed one by one, and the limits of what is read."""

from abc import ABC, abstractmethod

from prepapp.answers.derive.tokens import Token
from prepapp.answers.derive.tree import Node, Operator, ReadingError
from prepapp.answers.derive.vocabulary import Vocabulary

NESTING = 40
CLOSING = {"(": ")", "[": "]", "{": "}"}


class Stream(ABC):
    """The tokens of a line and how far it is read."""

    def __init__(self, found: list[Token], words: Vocabulary) -> None:
        self.tokens = found
        self.words = words
        self.i = 0
        self.level = 0
        self.steps = 0
        self.bound: list[str] = []

    @property
    def token(self) -> Token:
        """The next token."""
        return self.tokens[self.i]

    def accept(self, kind: str) -> Token | None:
        """The next token, passed, if it is of this kind."""
        token = self.token
        if token.kind != kind:
            return None
        self.i += 1
        return token

    def expect(self, kind: str, hint: str = "") -> Token:
        """The next token, passed; ReadingError if it is of another kind."""
        token = self.accept(kind)
        if token is None:
            what = f"`{self.token.text}`" if self.token.text else "the line ends"
            raise ReadingError(f"{what} where `{kind}` belongs", self.token.at, hint)
        return token

    def word(self, *texts: str) -> Token | None:
        """The next token, passed, if it is one of these words."""
        return self.accept("word") if self.token.kind == "word" and self.token.text in texts else None

    def finish(self) -> None:
        """ReadingError if anything is left."""
        if self.token.kind != "end":
            raise ReadingError(f"unexpected `{self.token.text}`", self.token.at)

    @abstractmethod
    def expression(self) -> Node:
        """Terms, added and subtracted."""

    @abstractmethod
    def factor(self) -> Node:
        """A part with its powers and transposes."""

    @abstractmethod
    def signed(self) -> Node:
        """A factor, perhaps with a sign."""

    @abstractmethod
    def primary(self) -> Node:
        """A number, a name, a bracket, a sum, a derivative."""

    @abstractmethod
    def times(self) -> Operator | None:
        """The operator before the next factor, passed; a product may be written without one."""

    def group(self) -> Node:
        """An expression in brackets of any kind."""
        opened = self.expect(self.token.kind)
        node = self.expression()
        self.expect(CLOSING[opened.kind], f"the bracket of column {opened.at} is open")
        return node

    def deeper(self, at: int) -> None:
        """Note one more level; ReadingError if there are too many."""
        self.level += 1
        if self.level > NESTING:
            raise ReadingError("the line is nested too deeply", at, "split it")
