"""Check by its keys: live lines, hints, giving up, a blank page, several checks, and the ways in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from prepapp.answers.verdict import Verdict
from prepapp.core.event import Event
from prepapp.home import Place
from prepapp.runner.client import LabHost
from prepapp.runner.wire import Ready
from prepapp.session import check_kind
from prepapp.session import desk as desk_module
from prepapp.session.check_fading import Fade
from prepapp.session.day import Stage, Turn
from prepapp.tui.app import PrepApp
from prepapp.tui.screens.card import CardScreen
from prepapp.tui.screens.check import CheckScreen
from prepapp.tui.screens.review import ReviewScreen
from prepapp.tui.screens.trust import TrustScreen
from tests.tui.conftest import NARROW, WIDE, Clock, desk_of, press, running, settle, shown
from tests.tui.lab_stage import stub

Snap = Callable[..., bool]

CHECKED = Path(__file__).parent / "checked" / "made"
FIRST = "dE/dx_l = dE/dx_L * dx_L/dx_l"
SLIP = "= dE/dx_L * d/dx_l sum_{i=l}^{L-1} F(x_i)"
LAST = "= dE/dx_L * (1 + d/dx_l sum_{i=l}^{L-1} F(x_i))"
STRIDELESS = "conv3x3,16 bn relu basic 16x2 basic 32x2 gap fc10"


@pytest.fixture
def made(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A fresh home with two cards that have checks."""
    monkeypatch.setattr(desk_module, "deck_folders", lambda _home, _more: [CHECKED])
    return place


def keys(text: str) -> list[str]:
    """Return the keys that type a text."""
    return ["enter" if letter == "\n" else letter for letter in text]


PICTURES = {
    "live": keys(f"{FIRST}\n{SLIP}\n= dE/dx_L * (1 +"),
    "right": [*keys(f"{FIRST}\n{LAST}"), "ctrl+s"],
    "drawing": ["tab", *keys(STRIDELESS), "ctrl+s"],
    "prove": ["shift+tab", "ctrl+r", *keys("74k"), "enter"],
}
"""What is pressed before each picture."""


async def open_check(pilot: Pilot[None], card: str = "mk-1", faded: Fade = "blank") -> None:
    """Open a card that was never met, its checks by their key, and a derivation with so much given."""
    desk = desk_of(pilot)
    pilot.app.push_screen(CardScreen(desk, desk.card(card)))
    await settle(pilot)
    await press(pilot, "c")
    screen = pilot.app.screen
    assert isinstance(screen, CheckScreen)
    while screen.page.attempt.faded != faded:
        await press(pilot, "ctrl+l")


async def write(pilot: Pilot[None], text: str) -> None:
    """Type a text and wait for what it does."""
    await press(pilot, *keys(text))


def events(pilot: Pilot[None], card: str = "mk-1") -> list[Event]:
    return list(desk_of(pilot).open(Clock().now).events(card))


def told(app: PrepApp) -> str:
    """Return the notices that the candidate sees."""
    return "\n".join(str(notice.message) for notice in app._notifications)


def typed(pilot: Pilot[None]) -> str:
    return pilot.app.screen.query_one(TextArea).text


async def test_a_derivation_is_judged_line_by_line_mended_and_accepted(made: Place, clock: Clock) -> None:
    async with running(made, clock, WIDE) as pilot:
        await open_check(pilot)
        await write(pilot, f"{FIRST}\n{SLIP}")
        said = shown(pilot.app)
        assert "1 ✓ ∂E/∂xₗ = ∂E/∂x_L·∂x_L/∂xₗ" in said
        assert "2 … = " in said and "identity path" not in said, "it is not finished yet"
        await press(pilot, "enter")
        said = shown(pilot.app)
        assert "2 ✗ = " in said and "identity path" in said and "left " in said
        assert events(pilot) == []
        await press(pilot, "ctrl+s")
        assert "Not right: line 2" in shown(pilot.app) and "proposes again" in shown(pilot.app)
        await press(pilot, "up", "ctrl+a", "ctrl+k", *keys(LAST), "ctrl+s")
        said = shown(pilot.app)
        assert "Right: proved by SymPy" in said and "not cold" in said and "Reference" in said
        assert [each.payload["verdict"] for each in events(pilot)] == ["wrong", "right"]


