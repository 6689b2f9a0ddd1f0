"""One run of a lab: its parameters, and how it tells what it sees."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from prepapp.errors import PrepError
from prepapp.lab.events import Emit
from prepapp.lab.header import Header, Value

Task = Mapping[str, Any]
"""Arguments of one part of a sweep, such as ``{"net": "plain-56", "seed": 0}``."""

Sweep = Callable[["Run", Sequence[Task]], list[Any]]
"""Does every task and returns what each returned, in their order."""


class Run:
    """What a lab's ``main`` is given. Every method tells the candidate something at once."""

    def __init__(
        self,
        header: Header,
        preset: str,
        params: Mapping[str, Value],
        seed: int,
        device: str,
        emit: Emit,
        sweep: Sweep,
    ) -> None:
        self.header = header
        self.preset = preset
        self.params = params
        self.seed = seed
        self.device = device
        """``cpu``, ``cuda`` or ``mps``: what ``tensor.to`` takes."""
        self.words: dict[str, str] = {}
        """What fills the places of the closing sentence."""
        self._emit = emit
        self._sweep = sweep

    def __getitem__(self, name: str) -> Any:
        """Return a parameter."""
        return self.params[name]

    @property
    def seeds(self) -> range:
        """As many seeds as the parameter ``seeds`` says, the first of them ``seed``."""
        return range(self.seed, self.seed + int(self.params.get("seeds", 1)))

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Tell how far the run is; inside a task, how far the task is."""
        self._emit({"event": "progress", "done": done, "total": total, "note": note})

    def metric(self, name: str, value: float, step: float, **labels: str | int) -> None:
        """Tell one point of a curve, such as ``run.metric("loss", 0.7, 38, net="plain-20")``."""
        self._emit({"event": "metric", "name": name, "value": float(value), "step": step, **labels})

    def table(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Tell a table; cells are texts or numbers."""
        cells = [[each if isinstance(each, int | float) else str(each) for each in row] for row in rows]
        self._emit({"event": "table", "title": title, "columns": list(columns), "rows": cells})

    def figure(
        self,
        title: str,
        series: Mapping[str, Sequence[tuple[float, float]]],
        x: str = "",
        y: str = "",
        kind: str = "line",
        log: bool = False,
    ) -> None:
        """Tell a finished figure: (x, y) pairs by series; ``kind`` is line, points or bar, ``log`` of y."""
        points = {name: [[float(a), float(b)] for a, b in pairs] for name, pairs in series.items()}
        self._emit(
            {"event": "figure", "title": title, "kind": kind, "x": x, "y": y, "log": log, "series": points}
        )

    def claim(self, claim: str, measured: float | Sequence[float]) -> None:
        """Settle a claim by its rule: one value, or one a seed."""
        values = [float(each) for each in measured] if isinstance(measured, Sequence) else [float(measured)]
        self._tell(claim, values, self._claim(claim).rule.verdict(values))

    def so_far(self, claim: str, measured: float) -> None:
        """Tell what a claim stands at, before it can be settled."""
        self._tell(claim, [float(measured)], None)

    def log(self, text: str) -> None:
        """Tell something that only matters when one looks for it."""
        self._emit({"event": "log", "text": text})

    def say(self, **words: object) -> None:
        """Fill places of the closing sentence: ``run.say(plain_56="1.9")``."""
        self.words |= {
            name: f"{each:.3g}" if isinstance(each, float) else str(each) for name, each in words.items()
        }

    def sweep(self, tasks: Sequence[Task]) -> list[Any]:
        """Do every task, several at once where that pays, and return what each returned (JSON values)."""
        return self._sweep(self, list(tasks))

    def sweeps_by(self, sweep: Sweep) -> None:
        """Say how tasks are done, before the run begins."""
        self._sweep = sweep

    def sentence(self) -> str:
        """Return the closing sentence with its places filled."""
        words = {"device": self.device, **self.words}
        return self.header.sentence.format_map(_Gaps(words))

    def _claim(self, claim: str) -> Any:
        if claim not in self.header.claims:
            there = ", ".join(self.header.claims) or "none"
            raise PrepError(f"no claim {claim!r} in LAB", self.header.id, f"there is {there}")
        return self.header.claims[claim]

    def _tell(self, claim: str, values: list[float], verdict: str | None) -> None:
        about = self._claim(claim)
        self._emit(
            {
                "event": "claim",
                "claim": claim,
                "also": list(about.also),
                "text": about.text,
                "unit": about.unit,
                "expected": about.expected,
                "measured": statistics.median(values) if values else float("nan"),
                "each": values,
                "verdict": verdict,
                "rule": about.rule.text,
            }
        )


class _Gaps(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "..."
