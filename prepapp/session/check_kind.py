"""What a check of each type judges, shows while it is typed, hints at, and holds to be right."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import floor, log10
from threading import Lock
from typing import Literal, Protocol

from prepapp.answers.derivation import hints, read_card, reasons
from prepapp.answers.derive.echo import echo
from prepapp.answers.drawing import Row, judge_drawing, rows, short
from prepapp.answers.drawing_parts import shape_text
from prepapp.answers.judge import Judge
from prepapp.answers.number import exact, judge_number
from prepapp.answers.verdict import Judgement, LineVerdict, Verdict
from prepapp.core.card import Check
from prepapp.errors import PrepError
from prepapp.session.proving import certified

STEPS = 3
"""Hints of a check."""


@dataclass(frozen=True, slots=True)
class Look:
    """One line of an answer as it stands while it is typed."""

    n: int
    """From 1: the line, or of a drawing the part."""
    line: int
    """Of the text, from 1."""
    text: str
    echo: str
    """How it was read; empty where it could not be."""
    mark: Judgement | Literal["read"]
    """``read``: nothing is judged before it is submitted."""
    cells: tuple[str, ...] = ()
    """What is computed of it: output shape, parameters, multiply-adds."""
    note: str = ""
    counterexample: str = ""
    column: int = 0
    """From 1, under which a caret belongs; 0: none."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a right answer."""

    text: str
    """As it is typed."""
    echo: str
    why: str
    """Why it stands there."""


class Examiner(Protocol):
    """Judges the answers to one check. All of it may be called in a thread."""

    reference: str
    """A right answer."""
    steps: tuple[Step, ...]
    """The same, line by line; empty where it has no lines that follow from each other."""
    hints: tuple[str, ...]
    """Steps towards it, each saying more."""

    def judge(self, text: str) -> Verdict:
        """Judge a whole answer."""

    def look(self, text: str) -> tuple[Look, ...]:
        """Read an answer that is still being typed, line by line."""


def examiner(check: Check, seed: int) -> Examiner:
    """Return who examines a check; a PrepError where its block is unsound or nobody can judge its type."""
    match check.type:
        case "number":
            return Numbers(check)
        case "drawing":
            return Drawings(check)
        case "derivation":
            return Derivations(check, seed)
        case _:
            raise PrepError(
                f"{check.type} checks are not judged yet", f"check {check.n}", "take another check"
            )


def judged(check: Check, verdict: Verdict) -> tuple[Look, ...]:
    """Return the lines of a verdict as they are shown, each right part of a drawing with its cost."""
    looks = tuple(_look_of(line) for line in verdict.lines)
    if check.type != "drawing":
        return looks
    right = [look for look in looks if look.mark == "right"]
    found = rows(" ".join(look.echo for look in right), tuple(check.spec["input"])) if right else ()
    if len(found) != len(right) or any(row.error for row in found):
        return looks
    costs = [_costs(row.shape, row.parameters, row.multiply_adds) for row in found]
    shown = [replace(look, cells=cost, note="") for look, cost in zip(right, costs, strict=True)]
    return (*shown, *looks[len(right) :])


def _look_of(line: LineVerdict) -> Look:
    said = line.reason, line.counterexample
    return Look(line.n, line.n, line.text, line.echo, line.verdict, (), *said, line.column)


class Numbers:
    """A value; while it is typed only its reading is told, or digits could be tried out one by one."""

    steps: tuple[Step, ...] = ()

    def __init__(self, check: Check) -> None:
        self._spec = check.spec
        answer = exact(check.spec)
        said = check.spec["answer"]
        shown = judge_number(check.spec, str(said)).exact
        said = str(check.spec.get("working", said)).replace("**", "^")
        self.reference = shown if said == shown.split(" ")[0].replace(",", "") else f"{said} = {shown}"
        value = float(answer.value / answer.factor)
        unit = f"Its unit is {answer.unit}." if answer.unit else "It has no unit: count one by one."
        self.hints: tuple[str, ...] = (unit, *_sizes(value))

    def judge(self, text: str) -> Verdict:
        """Judge the value."""
        return judge_number(self._spec, _one_line(text))

    def look(self, text: str) -> tuple[Look, ...]:
        """Read the value."""
        return tuple(
            Look(line.n, 1, line.text, line.echo, "read")
            if line.echo
            else Look(line.n, 1, line.text, "", "unreadable", (), line.reason, "", line.column)
            for line in judge_number(self._spec, _one_line(text)).lines
            if line.text
        )


