"""A typed answer, verified."""

import asyncio
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from time import perf_counter

from prepapp.answers.verdict import LineVerdict, TestVerdict, Verdict
from prepapp.cli.context import Context
from prepapp.cli.text import wrap
from prepapp.errors import PrepError
from prepapp.runner.client import LabHost
from prepapp.session.checking import Attempt, Outcome, check_of
from prepapp.session.desk import Desk
from prepapp.session.labs import grant

MARKS = {"right": "✓", "wrong": "✗", "unreadable": "?"}


def check_answer(context: Context, args: Namespace) -> int:
    """Judge an answer, write it to the log and print the verdict."""
    text = _answer(args)
    with context.desk(context.clock()) as desk:
        card = desk.card(args.card)
        check = check_of(card, args.check)
        now = context.clock()
        attempt = Attempt(desk, card, check, "prove" if args.prove else "practice", now)
        begun = perf_counter()
        _ask_trust(desk, attempt, args.trust)
        verdict = asyncio.run(_verdict(attempt, text))
        seconds = perf_counter() - begun
        outcome = attempt.record(text, verdict, now, timed=False)
    code = 0 if verdict.verdict == "right" else 1
    return context.answer(_document(attempt, outcome, seconds), _lines(outcome), code)


async def _verdict(attempt: Attempt, text: str) -> Verdict:
    async with AsyncExitStack() as stack:
        return await attempt.verdict(text, lambda: stack.enter_async_context(LabHost(("torch",))))


def _ask_trust(desk: Desk, attempt: Attempt, said: str | None) -> None:
    """Take the candidate's word that foreign tests may run; without it ``Code`` refuses."""
    if said is None or attempt.code is None or attempt.code.is_trusted:
        return
    if said != attempt.code.digest:
        raise PrepError(f"the content of the tests is {attempt.code.digest}, not {said}", "--trust")
    grant(desk.place.home, said)


def _answer(args: Namespace) -> str:
    """The answer from the one place that was named."""
    if sum([args.answer is not None, args.file is not None, args.stdin]) != 1:
        raise PrepError("an answer is read from one place", "", "give one of --answer TEXT, --file F, -")
    if args.answer is not None:
        return str(args.answer)
    if args.stdin:
        return sys.stdin.read()
    file: Path = args.file
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PrepError(f"the answer cannot be read: {error}", str(file)) from None


def _document(attempt: Attempt, outcome: Outcome, seconds: float) -> dict[str, object]:
    verdict, proposed = outcome.verdict, outcome.proposed
    return {
        "event": outcome.event.id,
        "card": attempt.card.id,
        "check": attempt.check.n,
        "type": attempt.check.type,
        "mode": attempt.mode,
        "verdict": verdict.verdict,
        "reason": verdict.reason,
        "proof": verdict.proof,
        "cold": outcome.cold,
        "hinted": outcome.hinted,
        "proposed": proposed.word if proposed else None,
        "exact": verdict.exact,
        "lines": [_line(each) for each in verdict.lines],
        "tests": [_test(each) for each in verdict.tests],
        "seconds": round(seconds, 4),
    }


def _line(each: LineVerdict) -> dict[str, object]:
    return {
        "n": each.n,
        "text": each.text,
        "echo": each.echo,
        "verdict": each.verdict,
        "reason": each.reason,
        "counterexample": each.counterexample,
        "column": each.column,
    }


def _test(each: TestVerdict) -> dict[str, object]:
    return {
        "name": each.name,
        "verdict": each.verdict,
        "reason": each.reason,
        "hint": each.hint,
        "line": each.line,
        "seconds": each.seconds,
    }


def _lines(outcome: Outcome) -> Iterator[str]:
    verdict = outcome.verdict
    for line in verdict.lines:
        yield from _line_lines(line)
    for test in verdict.tests:
        yield from _test_lines(test)
    yield from wrap(_summary(verdict))
    facts = ["cold" if outcome.cold else "not cold", *(["with hints"] if outcome.hinted else [])]
    facts += [f"proposes {outcome.proposed.word}"] if outcome.proposed else []
    yield " · ".join(facts)


def _test_lines(test: TestVerdict) -> Iterator[str]:
    yield from wrap(test.name, "      ", f"  {MARKS[test.verdict]} ")
    if test.verdict != "right":
        where = f" (line {test.line})" if test.line else ""
        yield from wrap(f"{test.reason}{where}", "      ", "      ")
        yield from wrap(test.hint, "      ", "      ") if test.hint else ()


def _line_lines(line: LineVerdict) -> Iterator[str]:
    begins = f"{line.n:3} {MARKS[line.verdict]} "
    if line.column:
        yield f"{begins}{line.text}"
        yield f"{' ' * (len(begins) + line.column - 1)}^"
    else:
        yield from wrap(line.echo or line.text or "-", " " * len(begins), begins)
    for said in (line.reason, line.counterexample):
        if said:
            yield from wrap(said, " " * (len(begins) + 2), " " * len(begins))


def _summary(verdict: Verdict) -> str:
    word = {"right": "Right", "wrong": "Wrong", "unreadable": "Not read"}[verdict.verdict]
    told = next((each.n for each in verdict.lines if each.reason and verdict.reason.endswith(each.reason)), 0)
    if verdict.verdict != "right" and told:
        return f"{word}: line {told}."
    return f"{word}: {verdict.reason}." if verdict.reason else f"{word}."
