"""The picture of a run: the same from its file as it was live, and never broken by what a lab says."""

import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prepapp.lab.events import KINDS, decode, encode
from prepapp.session.lab_curve import MOST
from prepapp.session.lab_view import LOG_LINES, LabView, Table

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["nan", "inf"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
NAMES = [
    "name",
    "value",
    "step",
    "done",
    "total",
    "note",
    "title",
    "columns",
    "rows",
    "series",
    "kind",
    "x",
    "y",
    "log",
    "claim",
    "also",
    "text",
    "unit",
    "expected",
    "measured",
    "each",
    "verdict",
    "rule",
    "versions",
    "device",
    "device_name",
    "params",
    "sentence",
    "seconds",
    "cpu_seconds",
    "what",
    "hint",
    "net",
    "seed",
]
NUMBERS = st.floats() | st.integers(-5, 5) | st.sampled_from(["nan", "inf", "-inf"])


def event(**more: Any) -> dict[str, Any]:
    return more


PAIRS = st.lists(st.tuples(NUMBERS, NUMBERS).map(list), max_size=3)
SOUND = st.one_of(
    st.builds(event, event=st.just("progress"), done=NUMBERS, total=NUMBERS, note=st.text(max_size=3)),
    st.builds(event, event=st.just("metric"), name=st.sampled_from("ab"), value=NUMBERS, step=NUMBERS),
    st.builds(
        event,
        event=st.just("figure"),
        title=st.just("f"),
        series=st.dictionaries(st.sampled_from("ab"), PAIRS, max_size=2),
    ),
    st.builds(
        event,
        event=st.just("claim"),
        claim=st.sampled_from("ab"),
        text=st.just("t"),
        expected=st.just("1"),
        measured=NUMBERS,
        each=st.lists(NUMBERS, max_size=2),
        verdict=st.sampled_from([None, "holds", "fails", "inconclusive"]),
        rule=st.just("= 1"),
    ),
    st.builds(event, event=st.just("done"), seconds=NUMBERS, cpu_seconds=NUMBERS, sentence=st.just("s")),
)
START = st.builds(event, event=st.just("start"), device=JSON, device_name=JSON, versions=JSON)
ANY = (SOUND | START) | st.builds(
    lambda kind, more: {**more, "event": kind},
    st.sampled_from(KINDS),
    st.dictionaries(st.sampled_from(NAMES), JSON, max_size=14),
)

CLAIM = event(
    event="claim",
    claim="sum",
    text="t",
    unit="x",
    expected="3",
    measured=3.0,
    each=[3.0],
    verdict=None,
    rule="= 3",
)


def fold(*events: dict[str, Any] | str) -> LabView:
    view = LabView()
    for each in events:
        line = each if isinstance(each, str) else encode(each)
        view.hear(line, decode(line))
    return view


@settings(max_examples=600)
@given(st.lists(ANY, max_size=8))
def test_whatever_a_lab_says_the_picture_stands(events: list[dict[str, Any]]) -> None:
    view = LabView()
    for each in events:
        view.take(each)
    assert 0 <= view.share <= 1
    left = view.left(1.0)
    assert left is None or 0 <= left < math.inf
    for plot in view.plots():
        assert all(
            math.isfinite(y) for curves in plot.series.values() for curve in curves for _, y in curve.points
        )
    assert all(len(row) == len(table.columns) for table in view.tables for row in table.rows)
    assert all(isinstance(line, str) for line in view.log)
    assert isinstance(view.start.get("device_name", ""), str)
    assert isinstance(view.start.get("versions", {}), dict)


@given(st.lists(SOUND, max_size=12))
def test_a_replay_gives_the_same_picture(events: list[dict[str, Any]]) -> None:
    live = LabView()
    for each in events:
        live.take(json.loads(encode(each)))
    assert repr(fold(*events)) == repr(live)  # NaN equals NaN as text


def test_any_other_line_goes_to_the_log_which_is_bounded() -> None:
    view = fold("epoch 1", event(event="log", text="said"), '{"event": "claim"}', '{"event": "boom"}')
    assert view.log[:2] == ["epoch 1", "said"]
    assert view.log[2].startswith("an event that cannot be read (KeyError: ")
    assert view.log[3] == '{"event": "boom"}'
    assert fold(*map(str, range(2 * LOG_LINES))).log == [str(n) for n in range(LOG_LINES, 2 * LOG_LINES)]


def test_time_left_follows_from_what_is_done() -> None:
    def left(done: float, total: float) -> float | None:
        return fold(event(event="progress", done=done, total=total)).left(30.0)

    assert left(1, 4) == 90.0
    assert left(3, 4) == 10.0
    assert [left(0, 4), left(0.04, 4), left(4, 4), left(9, 4), left(-1, 4), left(1, 0)] == [None] * 6


@pytest.mark.parametrize(("done", "total"), [("nan", 4), (1, "nan"), ("inf", "inf"), (1, 0), ("x", 4)])
def test_a_progress_that_is_none_changes_nothing(done: object, total: object) -> None:
    view = fold(event(event="progress", done=1, total=4), event(event="progress", done=done, total=total))
    assert view.share == 0.25


def test_the_newest_word_on_a_claim_counts() -> None:
    view = fold(
        CLAIM, {**CLAIM, "measured": 2.0}, {**CLAIM, "measured": "nan", "verdict": "holds", "each": ["inf"]}
    )
    assert list(view.claims) == ["sum"]
    now = view.claims["sum"]
    assert (now.verdict, now.each) == ("holds", (math.inf,)) and math.isnan(now.measured)


def test_curves_are_told_apart_by_their_labels_and_seeds_stand_together() -> None:
    points = [
        event(event="metric", name="loss", value=n, step=0, net=net, seed=seed)
        for n, (net, seed) in enumerate([("a", 0), ("a", 1), ("b", 0)])
    ]
    view = fold(*points)
    (plot,) = view.plots()
    assert plot.title == "loss"
    assert {name: len(curves) for name, curves in plot.series.items()} == {"a": 2, "b": 1}
    assert view.curves["loss", "a", "1"].points == [(0.0, 1.0)]


def test_a_long_curve_stays_bounded_and_keeps_its_extremes() -> None:
    values = [math.sin(n / 7) + (100 if n == 5000 else 0) for n in range(10 * MOST)]
    view = fold(*(event(event="metric", name="m", value=value, step=n) for n, value in enumerate(values)))
    curve = view.curves["m", "", ""]
    assert len(curve.points) < 2 * MOST
    heights = [y for _, y in curve.points]
    assert (max(heights), min(heights)) == (max(values), min(values))
    assert curve.points == sorted(curve.points)
    assert curve.last == (len(values) - 1.0, values[-1])


def test_where_a_curve_breaks_is_kept() -> None:
    points = [event(event="metric", name="m", value=v, step=n) for n, v in enumerate([1, "inf", "nan", 2])]
    curve = fold(*points).curves["m", "", ""]
    assert curve.points == [(0.0, 1.0), (3.0, 2.0)]
    assert curve.broke == (1.0, math.inf)


def test_a_table_with_a_row_of_another_length_is_told_as_it_is() -> None:
    table = event(event="table", title="t", columns=["a", "b"], rows=[[1, 2]])
    view = fold(table, {**table, "rows": [[1]]})
    assert view.tables == [Table("t", ("a", "b"), ((1, 2),))]
    assert len(view.log) == 1


def test_the_end_is_told_once_it_came() -> None:
    view = fold(event(event="progress", done=1, total=4, note="a"))
    assert (view.seconds, view.sentence, view.note) == (None, "", "a")
    view.take(event(event="done", seconds=2.5, cpu_seconds=4.0, sentence="so ..."))
    assert (view.seconds, view.cpu_seconds, view.sentence, view.share) == (2.5, 4.0, "so ...", 1.0)
    view.take(event(event="failed", what="out of memory", hint="less"))
    assert view.failed == "out of memory (less)"
