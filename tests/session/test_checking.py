"""An attempt at a check: what is judged, what is written, what is cold, and what is told while typing."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from prepapp.core.card import Card, Check, Variant
from prepapp.core.event import Draft, Event, Grade
from prepapp.errors import PrepError
from prepapp.session import proving
from prepapp.session.check_kind import judged
from prepapp.session.checking import Attempt, Mode, Outcome, check_of
from prepapp.session.desk import Desk
from prepapp.session.grading import Answer, grade_card
from prepapp.session.looks import leave_reading, look
from prepapp.session.payloads import require_sound
from tests.session.conftest import study_card

NOW = datetime.fromisoformat("2026-03-02T12:00:00+01:00")

NUMBER = {"type": "number", "prompt": "Weights?", "answer": 73728, "unit": "weights"}
DRAWING = {
    "type": "drawing",
    "prompt": "Draw it",
    "input": [3, 32, 32],
    "reference": "conv3x3,16 bn relu | basic 16x2 basic 32x2/2 | gap fc10\n",
}
DERIVATION = {
    "type": "derivation",
    "prompt": "Derive it",
    "world": "residual",
    "from": "x_{l+1} = x_l + F(x_l)",
    "goal": "dE/dx_l = dE/dx_L * (1 + d/dx_l sum_{i=l}^{L-1} F(x_i))",
    "need": ["sum"],
    "mistake": [{"is": "dE/dx_L * d/dx_l sum_{i=l}^{L-1} F(x_i)", "say": "where is the 1?"}],
}
RIGHT = {
    "number": "73,728",
    "drawing": "conv3x3,16 bn relu basic 16x2 basic 32x2/2 gap fc10",
    "derivation": "dE/dx_l = dE/dx_L * dx_L/dx_l\n= dE/dx_L * (1 + d/dx_l sum_{i=l}^{L-1} F(x_i))",
}
WRONG = {
    "number": "36864",
    "drawing": "conv3x3,16 bn relu basic 16x2 basic 32x2 gap fc10",
    "derivation": "dE/dx_l = dE/dx_L * d/dx_l sum_{i=l}^{L-1} F(x_i)",
}
UNREADABLE = {"number": "many?", "drawing": "conv3x3,16 pudding", "derivation": "dE/dx_l = ("}
TYPES = ("number", "drawing", "derivation")


LINES = [
    "x_{l+1} = x_l + F(x_l)",
    "x_L = x_l + sum_{i=l}^{L-1} F(x_i)",
    "dE/dx_l = dE/dx_L * dx_L/dx_l",
    "= dE/dx_L * (1 + d/dx_l sum_{i=l}^{L-1} F(x_i))",
]
SOLUTIONS: dict[int, dict[str, Any]] = {
    1: {"lines": ["dE/dx_l = dE/dx_L * (1 + d/dx_l sum_{i=l}^{L-1} F(x_i))"]},
    3: {"lines": LINES[1:], "why": ["Unrolled.", "Chain rule.", "Put in."]},
    4: {"lines": LINES},
}


def made(lines: int = 1) -> Card:
    """A card with a check of each type; its derivation is solved in so many lines."""
    specs: list[dict[str, Any]] = [NUMBER, DRAWING, DERIVATION | {"solution": [SOLUTIONS[lines]]}]
    checks = tuple(Check(n, spec["type"], spec["prompt"], spec, 1) for n, spec in enumerate(specs, 1))
    return study_card(0, checks=checks)


def attempt(desk: Desk, kind: str = "number", mode: Mode = "practice", now: datetime = NOW) -> Attempt:
    card = made()
    return Attempt(desk, card, check_of(card, TYPES.index(kind) + 1), mode, now)


def submit(attempt: Attempt, text: str, now: datetime) -> Outcome:
    """Judge an answer and write it to the log."""
    return attempt.record(text, attempt.judge(text), now)


def events(desk: Desk) -> list[Event]:
    """The events of the card, each as an import takes it."""
    found = list(desk.open(NOW).events("c-0"))
    for event in found:
        require_sound(event, "here")
    return found


@pytest.mark.parametrize("kind", TYPES)
def test_each_type_is_judged_and_one_event_written(desk: Desk, kind: str) -> None:
    outcome = submit(attempt(desk, kind, "prove"), RIGHT[kind], NOW + timedelta(seconds=72))
    (event,) = events(desk)
    assert outcome.event == event
    assert (event.kind, event.card, event.revision) == ("check", "c-0", "r1")
    assert event.payload == {
        "n": TYPES.index(kind) + 1,
        "type": kind,
        "mode": "prove",
        "verdict": "right",
        "proof": "sympy" if kind == "derivation" else None,
        "answer": RIGHT[kind],
        "cold": True,
        "hinted": False,
        "seconds": 72.0,
        "proposed": "good",
        "variant": None,
        "faded": "blank" if kind == "derivation" else None,
    }


@pytest.mark.parametrize("kind", TYPES)
def test_a_wrong_answer_names_its_line_and_what_refutes_it(desk: Desk, kind: str) -> None:
    outcome = submit(attempt(desk, kind), WRONG[kind], NOW)
    line = outcome.verdict.lines[-1]
    assert (outcome.verdict.verdict, line.verdict, outcome.proposed) == ("wrong", "wrong", Grade.AGAIN)
    assert line.reason and line.counterexample


@pytest.mark.parametrize("kind", TYPES)
def test_what_cannot_be_read_costs_nothing_and_tells_nothing(desk: Desk, kind: str) -> None:
    trying = attempt(desk, kind, "prove")
    outcome = submit(trying, UNREADABLE[kind], NOW)
    assert (outcome.verdict.verdict, outcome.proposed, outcome.verdict.exact) == ("unreadable", None, "")
    assert [line.verdict for line in outcome.verdict.lines] == ["unreadable"]
    assert outcome.verdict.lines[0].column > 0
    assert submit(trying, RIGHT[kind], NOW).cold
    assert attempt(desk, kind).is_cold is False


def test_a_blank_page_does_not_tell_which_lines_hold_above_one_that_cannot_be_read(desk: Desk) -> None:
    text = f"{RIGHT['derivation']}\n= ("
    assert len(attempt(desk, "derivation").judge(text).lines) == 3
    assert [line.n for line in attempt(desk, "derivation", "prove").judge(text).lines] == [3]


def test_an_answer_side_that_was_read_ends_what_is_cold_until_the_next_day(desk: Desk) -> None:
    look(desk, [made()], NOW)
    look(desk, [made()], NOW)
    assert [(each.kind, each.payload) for each in events(desk)] == [("look", {"what": "answer"})]
    copied = submit(attempt(desk), RIGHT["number"], NOW)
    assert (copied.cold, copied.proposed) == (False, None), "beside the open answer it speaks for nothing"
    assert submit(attempt(desk, "drawing"), WRONG["drawing"], NOW).proposed is Grade.AGAIN
    assert attempt(desk, now=NOW + timedelta(days=1)).is_cold
    look(desk, [made()], NOW + timedelta(days=1))
    assert len(events(desk)) == 4


def test_a_live_reading_ends_what_is_cold_for_its_own_check_unless_it_was_judged(desk: Desk) -> None:
    submit(attempt(desk, "drawing"), WRONG["drawing"], NOW)
    submit(attempt(desk, "derivation"), UNREADABLE["derivation"], NOW)
    leave_reading(desk, made(), [2, 3], NOW)
    assert [each.payload for each in events(desk) if each.kind == "look"] == [{"what": "reading", "n": 3}]
    assert attempt(desk, "number").is_cold
    assert not attempt(desk, "derivation").is_cold


def test_only_the_first_try_of_a_day_is_cold(desk: Desk) -> None:
    trying = attempt(desk)
    assert submit(trying, WRONG["number"], NOW).cold
    again = submit(trying, RIGHT["number"], NOW)
    assert (again.cold, again.proposed) == (False, Grade.HARD)
    assert not attempt(desk).is_cold
    assert attempt(desk, "drawing").is_cold, "another check of the card"
    assert attempt(desk, now=NOW + timedelta(days=1)).is_cold


@pytest.mark.parametrize("opened", ["review", "take", "give_up", "hint"])
def test_what_was_seen_that_day_is_not_cold(desk: Desk, opened: str) -> None:
    if opened == "review":
        grade_card(desk, desk.card("c-0"), Grade.GOOD, Answer([1], 9.0, "sure", ""), NOW)
    elif opened == "take":
        desk.record([Draft("take", "resnet", "c-0", "r1", {"mode": "spoken"})], NOW)
    else:
        trying = attempt(desk)
        trying.give_up(NOW) if opened == "give_up" else trying.hint(NOW)
    assert not attempt(desk).is_cold
    assert attempt(desk, now=NOW + timedelta(days=1)).is_cold


def test_a_proof_asks_other_numbers_than_practice_and_the_log_says_which(desk: Desk) -> None:
    variants = tuple(
        Variant({"channels": n}, f"{n} channels?", NUMBER | {"prompt": f"{n} channels?", "answer": 2 * n})
        for n in (64, 128, 96)
    )
    check = Check(1, "number", variants[0].prompt, variants[0].spec, 1, variants)
    card = study_card(0, checks=(check,))
    asked = [Attempt(desk, card, check, "prove", NOW + timedelta(days=n)).check for n in range(3)]
    assert [each.spec["answer"] for each in asked] in ([256, 192, 256], [192, 256, 192])
    practice = Attempt(desk, card, check, "practice", NOW)
    assert practice.check == check and practice.judge("128").verdict == "right"
    proof = Attempt(desk, card, check, "prove", NOW)
    outcome = submit(proof, str(asked[0].spec["answer"]), NOW)
    assert outcome.verdict.verdict == "right" and proof.check.prompt == asked[0].prompt
    assert outcome.event.payload["variant"] == {"channels": asked[0].spec["answer"] // 2}


def test_the_reference_of_a_computed_answer_shows_its_working(desk: Desk) -> None:
    spec = NUMBER | {"working": "2*9*64**2"}
    card = study_card(0, checks=(Check(1, "number", "?", spec, 1),))
    assert Attempt(desk, card, card.checks[0], "practice", NOW).reference == "2*9*64^2 = 73,728 weights"


def test_an_answer_side_that_stands_open_is_not_cold(desk: Desk) -> None:
    card = made()
    assert not Attempt(desk, card, card.checks[0], "practice", NOW, seen=True).is_cold


@pytest.mark.parametrize("kind", TYPES)
def test_three_hints_each_written_and_none_on_a_blank_page(desk: Desk, kind: str) -> None:
    trying = attempt(desk, kind)
    told = [trying.hint(NOW) for _ in range(3)]
    assert len(set(told)) == 3 and all(told)
    assert [each.payload["hint"] for each in events(desk)] == [1, 2, 3]
    with pytest.raises(PrepError, match="no further hint"):
        trying.hint(NOW)
    outcome = submit(trying, RIGHT[kind], NOW)
    assert (outcome.hinted, outcome.cold, outcome.proposed) == (True, False, Grade.HARD)
    later = attempt(desk, kind, "prove")
    assert later.hints_open == 3
    with pytest.raises(PrepError, match="blank page"):
        later.hint(NOW)


@pytest.mark.parametrize("kind", TYPES)
def test_giving_up_opens_a_right_answer_and_is_written_once(desk: Desk, kind: str) -> None:
    trying = attempt(desk, kind)
    reference = trying.give_up(NOW)
    assert trying.give_up(NOW) == reference
    assert [each.kind for each in events(desk)] == ["give_up"]
    outcome = submit(trying, RIGHT[kind] if kind == "number" else reference, NOW)
    assert (outcome.verdict.verdict, outcome.proposed, outcome.cold) == ("right", Grade.AGAIN, False)


def test_a_number_being_typed_is_read_and_not_judged(desk: Desk) -> None:
    trying = attempt(desk)
    for text in (RIGHT["number"], WRONG["number"]):
        (look,) = trying.look(text)
        assert (look.mark, look.note, look.counterexample) == ("read", "", "")
    assert trying.look("73.7k")[0].echo == "73,700 weights (±50)"
    assert trying.look("") == ()
    assert events(desk) == []


def test_a_drawing_being_typed_shows_outputs_and_costs_and_is_not_compared(desk: Desk) -> None:
    looks = attempt(desk, "drawing").look("conv3x3,16 bn\nrelu basic 32x2 pudding")
    assert [look.cells for look in looks[:2]] == [("16×32×32", "432", "442,368"), ("16×32×32", "32", "")]
    assert {look.mark for look in looks[:-1]} == {"read"}
    last = looks[-1]
    assert (last.line, last.text, last.mark) == (2, "relu basic 32x2 pudding", "unreadable")
    assert last.text[last.column - 1 :] == "pudding"


def test_a_derivation_being_typed_is_judged_line_by_line(desk: Desk) -> None:
    looks = attempt(desk, "derivation").look(f"{WRONG['derivation']}\nE = (")
    assert [(look.line, look.mark) for look in looks] == [(1, "wrong"), (2, "unreadable")]
    assert looks[0].note == "where is the 1?"


@pytest.mark.parametrize("kind", TYPES)
def test_nothing_is_told_beside_a_blank_page(desk: Desk, kind: str) -> None:
    assert attempt(desk, kind, "prove").look(WRONG[kind]) == ()


def test_a_judged_drawing_shows_the_cost_of_each_part_that_holds(desk: Desk) -> None:
    trying = attempt(desk, "drawing")
    looks = judged(trying.check, trying.judge(WRONG["drawing"]))
    assert [look.mark for look in looks] == ["right"] * 4 + ["wrong"]
    assert looks[3].cells == ("16×32×32", "9,344", "9.437 M")


def test_the_worlds_are_others_the_next_day_and_the_same_on_one(desk: Desk) -> None:
    first, same = attempt(desk, "derivation"), attempt(desk, "derivation")
    other = attempt(desk, "derivation", now=NOW + timedelta(days=1))
    told = [each.judge(WRONG["derivation"]).lines[0].counterexample for each in (first, same, other)]
    assert told[0] == told[1] != told[2]


def test_a_check_that_is_not_there_and_an_endless_answer_are_refused(desk: Desk) -> None:
    with pytest.raises(PrepError, match="no check 4"):
        check_of(made(), 4)
    with pytest.raises(PrepError, match="it has none"):
        check_of(study_card(1), 1)
    with pytest.raises(PrepError, match="characters"):
        submit(attempt(desk), "1" * 20_001, NOW)
    assert events(desk) == []


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import time; time.sleep(60)", "SymPy took longer than"),
        ("raise SystemExit(1)", "SymPy could not be asked"),
        ("print('no json')", "could not be read"),
        ('print(\'{"proved": false, "what": "not so", "lines": []}\')', "uncertified: not so"),
    ],
)
def test_where_sympy_does_not_prove_it_the_worlds_verdict_stands(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, said: str
) -> None:
    (tmp_path / "stand_in.py").write_text(program)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(proving, "MODULE", "stand_in")
    monkeypatch.setattr(proving, "PATIENCE_S", 1.0)
    verdict = attempt(desk, "derivation").judge(RIGHT["derivation"])
    assert (verdict.verdict, verdict.proof) == ("right", "worlds")
    assert "holds in" in verdict.reason and said in verdict.reason