async def test_a_line_being_typed_is_marked_where_it_cannot_be_read(made: Place, clock: Clock) -> None:
    async with running(made, clock) as pilot:
        await open_check(pilot)
        await write(pilot, "dE/dx_l = (1 +")
        lines = shown(pilot.app).splitlines()
        at = next(n for n, line in enumerate(lines) if line.strip() == "^")
        assert lines[at - 1].strip() == "1 … dE/dx_l = (1 +"
        assert lines[at].index("^") == len(lines[at - 1].rstrip())


async def test_hints_come_in_three_steps_and_are_kept(made: Place, clock: Clock) -> None:
    async with running(made, clock, WIDE) as pilot:
        await open_check(pilot)
        await press(pilot, "ctrl+t")
        assert "Hint 1 of 3" in shown(pilot.app) and "Start from xₗ₊₁ = xₗ + F(xₗ)." in shown(pilot.app)
        await press(pilot, "ctrl+t", "ctrl+t", "ctrl+t")
        assert "Hint 3 of 3" in shown(pilot.app) and "^t" not in shown(pilot.app)
        assert [each.payload["hint"] for each in events(pilot)] == [1, 2, 3]
        await write(pilot, f"{FIRST}\n{LAST}")
        await press(pilot, "ctrl+s")
        assert "not cold · with hints" in shown(pilot.app) and "proposes hard" in shown(pilot.app)


async def test_giving_up_shows_the_reference(made: Place, clock: Clock) -> None:
    async with running(made, clock, WIDE) as pilot:
        await open_check(pilot)
        await press(pilot, "ctrl+g")
        assert "Reference" in shown(pilot.app) and "x_L = xₗ + Σ" in shown(pilot.app)
        assert "give up" not in shown(pilot.app)
        assert [each.kind for each in events(pilot)] == ["give_up"]


async def test_a_blank_page_shows_nothing_until_it_is_judged_once(made: Place, clock: Clock) -> None:
    async with running(made, clock, WIDE) as pilot:
        await open_check(pilot)
        await press(pilot, "ctrl+r")
        assert "judged once" in shown(pilot.app)
        await write(pilot, f"{FIRST}\n{SLIP}\n")
        said = shown(pilot.app)
        assert "✓" not in said and "✗" not in said and "hint" not in said
        await press(pilot, "ctrl+s")
        assert "Not right: line 2" in shown(pilot.app) and "cold · 0:00" in shown(pilot.app)
        await press(pilot, "x", "ctrl+s")
        assert typed(pilot) == f"{FIRST}\n{SLIP}\n"
        (event,) = events(pilot)
        assert (event.payload["mode"], event.payload["cold"]) == ("prove", True)


async def test_a_blank_page_that_cannot_be_read_stays_open(made: Place, clock: Clock) -> None:
    async with running(made, clock, WIDE) as pilot:
        await open_check(pilot)
        await press(pilot, "ctrl+r", *keys(f"{FIRST}\n= ("), "ctrl+s")
        said = shown(pilot.app)
        assert "Not read" in said and "costs nothing" in said and "1 ✓" not in said
        await press(pilot, "up", "end", "down", "end", "backspace", "backspace", "ctrl+k", *keys(LAST[1:]))
        await press(pilot, "ctrl+s")
        assert "Right" in shown(pilot.app) and "proposes good" in shown(pilot.app)


async def test_what_practice_has_judged_live_is_not_proved_cold(made: Place, clock: Clock) -> None:
    async with running(made, clock, WIDE) as pilot:
        await open_check(pilot)
        await write(pilot, FIRST)
        await press(pilot, "ctrl+r", "ctrl+r", "ctrl+r")
        assert typed(pilot) == ""
        await press(pilot, *keys(f"{FIRST}\n{LAST}"), "ctrl+s")
        assert "not cold" in shown(pilot.app)


async def test_a_live_reading_that_is_left_unjudged_is_kept_for_its_own_check(
    made: Place, clock: Clock
) -> None:
    async with running(made, clock, WIDE) as pilot:
        await open_check(pilot)
        await write(pilot, FIRST)
        await press(pilot, "escape")
        assert [(each.kind, each.payload) for each in events(pilot)] == [
            ("look", {"what": "reading", "n": 1})
        ]
        await press(pilot, "c", *keys(FIRST), "escape")
        assert len(events(pilot)) == 1, "once a day"
        await press(pilot, "c", "ctrl+r", *keys(f"{FIRST}\n{LAST}"), "ctrl+s")
        assert "not cold" in shown(pilot.app)
        await press(pilot, "tab", "tab", *keys("73.7k"), "enter", "escape")
        assert [each.payload.get("cold") for each in events(pilot)] == [None, False, True]
        assert [each.kind for each in events(pilot)] == ["look", "check", "check"]


