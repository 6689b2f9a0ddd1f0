"""TeX math to a tree, every fault with its column; the grammar is what a terminal can draw."""

import re
import unicodedata
from difflib import get_close_matches
from typing import Literal, NamedTuple, NoReturn

from prepapp.tex.errors import TexError
from prepapp.tex.symbols import (
    ACCENTS,
    BINOMIALS,
    DELIMITERS,
    FRACTIONS,
    GRIDS,
    IGNORED,
    TEXTS,
    alphabets,
    command_names,
    symbols,
)

Kind = Literal["leaf", "group", "frac", "binom", "root", "fence", "grid", "break", "cell"]
Role = Literal["ord", "rel", "bin", "op", "open", "close", "punct", "space"]

TOKEN = re.compile(r"\\(?:[A-Za-z]+\*?|.)|\s+|.", re.DOTALL)
PLAIN = {"-": "−", "~": " ", "*": "∗"}
"""Characters that mathematics sets as another sign."""
ENDS = frozenset(["", "}", r"\right", r"\end"])
"""What no row runs past."""
NO_ARGUMENT = ENDS | {"^", "_", "&", r"\\"}
SCRIPT_MARKS = frozenset(["^", "_", r"\limits", r"\nolimits"])
"""What may follow a base; a terminal has one place for limits."""
MAX_CHARS = 2000
MAX_DEPTH = 24

ROLES: dict[str, Role] = {
    **dict.fromkeys("=<>≤≥⩽⩾≠≈∼≃≅≡∝∈∉∋⊂⊆⊃⊇→←↔⇒⇐⇔⟶⟵⟷⟹⟸⟺↦⟼≪≫≔≐≍⊢⊨∣≺≻⪯⪰≜≲≳⊊", "rel"),
    **dict.fromkeys("+−±∓×÷⊙⊗⊕⊖∪∩∧∨∘∗⧵", "bin"),
    **dict.fromkeys("([{⟨⌊⌈", "open"),
    **dict.fromkeys(")]}⟩⌋⌉", "close"),
    **dict.fromkeys(",;:", "punct"),
    **dict.fromkeys("∑∏∐∫∬∭∮⋂⋃⨀⨁⨂⋁⋀", "op"),
}


class Node(NamedTuple):
    """One piece of a formula; ``parts`` are its contents in reading order."""

    kind: Kind
    text: str = ""
    """What a leaf draws; the two delimiters of a fence; the environment of a grid."""
    parts: tuple["Node", ...] = ()
    role: Role = "ord"
    sub: "Node | None" = None
    sup: "Node | None" = None
    stacked: bool = False
    """Scripts stand above and below (``\\overset``)."""


class _Token(NamedTuple):
    text: str
    column: int


def parse(tex: str) -> Node:
    """The formula as a group; raises TexError at the first thing that cannot be drawn."""
    if not tex.strip():
        raise TexError("the formula is empty", 1, "write TeX between the dollars")
    if len(tex) > MAX_CHARS:
        raise TexError(f"the formula is longer than {MAX_CHARS} characters", MAX_CHARS, "split it")
    reader = _Reader(tex)
    parts = reader.row(())
    if reader.here.text:
        reader.fail(f"`{reader.here.text}` closes nothing", "open it before, or take it away")
    return Node("group", parts=parts)


