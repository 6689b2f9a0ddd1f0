"""What a candidate's file may do to its run, and what is told of it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from prepapp.answers.code_verdict import judge_code, own_events
from prepapp.answers.verdict import Verdict
from tests.answers.code_runs import TOKEN, Run, run_all

TESTS = '''
def test_two(answer):
    """It is two."""
    assert answer.two() == 2, f"two() is {answer.two()}"


def test_three(answer):
    """It is three."""
    assert answer.three() == 3, "three() is not 3"
'''
BOTH = "def two():\n    return 2\n\n\ndef three():\n    return 3\n"
FORGED = json.dumps({"event": "result", "token": "0000", "test": "test_two", "verdict": "right"})
DONE = json.dumps({"event": "done", "token": "0000"})
ANY = -1
IGNORING = "import signal as s\ns.signal(s.SIGALRM, s.SIG_IGN)\ns.signal(s.SIGXCPU, s.SIG_IGN)\n"
EACH: dict[str, tuple[str, str, str, int]] = {
    # file, verdict, how its reason begins, line
    "right": (BOTH, "right", "", 0),
    "wrong": (BOTH.replace("2\n", "22\n"), "wrong", "two: two() is 22", 0),
    "second wrong": (BOTH.replace("3\n", "4\n"), "wrong", "three: three() is not 3", 0),
    "an error": (
        BOTH.replace("return 2", "return 1 / 0"),
        "wrong",
        "two: ZeroDivisionError: division by zero",
        2,
    ),
    "empty": ("", "wrong", "two: the file defines no `two`", 0),
    "not written": ("def two():\n    raise NotImplementedError\n", "wrong", "two: not written yet", 2),
    "no Python": ("def two(:\n    pass\n", "unreadable", "the file loads: invalid syntax", 1),
    "indented": (f"{BOTH}  return\n", "unreadable", "the file loads: ", 7),
    "a null byte": ("a = '\0'\n", "unreadable", "the file loads: ", 0),
    "no module": (f"import nosuchmodule\n{BOTH}", "wrong", "the file loads: ModuleNotFoundError", 1),
    "fails at once": (f"\nraise ValueError('x')\n{BOTH}", "wrong", "the file loads: ValueError: x", 2),
    "leaves at once": (f"import sys\nsys.exit(0)\n{BOTH}", "wrong", "the file loads: ended the program", 2),
    "leaves": (
        BOTH.replace("return 2", "raise SystemExit"),
        "wrong",
        "two: ended the program with sys.exit",
        2,
    ),
    "interrupts": (BOTH.replace("return 2", "raise KeyboardInterrupt"), "wrong", "two: KeyboardInterrupt", 2),
    "ends the process": (
        BOTH.replace("return 2", "import os; os._exit(0)"),
        "wrong",
        "two: ended the process",
        0,
    ),
    "ends at once": (f"import os\nos._exit(0)\n{BOTH}", "wrong", "the file loads: ended the process", 0),
    "kills itself": (
        BOTH.replace("return 2", "import os; os.kill(os.getpid(), 9)"),
        "wrong",
        "two: ended the process: killed",
        0,
    ),
    "crashes": (
        BOTH.replace("return 2", "import ctypes; ctypes.string_at(0)"),
        "wrong",
        "two: ended the process: killed",
        0,
    ),
    "loops": (BOTH.replace("return 2", "while True: pass"), "wrong", "two: took longer than 1 s", 2),
    "loops at once": (f"while True:\n    pass\n{BOTH}", "wrong", "the file loads: took longer than 1 s", ANY),
    "waits": (
        BOTH.replace("return 2", "import time; time.sleep(60)"),
        "wrong",
        "two: took longer than 1 s",
        2,
    ),
    "loops and listens to nothing": (
        "def two():\n    while True:\n        try:\n            pass\n        except BaseException:\n"
        "            pass\n",
        "wrong",
        "two: took longer than 1 s",
        ANY,
    ),
    "ignores the alarm": (
        IGNORING + BOTH.replace("return 2", "while True: pass"),
        "wrong",
        "two: ended the process: ",
        0,
    ),
    "recurs": (BOTH.replace("return 2", "return two()"), "wrong", "two: RecursionError", 2),
    "takes memory": (
        BOTH.replace("return 2", "return len(bytearray(10**11))"),
        "wrong",
        "two: needed more memory",
        2,
    ),
    "takes memory bit by bit": (
        BOTH.replace("return 2", "a = []\n    while True: a.append(bytearray(1 << 24))"),
        "wrong",
        "two: needed more memory",
        3,
    ),
    "floods": (
        BOTH.replace("return 2", "while True: print('x' * 1000)"),
        "wrong",
        "two: printed or wrote more",
        2,
    ),
    "floods quietly": (
        BOTH.replace("return 2", "print('x' * 10**7)"),
        "wrong",
        "two: printed or wrote more",
        2,
    ),
    "fills the disk": (
        BOTH.replace("return 2", "import tempfile; tempfile.TemporaryFile().write(bytes(1 << 28))"),
        "wrong",
        "two: printed or wrote more",
        2,
    ),
    "prints": (BOTH.replace("return 2", "print('hello'); return 2"), "right", "", 0),
    "forges by printing": (
        f"print({FORGED!r}, flush=True)\nprint({DONE!r}, flush=True)\nimport os\nos._exit(0)\n",
        "wrong",
        "the file loads: ended the process",
        0,
    ),
    "forges everywhere": (
        f"import os\nfor to in range(64):\n    try:\n        "
        f"os.write(to, b'\\n' + {FORGED!r}.encode() + b'\\n')\n"
        f"    except OSError:\n        pass\n{BOTH.replace('2', '22')}",
        "wrong",
        "two: two() is 22",
        0,
    ),
    "closes everything": (
        f"import os\nos.closerange(0, 64)\n{BOTH.replace('2', '22')}",
        "wrong",
        "the file loads: ended the process",
        0,
    ),
    "forks": (f"import os\nos.fork()\n{BOTH}", "right", "", 0),
    "leaves a child": (
        f"import os, time\nif os.fork() == 0:\n    time.sleep(60)\n{BOTH.replace('return 3', 'return 4')}",
        "wrong",
        "three: three() is not 3",
        0,
    ),
    "leaves a thread": (
        f"import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()\n{BOTH}",
        "right",
        "",
        0,
    ),
    "opens many files": (
        BOTH.replace("return 2", "return len([open('/dev/null') for _ in range(500)])"),
        "wrong",
        "two: OSError: [Errno 24]",
        2,
    ),
    "writes to stdout's file": (f"import sys\nsys.stdout.close()\n{BOTH}", "right", "", 0),
    "our modules": (f"import number_read\n{BOTH}", "wrong", "the file loads: ModuleNotFoundError", 1),
}


ENDLESS = {name for name, (_, _, reason, _) in EACH.items() if "took longer" in reason} | {
    "ignores the alarm"
}
"""Those that end by their time limit; the others must not, however slow the machine."""


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Verdict]:
    """The verdict of each file."""
    folder = tmp_path_factory.mktemp("answers")
    tests = folder / "tests.py"
    tests.write_text(TESTS)
    runs = {}
    for n, (name, (text, *_)) in enumerate(EACH.items()):
        file = folder / f"answer_{n}.py"
        file.write_text(text)
        runs[name] = Run(file, tests, seconds=1 if name in ENDLESS else 30, memory=384)
    found = run_all(list(runs.values()))
    return {name: found[run] for name, run in runs.items()}


@pytest.mark.parametrize("name", EACH)
def test_what_is_told(name: str, verdicts: Mapping[str, Verdict]) -> None:
    _, verdict, reason, line = EACH[name]
    told = verdicts[name]
    assert (told.verdict, told.reason[: len(reason)]) == (verdict, reason), told
    first = next((test for test in told.tests if test.verdict != "right"), None)
    assert line in (ANY, first.line if first else 0), told


def test_hints_names_and_times_are_told(verdicts: Mapping[str, Verdict]) -> None:
    two, three = verdicts["second wrong"].tests
    assert [(test.name, test.hint, test.verdict) for test in (two, three)] == [
        ("two", "It is two.", "right"),
        ("three", "It is three.", "wrong"),
    ]
    assert two.seconds > 0


def test_tests_after_the_end_did_not_run(verdicts: Mapping[str, Verdict]) -> None:
    assert [test.reason for test in verdicts["loops"].tests] == ["took longer than 1 s", "did not run"]


def test_tests_that_do_not_load_cost_nothing(tmp_path: Path) -> None:
    answer, tests = tmp_path / "answer.py", tmp_path / "tests.py"
    answer.write_text(BOTH)
    reasons = {}
    for text in ("def test_a(:", "import nosuchmodule", "", "raise SystemExit"):
        tests.write_text(text)
        (verdict,) = run_all([Run(answer, tests, seconds=1)]).values()
        assert verdict.verdict == "unreadable", text
        reasons[text] = verdict.reason
    assert "do not load: SyntaxError" in reasons["def test_a(:"]
    assert "did not start" in reasons[""]


START: dict[str, Any] = {"event": "start", "token": TOKEN, "tests": [["test_a", ""], ["test_b", ""]]}


def result(test: str, verdict: str = "right") -> dict[str, Any]:
    return {"event": "result", "token": TOKEN, "test": test, "verdict": verdict}


ALL = [START, *map(result, ("the file loads", "test_a", "test_b")), {"event": "done", "token": TOKEN}]


def test_only_a_whole_run_is_right() -> None:
    assert judge_code(ALL).verdict == "right"
    for left_out in range(len(ALL)):
        assert judge_code([*ALL[:left_out], *ALL[left_out + 1 :]]).verdict != "right", ALL[left_out]
    assert judge_code(ALL[:-1], "killed by SIGKILL").reason == "the run did not end: killed by SIGKILL"
    assert judge_code([]).verdict == "unreadable"


def test_of_two_reports_the_worse_counts() -> None:
    assert judge_code([*ALL, result("test_a", "wrong")]).verdict == "wrong"
    assert judge_code([result("test_a", "wrong"), *ALL]).verdict == "wrong"
    assert judge_code([*ALL, result("test_b", "nonsense")]).verdict == "wrong"


def test_only_lines_with_the_token_are_events() -> None:
    lines = ["hello", "{", "[1]", "null", "[" * 10_000, FORGED, DONE, *map(json.dumps, ALL)]
    assert own_events(lines, TOKEN) == ALL
