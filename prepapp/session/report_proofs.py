"""What the report says of checks, labs, errata and real interviews."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from prepapp.core.card import Card, Deck
from prepapp.core.event import Event
from prepapp.core.plain import plain_text
from prepapp.core.state import Study
from prepapp.core.variants import as_asked
from prepapp.report.evidence import CheckPassed, ClaimFound, ErratumMet, LabDone, RealInterview
from prepapp.session.desk import Desk
from prepapp.session.errata import deck_errata
from prepapp.session.labs import Lab, labs_at_hand
from prepapp.session.report_payloads import Debriefed, Judged, Ran, Settled, read
from prepapp.session.report_work import is_met

Try = tuple[Event, Judged]


def checks_passed(desk: Desk, events: Iterable[Event]) -> tuple[CheckPassed, ...]:
    """Return the best right answer to each check, in the order in which they were given."""
    tries: dict[tuple[str, int], list[Try]] = defaultdict(list)
    for event in events:
        said = read(event, Judged)
        if event.card is not None and said is not None and said.verdict != "unreadable":
            tries[event.card, said.n].append((event, said))
    found = [_best(desk, card, each) for (card, _), each in tries.items()]
    return tuple(sorted(filter(None, found), key=lambda each: (each.study_day, each.card, each.check)))


def labs_done(desk: Desk, events: Iterable[Event]) -> tuple[LabDone, ...]:
    """Return the newest whole run of each lab, in the order in which they were run."""
    runs: dict[str, list[tuple[Event, Ran]]] = defaultdict(list)
    for event in events:
        said = read(event, Ran)
        if said is not None:
            runs[said.lab].append((event, said))
    whole = {lab: [run for run in each if run[1].outcome == "done"] for lab, each in runs.items()}
    labs = {lab.id: lab for lab in labs_at_hand(desk).labs} if any(whole.values()) else {}
    found = [_lab(*each[-1], len(runs[lab]), labs.get(lab)) for lab, each in whole.items() if each]
    return tuple(sorted(found, key=lambda each: (each.at, each.lab)))


def errata_met(deck: Deck, study: Study) -> tuple[ErratumMet, ...]:
    """Return what the chapter gets wrong on cards that were met."""
    return tuple(
        ErratumMet(
            claim=each.claim.id,
            card=each.card.id,
            text=plain_text(each.claim.text),
            chapter=each.chapter,
            holds=each.holds,
            evidence=each.evidence,
        )
        for each in deck_errata(deck)
        if any(is_met(study.cards.get(card)) for card in (each.card.id, *each.also))
    )


def real_interviews(desk: Desk, events: Iterable[Event]) -> tuple[RealInterview, ...]:
    """Return the real interviews, oldest first."""
    told = [read(event, Debriefed) for event in events]
    return tuple(_interview(desk, each) for each in told if each is not None)


def card_title(card: Card | None, card_id: str) -> str:
    """Return a card's title as plain text; its id where its deck is gone."""
    return plain_text(card.title) if card else card_id


def _best(desk: Desk, card_id: str, tries: Sequence[Try]) -> CheckPassed | None:
    right = [each for each in tries if each[1].verdict == "right"]
    if not right:
        return None
    event, said = max(right, key=_weight)
    card = desk.find(card_id)
    check = next((each for each in card.checks if each.n == said.n), None) if card else None
    return CheckPassed(
        card=card_id,
        title=card_title(card, card_id),
        check=said.n,
        type=said.type,
        mode=said.mode,
        proof=said.proof,
        cold=said.cold,
        hinted=said.hinted,
        study_day=event.study_day,
        tries=len(tries),
        prompt=plain_text(as_asked(check, event.payload.get("variant")).prompt) if check else "",
        answer=said.answer,
    )


def _weight(each: Try) -> tuple[object, ...]:
    """A proof before practice, cold before known, without hints before with them, the newest."""
    event, said = each
    return (said.mode == "prove", said.cold, not said.hinted, event.order)


def _lab(event: Event, said: Ran, runs: int, lab: Lab | None) -> LabDone:
    return LabDone(
        lab=said.lab,
        title=plain_text(lab.header.title) if lab else said.lab,
        runs=runs,
        at=event.local,
        preset=said.preset,
        device=said.device_name or said.device,
        versions=said.versions,
        seed=said.seed,
        seconds=said.seconds,
        predictions=len(said.predictions),
        right=said.right,
        sentence=plain_text(said.sentence),
        claims=tuple(_claim(each, said.predictions, lab) for each in said.claims),
    )


def _claim(found: Settled, predictions: Mapping[str, float], lab: Lab | None) -> ClaimFound:
    known = lab.header.claims.get(found.claim) if lab else None
    return ClaimFound(
        claim=found.claim,
        text=plain_text(known.text) if known else found.claim,
        unit=found.unit,
        predicted=predictions.get(found.claim),
        measured=found.measured,
        expected=found.expected,
        verdict=found.verdict,
        rule=found.rule,
    )


def _interview(desk: Desk, told: Debriefed) -> RealInterview:
    return RealInterview(
        date=told.date,
        profile=told.profile,
        asked=tuple(card_title(desk.find(each), each) for each in told.asked),
        stalled=tuple(card_title(desk.find(each), each) for each in told.stalled),
        company=told.company or None,
        text=told.text or None,
    )
