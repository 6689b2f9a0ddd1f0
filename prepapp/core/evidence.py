"""What each event proves: takes, checks, mock answers and lab predictions of a deck, cold or warm.

An answer is cold when it is the first of its study day, and nothing that helps was seen before it that day:
for an answer in words the card's answer side, a hint or a reference; for a check the answer side of its card,
or the check's own hints and reference.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from prepapp.core.card import Card, Deck
from prepapp.core.event import Event, Kind
from prepapp.core.evidence_words import check_words, lab_words, mock_words, take_words
from prepapp.core.mock_score import is_whole
from prepapp.core.readiness import Evidence, Rank

FOLLOW_UPS = 2
"""Unseen follow-ups that must hold for a mock answer to show that one can teach."""

WITHOUT_POINTS = ("mistake", "statement")
"""Parts whose takes are followed by no points: a mistake talked over, a sentence defended."""

BLANK = (None, "blank")
"""What a check says of a page on which nothing was given."""

ProofKind = Literal["lesson", "take", "check", "prove", "mock", "taught", "lab"]
"""A lesson is a first guess that fell short, and proves nothing. A prove is right, cold and unaided."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence, and what it may count for."""

    evidence: Evidence
    kind: ProofKind
    """With ``taught`` the evidence is that of a mock answer before."""
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that a log proves of a deck, in its order, with what is needed to say what to do next."""

    proofs: tuple[Proof, ...]
    seen: Mapping[str, date]
    """Day on which something of a card was last seen or tried; until the next day it is warm."""
    asked: Mapping[str, frozenset[int]]
    """Follow-ups that each card has been asked."""


class _Take(NamedTuple):
    """An answer that still waits for its points."""

    study_day: date
    mode: str
    said: str
    sure: bool
    cold: bool
    hinted: bool


Mark = tuple[Literal["answer", "reading", "hint", "reference", "tried"], int]
"""What was seen of a card on a study day, and of which check; 0 for the card as a whole."""


@dataclass(slots=True)
class _Log:
    """What the events before have left behind."""

    deck: Deck
    cards: Mapping[str, Card]
    marks: dict[tuple[str, date], set[Mark]] = field(default_factory=dict)
    seen: dict[str, date] = field(default_factory=dict)
    takes: dict[str, _Take] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)
    mocks: dict[tuple[str, str], tuple[Evidence, int]] = field(default_factory=dict)
    """Whole mock answers within their time, by mock and question, with the unseen follow-ups that held."""
    asked: dict[str, set[int]] = field(default_factory=dict)

    def of(self, event: Event) -> set[Mark]:
        """What was seen of the event's card on its day."""
        return self.marks.get((event.card or "", event.study_day), set())

    def mark(self, event: Event, what: Mark) -> None:
        """Say that something was seen or tried."""
        if event.card is not None:
            self.marks.setdefault((event.card, event.study_day), set()).add(what)
            self.seen[event.card] = event.study_day


def gather(deck: Deck, events: Iterable[Event]) -> Gathered:
    """Return what a deck's standing events prove, taken in the order of the log."""
    log = _Log(deck, {card.id: card for card in deck.cards})
    proofs: list[Proof] = []
    for event in events:
        read = READ.get(event.kind)
        if read is not None and event.deck == deck.id:
            proofs += read(log, event)
    return Gathered(tuple(proofs), log.seen, {card: frozenset(ns) for card, ns in log.asked.items()})


def _take(log: _Log, event: Event) -> Iterator[Proof]:
    said = event.payload
    if "follow_up" in said:
        log.asked.setdefault(event.card or "", set()).add(said["follow_up"])
        return
    marks = log.of(event)
    if event.card is not None and said.get("part") not in WITHOUT_POINTS:
        log.takes[event.card] = _Take(
            event.study_day,
            said.get("mode", "spoken"),
            said.get("said") or "",
            said.get("sure") == "sure",
            _is_cold(marks),
            _is_hinted(marks),
        )
    log.mark(event, ("answer", 0))
    yield from ()


def _answer(log: _Log, event: Event) -> Iterator[Proof]:
    card = log.cards.get(event.card or "")
    if card is None:
        return
    said = event.payload
    take = log.takes.pop(card.id, None)
    if take is None or take.study_day != event.study_day:
        take = _untimed(log.of(event), event)
    typed = take.mode == "typed" and bool((said.get("said") or take.said).strip())
    passed = take.mode != "unknown" and _holds(card, event)
    words = take_words(take.mode, typed, passed)
    evidence = _evidence(event, card.skill, card.id, 2 if typed else 1, passed, take.cold, take.hinted, words)
    is_lesson = event.kind == "practice" and card.id not in log.met and not passed
    log.met.add(card.id)
    log.mark(event, ("answer", 0))
    yield Proof(evidence, "lesson" if is_lesson else "take", take.sure or said.get("sure") == "sure")


def _untimed(marks: set[Mark], event: Event) -> _Take:
    """Return the take of a grade that none came before, as on the command line."""
    said = event.payload.get("said") or ""
    mode = "typed" if said.strip() else "spoken"
    return _Take(event.study_day, mode, said, False, _is_cold(marks), _is_hinted(marks))


