"""A derivation check, read from its block and found sound."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from prepapp.answers.derive.echo import echo
from prepapp.answers.derive.form import Rule, read_rule
from prepapp.answers.derive.parse import Line, read_expression, read_line
from prepapp.answers.derive.tree import Node, ReadingError
from prepapp.answers.worlds.setting import Setting, read_setting
from prepapp.answers.worlds.world import Budget, WorldError
from prepapp.errors import PrepError

Read = TypeVar("Read")

SEED = 20151210
"""Of the worlds in which a check itself is tried."""


class CheckError(PrepError):
    """A check block that cannot be used."""

    def __init__(self, key: str, what: str, hint: str = "") -> None:
        super().__init__(what, f"`{key}` of the check", hint)
        self.key = key


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be shown: the left side, and one way to write the right one."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong right side that is known, and what to say of it."""

    tree: Node
    say: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong answer and its first wrong line."""

    lines: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class DerivationCheck:
    """A sound derivation check."""

    prompt: str
    setting: Setting
    given: tuple[Line, ...]
    goals: tuple[Goal, ...]
    need: tuple[Rule, ...]
    forbid: tuple[Rule, ...]
    mistakes: tuple[Mistake, ...]
    solutions: tuple[tuple[str, ...], ...]
    why: tuple[str, ...]
    """Of the first solution, for each line; empty where the deck gives no reasons."""
    wrong: tuple[Wrong, ...]


def read_card(spec: Mapping[str, Any]) -> DerivationCheck:
    """The check of a block that fits its schema; CheckError, with the key, where a part is wrong."""
    setting = _in("world", read_setting, spec["world"])
    words = setting.words
    check = DerivationCheck(
        prompt=spec["prompt"],
        setting=setting,
        given=tuple(_in("from", lambda text: read_line(text, words), text) for text in _texts(spec["from"])),
        goals=tuple(_goal(text, setting) for text in _texts(spec["goal"])),
        need=tuple(_in("need", lambda text: read_rule(text, words), t) for t in _texts(spec.get("need", []))),
        forbid=tuple(
            _in("forbid", lambda text: read_rule(text, words), t) for t in _texts(spec.get("forbid", []))
        ),
        mistakes=tuple(_mistake(table, setting) for table in spec.get("mistake", [])),
        solutions=tuple(_lines(table) for table in spec.get("solution", [])),
        why=tuple(spec["solution"][0].get("why", ())) if spec.get("solution") else (),
        wrong=tuple(Wrong(_lines(table), table["line"]) for table in spec.get("wrong", [])),
    )
    _try(check)
    return check


def hints(check: DerivationCheck) -> tuple[str, str, str]:
    """Three steps towards the answer: where to start, what must appear, the line before the last."""
    start = "; ".join(" = ".join(map(echo, line.sides)) for line in check.given)
    start = f"Start from {start}." if start else "Start from the parts that the question names."
    left = " and ".join(echo(goal.left) for goal in check.goals)
    needed = "; ".join(rule.said for rule in check.need)
    shown = f"It must show {needed}." if needed else "Then simplify."
    lines = check.solutions[0] if check.solutions else ()
    nearly = lines[-2] if len(lines) > 1 else f"{echo(check.goals[0].left)} = ..."
    return start, f"Aim at {left} = ... {shown}", f"A line on the way: {nearly}"


def reasons(check: DerivationCheck) -> tuple[str, ...]:
    """Why each line of the first solution stands there: the deck's words, or what its place says of it."""
    if check.why or not check.solutions:
        return check.why
    lines = check.solutions[0]
    return tuple(_reason(check, line, n == len(lines)) for n, line in enumerate(lines, 1))


def _reason(check: DerivationCheck, text: str, is_last: bool) -> str:
    line = read_line(text, check.setting.words)
    if line in check.given:
        return "It is given: here the derivation starts."
    if is_last:
        return "It says what was asked for, in the form that was asked for."
    if line.continues:
        return "The line above, rewritten."
    return "It holds here, and the lines below need it."


def _texts(value: str | Sequence[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _lines(table: Mapping[str, Any]) -> tuple[str, ...]:
    lines = table["lines"]
    return tuple(lines.splitlines() if isinstance(lines, str) else lines)


def _in(key: str, read: Callable[[Any], Read], value: Any) -> Read:
    """What a key holds, read; CheckError where it cannot be."""
    try:
        return read(value)
    except ReadingError as error:
        raise CheckError(key, f"`{value}`: {error.what}, column {error.column}", error.hint) from None
    except PrepError as error:
        raise CheckError(key, error.what, error.hint) from None


def _goal(text: str, setting: Setting) -> Goal:
    line = _in("goal", lambda t: read_line(t, setting.words), text)
    if line.continues or len(line.sides) != 2:
        raise CheckError("goal", f"`{text}` is not one equation", "left = right")
    return Goal(*line.sides)


def _mistake(table: Mapping[str, Any], setting: Setting) -> Mistake:
    return Mistake(_in("mistake", lambda t: read_expression(t, setting.words), table["is"]), table["say"])


def _try(check: DerivationCheck) -> None:
    """CheckError unless what is given and the goals hold in the worlds, and the mistakes do not."""
    worlds = check.setting.make(SEED).plain
    for key, sides in (
        *(("from", line.sides) for line in check.given),
        *(("goal", (goal.left, goal.right)) for goal in check.goals),
    ):
        if not _equal(worlds, sides, key):
            raise CheckError(key, f"`{' = '.join(map(echo, sides))}` does not hold in this world")
    for mistake in check.mistakes:
        if any(_equal(worlds, (goal.left, mistake.tree), "mistake") for goal in check.goals):
            raise CheckError("mistake", f"`{echo(mistake.tree)}` is right in this world")


def _equal(worlds: Sequence[Any], sides: Sequence[Node], key: str) -> bool:
    try:
        for world in worlds:
            world.budget = Budget()
            first, *others = [world.value(side, {}) for side in sides]
            if not all(world.same(first, other) for other in others):
                return False
    except WorldError as error:
        raise CheckError(key, error.what, error.hint) from None
    return True
