"""How far the candidate's own judgement can be trusted."""

from collections.abc import Collection, Iterable

from prepapp.core.event import Event
from prepapp.core.evidence import Proof
from prepapp.core.readiness import Calibration


def calibration(proofs: Iterable[Proof], events: Iterable[Event], cards: Collection[str]) -> Calibration:
    """Return what became of the candidate's ticks and of what they were sure of.

    A self-tick is a spoken answer whose must-points the candidate ticked. The next cold answer to its card
    that is typed or judged by a check says whether it held.
    """
    ticked: set[str] = set()
    asked = held = sure = right = 0
    for proof in proofs:
        one = proof.evidence
        if proof.kind == "taught":
            continue
        if proof.sure and one.cold:
            sure, right = sure + 1, right + one.passed
        if proof.kind in {"take", "mock"} and one.rank == 1 and one.passed:
            ticked.add(one.card)
        elif proof.kind != "lab" and one.rank in {2, 3} and one.cold and one.card in ticked:
            ticked.remove(one.card)
            asked, held = asked + 1, held + one.passed
    return Calibration(held, asked, right, sure, open_mistakes(events, cards))


def open_mistakes(events: Iterable[Event], cards: Collection[str]) -> int:
    """Return how many mistakes stand open, of events in the order of the log; as `replay` counts them."""
    known: dict[str, dict[str, bool]] = {}
    for event in events:
        if event.card in cards and event.kind in {"review", "practice", "mistake"}:
            _count(event, known.setdefault(event.card or "", {}))
    return sum(sum(of_card.values()) for of_card in known.values())


def _count(event: Event, known: dict[str, bool]) -> None:
    """Open or close the mistakes of one card; by the event that holds the answer, whether it is open."""
    said = event.payload
    if event.kind == "mistake":
        if said.get("open"):
            known.setdefault(said["event"], True)
        elif said["event"] in known:
            known[said["event"]] = False
    elif event.kind == "review" and said["grade"] in {"good", "easy"}:
        known.update(dict.fromkeys(known, False))
    elif said["grade"] == "again" and said.get("sure") == "sure":
        known[event.id] = True
