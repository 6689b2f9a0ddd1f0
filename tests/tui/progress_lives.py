"""Candidates for Progress: on their first day, after three weeks, and one whose weeks went as weeks go."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from prepapp.core.event import Draft, Event, Kind
from prepapp.session.desk import Desk
from prepapp.session.notes import suspend
from prepapp.session.planning import accept, change
from tests.tui.conftest import NOW

DECK = "resnet"
CARDS = tuple(f"rn-{n:03}" for n in range(1, 11))
SKILLS = (
    "degradation", "formulation", "gradient-flow", "identity-mappings", "blocks",
    "resnet-50", "transformers", "vgg-inception", "modern-uses", "implement",
)  # fmt: skip
FIRST = (1, 3, 2, 1, 2, 3, 2, 1, 1, 1)
"""Self-scores of the first day, in the order of the skills."""

RUNGS = (0, 3, 7, 14, 21)
SETTINGS = {"profile": "vision", "seed": 1, "listener": "peer", "interviewer": None, "script": "x",
            "budget_s": 600}  # fmt: skip


def write(desk: Desk, ago: int, drafts: Iterable[Draft]) -> tuple[Event, ...]:
    """Write what was done some days ago, in one transaction."""
    return desk.record(list(drafts), NOW - timedelta(days=ago))


def agreed(desk: Desk, ago: int, interview: int | None = None) -> None:
    """Agree to a plan some days ago, its interview so many days from now."""
    now = NOW - timedelta(days=ago)
    date = NOW.date() + timedelta(days=interview) if interview is not None else None
    accept(desk, change(desk, DECK, desk.day(now), interview=date), now)


def answered(
    desk: Desk, card: str, lacks: int = 0, kind: Kind = "review", seconds: float = 84.0, said: str = ""
) -> list[Draft]:
    """Return an answer to a card, short of its last points."""
    points = [point.n for point in desk.card(card).points]
    held = points[: len(points) - lacks]
    grade = "good" if not lacks else "hard" if held else "again"
    told = {"seconds": seconds, "sure": "sure", "said": said}
    take = {"mode": "typed" if said else "spoken", "part": "due", **told}
    judged = {"grade": grade, "proposed": grade, "points": held, "missed": points[len(held) :], **told}
    revision = desk.card(card).revision
    return [Draft("take", DECK, card, revision, take), Draft(kind, DECK, card, revision, judged)]


def checked(desk: Desk, card: str, verdict: str = "right", hinted: bool = False) -> Draft:
    """Return an answer to the first check of a card on a blank page."""
    told = {"n": 1, "mode": "prove", "type": desk.card(card).checks[0].type, "verdict": verdict}
    more = {"answer": "x", "proof": None, "cold": not hinted, "hinted": hinted, "seconds": 190}
    return Draft("check", DECK, card, desk.card(card).revision, told | more)


def scored(*scores: int) -> Draft:
    """Return a sitting of self-scores, in the order of the skills."""
    return Draft("assess", DECK, payload={"scores": dict(zip(SKILLS, scores, strict=False))})


def mock(name: str, format: str, held: int, why: str = "finished", score: float | None = 0.6) -> list[Draft]:
    """Return a mock of two questions with five points each, of which so many were held."""
    drafts = []
    for step, card in enumerate(CARDS[:2]):
        ticked = list(range(1, 6))[: held - 5 * step if held > 5 * step else 0]
        asked = {
            "mock": name, "format": format, "step": step, "question": f"q-{step}", "kind": "question",
            "follow_up": None, "wording": "Why?", "mode": "spoken", "seconds": 81.0, "target_s": 90,
            "said": "", "ticked": ticked, "missed": [n for n in range(1, 6) if n not in ticked],
            "must_missed": [], "red_flags": [], "held": False, "unseen": True, "witness": None,
            "settings": SETTINGS,
        }  # fmt: skip
        drafts.append(Draft("mock_answer", DECK, card, None, asked))
    end = {"mock": name, "format": format, "why": why, "seconds": 540.0, "score": score, "proposals": [],
           "accepted": []}  # fmt: skip
    return [*drafts, Draft("mock_end", DECK, payload=end)]


def lab(name: str, *verdicts: str, right: int = 0, outcome: str = "done") -> Draft:
    """Return a run of a lab with a claim a verdict, and a prediction of each."""
    claims = [{"claim": f"c-{n}", "also": [], "measured": 1.5, "verdict": verdict, "rule": "above 1",
               "expected": "1.5", "unit": ""} for n, verdict in enumerate(verdicts)]  # fmt: skip
    ran: dict[str, Any] = {
        "lab": name, "run": f"run-{name}", "preset": "quick", "device": "cpu", "device_name": "cpu",
        "versions": {}, "seed": 0, "params": {}, "predictions": {each["claim"]: 1.0 for each in claims},
        "right": right, "outcome": outcome, "what": "", "seconds": 12.0, "cpu_seconds": 11.0,
        "sentence": "", "card": None, "said_aloud": False, "claims": claims,
    }  # fmt: skip
    return Draft("lab_run", DECK, payload=ran)


def day_one(desk: Desk) -> None:
    """Agree to a plan and meet three cards."""
    agreed(desk, 0)
    write(desk, 0, [*answered(desk, "rn-001"), *answered(desk, "rn-002", 2), *answered(desk, "rn-003", 1)])


def three_weeks(desk: Desk) -> None:
    """Keep the plan: every card on its rungs, a miss here and there, mocks, labs, checks, scores."""
    agreed(desk, 21, interview=7)
    for on in range(22):
        ago, drafts = 21 - on, []
        for n, card in enumerate(CARDS):
            for rung in RUNGS:
                if rung + n % 5 == on:
                    drafts += answered(desk, card, int((n + rung) % 3 == 0), seconds=60 + 30 * (n % 4))
        if on % 4 == 2:
            drafts += answered(desk, CARDS[on % 10], 1, "practice")
        if on in {0, 7, 14, 21}:
            drafts.append(
                scored(*(min(5, first + on // (7 if n % 2 else 14)) for n, first in enumerate(FIRST)))
            )
        drafts += _on(desk, on)
        if drafts:
            write(desk, ago, drafts)


def _on(desk: Desk, on: int) -> list[Draft]:
    """Return what is special about a day of the three weeks."""
    match on:
        case 6:
            return [checked(desk, "rn-002", "wrong"), *mock("m-1", "quickfire", 4, score=0.42)]
        case 9:
            return [lab("degradation", "holds", "holds", "fails", right=2), checked(desk, "rn-002")]
        case 13:
            return [*mock("m-2", "quickfire", 7, score=0.68), checked(desk, "rn-003", hinted=True)]
        case 18:
            return [lab("gradient-flow", "holds", "holds", "inconclusive", right=3), checked(desk, "rn-005")]
        case 20:
            return [*mock("m-3", "discussion", 8, score=0.77), checked(desk, "rn-003")]
    return []


def messy(desk: Desk) -> None:
    """Miss days, take grades back, practise a lot, suspend, move the interview twice, quit a mock."""
    agreed(desk, 34, interview=-2)
    write(desk, 34, [*answered(desk, "rn-001", 1), *answered(desk, "rn-002", 4), scored(5, 4, 5)])
    write(desk, 33, [*answered(desk, "rn-003"), *answered(desk, "rn-001", 0, "practice")])
    desk.undo(NOW - timedelta(days=33))
    write(desk, 31, answered(desk, "rn-001"))
    agreed(desk, 19, interview=4)
    write(desk, 19, [each for card in CARDS[:6] for each in answered(desk, card, 1, seconds=200)])
    write(desk, 19, mock("m-1", "short", 0, "quit", None))
    write(desk, 18, [each for _ in range(9) for each in answered(desk, "rn-004", 0, "practice")])
    write(desk, 11, [lab("degradation", outcome="failed"), checked(desk, "rn-002", "unreadable")])
    suspend(desk, desk.card("rn-006"), NOW - timedelta(days=11))
    write(desk, 5, answered(desk, "rn-002", 0, seconds=5000.0))
    agreed(desk, 3, interview=12)
    write(desk, 2, [*answered(desk, "rn-004"), *answered(desk, "rn-007", 2)])
    desk.undo(NOW - timedelta(days=2))
