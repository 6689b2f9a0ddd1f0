"""Drawn architectures: many spellings of the right one, the first stage that differs, hostile text."""

import json
import subprocess
import sys
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepapp.answers.drawing import confirmed, judge_drawing, rows
from prepapp.answers.drawing_parts import ROWS
from prepapp.core.card import Deck
from tests.content.conftest import resnet

__all__ = ["resnet"]

IMAGE = [3, 224, 224]
FAMILY = {
    "7x7,64/2 mp/2 | basic64x2 basic128x2/2 basic256x2/2 basic512x2/2 | gap fc1000": (11_689_512, 1_814),
    "7x7,64/2 mp/2 | basic64x3 basic128x4/2 basic256x6/2 basic512x3/2 | gap fc1000": (21_797_672, 3_664),
    "7x7,64/2 mp/2 | B64x3 B128x4/2 B256x6/2 B512x3/2 | gap fc1000": (25_557_032, 4_089),
    "7x7,64/2 mp/2 | B64x3 B128x4/2 B256x23/2 B512x3/2 | gap fc1000": (44_549_160, 7_801),
    "7x7,64/2 mp/2 | B64x3 B128x8/2 B256x36/2 B512x3/2 | gap fc1000": (60_192_808, 11_514),
    "@1x1 7x7,64/2 mp/2 | B64x3 B128x4/2 B256x6/2 B512x3/2 | gap fc1000": (25_557_032, 3_858),
    "7x7,64/2 mp/2 | B64x3 se B128x4/2 se B256x6/2 se16 B512x3/2 se | gap fc1000": (28_088_024, 4_092),
}
LINE_50 = "7x7,64/2 mp/2 | B64x3 B128x4/2 B256x6/2 B512x3/2 | gap fc1000"
LINE_34 = "7x7,64/2 mp/2 | basic64x3 basic128x4/2 basic256x6/2 basic512x3/2 | gap fc1000"
RESNET_50 = {"input": IMAGE, "reference": LINE_50}
RESNET_34 = {"input": IMAGE, "reference": LINE_34}
PAPER_50 = {"input": IMAGE, "reference": f"@1x1 {LINE_50}"}
BOTTLENECK = {
    "input": [256, 56, 56],
    "reference": "conv1x1,64 bn relu conv3x3,64 bn relu conv1x1,256 bn + relu",
}
BASIC = {"input": [64, 56, 56], "reference": "conv3x3,64 bn relu conv3x3,64 bn + relu"}
PRE = {"input": [64, 56, 56], "reference": "bn relu conv3x3,64 bn relu conv3x3,64 +"}
DOWN = {
    "input": [64, 56, 56],
    "reference": "conv3x3,128/2 bn relu conv3x3,128 bn +(conv1x1,128/2 bn) relu",
}