def _one_line(text: str) -> str:
    """A text with every letter of it in the same column."""
    return text.replace("\n", " ").rstrip()


def _sizes(value: float) -> tuple[str, str]:
    """Return two hints: the power of ten, then how it begins."""
    if value == 0:
        return "It is smaller than one.", "Nothing is left."
    power = floor(log10(abs(value)))
    size = f"It lies between {10.0**power:,.12g} and {10.0 ** (power + 1):,.12g}"
    lead = f"{abs(value) / 10.0**power:.10f}"[:3]
    return f"{size}{', below zero' if value < 0 else ''}.", f"It begins with {lead.replace('.', '')}."


class Drawings:
    """An architecture, compared part by part."""

    steps: tuple[Step, ...] = ()

    def __init__(self, check: Check) -> None:
        self._spec = check.spec
        self._shape = tuple(check.spec["input"])
        self.reference: str = check.spec["reference"].strip()
        parts = rows(self.reference, self._shape)
        half = " ".join(part.echo for part in parts[: max(1, len(parts) // 2)])
        self.hints: tuple[str, ...] = (
            f"From {shape_text(self._shape)} it has {len(parts)} parts, the first is {parts[0].echo}.",
            "The outputs, part by part: " + ", ".join(shape_text(part.shape) for part in parts) + ".",
            f"It begins with {half}",
        )

    def judge(self, text: str) -> Verdict:
        """Judge the drawing."""
        return judge_drawing(self._spec, text)

    def look(self, text: str) -> tuple[Look, ...]:
        """Compute the output and the cost of each part, and compare nothing."""
        typed = text.split("\n")
        found = rows(text, self._shape) if text.strip() else ()
        return tuple(_part(row, typed[row.line - 1]) for row in found)


def _part(row: Row, line: str) -> Look:
    if row.error:
        return Look(row.n, row.line, line, "", "unreadable", (), row.error, "", row.column)
    costs = _costs(row.shape, row.parameters, row.multiply_adds)
    return Look(row.n, row.line, row.text, row.echo, "read", costs)


def _costs(shape: Sequence[int], parameters: int, multiply_adds: int) -> tuple[str, ...]:
    return (
        shape_text(tuple(shape)),
        f"{parameters:,}" if parameters else "",
        short(multiply_adds) if multiply_adds else "",
    )


class Derivations:
    """Lines that have to hold, in the random worlds of one seed."""

    def __init__(self, check: Check, seed: int) -> None:
        card = read_card(check.spec)
        self._card, self._world = card, check.spec["world"]
        self._judge = Judge(card, seed)
        self._lock = Lock()  # the judge keeps what it has judged
        self.hints: tuple[str, ...] = hints(card)
        goals = [f"{echo(goal.left)} = {echo(goal.right)}" for goal in card.goals]
        solution = self._judge.lines("\n".join(card.solutions[0])) if card.solutions else ()
        self.reference = "\n".join([line.echo for line in solution] or goals)
        self.steps: tuple[Step, ...] = tuple(
            Step(line.text, line.echo, why) for line, why in zip(solution, reasons(card), strict=True)
        )

    def judge(self, text: str) -> Verdict:
        """Judge the lines, and whether they reach what was asked for."""
        with self._lock:
            found = self._judge.outcome(text).verdict
        return certified(self._card, self._world, text, found) if found.verdict == "right" else found

    def look(self, text: str) -> tuple[Look, ...]:
        """Judge the lines that stand there."""
        with self._lock:
            return tuple(_look_of(line) for line in self._judge.lines(text))
