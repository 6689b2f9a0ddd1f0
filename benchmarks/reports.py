"""A report on a long history: time and peak memory, beside the SQL alone."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks.collection import NOW, SEED, write_deck
from benchmarks.environments import ask
from benchmarks.spread import Spread, spread
from benchmarks.table import row
from prepapp.core.card import Card
from prepapp.core.deckfile import read_deck
from prepapp.core.event import Draft, Event
from prepapp.store.log import new_id
from prepapp.store.opening import open_log, sqlite_url

PROGRAM = Path(__file__).parent / "peers" / "report_cost.py"
ROUNDS = 5
CARDS, EVENTS, DAYS = 450, 100_000, 500
KINDS = {
    "sql": "report: the SQL alone",
    "fold": "report: the fold of what is proven alone",
    "json": "report: json",
    "md": "report: md",
    "html": "report: html",
    "csv": "report: csv, a row an answer",
    "zip": "report: csv, all tables",
}


@dataclass(frozen=True, slots=True)
class Reports:
    """Milliseconds and peak memory of each kind, imports included."""

    times: dict[str, Spread]
    peaks: dict[str, Spread]
    """In MB."""


def measure_reports(python: Path, scratch: Path) -> Reports:
    """Write a long history and report on it by turns, each in a fresh process."""
    home = scratch / "home-report"
    _write(home)
    rounds = [
        {kind: json.loads(ask(python, str(PROGRAM), kind, str(home))) for kind in KINDS}
        for _ in range(ROUNDS)
    ]
    return Reports(
        *({kind: spread([each[kind][of] for each in rounds]) for kind in KINDS} for of in ("ms", "mb"))
    )


def report_rows(run: Reports) -> Iterator[Sequence[str]]:
    """Walk the rows of the time, the SQL alone first."""
    for kind, name in KINDS.items():
        yield row(name, CARDS, run.times[kind], run.times["sql"] if kind != "sql" else None)


def memory_rows(run: Reports) -> Iterator[Sequence[str]]:
    """Walk the rows of the memory."""
    yield ("peak memory", "MB", "ratio")
    floor = run.peaks["sql"].median
    for kind, name in KINDS.items():
        peak = run.peaks[kind].median
        yield (name, f"{peak:.0f}", f"{peak / floor:.2f}x")


def _write(home: Path) -> None:
    chance = random.Random(SEED)
    write_deck(home / "decks" / "bench", CARDS, chance)
    deck, _ = read_deck(home / "decks" / "bench")
    assert deck is not None
    log = open_log(sqlite_url(home / "prepapp.db"), "bench", 4, NOW, home / "backups")
    log.merge(_events(deck.cards, chance))
    log.close()


def _events(cards: Sequence[Card], chance: random.Random) -> Iterator[Event]:
    start = NOW - timedelta(days=DAYS)
    payload = {"start": start.date().isoformat(), "interview": None, "minutes": 60}
    drafts = [Draft("plan", "bench", payload=payload)]
    while len(drafts) < EVENTS:
        drafts += _turn(chance.choice(cards), chance)
    for n, draft in enumerate(drafts[:EVENTS]):
        at = start + timedelta(days=n * DAYS // EVENTS, seconds=n % (EVENTS // DAYS))
        kept = (draft.kind, draft.deck, draft.card, draft.revision, draft.payload)
        yield Event(new_id(), "bench", n + 1, at, 0, at.date(), *kept)


def _turn(card: Card, chance: random.Random) -> list[Draft]:
    """A take and its grade; now and then a check or a mock's answer as well."""
    grade = chance.choices(("again", "hard", "good", "easy"), (10, 10, 70, 10))[0]
    missed = {"again": [1], "hard": [3]}.get(grade, [])
    points = [n for n in (1, 2, 3) if n not in missed]
    mode = chance.choice(("spoken", "typed"))
    said = "the identity term survives" if mode == "typed" else ""
    seconds, sure = round(chance.uniform(20, 120), 1), chance.choice(("sure", "think", "guess"))
    about = ("bench", card.id, card.revision)
    answer = {"seconds": seconds, "sure": sure, "said": said}
    drafts = [
        Draft("take", *about, {"mode": mode, "part": "due", **answer}),
        Draft(
            "review",
            *about,
            {"grade": grade, "proposed": grade, "points": points, "missed": missed, **answer},
        ),
    ]
    if chance.random() < 0.1:
        verdict = chance.choice(("right", "wrong"))
        judged = {
            "n": 1,
            "mode": "prove",
            "type": "number",
            "verdict": verdict,
            "proof": None,
            "answer": "12",
        }
        drafts.append(Draft("check", *about, {**judged, "cold": True, "hinted": False, "seconds": seconds}))
    return drafts
