"""Typed text cut into tokens: plain typing, Unicode and LaTeX become the same tokens."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from prepapp.answers.derive.tree import ReadingError
from prepapp.answers.derive.vocabulary import ALIASES, Vocabulary

LENGTH = 400
"""Characters of one line."""

DIGITS = 40
"""Of one number."""

SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₍₎ᵢⱼₖₗₘₙₜₐₒₚₓₛ", "0123456789+-()ijklmntaopxs", strict=True))
SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True))
FRACTIONS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4), "⅛": Fraction(1, 8)}
SIGNS = {
    "·": "*", "⋅": "*", "×": "*", "∗": "*", "•": "*", "−": "-", "–": "-", "÷": "/", "′": "'", "’": "'",
    "⊤": "ᵀ", "∘": "⊙", "∑": "sum", "Σ": "sum", "∏": "prod", "Π": "prod", "√": "sqrt", "∂": "∂",
}  # fmt: skip
COMMANDS = {
    "cdot": "*", "times": "*", "ast": "*", "div": "/", "odot": "⊙", "circ": "⊙", "partial": "∂", "top": "ᵀ",
    "prime": "'", "sum": "sum", "prod": "prod", "frac": "frac", "dfrac": "frac", "tfrac": "frac",
    "sqrt": "sqrt", "lambda": "λ", "sigma": "σ", "pi": "π", "exp": "exp", "log": "log", "ln": "log",
    "{": "(", "}": ")", "lbrace": "(", "rbrace": ")", "intercal": "ᵀ", "mid": "",
}  # fmt: skip
SILENT = frozenset(
    [
        "left",
        "right",
        "big",
        "Big",
        "bigl",
        "bigr",
        "Bigl",
        "Bigr",
        "biggl",
        "biggr",
        "limits",
        "nolimits",
        "quad",
        "qquad",
        ",",
        ";",
        "!",
        ":",
        "displaystyle",
    ]
)
WRAPPERS = frozenset(
    ["mathrm", "mathcal", "mathbb", "mathbf", "mathit", "text", "operatorname", "boldsymbol"]
)
OPERATORS = frozenset("+-*/^_()[]{},='⊙ᵀ∂&")
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
GROUPED = re.compile(r"[0-9]{1,3}(?:(?:,|\{,\})[0-9]{3})+(?![0-9,])(?:\.[0-9]+)?")
LETTERS = re.compile(r"[A-Za-zλσπℒ𝔼]+")
SCRIPT = re.compile(r"[0-9]+|[a-z]+|.")
STEP = re.compile(r"\s*t")
COMMAND = re.compile(r"\\([A-Za-z]+|.)")
WRAPPED = re.compile(r"\s*\{\s*([A-Za-z]+)\s*\}")


class Token(NamedTuple):
    """A token; ``number`` holds the value of a number, ``word`` names, and operators are themselves."""

    kind: str
    text: str
    at: int
    """From 1."""
    value: Fraction = Fraction(0)


def tokens(text: str, words: Vocabulary) -> list[Token]:
    """The tokens of a line, an ``end`` last; ReadingError where a character belongs to none."""
    if len(text) > LENGTH:
        raise ReadingError(f"the line is longer than {LENGTH} characters", LENGTH, "split it")
    found = [*_Cutter(text, words).all()]
    return [*found, Token("end", "", len(text.rstrip()) + 1)]


class _Cutter:
    def __init__(self, text: str, words: Vocabulary) -> None:
        self.text = text
        self.words = words
        self.known = words.words
        self.i = 0

    def all(self) -> Iterator[Token]:
        """One token after another."""
        while self.i < len(self.text):
            if self.text[self.i] in " \t~":
                self.i += 1
            else:
                yield from self.next()

    def next(self) -> Iterator[Token]:
        """The tokens that start here."""
        char = self.text[self.i]
        if char == "\\":
            yield from self.command()
        elif char.isascii() and (char.isdigit() or char == "."):
            yield from self.number()
        elif LETTERS.match(char):
            found = LETTERS.match(self.text, self.i)
            assert found is not None
            yield from self.letters(found[0], self.i + 1)
            self.i = found.end()
        elif char in SUBSCRIPTS or char in SUPERSCRIPTS:
            yield from self.script()
        else:
            yield from self.sign(char)

    def sign(self, char: str) -> Iterator[Token]:
        """An operator, however it is written."""
        at = self.i + 1
        if self.text.startswith("**", self.i):
            self.i += 2
            yield Token("^", "^", at)
            return
        self.i += 1
        if char == "Δ":
            yield self.step(at)
            return
        if char in "″”":
            yield from (Token("'", "'", at), Token("'", "'", at))
        elif char in FRACTIONS:
            yield Token("number", char, at, FRACTIONS[char])
        elif char in OPERATORS:
            yield Token(char, char, at)
        else:
            yield self.named(SIGNS.get(char), char, at)

    def step(self, at: int) -> Token:
        """The step of a time, Δt: it is h here."""
        found = STEP.match(self.text, self.i)
        if found is None or "h" not in self.words.symbols:
            raise ReadingError("`Δ` has no meaning here", at)
        self.i = found.end()
        return Token("word", "h", at)

    def named(self, sign: str | None, char: str, at: int) -> Token:
        """The token of a sign that has a name; ReadingError where it has none."""
        if sign in OPERATORS:
            return Token(sign, sign, at)
        if sign is not None and sign.isalpha() and sign in self.known | {"sum", "prod", "sqrt"}:
            return Token("word", sign, at)
        if char in "…":
            raise ReadingError("dots are not read", at, "write the sum or the product with its bounds")
        if char in "≈<>≤≥≠~∼":
            raise ReadingError(f"`{char}` is not judged", at, "write an equality with =")
        shown = char if char.isprintable() else f"U+{ord(char):04X}"
        raise ReadingError(f"unexpected `{shown}`", at)

    def number(self) -> Iterator[Token]:
        """A number in digits."""
        at = self.i + 1
        found = (GROUPED.match(self.text, self.i) if self.words.thousands else None) or NUMBER.match(
            self.text, self.i
        )
        if found is None:
            if self.text.startswith("...", self.i):
                raise ReadingError("dots are not read", at, "write the sum or the product with its bounds")
            self.i += 1
            if self.text[self.i : self.i + 1] == "T":  # x.T
                self.i += 1
                yield Token("ᵀ", "ᵀ", at)
                return
            raise ReadingError("unexpected `.`", at)
        if len(found[0]) > DIGITS:
            raise ReadingError(f"a number of more than {DIGITS} digits", at)
        self.i = found.end()
        yield Token("number", found[0], at, Fraction(re.sub(r"[,{}]", "", found[0])))

    def script(self) -> Iterator[Token]:
        """Small raised or lowered characters, as ``^{...}`` and ``_{...}``."""
        low = self.text[self.i] in SUBSCRIPTS
        table, mark = (SUBSCRIPTS, "_") if low else (SUPERSCRIPTS, "^")
        yield Token(mark, mark, self.i + 1)
        yield Token("{", "{", self.i + 1)
        end = self.i
        while end < len(self.text) and self.text[end] in table:
            end += 1
        plain = "".join(table[char] for char in self.text[self.i : end])
        for found in SCRIPT.finditer(plain):
            yield from self.scripted(found[0], self.i + found.start() + 1)
        self.i = end
        yield Token("}", "}", self.i)

    def scripted(self, text: str, at: int) -> Iterator[Token]:
        """The tokens of small characters, written in full size."""
        if text.isalpha():
            yield from self.letters(text, at)
        elif text.isdigit():
            yield Token("number", text, at, Fraction(text))
        else:
            yield Token(text, text, at)

    def command(self) -> Iterator[Token]:
        """A LaTeX command."""
        at = self.i + 1
        found = COMMAND.match(self.text, self.i)
        if found is None:
            raise ReadingError("unexpected `\\`", at)
        self.i = found.end()
        name = found[1]
        if name in SILENT or name == " ":
            return
        if name in WRAPPERS:
            yield from self.wrapped(name, at)
        elif name == "Delta":
            yield self.step(at)
        elif name in ("ldots", "dots", "cdots"):
            raise ReadingError("dots are not read", at, "write the sum or the product with its bounds")
        elif COMMANDS.get(name):
            sign = COMMANDS[name]
            yield Token(sign if sign in OPERATORS else "frac" if sign == "frac" else "word", sign, at)
        else:
            raise ReadingError(f"the command `\\{name}` is not read", at)

    def wrapped(self, name: str, at: int) -> Iterator[Token]:
        """A word in a font: the calligraphic L is the loss."""
        found = WRAPPED.match(self.text, self.i)
        if found is None:
            raise ReadingError(f"`\\{name}` needs a word in braces", at)
        self.i = found.end()
        word = "ℒ" if (name, found[1]) == ("mathcal", "L") else found[1]
        yield from self.letters(word, at)

    def letters(self, run: str, at: int) -> Iterator[Token]:
        """The names that a run of letters is made of."""
        cut = self.cut(run)
        if cut is None:
            raise ReadingError(f"`{run}` is not a name here", at, self.names())
        for word in cut:
            kind = "∂" if word == "d" and "d" not in self.known else "word"
            yield Token(kind, self.words.canonical(word), at)
            at += len(word)

    def cut(self, run: str) -> list[str] | None:
        """The longest names first; None where some letters belong to no name."""
        if len(run) > DIGITS:
            return None
        table: dict[int, list[str] | None] = {len(run): []}
        for start in range(len(run) - 1, -1, -1):
            table[start] = None
            for end in range(len(run), start, -1):
                rest = table[end]
                if rest is not None and self.is_word(run[start:end]):
                    table[start] = [run[start:end], *rest]
                    break
        return table[0]

    def is_word(self, word: str) -> bool:
        """Whether a word has a meaning in this check."""
        return word == "d" or word in self.known or ALIASES.get(word) in self.known

    def names(self) -> str:
        """A hint with the names of the check."""
        own = sorted(self.words.symbols | (self.words.functions - {"exp", "log", "sqrt", "tanh", "sigmoid"}))
        return f"names here: {', '.join(own)}"
