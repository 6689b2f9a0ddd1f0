"""Checks that vary: filling in, faults with their place, and which variant a day asks."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepapp.core.card import Check, Variant
from prepapp.core.deckfile import read_library
from prepapp.core.variants import as_asked, asked, checks_of, fill, origin, values_of

TOML = """format = 1
id = "d"
title = "D"

[[skill]]
id = "s"
title = "S"
"""
HEAD = "## Q {#a skill=s day=0}\n### Answer\nx\n```check\n"  # the block's first line is line 5
NUMBER = 'type = "number"\nprompt = "{channels} channels?"\nanswer = "2 * {channels}"\n'
DAY = date(2026, 3, 2)


def read(folder: Path, block: str) -> tuple[list[Check], list[str]]:
    (folder / "deck.toml").write_text(TOML, encoding="utf-8")
    (folder / "c.md").write_text(f"{HEAD}{block}```\n### Follow-ups\n- And? -> so\n", encoding="utf-8")
    library = read_library([folder])
    found = [f"{fault.line}:{fault.column} {fault.message}" for fault in library.faults if not fault.warning]
    return [check for card in library.cards() for check in card.checks], found


def varied(count: int) -> Check:
    variants = tuple(Variant({"n": n}, f"{n}?", {"answer": n}) for n in range(count))
    return Check(1, "number", "0?", {"answer": 0}, 1, variants)


def test_a_number_is_computed_for_each_variant_and_keeps_its_working(tmp_path: Path) -> None:
    (check,), faults = read(tmp_path, f"{NUMBER}vary = {{channels = [256, 192]}}\n")
    assert faults == []
    assert (check.prompt, check.spec["answer"]) == ("256 channels?", 512)
    assert [(each.prompt, each.spec["answer"], each.spec["working"]) for each in check.variants] == [
        ("256 channels?", 512, "2 * 256"),
        ("192 channels?", 384, "2 * 192"),
    ]


def test_names_and_numbers_reach_every_text_of_a_block(tmp_path: Path) -> None:
    block = """type = "derivation"
prompt = "Write dE/dx_{first}"
world = {kind = "residual", l = "{first}", L = "{last}"}
from = ["x_{{first}+1} = x_{first} + F(x_{first})"]
goal = "x_{last} = x_{first} + sum_{i={first}}^{{last}-1} F(x_i)"
vary = {first = ["l", "k"], last = ["L", "K"]}

[[solution]]
lines = ["x_{last} = x_{first} + sum_{i={first}}^{{last}-1} F(x_i)"]
why = ["As many as {last} − {first}."]
"""
    (check,), faults = read(tmp_path, block)
    assert faults == []
    spec = check.variants[1].spec
    assert spec["world"] == {"kind": "residual", "l": "k", "L": "K"}
    assert spec["from"] == ["x_{k+1} = x_k + F(x_k)"]
    assert spec["solution"] == [
        {"lines": ["x_K = x_k + sum_{i=k}^{K-1} F(x_i)"], "why": ["As many as K − k."]}
    ]


def test_a_text_that_is_one_slot_becomes_the_value_itself(tmp_path: Path) -> None:
    block = """type = "drawing"
