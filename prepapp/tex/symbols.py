"""What a TeX command draws: TeXicode's tables, mended and widened."""

import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

MENDED = {
    "Theta": "Θ",
    "argmax": "argmax",
    "argmin": "argmin",
    "bigcap": "⋂",
    "bigcup": "⋃",
    "bigodot": "⨀",
    "bigoplus": "⨁",
    "bigotimes": "⨂",
    "bigvee": "⋁",
    "bigwedge": "⋀",
    "blacksquare": "■",
    "checkmark": "✓",
    "circledast": "⊛",
    "colon": ":",
    "coloneqq": "≔",
    "dotsb": "⋯",
    "dotsc": "…",
    "geqslant": "⩾",
    "gt": ">",
    "gtrsim": "≳",
    "iff": "⟺",
    "iiint": "∭",
    "iint": "∬",
    "impliedby": "⟸",
    "implies": "⟹",
    "lVert": "‖",
    "leqslant": "⩽",
    "lesssim": "≲",
    "longleftarrow": "⟵",
    "longleftrightarrow": "⟷",
    "longmapsto": "⟼",
    "longrightarrow": "⟶",
    "lt": "<",
    "mod": " mod ",
    "nexists": "∄",
    "qquad": "    ",
    "quad": "  ",
    "rVert": "‖",
    "rhd": "▷",
    "square": "□",
    "subsetneq": "⊊",
    "tr": "tr",
    "triangleq": "≜",
    "varnothing": "∅",
    "|": "‖",
}
"""Symbols that TeXicode lacks, draws wrongly, or pads with a blank."""

IGNORED = frozenset(
    ["limits", "nolimits", "displaystyle", "textstyle", "scriptstyle", "scriptscriptstyle", "middle"]
    + [size + side for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")]
)
"""Commands of size and style: a terminal has one size."""

TEXTS = frozenset(["text", "textrm", "textbf", "textit", "texttt", "textsf", "mbox", "operatorname"])
"""Commands whose argument is prose, taken as it stands."""

FRACTIONS = frozenset(["frac", "dfrac", "tfrac", "cfrac"])
BINOMIALS = frozenset(["binom", "dbinom", "tbinom"])
STACKS = frozenset(["overset", "underset", "stackrel"])

ACCENTS = {
    "acute": "\u0301",
    "bar": "\u0304",
    "breve": "\u0306",
    "check": "\u030c",
    "ddot": "\u0308",
    "dot": "\u0307",
    "grave": "\u0300",
    "hat": "\u0302",
    "mathring": "\u030a",
    "not": "\u0338",
    "overline": "\u0305",
    "tilde": "\u0303",
    "underline": "\u0332",
    "vec": "\u20d7",
    "widehat": "\u0302",
    "widetilde": "\u0303",
}
"""The combining mark of each accent."""

LIMITS = frozenset(["lim", "limsup", "liminf", "max", "min", "sup", "inf", "argmax", "argmin", *"∑∏∐⋂⋃⨀⨁⨂⋁⋀"])
"""Operators that carry their scripts above and below, not beside."""

TALL = {"∫": "int", "∬": "iint", "∭": "iiint", "∮": "oint"}
"""Operators that are drawn over several rows, by their one-row sign: only integrals look better so."""

SCRIPT_CAPITALS = str.maketrans("𝓑𝓔𝓕𝓗𝓘𝓛𝓜𝓡", "ℬℰℱℋℐℒℳℛ")
"""The script letters that Unicode had first; more fonts have them than TeXicode's."""

GRIDS = {
    "aligned": "",
    "align": "",
    "align*": "",
    "split": "",
    "gathered": "",
    "matrix": "",
    "smallmatrix": "",
    "array": "",
    "pmatrix": "()",
    "bmatrix": "[]",
    "Bmatrix": "{}",
    "vmatrix": "||",
    "Vmatrix": "‖‖",
    "cases": "{",
}
"""Environments, each with the brackets it draws."""

DELIMITERS = frozenset("()[]{}|‖⌊⌋⌈⌉⟨⟩<>./↑↓⇑⇓")
ALIGNED = frozenset(["aligned", "align", "align*", "split", "gathered"])
"""Grids whose columns are one line of text."""

GROWING = frozenset("()[]{}|‖⌊⌋⌈⌉.")
"""Delimiters that TeXicode can stretch; the point draws nothing."""


@cache
def symbols() -> Mapping[str, str]:
    """What each command of one symbol or name draws."""
    table: dict[str, list[str]] = import_module("texicode.symbols_art").symbols
    return {name: "".join(cells) for name, cells in table.items()} | MENDED


@cache
def alphabets() -> Mapping[str, Mapping[int, str]]:
    """The letters of each font command, as tables for ``str.translate``."""
    arts: Any = import_module("texicode.arts")
    plain = arts.alphabets["normal"]
    fonts = dict(arts.font_normal)
    fonts |= {"boldsymbol": fonts["mathbf"], "bm": fonts["mathbf"], "textbf": fonts["mathbf"]}
    fonts |= {"texttt": fonts["mathtt"], "textsf": fonts["mathsf"], "textit": fonts["mathit"]}
    return {
        name: {
            ord(char): letter.translate(SCRIPT_CAPITALS) for char, letter in zip(plain, letters, strict=True)
        }
        for name, letters in fonts.items()
    }


@cache
def script_glyphs() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Superscript and subscript glyphs by character.

    Only those that Unicode itself maps back to the character: TeXicode's table also has ``S`` drawn
    as a lowercase s, and ``y`` as a gamma. Glyphs above U+A000 are missing from most terminal fonts.
    """
    table: dict[str, list[str]] = import_module("texicode.arts").unicode_scripts
    pairs = [(char.replace("-", "−"), glyphs) for char, glyphs in table.items()]
    up = {char: up for char, (up, _) in pairs if _is_glyph_of(up, char)}
    up |= {prime: prime for prime in "′″"}
    down = {char: down for char, (_, down) in pairs if _is_glyph_of(down, char)}
    return up, down


def _is_glyph_of(glyph: str, char: str) -> bool:
    return ord(glyph) < 0xA000 and unicodedata.normalize("NFKC", glyph) == char


def command_names() -> set[str]:
    """Every command that a formula may use."""
    names = (
        set(symbols()) | set(alphabets()) | set(ACCENTS) | IGNORED | TEXTS | FRACTIONS | BINOMIALS | STACKS
    )
    return names | {"sqrt", "left", "right", "begin", "end"}
