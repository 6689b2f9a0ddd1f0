"""Claims: the ledger as a list, what narrows it, its evidence, and the mark that it leaves on a card."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from prepapp.core.card import Library
from prepapp.core.event import Draft
from prepapp.home import Home, Place
from prepapp.lab.events import encode
from prepapp.session import desk as desk_module
from prepapp.session import lab_bench
from prepapp.session import labs as labs_module
from prepapp.session.desk import open_desk
from prepapp.session.planning import accept, change
from prepapp.tui.app import PrepApp
from prepapp.tui.screens.card import CardScreen
from prepapp.tui.screens.claims import ClaimsScreen
from prepapp.tui.screens.lab import LabScreen
from prepapp.tui.screens.labs import LabsScreen
from prepapp.tui.screens.today import TodayScreen
from prepapp.tui.widgets.key_bar import KeyBar
from prepapp.tui.widgets.rows import Rows
from tests.tui.conftest import NARROW, NOW, WIDE, Clock, before, desk_of, press, running, settle, shown
from tests.tui.lab_stage import StubHost, app_of, claim, put_labs, stub, until_shown

Snap = Callable[..., bool]

MEASURED = Path(__file__).parent / "measured"
FOUND = {"m-1-macs": (4.2, "fails"), "m-1-params": (25557032.0, "holds")}
REVEALED = ("enter", "space", "space", "s", "y")
"""Keys from Today to the answer of its first card."""


@pytest.fixture
def measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A home with a deck of claims, a plan of a week ago, and the lab of the deck; nothing has been run."""
    monkeypatch.setattr(desk_module, "deck_folders", lambda _home, _more: [MEASURED])
    monkeypatch.setattr(labs_module, "lab_folders", lambda home: [(home.labs / "fake", True)])
    monkeypatch.setattr(lab_bench, "WARM", ())
    place = Place(Home(tmp_path))
    put_labs(place, "identity")
    started = NOW - timedelta(days=7)
    desk = open_desk(place, started)
    accept(desk, change(desk, "measured", desk.day(started)), started)
    desk.close()
    return place


@pytest.fixture
def run(measured: Place) -> Place:
    """The same after one run of its lab, six days ago."""
    record(measured, NOW - timedelta(days=6), FOUND)
    return measured


def record(place: Place, at: datetime, found: Mapping[str, tuple[float | None, str]]) -> None:
    """Write the outcome of a run of the lab into the log of a home."""
    claims: list[dict[str, object]] = [
        {"claim": name, "also": [], "measured": value, "verdict": verdict, "rule": "3.9 .. 4.1"}
        for name, (value, verdict) in found.items()
    ]
    payload = {"run": f"r-{at:%d}", "lab": "identity", "outcome": "done", "claims": claims, "seed": 0}
    payload |= {"preset": "quick", "device": "cpu", "device_name": "A Processor"}
    desk = open_desk(place, NOW)
    desk.record([Draft("lab_run", "measured", payload=payload)], at)
    desk.close()


def listed(pilot: Pilot[None]) -> list[str]:
    """Return the ids of the claims that the list holds."""
    screen = pilot.app.screen
    assert isinstance(screen, ClaimsScreen)
    return [row.claim.id for row in screen.rows]


async def test_each_claim_is_one_line_and_its_evidence_stands_below(run: Place, clock: Clock) -> None:
    async with running(run, clock) as pilot:
        await press(pilot, "c")
        text = shown(pilot.app)
        assert "7 claims · 2 measured · 1 fails · 3 never run" in text
        lines = [line.split() for line in text.splitlines()]
        assert ["›", "m-1", "✗", "Multiply-adds"] in [line[:4] for line in lines]
        assert ["✓", "Parameters"] in [line[:2] for line in lines], "the card is named once"
        for each in (
            "Measured     4.2 G  ✗ fails",
            "Rule         3.9 .. 4.1",
            "Run          Wed 18 Nov 2026 on A Processor",
        ):
            assert each in text
        assert "Lab          identity, quick, seed 0" in text
        assert "The chapter  3.8 G" in text and "What holds   4.09 G" in text
        assert "Card         m-1  How many multiply-adds has ResNet-50?" in text


