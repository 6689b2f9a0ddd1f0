"""Sentences to defend, by keys: the verdict first, then what holds, then whether the reason was right."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from prepapp.core.event import Draft
from prepapp.home import Place
from prepapp.session import desk as desk_module
from prepapp.session.statements import COUNT, PART, VERDICTS, StatementSession, draw
from prepapp.tui.app import PrepApp
from prepapp.tui.screens.statements import StatementsScreen
from tests.tui.conftest import NARROW, NOW, WIDE, Clock, desk_of, press, running, settle, shown

Snap = Callable[..., bool]
MINI = Path(__file__).parents[1] / "core" / "decks_mock" / "mini"
KEYS = {"true": "d", "false": "r", "only-if": "o"}


@pytest.fixture(autouse=True)
def _mini(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_module, "deck_folders", lambda _home, _more: [MINI])


async def sit(pilot: Pilot[None]) -> StatementSession:
    """Open a sitting."""
    await settle(pilot)
    desk = desk_of(pilot)
    session = StatementSession(desk, desk.deck("mini"), NOW)
    await pilot.app.push_screen(StatementsScreen(desk, session))
    await settle(pilot)
    return session


def said(pilot: Pilot[None]) -> list[tuple[str, str, bool]]:
    """Statement, verdict and whether it held, as the log has them."""
    takes = desk_of(pilot).open(NOW).events(kind="take")
    return [(each.payload["statement"], each.payload["chosen"], each.payload["held"]) for each in takes]


async def test_what_holds_is_shown_after_the_verdict(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        session = await sit(pilot)
        statement = session.current
        assert statement is not None
        assert statement.text in shown(pilot.app) and statement.answer not in shown(pilot.app)
        await press(pilot, KEYS[statement.verdict])
        assert statement.answer in shown(pilot.app) and said(pilot) == []
        await press(pilot, "y")
        assert said(pilot) == [(statement.id, statement.verdict, True)]


async def test_a_wrong_verdict_never_holds(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        session = await sit(pilot)
        statement = session.current
        assert statement is not None
        wrong = next(each for each in VERDICTS if each != statement.verdict)
        await press(pilot, "w", *"so", "enter", KEYS[wrong], "y", "enter")
        assert said(pilot) == [(statement.id, wrong, False)]
        assert desk_of(pilot).open(NOW).events(kind="take")[0].payload["said"] == "so"


async def test_a_sitting_ends_with_what_to_look_at_again(place: Place, clock: Clock) -> None:
    async with running(place, clock) as pilot:
        session = await sit(pilot)
        for n in range(len(session.statements)):
            statement = session.current
            assert statement is not None
            await press(pilot, KEYS[statement.verdict], "n" if n == 0 else "y")
        missed = session.done[0].statement
        assert "2 of 3 held" in shown(pilot.app) and missed.text in shown(pilot.app)
        await press(pilot, "enter")
        assert not isinstance(pilot.app.screen, StatementsScreen)


async def test_those_that_held_come_last(place: Place, clock: Clock, shipped: None) -> None:
    async with running(place, clock) as pilot:
        await settle(pilot)
        desk, deck = desk_of(pilot), desk_of(pilot).deck("resnet")
        true = [each for each in deck.statements if each.verdict == "true"]
        left = set(true[-3:])
        done = [
            Draft("take", deck.id, each.card, payload={"part": PART, "statement": each.id, "held": True})
            for each in true
            if each not in left
        ]
        desk.record(done, NOW)
        assert left <= set(draw(desk, deck, NOW))


async def test_the_shipped_deck_mixes_its_verdicts(place: Place, clock: Clock, shipped: None) -> None:
    async with running(place, clock) as pilot:
        await settle(pilot)
        drawn = draw(desk_of(pilot), desk_of(pilot).deck("resnet"), NOW)
        assert len(drawn) == len(set(drawn)) == COUNT
        assert all(sum(each.verdict == verdict for each in drawn) >= 3 for verdict in VERDICTS)


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The deck that ships."""
    folder = Path(__file__).parents[2] / "decks" / "resnet"
    monkeypatch.setattr(desk_module, "deck_folders", lambda _home, _more: [folder])


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_a_sentence_looks(place: Place, clock: Clock, size: tuple[int, int], snap_compare: Snap) -> None:
    async def run(pilot: Pilot[None]) -> None:
        await sit(pilot)
        await press(pilot, "o")

    assert snap_compare(PrepApp(place, clock), run_before=run, terminal_size=size)
