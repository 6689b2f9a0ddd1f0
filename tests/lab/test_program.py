"""A lab as a program: what it prints, how it ends, and that the way its tasks are done decides nothing."""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest

from prepapp.errors import BrokenError, PrepError
from prepapp.lab import Run
from prepapp.lab.events import Event, encode
from prepapp.lab.header import make_header
from prepapp.lab.sweep import by_command, in_turn
from tests.lab.tiny import run_file, told, write_lab


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    return write_lab(tmp_path)


def of_kind(events: Sequence[Event], kind: str) -> list[Event]:
    return [event for event in events if event["event"] == kind]


def test_on_its_own_it_prints_a_report(lab: Path) -> None:
    ran = run_file(lab, "--workers", "1")
    assert (ran.returncode, ran.stderr) == (0, "")
    lines = ran.stdout.splitlines()
    assert lines[0].startswith("Counting · quick · ") and lines[0].endswith(" · seed 0")
    assert lines[1] == "tasks 2, off 0.0, how well"
    assert [line for line in lines[2:-1] if not line.startswith("beside")] == [
        "",
        "Counted",
        "task  count",
        "────  ─────",
        "t0        1",
        "t1        2",
        "",
        "What the tasks count",
        "  ✓ holds: 3 apples, rule = 3; fails > 3.5",
        "",
        "What is left",
        "  ✓ holds: 0, rule = 0",
        "",
        "I counted 2 and ..., so ...",
    ]
    assert lines[-1].endswith(" s of processor")


def test_with_json_it_prints_one_event_a_line(lab: Path) -> None:
    ran = run_file(lab, "--json", "--workers", "1", "--seed", "3", "--set", "tasks=3", "--preset", "full")
    events = told(ran)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert [line for line in ran.stdout.splitlines() if not line.startswith("{")] == [
        f"beside the events {n}" for n in range(3)
    ]
    first, last = events[0], events[-1]
    assert {
        name: first[name] for name in ("event", "lab", "title", "preset", "device", "seed", "params")
    } == {
        "event": "start",
        "lab": "counting",
        "title": "Counting",
        "preset": "full",
        "device": "cpu",
        "seed": 3,
        "params": {"tasks": 3, "off": 0.0, "how": "well"},
    }
    assert list(first["versions"]) == ["python"]
    assert (last["event"], last["sentence"]) == ("done", "I counted 3 and ..., so ...")
    assert [event["verdict"] for event in of_kind(events, "claim")] == [None, "holds", "holds"]
    assert of_kind(events, "claim")[1]["also"] == ["sm-sum"]
    progress = of_kind(events, "progress")[-1]
    assert progress["done"] == progress["total"] == 3


def test_numbers_that_are_not_finite_survive_as_texts(lab: Path) -> None:
    levels = [event for event in told(run_file(lab, "--json")) if event.get("name") == "level"]
    assert [event["value"] for event in levels] == ["nan", "-inf"]


@pytest.mark.parametrize(
    ("settings", "code"),
    [("off=0", 0), ("off=1", 1), ("off=0.2", 1), ("how=unsettled", 1)],
    ids=["holds", "fails", "inconclusive", "never settled"],
)
def test_the_exit_code_says_whether_every_claim_holds(lab: Path, settings: str, code: int) -> None:
    assert run_file(lab, "--json", "--set", settings).returncode == code


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--set", "tasks=0"], "tasks: 0 is out of range (from 1 to 9)"),
        (["--set", "tasks"], "--set: 'tasks' is not K=V (say for example --set tasks=5)"),
        (["--set", "size=1"], "--set: counting has no parameter 'size' (there is tasks, off, how)"),
        (["--preset", "huge"], "invalid choice: 'huge'"),
        (["--device", "abacus"], "invalid choice: 'abacus'"),
        (["--seed", "x"], "invalid int value: 'x'"),
        (["--workers", "0"], "--workers: '0' is no number of workers (a number, or ray://HOST:PORT)"),
        (["--workers", "rayon"], "--workers: 'rayon' is no number of workers (a number, or ray://HOST:PORT)"),
        (["--pre", "full"], "unrecognized arguments: --pre full"),
    ],
)
def test_a_bad_request_is_refused_in_a_line(lab: Path, arguments: list[str], said: str) -> None:
    ran = run_file(lab, *arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert said in ran.stderr.splitlines()[-1]
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["--set", "how=hungry", "--preset", "full"], "full needs 80 GB; try --preset quick"),
        (["--set", "how=hungry"], "try --preset quick, or a smaller --set"),
        (
            ["--set", "how=starves", "--preset", "full", "--workers", "1"],
            "full needs 80 GB; try --preset quick",
        ),
        (
            ["--set", "how=starves", "--preset", "full", "--workers", "2"],
            "full needs 80 GB; try --preset quick",
        ),
    ],
    ids=["main", "without words", "task in turn", "task in a fork"],
)
def test_without_memory_it_fails_with_what_it_needs(lab: Path, arguments: list[str], hint: str) -> None:
    ran = run_file(lab, "--json", *arguments)
    assert ran.returncode == 3
    assert told(ran)[-1] == {"event": "failed", "what": "out of memory", "hint": hint}


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("raises", "task 1 of 2: ValueError: no luck in 0"),
        ("dies", "task 1 of 2: killed by signal 9"),
        ("mutters", "task 1 of 2: last words"),
        ("unknown claim", "counting: no claim 'nothing' in LAB (there is sum, none)"),
        ("nests", "task 1 of 2: prepapp.errors.BrokenError: counting: a task of a sweep started a sweep"),
    ],
)
def test_a_task_that_fails_ends_the_lab_with_its_last_words(lab: Path, how: str, said: str) -> None:
    ran = run_file(lab, "--json", "--set", f"how={how}")
    assert ran.returncode == (2 if how == "unknown claim" else 3)
    assert ran.stderr.splitlines()[-1] in (said, said.replace("task 1", "task 2").replace("in 0", "in 1"))
    assert told(ran)[-1]["event"] != "done"


