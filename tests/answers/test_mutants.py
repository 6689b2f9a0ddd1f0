"""Mutated right answers, judged twice: by the worlds and by an oracle that shares nothing with them."""

import os
import random
import sys
from collections import Counter
from dataclasses import dataclass, field

import pytest

from prepapp.answers.derive.parse import read_expression, read_line
from prepapp.answers.derive.tree import Node, ReadingError
from prepapp.answers.trial import Trial
from tests.answers.dual import NoOpinionError
from tests.answers.mutants import mutant, seeds
from tests.answers.oracle import nets_agree
from tests.answers.oracle_points import points_agree
from tests.answers.shipped import checks, specs

COUNT = int(os.environ.get("PREPAPP_MUTATIONS", "400"))
SEED = int(os.environ.get("PREPAPP_MUTATION_SEED", "20260101"))


@dataclass
class Tally:
    counts: Counter[str] = field(default_factory=Counter)
    accepted: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)


def opinion(check: str, sides: tuple[Node, ...], seed: str) -> bool:
    """The oracle's."""
    setting = checks()[check].setting
    world = specs()[check]["world"]
    table = {} if isinstance(world, str) else world
    if setting.kind == "polynomial":
        defined = {name: read_expression(text, setting.words) for name, text in table["let"].items()}
        return points_agree(table.get("names", []), defined, sides, seed)
    vectors = table.get("vectors", setting.kind not in ("gated", "multiplicative"))
    return nets_agree(setting.kind, vectors, sides, seed)


def run(count: int, seed: int) -> Tally:
    """Judge so many mutants."""
    tally, source = Tally(), random.Random(seed)
    lines = seeds()
    trials = {check: Trial(checks()[check], seed) for check, _ in lines}
    for n in range(count):
        check, line = source.choice(lines)
        judge_one(tally, check, mutant(line, source), trials[check], f"{seed} {n}")
    return tally


def judge_one(tally: Tally, check: str, text: str, trial: Trial, seed: str) -> None:
    tally.counts["mutants"] += 1
    try:
        sides = read_line(text, checks()[check].setting.words).sides
    except ReadingError:
        return
    finding = trial.of(sides)
    if finding.kind == "unreadable" or len(sides) < 2:
        return
    tally.counts["readable"] += 1
    tally.counts[finding.kind] += 1
    try:
        equal = opinion(check, sides, seed)
    except (NoOpinionError, RecursionError):
        tally.counts["no opinion"] += 1
        return
    if finding.kind == "right" and not equal:
        tally.accepted.append(f"{check}: {text}")
    if finding.kind != "right" and equal:
        tally.rejected.append(f"{check}: {text}: {finding.reason} {finding.example}")


def test_no_mutant_is_judged_wrongly() -> None:
    tally = run(COUNT, SEED)
    share = tally.counts["readable"] / tally.counts["mutants"]
    sys.stdout.write(f"\n{dict(tally.counts)}, {share:.0%} readable\n")
    assert (tally.accepted, tally.rejected) == ([], [])
    assert 0.2 < share < 0.9
    assert tally.counts["no opinion"] < 0.1 * tally.counts["readable"]


@pytest.mark.parametrize(("check", "line", "equal"), [
    ("rn-003/1", "dE/dx_l = dE/dx_L * (1 + d/dx_l sum_{i=l}^{L-1} F(x_i))", True),
    ("rn-003/1", "dE/dx_l = dE/dx_L * (1 + sum_{i=l}^{L-1} F_i'(x_i))", False),
    ("rn-020/4", "dE/dx_l = dE/dx_L * prod_{i=l}^{L-1} (I + J_i)", False),
    ("rn-020/4", "dE/dx_l = prod_{i=l}^{L-1} (I + J_i)^T * dE/dx_L", True),
    ("rn-021/1", "dE/dx_l = dE/dx_L * prod_{i=l}^{L-1} J_i", True),
    ("rn-027/1", "dE/dx_l = dE/dx_L * prod_{i=L-1}^{l} (λ_i + J_i)", True),
    ("rn-027/2", "dx_{l+1}/dx_l = F(x_l) + x_l F'(x_l)", True),
    ("rn-045/1", "dx_{l+1}/dx_l = 1 - g(x_l) + g(x_l) F'(x_l)", False),
    ("rn-030/1", "B/A = 17/288", True),
    ("rn-030/1", "B/A = 9/32", False),
])  # fmt: skip
def test_the_oracle_knows(check: str, line: str, equal: bool) -> None:
    sides = read_line(line, checks()[check].setting.words).sides
    assert opinion(check, sides, "7") is equal
