"""Typed derivations judged line by line in the worlds of their check."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from prepapp.answers.derivation import DerivationCheck, Goal
from prepapp.answers.derive.echo import echo_line
from prepapp.answers.derive.form import contains, form
from prepapp.answers.derive.parse import Line, read_line
from prepapp.answers.derive.tree import Node, ReadingError
from prepapp.answers.trial import Finding, Trial
from prepapp.answers.verdict import Judgement, LineVerdict, Verdict

Kind = Literal["unreadable", "wrong", "order", "form", "notgoal", "done"]

LINES = 40
BOTH = "what is asked for stands on both sides"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict with its kind and the line that decides; 0: none does."""

    kind: Kind
    line: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class _Judged:
    """A line of an answer with all that its judgement rests on."""

    line: LineVerdict
    finding: Finding
    chain: tuple[Node, ...] = ()
    """Every side from the last line that did not open with =."""


class Judge:
    """The judge of one check and seed; a line that was judged before costs nothing."""

    def __init__(self, check: DerivationCheck, seed: int) -> None:
        self.check = check
        self.trial = Trial(check, seed)
        self.known: dict[tuple[str, Node | None], tuple[Line | None, Finding]] = {}

    def lines(self, text: str) -> list[LineVerdict]:
        """A verdict for each line that is not empty."""
        return [judged.line for judged in self.judged(text)]

    def outcome(self, text: str) -> Outcome:
        """What the whole answer comes to."""
        judged = self.judged(text)
        lines = tuple(each.line for each in judged)
        if not judged:
            return Outcome("unreadable", 0, Verdict("unreadable", "nothing is typed"))
        for each in judged:
            if each.finding.kind in ("unreadable", "wrong", "order"):
                said = Verdict(each.line.verdict, f"line {each.line.n}: {each.line.reason}", lines=lines)
                return Outcome(each.finding.kind, each.line.n, said)
        return self.aim(judged, lines)

    def aim(self, judged: Sequence[_Judged], lines: tuple[LineVerdict, ...]) -> Outcome:
        """Whether lines that all hold reach what was asked for."""
        chains = [(each.line.n, each.chain) for each in judged]
        for goal in self.check.goals:
            reached = [(n, *found) for n, chain in chains for found in self.reach(goal, chain)]
            if any(not missing for _, missing in reached):
                continue
            if reached:
                n, missing = reached[-1]
                return Outcome("form", n, Verdict("wrong", f"true, but {missing}", lines=lines))
            what = f"every line holds, but none says what {echo_line((goal.left,), False)} is"
            return Outcome("notgoal", 0, Verdict("wrong", what, lines=lines))
        count = self.trial.worlds.count
        said = f"holds in {count} random {self.check.setting.noun}"
        return Outcome("done", 0, Verdict("right", said, "worlds", lines, exact=reference(self.check)))

    def reach(self, goal: Goal, chain: tuple[Node, ...]) -> Iterator[tuple[str]]:
        """For each side that is said to be the goal's left: what its form lacks, empty if nothing."""
        wanted = form(goal.left)
        others = [side for side in chain if form(side) != wanted]
        if len(others) < len(chain) - 1 or (len(others) < len(chain) and not others):
            yield (BOTH,)
        if len(others) < len(chain):
            yield from ((self.lacks(goal, side),) for side in others)

    def lacks(self, goal: Goal, side: Node) -> str:
        """What the form of a right side lacks; empty if nothing."""
        if contains(side, goal.left):
            return BOTH
        for rule in self.check.need:
            if not rule.occurs(side):
                return f"not in the form that is asked for: show {rule.said}"
        for rule in self.check.forbid:
            if rule.occurs(side):
                return f"not in the form that is asked for: it still has {rule.said}"
        return ""

    def judged(self, text: str) -> list[_Judged]:
        """All lines, each on top of the one above."""
        found: list[_Judged] = []
        layouts = self.trial.layouts
        typed = [(n, row) for n, row in enumerate(text.split("\n"), 1) if row.strip()]
        for n, row in typed[:LINES]:
            above = found[-1].chain if found else ()
            line, finding = self.one(row, above[0] if above else None)
            if finding.kind == "right" and layouts and not layouts & finding.layouts:
                finding = replace(finding, kind="order", reason=_mixed(layouts, finding.layouts))
            elif finding.kind == "right" and layouts:
                layouts = layouts & finding.layouts
            found.append(_put(n, row, line, finding, above))
        found.extend(_put(n, row, None, TOO_MANY, ()) for n, row in typed[LINES : LINES + 1])
        return found

    def one(self, row: str, above: Node | None) -> tuple[Line | None, Finding]:
        """A line read and judged, or what is known of it."""
        key = (row, above if row.lstrip().startswith("=") else None)
        if key not in self.known:
            self.known[key] = self.fresh(*key)
        return self.known[key]

    def fresh(self, row: str, above: Node | None) -> tuple[Line | None, Finding]:
        """A line read and judged."""
        try:
            line = read_line(row, self.check.setting.words)
        except ReadingError as error:
            hint = f": {error.hint}" if error.hint else ""
            return None, Finding("unreadable", f"{error.what}{hint}", column=error.column)
        if line.continues and above is None:
            column = len(row) - len(row.lstrip()) + 1
            return None, Finding("unreadable", "there is no line above that this continues", column=column)
        sides = (above, *line.sides) if line.continues and above is not None else line.sides
        return line, self.trial.of(sides)


TOO_MANY = Finding("unreadable", f"more than {LINES} lines")


def reference(check: DerivationCheck) -> str:
    """What was to be shown, in one line."""
    return "; ".join(echo_line((goal.left, goal.right), False) for goal in check.goals)


def judge(check: DerivationCheck, text: str, seed: int) -> Verdict:
    """The verdict on a whole answer."""
    return Judge(check, seed).outcome(text).verdict


def _put(n: int, row: str, line: Line | None, finding: Finding, above: tuple[Node, ...]) -> _Judged:
    shown = "" if line is None else echo_line(*line)
    verdict: Judgement = (
        "unreadable" if finding.kind == "unreadable" else "right" if finding.kind == "right" else "wrong"
    )
    said = LineVerdict(n, row, shown, verdict, finding.reason, finding.example, finding.column)
    if line is None:
        return _Judged(said, finding)
    return _Judged(said, finding, (*above, *line.sides) if line.continues else line.sides)


def _mixed(before: frozenset[str], here: frozenset[str]) -> str:
    return f"the lines above lay gradients out as {_said(before)}, this one as {_said(here)}"


def _said(layouts: frozenset[str]) -> str:
    return "rows" if "row" in layouts else "columns"
