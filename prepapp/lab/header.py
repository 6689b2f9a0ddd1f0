"""A lab's ``LAB = {...}``: read as a literal, so that looking at a lab never runs it."""

import ast
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from prepapp.errors import PrepError
from prepapp.lab.rules import ClaimRule

Value = int | float | str | bool
"""What a parameter may be."""

PREDICTED_WITHIN = 1.5
"""Factor within which a prediction counts as right, where a claim names none."""

_KEYS = {"title", "paper", "question", "sentence", "needs", "presets", "params", "claims", "memory"}
_PARAM_KEYS = {"default", "help", "min", "max", "choices"}
_CLAIM_KEYS = {"text", "unit", "expected", "holds", "fails", "predict", "near", "also"}


@dataclass(frozen=True, slots=True)
class Param:
    """One thing that may be set, with what it may be."""

    name: str
    default: Value
    help: str
    low: float | None = None
    high: float | None = None
    choices: tuple[Value, ...] = ()

    def read(self, text: str) -> Value:
        """Read a value as typed; a PrepError says what would be right."""
        value: Value = text
        if not isinstance(self.default, str):
            try:
                value = _number(text, type(self.default))
            except ValueError:
                raise self._other_kind(text) from None
        return self.checked(value)

    def checked(self, value: Value) -> Value:
        """Return a value that is allowed; a PrepError for any other."""
        if not self._is_kind(value):
            raise self._other_kind(value)
        if self.choices and value not in self.choices:
            raise PrepError(
                f"{value!r} is no choice", self.name, f"there are {', '.join(map(str, self.choices))}"
            )
        if not isinstance(value, str) and not (self._low() <= value <= self._high()):
            raise PrepError(
                f"{value} is out of range", self.name, f"from {self._low():g} to {self._high():g}"
            )
        return value

    def _is_kind(self, value: object) -> bool:
        if isinstance(self.default, str):
            return isinstance(value, str)
        return _is_number(value) and not (isinstance(self.default, int) and isinstance(value, float))

    def _other_kind(self, value: object) -> PrepError:
        kind = {int: "a whole number", float: "a number"}.get(type(self.default), "a text")
        return PrepError(f"{value!r} is not {kind}", self.name, f"say for example {self.default}")

    def _low(self) -> float:
        return float("-inf") if self.low is None else self.low

    def _high(self) -> float:
        return float("inf") if self.high is None else self.high


@dataclass(frozen=True, slots=True)
class LabClaim:
    """A statement with a number, and the rule that decides it."""

    id: str
    text: str
    rule: ClaimRule
    expected: str
    unit: str = ""
    predict: str = ""
    """The question asked before the run; empty: none."""
    near: float = PREDICTED_WITHIN
    """Factor within which a prediction counts as right."""
    also: tuple[str, ...] = ()
    """Ids of other claims that the same number settles."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a lab says of itself."""

    id: str
    title: str
    paper: str
    question: str
    """To be answered aloud while it runs."""
    sentence: str
    """What the candidate completes at the end; ``{name}`` is filled by the run."""
    presets: Mapping[str, Mapping[str, Value]]
    """Parameters by preset, ``quick`` among them."""
    params: Mapping[str, Param]
    claims: Mapping[str, LabClaim]
    needs: tuple[str, ...] = ()
    """Libraries that it imports: torch, sympy."""
    memory: Mapping[str, str] = field(default_factory=dict)
    """What a preset needs, in words."""

    def settings(self, preset: str, changes: Mapping[str, str]) -> dict[str, Value]:
        """Return every parameter: the preset's, with what was set by hand."""
        if preset not in self.presets:
            raise PrepError(
                f"{self.id} has no preset {preset!r}", "--preset", f"it has {', '.join(self.presets)}"
            )
        chosen = {name: param.default for name, param in self.params.items()} | dict(self.presets[preset])
        for name, text in changes.items():
            if name not in self.params:
                there = ", ".join(self.params) or "none"
                raise PrepError(f"{self.id} has no parameter {name!r}", "--set", f"there is {there}")
            chosen[name] = self.params[name].read(text)
        return chosen


