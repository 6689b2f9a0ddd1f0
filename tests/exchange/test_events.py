"""The history as JSON lines: ten thousand events of every kind give an identical database."""

import hashlib
import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

from prepapp.core.event import Event, Kind
from prepapp.core.studyday import study_day
from prepapp.store.opening import open_log, sqlite_url
from tests.cli.conftest import Cli

EVENTS = 10_000
TABLES = ("event", "card_state", "deck_state", "meta")
WORDS = ("", "a = b", "∂E/∂x — « »", "\u2028 line\nbreak \x00\x1f", "𝔽 🙂 'quoted' \"double\"", "x" * 300)


def value(draw: random.Random, depth: int = 0) -> Any:
    """Any JSON value."""
    if depth < 2 and draw.random() < 0.4:
        return draw.choice([[value(draw, depth + 1)], {draw.choice(WORDS): value(draw, depth + 1)}, {}, []])
    return draw.choice([None, True, 0, -1, 2**53, 0.1, 1e-9, 2.5, draw.choice(WORDS), draw.random()])


def payload(draw: random.Random, kind: Kind, earlier: list[Event]) -> dict[str, Any]:
    """What an event of a kind carries, and more that this version does not know."""
    grades = ["again", "hard", "good", "easy"]
    reference = draw.choice(earlier).id if earlier else "none"
    needed: dict[str, dict[str, Any]] = {
        "plan": {
            "start": "2026-03-02", "interview": draw.choice([None, "2026-04-01"]), "minutes": 30,
            "offsets": [0, 3, 7],
        },
        "review": {
            "grade": draw.choice(grades), "missed": [1], "sure": draw.choice(["sure", "guess", None]),
            "said": draw.choice(WORDS),
        },
        "practice": {"grade": draw.choice(grades)},
        "take": {"follow_up": draw.randrange(4), "mode": "typed", "said": draw.choice(WORDS)},
        "suspend": {"suspended": draw.random() < 0.5},
        "note": {"text": draw.choice(WORDS)},
        "mistake": {"event": reference, **draw.choice([{}, {"open": True, "said": "x", "missed": [1]}])},
        "void": {"event": reference},
        "checkpoint": {"checkpoint": f"day{draw.randrange(3)}"},
        "look": {"what": "answer"},
        "lab_run": {
            "lab": "adding", "outcome": "done", "preset": "quick", "device": "cpu", "device_name": "",
            "seed": 0, "claims": [],
        },
        "assess": {"scores": {"sums": draw.randint(1, 5)}},
        "interview": {
            "date": "2026-04-01", "profile": None, "company": draw.choice(WORDS), "asked": ["c1"],
            "stalled": [], "text": "",
        },
        "mock_end": {
            "mock": f"m{draw.randrange(9)}", "format": "talk",
            "why": draw.choice(["finished", "quit", "time"]),
            "seconds": draw.random(), "score": None, "proposals": ["c1"], "accepted": [],
        },
        "mock_answer": {
            "mock": f"m{draw.randrange(9)}", "format": "talk", "step": draw.randrange(9), "question": "q1",
            "kind": "question", "follow_up": None, "wording": "?", "mode": "typed", "seconds": draw.random(),
            "target_s": 90, "said": draw.choice(WORDS), "ticked": [1], "missed": [], "must_missed": [],
            "red_flags": [], "held": False, "unseen": False, "witness": None,
            "settings": {
                "profile": None, "seed": 1, "listener": "peer", "interviewer": None, "script": "r1",
                "budget_s": 600,
            },
        },
    }  # fmt: skip
    return {"more": value(draw), **needed.get(kind, {})}


def history(seed: int) -> list[Event]:
    """Random events of three machines, in time zones of their own."""
    draw = random.Random(seed)
    events: list[Event] = []
    kinds = get_args(Kind)
    seqs = {"desktop": 0, "laptop": 0, "phone": 0}
    at = datetime(2026, 3, 2, 8, tzinfo=UTC)
    for n in range(EVENTS):
        at += timedelta(microseconds=draw.randrange(1, 10**9))
        device = draw.choice(list(seqs))
        seqs[device] += 1
        offset = draw.choice([-300, 0, 60, 345])
        kind: Kind = draw.choice(kinds)
        card = None if kind in ("plan", "assess", "interview", "mock_end") else f"c{draw.randrange(40)}"
        events.append(
            Event(
                f"{seed}-{n:05}", device, seqs[device], at, offset,
                study_day(at + timedelta(minutes=offset), 4), kind, f"d{draw.randrange(2)}", card,
                draw.choice([None, "r1"]), payload(draw, kind, events[-50:]),
            )
        )  # fmt: skip
    return events


def dump(database: Path) -> str:
    """Return a hash of every row of every table."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(database)) as connection:
        for table in TABLES:
            rows = connection.execute(f"SELECT * FROM {table}").fetchall()
            digest.update(repr((table, sorted(map(repr, rows)))).encode())
    return digest.hexdigest()


def test_ten_thousand_events_give_an_identical_database(cli: Cli, tmp_path: Path) -> None:
    events = history(seed=7)
    assert {event.kind for event in events} == set(get_args(Kind))
    cli.home.mkdir(exist_ok=True)
    now = datetime(2026, 10, 12, tzinfo=UTC)
    log = open_log(sqlite_url(cli.home / "prepapp.db"), "here", 4, now, tmp_path)
    assert log.merge(events).added == EVENTS
    log.close()
    file = tmp_path / "events.jsonl"
    assert cli.ask("export", "-o", str(file))["events"] == EVENTS
    other = Cli(tmp_path / "other", cli.decks, cli.capsys)
    assert other.ask("import", str(file))["events"] == EVENTS
    assert dump(other.home / "prepapp.db") == dump(cli.home / "prepapp.db")
    other.ask("export", "-o", str(tmp_path / "again.jsonl"))
    assert (tmp_path / "again.jsonl").read_bytes() == file.read_bytes()
    assert other.ask("import", str(file))["skipped"] == EVENTS
