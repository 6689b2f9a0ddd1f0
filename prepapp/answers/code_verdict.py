"""What the tests of a code check said, as a verdict."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from prepapp.answers.verdict import Judgement, TestVerdict, Verdict

LOADING = "the file loads"
"""What counts as the first test of every run."""
RANKS: Mapping[str, int] = {"right": 0, "wrong": 1, "unreadable": 2}
Event = Mapping[str, Any]


def own_events(lines: Iterable[str], token: str) -> list[dict[str, Any]]:
    """The events among printed lines that carry the token of their run."""
    found = []
    for line in lines:
        try:
            event = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(event, dict) and event.get("token") == token:
            found.append(event)
    return found


def judge_code(events: Iterable[Event], ended: str = "") -> Verdict:
    """The verdict of a run from its own events; ``ended`` says how a process ended that did not say done."""
    told = list(events)
    failed = next((event for event in told if event["event"] == "failed"), None)
    tests = next((event["tests"] for event in told if event["event"] == "start"), None)
    if failed is not None or not tests:
        reason = str(failed["what"]) if failed is not None else f"the tests did not start{_in_words(ended)}"
        return Verdict("unreadable", reason)
    is_done = any(event["event"] == "done" for event in told)
    loading = _test(LOADING, "", told, ended)
    if loading.verdict != "right":
        return Verdict(loading.verdict, _said(loading), tests=(loading,))
    found = tuple(_test(name, hint, told, ended) for name, hint in tests)
    first = next((test for test in found if test.verdict != "right"), None)
    if first is None and not is_done:
        return Verdict("wrong", f"the run did not end{_in_words(ended)}", tests=found)
    return Verdict("right" if first is None else first.verdict, _said(first) if first else "", tests=found)


def _test(name: str, hint: str, told: list[Event], ended: str) -> TestVerdict:
    """How one test went; of several reports the worst counts."""
    reports = [event for event in told if event["event"] == "result" and event.get("test") == name]
    shown = name.removeprefix("test_").replace("_", " ")
    if not reports:
        has_begun = any(event.get("begin") == name for event in told)
        reason = f"ended the process{_in_words(ended)}" if has_begun else "did not run"
        return TestVerdict(shown, "wrong", reason, hint)
    worst = max(reports, key=lambda event: RANKS.get(event.get("verdict", ""), 1))
    verdict: Judgement = worst["verdict"] if worst.get("verdict") in RANKS else "wrong"
    line, seconds = int(worst.get("line", 0)), float(worst.get("seconds", 0))
    return TestVerdict(shown, verdict, str(worst.get("reason", "")), hint, line, seconds)


def _said(test: TestVerdict) -> str:
    return f"{test.name}: {test.reason}{f' (line {test.line})' if test.line else ''}"


def _in_words(ended: str) -> str:
    return f": {ended}" if ended else ""
