"""The report: composed from the log, rendered in a format, written to a file."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from prepapp.core.card import Deck
from prepapp.core.mock_record import records
from prepapp.core.plain import plain_text
from prepapp.core.plan import Plan
from prepapp.errors import PrepError
from prepapp.home import write_atomically
from prepapp.report.model import SCHEMA, Answered, DeckName, PlanNow, Report, redacted
from prepapp.session.desk import Desk
from prepapp.session.planning import current, days_ahead
from prepapp.session.ready import ready
from prepapp.session.report_mocks import mocks
from prepapp.session.report_proofs import card_title, checks_passed, errata_met, labs_done, real_interviews
from prepapp.session.report_skills import next_actions, skills, trust
from prepapp.session.report_work import days, held_by_rung, held_by_skill, work
from prepapp.store.totals import answers, events_of, totals

Format = Literal["html", "md", "csv", "json"]

FORMATS: dict[str, Format] = {
    ".html": "html", ".htm": "html", ".md": "md", ".csv": "csv", ".zip": "csv", ".json": "json"
}  # fmt: skip
"""By the ending of a file's name."""


def compose(desk: Desk, deck_id: str, now: datetime) -> Report:
    """Return the report of one deck."""
    deck, today, log = desk.deck(deck_id), desk.day(now), desk.open(now)
    sums = totals(log, deck_id)
    lived = days(sums, days_ahead(desk, deck_id, today))
    readiness = ready(desk, deck_id, now)
    return Report(
        schema=SCHEMA,
        written=now,
        study_day=today,
        redacted=False,
        candidate=desk.settings.name,
        deck=DeckName(deck.id, plain_text(deck.title), plain_text(deck.source), len(deck.cards)),
        plan=_plan(desk, deck, current(desk, deck_id, today), now),
        work=work(sums, lived, desk.study, deck),
        next=next_actions(readiness),
        skills=skills(readiness, {card.id: card_title(card, card.id) for card in deck.cards}),
        trust=trust(readiness),
        days=lived,
        by_rung=held_by_rung(sums, desk.study),
        by_skill=held_by_skill(sums, deck),
        mocks=mocks(records(events_of(log, deck_id, "mock_answer", "mock_end")), desk.find),
        checks=checks_passed(desk, events_of(log, deck_id, "check")),
        labs=labs_done(desk, events_of(log, deck_id, "lab_run")),
        errata=errata_met(deck, desk.study),
        interviews=real_interviews(desk, events_of(log, deck_id, "interview")),
    )


def answered(desk: Desk, deck_id: str, redact: bool, now: datetime) -> Iterator[Answered]:
    """Walk every answer to a card of a deck, oldest first."""
    for row in answers(desk.open(now), deck_id):
        card = desk.find(row.card)
        yield Answered(
            at=row.at,
            study_day=row.study_day,
            kind=row.kind,
            card=row.card,
            skill=card.skill if card else "",
            grade=row.grade,
            proposed=row.proposed,
            points_held=row.held,
            points_asked=row.asked,
            seconds=row.seconds,
            sure=row.sure,
            said=None if redact else row.said,
        )


def format_of(file: Path) -> Format:
    """Return the format that a file's name asks for."""
    found = FORMATS.get(file.suffix.lower())
    if found is None:
        raise PrepError("which format?", str(file), f"end its name in {', '.join(FORMATS)}, or say --format")
    return found


def rendered(desk: Desk, deck_id: str, format: Format, redact: bool, now: datetime) -> str:
    """Return the report as text; as CSV the answers alone."""
    if format == "csv":
        from prepapp.report.tables import answers_table

        return answers_table(answered(desk, deck_id, redact, now))
    return render(reported(desk, deck_id, redact, now), format)


def reported(desk: Desk, deck_id: str, redact: bool, now: datetime) -> Report:
    """Return the report of one deck, with or without what was typed."""
    report = compose(desk, deck_id, now)
    return redacted(report) if redact else report


def render(report: Report, format: Format) -> str:
    """Return a report as HTML, Markdown or JSON."""
    match format:
        case "html":
            from prepapp.report.html import html

            return html(report)
        case "md":
            from prepapp.report.markdown import markdown

            return markdown(report)
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n"


def write_report(desk: Desk, deck_id: str, format: Format, file: Path, redact: bool, now: datetime) -> Path:
    """Write the report to a file; as CSV to a ``.zip``, every table."""
    if format == "csv" and file.suffix.lower() == ".zip":
        from prepapp.report.tables import bundle

        report = reported(desk, deck_id, redact, now)
        written: str | bytes = bundle(report, answered(desk, deck_id, redact, now))
    else:
        written = rendered(desk, deck_id, format, redact, now)
    try:
        write_atomically(file, written)
    except OSError as error:
        raise PrepError(f"cannot be written: {error.strerror}", str(file), "name another file") from error
    return file


def _plan(desk: Desk, deck: Deck, plan: Plan, now: datetime) -> PlanNow:
    today = desk.day(now)
    state = desk.study.decks.get(deck.id)
    return PlanNow(
        agreed=state is not None and state.plan is not None,
        start=plan.start,
        day=(today - plan.start).days,
        interview=plan.interview,
        days_left=(plan.interview - today).days if plan.interview else None,
        minutes=plan.minutes,
        profile=plan.profile,
        offsets=plan.offsets,
    )
