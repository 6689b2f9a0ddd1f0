"""A derivation that fades, by its keys, and a proof with fresh numbers."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from textual.pilot import Pilot

from prepapp.home import Place
from prepapp.session import desk as desk_module
from prepapp.session.check_fading import Fade
from prepapp.tui.app import PrepApp
from tests.tui.conftest import NARROW, WIDE, Clock, press, running, settle, shown
from tests.tui.test_check import CHECKED, FIRST, LAST, SLIP, events, keys, open_check, typed

Snap = Callable[..., bool]

UNROLLED = "x_L = x_l + sum_{i=l}^{L-1} F(x_i)"
PICTURES: dict[str, tuple[Fade, list[str]]] = {
    "covered": ("worked", []),
    "worked": ("worked", ["enter", *keys("branches add up"), "enter", "enter"]),
    "finished": ("worked", ["enter", "enter", "enter", "enter"]),
    "last": ("last", ["enter"]),
    "first": ("first", ["enter", *keys(f"{FIRST}\n")]),
}
"""The stage, and what is pressed before each picture."""


@pytest.fixture
def made(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A fresh home with cards that have checks."""
    monkeypatch.setattr(desk_module, "deck_folders", lambda _home, _more: [CHECKED])
    return place


async def test_a_worked_derivation_asks_why_at_every_line(made: Place, clock: Clock) -> None:
    async with running(made, clock, WIDE) as pilot:
        await open_check(pilot, faded="worked")
        said = shown(pilot.app)
        assert "practice: worked" in said and "It is worked out for you" in said and "Σ" not in said
        assert events(pilot) == []
        await press(pilot, "enter")
        said = shown(pilot.app)
        assert "1 ✓ x_L = xₗ + Σ" in said and said.count("Why this line?") == 1 and "2 ✓" not in said
        await press(pilot, *keys("they add up"), "enter")
        said = shown(pilot.app)
        assert "input, so the" in said and "You: they add up" in said and "2 ✓" in said
        assert "reaches the loss only" not in said, "not before it was asked"
        await press(pilot, "enter", "enter")
        said = shown(pilot.app)
        assert "Worked through" in said and "Next time: last line missing" in said
        assert [each.kind for each in events(pilot)] == ["look", "check"]
        payload = events(pilot)[-1].payload
        assert (payload["faded"], payload["hinted"], payload["cold"]) == ("worked", True, False)
        assert (payload["answer"], payload["proposed"]) == ("they add up\n\n", None)
        await press(pilot, "enter", "x")
        assert len(events(pilot)) == 2 and typed(pilot) == ""


async def test_every_right_answer_gives_less_the_next_time(made: Place, clock: Clock) -> None:
    async with running(made, clock, WIDE) as pilot:
        await open_check(pilot, faded="worked")
        await press(pilot, "enter", "enter", "enter", "enter", "escape", "c")
        assert "practice: last line missing" in shown(pilot.app)
        await press(pilot, "x", "enter")
        assert typed(pilot) == f"{UNROLLED}\n{FIRST}\n"
        await press(pilot, *keys(LAST), "ctrl+s")
        assert "✓ Right" in shown(pilot.app) and "with lines given" in shown(pilot.app)
        await press(pilot, "escape", "c")
        assert "practice: first line given" in shown(pilot.app)
        await press(pilot, "enter", *keys(f"{FIRST}\n{SLIP}"), "ctrl+s", "escape", "c")
        assert "practice: last line missing" in shown(pilot.app), "one back after a wrong one"
        faded = [each.payload["faded"] for each in events(pilot) if each.kind == "check"]
        assert faded == ["worked", "last", "first"]
        assert all(each.payload["hinted"] for each in events(pilot) if each.kind == "check")


async def test_a_key_gives_less_and_begins_again_after_the_blank_page(made: Place, clock: Clock) -> None:
    async with running(made, clock, WIDE) as pilot:
        await open_check(pilot, faded="worked")
        told = []
        for _ in range(4):
            await press(pilot, "ctrl+l")
            told.append(shown(pilot.app).split("practice: ")[1].splitlines()[0].strip())
        assert told == ["last line missing", "first line given", "nothing given", "worked"]
        await press(pilot, "ctrl+l", "ctrl+l", "ctrl+l", *keys(f"{FIRST}\n{LAST}"), "ctrl+s")
        (event,) = events(pilot)
        assert (event.payload["faded"], event.payload["hinted"], event.payload["cold"]) == (
            "blank",
            False,
            True,
        )


async def test_the_blank_page_beside_covered_lines_is_cold_and_beside_opened_ones_not(
    made: Place, clock: Clock
) -> None:
    async with running(made, clock, WIDE) as pilot:
        await open_check(pilot, faded="worked")
        await press(pilot, "ctrl+r", *keys(f"{FIRST}\n{LAST}"), "ctrl+s")
        assert events(pilot)[-1].payload["cold"] is True
        clock.now += timedelta(days=1)
        await press(pilot, "escape", "c", "enter", "ctrl+r", *keys(f"{FIRST}\n{LAST}"), "ctrl+s")
        assert events(pilot)[-1].payload["cold"] is False


async def test_a_proof_asks_fresh_numbers_every_day(made: Place, clock: Clock) -> None:
    answers = {"192 channels": "39168", "384 channels": "156672"}
    async with running(made, clock, WIDE) as pilot:
        await open_check(pilot, "mk-4")
        assert "256 channels" in shown(pilot.app), "practice asks the deck's own"
        asked = []
        for _ in range(2):
            await press(pilot, "ctrl+r")
            asked += [each for each in answers if each in shown(pilot.app)]
            await press(pilot, *keys(answers[asked[-1]]), "enter", "escape")
            clock.now += timedelta(days=1)
            await press(pilot, "c")
        assert sorted(asked) == sorted(answers)
        written = [each.payload for each in events(pilot, "mk-4")]
        assert [each["verdict"] for each in written] == ["right", "right"]
        assert [f"{each['variant']['channels']} channels" for each in written] == asked


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "140x40"])
@pytest.mark.parametrize("name", PICTURES)
def test_pictures(snap_compare: Snap, made: Place, clock: Clock, size: tuple[int, int], name: str) -> None:
    faded, pressed = PICTURES[name]

    async def first(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await open_check(pilot, faded=faded)
        await press(pilot, *pressed)

    assert snap_compare(PrepApp(made, clock), terminal_size=size, run_before=first)