@pytest.mark.parametrize(
    ("downs", "lines"),
    [
        (1, ["Expected     25,557,032 parameters", "Measured     25,557,032 parameters  ✓ holds"]),
        (2, ["Lab          identity, never run; l opens it"]),
        (3, ["The chapter  331,776 weights", "Computed     256*64 + 9*64**2 + 64*256"]),
        (4, ["Cited        He et al. 2015", "Protocol     ImageNet validation, 10-crop"]),
        (5, ["Expected     plain-56 > 1.5 x plain-20"]),
        (6, ["Lab          degradation-long, which is still to come"]),
    ],
)
async def test_every_basis_shows_its_evidence(run: Place, clock: Clock, downs: int, lines: list[str]) -> None:
    async with running(run, clock) as pilot:
        await press(pilot, "c", *["down"] * downs)
        for each in lines:
            assert each in shown(pilot.app)


async def test_one_key_narrows_to_each_status_at_hand(run: Place, clock: Clock) -> None:
    never = ["m-1-share", "m-2-loss", "m-2-cifar"]
    wanted = [
        ("measured", ["m-1-macs", "m-1-params"]),
        ("fails", ["m-1-macs"]),
        ("never run", never),
        ("computed", ["m-1-weights"]),
        ("cited", ["m-2-error"]),
    ]
    async with running(run, clock) as pilot:
        await press(pilot, "c")
        for status, claims in wanted:
            await press(pilot, "t")
            assert listed(pilot) == claims
            assert f"Claims  {status}" in shown(pilot.app)
        await press(pilot, "t")
        assert len(listed(pilot)) == 7


async def test_where_the_chapter_is_wrong_its_value_stands_in_the_list(run: Place, clock: Clock) -> None:
    async with running(run, clock) as pilot:
        await press(pilot, "c", "w")
        assert listed(pilot) == ["m-1-macs", "m-1-weights"]
        text = shown(pilot.app)
        assert "Claims  the chapter is wrong" in text and "2 of 7 claims" in text
        line = next(line for line in text.splitlines() if "Weights of a" in line)
        assert "69,632" in line and line.split()[-1] == "331,776"
        await press(pilot, "w")
        assert len(listed(pilot)) == 7


async def test_the_keys_fit_beside_a_filter(run: Place, clock: Clock) -> None:
    async with running(run, clock) as pilot:
        await press(pilot, "c", "w")
        keys = pilot.app.screen.query_one(KeyBar).keys
        assert {"all", "lab", "back"} <= {key.description for key in keys}
        assert keys[-1].end <= NARROW[0]


async def test_search_narrows_and_the_claim_at_hand_stays(run: Place, clock: Clock) -> None:
    async with running(run, clock) as pilot:
        await press(pilot, "c", "down", "down", "down", "slash", *"resnet-50 W")
        assert listed(pilot) == ["m-1-macs", "m-1-params", "m-1-share", "m-1-weights"]
        await press(pilot, "enter")
        assert "“resnet-50 W”" in shown(pilot.app)
        assert pilot.app.screen.query_one(Rows).cursor == 3
        await press(pilot, "slash", *"zebra", "enter")
        assert "No claim fits." in shown(pilot.app) and "c shows all 7 again" in shown(pilot.app)
        await press(pilot, "enter", "l", "c")
        assert len(listed(pilot)) == 7


async def test_enter_opens_the_card_and_the_same_claim_is_still_at_hand(run: Place, clock: Clock) -> None:
    async with running(run, clock) as pilot:
        await press(pilot, "c", "end", "enter")
        assert isinstance(pilot.app.screen, CardScreen)
        assert "How much worse is the deeper plain net?" in shown(pilot.app)
        await press(pilot, "escape")
        assert "degradation-long" in shown(pilot.app)
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, TodayScreen)


async def test_l_opens_the_lab_where_there_is_one(run: Place, clock: Clock) -> None:
    async with running(run, clock) as pilot:
        stub(app_of(pilot), StubHost())
        await press(pilot, "l", "c", "l")
        assert isinstance(pilot.app.screen, LabScreen)
        assert (pilot.app.screen.lab.id, pilot.app.screen.setup.card) == ("identity", "m-1")
        await press(pilot, "escape", *["down"] * 3, "l")
        assert isinstance(pilot.app.screen, ClaimsScreen), "what is computed has no lab"
        assert "lab" not in {key.description for key in pilot.app.screen.query_one(KeyBar).keys}
        await press(pilot, "end", "l", "escape")
        assert isinstance(pilot.app.screen, LabsScreen), "nor has what is still to come"


async def test_what_another_program_ran_is_there_at_the_next_look(run: Place, clock: Clock) -> None:
    async with running(run, clock) as pilot:
        await press(pilot, "c")
        record(run, NOW, {"m-2-loss": (None, "inconclusive")})
        await press(pilot, "enter", "escape", "t", "t", "t")
        assert listed(pilot) == ["m-2-loss"]
        assert "Measured     no number  ? inconclusive" in shown(pilot.app)


