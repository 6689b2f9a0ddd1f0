"""What a check returns, of whatever kind the check is."""

from dataclasses import dataclass
from typing import Literal

Judgement = Literal["right", "wrong", "unreadable"]

Proof = Literal["sympy", "worlds"]
"""``sympy``: proved symbolically; ``worlds``: both sides agree in every random network tried."""


@dataclass(frozen=True, slots=True)
class LineVerdict:
    """One line of an answer."""

    n: int
    """From 1, as typed."""
    text: str
    echo: str
    """How it was read, in Unicode; empty where it could not be."""
    verdict: Judgement
    reason: str = ""
    """Why it is not right, or what is noteworthy of a right one."""
    counterexample: str = ""
    """Values for which the two sides differ, or what was expected beside what was found."""
    column: int = 0
    """From 1, under which a caret belongs; 0: none."""


@dataclass(frozen=True, slots=True)
class TestVerdict:
    """One test that a file was run against."""

    name: str
    verdict: Judgement
    reason: str = ""
    hint: str = ""
    line: int = 0
    """In the candidate's file; 0: none."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a check; the first line or test that is not right decides."""

    verdict: Judgement
    reason: str = ""
    proof: Proof | None = None
    lines: tuple[LineVerdict, ...] = ()
    tests: tuple[TestVerdict, ...] = ()
    exact: str = ""
    """The exact value of a number, or the reference in one line."""
