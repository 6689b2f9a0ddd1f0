"""Every code card: its starter opens, its right answers pass, each of its wrong ones is caught."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from prepapp.answers.verdict import Verdict
from prepapp.core.card import Check
from prepapp.core.deckfile import read_library
from tests.answers.code_runs import Run, run_all
from tests.content.conftest import RESNET

LEAST_WRONG = 12


def code_checks() -> Iterator[tuple[str, Check]]:
    """The code checks of the shipped deck, with the id of their card."""
    for card in read_library([RESNET]).cards():
        yield from ((card.id, check) for check in card.checks if check.type == "code")


CHECKS = dict(code_checks())


def runs(check: Check) -> dict[str, list[Run]]:
    """Every file of a check, by what it is."""
    spec = check.spec
    files = {
        "starter": [RESNET / spec["starter"]],
        "right": [RESNET / each for each in spec["right"]],
        "wrong": sorted((RESNET / spec["wrong"]).glob("*.py")),
    }
    tests = RESNET / spec["tests"]
    limits = (spec["seconds"], spec["memory"])
    return {kind: [Run(file, tests, *limits) for file in found] for kind, found in files.items()}


@pytest.fixture(scope="module")
def verdicts() -> Mapping[Run, Verdict]:
    """Each file's verdict."""
    pytest.importorskip("torch")
    return run_all(
        [run for check in CHECKS.values() for kind in runs(check).values() for run in kind], ["torch"]
    )


def test_seven_cards_have_code() -> None:
    assert sorted(CHECKS) == ["rn-004", "rn-005", "rn-007", "rn-017", "rn-019", "rn-040", "rn-049"]


@pytest.mark.parametrize("card", CHECKS)
def test_both_right_answers_pass(card: str, verdicts: Mapping[Run, Verdict]) -> None:
    right = runs(CHECKS[card])["right"]
    assert len(right) == 2
    assert {run.answer.name: verdicts[run].reason for run in right if verdicts[run].verdict != "right"} == {}


@pytest.mark.parametrize("card", CHECKS)
def test_each_wrong_answer_is_caught_by_a_test(card: str, verdicts: Mapping[Run, Verdict]) -> None:
    wrong = runs(CHECKS[card])["wrong"]
    assert len(wrong) >= LEAST_WRONG
    assert [run.answer.name for run in wrong if verdicts[run].verdict != "wrong"] == []
    assert [run.answer.name for run in wrong if not caught(verdicts[run])] == []


@pytest.mark.parametrize("card", CHECKS)
def test_each_test_catches_something(card: str, verdicts: Mapping[Run, Verdict]) -> None:
    found = runs(CHECKS[card])
    names = {test.name for test in verdicts[found["right"][0]].tests}
    assert names - {name for run in found["wrong"] for name in caught(verdicts[run])} == set()


@pytest.mark.parametrize("card", CHECKS)
def test_the_starter_loads_and_says_that_it_is_not_written(
    card: str, verdicts: Mapping[Run, Verdict]
) -> None:
    (starter,) = runs(CHECKS[card])["starter"]
    verdict = verdicts[starter]
    assert {(test.verdict, test.reason, test.line > 0) for test in verdict.tests} == {
        ("wrong", "not written yet", True)
    }
    assert all(test.hint for test in verdict.tests)


@pytest.mark.parametrize("card", CHECKS)
def test_each_wrong_answer_says_what_is_wrong(card: str) -> None:
    docs = [
        Path(run.answer).read_text(encoding="utf-8").split('"""')[1] for run in runs(CHECKS[card])["wrong"]
    ]
    assert all(doc.endswith(".") and "\n" not in doc for doc in docs)
    assert len(set(docs)) == len(docs)


def caught(verdict: Verdict) -> list[str]:
    """The tests that failed."""
    return [test.name for test in verdict.tests if test.verdict == "wrong"]
