"""A formula in two dimensions, laid out by TeXicode.

TeXicode's own reader and fonts are left aside: it is given a tree whose characters are stand-ins from
Unicode's private area, so it places them and cannot change, shrink or drop one.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

from prepapp.tex.errors import TexError
from prepapp.tex.linear import compact, is_single, loosened, shrunk
from prepapp.tex.parse import Node
from prepapp.tex.spacing import spaced
from prepapp.tex.symbols import GROWING, LIMITS, TALL

STAND_INS = 0xE000

Drawn = tuple[str, tuple[str, str], list[int], list[int]]
"""A node of TeXicode: type, token, children, scripts."""


def draw(formula: Node) -> str:
    """The rows of the formula, without a margin on either side."""
    sketch = _Sketch()
    sketch.root(formula.parts)
    renderer: Any = import_module("texicode.renderer")
    try:
        rows = renderer.render(sketch.nodes, False)
    except (IndexError, KeyError, TypeError, ValueError) as error:
        raise TexError("the formula cannot be drawn", 1, "write it more simply") from error
    return _trimmed(["".join(row).translate(sketch.stand_ins()) for row in rows])


def _trimmed(rows: Sequence[str]) -> str:
    full = [row.rstrip() for row in rows]
    while full and not full[0]:
        full = full[1:]
    while full and not full[-1]:
        full = full[:-1]
    margin = min((len(row) - len(row.lstrip()) for row in full if row), default=0)
    return "\n".join(row[margin:] for row in full)


class _Sketch:
    """The tree under construction: a parent before its children, as TeXicode wants it."""

    def __init__(self) -> None:
        self.nodes: list[Drawn] = []
        self.cells: dict[str, int] = {}

    def stand_ins(self) -> dict[int, str]:
        """What each stand-in stands for."""
        return {number: cell for cell, number in self.cells.items()}

    def open(self, kind: str, token: tuple[str, str] = ("", "")) -> Drawn:
        """A new node without children."""
        node: Drawn = (kind, token, [], [])
        self.nodes.append(node)
        return node

    def put(self, parent: Drawn, nodes: Iterable[Node], tight: bool = False) -> None:
        """Draw nodes as children of a parent."""
        for node in nodes:
            parent[2].append(len(self.nodes))
            self.node(node, tight)

    def row(self, parent: Drawn, nodes: Sequence[Node], tight: bool, inner: bool = False) -> None:
        """Draw a row, with blanks unless it is set tight."""
        self.put(parent, loosened(nodes if tight else spaced(nodes, "ord" if inner else None)), tight)

    def group(self, parent: Drawn, nodes: Sequence[Node], tight: bool, inner: bool = False) -> None:
        """Draw a row as one child."""
        parent[2].append(len(self.nodes))
        self.row(self.open("opn_brac"), nodes, tight, inner)

    def root(self, nodes: Sequence[Node]) -> None:
        """Draw the whole formula."""
        self.row(self.open("opn_root", ("meta", "start")), nodes, tight=False)

    def node(self, node: Node, tight: bool) -> None:
        """Draw one node with its scripts."""
        if not (node.sub or node.sup):
            self.bare(node, tight)
        elif node.stacked or (node.text in LIMITS and not tight):
            self.with_scripts(node, tight, ("btm_scrpt", "top_scrpt"))
        elif is_flat(node._replace(sub=None, sup=None), tight):
            self.beside(node, tight)
        else:
            self.with_scripts(node, tight, ("sub_scrpt", "sup_scrpt"))

    def beside(self, node: Node, tight: bool) -> None:
        """A base of one row: scripts that have glyphs follow it in that row."""
        sub = _lowered(node)
        sup = node.sup and shrunk(node.sup, up=True)
        base = node._replace(sub=None, sup=None)
        tail = [Node("leaf", text) for text in (sub, sup) if text]
        held = Node("group", parts=(base, *tail))
        rest = held._replace(sub=None if sub else node.sub, sup=None if sup else node.sup)
        if rest.sub or rest.sup:
            self.with_scripts(rest, True, ("sub_scrpt", "sup_scrpt"))
        else:
            self.bare(held, True)

    def with_scripts(self, node: Node, tight: bool, kinds: tuple[str, str]) -> None:
        """A base with scripts on rows of their own."""
        parent = len(self.nodes)
        self.bare(node, tight)
        for kind, script, up in zip(kinds, (node.sub, node.sup), (False, True), strict=True):
            if script is None:
                continue
            self.nodes[parent][3].append(len(self.nodes))
            holder = self.open(kind)
            if kind in ("sub_scrpt", "sup_scrpt") and shrunk(script, up) is not None:
                self.glyphs(holder, compact(script))
            else:
                self.group(holder, [script], tight=True)

    def glyphs(self, parent: Drawn, text: str) -> None:
        """Characters that TeXicode may raise or lower itself, beside a tall base."""
        parent[2].append(len(self.nodes))
        group = self.open("opn_brac")
        for char in text.replace("−", "-"):
            group[2].append(len(self.nodes))
            self.open("txt_leaf", ("numb", char))

    def bare(self, node: Node, tight: bool) -> None:
        """One node without its scripts."""
        match node.kind:
            case "leaf":
                self.leaf(node.text, tight)
            case "frac" | "binom":
                parent = self.open(f"cmd_{node.kind}")
                for part in node.parts:
                    self.group(parent, [part], tight)
            case "root":
                self.square_root(node, tight)
            case "fence":
                self.fence(node, tight)
            case "grid":
                self.grid(node)
            case "break":
                self.open("row_sep", ("cmnd", "\\"))
            case _:
                self.row(self.open("opn_brac"), node.parts, tight)

    def leaf(self, text: str, tight: bool) -> None:
        """One symbol or a name, each cell behind its stand-in."""
        if text in TALL and not tight:
            self.open("cmd_leaf", ("cmnd", TALL[text]))
            return
        cells = _cells(text)
        group = self.open("opn_brac")
        for cell in cells:
            stand_in = self.cells.setdefault(cell, STAND_INS + len(self.cells))
            group[2].append(len(self.nodes))
            self.open("txt_leaf", ("numb", chr(stand_in)))

    def square_root(self, node: Node, tight: bool) -> None:
        """A root; a degree that has glyphs stands before it."""
        body, *degree = node.parts
        holder = self.open("opn_brac")
        if degree:
            raised = shrunk(degree[0], up=True)
            self.put(holder, [Node("leaf", raised) if raised else Node("leaf", "", sup=degree[0])], True)
        holder[2].append(len(self.nodes))
        self.group(self.open("cmd_sqrt"), [body], tight)

    def fence(self, node: Node, tight: bool) -> None:
        """Brackets that grow with their content where TeXicode has the pieces."""
        left, right = node.text[0], node.text[1]
        if not (left in GROWING and right in GROWING):
            ends = [(Node("leaf", side.replace(".", ""))) for side in (left, right)]
            self.row(self.open("opn_brac"), [ends[0], Node("group", parts=node.parts), ends[1]], tight=tight)
            return
        parent = self.open("opn_dlim", ("cmnd", "left"))
        parent[2].append(len(self.nodes))
        self.open("txt_leaf", ("numb", left))
        self.group(parent, node.parts, tight)
        parent[2].append(len(self.nodes))
        closer = self.open("cls_dlim", ("cmnd", "right"))
        closer[2].append(len(self.nodes))
        self.open("txt_leaf", ("numb", right))

    def grid(self, node: Node) -> None:
        """An environment: cells and separators are its children."""
        name = "matrix" if node.text == "array" else node.text
        parent = self.open("cmd_bgin", ("env_bgin", name))
        for n, row in enumerate(node.parts):
            for m, cell in enumerate(row.parts):
                if n or m:
                    parent[2].append(len(self.nodes))
                    self.open("amp_sep", ("symb", "&")) if m else self.open("row_sep", ("cmnd", "\\"))
                self.group(parent, cell.parts, tight=False, inner=m > 0)


def is_flat(node: Node, tight: bool) -> bool:
    """Whether a node is drawn in one row."""
    if node.sub or node.sup:
        stacked = node.stacked or (node.text in LIMITS and not tight)
        has_glyphs = (not node.sub or _lowered(node)) and (not node.sup or shrunk(node.sup, up=True))
        return not stacked and bool(has_glyphs) and is_flat(node._replace(sub=None, sup=None), tight)
    if node.kind == "leaf":
        return tight or node.text not in TALL
    if node.kind == "root":
        return len(node.parts) == 1 and is_flat(node.parts[0], tight) and is_single(compact(node.parts[0]))
    return node.kind in ("group", "fence", "cell") and all(is_flat(part, tight) for part in node.parts)


def _lowered(node: Node) -> str | None:
    """The subscript for the row of its base: in glyphs, or alone and one character after a low line."""
    if node.sub is None:
        return None
    text = shrunk(node.sub, up=False)
    if text is None and not node.sup and is_single(single := compact(node.sub)):
        return f"_{single}"
    return text


def _cells(text: str) -> list[str]:
    """The text cell by cell: marks with their letter, a wide character with an empty cell after it."""
    cells: list[str] = []
    for char in text:
        if unicodedata.combining(char) and cells:
            cells[-1] += char
            continue
        cells.append(char)
        if unicodedata.east_asian_width(char) in "WF":
            cells.append("")
    return cells