def read_header(path: Path) -> tuple[Header, str]:
    """Read a lab's header and docstring without running it; a PrepError with its line where it is wrong."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        line = getattr(error, "lineno", None) or 1
        raise PrepError(
            f"the lab cannot be read: {str(error) or type(error).__name__}", f"{path}:{line}"
        ) from error
    for node in tree.body:
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["LAB"]:
            where = f"{path}:{node.lineno}"
            try:
                literal = ast.literal_eval(node.value)
            except (ValueError, TypeError, MemoryError, RecursionError) as error:
                hint = "write it with plain values only, no names and no calls"
                raise PrepError("LAB is not a literal", where, hint) from error
            return make_header(path.stem, literal, where), ast.get_docstring(tree) or ""
    raise PrepError("no LAB = {...} in this file", str(path), "see labs/resnet/README.md")


def make_header(lab_id: str, literal: object, where: str) -> Header:
    """Return the header that a ``LAB`` literal describes."""
    table = _table(literal, "LAB", where, _KEYS, required={"title", "presets", "claims"})
    params = {name: _param(name, each, where) for name, each in _named(table, "params", where).items()}
    presets = {
        name: _preset(params, each, name, where) for name, each in _named(table, "presets", where).items()
    }
    if "quick" not in presets:
        raise PrepError("LAB has no quick preset", where, 'write "presets": {"quick": {}}')
    claims = {name: _claim(name, each, where) for name, each in _named(table, "claims", where).items()}
    return Header(
        id=lab_id,
        title=str(table["title"]),
        paper=str(table.get("paper", "")),
        question=str(table.get("question", "")),
        sentence=str(table.get("sentence", "")),
        presets=presets,
        params=params,
        claims=claims,
        needs=_texts(table, "needs", "LAB", where),
        memory={name: str(words) for name, words in _named(table, "memory", where).items()},
    )


def _param(name: str, literal: object, where: str) -> Param:
    table = _table(literal, f"parameter {name}", where, _PARAM_KEYS, required={"default"})
    default = table["default"]
    if isinstance(default, bool) or not isinstance(default, int | float | str):
        raise PrepError(f"parameter {name} has the default {default!r}", where, "a number or a text")
    low, high = table.get("min"), table.get("max")
    if wrong := [each for each in (low, high) if each is not None and not _is_number(each)]:
        raise PrepError(f"parameter {name} has the bound {wrong[0]!r}", where, "a number")
    choices = _listed(table, "choices", f"parameter {name}", where)
    param = Param(name, default, str(table.get("help", "")), low, high, choices)
    try:
        for each in (default, *choices):
            param.checked(each)
    except PrepError as error:
        raise PrepError(error.what, f"{where}: parameter {error.where}", error.hint) from None
    return param


def _preset(params: Mapping[str, Param], literal: object, name: str, where: str) -> dict[str, Value]:
    if not isinstance(literal, dict):
        raise PrepError(f"preset {name} is not a table", where, "write {...}")
    if unknown := [str(key) for key in literal if key not in params]:
        raise PrepError(
            f"preset {name} sets {unknown[0]!r}, which is no parameter", where, "add it to params"
        )
    try:
        return {key: params[key].checked(value) for key, value in literal.items()}
    except PrepError as error:
        raise PrepError(error.what, f"{where}: preset {name}: {error.where}", error.hint) from None


def _claim(name: str, literal: object, where: str) -> LabClaim:
    table = _table(literal, f"claim {name}", where, _CLAIM_KEYS, required={"text", "holds", "expected"})
    rule = ClaimRule.read(table, f"{where}: claim {name}")
    also, near = _texts(table, "also", f"claim {name}", where), table.get("near", PREDICTED_WITHIN)
    if not _is_number(near) or near < 1:
        raise PrepError(f"near of claim {name} is not a factor of at least 1", where, "such as 1.5")
    return LabClaim(
        id=name,
        text=str(table["text"]),
        rule=rule,
        expected=str(table["expected"]),
        unit=str(table.get("unit", "")),
        predict=str(table.get("predict", "")),
        near=float(near),
        also=also,
    )


def _listed(table: Mapping[str, Any], key: str, of: str, where: str) -> tuple[Any, ...]:
    value = table.get(key, ())
    if not isinstance(value, list | tuple):
        raise PrepError(f"{key} of {of} is no list", where, "write [...]")
    return tuple(value)


def _texts(table: Mapping[str, Any], key: str, of: str, where: str) -> tuple[str, ...]:
    value = table.get(key, ())
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        raise PrepError(f"{key} of {of} is no list of texts", where, 'write ["..."]')
    return tuple(value)


def _named(table: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    value = table.get(key, {})
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        raise PrepError(f"{key} is not a table", where, f'write "{key}": {{"name": {{...}}}}')
    return value


def _table(literal: object, what: str, where: str, known: set[str], required: set[str]) -> dict[str, Any]:
    if not isinstance(literal, dict):
        raise PrepError(f"{what} is not a table", where, "write {...}")
    if unknown := [str(key) for key in literal if key not in known]:
        there = ", ".join(sorted(known))
        raise PrepError(f"{what} has the unknown key {unknown[0]!r}", where, f"there are {there}")
    if missing := sorted(required - literal.keys()):
        raise PrepError(f"{what} lacks {missing[0]!r}", where)
    return literal


def _is_number(value: object) -> bool:
    return not isinstance(value, bool) and (
        isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))
    )


def _number(text: str, kind: type) -> int | float:
    number = float(text)
    if not math.isfinite(number) or (kind is int and not number.is_integer()):
        raise ValueError
    return int(number) if kind is int else number