def _holds(card: Card, event: Event) -> bool:
    """Whether every must-point was ticked; without points, or where the card has others now, the grade says.

    What was proposed says it before what was given, which may be an opinion.
    """
    said = event.payload
    points = said.get("points")
    if points is not None and card.points and event.revision == card.revision:
        return bool(points) and card.musts <= set(points)
    return bool((said.get("proposed") or said["grade"]) != "again")


def _check(log: _Log, event: Event) -> Iterator[Proof]:
    card, said = log.cards.get(event.card or ""), event.payload
    if card is None or said.get("verdict") == "unreadable":
        return
    n, marks = said.get("n", 1), log.of(event)
    untouched = ("answer", 0) not in marks and not any(of == n for _, of in marks)
    blank = said.get("faded") in BLANK
    hinted = bool(said.get("hinted")) or not blank or bool({("hint", n), ("reference", n)} & marks)
    cold = untouched and blank and bool(said.get("cold", True))
    passed, is_prove = said.get("verdict") == "right", said.get("mode") == "prove"
    words = check_words(said.get("type", ""), passed, is_prove, hinted, blank)
    evidence = _evidence(event, card.skill, card.id, 3, passed, cold, hinted, words)
    log.met.add(card.id)
    log.mark(event, ("tried", n))
    yield Proof(evidence, "prove" if is_prove and passed and cold and not hinted else "check")


def _seen(log: _Log, event: Event) -> Iterator[Proof]:
    n = event.payload.get("n", 0)
    if event.kind == "look":
        log.mark(event, ("reading", n) if n else ("answer", 0))
    else:
        log.mark(event, ("hint" if event.kind == "hint" else "reference", n))
    yield from ()


def _mock(log: _Log, event: Event) -> Iterator[Proof]:
    said = event.payload
    if said.get("kind") == "follow_up":
        yield from _followed_up(log, event)
        return
    card = log.cards.get(event.card or "")
    skill = card.skill if card else said.get("skill", "")
    cold, hinted = _is_cold(log.of(event)), _is_hinted(log.of(event))
    log.mark(event, ("answer", 0))
    mode = said.get("mode", "spoken")
    if mode == "skipped":
        return
    witness = said.get("witness")
    typed = mode == "typed" and bool(said.get("said", "").strip())
    rank: Rank = 4 if witness else 2 if typed else 1
    whole = is_whole(said.get("must_missed", ()), said.get("ticked", ()), said.get("red_flags", ()))
    passed = whole and mode != "silent"
    words = mock_words(said.get("format", ""), mode, witness, passed)
    evidence = _evidence(event, skill, card.id if card else "", rank, passed, cold, hinted, words)
    in_time = said.get("seconds", 0) <= said.get("target_s", 0)
    if passed and in_time and rank != 1:
        log.mocks[said["mock"], said["question"]] = (evidence, 0)
    if card:
        log.met.add(card.id)
    yield Proof(evidence, "mock", said.get("sure") == "sure")


def _followed_up(log: _Log, event: Event) -> Iterator[Proof]:
    said = event.payload
    if event.card is not None and said.get("format") == "hotseat" and said.get("follow_up"):
        log.asked.setdefault(event.card, set()).add(said["follow_up"])
    answered = log.mocks.get((said["mock"], said["question"]))
    if answered is None or not (said.get("held") and said.get("unseen")):
        return
    evidence, held = answered[0], answered[1] + 1
    log.mocks[said["mock"], said["question"]] = (evidence, held)
    if held == FOLLOW_UPS:
        yield Proof(evidence, "taught")


def _lab(log: _Log, event: Event) -> Iterator[Proof]:
    """Read a run: evidence, where it was predicted, of the card it was run from, else of its first."""
    said = event.payload
    lab, predicted = said.get("lab", ""), said.get("predictions") or {}
    named = log.cards.get(said.get("card") or "")
    card = named or next((each for each in log.deck.cards if each.measured_by == lab), None)
    if card is None or said.get("outcome") != "done":
        return
    ran = (f"lab {lab}", event.study_day)
    marks = log.marks.setdefault(ran, set())
    cold = not marks and ("answer", 0) not in log.marks.get((card.id, event.study_day), set())
    marks.add(("tried", 0))
    if predicted:
        right, whole = said.get("right", 0), len(predicted)
        evidence = _evidence(
            event, card.skill, card.id, 3, right == whole, cold, False, lab_words(right, whole)
        )
        yield Proof(evidence, "lab")


def _is_cold(marks: set[Mark]) -> bool:
    """Whether an answer in words is cold: tries at a check show none of it."""
    return all(what == "tried" for what, _ in marks)


def _is_hinted(marks: set[Mark]) -> bool:
    return any(what in {"hint", "reference"} for what, _ in marks)


def _evidence(
    event: Event, skill: str, card: str, rank: Rank, passed: bool, cold: bool, hinted: bool, words: str
) -> Evidence:
    return Evidence(event.id, event.at, event.study_day, skill, card, rank, passed, cold, hinted, words)


READ: Mapping[Kind, Callable[[_Log, Event], Iterator[Proof]]] = {
    "take": _take,
    "review": _answer,
    "practice": _answer,
    "check": _check,
    "hint": _seen,
    "give_up": _seen,
    "look": _seen,
    "mock_answer": _mock,
    "lab_run": _lab,
}
