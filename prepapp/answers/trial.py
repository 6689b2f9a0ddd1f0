"""One line put to the test in every world of a check."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from prepapp.answers.derivation import DerivationCheck
from prepapp.answers.derive.form import form
from prepapp.answers.derive.tree import Diff, Moment, Name, Node
from prepapp.answers.worlds.world import Budget, World, WorldError


@dataclass(frozen=True, slots=True)
class Finding:
    """What the worlds say of a line."""

    kind: Literal["right", "wrong", "order", "unreadable"]
    reason: str = ""
    example: str = ""
    layouts: frozenset[str] = frozenset()
    """In which layouts of gradients it holds; empty where x is a number."""
    column: int = 0


class Trial:
    """The worlds of one check and seed."""

    def __init__(self, check: DerivationCheck, seed: int) -> None:
        self.check = check
        self.worlds = check.setting.make(seed)
        self.layouts: frozenset[str] = frozenset(self.worlds.vectors)

    def of(self, sides: Sequence[Node]) -> Finding:
        """What the worlds say of sides that should be equal."""
        budget = Budget()
        try:
            for world in self.worlds.plain:
                found = self.differ(world, sides, budget)
                if found is not None:
                    return found
        except WorldError as error:
            return _failed(error)
        try:
            return self.in_vectors(sides, budget)
        except WorldError as error:
            return _failed(error)

    def differ(self, world: World, sides: Sequence[Node], budget: Budget) -> Finding | None:
        """The finding that two sides differ in a world; None if none do."""
        values = _values(world, sides, budget)
        for n, value in enumerate(values[1:], 1):
            if not world.same(values[0], value):
                example = f"{_for(world)}left {world.text(values[0])}, right {world.text(value)}"
                suspects = (sides[n], sides[0]) if _is_worked(sides[0]) else (sides[n],)
                return Finding("wrong", self.reason(suspects, budget), example)
        return None

    def reason(self, sides: Sequence[Node], budget: Budget) -> str:
        """What the check says of a known mistake, whichever way it is written."""
        for side in sides:
            for mistake in self.check.mistakes:
                if self.agree((side, mistake.tree), budget):
                    return mistake.say
        return "the two sides differ"

    def agree(self, sides: Sequence[Node], budget: Budget) -> bool:
        """Whether sides are equal in every plain world."""
        try:
            for world in self.worlds.plain:
                one, other = _values(world, sides, budget)
                if not world.alike(one, other):
                    return False
        except WorldError:
            return False
        return True

    def in_vectors(self, sides: Sequence[Node], budget: Budget) -> Finding:
        """What the worlds say in which x is a column."""
        trivial = "true of anything" if len({form(side) for side in sides}) == 1 else ""
        if not self.layouts:
            return Finding("right", trivial)
        failed: list[tuple[str, str]] = []
        holding = set()
        for layout, worlds in self.worlds.vectors.items():
            found = next((f for w in worlds if (f := _unlike(w, sides, budget)) is not None), None)
            if found is None:
                holding.add(layout)
            else:
                failed.append(found)
        if holding:
            return Finding("right", trivial, layouts=frozenset(holding))
        what, example = failed[0]
        return Finding("order", f"true where x is a number, false for vectors: {what}", example)


def _is_worked(side: Node) -> bool:
    """Whether a side may hold a mistake: a name or the derivative of one cannot."""
    return not isinstance(side.of if isinstance(side, Diff | Moment) else side, Name)


def _values(world: World, sides: Sequence[Node], budget: Budget) -> list[Any]:
    world.budget = budget
    return [world.value(side, {}) for side in sides]


def _unlike(world: World, sides: Sequence[Node], budget: Budget) -> tuple[str, str] | None:
    """Why sides differ in a world of vectors, with an example; None if they do not."""
    try:
        values = _values(world, sides, budget)
        for value in values[1:]:
            if not world.same(values[0], value):
                example = f"{_for(world)}left {world.text(values[0])}, right {world.text(value)}"
                return "mind the order of the factors", example
    except WorldError as error:
        if error.kind != "shape":
            raise
        return error.what, ""
    return None


def _for(world: World) -> str:
    return f"for {world.note}: " if world.note else ""


def _failed(error: WorldError) -> Finding:
    hint = f": {error.hint}" if error.hint else ""
    kind: Literal["wrong", "unreadable"] = "unreadable" if error.kind == "unreadable" else "wrong"
    return Finding(kind, f"{error.what}{hint}", column=error.column)
