"""Typed answers: our judge beside SymPy and math-verify, hostile text, code from save to verdict."""

import json
import select
import subprocess
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Literal

from benchmarks.environments import ROOT, ask, clean
from benchmarks.spread import Spread, spread
from prepapp.core.card import Check
from prepapp.core.deckfile import read_deck

PEERS = Path(__file__).parent / "peers"
PAIRS = Path(__file__).parent / "pairs.toml"
RESNET = ROOT / "decks" / "resnet"
HOSTILE_TEXT = ROOT / "tests" / "answers" / "hostile.py"
HOSTILE = 1_000
HOSTILE_SEED = 11
ROUNDS = 3
PATIENCE_S = 30.0
"""Seconds after which a pair counts as hung."""
READY_S = 300.0
TOOLS = {
    "ours": "ours",
    "parse_expr": "SymPy parse_expr",
    "antlr": "SymPy parse_latex, antlr",
    "lark": "SymPy parse_latex, lark",
    "math_verify": "math-verify",
}

Kind = Literal["equal", "wrong", "order"]


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold and an answer, spelled for each tool."""

    kind: Kind
    """``order``: equal if everything commuted, so wrong."""
    asked: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a tool says of one pair."""

    verdict: bool | None
    """Whether both are equal; None: one of them could not be read."""
    ms: float
    """Processor time."""
    hung: bool = False


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool's replies, pair by pair; none where it could not be had."""

    name: str
    replies: Sequence[Reply]
    without: str = ""


@dataclass(frozen=True, slots=True)
class Hostile:
    """A thousand hostile texts."""

    ms: Spread
    operations: Spread
    most: int
    """The budget."""
    refused: int


@dataclass(frozen=True, slots=True)
class AnswerRun:
    """All that was measured of typed answers."""

    pairs: Sequence[Pair]
    tools: Sequence[Tool]
    hostile: Hostile
    code: Mapping[str, Spread]
    """Milliseconds from save to verdict, by card."""


def measure_answers(pythons: Mapping[str, Path | str]) -> AnswerRun:
    """Ask every tool that has an interpreter; a string in its place says why there is none."""
    pairs = list(read_pairs())
    rounds = [
        {tool: _replies(tool, python, pairs) for tool, python in pythons.items() if isinstance(python, Path)}
        for _ in range(ROUNDS)
    ]
    tools = [
        Tool(TOOLS[tool], [], python)
        if isinstance(python, str)
        else Tool(
            TOOLS[tool], [_typical(replies) for replies in zip(*(r[tool] for r in rounds), strict=True)]
        )
        for tool, python in pythons.items()
    ]
    ours = pythons["ours"]
    assert isinstance(ours, Path)
    return AnswerRun(pairs, tools, _hostile(ours), _code(ours))


def read_pairs() -> Iterator[Pair]:
    """Walk the pairs."""
    for card in tomllib.loads(PAIRS.read_text(encoding="utf-8"))["card"]:
        names = {"order": card.get("order", []), "functions": card.get("functions", [])}
        for kind, ours, plain, latex in card["answers"]:
            spelled = {
                "ours": ours,
                "plain": [card["plain"], plain],
                "latex": [card["latex"], latex],
            }
            yield Pair(kind, {"check": card["check"], "left": card["left"], **names, **spelled})


def checks() -> dict[str, Mapping[str, Any]]:
    """Return the derivation checks of the shipped deck, by card and number among its derivations."""
    return {f"{card}/{n}": check.spec for card, n, check in _typed("derivation")}


def tool_rows(run: AnswerRun) -> Iterator[Sequence[str]]:
    """Walk the table of the tools."""
    yield (
        "tool",
        "read",
        "right",
        "accepts wrong",
        "of order",
        "rejects right",
        "hung",
        "median ms",
        "max",
        "ratio",
    )
    ours = median(reply.ms for reply in run.tools[0].replies)
    for tool in run.tools:
        if tool.without:
            yield (f"{tool.name}: skipped, {tool.without}", *[""] * 9)
            continue
        found = list(zip(run.pairs, tool.replies, strict=True))
        counts = (
            sum(reply.verdict is not None for _, reply in found),
            sum(reply.verdict is (pair.kind == "equal") for pair, reply in found),
            sum(reply.verdict is True and pair.kind != "equal" for pair, reply in found),
            sum(reply.verdict is True and pair.kind == "order" for pair, reply in found),
            sum(reply.verdict is False and pair.kind == "equal" for pair, reply in found),
            sum(reply.hung for _, reply in found),
        )
        times = [reply.ms for reply in tool.replies]
        middle = median(times)
        yield (tool.name, *map(str, counts), f"{middle:.2f}", f"{max(times):.1f}", f"{middle / ours:.1f}x")


