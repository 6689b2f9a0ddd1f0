"""The fenced TOML blocks of a card: ``check`` and ``claim``."""

import tomllib
from collections.abc import Iterator, Mapping
from itertools import chain, repeat
from pathlib import Path, PurePosixPath
from typing import Any, Literal, cast

from markdown_it.token import Token

from prepapp.core.card import Check, Claim, Variant
from prepapp.core.claims import ExpressionError, compute, number_text, written
from prepapp.core.faults import Faults, suggestion
from prepapp.core.markdown import formula_errors
from prepapp.core.toml import (
    COUNT,
    LINES,
    POSITIVE,
    SHAPE_3,
    TABLE,
    TABLES,
    TEXT,
    TEXT_OR_NONE,
    TEXT_OR_TEXTS,
    TEXTS,
    VALUE,
    WORLD,
    Key,
    Place,
    Schema,
    fitting,
    parse_toml,
)
from prepapp.core.variants import KEY, Values, alike, fill, origin, read_values, value_of

CheckType = Literal["number", "derivation", "drawing", "code"]
Basis = Literal["lab", "computed", "cited", "pending"]

COMMON: dict[str, Key] = {
    "type": Key(TEXT, required=True),
    "prompt": Key(TEXT, required=True),
    KEY: Key(TABLE),
}
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
        "solution": Key(TABLES, tables={"lines": Key(LINES, required=True), "why": Key(TEXTS)}),
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
    variants = _variants(kind, table, place, folder, faults)
    if not variants:
        return None
    first, varied = variants[0], tuple(variants) if len(variants) > 1 else ()
    return Check(n, cast(CheckType, kind), first.prompt, first.spec, place.start + 1, varied)


def _variants(
    kind: str, table: Mapping[str, Any], place: Place, folder: Path, faults: Faults
) -> list[Variant]:
    """A check with each set of its values; empty where a part is missing or wrong."""
    found: list[Variant] = []
    block = {key: value for key, value in table.items() if key != KEY}
    for n, values in enumerate(read_values(table, place, faults), 1):
        what = f"the {kind} check" if n == 1 else f"variant {n} of the {kind} check"
        spec = fitting(fill(block, values), CHECKS[kind], place, faults, what)
        if spec is None or not _is_consistent(spec, place, folder, faults):
            return []
        if values and kind == "number" and not _is_worked_out(spec, block["answer"], values, place, faults):
            return []
        found.append(Variant(values, spec["prompt"], spec))
    amiss = next((errors for each in found if (errors := list(formula_errors(each.prompt)))), [])
    for error in amiss:
        faults.add(*place.key("prompt"), f"formula: {error.what}", error.hint)
    if same := alike(found):
        what = f"the prompt of variant {same[1]} is that of variant {same[0]}"
        faults.add(*place.key("prompt"), what, "write into it what varies, as in {channels}")
        return []
    return found


def _is_worked_out(spec: dict[str, Any], template: Any, values: Values, place: Place, faults: Faults) -> bool:
    """Whether the answer is no expression, or one with a value, which then stands in its place."""
    working = spec["answer"]
    if not isinstance(working, str):
        return True
    line, column = place.key("answer")
    try:
        spec |= {"answer": value_of(compute(working)), "working": working}
    except ExpressionError as error:
        start = max(place.lines[line].find(template, column), column)
        at = start + origin(template, values, error.column - 1)
        faults.add(line, at, f"the answer, {working}: {error.what}", error.hint)
    except OverflowError:
        faults.add(line, column, f"the answer, {working}, is too large", "mend the expression")
    return "working" in spec


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
    if not all(_has_its_whys(*solution, faults) for solution in _solutions(spec, place)):
        return False
    amiss = [(key, path) for key, path in _paths(spec) if not _lies_in(folder, path)]
    for key, path in amiss:
        faults.add(*place.key(key), f"no `{path}` in the deck's folder", "give a path relative to deck.toml")
    return not amiss


def _solutions(spec: Mapping[str, Any], place: Place) -> Iterator[tuple[Mapping[str, Any], Place]]:
    return zip(spec.get("solution", ()), chain(place.tables("solution"), repeat(place)), strict=False)


def _has_its_whys(table: Mapping[str, Any], place: Place, faults: Faults) -> bool:
    """Whether the reasons of a solution, if it gives any, are one a line."""
    why, lines = table.get("why"), table["lines"]
    count = len(lines.splitlines() if isinstance(lines, str) else lines)
    if why is None or len(why) == count:
        return True
    faults.add(*place.key("why"), f"`why` has {len(why)} reasons for {count} lines", "give one a line")
    return False


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
