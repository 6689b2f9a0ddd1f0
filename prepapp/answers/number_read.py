"""A typed number: literals with their precision, arithmetic and Unicode, read by a grammar and never run."""

import math
import re
from fractions import Fraction

from prepapp.answers.number_parts import Kind, Typed, UnreadableError, as_arithmetic, operated

LENGTH = 200
DEPTH = 24
DIGITS = 60
"""Of one number."""
EXPONENT = 400

SCALES = {"k": 3, "m": 6, "g": 9, "t": 12, "b": 9}
SCALE_WORDS = SCALES | {"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "bn": 9, "mio": 6}
TIMES = "*·×⋅∙∗"
OVER = "/÷∕⁄"
MINUS = "-−"
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
VULGAR = {
    "½": Fraction(1, 2), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3), "¼": Fraction(1, 4), "¾": Fraction(3, 4),
    "⅕": Fraction(1, 5), "⅙": Fraction(1, 6), "⅛": Fraction(1, 8), "⅜": Fraction(3, 8), "⅝": Fraction(5, 8),
    "⅞": Fraction(7, 8),
}  # fmt: skip
CONSTANTS = {"e": math.e, "pi": math.pi, "π": math.pi}
OPENING = {"(": ")", "{": "}"}

SPACE = re.compile(r"[ \t\u00a0\u2009\u202f]*")
NUMBER = re.compile(r"((?:[0-9]{1,3}(?:[,_' \u2009\u202f][0-9]{3})+(?![0-9])|[0-9]+)?)(?:\.([0-9]*))?")
TEN = re.compile(
    rf"[eE]([+{MINUS}]?[0-9]+)(?![0-9A-Za-z])"
    rf"|\s*(?:[{re.escape(TIMES)}x]|\\cdot|\\times)\s*10\s*"
    rf"(?:(?:\^|\*\*)\s*[({{]?\s*([+{MINUS}]?[0-9]+)\s*[)}}]?|([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+))"
)
WORD = re.compile(r"\\?[A-Za-zπ]+")
OPERATOR = re.compile(rf"\*\*|\\cdot|\\times|\\%|[+^%√{re.escape(TIMES + OVER + MINUS)}x]")


def read_number(text: str, first: int = 0) -> Typed:
    """Read a value with its unit, columns counted from ``first``; UnreadableError where it is none."""
    if len(text) > LENGTH:
        raise UnreadableError(f"longer than {LENGTH} characters", first + LENGTH + 1, "give one value")
    return _Reader(text, first).whole()


