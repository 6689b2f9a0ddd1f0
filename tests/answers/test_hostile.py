"""Hostile text is refused with a message, within the budget of operations, and never run."""

import ast
import os
import sys
from pathlib import Path

import pytest

import prepapp.answers
from prepapp.answers.derivation import CheckError, read_card
from prepapp.answers.judge import Judge, judge
from prepapp.answers.worlds.world import BUDGET, Budget
from tests.answers.hostile import FIXED, hostile
from tests.answers.shipped import checks, specs

COUNT = int(os.environ.get("PREPAPP_HOSTILE", "200"))
SOURCES = sorted(Path(prepapp.answers.__file__).parent.rglob("*.py"))
RUNNERS = {"eval", "exec", "compile", "sympify", "parse_expr", "__import__", "literal_eval", "parse_latex"}


@pytest.fixture(scope="module")
def judged() -> Judge:
    return Judge(checks()["rn-003/1"], 3)


@pytest.mark.parametrize("text", [*hostile(COUNT, 11)])
def test_it_is_refused_with_a_message(text: str, judged: Judge) -> None:
    outcome = judged.outcome(text)
    assert outcome.verdict.verdict != "right"
    line = outcome.verdict.lines[0] if outcome.verdict.lines else None
    assert outcome.verdict.reason
    if outcome.kind == "unreadable" and line is not None:
        assert line.column <= max(len(text), 400) + 1


def test_no_line_takes_more_operations_than_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    spent: list[int] = []

    class Counted(Budget):
        def spend(self, count: int = 1, column: int = 0) -> None:
            spent[-1] += count
            super().spend(count, column)

    monkeypatch.setattr("prepapp.answers.trial.Budget", Counted)
    fresh = Judge(checks()["rn-003/1"], 3)
    for text in hostile(COUNT, 12):
        spent.append(0)
        fresh.outcome(text)
    assert max(spent) <= BUDGET + 5_000


def test_a_long_answer_is_refused(judged: Judge) -> None:
    outcome = judged.outcome("x_l = x_l\n" * 5000)
    assert (outcome.kind, outcome.line) == ("unreadable", 41)


def test_typed_code_does_not_run(tmp_path: Path) -> None:
    trap = tmp_path / "ran"
    for text in (f'__import__("pathlib").Path("{trap}").touch()', f"open('{trap}', 'w') = 1"):
        assert judge(checks()["rn-003/1"], text, 1).verdict == "unreadable"
        with pytest.raises(CheckError):
            read_card(specs()["rn-003/1"] | {"goal": f"x_l = {text}"})
    assert not trap.exists()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_nothing_in_the_judge_runs_text(path: Path) -> None:
    if path.name.startswith(("build_drawing", "code_")):
        pytest.skip("runs the candidate's own file, in a process of its own")
    tree = ast.parse(path.read_text("utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    methods = {name for node in ast.walk(tree) if (name := method(node))}
    assert (names | methods - {"compile"}) & RUNNERS == set()


def method(node: ast.AST) -> str:
    """The name of a method that is called."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr
    return ""


def test_the_judge_loads_no_sympy_and_no_numpy() -> None:
    assert {"prepapp.answers.judge"} <= sys.modules.keys()
    own = [path for path in SOURCES if path.parent.name in ("derive", "worlds")]
    text = "".join(path.read_text("utf-8") for path in own)
    assert "sympy" not in text and "numpy" not in text
    assert len(FIXED) > 80
