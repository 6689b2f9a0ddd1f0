"""What is asked of the process that certifies accepted lines, and what it answers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from prepapp.answers.derivation import DerivationCheck
from prepapp.answers.derive.parse import read_line
from prepapp.answers.derive.serial import to_json
from prepapp.answers.derive.tree import Node
from prepapp.errors import BrokenError

MODULE = "prepapp.answers.certify"
"""Run as a program, with the request on its standard input; it prints one line."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What SymPy made of accepted lines."""

    proved: bool
    """Every line."""
    what: str
    """For which case it is proved, or why it is not."""
    lines: tuple[bool, ...] = ()


def request(check: DerivationCheck, world: str | Mapping[str, Any], text: str) -> str:
    """The request for an accepted answer: trees, never text to be read again."""
    chains: list[list[Node]] = []
    for row in text.split("\n"):
        if not row.strip():
            continue
        line = read_line(row, check.setting.words)
        chains.append([chains[-1][0], *line.sides] if line.continues else [*line.sides])
    return json.dumps({"world": world, "lines": [[to_json(side) for side in chain] for chain in chains]})


def read_reply(line: str) -> Certificate:
    """The certificate of a printed line; BrokenError where it is none."""
    try:
        found = json.loads(line)
        return Certificate(bool(found["proved"]), str(found["what"]), tuple(map(bool, found["lines"])))
    except (ValueError, KeyError, TypeError):
        raise BrokenError("SymPy's answer could not be read", MODULE) from None