def hostile_rows(run: AnswerRun) -> Iterator[Sequence[str]]:
    """Walk the table of the hostile texts."""
    ms, operations = run.hostile.ms, run.hostile.operations
    yield (f"{len(ms.values):,} hostile texts, {run.hostile.refused:,} refused", "median", "p99", "max")
    yield ("milliseconds", f"{ms.median:.2f}", f"{ms.at(0.99):.2f}", f"{max(ms.values):.1f}")
    spent = (operations.median, operations.at(0.99), max(operations.values))
    yield (f"operations, budget {run.hostile.most:,}", *(f"{count:,.0f}" for count in spent))


def code_rows(run: AnswerRun) -> Iterator[Sequence[str]]:
    """Walk the table of the code checks, all of them last."""
    yield ("code, from save to verdict", "n", "median ms", "max")
    rest = [ms for each in run.code.values() for ms in each.values]
    for name, each in (*run.code.items(), ("all", spread(rest))):
        yield (name, str(len(each.values)), f"{each.median:.0f}", f"{max(each.values):.0f}")


def _typed(kind: str) -> Iterator[tuple[str, int, Check]]:
    deck, _ = read_deck(RESNET)
    assert deck is not None
    for card in deck.cards:
        found = (check for check in card.checks if check.type == kind)
        yield from ((card.id, n, check) for n, check in enumerate(found, 1))


def _typical(replies: Sequence[Reply]) -> Reply:
    """One reply of several rounds: the first verdict, the middle time."""
    return Reply(
        replies[0].verdict, median(reply.ms for reply in replies), any(reply.hung for reply in replies)
    )


def _replies(tool: str, python: Path, pairs: Sequence[Pair]) -> list[Reply]:
    """Ask a tool in a process of its own; another one after a pair that hangs."""
    replies: list[Reply] = []
    while len(replies) < len(pairs):
        with _start(tool, python) as process:
            for pair in pairs[len(replies) :]:
                replies.append(_reply(process, pair))
                if replies[-1].hung:
                    break
            process.kill()
    return replies


def _start(tool: str, python: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [str(python), str(PEERS / "equal_answers.py"), tool],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=dict(clean()),
    )  # fmt: skip
    _say(process, checks())
    if _hear(process, READY_S) is None:
        process.kill()
        raise TimeoutError(f"{TOOLS[tool]} was not ready after {READY_S:.0f} s")
    return process


def _reply(process: subprocess.Popen[str], pair: Pair) -> Reply:
    _say(process, pair.asked)
    heard = _hear(process, PATIENCE_S)
    return Reply(None, 1e3 * PATIENCE_S, hung=True) if heard is None else Reply(heard["verdict"], heard["ms"])


def _say(process: subprocess.Popen[str], what: object) -> None:
    assert process.stdin is not None
    process.stdin.write(json.dumps(what) + "\n")
    process.stdin.flush()


def _hear(process: subprocess.Popen[str], seconds: float) -> Any:
    """Return the next line, read as JSON; None where none comes in time."""
    assert process.stdout is not None
    if not select.select([process.stdout], [], [], seconds)[0]:
        return None
    return json.loads(process.stdout.readline())


def _hostile(python: Path) -> Hostile:
    spec = json.dumps(checks()["rn-003/1"])
    found = json.loads(
        ask(python, str(PEERS / "hostile_text.py"), str(HOSTILE_TEXT), str(HOSTILE), str(HOSTILE_SEED), spec)
    )
    return Hostile(spread(found["ms"]), spread(found["operations"]), found["most"], found["refused"])


def _code(python: Path) -> dict[str, Spread]:
    found = json.loads(ask(python, str(PEERS / "code_verdicts.py"), str(ROUNDS)))
    return {card: spread(times) for card, times in found.items()}