def test_a_task_in_turn_starts_no_sweep_either(lab: Path) -> None:
    ran = run_file(lab, "--json", "--workers", "1", "--set", "how=nests")
    assert (ran.returncode, ran.stderr) == (3, "counting: a task of a sweep started a sweep\n")


def test_a_lab_without_a_task_cannot_sweep(tmp_path: Path) -> None:
    ran = run_file(write_lab(tmp_path, old=", task=count)", new=")"), "--json")
    assert (ran.returncode, ran.stderr) == (
        3,
        "counting: the lab names no task (give start(LAB, main, task=...))\n",
    )


def test_when_one_task_fails_the_others_end(lab: Path) -> None:
    """The lab's end would take them along on Linux; they are ended before that, on every system."""
    events: list[Event] = []
    with pytest.raises(BrokenError, match="no luck"):
        _sweep("by_command", lab, {"how": "one fails"}, events)
    ours = psutil.Process().children(recursive=True)
    assert [each.pid for each in ours if str(lab) in " ".join(each.cmdline())] == []


def _work(run: Run, n: int) -> Any:
    run.progress(1, 2, f"task {n}")
    run.metric("count", n + 1, 0, task=n)
    return {"count": n + 1, "odd": (float("inf"), float("nan"), "text"), n: None}


def _sweep(way: str, lab: Path, changes: Mapping[str, str], events: list[Event]) -> list[Any]:
    literal = {"title": "t", "presets": {"quick": {}}, "claims": {}}
    run = Run(
        make_header("counting", literal, "here"),
        "quick",
        {},
        0,
        "cpu",
        events.append,
        in_turn(_work, events.append),
    )
    sets = [part for name, value in changes.items() for part in ("--set", f"{name}={value}")]
    command = [sys.executable, str(lab), "--json", *sets]
    run.sweeps_by(
        {
            "in_turn": in_turn(_work, events.append),
            "by_command": by_command(command, events.append, 2),
        }[way]
    )
    return run.sweep([{"n": n} for n in range(3)])


def _kinds(events: Sequence[Event]) -> Counter[str]:
    """Events without their order; of progress only that it was told: each way counts in its own order."""
    return Counter(
        "progress" if event["event"] == "progress" else encode(event)
        for event in events
        if not str(event.get("text", "")).startswith("beside")
    )


@pytest.mark.parametrize("way", ["in_turn", "by_command"])
def test_every_way_gives_the_same_results_and_events(lab: Path, way: str) -> None:
    events: list[Event] = []
    results = _sweep(way, lab, {}, events)
    assert [encode(each) for each in results] == [
        f'{{"count":{n + 1},"odd":["inf","nan","text"],"{n}":null}}' for n in range(3)
    ]
    assert all(isinstance(value, float) for each in results for value in each["odd"][:2])
    metrics = [
        encode({"event": "metric", "name": "count", "value": n + 1.0, "step": 0, "task": n}) for n in range(3)
    ]
    assert _kinds(events) == Counter({"progress": 6, **dict.fromkeys(metrics, 1)})
    shares = [event["done"] for event in events if event["event"] == "progress"]
    assert shares == sorted(shares) and shares[-1] == 3


def test_as_a_program_every_way_says_the_same(lab: Path) -> None:
    def said(workers: str) -> Counter[str]:
        events = told(run_file(lab, "--json", "--workers", workers))
        return _kinds([{**event, "seconds": 0, "cpu_seconds": 0} for event in events])

    in_turn = said("1")
    assert any("'odd': [inf, nan, 'text'], '1': None" in event for event in in_turn)
    assert in_turn == said("2") == said("")


def test_a_request_that_is_no_request_raises_in_one_family() -> None:
    with pytest.raises(PrepError, match="LAB is not a table"):
        make_header("x", [], "here")