TABLE_50 = """
| stage | block | channels | repeats | stride |
|---|---|---|---|---|
| conv1 | 7×7 conv | 64 | 1 | 2 |
| pool | 3×3 max | – | 1 | 2 |
| conv2_x | bottleneck | 64/256 | 3 | 1 |
| conv3_x | bottleneck | 128/512 | 4 | 2 |
| conv4_x | bottleneck | 256 | 6 | 2 |
| conv5_x | bottleneck | 512-2048 | 3 | 2 |
| head | global average pool | - | 1 | - |
| head | FC | 1000 | 1 | - |
"""
RIGHT: list[tuple[dict[str, Any], list[str]]] = [
    (
        RESNET_50,
        [
            LINE_50,
            TABLE_50,
            "7x7,64/2 mp/2 B64x3 B128/2 B128x3 B256x6/2 B512x3/2 gap fc1000",
            f"@1x1 {LINE_50}",
            "7x7,64/2, mp3x3/2, B64 ×3, B128 ×4 /2 @1x1, B256x6/2@1x1, B512x3 s2 @1x1, gap, fc 1000",
            "conv 7x7 64 /2\nmaxpool 3x3 /2\nbottleneck 64 x3\nbottleneck 128 x4 stride 2\n"
            "bottleneck 256 x6 /2\nbottleneck 512 x3 /2\naverage pool\nlinear 1000",
            "conv1 7x7 64 1 2\nmax pool 3x3 /2\nstage1 bottleneck 64 3 1\nstage2 bottleneck 128 4 2\n"
            "stage3 bottleneck 256 6 2\nstage4 bottleneck 512 3 2\nglobal avg pool\nfc 1000",
            "conv 64 7x7 /2, max pool /2, bottleneck 64 channels 3 blocks, B128x4/2, B256 6 times /2, "
            "B512 x3 /2, GAP, FC 1000",
            "7×7 conv, 64, stride 2 → 3×3 max pool /2 → Bottleneck 64→256 ×3 → B128→512x4/2 → B256x6/2 "
            "→ B512x3/2 → GAP → FC1000 → softmax",
        ],
    ),
    (RESNET_34, [LINE_34.replace("basic", "basic block "), LINE_34.replace("basic", "\nBasicBlock ")]),
    (PAPER_50, [f"@1x1 {LINE_50}", f"stride@1x1 {LINE_50}"]),
    (
        BOTTLENECK,
        [
            "conv1x1,64 bn relu conv3x3,64 bn relu conv1x1,256 bn | + | relu",
            "1x1,64 BN ReLU; 3x3 BN ReLU; 1x1,256 BN; add; ReLU",
            "conv 1x1 64\nbatchnorm\nrelu\nconv 3x3 64\nbatch norm\nrelu\nconv 1x1 256\nbn\n+(x)\nrelu",
            "x → 1x1x64 → bn → relu → 3x3x64 → bn → relu → 1x1x256 → bn → +(identity) → relu",
        ],
    ),
    (BASIC, ["conv3x3 bn relu conv3x3 bn + relu", "3x3,64 bn relu 3x3,64 bn ⊕ relu"]),
    (PRE, ["bn relu conv3x3 bn relu conv3x3 +", "BN, ReLU, 3×3 conv, 64, BN, ReLU, 3×3 conv, 64, +"]),
    (DOWN, ["conv3x3,128/2 bn relu conv3x3 bn + (conv1x1,128/2 bn) relu"]),
]  # fmt: skip
NARROW = "a bottleneck is drawn by its narrow width, or as 64-256"
THREE = "conv1x1,64 bn relu conv3x3 bn relu conv1x1,256 bn"
WRONG: list[tuple[dict[str, Any], str, str]] = [
    (RESNET_50, LINE_50.replace("B64x3", "B64x3/2"), "stage 1: stride 2, expected 1"),
    (RESNET_50, LINE_50.replace("B128x4/2", "B128x4"), "stage 2: stride 1, expected 2"),
    (RESNET_50, LINE_50.replace("B256x6", "B256x5"), "stage 3: repeats 5, expected 6"),
    (RESNET_50, LINE_50.replace("B512", "B256"), "stage 4: channels 256, expected 512"),
    (RESNET_50, LINE_50.replace("B64", "B256"), f"stage 1: channels 256, expected 64: {NARROW}"),
    (RESNET_50, LINE_50.replace("B64x3", "B64-128x3"), "stage 1: trunk 128, expected 256"),
    (RESNET_50, LINE_34, "stage 1: expected bottleneck blocks, found basic blocks"),
    (RESNET_50, LINE_50.replace("7x7,64/2", "7x7,64"), "conv: stride 1, expected 2"),
    (RESNET_50, LINE_50.replace("7x7", "3x3"), "conv: kernel 3, expected 7"),
    (RESNET_50, LINE_50.replace("mp/2", "mp"), "max pool: stride 1, expected 2"),
    (RESNET_50, LINE_50.replace("mp/2", "mp2x2/2"), "max pool: kernel 2, expected 3"),
    (RESNET_50, LINE_50.replace(" mp/2", ""), "max pool: expected max pool, found bottleneck blocks"),
    (RESNET_50, LINE_50.replace("gap ", ""), "average pool: expected average pool, found linear layer"),
    (RESNET_50, LINE_50.replace(" fc1000", ""), "linear layer is missing"),
    (RESNET_50, LINE_50.replace("1000", "100"), "linear layer: channels 100, expected 1000"),
    (RESNET_50, f"{LINE_50} fc10", "linear layer is one too many"),
    (RESNET_50, LINE_50.replace("B64x3", "B64x3 se"), "stage 1: squeeze-and-excitation 16, expected none"),
    (PAPER_50, LINE_50, "stage 2: place of the stride 3x3, expected 1x1"),
    (RESNET_34, LINE_34.replace("256x6", "256x4"), "stage 3: repeats 4, expected 6"),
    (BOTTLENECK, f"{THREE} relu +", "layer 9: expected sum, found relu"),
    (BOTTLENECK, f"{THREE} +", "layer 10 is missing"),
    (BOTTLENECK, f"{THREE} + relu".replace(",256", ""), "layer 7: channels 64, expected 256"),
    (BOTTLENECK, f"{THREE} + relu".replace("conv1x1,64", "conv3x3,64"), "layer 1: kernel 3, expected 1"),
    (BASIC, "conv3x3 relu conv3x3 bn + relu", "layer 2: expected bn, found relu"),
    (BASIC, "bn relu conv3x3 bn relu conv3x3 +", "layer 1: expected conv3x3,64, found bn"),
    (PRE, "bn relu conv3x3 bn relu conv3x3 + relu", "layer 8 is one too many"),
    (PRE, "relu bn conv3x3 relu bn conv3x3 +", "layer 1: expected bn, found relu"),
    (DOWN, "conv3x3,128/2 bn relu conv3x3 bn + relu", "layer 6: shortcut none, expected conv1x1,128/2 bn"),
    (DOWN, "conv3x3,128 bn relu conv3x3 bn +(conv1x1,128/2 bn) relu", "layer 1: stride 1, expected 2"),
]  # fmt: skip
UNREADABLE = [
    ("", 1, 1), ("   \n ", 2, 2), ("a net", 1, 1), ("b64x3", 1, 1), ("B", 1, 1), ("B64x", 1, 4),
    ("B0x3", 1, 2),
    ("7x7,64/2\nB64y3", 2, 4), ("3x5,64", 1, 1), ("B64x300", 1, 4), ("B64x3/99", 1, 6), ("conv 64", 1, 1),
    ("B99999x3", 1, 2), ("31x31,64", 1, 1), ("fc", 1, 1), ("conv3x3 + conv3x3 + relu", 1, 19),
    ("B64x3 (", 1, 7),
    ("conv3x3 bn +(conv1x1", 1, 13), ("conv3x3 +(conv3x3 +) relu", 1, 19), ("__import__('os')", 1, 1),
    ("B64x3\x00", 1, 6), ("\u202eB64", 1, 1), ("B６４", 1, 1),
]  # fmt: skip
HOSTILE = [
    "B64 " * 2_000, "-" * 4_000, " " * 3_999 + "x", "B64x256 " * 60, "((((" * 900, "bn +(" * 700, "9" * 4_000,
    "conv3x3,16384 " * 64, "| - " * 1_000 + "?", "x " * 2_000, "stage " * 600 + "?", "1" * 10**6, "+" * 4_000,
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), FAMILY.items())
def test_the_published_counts(line: str, expected: tuple[int, int]) -> None:
    found = rows(line)
    assert (
        sum(row.parameters for row in found),
        round(sum(row.multiply_adds for row in found) / 1e6),
    ) == expected
    assert [row.shape for row in found][-3:] == [found[-3].shape, (found[-3].shape[0], 1, 1), (1000,)]


