"""A formula in one row, with brackets wherever the lost second dimension would change its meaning."""

import re
from collections.abc import Iterable, Iterator, Sequence

from prepapp.tex.parse import Node, Role
from prepapp.tex.spacing import BLANK, role_of, spaced
from prepapp.tex.symbols import ALIGNED, GRIDS, script_glyphs

DIFFERENTIALS = ("∂", "d", "Δ", "δ")


def linear(node: Node) -> str:
    """The formula in one row of text."""
    return re.sub(" {3,}", "  ", _body(node)).strip()


def compact(node: Node) -> str:
    """The same without blanks around signs, as scripts are set."""
    return _body(node, tight=True)


def shrunk(node: Node, up: bool) -> str | None:
    """The script in Unicode's own raised or lowered glyphs; None where one is missing."""
    glyphs = script_glyphs()[0 if up else 1]
    text = compact(node)
    return "".join(glyphs[char] for char in text) if all(char in glyphs for char in text) else None


def is_single(text: str) -> bool:
    """Whether the text is one character, combining marks aside."""
    return len(re.sub(r"[\u0300-\u036f\u20d7]", "", text)) == 1


def _body(node: Node, tight: bool = False) -> str:
    match node.kind:
        case "leaf":
            return node.text
        case "frac":
            return _fraction(node, tight)
        case "binom":
            return f"binom({_body(node.parts[0], tight)}, {_body(node.parts[1], tight)})"
        case "root":
            return _root(node, tight)
        case "fence":
            left, right = node.text[0].strip("."), node.text[1].strip(".")
            return f"{left}{_row(node.parts, tight)}{right}"
        case "grid":
            return _grid(node)
        case "break":
            return "; "
    return _row(node.parts, tight)


def _row(nodes: Sequence[Node], tight: bool = False, before: Role | None = None) -> str:
    row = list(loosened(nodes if tight else spaced(nodes, before)))
    solid = [node for node in row if node.text != " "]
    text = ""
    place = -1
    for node in row:
        place += node.text != " "
        piece = _scripted(node, tight)
        if node.kind == "frac" and not (node.sub or node.sup) and _crowded(solid, place):
            piece = f"({piece})"
        text += piece
    return text


def loosened(nodes: Iterable[Node]) -> Iterator[Node]:
    """The nodes, with a blank after a script that the next letter would seem to belong to."""
    loose = False
    for node in nodes:
        if loose and re.match(r"[\w∂∇√]", _body(node)):
            yield BLANK
        yield node
        loose = _is_loose(node)


def _crowded(row: Sequence[Node], place: int) -> bool:
    """Whether a fraction has a factor beside it, so that it needs brackets in one row."""
    left = row[place - 1] if place else None
    right = row[place + 1] if place + 1 < len(row) else None
    touches_left = (
        left is not None and role_of(left, "ord") in ("ord", "close", "op") and left.kind != "break"
    )
    touches_right = right is not None and right.role in ("ord", "open", "op") and right.kind != "break"
    return touches_left or touches_right


def _is_loose(node: Node) -> bool:
    """Whether the node ends in a script for which there are no glyphs."""
    return bool(
        (node.sub and shrunk(node.sub, False) is None) or (node.sup and shrunk(node.sup, True) is None)
    )


def _scripted(node: Node, tight: bool) -> str:
    text = _body(node, tight)
    if not (node.sub or node.sup):
        return text
    if node.kind in ("frac", "root"):
        text = f"({text})"
    for script, up in ((node.sub, False), (node.sup, True)):
        if script is not None:
            text += _script(script, up, alone=up or not node.sup)
    return text


def _script(script: Node, up: bool, alone: bool = True) -> str:
    glyphs = shrunk(script, up)
    if glyphs is not None:
        return glyphs
    text = compact(script)
    return ("^" if up else "_") + (text if alone and is_single(text) else f"({text})")


def _fraction(node: Node, tight: bool) -> str:
    above, below = node.parts
    top, bottom = _scripted(above, tight), _scripted(below, tight)
    if not _is_product(above) or "/" in top:
        top = f"({top})"
    if not _is_denominator(below, bottom):
        bottom = f"({bottom})"
    return f"{top}/{bottom}"


def _items(node: Node) -> list[Node]:
    """What stands in a group, single groups opened."""
    if node.kind != "group" or node.sub or node.sup:
        return [node]
    items = [part for part in node.parts if part.role != "space"]
    return _items(items[0]) if len(items) == 1 and items[0].kind == "group" else items


def _is_product(node: Node) -> bool:
    """Whether a numerator needs no brackets: no sum, no list, nothing after an operator."""
    last: Role | None = None
    depth = 0
    for item in _items(node):
        last = role_of(item, last)
        depth += (last == "open") - (last == "close")
        if depth == 0 and (last in ("rel", "bin", "punct", "op") or item.kind in ("frac", "break")):
            return False
    return True


def _is_denominator(node: Node, text: str) -> bool:
    """Whether a denominator needs no brackets: a number, one factor, or a differential."""
    items = _items(node)
    if re.fullmatch(r"\d[\d.,]*", text):
        return True
    if len(items) == 1:
        return items[0].kind not in ("frac", "break", "grid") and "/" not in text
    return len(items) == 2 and items[0].text in DIFFERENTIALS and items[1].kind == "leaf"


def _root(node: Node, tight: bool) -> str:
    body = _scripted(node.parts[0], tight)
    items = _items(node.parts[0])
    bare = is_single(body) or (len(items) == 1 and items[0].kind == "leaf" and not _is_loose(items[0]))
    sign = "√" + (body if bare else f"({body})")
    if len(node.parts) == 1:
        return sign
    return _script(node.parts[1], up=True) + sign


def _grid(node: Node) -> str:
    brackets = GRIDS[node.text]
    rows = [
        ("" if node.text in ALIGNED else ", ").join(_cell(cell, n) for n, cell in enumerate(row.parts))
        for row in node.parts
    ]
    text = "; ".join(row.strip() for row in rows)
    if node.text == "cases":
        return f"{{{text}}}"
    return f"{brackets[0]}{text}{brackets[1]}" if brackets else text


def _cell(cell: Node, column: int) -> str:
    return _row(cell.parts, before="ord" if column else None)
