"""Where a row of a formula breathes: around relations and binary signs, after commas and names."""

from collections.abc import Iterable, Iterator

from prepapp.tex.parse import Node, Role

BLANK = Node("leaf", " ", role="space")
NO_OPERAND: tuple[Role | None, ...] = (None, "rel", "bin", "open", "punct", "op")
"""After these a plus or minus is a sign of its own, not between two operands."""


def spaced(nodes: Iterable[Node], before: Role | None = None) -> Iterator[Node]:
    """The nodes of a row with blanks between them; ``before`` is what stands left of the row."""
    last = before
    named = False
    for node in nodes:
        role = role_of(node, last)
        if last is not None and _apart(last, role, "open" if node.kind == "fence" else role, named):
            yield BLANK
        yield node
        last = role
        named = len(node.text) > 1


def role_of(node: Node, last: Role | None) -> Role:
    """The part that a node plays after a neighbour: a leading minus binds to what follows it."""
    if node.kind == "group" and len(node.parts) == 1 and node.parts[0].role in ("rel", "op"):
        return node.parts[0].role
    return "ord" if node.role == "bin" and last in NO_OPERAND else node.role


def _apart(last: Role, role: Role, start: Role, named: bool) -> bool:
    """Whether a blank stands between two neighbours; ``named`` where the left one is a name like max."""
    if "space" in (last, role):
        return False
    if "rel" in (last, role) or "bin" in (last, role):
        return True
    if last == "punct":
        return role not in ("close", "punct")
    if last == "op":
        return start in ("ord", "op") or (start == "open" and not named)
    return start == "op" and last in ("ord", "close")