prompt = "Draw it on {size}"
input = ["{width}", "{size}", 56]
reference = "conv3x3,{width}"
vary = {width = [64, 128], size = [56, 28]}
"""
    (check,), faults = read(tmp_path, block)
    assert faults == []
    assert [each.spec["input"] for each in check.variants] == [[64, 56, 56], [128, 28, 56]]


FAULTS = {
    "no table": (f"{NUMBER}vary = 3\n", ["8:1 `vary` is no table of lists"]),
    "no lists": (f"{NUMBER}vary = {{channels = 3}}\n", ["8:9 `channels` is no list of two to 20 values"]),
    "one value": (f"{NUMBER}[vary]\nchannels = [3]\n", ["9:1 `channels` is no list of two to 20 values"]),
    "lists in lists": (
        f"{NUMBER}vary = {{channels = [[1], [2]]}}\n",
        ["8:9 `channels` is no list of two to 20 values"],
    ),
    "a letter": (
        f"{NUMBER}vary = {{C = [1, 2]}}\n",
        ["8:9 `C` cannot be varied under this name"],
    ),
    "a key": (f"{NUMBER}vary = {{answer = [1, 2]}}\n", ["7:1 `answer` is a key of the check"]),
    "unlike lengths": (
        f"{NUMBER.replace('?', ' of {size}?')}vary = {{channels = [1, 2], size = [1, 2, 3]}}\n",
        ["8:28 `size` has 3 values, `channels` has 2"],
    ),
    "unused": (
        f"{NUMBER}[vary]\nchannels = [1, 2]\nchanels = [1, 2]\n",
        ["10:1 `{chanels}` stands nowhere in the check"],
    ),
    "the same prompt": (
        f"{NUMBER.replace('{channels} channels?', 'How many?')}vary = {{channels = [1, 2]}}\n",
        ["6:1 the prompt of variant 2 is that of variant 1"],
    ),
    "no arithmetic": (
        f"{NUMBER.replace('2 *', 'exit')}vary = {{channels = [1, 2]}}\n",
        ["7:12 the answer, exit 1: unexpected `x`"],
    ),
    "a fault behind a value": (
        f"{NUMBER.replace('2 * {channels}', '{channels} / (1 - 1)')}vary = {{channels = [1024, 2]}}\n",
        ["7:25 the answer, 1024 / (1 - 1): division by zero"],
    ),
    "a variant without a value": (
        f"{NUMBER.replace('2 *', '2 /')}vary = {{channels = [1, 0]}}\n",
        ["7:15 the answer, 2 / 0: division by zero"],
    ),
    "a variant that does not fit": (
        'type = "drawing"\nprompt = "On {size}"\ninput = [3, "{size}", 8]\nreference = "gap"\n'
        "vary = {size = [8, 0]}\n",
        ["7:1 `input` in variant 2 of the drawing check is not three whole numbers: channels, height, width"],
    ),
    "too few reasons": (
        'type = "derivation"\nprompt = "?"\nworld = "residual"\nfrom = "a"\ngoal = "a"\n\n'
        '[[solution]]\nlines = ["a", "b"]\nwhy = ["c"]\n',
        ["13:1 `why` has 1 reasons for 2 lines"],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_mistake_has_its_line_and_column_and_leaves_the_check_out(tmp_path: Path, name: str) -> None:
    block, expected = FAULTS[name]
    checks, found = read(tmp_path, block)
    assert found == expected
    assert checks == []


@given(st.integers(2, 20), st.integers(0, 5000))
def test_a_day_asks_another_variant_than_the_day_before(count: int, shift: int) -> None:
    check, day = varied(count), DAY + timedelta(shift)
    today, again, before = (asked(check, "c", each) for each in (day, day, day - timedelta(1)))
    assert today == again != before
    assert values_of(today) in [each.values for each in check.variants]
    assert count == 2 or today.prompt != check.prompt, "practice asks the first"


@given(st.integers(3, 20))
def test_in_time_every_other_variant_is_asked(count: int) -> None:
    check = varied(count)
    seen = {asked(check, "c", DAY + timedelta(n)).prompt for n in range(count - 1)}
    assert seen == {each.prompt for each in check.variants[1:]}


def test_a_check_that_does_not_vary_is_asked_as_it_is() -> None:
    check = varied(0)
    assert asked(check, "c", DAY) == check and values_of(check) is None
    assert list(checks_of(check)) == [check] and as_asked(check, {"n": 1}) == check


def test_an_event_names_the_variant_that_was_asked() -> None:
    check = varied(3)
    assert [as_asked(check, values_of(each)) for each in checks_of(check)] == list(checks_of(check))
    assert as_asked(check, {"n": 9}) == check == as_asked(check, None)


VALUES = st.dictionaries(
    st.sampled_from(["size", "channels"]), st.integers(0, 10**9) | st.text("xyz", max_size=9)
)


@given(st.lists(st.sampled_from(["{size}", "{channels}", "{l}", "ab", " ", "{"])), VALUES, st.data())
def test_a_column_is_found_again_in_the_template(
    parts: list[str], values: dict[str, int | str], data: st.DataObject
) -> None:
    template = "_" + "".join(parts)
    filled = fill(template, values)
    column = data.draw(st.integers(0, len(filled) - 1))
    at = origin(template, values, column)
    assert 0 <= at < len(template)
    if template[at] == filled[column] and template[at] != "{":
        assert fill(template[:at], values) == filled[:column]
    else:
        assert (
            template[at] in "{" and fill(template[:at], values) == filled[: len(fill(template[:at], values))]
        )
