"""The labs: which there are, a run of one, and what stands behind every claim."""

import asyncio
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Sequence

from prepapp.cli.context import Context, fault_line
from prepapp.cli.text import count, long_day, one_line, table, wrap
from prepapp.core.ledger import Entry, ledger
from prepapp.errors import BrokenError, PrepError
from prepapp.lab.events import encode
from prepapp.lab.program import changes
from prepapp.lab.report import Report, number_text
from prepapp.runner.client import LabHost, Over
from prepapp.session.desk import Desk
from prepapp.session.errata import amount
from prepapp.session.lab_history import measurements, past_runs
from prepapp.session.lab_run import Choice, LabRun, Prediction, new_run
from prepapp.session.lab_setup import read_number
from prepapp.session.labs import Lab, Shelf, is_trusted, labs_at_hand, trust


def list_labs(context: Context, args: Namespace) -> int:
    """Print every lab, with what it settles."""
    with context.desk(context.clock()) as desk:
        shelf = labs_at_hand(desk)
    _tell_faults(shelf)
    rows = [
        (lab.id, " ".join(lab.header.presets), count(len(lab.header.claims), "claim"), lab.header.title)
        for lab in shelf.labs
    ]
    return context.answer([_document(lab) for lab in shelf.labs], table(rows))


def run_lab(context: Context, args: Namespace) -> int:
    """Run a lab: progress and a report on a terminal, one event a line with ``--json``."""
    with context.desk(context.clock()) as desk:
        shelf = labs_at_hand(desk)
        _tell_faults(shelf)
        lab = shelf.lab(args.lab)
        _ask_trust(desk, lab, args.trust)
        run = LabRun(desk, lab, _choice(args), new_run())
        asyncio.run(_go(context, run))
        over = run.over
        if over is not None and not over.ok:
            if context.as_json and not run.view.failed:
                print(encode({"event": "failed", "what": over.what, "last": over.last}))
            refused = over.reason == "exit" and over.status == PrepError.exit_code
            raise (PrepError if refused else BrokenError)(over.what, lab.id, _last_words(over))
        if not context.as_json:
            for line in _prediction_lines(run.predictions()):
                print(line)
        verdicts = [claim.verdict for claim in run.view.claims.values()]
    return 0 if all(verdict == "holds" for verdict in verdicts) else 1


def show_claims(context: Context, args: Namespace) -> int:
    """Print the ledger: every claim, its status and its evidence."""
    now = context.clock()
    with context.desk(now) as desk:
        decks = [desk.deck(args.deck)] if args.deck else desk.library.decks
        entries = ledger(decks, measurements(past_runs(desk, now)))
    return context.answer([_entry(each) for each in entries], _ledger_lines(entries))


async def _go(context: Context, run: LabRun) -> None:
    report = Report(sys.stdout)
    async with LabHost(run.libraries) as host:
        async for line, event in run.go(host, context.clock):
            if context.as_json:
                if event is not None:
                    print(line, flush=True)
            elif event is not None:
                report.tell(event)


def _choice(args: Namespace) -> Choice:
    predictions = {}
    for claim, text in changes(args.predict, "--predict").items():
        try:
            predictions[claim] = read_number(text)
        except PrepError as error:
            raise PrepError(error.what, f"--predict {claim}", error.hint) from None
    said = changes(args.set, "--set")
    return Choice(args.preset, args.device, args.seed, said, predictions, args.workers)


def _ask_trust(desk: Desk, lab: Lab, said: str | None) -> None:
    """Take the candidate's word that a foreign lab may run; without it ``LabRun`` refuses."""
    home = desk.place.home
    if is_trusted(home, lab):
        return
    if said is not None:
        if said != lab.digest:
            raise PrepError(
                f"the content of {lab.id} is {lab.digest}, not {said}", "--trust", "read it again"
            )
        trust(home, lab)
    elif sys.stdin.isatty() and sys.stdout.isatty():
        print(f"{lab.path} is not shipped with PrepApp. A lab is a program and may do all that you may.")
        if input("Have you read it, and may it run from now on? [y/N] ").strip().lower() in ("y", "yes"):
            trust(home, lab)