async def test_before_any_run_all_of_the_labs_is_never_run(measured: Place, clock: Clock) -> None:
    async with running(measured, clock) as pilot:
        await press(pilot, "c")
        assert "7 claims · 5 never run" in shown(pilot.app)


async def test_a_deck_without_claims_says_what_comes_here(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        desk = desk_of(pilot)
        desk.library = Library(tuple(replace(deck, cards=()) for deck in desk.library.decks), ())
        pilot.app.push_screen(ClaimsScreen(desk))
        await settle(pilot)
        assert "No card claims anything." in shown(pilot.app)
        await press(pilot, "enter", "l", "t", "w", "escape")
        assert not isinstance(pilot.app.screen, ClaimsScreen)


async def test_the_palette_finds_it(run: Place, clock: Clock) -> None:
    async with running(run, clock) as pilot:
        await press(pilot, "ctrl+p", *"claims")
        await until_shown(pilot, "claims  (c)")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ClaimsScreen)


async def test_a_card_says_what_its_labs_found(run: Place, clock: Clock) -> None:
    async with running(run, clock) as pilot:
        await press(pilot, "b", "enter")
        assert "✗ 1 of 3 claims holds, 1 fails, 1 never run · Wed 18 Nov · l lab" in shown(pilot.app)
        assert "4.2" not in shown(pilot.app), "no value while the answer side is closed"
        await press(pilot, "v")
        assert "✗ m-1-macs fails: 4.2 G, expected 4.09 G · l lab" in shown(pilot.app)
        await press(pilot, "escape", "down", "enter")
        assert "○ 1 claim never run · l lab" in shown(pilot.app)
        await press(pilot, "escape", "down", "enter")
        assert "lab" not in shown(pilot.app), "a card without a claim of a lab has no mark"


async def test_the_runs_are_read_once_and_again_after_a_run(measured: Place, clock: Clock) -> None:
    host = StubHost([encode(claim("m-2-loss", 2.0, "holds"))])
    host.let_go.set()
    async with running(measured, clock) as pilot:
        stub(app_of(pilot), host)
        await press(pilot, "b", "end", "enter")
        assert app_of(pilot)._evidence is None, "nothing is read before a card asks"
        await press(pilot, "escape", "up", "enter")
        assert "○ 1 claim never run" in shown(pilot.app)
        known = app_of(pilot).evidence.known
        await press(pilot, "escape", "enter")
        assert app_of(pilot).evidence.known is known
        await press(pilot, "l", "enter", "enter", "enter")
        await app_of(pilot).bench.over()
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, CardScreen)
        assert "✓ 1 of 1 claim holds · Tue 24 Nov · l lab" in shown(pilot.app)


async def test_the_answer_side_of_a_review_has_the_mark(run: Place, clock: Clock) -> None:
    async with running(run, clock) as pilot:
        await press(pilot, "enter")
        assert "fails" not in shown(pilot.app)
        await press(pilot, *REVEALED[1:])
        assert "4.09 billion" in shown(pilot.app)
        assert "✗ m-1-macs fails: 4.2 G, expected 4.09 G · l lab" in shown(pilot.app)


def test_claims_look(run: Place, clock: Clock, snap_compare: Snap) -> None:
    assert snap_compare(PrepApp(run, clock), terminal_size=NARROW, run_before=before("c"))


def test_claims_look_wide_where_the_chapter_is_wrong(run: Place, clock: Clock, snap_compare: Snap) -> None:
    steps = before("c", "w", "down", theme="prepapp-light")
    assert snap_compare(PrepApp(run, clock), terminal_size=WIDE, run_before=steps)


def test_claims_look_wide(run: Place, clock: Clock, snap_compare: Snap) -> None:
    assert snap_compare(PrepApp(run, clock), terminal_size=WIDE, run_before=before("c"))


def test_the_mark_of_an_answer_looks(run: Place, clock: Clock, snap_compare: Snap) -> None:
    assert snap_compare(PrepApp(run, clock), terminal_size=NARROW, run_before=before(*REVEALED))


def test_the_mark_of_a_card_looks(run: Place, clock: Clock, snap_compare: Snap) -> None:
    assert snap_compare(PrepApp(run, clock), terminal_size=NARROW, run_before=before("b", "enter", "v"))
