"""Typed derivations and what each comes to."""

from collections import Counter
from typing import Any

import pytest

from prepapp.answers.derivation import CheckError, DerivationCheck, hints, read_card
from prepapp.answers.judge import Judge, judge
from tests.answers.shipped import Typed, checks, corpus, specs

NAMES = sorted(specs())
SPEC: dict[str, Any] = {
    "type": "derivation",
    "prompt": "unroll",
    "world": "residual",
    "from": "x_{l+1} = x_l + F(x_l)",
    "goal": "x_L = x_l + sum_{i=l}^{L-1} F(x_i)",
    "need": "sum",
}


@pytest.fixture(scope="module")
def judges() -> dict[str, Judge]:
    return {name: Judge(check, 7) for name, check in checks().items()}


@pytest.mark.parametrize("typed", [*corpus()], ids=lambda typed: f"{typed.check} {typed.kind}")
def test_the_corpus(typed: Typed, judges: dict[str, Judge]) -> None:
    outcome = judges[typed.check].outcome(typed.text)
    assert (outcome.kind, outcome.line) == (typed.kind, typed.line), outcome.verdict


def test_the_corpus_is_wide_enough() -> None:
    found = [*corpus()]
    assert len(found) >= 300
    assert {typed.check for typed in found} == set(NAMES)
    assert min(Counter(typed.kind for typed in found).values()) >= 10


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_solutions_and_the_wrong_answers_of_the_cards(name: str, seed: int) -> None:
    check = checks()[name]
    assert len(check.solutions) >= 1 and len(check.wrong) >= 2 and len(check.mistakes) >= 4
    judge_ = Judge(check, seed)
    for lines in check.solutions:
        verdict = judge_.outcome("\n".join(lines)).verdict
        assert (verdict.verdict, verdict.proof) == ("right", "worlds"), verdict.reason
    for wrong in check.wrong:
        outcome = judge_.outcome("\n".join(wrong.lines))
        assert (outcome.verdict.verdict, outcome.line) == ("wrong", wrong.line), outcome.verdict


@pytest.mark.parametrize("name", NAMES)
def test_a_named_mistake_is_named(name: str) -> None:
    check, judge_ = checks()[name], Judge(checks()[name], 5)
    texts = specs()[name]["mistake"]
    left = {goal.left: line.partition(" = ")[0] for goal, line in zip(check.goals, goals(name), strict=True)}
    for table in texts:
        outcomes = [judge_.outcome(f"{text} = {table['is']}") for text in left.values()]
        assert {outcome.verdict.verdict for outcome in outcomes} == {"wrong"}
        assert any(table["say"] in outcome.verdict.reason for outcome in outcomes), (table, outcomes)


def goals(name: str) -> list[str]:
    found = specs()[name]["goal"]
    return [found] if isinstance(found, str) else list(found)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", [11, 12, 13, 14])
def test_the_seed_changes_no_verdict(name: str, seed: int) -> None:
    judge_ = Judge(checks()[name], seed)
    for typed in corpus():
        if typed.check == name:
            outcome = judge_.outcome(typed.text)
            assert (outcome.kind, outcome.line) == (typed.kind, typed.line), typed


def test_a_wrong_line_is_refuted_with_values() -> None:
    verdict = judge(checks()["rn-003/1"], "x_{l+1} = x_l + F(x_l)\n\nx_L = sum_{i=l}^{L-1} F(x_i)", 1)
    assert verdict.reason == "line 3: the two sides differ"
    right, wrong = verdict.lines
    assert (right.n, right.verdict, right.echo) == (1, "right", "xₗ₊₁ = xₗ + F(xₗ)")
    assert (wrong.n, wrong.verdict) == (3, "wrong")
    assert wrong.counterexample.startswith("for l = 2, L = 6, x_2 = ")
    assert "left" in wrong.counterexample and "right" in wrong.counterexample


def test_what_cannot_be_read_has_a_column() -> None:
    (line,) = judge(checks()["rn-003/1"], "  x_L = foo", 1).lines
    assert (line.verdict, line.column, line.echo) == ("unreadable", 9, "")


def test_a_line_that_says_nothing_is_marked() -> None:
    (line,) = Judge(checks()["rn-003/1"], 1).lines("\n".join(["x_l + x_L = x_L + x_l"]))
    assert (line.verdict, line.reason) == ("right", "true of anything")