@pytest.mark.parametrize(("spec", "texts"), RIGHT)
def test_the_right_one_in_many_spellings(spec: dict[str, Any], texts: list[str]) -> None:
    verdicts = {text: judge_drawing(spec, text) for text in [spec["reference"], *texts]}
    assert {text: (v.verdict, v.reason) for text, v in verdicts.items() if v.verdict != "right"} == {}


@pytest.mark.parametrize(("spec", "text", "reason"), WRONG)
def test_the_first_that_differs_is_named(spec: dict[str, Any], text: str, reason: str) -> None:
    verdict = judge_drawing(spec, text)
    assert (verdict.verdict, verdict.reason[: len(reason)]) == ("wrong", reason)
    assert [line.verdict for line in verdict.lines] == ["right"] * (len(verdict.lines) - 1) + ["wrong"]


def test_shapes_and_counts_of_both_are_given() -> None:
    verdict = judge_drawing(RESNET_50, LINE_50.replace("B128x4/2", "B128x4"))
    assert verdict.lines[-1].counterexample == (
        "expected B128x4/2: 512×28×28, 1,219,584 parameters, 1.028 G multiply-adds; "
        "found B128x4: 512×56×56, 1,219,584 parameters, 3.802 G multiply-adds"
    )
    assert judge_drawing(RESNET_50, LINE_50).reason == (
        "1000, 25,557,032 parameters, 4.089 G multiply-adds, stride on the 3x3"
    )
    assert "3.858 G multiply-adds, stride on the 1x1" in judge_drawing(RESNET_50, f"@1x1 {LINE_50}").reason


@given(st.integers(0, 3), st.sampled_from(("repeats", "stride", "channels")), st.integers(1, 4))
def test_one_change_is_named_at_its_stage(stage: int, what: str, by: int) -> None:
    widths, repeats, strides = [64, 128, 256, 512], [3, 4, 6, 3], [1, 2, 2, 2]
    {"repeats": repeats, "stride": strides, "channels": widths}[what][stage] += by
    blocks = " ".join(f"B{w}x{n}/{s}" for w, n, s in zip(widths, repeats, strides, strict=True))
    verdict = judge_drawing(RESNET_50, f"7x7,64/2 mp/2 | {blocks} | gap fc1000")
    assert verdict.reason.startswith(f"stage {stage + 1}: {what} "), verdict.reason