class _Reader:
    """A cursor over the tokens of one formula."""

    def __init__(self, tex: str) -> None:
        self.tex = tex
        found = TOKEN.finditer(tex)
        self.tokens = [_Token(m[0], m.start() + 1) for m in found if not m[0].isspace()]
        self.tokens.append(_Token("", len(tex.rstrip()) + 1))
        self.at = 0
        self.depth = 0

    @property
    def here(self) -> _Token:
        """The token under the cursor; an empty one at the end."""
        return self.tokens[self.at]

    def take(self) -> _Token:
        """The token under the cursor, which moves on, but not past the end."""
        token = self.tokens[self.at]
        self.at += bool(token.text)
        return token

    def fail(self, what: str, hint: str = "", token: _Token | None = None) -> NoReturn:
        """Refuse the formula at a token, by default the one under the cursor."""
        raise TexError(what, (token or self.here).column, hint)

    def expect(self, text: str, opener: _Token) -> None:
        """Step over a closing token, or say what is left open."""
        if self.here.text != text:
            self.fail(f"`{opener.text}` is never closed", f"close it with `{text}`", opener)
        self.at += 1

    def row(self, closers: tuple[str, ...]) -> tuple[Node, ...]:
        """Items up to one of the closers, a stray closer, or the end."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail("the formula is nested too deeply", "split it")
        items: list[Node] = []
        ends = ENDS.union(closers)
        while self.here.text not in ends:
            items.extend(self.item())
        self.depth -= 1
        return tuple(items)

    def item(self) -> tuple[Node, ...]:
        """One atom with its scripts; nothing for a command of style."""
        if self.here.text in "^_":
            return (self.scripts(Node("leaf")),)
        node = self.atom()
        return () if node is None else (self.scripts(node),)

    def scripts(self, node: Node) -> Node:
        """The node with the scripts that follow it."""
        while (mark := self.here.text) in SCRIPT_MARKS:
            token = self.take()
            if mark[0] == "\\":
                continue
            slot = "sup" if mark == "^" else "sub"
            if getattr(node, slot) is not None:
                self.fail(f"a second `{mark}` on the same base", "group the base in braces", token)
            script = self.argument(token)
            node = node._replace(sup=script) if mark == "^" else node._replace(sub=script)
        return node

    def argument(self, command: _Token) -> Node:
        """What a command or a script mark applies to: a group or one atom."""
        if self.here.text in NO_ARGUMENT:
            self.fail(f"`{command.text}` lacks its argument", "put it in braces", command)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail("the formula is nested too deeply", "split it")
        node = self.atom()
        self.depth -= 1
        return self.argument(command) if node is None else node

    def atom(self) -> Node | None:
        """The next piece without scripts; None for a command that draws nothing."""
        token = self.take()
        if token.text.startswith("\\"):
            return self.command(token)
        if token.text == "{":
            parts = self.row(())
            self.expect("}", token)
            return Node("group", parts=parts)
        if token.text in ("&", "$", "#"):
            self.fail(f"`{token.text}` stands outside a grid", f"write `\\{token.text}` for the sign", token)
        if token.text == "'":
            return leaf(self.primes())
        return leaf(PLAIN.get(token.text, token.text))

    def primes(self) -> str:
        """The sign for the run of apostrophes whose first is behind the cursor."""
        count = 1
        while self.here.text == "'":
            count += 1
            self.at += 1
        return "″" * (count // 2) + "′" * (count % 2)

    def command(self, token: _Token) -> Node | None:
        """What one command draws."""
        name = token.text[1:]
        if name in ACCENTS:
            return self.accented(token)
        if name in symbols():
            return leaf(symbols()[name])
        if name in IGNORED:
            return None
        if name in TEXTS or name == "operatorname*":
            return self.prose(token, name.rstrip("*"))
        if name in alphabets():
            return in_font(self.argument(token), name)
        if name in FRACTIONS or name in BINOMIALS:
            parts = (self.argument(token), self.argument(token))
            return Node("frac" if name in FRACTIONS else "binom", parts=parts)
        return self.structure(token, name)

    def structure(self, token: _Token, name: str) -> Node:
        """Roots, fences, stacks, grids and line ends."""
        match name:
            case "sqrt":
                return self.root(token)
            case "left":
                return self.fence(token)
            case "begin":
                return self.grid(token)
            case "\\" | "newline":
                return Node("break")
            case "overset" | "stackrel" | "underset":
                return self.stack(token, name)
        near = get_close_matches(name, command_names(), n=1, cutoff=0.7)
        hint = f"did you mean `\\{near[0]}`?" if near else "write it with commands that PrepApp can draw"
        what = f"unknown command `{token.text}`" if name else "a `\\` at the end of the formula"
        self.fail(what, hint, token)

    def prose(self, command: _Token, name: str) -> Node:
        """The argument of ``\\text``, blanks kept."""
        opener = self.take()
        if opener.text != "{":
            self.fail(f"`{command.text}` lacks its braces", "as in `\\text{and}`", command)
        while self.here.text not in ("", "}"):
            if self.here.text in ("$", "{"):
                self.fail(f"`{self.here.text}` inside `{command.text}`", "close the text before it")
            self.at += 1
        end = self.here.column
        self.expect("}", opener)
        text = re.sub(r"\\([_%&#{}$ ])", r"\1", re.sub(r"\s+", " ", self.tex[opener.column : end - 1]))
        node = Node("leaf", text, role="op" if name == "operatorname" else "ord")
        return in_font(node, name) if name in alphabets() else node

    def accented(self, command: _Token) -> Node:
        """A letter or a short name with a combining mark on each character."""
        body = self.argument(command)
        leaves = body.parts if body.kind == "group" else (body,)
        if not leaves or any(part.kind != "leaf" for part in leaves):
            self.fail(f"`{command.text}` over more than a name", "put it over one letter", command)
        mark = ACCENTS[command.text[1:]]
        parts = tuple(part._replace(text=_marked(part.text, mark)) for part in leaves)
        return parts[0] if len(parts) == 1 else Node("group", parts=parts)

    def root(self, command: _Token) -> Node:
        """A square root, or another with its degree in brackets."""
        if self.here.text != "[":
            return Node("root", parts=(self.argument(command),))
        opener = self.take()
        degree = Node("group", parts=self.row(("]",)))
        self.expect("]", opener)
        if not all(part.kind == "leaf" and not part.sub and not part.sup for part in degree.parts):
            self.fail("the degree of a root is more than a name", "write a power instead", opener)
        return Node("root", parts=(self.argument(command), degree))

    def delimiter(self, command: _Token) -> str:
        """The bracket after ``\\left`` or ``\\right``."""
        token = self.take()
        sign = symbols().get(token.text[1:], "") if token.text.startswith("\\") else token.text
        sign = {"<": "⟨", ">": "⟩", "∥": "‖"}.get(sign, sign)
        if sign not in DELIMITERS or not sign:
            self.fail(
                f"`{command.text}` needs a bracket after it", "use `(`, `[`, `\\{`, `|` or `.`", command
            )
        return sign

    def fence(self, opener: _Token) -> Node:
        """``\\left( … \\right)``."""
        left = self.delimiter(opener)
        parts = self.row(())
        closer = self.here
        self.expect(r"\right", opener)
        return Node("fence", left + self.delimiter(closer), parts)

    def stack(self, token: _Token, name: str) -> Node:
        """A sign with a small one above or below it."""
        small, base = self.argument(token), self.argument(token)
        node = base._replace(sub=None, sup=None, stacked=True)
        if base.sub or base.sup:
            node = Node("group", parts=(base,), stacked=True)
        return node._replace(sub=small) if name == "underset" else node._replace(sup=small)

    def grid(self, opener: _Token) -> Node:
        """An environment, row by row and cell by cell."""
        env = self.environment(opener)
        if env not in GRIDS:
            near = get_close_matches(env, GRIDS, n=1)
            self.fail(f"unknown environment `{env}`", f"use `{near[0] if near else 'aligned'}`", opener)
        if env == "array" and self.here.text == "{":
            self.atom()
        rows = [self.cells()]
        while self.here.text in (r"\\", r"\newline"):
            self.at += 1
            rows.append(self.cells())
        if len(rows) > 1 and rows[-1].parts == (Node("cell"),):
            rows.pop()
        self.expect(r"\end", opener)
        if self.environment(opener) != env:
            self.fail(
                f"`\\begin{{{env}}}` ends under another name", f"close it with `\\end{{{env}}}`", opener
            )
        return Node("grid", env, tuple(rows))

    def cells(self) -> Node:
        """One row of a grid."""
        found = [Node("cell", parts=self.row(("&", r"\\", r"\newline")))]
        while self.here.text == "&":
            self.at += 1
            found.append(Node("cell", parts=self.row(("&", r"\\", r"\newline"))))
        return Node("group", parts=tuple(found))

    def environment(self, command: _Token) -> str:
        """The name in braces after ``\\begin`` or ``\\end``."""
        opener = self.take()
        if opener.text != "{":
            self.fail(f"`{command.text}` lacks a name", "as in `\\begin{cases}`", command)
        name = ""
        while self.here.text not in ("", "}"):
            name += self.take().text
        self.expect("}", opener)
        return name


def leaf(text: str) -> Node:
    """A symbol or a name such as ``max``, with the part it plays in a row."""
    if text.isspace():
        return Node("leaf", text, role="space")
    name = len(text) > 1 and text.isascii() and text.isalpha()
    return Node("leaf", text, role="op" if name else ROLES.get(text, "ord"))


def in_font(node: Node, font: str) -> Node:
    """The node with the letters of a font; a name of upright letters becomes one leaf."""
    letters = alphabets()[font]
    text = node.text.translate(letters) if node.kind == "leaf" else node.text
    parts = tuple(in_font(part, font) for part in node.parts)
    sub, sup = (script and in_font(script, font) for script in (node.sub, node.sup))
    return node._replace(text=text, parts=parts, sub=sub, sup=sup)


def _marked(text: str, mark: str) -> str:
    return "".join(unicodedata.normalize("NFC", char + mark) for char in text)
