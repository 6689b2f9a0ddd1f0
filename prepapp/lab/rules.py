"""The rules that decide a claim, written down before it is measured."""

import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from prepapp.errors import PrepError

Verdict = Literal["holds", "fails", "inconclusive"]

QUORUM = 0.8
"""Share of the seeds that must agree; the others make a claim inconclusive."""

NUMBER = r"[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_COMPARISON = re.compile(rf"\s*(>=|<=|>|<|=)\s*({NUMBER})\s*")
_RANGE = re.compile(rf"\s*({NUMBER})\s*\.\.\s*({NUMBER})\s*")
_OPERATORS: Mapping[str, Callable[[float, float], bool]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
    "=": operator.eq,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One comparison: ``> 1.5``, ``<= 0.2``, ``= 25557032`` or ``0.98 .. 1.02``, bounds included."""

    text: str
    test: Callable[[float], bool]

    @classmethod
    def read(cls, text: object, where: str = "") -> "Rule":
        """Read a rule; a PrepError where it is none."""
        said = text.strip() if isinstance(text, str) else ""
        if match := _COMPARISON.fullmatch(said):
            compare, bound = _OPERATORS[match[1]], float(match[2])
            return cls(said, lambda value: compare(value, bound))
        if match := _RANGE.fullmatch(said):
            low, high = float(match[1]), float(match[2])
            if low <= high:
                return cls(said, lambda value: low <= value <= high)
        hint = "a rule is such as > 1.5, <= 0.2, = 42 or 0.98 .. 1.02"
        raise PrepError(f"{text!r} is not a rule", where, hint)


@dataclass(frozen=True, slots=True)
class ClaimRule:
    """When a claim holds and when it fails; what lies between is inconclusive."""

    holds: Rule
    fails: Rule | None
    """None: whenever it does not hold."""

    @classmethod
    def read(cls, claim: Mapping[str, Any], where: str = "") -> "ClaimRule":
        """Read ``holds`` and ``fails`` of a claim in a lab's header."""
        fails = claim.get("fails")
        return cls(Rule.read(claim["holds"], where), None if fails is None else Rule.read(fails, where))

    @property
    def text(self) -> str:
        """The rule in words, as it is shown before the run."""
        return self.holds.text if self.fails is None else f"{self.holds.text}; fails {self.fails.text}"

    def verdict(self, measured: Sequence[float]) -> Verdict:
        """Judge one value a seed: most of them must agree."""
        verdicts = [self._judge(value) for value in measured]
        for verdict in ("holds", "fails"):
            if verdicts and verdicts.count(verdict) >= QUORUM * len(verdicts):
                return verdict
        return "inconclusive"

    def _judge(self, value: float) -> Verdict:
        if math.isnan(value):
            return "inconclusive"
        if self.holds.test(value):
            return "holds"
        return "fails" if self.fails is None or self.fails.test(value) else "inconclusive"