class _Reader:
    """A descent through one text."""

    def __init__(self, text: str, first: int) -> None:
        self.text = text
        self.first = first
        self.at = 0
        self.depth = 0
        self.percent = False

    def error(self, what: str, at: int | None = None, hint: str = "") -> UnreadableError:
        """An error at a place of the text, or here."""
        return UnreadableError(what, self.first + (self.at if at is None else at) + 1, hint)

    def skip(self) -> None:
        """Pass blanks."""
        found = SPACE.match(self.text, self.at)
        assert found is not None
        self.at = found.end()

    def operator(self) -> str:
        """The operator here, as one of ``+ - * / ^ % √``; empty where there is none. It is not passed."""
        self.skip()
        found = OPERATOR.match(self.text, self.at)
        if found is None or (found[0] in "x×" and not self.has_factor(found.end())):
            return ""
        mark = found[0]
        if mark == "**":
            return "^"
        if mark in TIMES or mark in ("x", r"\cdot", r"\times"):
            return "*"
        return "/" if mark in OVER else "-" if mark in MINUS else mark[-1]

    def pass_operator(self) -> None:
        """Step over the operator that is here."""
        found = OPERATOR.match(self.text, self.at)
        assert found is not None
        self.at = found.end()

    def has_factor(self, at: int) -> bool:
        """Whether something that can be multiplied stands there: ``3x4`` is a product, ``3x`` a factor."""
        return re.match(r"[ \t]*(?:[0-9.({√½-¾⅓-⅞]|e\b|pi\b|sqrt|\\)", self.text[at : at + 12]) is not None

    def whole(self) -> Typed:
        """The value and its unit."""
        self.skip()
        if self.at == len(self.text):
            raise self.error("there is no number", hint="type one value, such as 25.6M or 17/288")
        start = self.at
        typed = self.sum()
        self.skip()
        if typed.kind != "arithmetic" and isinstance(typed.value, float) and not math.isfinite(typed.value):
            raise self.error("the number is too large", start)
        unit = self.text[self.at :].strip()
        if unit:
            self.refuse_more(unit)
        return typed._replace(percent=self.percent, unit=unit, column=self.first + self.at + 1 if unit else 0)

    def refuse_more(self, rest: str) -> None:
        """Refuse a list, a range, or a sign that the grammar does not have."""
        mark = rest[0]
        if mark in ",;" or re.match(r"(?:and|or)\b", rest):
            hint = "a point, not a comma, stands before decimals" if mark == "," else ""
            raise self.error("one value, not a list", hint=hint)
        if mark in "–—…~.:±" or re.match(r"(?:to|bis|±)\b", rest):
            raise self.error("one value, not a range")
        if mark.isdigit() or re.search(r"[0-9]", rest):
            raise self.error(
                "a second number without a sign between", hint="write one value, or a product with *"
            )
        if not (mark.isalpha() or mark == "×"):
            raise self.error(f"unexpected {_shown(mark)}", hint="use digits, + - * / ^ and parentheses")

    def sum(self) -> Typed:
        """Products, added and subtracted."""
        start = self.at
        left = self.product()
        while (mark := self.operator()) in ("+", "-"):
            self.pass_operator()
            right = self.product()
            if mark == "-" and self.is_range(left, right):
                raise self.error("this reads as a range", start, "give one value")
            left = self.combined(mark, left, right, start)
        return left

    def is_range(self, low: Typed, high: Typed) -> bool:
        """Whether a difference of two bare numbers is rather meant as from the one to the other."""
        return self.depth == 0 and min(low.digits, high.digits) > 0 and low.value < high.value

    def product(self) -> Typed:
        """Factors, multiplied and divided."""
        start = self.at
        left = self.signed()
        while (mark := self.operator()) in ("*", "/"):
            self.pass_operator()
            left = self.combined(mark, left, self.signed(), start)
        return left

    def signed(self) -> Typed:
        """A power, perhaps with a sign before it."""
        mark = self.operator()
        if mark not in ("+", "-"):
            return self.power()
        self.pass_operator()
        self.deepen()
        typed = self.signed()
        self.depth -= 1
        return typed if mark == "+" else typed._replace(value=-typed.value)

    def power(self) -> Typed:
        """A base with what may stand above it."""
        start = self.at
        base = self.scaled()
        found = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+").match(self.text, self.at)
        if found is not None:
            self.at = found.end()
            return self.combined("^", base, self.whole_number(found[0].translate(SUPERSCRIPTS), start), start)
        if self.operator() != "^":
            return base
        self.pass_operator()
        self.deepen()
        exponent = self.signed()
        self.depth -= 1
        return self.combined("^", base, exponent, start)

    def whole_number(self, digits: str, start: int) -> Typed:
        """The number of superscript digits."""
        if re.fullmatch("[+-]?[0-9]{1,6}", digits) is None:
            raise self.error("the exponent cannot be read", start)
        return Typed(Fraction(int(digits)), Fraction(0), "arithmetic")

    def scaled(self) -> Typed:
        """A part with its per-cent sign or its K, M, G, T."""
        typed = self.part()
        while True:
            self.skip()
            word = WORD.match(self.text, self.at)
            if word is not None and word[0].lower() in SCALE_WORDS:
                self.at = word.end()
                typed = typed.scaled(Fraction(10) ** SCALE_WORDS[word[0].lower()])
            elif self.operator() == "%":
                self.pass_operator()
                self.percent = True
                typed = typed.scaled(Fraction(1, 100))
            else:
                return typed

    def part(self) -> Typed:
        """A number, a constant, a root, or a part in parentheses."""
        self.skip()
        mark = self.text[self.at : self.at + 1]
        if mark in OPENING and mark:
            return self.enclosed(OPENING[mark])
        if mark in VULGAR:
            self.at += 1
            return Typed(VULGAR[mark], Fraction(0), "arithmetic")
        if mark == "√":
            self.at += 1
            return self.root()
        word = WORD.match(self.text, self.at)
        return self.number() if word is None else self.named(word)

    def enclosed(self, closing: str) -> Typed:
        """What stands in parentheses."""
        start = self.at
        self.at += 1
        self.deepen()
        typed = self.sum()
        self.depth -= 1
        self.skip()
        if self.text[self.at : self.at + 1] != closing:
            raise self.error(f"`{self.text[start]}` is not closed", start)
        self.at += 1
        return typed._replace(kind=as_arithmetic(typed), half=Fraction(0), digits=0)

    def named(self, word: re.Match[str]) -> Typed:
        """A constant, a root or a fraction by its name."""
        name = word[0].lstrip("\\").lower()
        if name not in ("sqrt", "frac", *CONSTANTS):
            raise self.error(f"{_shown(word[0])} is no number", hint="begin with digits")
        start = self.at
        self.at = word.end()
        if name in CONSTANTS:
            return Typed(CONSTANTS[name], Fraction(0), "arithmetic")
        if name == "sqrt":
            return self.root()
        return self.combined("/", self.part(), self.part(), start)

    def root(self) -> Typed:
        """The square root of the part that follows."""
        start = self.at
        self.deepen()
        typed = self.combined("^", self.part(), Typed(Fraction(1, 2), Fraction(0), "arithmetic"), start)
        self.depth -= 1
        return typed

    def number(self) -> Typed:
        """Digits, with thousands marked or not, decimals, and a power of ten."""
        start = self.at
        found = NUMBER.match(self.text, start)
        whole, places = (found[1], found[2]) if found else ("", None)
        if found is None or not (whole or places):
            mark = self.text[start : start + 1]
            raise self.error(f"unexpected {_shown(mark)}" if mark else "the number ends too early")
        digits = re.sub("[^0-9]", "", whole) + (places or "")
        if len(digits) > DIGITS:
            raise self.error(f"more than {DIGITS} digits", start, "round it, or write a power")
        self.at = found.end()
        exponent, is_ten = self.ten()
        unit = Fraction(10) ** (exponent - len(places or ""))
        kind: Kind = "rounded" if places is not None or is_ten else "integer"
        mixed = VULGAR.get(self.text[self.at : self.at + 1])
        if mixed is not None and kind == "integer":
            self.at += 1
            return Typed(int(digits) + mixed, Fraction(0), "arithmetic")
        return Typed(int(digits) * unit, unit / 2, kind, len(digits.lstrip("0")) or 1)

    def ten(self) -> tuple[int, bool]:
        """The power of ten after the digits, and whether there is one."""
        found = TEN.match(self.text, self.at)
        if found is None:
            return 0, False
        digits = (found[1] or found[2] or found[3]).translate(SUPERSCRIPTS).replace("−", "-")
        if re.fullmatch("[+-]?[0-9]{1,3}", digits) is None or abs(int(digits)) > EXPONENT:
            raise self.error(f"the power of ten is beyond {EXPONENT}")
        self.at = found.end()
        return int(digits), True

    def deepen(self) -> None:
        """Go one level down."""
        self.depth += 1
        if self.depth > DEPTH:
            raise self.error("nested too deeply", hint="write it out")

    def combined(self, mark: str, left: Typed, right: Typed, start: int) -> Typed:
        """The result of one operator."""
        try:
            value = operated(mark, left.value, right.value)
        except ZeroDivisionError:
            raise self.error("division by zero", start) from None
        except OverflowError:
            raise self.error("the number is too large", start) from None
        if isinstance(value, complex):
            raise self.error("the root of a negative number", start)
        if isinstance(value, float) and not math.isfinite(value):
            raise self.error("the number is too large", start)
        is_rough = "decimal arithmetic" in (as_arithmetic(left), as_arithmetic(right)) and mark != "^"
        kind: Kind = "decimal arithmetic" if is_rough else "arithmetic"
        return Typed(value, Fraction(0), kind)


def _shown(text: str) -> str:
    return f"`{text}`" if text.isprintable() and text.strip() else f"the character U+{ord(text[0]):04X}"
