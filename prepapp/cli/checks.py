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
from prepapp.core.variants import values_of
from prepapp.errors import PrepError
from prepapp.runner.client import LabHost
from prepapp.session.checking import Attempt, Outcome, check_of

MARKS = {"right": "✓", "wrong": "✗", "unreadable": "?"}


def check_answer(context: Context, args: Namespace) -> int:
    """Judge an answer, or say what is asked, a hint or the reference; the log keeps all but what is asked."""
    _require_one(args)
    if args.ask or args.hint or args.give_up:
        return _open(context, args)
    text = _answer(args)
    with context.desk(context.clock()) as desk:
        card = desk.card(args.card)
        check = check_of(card, args.check)
        now = context.clock()
        attempt = Attempt(desk, card, check, "prove" if args.prove else "practice", now)
        begun = perf_counter()
        _ask_trust(attempt, args.trust)
        verdict = asyncio.run(_verdict(attempt, text))
        seconds = perf_counter() - begun
        outcome = attempt.record(text, verdict, now, timed=False)
    code = 0 if verdict.verdict == "right" else 1
    return context.answer(_document(attempt, outcome, seconds), _lines(attempt, outcome), code)


def _require_one(args: Namespace) -> None:
    asked = [args.answer is not None, args.file is not None, args.stdin, args.ask, args.hint, args.give_up]
    if sum(asked) != 1:
        hint = "give one of --answer TEXT, --file F, -, --ask, --hint, --give-up"
        raise PrepError("an answer is read from one place", "", hint)


def _open(context: Context, args: Namespace) -> int:
    """Say what is asked, or open the next hint or, given up, the reference."""
    now = context.clock()
    with context.desk(now) as desk:
        card = desk.card(args.card)
        attempt = Attempt(desk, card, check_of(card, args.check), "prove" if args.prove else "practice", now)
        told = "" if args.ask else attempt.hint(now) if args.hint else attempt.give_up(now)
    about: dict[str, object] = {"card": card.id, "check": attempt.check.n, "type": attempt.check.type}
    if args.ask:
        prompt = attempt.check.prompt
        asked = {"mode": attempt.mode, "prompt": prompt, "variant": values_of(attempt.check)}
        return context.answer({**about, **asked}, wrap(prompt))
    if args.hint:
        n, of = attempt.hints_open, len(attempt.hints)
        return context.answer({**about, "hint": told, "n": n, "of": of}, wrap(f"Hint {n} of {of}: {told}"))
    lines = ["Reference", *(f"  {line}" for line in told.split("\n"))]
    return context.answer({**about, "reference": told, "mode": attempt.mode}, lines)


async def _verdict(attempt: Attempt, text: str) -> Verdict:
    async with AsyncExitStack() as stack:
        return await attempt.verdict(text, lambda: stack.enter_async_context(LabHost(("torch",))))


def _ask_trust(attempt: Attempt, said: str | None) -> None:
    """Take the candidate's word that foreign tests may run; without it ``Code`` refuses."""
    if said is None or attempt.code is None or attempt.code.is_trusted:
        return
    if said != attempt.code.digest:
        raise PrepError(f"the content of the tests is {attempt.code.digest}, not {said}", "--trust")
    attempt.code.trust()


def _answer(args: Namespace) -> str:
    """The answer from the place that was named."""
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
        "prompt": attempt.check.prompt,
        "variant": values_of(attempt.check),
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


def _lines(attempt: Attempt, outcome: Outcome) -> Iterator[str]:
    verdict = outcome.verdict
    if attempt.mode == "prove":
        yield from wrap(attempt.check.prompt)
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