def test_lines_may_not_change_the_layout_of_gradients() -> None:
    rows = "dE/dx_{l+1} = dE/dx_{l+2} * (1 + J_{l+1})"
    columns = "dE/dx_l = (1 + J_l)^T * dE/dx_{l+1}"
    check = checks()["rn-020/2"]
    assert [line.verdict for line in Judge(check, 1).lines("\n".join([rows]))] == ["right"]
    assert [line.verdict for line in Judge(check, 1).lines("\n".join([columns]))] == ["right"]
    mixed = Judge(check, 1).lines("\n".join([rows, columns]))
    assert [line.verdict for line in mixed] == ["right", "wrong"]
    assert mixed[1].reason == "the lines above lay gradients out as rows, this one as columns"


def test_a_line_goes_on_from_the_one_above() -> None:
    text = "dE/dx_l = dE/dx_L * dx_L/dx_l\n= dE/dx_L * (1 + d/dx_l sum_{i=l}^{L-1} F(x_i))"
    assert judge(checks()["rn-003/1"], text, 1).verdict == "right"
    assert judge(checks()["rn-003/1"], text.split("\n")[1], 1).verdict == "unreadable"


def test_a_line_after_an_unreadable_one_cannot_go_on() -> None:
    lines = Judge(checks()["rn-003/1"], 1).lines("\n".join(["dE/dx_l = ?", "= dE/dx_L * dx_L/dx_l"]))
    assert [line.verdict for line in lines] == ["unreadable", "unreadable"]


def test_lines_that_were_judged_are_not_judged_again(monkeypatch: pytest.MonkeyPatch) -> None:
    judge_ = Judge(checks()["rn-003/1"], 1)
    judge_.lines("x_{l+1} = x_l + F(x_l)\nx_L = x_l")
    monkeypatch.setattr(judge_.trial, "of", None)
    again = judge_.lines("x_L = x_l\nx_{l+1} = x_l + F(x_l)")
    assert [(line.n, line.verdict) for line in again] == [(1, "wrong"), (2, "right")]


def test_nothing_typed_is_unreadable() -> None:
    verdict = judge(checks()["rn-003/1"], " \n \n", 1)
    assert (verdict.verdict, verdict.lines) == ("unreadable", ())


def test_hints_come_in_three_steps() -> None:
    start, aim, near = hints(checks()["rn-003/1"])
    assert start == "Start from xₗ₊₁ = xₗ + F(xₗ)."
    assert aim == "Aim at ∂E/∂xₗ = ... It must show ∂E/∂x_L; the sum."
    assert near == "A line on the way: dE/dx_l = dE/dx_L * dx_L/dx_l"
    assert all(len(hints(check)) == 3 for check in checks().values())


@pytest.mark.parametrize(("changes", "key", "what"), [
    ({"world": "moon"}, "world", "unknown world `moon`"),
    ({"world": {"kind": "residual", "depth": 3}}, "world", "the world `residual` has no `depth`"),
    ({"world": {"kind": "residual", "l": 1}}, "world", "`l` and `L` of the world come together"),
    ({"world": {"kind": "gated", "vectors": True}}, "world", "the world `gated` has no vectors"),
    ({"goal": "x_L"}, "goal", "`x_L`: an equation needs an =, column 4"),
    ({"goal": "x_L = foo"}, "goal", "`x_L = foo`: `foo` is not a name here, column 7"),
    ({"goal": "x_L = x_l"}, "goal", "`x_L = xₗ` does not hold in this world"),
    ({"from": "x_{l+1} = F(x_l)"}, "from", "`xₗ₊₁ = F(xₗ)` does not hold in this world"),
    ({"need": "bar"}, "need", "`bar`: `bar` is not a name here, column 1"),
    ({"mistake": [{"is": "x_L", "say": "no"}]}, "mistake", "`x_L` is right in this world"),
    ({"mistake": [{"is": "x_{999}", "say": "no"}]}, "mistake", "x with index 999 is outside the network"),
])  # fmt: skip
def test_a_check_that_is_not_sound_is_refused(changes: dict[str, Any], key: str, what: str) -> None:
    with pytest.raises(CheckError) as caught:
        read_card(SPEC | changes)
    assert (caught.value.key, caught.value.what) == (key, what)


def test_a_minimal_check_is_read() -> None:
    check = read_card(SPEC)
    assert isinstance(check, DerivationCheck)
    assert judge(check, SPEC["goal"], 1).verdict == "right"