async def test_an_opened_answer_is_kept_once_a_day_and_ends_what_is_cold(made: Place, clock: Clock) -> None:
    async with running(made, clock, WIDE) as pilot:
        desk = desk_of(pilot)
        for _ in range(2):
            pilot.app.push_screen(CardScreen(desk, desk.card("mk-1")))
            await settle(pilot)
            await press(pilot, "v", "escape")
        assert [(each.kind, each.payload) for each in events(pilot)] == [("look", {"what": "answer"})]
        await open_check(pilot)
        await press(pilot, "shift+tab", "ctrl+r", *keys("73.7k"), "enter")
        assert events(pilot)[-1].payload["cold"] is False
        clock.now += timedelta(days=1)
        await press(pilot, "escape", "c", "shift+tab", "ctrl+r", *keys("73.7k"), "enter")
        assert events(pilot)[-1].payload["cold"] is True


async def test_tab_goes_through_the_checks_and_keeps_what_was_typed(made: Place, clock: Clock) -> None:
    async with running(made, clock, WIDE) as pilot:
        await open_check(pilot)
        await write(pilot, "E = 1")
        await press(pilot, "tab")
        assert "2 of 3 · drawing" in shown(pilot.app) and typed(pilot) == ""
        await press(pilot, "tab", "tab")
        assert "1 of 3 · derivation" in shown(pilot.app) and typed(pilot) == "E = 1"
        await press(pilot, "shift+tab")
        assert "3 of 3 · number" in shown(pilot.app)


async def test_a_drawing_shows_its_costs_and_the_stage_that_differs(made: Place, clock: Clock) -> None:
    async with running(made, clock, WIDE) as pilot:
        await open_check(pilot)
        await press(pilot, "tab", *keys(STRIDELESS))
        said = shown(pilot.app)
        assert "16×32×32" in said and "33.554 M" in said and "expected" not in said
        await press(pilot, "ctrl+s")
        said = shown(pilot.app)
        assert "stage 2: stride 1, expected 2" in said and "5 ✗ basic 32x2" in said
        await press(pilot, *["left"] * len(" gap fc10"), "/", "2", "ctrl+s")
        assert "✓ Right" in shown(pilot.app)


async def test_a_number_is_read_while_typed_and_judged_by_enter(made: Place, clock: Clock) -> None:
    async with running(made, clock) as pilot:
        await open_check(pilot)
        await press(pilot, "shift+tab", *keys("73.7k"))
        said = shown(pilot.app)
        assert "1 · 73,700 weights (±50)" in said and "^s" not in said
        await press(pilot, "enter")
        assert "✓ Right: 73,728 weights" in shown(pilot.app) and "proposes good" in shown(pilot.app)
        assert typed(pilot) == "73.7k"


async def test_nothing_typed_is_not_judged(made: Place, clock: Clock) -> None:
    async with running(made, clock) as pilot:
        await open_check(pilot)
        await press(pilot, "ctrl+s", "shift+tab", "enter")
        assert events(pilot) == []


async def test_the_answer_is_typed_in_an_own_editor(
    made: Place, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def edit(_app: PrepApp, file: Path, _setting: str) -> None:
        file.write_text(file.read_text() + f"{FIRST}\n")

    monkeypatch.setattr("prepapp.tui.screens.check.open_in_editor", edit)
    async with running(made, clock) as pilot:
        await open_check(pilot)
        await press(pilot, "ctrl+o")
        assert typed(pilot) == FIRST and "1 ✓" in shown(pilot.app)


async def test_a_card_with_its_answer_open_is_no_cold_try(made: Place, clock: Clock) -> None:
    async with running(made, clock, WIDE) as pilot:
        desk = desk_of(pilot)
        pilot.app.push_screen(CardScreen(desk, desk.card("mk-2")))
        await settle(pilot)
        await press(pilot, "v", "c", *keys("25.6M"), "enter")
        assert "not cold" in shown(pilot.app)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, CardScreen) and "right" in shown(pilot.app)


