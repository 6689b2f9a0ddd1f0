"""Trees as JSON values, for a process that must not be handed text to read."""

from collections.abc import Sequence
from dataclasses import fields
from fractions import Fraction
from typing import Any, cast

from prepapp.answers.derive.tree import (
    Big,
    Bin,
    Call,
    Diff,
    Moment,
    Name,
    Neg,
    Node,
    Num,
    Operator,
    Transpose,
)
from prepapp.errors import PrepError

Json = Any
NESTING = 200


def to_json(node: Node) -> Json:
    """A tree as nested lists, the kind of part first; columns are left out."""
    if isinstance(node, Num):
        return ["num", node.value.numerator, node.value.denominator]
    values = (getattr(node, field.name) for field in fields(node) if field.name != "at")
    return [type(node).__name__.lower(), *map(_plain, values)]


def _plain(value: Node | tuple[Node, ...] | str | int | None) -> Json:
    if value is None or isinstance(value, str | int):
        return value
    return [to_json(part) for part in value] if isinstance(value, tuple) else to_json(value)


def from_json(data: Json, level: int = 0) -> Node:
    """The tree of such lists; PrepError where they are no tree."""
    if not isinstance(data, list) or level > NESTING:
        raise _broken()
    try:
        return _part(data, level + 1)
    except (TypeError, ValueError, ZeroDivisionError):
        raise _broken() from None


def _part(data: Sequence[Json], level: int) -> Node:
    match data:
        case ["num", int(above), int(below)]:
            return Num(Fraction(above, below))
        case ["name", str(), _, int()]:
            return _name(data, level)
        case ["call", str(name), list(args), index, int(primes)]:
            read = tuple(from_json(arg, level) for arg in args)
            return Call(name, read, _perhaps(index, level), primes)
        case ["bin", str(op), left, right] if op in ("+", "-", "*", "⊙", "/", "^"):
            return Bin(cast(Operator, op), from_json(left, level), from_json(right, level))
        case ["big", "sum" | "prod" as kind, str(var), low, high, body]:
            low, high, body = (from_json(part, level) for part in (low, high, body))
            return Big(kind, var, low, high, body)
        case ["diff", of, by] if isinstance(by, list):
            return Diff(from_json(of, level), _name(by, level))
        case ["moment", "E" | "Var" as kind, of]:
            return Moment(kind, from_json(of, level))
        case ["neg", of]:
            return Neg(from_json(of, level))
        case ["transpose", of]:
            return Transpose(from_json(of, level))
    raise _broken()


def _name(data: Sequence[Json], level: int) -> Name:
    match data:
        case ["name", str(name), index, int(primes)]:
            return Name(name, _perhaps(index, level), primes)
    raise _broken()


def _perhaps(data: Json, level: int) -> Node | None:
    return None if data is None else from_json(data, level)


def _broken() -> PrepError:
    return PrepError("this is no expression")
