"""TeX math as terminal text: drawn over several rows, or written in one; no symbol is ever lost."""

from prepapp.tex.draw import draw
from prepapp.tex.errors import TexError
from prepapp.tex.linear import linear
from prepapp.tex.parse import parse

__all__ = ["TexError", "check", "render", "render_inline"]


def check(tex: str) -> None:
    """Raise TexError, with the column, where a formula cannot be drawn; draws nothing."""
    parse(tex)


def render(tex: str) -> str:
    """The formula over as many rows as it needs."""
    return draw(parse(tex))


def render_inline(tex: str) -> str:
    """The formula in one row: as drawn where that is one row, else written out linearly."""
    return linear(parse(tex))
