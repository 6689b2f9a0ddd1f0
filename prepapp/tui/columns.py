"""Columns of text: clipped, padded and wrapped by the cells that a terminal gives them."""

from collections.abc import Iterable

from textual.content import Content


def cell(text: str, width: int, style: str = "", right: bool = False) -> Content:
    """Return a text in exactly ``width`` columns, cut with an ellipsis where it is longer."""
    content = Content.styled(text, style) if style else Content(text)
    if right:
        content = content.truncate(width, ellipsis=True)
        return Content(" " * (width - content.cell_length)) + content
    return content.truncate(width, ellipsis=True, pad=True)


def hanging(label: str, text: str, width: int, indent: int, style: str = "$muted") -> Content:
    """Return a text wrapped beside its label, every line at the same indent."""
    wrapped = Content(text).wrap(max(8, width - indent)) or [Content("")]
    lines = [cell(label, indent, style) + wrapped[0]]
    lines += [Content(" " * indent) + line for line in wrapped[1:]]
    return Content("\n").join(lines)


def bar(amount: float, most: float, width: int) -> str:
    """Return a bar of up to ``width`` columns; anything above nothing has at least one."""
    if amount <= 0 or most <= 0:
        return ""
    return "━" * max(1, round(amount / most * width))


def stacked(lines: Iterable[Content]) -> Content:
    """Return lines under one another."""
    return Content("\n").join(lines)
