"""The fenced TOML blocks of a card: ``check`` and ``claim``."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Literal, cast

from markdown_it.token import Token

from prepapp.core.card import Check, Claim
from prepapp.core.claims import ExpressionError, compute, number_text, written
from prepapp.core.faults import Faults, suggestion
from prepapp.core.markdown import formula_errors
from prepapp.core.toml import (
    COUNT,
    LINES,
    POSITIVE,
    SHAPE_3,
    TABLES,
    TEXT,
    TEXT_OR_NONE,
    TEXT_OR_TEXTS,
    VALUE,
    WORLD,
    Key,
    Place,
    Schema,
    fitting,
    parse_toml,
)

CheckType = Literal["number", "derivation", "drawing", "code"]
Basis = Literal["lab", "computed", "cited", "pending"]

COMMON: dict[str, Key] = {"type": Key(TEXT, required=True), "prompt": Key(TEXT, required=True)}
CHECKS: Mapping[str, Schema] = {
    "number": COMMON
    | {
        "answer": Key(VALUE, required=True),
        "unit": Key(TEXT_OR_NONE),
        "rel_tol": Key(POSITIVE),
        "abs_tol": Key(POSITIVE),
    },
    "derivation": COMMON
    | {
        "world": Key(WORLD, required=True),
        "from": Key(TEXT_OR_TEXTS, required=True),
        "goal": Key(TEXT_OR_TEXTS, required=True),
        "need": Key(TEXT_OR_TEXTS),
        "forbid": Key(TEXT_OR_TEXTS),
        "mistake": Key(TABLES, tables={"is": Key(TEXT, required=True), "say": Key(TEXT, required=True)}),
        "solution": Key(TABLES, tables={"lines": Key(LINES, required=True)}),
        "wrong": Key(TABLES, tables={"lines": Key(LINES, required=True), "line": Key(COUNT, required=True)}),
    },
    "drawing": COMMON | {"input": Key(SHAPE_3, required=True), "reference": Key(TEXT, required=True)},
    "code": COMMON
    | {
        "starter": Key(TEXT, required=True),
        "tests": Key(TEXT, required=True),
        "right": Key(TEXT_OR_TEXTS, required=True),
        "wrong": Key(TEXT, required=True),
        "seconds": Key(POSITIVE),
        "memory": Key(COUNT),
    },
}
BASES: tuple[Basis, ...] = ("lab", "computed", "cited", "pending")
CLAIM: Schema = {
    "id": Key(TEXT, required=True),
    "text": Key(TEXT, required=True),
    "value": Key(VALUE, required=True),
    "unit": Key(TEXT_OR_NONE),
    "lab": Key(TEXT),
    "computed": Key(TEXT),
    "cited": Key(TEXT),
    "pending": Key(TEXT),
    "protocol": Key(TEXT),
    "chapter": Key(VALUE),
}
FILES = ("starter", "tests", "right", "wrong")


def read_check(token: Token, n: int, lines: list[str], folder: Path, faults: Faults) -> Check | None:
    """The check of a fenced block; None where a part that it needs is missing or wrong."""
    table, place = _table(token, lines, faults)
    if table is None:
        return None
    kind = table.get("type")
    if not isinstance(kind, str) or kind not in CHECKS:
        what = f"unknown check type `{kind}`" if "type" in table else "the check lacks `type`"
        faults.add(*place.key("type"), what, suggestion(str(kind), CHECKS))
        return None
    spec = fitting(table, CHECKS[kind], place, faults, f"the {kind} check")
    if spec is None or not _is_consistent(spec, place, folder, faults):
        return None
    for error in formula_errors(spec["prompt"]):
        faults.add(*place.key("prompt"), f"formula: {error.what}", error.hint)
    return Check(n, cast(CheckType, kind), spec["prompt"], spec, place.start + 1)


def read_claim(token: Token, lines: list[str], faults: Faults) -> Claim | None:
    """The claim of a fenced block; None where a part that it needs is missing or wrong."""
    table, place = _table(token, lines, faults)
    if table is None:
        return None
    sound = fitting(table, CLAIM, place, faults, "the claim")
    named = [basis for basis in BASES if basis in table]
    if len(named) != 1:
        what = (
            f"the claim has {' and '.join(f'`{b}`' for b in named)}" if named else "nothing settles the claim"
        )
        where = place.key(named[1]) if named else (place.start, place.header)
        faults.add(*where, what, "give exactly one of lab, computed, cited, pending")
        return None
    if named == ["cited"] and "protocol" not in table:
        faults.add(*place.key("cited"), "a cited claim lacks `protocol`", "say how the number was measured")
        return None
    if sound is None or named[0] not in sound:
        return None
    if named == ["computed"] and not _computes(sound["computed"], token, place, faults):
        return None
    return Claim(
        id=sound["id"],
        text=sound["text"],
        value=sound["value"],
        unit=sound.get("unit", ""),
        basis=named[0],
        source=sound[named[0]],
        protocol=sound.get("protocol", ""),
        chapter=sound.get("chapter"),
        line=place.start + 1,
    )


def _computes(expression: str, token: Token, place: Place, faults: Faults) -> bool:
    """Whether the value of a claim, as its author wrote it, is what its expression computes to."""
    value = tomllib.loads(token.content, parse_float=str)["value"]
    try:
        number = compute(expression)
    except ExpressionError as error:
        line, column = place.key("computed")
        start = max(place.lines[line].find(expression, column), column)
        faults.add(line, start + error.column - 1, f"the expression: {error.what}", error.hint)
        return False
    said = written(value)
    if said is not None and said.holds(number):
        return True
    what = f"the expression computes to {number_text(number)}, not to {value}"
    faults.add(*place.key("value"), what, "mend the value or the expression")
    return False


def _table(token: Token, lines: list[str], faults: Faults) -> tuple[dict[str, Any] | None, Place]:
    start, end = token.map or (0, 0)
    column = max(lines[start].find(token.markup), 0)
    return parse_toml(token.content, start + 1, faults), Place(lines, start, end, column)


def _is_consistent(spec: Mapping[str, Any], place: Place, folder: Path, faults: Faults) -> bool:
    """Whether the keys of a check agree with each other and with the files beside the deck."""
    if "rel_tol" in spec and "abs_tol" in spec:
        faults.add(*place.key("abs_tol"), "the check has two tolerances", "keep `rel_tol` or `abs_tol`")
        return False
    amiss = [(key, path) for key, path in _paths(spec) if not _lies_in(folder, path)]
    for key, path in amiss:
        faults.add(*place.key(key), f"no `{path}` in the deck's folder", "give a path relative to deck.toml")
    return not amiss


def _paths(spec: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if spec["type"] != "code":
        return
    for key in FILES:
        value = spec[key]
        yield from ((key, path) for path in ([value] if isinstance(value, str) else value))


def _lies_in(folder: Path, path: str) -> bool:
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts or "\0" in path:
        return False
    try:
        return (folder / parts).exists()
    except OSError:  # a name longer than the file system takes
        return False
