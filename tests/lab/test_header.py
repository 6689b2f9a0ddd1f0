"""LAB headers: read without running the lab, and wrong ones told by file and line."""

from pathlib import Path

import pytest

from prepapp.errors import PrepError
from prepapp.lab.header import Header, read_header

GOOD = '''"""Adding: one and one is two.

More words.
"""
raise SystemExit("a lab that is only looked at never runs")

LAB = {
    "title": "Adding",
    "presets": {"quick": {"steps": 5}, "full": {"steps": 50, "data": "big"}},
    "params": {
        "steps": {"default": 10, "min": 1, "max": 100, "help": "how often"},
        "rate": {"default": 0.1, "min": 0.0},
        "data": {"default": "small", "choices": ["small", "big"]},
    },
    "claims": {"sum": {"text": "1 + 1", "expected": "2", "holds": "= 2", "also": ["rn-1-sum"], "near": 3}},
}
'''


def header(folder: Path, text: str = GOOD) -> Header:
    file = folder / "adding.py"
    file.write_text(text, encoding="utf-8")
    return read_header(file)[0]


def test_a_header_is_read_and_the_lab_is_not_run(tmp_path: Path) -> None:
    read = header(tmp_path)
    assert (read.id, read.title, read.needs) == ("adding", "Adding", ())
    claim = read.claims["sum"]
    assert (claim.rule.text, claim.also, claim.near) == ("= 2", ("rn-1-sum",), 3.0)
    assert read_header(tmp_path / "adding.py")[1].startswith("Adding: one and one is two.")


def test_a_preset_sets_parameters_and_what_is_set_by_hand_wins(tmp_path: Path) -> None:
    read = header(tmp_path)
    assert read.settings("quick", {}) == {"steps": 5, "rate": 0.1, "data": "small"}
    assert read.settings("full", {"steps": "7", "rate": "1e-3"}) == {"steps": 7, "rate": 0.001, "data": "big"}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("steps", "0", "steps: 0 is out of range (from 1 to 100)"),
        ("steps", "2.5", "steps: '2.5' is not a whole number (say for example 10)"),
        ("steps", "many", "steps: 'many' is not a whole number (say for example 10)"),
        ("rate", "nan", "rate: 'nan' is not a number (say for example 0.1)"),
        ("rate", "-1", "rate: -1.0 is out of range (from 0 to inf)"),
        ("data", "huge", "data: 'huge' is no choice (there are small, big)"),
        ("seeds", "5", "--set: adding has no parameter 'seeds' (there is steps, rate, data)"),
    ],
)
def test_a_parameter_that_cannot_be_is_named_with_what_could(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    with pytest.raises(PrepError) as error:
        header(tmp_path).settings("quick", {name: text})
    assert str(error.value) == said


def test_an_unknown_preset_is_named(tmp_path: Path) -> None:
    with pytest.raises(PrepError, match=r"adding has no preset 'long' \(it has quick, full\)"):
        header(tmp_path).settings("long", {})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("LAB = {", "LABS = {", " no LAB = {...} in this file (see labs/resnet/README.md)"),
        (
            '"= 2"',
            "2 * 2 or x",
            "7: LAB is not a literal (write it with plain values only, no names and no calls)",
        ),
        (
            '"= 2"',
            '"about 2"',
            "7: claim sum: 'about 2' is not a rule (a rule is such as > 1.5, <= 0.2, = 42 or 0.98 .. 1.02)",
        ),
        ('"expected": "2", ', "", "7: claim sum lacks 'expected'"),
        (
            '"near"',
            '"nearly"',
            "7: claim sum has the unknown key 'nearly' (there are also, expected, fails, holds, near, "
            "predict, text, unit)",
        ),
        ('"quick"', '"fast"', '7: LAB has no quick preset (write "presets": {"quick": {}})'),
        (
            '{"steps": 5}',
            '{"step": 5}',
            "7: preset quick sets 'step', which is no parameter (add it to params)",
        ),
        ('{"steps": 5}', '{"steps": 500}', "7: preset quick: steps: 500 is out of range (from 1 to 100)"),
        ('{"steps": 5}', "5", "7: preset quick is not a table (write {...})"),
        ('"default": 10', '"default": None', "7: parameter steps has the default None (a number or a text)"),
        (
            '{"steps": 5}',
            '{"steps": "5"}',
            "7: preset quick: steps: '5' is not a whole number (say for example 10)",
        ),
        (
            '{"steps": 5}',
            '{"steps": True}',
            "7: preset quick: steps: True is not a whole number (say for example 10)",
        ),
        (
            '{"steps": 5}',
            '{"steps": 5.0}',
            "7: preset quick: steps: 5.0 is not a whole number (say for example 10)",
        ),
        (
            '{"steps": 5}',
            '{"rate": "small"}',
            "7: preset quick: rate: 'small' is not a number (say for example 0.1)",
        ),
        (
            '{"steps": 5}',
            '{"rate": 1e999}',
            "7: preset quick: rate: inf is not a number (say for example 0.1)",
        ),
        ('{"steps": 5}', '{"data": 5}', "7: preset quick: data: 5 is not a text (say for example small)"),
        (
            '{"steps": 5}',
            '{"data": ["small"]}',
            "7: preset quick: data: ['small'] is not a text (say for example small)",
        ),
        ('"default": 10', '"default": 0', "7: parameter steps: 0 is out of range (from 1 to 100)"),
        ('"default": 10', '"default": True', "7: parameter steps has the default True (a number or a text)"),
        (
            '"default": "small"',
            '"default": "tiny"',
            "7: parameter data: 'tiny' is no choice (there are small, big)",
        ),
        ('["small", "big"]', '"small"', "7: choices of parameter data is no list (write [...])"),
        ('["small", "big"]', '["small", 2]', "7: parameter data: 2 is not a text (say for example small)"),
        ('"min": 1,', '"min": "1",', "7: parameter steps has the bound '1' (a number)"),
        ('"max": 100', '"max": True', "7: parameter steps has the bound True (a number)"),
        (
            '"holds": "= 2"',
            '"holds": 2',
            "7: claim sum: 2 is not a rule (a rule is such as > 1.5, <= 0.2, = 42 or 0.98 .. 1.02)",
        ),
        (
            '"title": "Adding"',
            '"title": "Adding", "needs": "torch"',
            '7: needs of LAB is no list of texts (write ["..."])',
        ),
        (
            '"title": "Adding"',
            '"title": "Adding", "memory": "much"',
            '7: memory is not a table (write "memory": {"name": {...}})',
        ),
        ("LAB = {", "LAB = " + "-" * 20_000 + "{", "1: the lab cannot be read:"),
        ('"near": 3', '"near": "wide"', "7: near of claim sum is not a factor of at least 1 (such as 1.5)"),
        ('["rn-1-sum"]', '"rn-1-sum"', '7: also of claim sum is no list of texts (write ["..."])'),
        ("LAB = {", "LAB = {{", "7: the lab cannot be read:"),
    ],
)
def test_a_wrong_header_is_told_by_line_with_what_would_be_right(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(PrepError) as error:
        header(tmp_path, GOOD.replace(old, new))
    assert str(error.value).removeprefix(f"{tmp_path}/adding.py:").startswith(said)