async def test_a_review_offers_checks_beside_the_answer_and_for_what_is_to_be_made(
    made: Place, clock: Clock
) -> None:
    async with running(made, clock) as pilot:
        desk = desk_of(pilot)
        card = desk.card("mk-2")
        stages = [
            Stage("due", (Turn("due", card, 2.0),), 2.0),
            Stage("make", (Turn("make", card, 6.0),), 6.0),
        ]
        pilot.app.push_screen(ReviewScreen(desk, stages))
        await settle(pilot)
        await press(pilot, "c")
        assert isinstance(pilot.app.screen, ReviewScreen), "not before the answer"
        await press(pilot, "i", "c")
        assert isinstance(pilot.app.screen, CheckScreen)
        await press(pilot, "escape", "a")
        review = pilot.app.screen
        assert isinstance(review, ReviewScreen) and review.session.current.turn.part == "make"
        await press(pilot, "c")
        assert isinstance(pilot.app.screen, CheckScreen), "to be made"


async def test_a_verdict_from_a_review_proposes_in_the_grade_bar(made: Place, clock: Clock) -> None:
    async with running(made, clock) as pilot:
        desk = desk_of(pilot)
        pilot.app.push_screen(ReviewScreen(desk, [Stage("due", (Turn("due", desk.card("mk-1"), 3.0),), 3.0)]))
        await settle(pilot)
        await press(pilot, "space", "space", "s", "y")
        assert "e  EASY" in shown(pilot.app) and "The check says" not in shown(pilot.app)
        await press(pilot, "c", "shift+tab", *keys("1"), "enter", "escape")
        assert "a  AGAIN" in shown(pilot.app)
        assert "The check says again; your points say easy." in shown(pilot.app)
        await press(pilot, "c", "shift+tab", *keys("73.7k"), "enter", "escape")
        assert "h  HARD" in shown(pilot.app) and "The check says hard; your" in shown(pilot.app)
        await press(pilot, "g")
        review = events(pilot)[-1]
        assert (review.kind, review.payload["grade"], review.payload["proposed"]) == (
            "review",
            "good",
            "hard",
        )


class QuickHost(LabHost):
    """A host that imports nothing, and is asked for no device."""

    async def ready(self) -> Ready:
        return Ready((await super().ready()).seconds, ("torch",))


async def test_code_is_run_against_its_tests_once_they_are_trusted(made: Place, clock: Clock) -> None:
    async with running(made, clock, WIDE) as pilot:
        app = pilot.app
        assert isinstance(app, PrepApp)
        stub(app, QuickHost())
        await open_check(pilot, "mk-3")
        assert "def twice" in typed(pilot)
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, TrustScreen) and "These tests did not come with" in shown(app)
        await press(pilot, "n")
        assert events(pilot, "mk-3") == [] and not made.home.trust_file.exists()
        await press(pilot, "ctrl+s", "y")
        assert isinstance(app.screen, CheckScreen)
        assert "✗ two" in shown(app) and "not written yet (line 6)" in shown(app)
        await press(pilot, "up", "ctrl+a", *keys("return x * x"), "ctrl+k", "ctrl+s")
        assert "✓ two" in shown(app) and "twice(3) is 9" in shown(app) and "by its square" in shown(app)
        await press(pilot, "backspace", "2", "ctrl+s")
        assert "✓ Right" in shown(app) and "✓ three" in shown(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, CardScreen)


async def test_code_saved_in_an_own_editor_is_run(
    made: Place, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def edit(_app: PrepApp, file: Path, _setting: str) -> None:
        file.write_text("def twice(x):\n    return 2 * x\n")

    monkeypatch.setattr("prepapp.tui.screens.check.open_in_editor", edit)
    async with running(made, clock, WIDE) as pilot:
        app = pilot.app
        assert isinstance(app, PrepApp)
        stub(app, QuickHost())
        await open_check(pilot, "mk-3")
        await press(pilot, "ctrl+o", "y")
        assert "✓ Right" in shown(app)
        await press(pilot, "ctrl+r", "ctrl+o")
        assert "✓ Right" not in shown(app), "a blank page is judged when it is submitted"


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "140x40"])
@pytest.mark.parametrize("name", PICTURES)
def test_pictures(
    snap_compare: Snap,
    made: Place,
    clock: Clock,
    size: tuple[int, int],
    name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def proved(_check: object, _world: object, _text: str, verdict: Verdict) -> Verdict:
        return replace(verdict, proof="sympy", reason="proved by SymPy for three units")

    monkeypatch.setattr(check_kind, "certified", proved)

    async def first(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await open_check(pilot)
        await press(pilot, *PICTURES[name])

    assert snap_compare(PrepApp(made, clock), terminal_size=size, run_before=first)
