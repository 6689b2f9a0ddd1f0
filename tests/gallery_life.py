"""Three weeks of a candidate, for the pictures: reviews spoken and typed, proofs, mocks, a lab, scores."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from prepapp.core.card import Card
from prepapp.core.event import Draft, Grade
from prepapp.core.formats import Format
from prepapp.home import Home, Place
from prepapp.session.assess import assess
from prepapp.session.checking import Attempt, check_of
from prepapp.session.desk import Desk, open_desk
from prepapp.session.grading import Answer, grade_card
from prepapp.session.lab_run import Choice, LabRun
from prepapp.session.labs import labs_at_hand
from prepapp.session.mock_answers import AnswerFile, Entry, hold
from prepapp.session.mock_begin import MockChoice, begin
from prepapp.session.planning import accept, change
from prepapp.session.today import today
from tests.tui.lab_stage import StubHost

START = datetime(2026, 10, 5, 9, tzinfo=UTC)
DECK = "resnet"

RUN = Path(__file__).with_name("gallery_run.jsonl").read_text(encoding="utf-8").splitlines()
"""What the degradation lab said of itself in 60 steps on a CPU, one look in ten kept."""

SKILLS = (
    "degradation", "formulation", "gradient-flow", "identity-mappings", "blocks", "resnet-50",
    "transformers", "vgg-inception", "modern-uses", "implement",
)  # fmt: skip
SCORES = {0: "3322211321", 7: "4433332322", 14: "5554453233"}
"""Plan day -> the self-score of each skill."""

PROOFS: Mapping[int, tuple[tuple[str, int, bool], ...]] = {
    2: (("rn-003", 1, False),),
    4: (("rn-003", 1, True), ("rn-005", 1, True)),
    7: (("rn-006", 1, False), ("rn-004", 1, True)),
    9: (("rn-013", 1, True), ("rn-020", 2, True)),
    11: (("rn-006", 1, False), ("rn-008", 1, True), ("rn-005", 3, True)),
    13: (("rn-027", 2, True), ("rn-033", 1, False)),
}
"""Plan day -> cards and checks done on a blank page, and whether they are right."""

MOCKS: Mapping[int, tuple[Format, str | None]] = {
    0: ("opening", None),
    7: ("short", "Ana"),
    12: ("talk", None),
    13: ("discussion", "Ana"),
    14: ("quickfire", None),
}
"""Plan day -> format, and the friend who asks."""

LAB_DAY = 5


def lived(home: Home, days: int) -> None:
    """Live so many days to an interview in three weeks, with evidence of each rank."""
    desk = open_desk(Place(home), START)
    interview = START.date() + timedelta(days=21)
    accept(desk, change(desk, DECK, START.date(), interview=interview, minutes=40), START)
    for n in range(days):
        now = START + timedelta(days=n)
        if n in SCORES:
            assess(desk, DECK, dict(zip(SKILLS, map(int, SCORES[n]), strict=True)), now)
        for card, check, right in PROOFS.get(n, ()):
            _prove(desk, desk.card(card), check, right, now)
        if n == LAB_DAY:
            asyncio.run(_measure(desk, now))
        for k, item in enumerate(today(desk, now).asked):
            _answer(desk, item.card, n, k, now + timedelta(minutes=10 + 3 * k))
        if n in MOCKS:
            _mock(desk, *MOCKS[n], n, now + timedelta(hours=9))
    desk.close()


def _prove(desk: Desk, card: Card, check: int, right: bool, now: datetime) -> None:
    """Answer a check on a blank page, in a few minutes."""
    attempt = Attempt(desk, card, check_of(card, check), "prove", now)
    text = attempt.reference if right else _slip(attempt.reference)
    attempt.record(text, attempt.judge(text), now + timedelta(minutes=4))


def _slip(reference: str) -> str:
    """Return an answer that can be read and is wrong."""
    return (
        "1" if reference.replace(",", "").replace(".", "").isdigit() else reference.replace("(1 + ", "(2 + ")
    )


async def _measure(desk: Desk, now: datetime) -> None:
    """Run the lab of the degradation problem, after two predictions."""
    (lab,) = (lab for lab in labs_at_hand(desk).labs if lab.header.id == "degradation")
    said = {"degradation-training-loss": 2.0, "degradation-shortcuts": 0.2}
    host = StubHost(RUN)
    host.let_go.set()
    run = LabRun(desk, lab, Choice(predictions=said, card="rn-001"), "0192-gallery")
    async for _ in run.go(host, lambda: now):
        pass


def _answer(desk: Desk, card: Card, day: int, place: int, now: datetime) -> None:
    """Answer one card of a day: every third in a line, every ninth without one of its musts."""
    typed, missing = (day + place) % 3 == 0, (3 * day + 5 * place) % 9 == 5
    musts = [point.n for point in card.points if point.must]
    ticked = [point.n for point in card.points if not (missing and point.n == musts[-1])]
    sure, seconds = "think" if (day + 2 * place) % 4 == 0 else "sure", 55 + 7 * (place % 5)
    said = card.say.splitlines()[0] if typed and card.say else "As on the card." if typed else ""
    take = {"mode": "typed" if typed else "spoken", "sure": sure, "said": said, "part": "due"}
    desk.record([Draft("take", card.deck, card.id, card.revision, {**take, "seconds": seconds})], now)
    answer = Answer(ticked, seconds, "think" if sure == "think" else "sure", said)
    grade_card(desk, card, answer.proposal(card) or Grade.GOOD, answer, now)


def _mock(desk: Desk, interview: Format, friend: str | None, day: int, now: datetime) -> None:
    """Hold a mock: better each week, with a must-point missed now and then."""
    choice = MockChoice(
        interview, DECK, "vision", interviewer=friend, length=5 if interview == "talk" else None
    )
    session = begin(desk, choice, now, f"0192-gallery-{day:02}-{day:012}")
    strong = Entry(
        ticked="all",
        seconds=62,
        sure="sure",
        follow_ups=[Entry(held=True, seconds=30), Entry(held=True, seconds=34)],
    )
    weak = Entry(
        ticked=[1], seconds=50, sure="think", follow_ups=[Entry(seconds=25), Entry(held=True, seconds=30)]
    )
    answers = [weak if n % 4 < 3 - day // 7 else strong for n in range(len(session.interview.items))]
    for entry, item in zip(answers, session.interview.items, strict=True):
        entry.question = item.id
    hold(session, AnswerFile(answer=answers, default=strong, signals={"structure": True}), now)
