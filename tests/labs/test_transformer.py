"""The transformer lab: its nets read only what came before, and its text is the deck's."""

from collections.abc import Mapping
from math import inf, log, nan
from pathlib import Path
from typing import Any

import pytest

from prepapp.errors import PrepError
from prepapp.lab import Run
from prepapp.lab.header import make_header
from prepapp.lab.sweep import in_turn
from tests.labs.conftest import Lab


@pytest.fixture
def transformer(lab: Lab) -> dict[str, Any]:
    """Return the names of the lab as its functions see them, so that a test may replace one."""
    names: dict[str, Any] = lab("transformer")["main"].__globals__
    return names


def make_run(transformer: dict[str, Any], told: list[Mapping[str, Any]] | None = None, **changes: str) -> Run:
    """Return a run of the quick preset."""
    header = make_header("transformer", transformer["LAB"], "")
    tell = (lambda event: None) if told is None else told.append
    sweep = in_turn(transformer["task"], tell)
    return Run(header, "quick", header.settings("quick", changes), 0, "cpu", tell, sweep)


@pytest.mark.parametrize("place", ["pre", "post", "no skip", "bare"])
def test_no_net_reads_what_is_still_to_come(transformer: dict[str, Any], place: str) -> None:
    torch = transformer["torch"]
    torch.manual_seed(0)
    net = transformer["Transformer"](place, 2, 10, 32, 8, "unit").double()
    ids = torch.arange(8).view(1, 8)
    other = ids.clone()
    other[0, 5] = 9
    same = torch.isclose(net(ids), net(other)).all(-1)[0]
    assert same.tolist() == [True] * 5 + [False] * 3


def test_gpt2_starts_its_residual_layers_smaller(transformer: dict[str, Any]) -> None:
    transformer["torch"].manual_seed(0)
    net = transformer["Transformer"]("pre", 8, 10, 64, 8, "gpt2")
    out = transformer["torch"].cat([part.out.weight.detach().flatten() for part in net.parts])
    assert float(net.parts[0].inner.weight.detach().std()) == pytest.approx(0.02, rel=0.05)
    assert float(out.std()) == pytest.approx(0.02 / 16**0.5, rel=0.05)


def test_a_unigram_knows_how_often_and_no_more(transformer: dict[str, Any]) -> None:
    torch = transformer["torch"]
    lines = torch.arange(4).repeat(1000).view(-1, 8)
    assert transformer["unigram_loss"](lines, lines, 4) == pytest.approx(log(4))


def test_without_the_deck_the_lab_says_what_is_missing(transformer: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("too little", encoding="utf-8")
    with pytest.raises(PrepError, match="the deck's text is not there"):
        transformer["deck_lines"](32, tmp_path)


def test_lines_to_test_are_not_trained_on(transformer: dict[str, Any], tmp_path: Path) -> None:
    text = "".join(f"{n:08}" for n in range(2000))
    (tmp_path / "one.md").write_text(text, encoding="utf-8")
    training, test, characters = transformer["deck_lines"](7, tmp_path)
    rows = [{tuple(row) for row in lines.tolist()} for lines in (training, test)]
    assert (len(rows[0]), len(rows[1]), characters) == (1800, 200, 10)
    assert not rows[0] & rows[1]


def test_a_skip_prevents_the_collapse(transformer: dict[str, Any]) -> None:
    """The rule must be able to fail; 24 layers are enough."""
    run = make_run(transformer)
    ends = {net: transformer["measure"](run, net, 0, 24)[1][-1] for net in ("no skip, unit", "Pre-LN, unit")}
    rule = run.header.claims["rn-042-skipless-rank"].rule
    assert [rule.verdict([ends["Pre-LN, unit"]]), ends["no skip, unit"] < 1e-4] == ["fails", True]


def test_a_curve_leaves_out_what_has_no_logarithm(transformer: dict[str, Any]) -> None:
    assert transformer["curve"]([2.0, 0.0, nan, 4.0], relative=True) == [(1, 0.5), (4, 1.0)]
    assert transformer["curve"]([2.0, 0.0], relative=True) == []


def test_claims_fail_by_nets_that_hardly_trained_and_gradients_that_explode(
    transformer: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(transformer, "measure", lambda run, net, seed, layers: ([inf, 2.0], [nan, 0.5]))
    told: list[Mapping[str, Any]] = []
    transformer["main"](make_run(transformer, told, steps="2", width="16"))
    verdicts = {event["claim"]: event["verdict"] for event in told if event["event"] == "claim"}
    held = {claim for claim, verdict in verdicts.items() if verdict == "holds"}
    assert held == {"transformer-skipless-unit-ratio", "transformer-pre-ln-spread"}


def test_a_width_that_no_head_divides_is_refused(transformer: dict[str, Any]) -> None:
    with pytest.raises(PrepError, match="heads have 16 features"):
        transformer["main"](make_run(transformer, width="60"))
