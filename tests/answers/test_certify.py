"""Accepted derivations, proved by SymPy in a process of its own."""

import json
import subprocess
import sys

import pytest

from prepapp.answers.certificate import MODULE, Certificate, read_reply, request
from prepapp.answers.derivation import read_card
from prepapp.answers.derive.parse import read_line
from prepapp.answers.derive.serial import from_json, to_json
from prepapp.answers.derive.tree import ReadingError
from prepapp.errors import BrokenError, PrepError
from tests.answers.shipped import checks, corpus, specs

pytest.importorskip("sympy")

DEEP = {"rn-020/1"}
"""Nets of 49 units: no formula of that size is proved, the random worlds decide."""


SAMPLE = 7
"""Of so many wrong answers one is tried: SymPy looks long for a proof where there is none."""


def asked(name: str, text: str) -> str:
    return request(checks()[name], specs()[name]["world"], text)


def replied(name: str, text: str) -> Certificate:
    from prepapp.answers.certify import reply  # loads SymPy

    return read_reply(json.dumps(reply(json.loads(asked(name, text)))))


def test_a_network_whose_ends_have_other_names_is_proved() -> None:
    from prepapp.answers.certify import reply  # loads SymPy

    spec = specs()["rn-003/1"] | {"world": {"kind": "residual", "l": "k", "L": "K"}}
    text = "dE/dx_k = dE/dx_K * (1 + d/dx_k sum_{i=k}^{K-1} F(x_i))"
    renamed = {"from": "x_{k+1} = x_k + F(x_k)", "goal": text, "need": [], "forbid": []}
    check = read_card(spec | renamed | {"mistake": [], "solution": [], "wrong": []})
    assert reply(json.loads(request(check, spec["world"], text)))["proved"]


def test_the_program_answers_on_one_line() -> None:
    text = "\n".join(checks()["rn-003/1"].solutions[0])
    done = subprocess.run(
        [sys.executable, "-m", MODULE],
        input=asked("rn-003/1", text),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    certificate = read_reply(done.stdout)
    assert certificate.proved and certificate.lines == (True,) * 4
    assert certificate.what == "for three units, one number wide, whatever the branches are"


@pytest.mark.parametrize("name", sorted(specs()))
def test_every_solution_is_proved(name: str) -> None:
    for lines in checks()[name].solutions:
        certificate = replied(name, "\n".join(lines))
        assert certificate.proved is (name not in DEEP), certificate


def test_every_accepted_answer_of_the_corpus_is_proved() -> None:
    for typed in corpus():
        if typed.kind == "done" and typed.check not in DEEP:
            assert replied(typed.check, typed.text).proved, typed


def test_no_wrong_answer_is_proved() -> None:
    wrong = [typed for typed in corpus() if typed.kind == "wrong" and "\n" not in typed.text]
    for typed in wrong[::SAMPLE]:
        assert not replied(typed.check, typed.text).proved, typed


def test_a_tree_comes_back_from_json() -> None:
    for typed in corpus():
        for text in typed.text.split("\n"):
            try:
                sides = read_line(text, checks()[typed.check].setting.words).sides
            except ReadingError:
                continue
            assert [from_json(json.loads(json.dumps(to_json(side)))) for side in sides] == [*sides]


@pytest.mark.parametrize("data", [
    None, 1, "x", [], ["eval", "1"], ["num", 1, 0], ["num", "1", 1],
    ["bin", "%", ["num", 1, 1], ["num", 1, 1]],
    ["name", 1, None, 0], ["diff", ["num", 1, 1], ["num", 1, 1]], ["call", "F", "x", None, 0],
])  # fmt: skip
def test_what_is_no_tree_is_refused(data: object) -> None:
    with pytest.raises(PrepError):
        from_json(data)


def test_a_deep_tree_is_refused() -> None:
    data: list[object] = ["num", 1, 1]
    for _ in range(300):
        data = ["neg", data]
    with pytest.raises(PrepError):
        from_json(data)


def test_an_answer_that_cannot_be_read_is_a_fault() -> None:
    for line in ("", "{}", "[]", "nonsense"):
        with pytest.raises(BrokenError):
            read_reply(line)
