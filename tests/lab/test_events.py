"""Events: what is encoded comes back as it was, and nothing else is taken for one."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepapp.lab.events import KINDS, decode, encode, number, restore

WORDS = st.text(max_size=8).filter(lambda text: text not in ("nan", "inf", "-inf"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


def same(a: Any, b: Any) -> bool:
    """Equal, of the same types, and NaN where NaN was."""
    if isinstance(a, float) and isinstance(b, float) and math.isnan(a):
        return math.isnan(b)
    if isinstance(a, dict):
        return isinstance(b, dict) and a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list):
        return isinstance(b, list) and len(a) == len(b) and all(map(same, a, b))
    return type(a) is type(b) and a == b


@given(st.sampled_from(KINDS), st.dictionaries(WORDS.filter(lambda name: name != "event"), VALUES))
def test_what_is_encoded_comes_back(kind: str, values: dict[str, Any]) -> None:
    event = {**values, "event": kind}
    line = encode(event)
    assert "\n" not in line
    back = decode(line)
    assert back is not None and same(event, restore(back))
    assert decode(line.encode()) == back


@given(st.floats())
def test_a_line_is_strict_json_whatever_the_number(value: float) -> None:
    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    read = json.loads(encode({"event": "metric", "value": value}), parse_constant=refuse)
    back = number(read["value"])
    assert back is not None and same(value, back)


@given(st.text() | st.binary() | VALUES.map(encode))
def test_any_line_is_an_event_or_none(line: str | bytes) -> None:
    event = decode(line)
    assert event is None or event["event"] in KINDS


@pytest.mark.parametrize(
    "line",
    [
        "",
        "loss 0.3",
        "[1, 2]",
        '{"event": "metric"',
        '{"event": "explosion"}',
        '{"event": ["metric"]}',
        '{"kind": "metric"}',
        b'{"event": "log", "text": "\xff"}',
        '{"event":' * 4000 + "1" + "}" * 4000,
        '{"event": "log", "text": ' + "1" * 5000 + "}",
    ],
)
def test_what_only_looks_like_an_event_is_none(line: str | bytes) -> None:
    assert decode(line) is None


def test_a_number_is_told_from_what_is_none() -> None:
    assert [number(value) for value in (1, 2.5, "inf", "-inf")] == [1.0, 2.5, math.inf, -math.inf]
    assert [number(value) for value in (True, None, "1", [1], "NaN")] == [None] * 5
    assert (number(10**400), number(-(10**400))) == (math.inf, -math.inf)


def test_keys_and_tuples_become_those_of_json() -> None:
    assert decode(encode({"event": "log", 1: (1, {2: math.inf})})) == {"event": "log", "1": [1, {"2": "inf"}]}
