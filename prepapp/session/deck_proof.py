"""A deck's checks checked: each can be read, its right answers pass, and its wrong ones are caught."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prepapp.answers.derivation import CheckError, read_card
from prepapp.answers.judge import judge
from prepapp.answers.verdict import Verdict
from prepapp.core.card import Card, Check, Deck, Fault
from prepapp.core.variants import checks_of, values_of
from prepapp.errors import PrepError
from prepapp.runner.client import LabHost
from prepapp.session.check_code import Code
from prepapp.session.check_kind import examiner
from prepapp.session.desk import Desk

SEED = 0
LIBRARIES = ("torch",)
AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Proof:
    """What a deck's checks come to."""

    answers: int
    """Right and wrong answers that were judged."""
    faults: tuple[Fault, ...]


def unreadable(decks: Iterable[Deck]) -> list[Fault]:
    """Return a fault for every derivation check whose expressions do not fit its world."""
    found = []
    for card, check in _checks(decks):
        if check.type == "derivation":
            try:
                read_card(check.spec)
            except CheckError as error:
                found.append(_fault(card, check, f"`{error.key}`: {error.what}", error.hint))
    return found


def prove(desk: Desk, decks: Iterable[Deck]) -> Proof:
    """Judge every reference answer and every listed wrong one, as a candidate's would be."""
    proof = [outcome for card, check in _checks(decks) for outcome in _outcomes(card, check)]
    files = [
        run for card, check in _checks(decks) if check.type == "code" for run in _files(desk, card, check)
    ]
    proof += asyncio.run(_run(files)) if files else []
    return Proof(len(proof), tuple(fault for fault in proof if fault is not None))


def _checks(decks: Iterable[Deck]) -> Iterator[tuple[Card, Check]]:
    """Walk the checks of all cards, each in every variant."""
    return (
        (card, check)
        for deck in decks
        for card in deck.cards
        for written in card.checks
        for check in checks_of(written)
    )


def _outcomes(card: Card, check: Check) -> Iterator[Fault | None]:
    """Walk the answers to a check that needs no child process; None for each that comes out as it should."""
    if check.type == "derivation":
        yield from _derivations(card, check)
    elif check.type != "code":
        try:
            reference = examiner(check, SEED)
            yield _right(card, check, reference.judge(reference.reference), reference.reference)
        except PrepError as error:
            yield _fault(card, check, error.what, error.hint)


def _derivations(card: Card, check: Check) -> Iterator[Fault | None]:
    try:
        read = read_card(check.spec)
    except CheckError:
        return  # told by ``unreadable``
    for lines in read.solutions:
        yield _right(card, check, judge(read, "\n".join(lines), SEED), lines[-1])
    for wrong in read.wrong:
        verdict = judge(read, "\n".join(wrong.lines), SEED)
        first = next((line.n for line in verdict.lines if line.verdict != "right"), 0)
        if verdict.verdict == "right" or first not in (0, wrong.line):
            said = "passes" if verdict.verdict == "right" else f"is caught at line {first}, not {wrong.line}"
            yield _fault(
                card, check, f"the wrong answer `{wrong.lines[-1]}` {said}", "mend the answer or the check"
            )
        else:
            yield None


def _right(card: Card, check: Check, verdict: Verdict, answer: str) -> Fault | None:
    if verdict.verdict == "right":
        return None
    reason = next((line.reason for line in verdict.lines if line.verdict != "right"), verdict.reason)
    return _fault(
        card,
        check,
        f"the right answer `{answer.strip().splitlines()[-1]}` fails: {reason}",
        "mend one of both",
    )


@dataclass(frozen=True, slots=True)
class _File:
    """One answer of a code check."""

    card: Card
    check: Check
    code: Code
    path: Path
    right: bool


def _files(desk: Desk, card: Card, check: Check) -> Iterator[_File]:
    code = Code(desk, card, check)
    code.require_trust()
    folder = Path(desk.deck(card.deck).path)
    right: Any = check.spec["right"]
    for name in [right] if isinstance(right, str) else right:
        yield _File(card, check, code, folder / name, True)
    for path in sorted((folder / str(check.spec["wrong"])).glob("*.py")):
        yield _File(card, check, code, path, False)


async def _run(files: list[_File]) -> list[Fault | None]:
    free = asyncio.Semaphore(AT_ONCE)
    async with LabHost(LIBRARIES) as host:
        await host.ready()

        async def one(file: _File) -> Fault | None:
            async with free:
                verdict = await file.code.run(host, file.path.read_text(encoding="utf-8"))
            if (verdict.verdict == "right") == file.right:
                return None
            said = "fails its tests" if file.right else "passes every test"
            what = f"the {'right' if file.right else 'wrong'} answer {file.path.name} {said}"
            return _fault(file.card, file.check, what, "mend the answer or the tests")

        return await asyncio.gather(*map(one, files))


def _fault(card: Card, check: Check, what: str, hint: str) -> Fault:
    values = values_of(check)
    named = ", ".join(f"{name} = {value}" for name, value in values.items()) if values else ""
    return Fault(card.file, check.line, 1, f"{what} (where {named})" if named else what, hint)
