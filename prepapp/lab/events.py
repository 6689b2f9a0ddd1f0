"""What a lab says: one JSON object a line, with numbers that JSON has no words for as text."""

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

Event = Mapping[str, Any]
"""``{"event": kind, ...}``."""

Emit = Callable[[Event], None]

KINDS = ("start", "progress", "metric", "table", "figure", "claim", "log", "result", "done", "failed")
"""``result`` is what a task of a sweep returns; it stays inside the lab."""

NOT_FINITE: Mapping[str, float] = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


def encode(event: Any) -> str:
    """Return an event, or another value of JSON, as one line without its newline."""
    return json.dumps(_finite(event), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def print_event(event: Event) -> None:
    """Tell an event to whoever reads this process."""
    print(encode(event), flush=True)


def decode(line: str | bytes) -> dict[str, Any] | None:
    """Return the event of a line; None where the line is something else that a lab printed."""
    if line.lstrip()[:1] not in ("{", b"{"):
        return None
    try:
        event = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return event if isinstance(event, dict) and event.get("event") in KINDS else None


def number(value: object) -> float | None:
    """Return a number as it was before it was encoded; None for anything else."""
    if isinstance(value, str):
        return NOT_FINITE.get(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def restore(value: Any) -> Any:
    """Return what was encoded with its numbers that are not finite."""
    if isinstance(value, str):
        return NOT_FINITE.get(value, value)
    if isinstance(value, dict):
        return {key: restore(each) for key, each in value.items()}
    return [restore(each) for each in value] if isinstance(value, list) else value


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else {math.inf: "inf", -math.inf: "-inf"}.get(value, "nan")
    if isinstance(value, Mapping):
        return {str(key): _finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    return value
