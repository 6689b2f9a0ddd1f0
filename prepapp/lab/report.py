"""What a lab prints to a person who runs it by hand."""

from collections.abc import Sequence
from typing import TextIO

from prepapp.lab.events import Event, encode, number

MARKS = {"holds": "✓ holds", "fails": "✗ fails", "inconclusive": "? inconclusive"}
BAR = 24
"""Columns of the progress bar."""


def number_text(value: object) -> str:
    """Return a cell as text: integers in full, others to four digits."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):
        return f"{int(value):,}"
    return f"{value:.4g}"


def table_lines(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Return an aligned table: texts to the left, numbers to the right."""
    cells = [list(columns), *([number_text(each) for each in row] for row in rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(columns))]
    right = [all(number(row[n]) is not None for row in rows) for n in range(len(columns))]
    lines = [
        "  ".join(
            cell.rjust(width) if is_right else cell.ljust(width)
            for cell, width, is_right in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in cells
    ]
    return [lines[0], "  ".join("─" * width for width in widths), *lines[1:]]


class Report:
    """Writes events as a readable report; progress only where it is drawn over."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._drawn = False

    def tell(self, event: Event) -> None:
        """Write one event."""
        try:
            if event["event"] == "progress":
                self._progress(event)
                return
            lines = self._lines(event)
        except (AttributeError, KeyError, IndexError, TypeError, ValueError):
            lines = [encode(event)]  # of a program that tells events in its own way
        if lines:
            self._clear()
            print(*lines, sep="\n", file=self._out, flush=True)

    def _progress(self, event: Event) -> None:
        if not self._out.isatty():
            return
        share = min(event["done"] / max(event["total"], 1e-9), 1.0)
        bar = "━" * round(share * BAR)
        print(f"\r\x1b[2K {bar:╌<{BAR}} {share:4.0%} {event['note']}", end="", file=self._out, flush=True)
        self._drawn = True

    def _clear(self) -> None:
        if self._drawn:
            print("\r\x1b[2K", end="", file=self._out)
            self._drawn = False

    def _lines(self, event: Event) -> list[str]:
        match event["event"]:
            case "start":
                what = f"{event['title']} · {event['preset']} · {event['device_name']} · seed {event['seed']}"
                set_to = ", ".join(f"{name} {value}" for name, value in event["params"].items())
                return [what, *([set_to] if set_to else [])]
            case "table":
                return ["", event["title"], *table_lines(event["columns"], event["rows"])]
            case "claim" if event["verdict"]:
                unit = f" {event['unit']}" if event["unit"] else ""
                measured = f"{number_text(event['measured'])}{unit}"
                verdict = f"{MARKS[event['verdict']]}: {measured}, rule {event['rule']}"
                return ["", event["text"], f"  {verdict}"]
            case "done":
                took = f"{event['seconds']:.1f} s, {event['cpu_seconds']:.1f} s of processor"
                return ["", *([event["sentence"]] if event["sentence"] else []), took]
            case "failed":
                hint = f" ({event['hint']})" if event.get("hint") else ""
                return ["", f"failed: {event['what']}{hint}"]
            case _:
                return []
