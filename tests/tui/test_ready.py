"""Ready, the evidence behind a row, and the self-assessment."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from prepapp.core.event import Draft, Kind
from prepapp.core.readiness import Calibration
from prepapp.home import Place
from prepapp.session.desk import Desk, open_desk
from prepapp.session.planning import accept, change
from prepapp.tui import ready_face
from prepapp.tui.app import PrepApp
from prepapp.tui.screens.assess import AssessScreen
from prepapp.tui.screens.card import CardScreen
from prepapp.tui.screens.check import CheckScreen
from prepapp.tui.screens.evidence import EvidenceScreen
from prepapp.tui.screens.mock import MockScreen
from prepapp.tui.screens.ready import ReadyScreen
from prepapp.tui.screens.review import ReviewScreen
from prepapp.tui.screens.today import TodayScreen
from prepapp.tui.widgets.rows import Rows
from tests.tui.conftest import NARROW, NOW, WIDE, Clock, before, desk_of, press, running, settle, shown

Snap = Callable[..., bool]

SCORES = {
    "degradation": 5, "formulation": 5, "gradient-flow": 5, "identity-mappings": 4, "blocks": 3,
    "resnet-50": 4, "transformers": 3, "vgg-inception": 2, "modern-uses": 3, "implement": 4,
}  # fmt: skip


def write(desk: Desk, ago: int, kind: Kind, card: str | None, payload: dict[str, Any]) -> None:
    """Write an event of some days ago."""
    revision = desk.card(card).revision if card else None
    desk.record([Draft(kind, "resnet", card, revision, payload)], NOW - timedelta(days=ago))


def take(desk: Desk, ago: int, card: str, held: bool = True, said: str = "", sure: str = "sure") -> None:
    """Answer a card, whole or short of its first point."""
    points = [point.n for point in desk.card(card).points][0 if held else 1 :]
    grade, told = "good" if held else "again", {"said": said, "sure": sure}
    write(desk, ago, "take", card, {"mode": "typed" if said else "spoken", "part": "due", **told})
    missed = [] if held else [1]
    write(
        desk,
        ago,
        "review",
        card,
        {"grade": grade, "proposed": grade, "points": points, "missed": missed, **told},
    )


def check(desk: Desk, ago: int, card: str, verdict: str = "right", hinted: bool = False) -> None:
    """Answer the first check of a card on a blank page."""
    told = {"n": 1, "mode": "prove", "type": desk.card(card).checks[0].type, "verdict": verdict}
    write(desk, ago, "check", card, {**told, "cold": not hinted, "hinted": hinted})


def mock(desk: Desk, ago: int, card: str) -> None:
    """Answer a question before Ana, whole and in time, and two follow-ups."""
    told: dict[str, Any] = {
        "mock": "m1", "format": "discussion", "question": card, "mode": "spoken", "said": "",
        "witness": "Ana", "seconds": 61.0, "target_s": 90, "ticked": [1, 2], "must_missed": [],
        "red_flags": [], "settings": {},
    }  # fmt: skip
    asked = {"kind": "question", "follow_up": None, "wording": "Which?", "step": 0}
    write(desk, ago, "mock_answer", card, told | asked)
    for n in (1, 2):
        asked = {
            "kind": "follow_up",
            "follow_up": n,
            "wording": "So?",
            "step": n,
            "held": True,
            "unseen": True,
        }
        write(desk, ago, "mock_answer", card, told | asked)


@pytest.fixture
def prepared(place: Place, frozen: None) -> Place:
    """A home after three weeks: every kind of evidence, an interview in six days, a sitting of scores."""
    desk = open_desk(place, NOW - timedelta(days=21))
    started = NOW - timedelta(days=21)
    accept(desk, change(desk, "resnet", desk.day(started), interview=NOW.date() + timedelta(days=6)), started)
    for ago in (20, 13, 6):
        take(desk, ago, "rn-003", ago != 13, sure="think")
        take(desk, ago, "rn-001", said="deeper plain nets train worse" if ago == 6 else "")
    take(desk, 19, "rn-002")
    check(desk, 16, "rn-002", "wrong")
    check(desk, 4, "rn-002")
    write(desk, 3, "hint", "rn-003", {"n": 1, "hint": 1, "of": 3})
    check(desk, 3, "rn-003", hinted=True)
    take(desk, 14, "rn-004", said="v2 keeps the trunk clean")
    take(desk, 7, "rn-004")
    take(desk, 18, "rn-005", said="two or three layers")
    check(desk, 5, "rn-005")
    mock(desk, 2, "rn-005")
    for ago in (12, 8, 1):
        take(desk, ago, "rn-006", ago == 8)
    take(desk, 10, "rn-008", sure="think")
    write(desk, 3, "assess", None, {"scores": SCORES | {"blocks": 2}})
    write(desk, 1, "assess", None, {"scores": SCORES})
    desk.close()
    return place


async def test_every_skill_with_what_it_rests_on_fits_a_small_terminal(prepared: Place, clock: Clock) -> None:
    async with running(prepared, clock) as pilot:
        await press(pilot, "r")
        assert isinstance(pilot.app.screen, ReadyScreen)
        text = " ".join(shown(pilot.app).split())
        assert "Ready Tue 24 Nov · interview in 6 days" in text
        for row in (
            "The degradation problem 5 3 ▼ ● ● ● typed Wednesday",
            "The residual formulation 5 4 ▼ ● ○ ● computed Friday",
            "Gradients through skips 5 2 ▼ ● ○ ● derived, with a hint",
            "Identity mappings, v1/v2 4 3 ▼ ● ● – typed 10 Nov",
            "Basic and bottleneck blocks 3 5 ▲ ● ● ● Ana ticked it Sunday",
            "ResNet-50, stage by stage 4 1 ▼ ○ ● ○ 0 of 1 card held",
            "Skips in Transformers 3 2 ▼ ● – – 1 of 1 card held",
            "Implement a residual block 4 – ▼ – – – never asked, 0 cards",
        ):
            assert row in text
        assert "Asked again, 1 of 2 of your ticks held. Sure and right 8 of 10; open 1." in text
        assert "derive, blank page: Why do skip connections help gra… 5 minutes 2 → 4" in text


async def test_e_shows_the_events_behind_a_row(prepared: Place, clock: Clock) -> None:
    async with running(prepared, clock) as pilot:
        await press(pilot, "r", "j", "e")
        assert isinstance(pilot.app.screen, EvidenceScreen)
        text = " ".join(shown(pilot.app).split())
        assert "Evidence The residual formulation" in text and "Rests on: computed Friday" in text
        assert "Fri 20 Nov ● cold verified computed, blank page" in text
        assert "Sun 8 Nov ○ cold verified number wrong, blank page" in text
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, CardScreen)
        await press(pilot, "q", "q", "end", "e")
        assert "Nothing was answered yet." in shown(pilot.app)
        await press(pilot, "enter", "q", "q")
        assert isinstance(pilot.app.screen, TodayScreen)


async def test_enter_does_the_first_action_and_digits_the_others(prepared: Place, clock: Clock) -> None:
    async with running(prepared, clock) as pilot:
        await press(pilot, "r")
        screen = pilot.app.screen
        assert isinstance(screen, ReadyScreen)
        assert [each.kind for each in screen.ready.actions] == ["check", "check", "check"]
        await press(pilot, "enter")
        top = pilot.app.screen
        assert isinstance(top, CheckScreen) and top.page.attempt.mode == "prove"
        assert top.page.attempt.card.id == screen.ready.actions[0].card
        await press(pilot, "escape", "3")
        top = pilot.app.screen
        assert isinstance(top, CheckScreen)
        assert top.page.attempt.card.id == screen.ready.actions[2].card


async def test_a_typed_answer_and_a_new_card_open_the_review(
    place: Place, clock: Clock, frozen: None
) -> None:
    desk = open_desk(place, NOW)
    accept(desk, change(desk, "resnet", NOW.date()), NOW - timedelta(days=9))
    take(desk, 4, "rn-004")
    take(desk, 2, "rn-004")
    desk.close()
    async with running(place, clock) as pilot:
        await press(pilot, "r")
        screen = pilot.app.screen
        assert isinstance(screen, ReadyScreen)
        kinds = [each.kind for each in screen.ready.actions]
        await press(pilot, str(kinds.index("card") + 1))
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert "Type it this time" in shown(pilot.app)
        await press(pilot, "escape", str(kinds.index("new") + 1))
        assert isinstance(pilot.app.screen, ReviewScreen) and pilot.app.screen.session.first_meeting


async def test_a_mock_is_opened_on_its_card(place: Place, clock: Clock, frozen: None) -> None:
    desk = open_desk(place, NOW)
    accept(desk, change(desk, "resnet", NOW.date()), NOW - timedelta(days=9))
    for card in desk.deck("resnet").cards:
        if card.checks:
            take(desk, 3, card.id)
            check(desk, 1, card.id)
    desk.close()
    async with running(place, clock) as pilot:
        await press(pilot, "r")
        screen = pilot.app.screen
        assert isinstance(screen, ReadyScreen)
        kinds = [each.kind for each in screen.ready.actions]
        await press(pilot, str(kinds.index("mock") + 1))
        top = pilot.app.screen
        assert isinstance(top, MockScreen)
        assert top.session.interview.settings.format == "hotseat"


async def test_scores_by_digits_and_arrows_and_the_one_before_after_the_choice(
    prepared: Place, clock: Clock
) -> None:
    async with running(prepared, clock) as pilot:
        await press(pilot, "r", "s")
        assert isinstance(pilot.app.screen, AssessScreen)
        text = shown(pilot.app)
        assert "before" not in text and "10 skills to score" in text
        assert "I cannot say what got worse with depth" in text
        await press(pilot, "4", "5")
        text = shown(pilot.app)
        assert text.count("before: 5") == 1 and text.count("as before") == 1
        assert "8 skills to score" in text
        await press(pilot, "right", "right", "right", "right", "left")
        assert pilot.app.screen.session.scores["gradient-flow"] == 4
        await press(pilot, "j", *"44444444")
        text = shown(pilot.app)
        assert "Total 41 of 50   all 4s and 5s" in text
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ReadyScreen)
        assert [each.score for each in pilot.app.screen.ready.skills][:3] == [4, 5, 4]
        await press(pilot, "s", "1", "escape", "q", "u")
        scores = desk_of(pilot).open(NOW).events(kind="assess")
        assert len(scores) == 3, "leaving wrote nothing"
        await press(pilot, "r")
        assert isinstance(pilot.app.screen, ReadyScreen)
        assert pilot.app.screen.ready.skills[0].score == 5, "taken back"


async def test_today_asks_when_it_is_time(place: Place, clock: Clock, frozen: None) -> None:
    desk = open_desk(place, NOW)
    accept(desk, change(desk, "resnet", NOW.date()), NOW)
    desk.close()
    async with running(place, clock) as pilot:
        assert "score yourself" not in shown(pilot.app)
        take(desk_of(pilot), 0, "rn-001")
        await press(pilot, "r", "q")
        assert "A minute to score yourself, skill by skill: r, then s" in shown(pilot.app)
        await press(pilot, "r", "s", *"3333333333", "enter", "q")
        assert "score yourself" not in shown(pilot.app)
    clock.now += timedelta(days=3)
    async with running(place, clock) as pilot:
        assert "score yourself" in shown(pilot.app), "the checkpoints of Day 3"


async def test_o_writes_the_sheet_and_a_double_click_shows_the_evidence(
    prepared: Place, clock: Clock
) -> None:
    async with running(prepared, clock) as pilot:
        await press(pilot, "r", "o")
        (notice,) = pilot.app._notifications
        file = Path(notice.message.removeprefix("Written: "))
        assert file.read_text(encoding="utf-8").startswith("# ")
        await pilot.click(Rows, offset=(8, 2), times=2)
        await settle(pilot)
        assert "Evidence  Gradients through skips" in shown(pilot.app)


async def test_nothing_known_says_so(place: Place, clock: Clock, frozen: None) -> None:
    desk = open_desk(place, NOW)
    accept(desk, change(desk, "resnet", NOW.date()), NOW)
    desk.close()
    async with running(place, clock) as pilot:
        await press(pilot, "r")
        text = " ".join(shown(pilot.app).split())
        assert "No tick of yours was asked again yet. Never sure yet; no mistake open." in text
        assert "never asked, 1 card" in text and "▼" not in text


def test_ready_looks(prepared: Place, clock: Clock, snap_compare: Snap) -> None:
    assert snap_compare(PrepApp(prepared, clock), terminal_size=NARROW, run_before=before("r"))


def test_ready_looks_wide(prepared: Place, clock: Clock, snap_compare: Snap) -> None:
    assert snap_compare(PrepApp(prepared, clock), terminal_size=WIDE, run_before=before("r", "down"))


def test_evidence_looks(prepared: Place, clock: Clock, snap_compare: Snap) -> None:
    assert snap_compare(PrepApp(prepared, clock), terminal_size=NARROW, run_before=before("r", "j", "j", "e"))


def test_evidence_looks_wide(prepared: Place, clock: Clock, snap_compare: Snap) -> None:
    assert snap_compare(PrepApp(prepared, clock), terminal_size=WIDE, run_before=before("r", "j", "j", "e"))


def test_assess_looks(prepared: Place, clock: Clock, snap_compare: Snap) -> None:
    keys = ("r", "s", "4", "5", "3", "right")
    assert snap_compare(PrepApp(prepared, clock), terminal_size=NARROW, run_before=before(*keys))


def test_assess_looks_wide(prepared: Place, clock: Clock, snap_compare: Snap) -> None:
    keys = ("r", "s", *"4534433234")
    assert snap_compare(PrepApp(prepared, clock), terminal_size=WIDE, run_before=before(*keys))


def test_what_ticks_and_sureness_came_to_breaks_between_the_two() -> None:
    known = Calibration(26, 28, 129, 143, 0)
    narrow, wide = (ready_face.judgement(known, width).plain for width in (76, 120))
    assert narrow.split("\n") == [
        "Asked again, 26 of 28 of your ticks held.",
        "Sure and right 129 of 143; no mistake open.",
    ]
    assert "\n" not in wide
