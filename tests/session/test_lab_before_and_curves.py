"""What is chosen before a run, and curves that stay small however long they get."""

import math
from itertools import pairwise
from pathlib import Path

import pytest

from prepapp.errors import PrepError
from prepapp.lab.header import read_header
from prepapp.session.lab_card import beginning, completed
from prepapp.session.lab_curve import MOST, Curve
from prepapp.session.lab_setup import LabSetup, read_number
from prepapp.session.lab_view import LabView
from prepapp.session.labs import Lab

LABS = Path(__file__).parents[1] / "tui" / "labs"


def setup(name: str = "identity") -> LabSetup:
    """Return a lab about to be run."""
    file = LABS / f"{name}.py"
    header, about = read_header(file)
    return LabSetup(Lab(header, file, about, "", shipped=True))


def test_a_long_curve_keeps_its_ends_and_its_peaks() -> None:
    curve = Curve()
    for step in range(100_000):
        curve.add(step, 1_000.0 if step == 77_777 else math.sin(step))
    assert MOST <= len(curve.points) < 2 * MOST
    assert curve.last == (99_999, math.sin(99_999))
    assert (77_777, 1_000.0) in curve.points
    steps = [x for x, _ in curve.points]
    assert steps == sorted(steps)
    assert max(b - a for a, b in pairwise(steps)) < 4 * 100_000 / MOST


def test_what_is_no_number_is_kept_apart() -> None:
    curve = Curve()
    for step, value in enumerate((1.0, math.inf, math.nan, 2.0)):
        curve.add(step, value)
    assert curve.points == [(0, 1.0), (3, 2.0)]
    assert curve.broke == (1, math.inf)


def test_seeds_share_a_name_and_figures_follow_metrics() -> None:
    view = LabView()
    for seed in (0, 1):
        view.take({"event": "metric", "name": "loss", "value": 1, "step": 0, "net": "plain", "seed": seed})
    view.take({"event": "metric", "name": "error", "value": "nan", "step": 0, "net": "plain"})
    view.take({"event": "figure", "title": "norms", "series": {"a": [[0, 1]]}, "log": True})
    plots = view.plots()
    assert [plot.title for plot in plots] == ["loss", "error", "norms"]
    assert {name: len(curves) for name, curves in plots[0].series.items()} == {"plain": 2}
    assert plots[2].log


def test_a_parameter_that_is_refused_changes_nothing() -> None:
    before = setup()
    before.set("blocks", "8")
    with pytest.raises(PrepError, match="out of range"):
        before.set("blocks", "0")
    with pytest.raises(PrepError, match="whole number"):
        before.set("seed", "x")
    assert (before.choice.changes, before.choice.seed) == ({"blocks": "8"}, 0)


def test_another_preset_forgets_what_was_set_by_hand() -> None:
    before = setup()
    before.set("blocks", "8")
    before.step(before.settings[0], 1)
    assert (before.preset, before.choice.changes) == ("long", {})
    assert {each.name: each.value for each in before.settings}["blocks"] == "40"


def test_questions_are_asked_one_at_a_time_and_may_be_left_out() -> None:
    before = setup("depth")
    asked = []
    for answer in ("1e3", ""):
        assert before.question is not None
        asked.append(before.question.id)
        before.predict(answer)
    assert asked == ["depth-worse", "depth-shortcuts"] and before.question is None
    assert before.choice.predictions == {"depth-worse": 1_000.0}
    before.predict_again()
    before.predict("")
    assert before.choice.predictions == {}


@pytest.mark.parametrize("text", ["", "ten", "nan", "inf", "1/2"])
def test_what_is_no_prediction_is_named(text: str) -> None:
    with pytest.raises(PrepError, match="not a number"):
        read_number(text)


def test_large_numbers_may_be_grouped() -> None:
    assert read_number(" 25,557_032 ") == 25_557_032


def test_a_sentence_is_gone_on_from_where_it_is_open() -> None:
    assert beginning("It was 3, so ...") == "It was 3, so"
    assert completed("It was 3, so ...", " depth  hurts") == "It was 3, so depth hurts"
    assert completed("It was 3.", "It was 3, and I know why.") == "It was 3, and I know why."
    with pytest.raises(PrepError, match="no end"):
        completed("It was 3, so ...", "  ")