@pytest.mark.parametrize("spec", [spec for spec, _ in RIGHT])
def test_the_reference_in_one_line_is_right_itself(spec: dict[str, Any]) -> None:
    exact = judge_drawing(spec, spec["reference"]).exact
    assert "\n" not in exact
    assert judge_drawing(spec, exact).verdict == "right", exact


def test_sizes_of_maps_are_left_out() -> None:
    assert "leave them out" in judge_drawing(RESNET_50, "conv1 112 × 112 7×7 conv 64 /2").reason


def test_a_sum_that_does_not_fit_says_so() -> None:
    (*_, last) = rows("conv3x3,128/2 bn relu conv3x3 bn + relu", (64, 56, 56))
    assert (last.error.split(" (")[0], last.column) == ("the sum does not fit: 128×28×28 + 64×56×56", 34)


@pytest.mark.parametrize(("text", "number", "column"), UNREADABLE)
def test_what_cannot_be_read_and_where(text: str, number: int, column: int) -> None:
    verdict = judge_drawing(RESNET_50, text)
    assert (verdict.verdict, verdict.lines[0].n, verdict.lines[0].column) == ("unreadable", number, column), (
        verdict
    )
    assert rows(text)[-1].error


def test_rows_stand_beside_an_unfinished_text() -> None:
    found = rows("7x7,64/2 mp/2\nB64x3 B")
    assert [(row.line, row.text, row.shape, bool(row.error)) for row in found] == [
        (1, "7x7,64/2", (64, 112, 112), False),
        (1, "mp/2", (64, 56, 56), False),
        (2, "B64x3", (256, 56, 56), False),
        (2, "B", (), True),
    ]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_costs_little(text: str) -> None:
    started = time.perf_counter()
    assert judge_drawing(RESNET_50, text).verdict in ("wrong", "unreadable")
    assert len(rows(text)) <= ROWS + 1
    assert time.perf_counter() - started < 0.5


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from([*LINE_50.split(), "+", "bn", "(", ")", "x3", "/2", "@1x1"])).map(" ".join)
)
def test_any_text_has_a_verdict(text: str) -> None:
    verdict = judge_drawing(RESNET_50, text)
    assert verdict.verdict == "right" or verdict.reason


def test_torch_builds_what_was_counted() -> None:
    texts: list[Any] = [
        *((line, IMAGE) for line in FAMILY),
        *((spec["reference"], spec["input"]) for spec in (BOTTLENECK, BASIC, PRE, DOWN)),
    ]
    texts += [
        ("conv3x3,32/2 bn relu se8 mp2x2/2 conv5x5 bn +(conv1x1/4 bn) relu", [32, 64, 64]),
        ("3x3,8 x2 conv 3x3 16 x2 /2 mp/2 fc10", [3, 32, 32]),
    ]
    program = (
        "import json, sys\nfrom prepapp.answers.build_drawing import build\n"
        "print(json.dumps([build(text, tuple(shape)) for text, shape in json.load(sys.stdin)]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    for (text, shape), built in zip(texts, json.loads(done.stdout), strict=True):
        assert confirmed(text, tuple(shape), built) == "", text
    assert "counted" in confirmed(LINE_50, (3, 224, 224), [{"shape": [1]}] * 8)


STAGE = {"shape": [64, 8, 8], "parameters": 147968, "multiply_adds": 9437184}
ANSWERS: list[tuple[str, dict[str, Any]]] = [
    ("basic64x2", {"event": "done", "stages": [STAGE]}),
    ("conv3x3,8 bn +", {"event": "failed"}),
    ("what?", {"event": "failed", "what": "`what` begins no part"}),
]


@pytest.mark.parametrize(("text", "event"), ANSWERS)
def test_the_program_says_one_line(text: str, event: dict[str, Any]) -> None:
    command = [
        sys.executable,
        "-m",
        "prepapp.answers.build_drawing",
        json.dumps({"text": text, "input": [64, 8, 8]}),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    (line,) = done.stdout.splitlines()
    said = json.loads(line)
    assert event.items() <= said.items()
    assert (done.returncode == 0) == (said["event"] == "done")


def test_each_drawing_of_the_deck_is_right(resnet: Deck) -> None:
    specs = [check.spec for card in resnet.cards for check in card.checks if check.type == "drawing"]
    assert len(specs) >= 4
    for spec in specs:
        assert judge_drawing(spec, spec["reference"]).verdict == "right", spec["prompt"]
