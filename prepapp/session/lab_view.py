"""What a run of a lab has said so far, folded from its events; a replay gives the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from prepapp.lab.events import number
from prepapp.session.lab_curve import Curve, Point

LOG_LINES = 500
"""Lines of the log that are kept; the file of the run has them all."""

SeriesKey = tuple[str, str, str]
"""Name of the metric, which curve of it, and which seed of that: ``("loss", "plain-20", "0")``."""

SEED = "seed"
"""The label that tells apart what is else the same curve."""


@dataclass(frozen=True, slots=True)
class ClaimNow:
    """How a claim stands."""

    claim: str
    also: tuple[str, ...]
    text: str
    unit: str
    expected: str
    measured: float
    each: tuple[float, ...]
    """One value a seed."""
    verdict: str | None
    """None: so far, not settled."""
    rule: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table that the lab has told."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A finished figure: points by series."""

    title: str
    kind: str
    x: str
    y: str
    log: bool
    series: Mapping[str, tuple[Point, ...]]


@dataclass(frozen=True, slots=True)
class Plot:
    """What is drawn together: the curves of a metric, or a finished figure; one a seed under each name."""

    title: str
    series: Mapping[str, tuple[Curve, ...]]
    x: str = ""
    y: str = ""
    kind: str = "line"
    log: bool = False


@dataclass
class LabView:
    """The picture of a run; ``take`` adds one event."""

    start: Mapping[str, Any] = field(default_factory=dict)
    share: float = 0.0
    """From 0 to 1."""
    note: str = ""
    curves: dict[SeriesKey, Curve] = field(default_factory=dict)
    claims: dict[str, ClaimNow] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    sentence: str = ""
    seconds: float | None = None
    """What the run took; None while it goes on, and where it was cut short."""
    cpu_seconds: float | None = None
    failed: str = ""

    def hear(self, line: str, event: Mapping[str, Any] | None) -> None:
        """Add one line of a run: an event, or something else that it printed."""
        if event is None:
            self.say(line)
        else:
            self.take(event)

    def take(self, event: Mapping[str, Any]) -> None:
        """Add one event; what cannot be understood goes to the log."""
        adding = _ADDING.get(str(event.get("event")))
        try:
            if adding is not None:
                adding(self, event)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            self.say(f"an event that cannot be read ({type(error).__name__}: {error}): {event}")

    def say(self, line: str) -> None:
        """Add a line to the log."""
        self.log.append(line)
        del self.log[:-LOG_LINES]

    def left(self, elapsed_s: float) -> float | None:
        """Return the seconds that are left by what is done; None while that cannot be said."""
        if not 0.02 <= self.share < 1:
            return None
        return elapsed_s * (1 - self.share) / self.share

    def plots(self) -> list[Plot]:
        """Return what there is to draw: each metric in the order in which it was first told, then figures."""
        metrics: dict[str, dict[str, list[Curve]]] = {}
        for (metric, name, _), curve in self.curves.items():
            metrics.setdefault(metric, {}).setdefault(name, []).append(curve)
        return [
            *(Plot(metric, {name: tuple(each) for name, each in m.items()}) for metric, m in metrics.items()),
            *(_plot(figure) for figure in self.figures),
        ]

    def _start(self, event: Mapping[str, Any]) -> None:
        texts = {name: str(event.get(name, "")) for name in ("device", "device_name")}
        versions = {str(name): str(of) for name, of in event.get("versions", {}).items()}
        self.start = {**event, **texts, "versions": versions}

    def _progress(self, event: Mapping[str, Any]) -> None:
        done, total = number(event["done"]), number(event["total"])
        if done is not None and total and isfinite(share := done / total):
            self.share = min(max(share, 0.0), 1.0)
        self.note = str(event.get("note", ""))

    def _metric(self, event: Mapping[str, Any]) -> None:
        value, step = number(event["value"]), number(event["step"])
        if value is None or step is None:
            raise ValueError("no number")
        own = ("event", "name", "value", "step", SEED)
        label = " ".join(str(each) for name, each in event.items() if name not in own)
        key = (str(event["name"]), label, str(event.get(SEED, "")))
        self.curves.setdefault(key, Curve()).add(step, value)

    def _table(self, event: Mapping[str, Any]) -> None:
        columns = tuple(map(str, event["columns"]))
        rows = tuple(tuple(row) for row in event["rows"])
        if any(len(row) != len(columns) for row in rows):
            raise ValueError("a row is not as long as the columns are many")
        self.tables.append(Table(str(event["title"]), columns, rows))

    def _figure(self, event: Mapping[str, Any]) -> None:
        series = {str(name): tuple(_points(pairs)) for name, pairs in event["series"].items()}
        x, y, kind = (str(event.get(key, "")) for key in ("x", "y", "kind"))
        self.figures.append(Figure(str(event["title"]), kind, x, y, bool(event.get("log")), series))

    def _claim(self, event: Mapping[str, Any]) -> None:
        measured = number(event["measured"])
        self.claims[str(event["claim"])] = ClaimNow(
            claim=str(event["claim"]),
            also=tuple(map(str, event.get("also", ()))),
            text=str(event["text"]),
            unit=str(event.get("unit", "")),
            expected=str(event["expected"]),
            measured=float("nan") if measured is None else measured,
            each=tuple(value for each in event.get("each", ()) if (value := number(each)) is not None),
            verdict=None if event["verdict"] is None else str(event["verdict"]),
            rule=str(event["rule"]),
        )

    def _say(self, event: Mapping[str, Any]) -> None:
        self.say(str(event["text"]))

    def _done(self, event: Mapping[str, Any]) -> None:
        self.share, self.note = 1.0, ""
        self.seconds, self.cpu_seconds = number(event["seconds"]), number(event["cpu_seconds"])
        self.sentence = str(event["sentence"])

    def _failed(self, event: Mapping[str, Any]) -> None:
        hint = f" ({event['hint']})" if event.get("hint") else ""
        self.failed = f"{event['what']}{hint}"


_ADDING = {
    "start": LabView._start,
    "progress": LabView._progress,
    "metric": LabView._metric,
    "table": LabView._table,
    "figure": LabView._figure,
    "claim": LabView._claim,
    "log": LabView._say,
    "done": LabView._done,
    "failed": LabView._failed,
}


def _plot(figure: Figure) -> Plot:
    series = {}
    for name, points in figure.series.items():
        curve = Curve()
        for x, y in points:
            curve.add(x, y)
        series[name] = (curve,)
    return Plot(figure.title, series, figure.x, figure.y, figure.kind, figure.log)


def _points(pairs: Iterable[Any]) -> Iterable[Point]:
    for a, b in pairs:
        x, y = number(a), number(b)
        if x is None or y is None:
            raise ValueError("no number")
        yield x, y
