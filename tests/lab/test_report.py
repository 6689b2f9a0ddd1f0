"""The report that a person reads: tables in columns, numbers in few digits, claims with their rule."""

import io
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepapp.lab.events import Event
from prepapp.lab.report import Report, number_text, table_lines

START = {
    "event": "start",
    "title": "Counting",
    "preset": "quick",
    "device_name": "Abacus 9",
    "seed": 4,
    "params": {"steps": 60, "data": "digits"},
}
CLAIM = {
    "event": "claim",
    "text": "Loss of plain-56 over plain-20",
    "unit": "x",
    "measured": 2.8437,
    "verdict": "holds",
    "rule": "> 1.5; fails < 1.2",
}
DONE = {
    "event": "done",
    "seconds": 8.04,
    "cpu_seconds": 14.66,
    "sentence": "After 60 steps it was 1.62, so ...",
}

GOLDEN = """\
Counting · quick · Abacus 9 · seed 4
steps 60, data digits

Loss
net        loss  weights
────────  ─────  ───────
plain-20  0.591  269,722
plain-56    nan  853,018

Loss of plain-56 over plain-20
  ✓ holds: 2.844 x, rule > 1.5; fails < 1.2

Zeros
  ✗ fails: inf, rule = 0

Loss of plain-56 over plain-20
  ? inconclusive: 1.3 x, rule > 1.5; fails < 1.2

After 60 steps it was 1.62, so ...
8.0 s, 14.7 s of processor
"""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def report(*events: Event, out: io.StringIO | None = None) -> str:
    out = out or io.StringIO()
    told = Report(out)
    for event in events:
        told.tell(event)
    return out.getvalue()


@pytest.mark.parametrize("nan", [float("nan"), "nan"], ids=["told by the lab", "read by the app"])
def test_a_report_is_this(nan: object) -> None:
    rows = [["plain-20", 0.591, 269722], ["plain-56", nan, 853018]]
    events: list[Event] = [
        START,
        {"event": "log", "text": "only for those who look"},
        {"event": "progress", "done": 1, "total": 2, "note": "plain-20"},
        {"event": "metric", "name": "loss", "value": 0.5, "step": 1},
        {"event": "table", "title": "Loss", "columns": ["net", "loss", "weights"], "rows": rows},
        {**CLAIM, "verdict": None},
        CLAIM,
        {**CLAIM, "text": "Zeros", "unit": "", "measured": "inf", "verdict": "fails", "rule": "= 0"},
        {**CLAIM, "measured": 1.3, "verdict": "inconclusive"},
        DONE,
    ]
    assert report(*events) == GOLDEN


def test_a_failure_is_told_with_its_hint() -> None:
    failed = {"event": "failed", "what": "out of memory", "hint": "try --preset quick"}
    assert report(failed) == "\nfailed: out of memory (try --preset quick)\n"
    assert report({**failed, "hint": ""}) == "\nfailed: out of memory\n"


def test_progress_is_drawn_over_on_a_terminal_and_left_out_elsewhere() -> None:
    progress = {"event": "progress", "done": 1, "total": 4, "note": "a"}
    assert report(progress) == ""
    drawn = report(progress, {**progress, "done": 9}, START, out=Terminal())
    first, second, rest = drawn.split("\r\x1b[2K")[1:]
    assert first == f" {'━' * 6}{'╌' * 18}  25% a"
    assert second == f" {'━' * 24} 100% a"
    assert rest.startswith("Counting · ")


@pytest.mark.parametrize(
    "event",
    [
        {"event": "start"},
        {"event": "claim", "verdict": "maybe", "unit": "", "measured": 1, "rule": "", "text": ""},
        {"event": "table", "title": "t", "columns": ["a", "b"], "rows": [[1]]},
        {"event": "table", "title": "t", "columns": ["a"], "rows": [[1, 2]]},
        {"event": "done", "seconds": "long", "cpu_seconds": 0, "sentence": ""},
        {"event": "progress", "done": 1},
    ],
)
def test_an_event_that_is_told_in_another_way_is_shown_as_it_is(event: Event) -> None:
    shown = report(event, out=Terminal())
    assert shown.strip().startswith('{"event":')


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (25557032, "25,557,032"),
        (12.0, "12"),
        (0.123456, "0.1235"),
        (1e20, "1e+20"),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        (True, "True"),
        ("12.0", "12.0"),
        (-0.0, "0"),
    ],
)
def test_a_number_has_four_digits_and_an_integer_all(value: object, text: str) -> None:
    assert number_text(value) == text


CELLS = st.text("abc", max_size=9) | st.integers() | st.floats()


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1)))
def test_a_table_stands_in_columns(rows: Sequence[Sequence[object]]) -> None:
    columns = [f"column {n}" for n in range(len(rows[0]))]
    head, rule, *lines = table_lines(columns, rows)
    assert len(lines) == len(rows)
    begin = 0
    for n, width in enumerate(map(len, rule.split("  "))):
        assert head[begin : begin + width].strip() == columns[n]
        for line, row in zip(lines, rows, strict=True):
            assert line[begin : begin + width].strip() == number_text(row[n])
        begin += width + 2


def test_texts_stand_to_the_left_and_numbers_to_the_right() -> None:
    assert table_lines(["net", "loss"], [["a", 1], ["bcde", 12345]]) == [
        "net     loss",
        "────  ──────",
        "a          1",
        "bcde  12,345",
    ]
    assert table_lines(["net"], []) == ["net", "───"]