def _tell_faults(shelf: Shelf) -> None:
    for fault in shelf.faults:
        print(fault_line(fault), file=sys.stderr)


def _last_words(over: Over) -> str:
    """What a lab printed before it ended, beyond what is said of it anyway."""
    lines = [line.strip() for line in over.last if line.strip() and line.strip() != over.what]
    return " | ".join(lines[-3:])


def _document(lab: Lab) -> dict[str, object]:
    header = lab.header
    params = {
        name: {
            "default": each.default,
            "help": each.help,
            "min": each.low,
            "max": each.high,
            "choices": each.choices,
        }
        for name, each in header.params.items()
    }
    claims = [
        {
            "claim": each.id,
            "text": each.text,
            "expected": each.expected,
            "rule": each.rule.text,
            "also": each.also,
        }
        for each in header.claims.values()
    ]
    return {
        "lab": lab.id,
        "title": header.title,
        "presets": header.presets,
        "params": params,
        "claims": claims,
        "cards": lab.cards,
        "about": lab.about,
        "paper": header.paper,
        "path": str(lab.path),
        "shipped": lab.shipped,
        "hash": lab.digest,
    }


def _prediction_lines(predictions: Sequence[Prediction]) -> Iterator[str]:
    if not predictions:
        return
    yield ""
    yield "You said"
    marks = {True: "✓", False: "✗", None: "?"}
    yield from table(
        [
            (
                marks[each.right],
                number_text(each.predicted),
                f"measured {number_text(each.measured)}",
                each.claim.text,
            )
            for each in predictions
        ]
    )
    right = sum(each.right is True for each in predictions)
    yield f"{right} of {count(len(predictions), 'prediction')} right"


def _entry(each: Entry) -> dict[str, object]:
    claim, found = each.claim, each.measurement
    return {
        "claim": claim.id,
        "deck": each.card.deck,
        "card": each.card.id,
        "text": claim.text,
        "status": each.status,
        "expected": claim.value,
        "unit": claim.unit,
        "chapter": claim.chapter,
        "measured": found.measured if found else None,
        "verdict": found.verdict if found else None,
        "source": claim.source,
        "protocol": claim.protocol,
        "lab": claim.source if claim.basis == "lab" else None,
        "last_run": found.at.isoformat() if found else None,
        "device": found.device if found else None,
    }


def _ledger_lines(entries: Sequence[Entry]) -> Iterator[str]:
    card = None
    for each in entries:
        if each.card is not card:
            card = each.card
            yield from ("", *wrap(f"{card.id} · {one_line(card.title)}"))
        claim = each.claim
        said = f"{one_line(claim.text)}: {amount(claim.value, claim.unit)}"
        chapter = (
            f"; the chapter says {amount(claim.chapter, claim.unit)}" if claim.chapter is not None else ""
        )
        yield from wrap(f"{said}{chapter}", "    ", "  ")
        yield from wrap(_evidence(each), "      ", "    ")
    counts = Counter(each.status for each in entries)
    yield ""
    yield f"{count(len(entries), 'claim')}: {', '.join(f'{n} {status}' for status, n in counts.items())}"


def _evidence(each: Entry) -> str:
    claim, found = each.claim, each.measurement
    if claim.basis == "computed":
        return f"computed: {claim.source}"
    if claim.basis == "cited":
        return f"cited: {claim.source}, {claim.protocol}"
    if found is None:
        return f"never run: prepapp lab run {claim.source}"
    value = "no number" if found.measured is None else number_text(found.measured)
    when = f"{found.lab}, {found.preset}, {long_day(found.at.date())}, {found.device}"
    return f"{found.verdict}: {value} by {when}"
