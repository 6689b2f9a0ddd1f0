"""Runs a loaded lab in this process, small, and says what it found."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from prepapp.lab import Run
from prepapp.lab.header import make_header


def events(names: Mapping[str, Any], name: str, **settings: Any) -> list[Mapping[str, Any]]:
    """Return what a lab tells in a run of its quick preset with other settings; its tasks in turn."""
    told: list[Mapping[str, Any]] = []
    header = make_header(name, names["LAB"], str(Path(__file__)))
    params = {**header.settings("quick", {}), **settings}

    def in_turn(run: Run, tasks: Sequence[Mapping[str, Any]]) -> list[Any]:
        return [names["train"](run, **task) for task in tasks]

    names["main"](Run(header, "quick", params, 0, "cpu", told.append, in_turn))
    return told


def verdicts(told: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the verdict of each claim that was settled."""
    return {
        event["claim"]: event["verdict"] for event in told if event["event"] == "claim" and event["verdict"]
    }
