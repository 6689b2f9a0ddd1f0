"""The sections of the report on checks, labs, errata and real interviews."""

from collections.abc import Iterator

from prepapp.report import words
from prepapp.report.evidence import CheckPassed, LabDone
from prepapp.report.model import Report
from prepapp.report.outline import Block, Items, Part, Section, Table, Typed, Words

PROOFS = {"sympy": "proved by SymPy", "worlds": "holds in random networks"}
"""What a verdict rests on, in words; of another kind nothing is said."""


def checks(report: Report) -> Iterator[Section]:
    """Say which checks were passed, with the answers."""
    if not report.checks:
        return
    yield Section("Checks passed", (), tuple(_check(each) for each in report.checks))


def _check(each: CheckPassed) -> Part:
    how = "proved on a blank page" if each.mode == "prove" else "in practice"
    tries = f"{each.tries} tries" if each.tries > 1 else "first try"
    parts = [
        how,
        "cold" if each.cold else "not cold",
        "with hints" if each.hinted else "",
        PROOFS.get(each.proof or "", ""),
    ]
    known = ", ".join(part for part in [*parts, tries] if part)
    blocks: list[Block] = [Words(each.prompt)] if each.prompt else []
    blocks.append(Words(f"{each.type.capitalize()}, {words.day(each.study_day)}: {known}."))
    if each.answer:
        blocks.append(Typed("Answer", each.answer))
    return Part(f"{each.card} · {each.title}", tuple(blocks))


def labs(report: Report) -> Iterator[Section]:
    """Say what the labs measured, beside what was predicted."""
    if not report.labs:
        return
    yield Section("Labs", (), tuple(_lab(each) for each in report.labs))


def _lab(each: LabDone) -> Part:
    versions = ", ".join(f"{name} {version}" for name, version in sorted(each.versions.items()))
    took = f"{words.clock(each.seconds)} min" if each.seconds is not None else ""
    where = [words.day(each.at.date()), each.preset, f"seed {each.seed}", f"on {each.device}", versions, took]
    said = f"{' · '.join(part for part in where if part)} · {words.count(each.runs, 'run')}."
    if each.predictions:
        said += f" Predictions near enough: {words.share(each.right, each.predictions)}."
    rows = tuple(
        (
            claim.text,
            words.number(claim.predicted),
            words.number(claim.measured),
            claim.expected,
            claim.unit,
            claim.verdict,
        )
        for claim in each.claims
    )
    head = ("Claim", "Predicted", "Measured", "Expected", "Unit", "Verdict")
    table = Table(f"What {each.lab} measured", head, rows, frozenset({1, 2}))
    blocks: list[Block] = [Words(said), *([Words(each.sentence)] if each.sentence else []), table]
    return Part(each.title, tuple(blocks))


def errata(report: Report) -> Iterator[Section]:
    """Say where the chapter errs, as far as the candidate has met it."""
    if report.errata:
        rows = tuple(
            (each.text, each.chapter, each.holds, each.evidence, each.card) for each in report.errata
        )
        head = ("What", "Chapter", "Holds", "Settled by", "Card")
        yield Section("Errata met", (Table("Where the chapter errs, on cards that were met", head, rows),))


def interviews(report: Report) -> Iterator[Section]:
    """Say what real interviews asked."""
    if not report.interviews:
        return
    parts = []
    for each in report.interviews:
        blocks: list[Block] = []
        if each.asked:
            blocks.append(
                Items(tuple((title, "stalled" if title in each.stalled else "") for title in each.asked))
            )
        if each.text:
            blocks.append(Typed("Told afterwards", each.text))
        title = ", ".join(filter(None, (words.long_day(each.date), each.company, each.profile)))
        parts.append(Part(title, tuple(blocks)))
    yield Section("Real interviews", (), tuple(parts))
