"""Proves accepted lines with SymPy: a program that reads one JSON request and prints one JSON line.

It is handed trees and builds expressions from them for a concrete depth; it never reads mathematics from
text. Its caller limits its time.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from prepapp.answers.derive.serial import from_json
from prepapp.answers.derive.tree import Node
from prepapp.answers.symbolic.formulas import SymbolicLayer, SymbolicPoint, SymbolicStep
from prepapp.answers.symbolic.network import SymbolicNetwork
from prepapp.answers.worlds.world import Budget, World
from prepapp.errors import PrepError

OPERATIONS = 10**6


def world_of(spec: str | Mapping[str, Any]) -> World:
    """The symbolic world of a check's ``world`` key."""
    table: Mapping[str, Any] = {"kind": spec} if isinstance(spec, str) else spec
    match table["kind"]:
        case "polynomial":
            return SymbolicPoint(table.get("names", []), table.get("let", {}))
        case "gaussian":
            return SymbolicLayer(table.get("gain"))
        case "euler":
            return SymbolicStep()
    first, last = table.get("l", "l"), table.get("L", "L")
    if not isinstance(first, str):
        raise PrepError("a net of this depth is not proved")
    return SymbolicNetwork(table["kind"], (first, last))


def proved(world: World, sides: Sequence[Node]) -> bool:
    """Whether all sides are equal, whatever the symbols stand for."""
    world.budget = Budget(OPERATIONS)
    first, *others = [world.value(side, {}) for side in sides]
    return all(world.same(first, other) for other in others)


def reply(request: Mapping[str, Any]) -> dict[str, Any]:
    """What is proved of the lines of a request."""
    try:
        world = world_of(request["world"])
        lines = [proved(world, [from_json(side) for side in sides]) for sides in request["lines"]]
    except (PrepError, KeyError) as error:
        return {"proved": False, "what": f"not proved: {error}", "lines": []}
    what = getattr(world, "what", "")
    return {"proved": all(lines), "what": what if all(lines) else "not simplified to zero", "lines": lines}


def main() -> None:
    """Read a request from standard input and print the reply."""
    sys.stdout.write(json.dumps(reply(json.load(sys.stdin))) + "\n")


if __name__ == "__main__":
    main()
