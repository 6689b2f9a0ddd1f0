"""A candidate's log with all that a report speaks of, and a marker in every text that somebody typed."""

from typing import Any

from prepapp.core.event import Draft, Event
from prepapp.session.desk import Desk
from tests.builders import DECK, noon, plan_draft

MARKER = "xyzzy-typed"

CHECK = {
    "n": 1,
    "mode": "prove",
    "type": "number",
    "verdict": "right",
    "proof": None,
    "cold": True,
    "hinted": False,
}
LAB = {
    "lab": "degradation", "run": "run-1", "preset": "quick", "device": "cpu", "device_name": "a processor",
    "versions": {"torch": "2.13.0"}, "seed": 3, "params": {}, "predictions": {"gap": 2.0}, "right": 1,
    "outcome": "done", "what": "", "seconds": 12.5, "cpu_seconds": 11.0, "sentence": "Depth hurts.",
    "card": None, "said_aloud": False,
    "claims": [{"claim": "gap", "also": [], "measured": 1.7, "verdict": "holds", "rule": "above 1",
                "expected": "1.5", "unit": "times"}],
}  # fmt: skip
SETTINGS = {
    "profile": "vision",
    "seed": 1,
    "listener": "none",
    "interviewer": "app",
    "script": "x",
    "budget_s": 600,
}


def live(desk: Desk) -> None:
    """Live from plan day 0 to day 4."""
    answer = {"points": [1, 2, 3], "missed": [], "seconds": 60, "sure": "sure", "said": MARKER}
    _on(desk, 0, plan_draft(21, minutes=30, profile="vision"), *_answered("c-0", "good", **answer))
    _on(desk, 0, *_answered("c-1", "again", **{**answer, "points": [], "missed": [1, 2, 3]}))
    _on(desk, 0, Draft("assess", DECK, payload={"scores": {"flow": 4, "blocks": 2, "ode": 3}}))
    _on(desk, 1, *_answered("c-1", "good", **{**answer, "points": [1, 2], "missed": [3], "seconds": 30}))
    _on(desk, 1, *_answered("c-2", "good", "practice", **answer))
    (taken_back,) = _on(desk, 1, Draft("review", DECK, "c-2", "r1", {"grade": "easy", **answer}))
    _on(desk, 1, Draft("void", DECK, "c-2", payload={"event": taken_back.id}))
    _on(
        desk,
        2,
        Draft("check", DECK, "c-0", "r1", {**CHECK, "verdict": "wrong", "answer": MARKER, "seconds": 90}),
    )
    _on(desk, 2, Draft("hint", DECK, "c-0", "r1", {"n": 1, "hint": 1, "of": 2}))
    wrong = {**CHECK, "verdict": "wrong", "answer": MARKER, "seconds": None}
    _on(desk, 3, Draft("check", DECK, "c-1", "r1", wrong))
    right = {**CHECK, "answer": f"{MARKER} = 4", "seconds": 90}
    _on(desk, 3, Draft("check", DECK, "c-0", "r1", right))
    _on(
        desk,
        3,
        Draft("check", DECK, "c-0", "r1", {**right, "verdict": "wrong", "cold": False, "seconds": None}),
    )
    _on(
        desk,
        3,
        Draft("lab_run", DECK, payload=LAB),
        Draft("lab_run", DECK, payload={**LAB, "outcome": "failed", "seed": 9}),
    )
    _on(desk, 3, Draft("note", DECK, "c-0", payload={"text": MARKER}))
    _on(desk, 3, Draft("suspend", DECK, "c-5", payload={"suspended": True}))
    _on(desk, 3, Draft("checkpoint", DECK, payload={"checkpoint": "cp-7"}))
    _on(desk, 4, *_mock("m-1", "short"), *_mock("m-2", "quickfire"))
    told = {"date": "2026-03-05", "profile": "vision", "company": MARKER, "text": MARKER}
    _on(desk, 4, Draft("interview", DECK, payload={**told, "asked": ["c-0"], "stalled": ["c-0"]}))


def _on(desk: Desk, day: int, *drafts: Draft) -> tuple[Event, ...]:
    return desk.record(drafts, noon(day))


def _answered(card: str, grade: str, kind: Any = "review", **said: Any) -> list[Draft]:
    take = {
        "mode": "typed",
        "sure": said["sure"],
        "said": said["said"],
        "part": "due",
        "seconds": said["seconds"],
    }
    return [
        Draft("take", DECK, card, "r1", take),
        Draft(kind, DECK, card, "r1", {"grade": grade, "proposed": grade, **said}),
    ]


def _mock(mock: str, format: str) -> list[Draft]:
    asked = {
        "mock": mock, "format": format, "step": 0, "question": "q-1", "kind": "question", "follow_up": None,
        "wording": "Why do skip connections help?", "mode": "typed", "seconds": 80, "target_s": 90,
        "said": MARKER, "ticked": [1, 3], "missed": [2], "must_missed": [2], "red_flags": [],
        "held": False, "unseen": False, "witness": f"Dr. {MARKER}, and {MARKER} too", "settings": SETTINGS,
    }  # fmt: skip
    follow_up = {**asked, "step": 1, "kind": "follow_up", "follow_up": 1, "wording": "why 1?", "held": True}
    end = {"mock": mock, "format": format, "why": "finished", "seconds": 120, "score": 0.5, "proposals": [],
           "accepted": []}  # fmt: skip
    return [
        Draft("mock_answer", DECK, "c-0", "r1", asked),
        Draft("mock_answer", DECK, "c-0", "r1", {**follow_up, "unseen": True, "ticked": [], "missed": []}),
        Draft("mock_end", DECK, payload=end),
    ]
