"""Progress: charts that words repeat, the events behind each figure, silence where there is too little."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from threading import Event
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepapp.core.event import Draft
from prepapp.home import Place
from prepapp.report.evidence import Step
from prepapp.report.model import Day, Held, Report
from prepapp.session.desk import Desk, open_desk
from prepapp.session.progress import Figure
from prepapp.session.reporting import compose
from prepapp.tui import events_face, progress_charts, progress_words
from prepapp.tui.app import PrepApp
from prepapp.tui.screens import progress
from prepapp.tui.screens.card import CardScreen
from prepapp.tui.screens.events import EventsScreen
from prepapp.tui.screens.progress import ProgressScreen
from prepapp.tui.screens.ready import ReadyScreen
from prepapp.tui.screens.today import TodayScreen
from tests.builders import Diary
from tests.report.sample import empty, midway
from tests.tui import progress_lives
from tests.tui.conftest import NARROW, NOW, WIDE, Clock, before, desk_of, press, running, settle, shown

Snap = Callable[..., bool]
Life = Callable[[Desk], None]
TODAY = NOW.date()


def new(desk: Desk) -> None:
    """Agree to a plan and do nothing."""
    progress_lives.agreed(desk, 0)


LIVES: dict[str, Life] = {
    "empty": new,
    "day 1": progress_lives.day_one,
    "day 21": progress_lives.three_weeks,
    "messy": progress_lives.messy,
}


@pytest.fixture
def lived(place: Place, frozen: None) -> Callable[[Life], Place]:
    """A function that lives a life in a home."""

    def live(life: Life) -> Place:
        desk = open_desk(place, NOW - timedelta(days=40))
        life(desk)
        desk.close()
        return place

    return live


def words(text: str) -> str:
    """Return the words of a screen, a space between them."""
    return " ".join(text.split())


@pytest.mark.parametrize("life", LIVES)
@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_progress_looks(
    lived: Callable[[Life], Place], clock: Clock, snap_compare: Snap, life: str, size: tuple[int, int]
) -> None:
    app = PrepApp(lived(LIVES[life]), clock)
    assert snap_compare(app, terminal_size=size, run_before=before("g"))


@pytest.mark.parametrize(
    ("name", "keys"), [("paths", "tab tab tab j"), ("end", "shift+tab"), ("day", "h h h")]
)
def test_progress_looks_further_down(
    lived: Callable[[Life], Place], clock: Clock, snap_compare: Snap, name: str, keys: str
) -> None:
    app = PrepApp(lived(progress_lives.three_weeks), clock)
    assert snap_compare(app, terminal_size=NARROW, run_before=before("r", "p", *keys.split()))


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_events_look(
    lived: Callable[[Life], Place], clock: Clock, snap_compare: Snap, size: tuple[int, int]
) -> None:
    app = PrepApp(lived(progress_lives.three_weeks), clock)
    keys = ("g", "tab", "tab", "tab", "j", "enter")
    assert snap_compare(app, terminal_size=size, run_before=before(*keys))


async def test_every_figure_has_a_mark_and_the_words_under_it_say_the_same(
    lived: Callable[[Life], Place], clock: Clock
) -> None:
    async with running(lived(progress_lives.three_weeks), clock, (80, 80)) as pilot:
        await press(pilot, "g")
        text = words(shown(pilot.app))
        assert "Studied on 20 of 22 days, 2 h 46 min. 8 minutes a study day of your 30." in text
        assert "46 of 50 (92 %) points held on the newest graded review of 10 cards" in text
        assert "The residual formulation ▃▃▃▅▅▅▅▇▇▇▇ 5 ▂▂▂▁▅▅▅▅▅▅▅ 4 ▼" in text
        assert "Of 10 skills scored: ▼ you say more than is proven of 7, ▲ less of 1, the same of 2." in text
        assert "3 mocks, 3 scored. Quickfire: 42 %, then 68 %. Too few to tell: 3 of 5 mocks." in text
        assert "2 labs, 6 claims: 4 hold, 1 fails, 1 open. Predictions: too few to tell: 6 of 8." in text


async def test_keys_go_from_figure_to_figure_and_from_section_to_section(
    lived: Callable[[Life], Place], clock: Clock
) -> None:
    async with running(lived(progress_lives.three_weeks), clock) as pilot:
        await press(pilot, "r", "p")
        screen = pilot.app.screen
        assert isinstance(screen, ProgressScreen)

        def at() -> tuple[str, str]:
            assert screen.at_hand is not None and screen.at_hand.figure is not None
            return screen.at_hand.figure.of, screen.at_hand.figure.key

        assert at() == ("day", TODAY.isoformat())
        await press(pilot, "h", "left")
        assert at() == ("day", (TODAY - timedelta(days=2)).isoformat())
        await press(pilot, *["right"] * 9)
        assert at() == ("day", (TODAY + timedelta(days=6)).isoformat()), "the last one planned"
        assert "planned, " in shown(pilot.app)
        await press(pilot, "left")
        assert at() == ("day", (TODAY + timedelta(days=5)).isoformat())
        await press(pilot, "tab")
        assert at() == ("rung", "7")
        await press(pilot, "j", "j", "j")
        assert at() == ("skill", "degradation")
        await press(pilot, "left", "k", "tab", "tab")
        assert at() == ("path", "degradation"), "left is for days only"
        for of in ("mock", "checks", "day", "checks"):
            await press(pilot, "shift+tab" if of == "checks" and at()[0] == "day" else "tab")
            assert at()[0] == of
            assert f"› {'Checks' if of == 'checks' else 'M' if of == 'mock' else 'Sun 29'}" in shown(
                pilot.app
            )
        await press(pilot, "j", "j", "j", "j")
        assert at() == ("lab", "gradient-flow"), "the last figure is the end"
        await press(pilot, "q", "q")
        assert isinstance(pilot.app.screen, TodayScreen)


async def test_enter_shows_the_events_behind_a_figure_and_their_cards(
    lived: Callable[[Life], Place], clock: Clock
) -> None:
    async with running(lived(progress_lives.three_weeks), clock) as pilot:
        await press(pilot, "g", "tab", "tab", "j", "enter")
        text = words(shown(pilot.app))
        assert "Events The residual formulation 1 event" in text
        assert "graded hard, 4 of 5 points, 1:30" in text and "the newest graded review" in text
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, CardScreen)
        await press(pilot, "q", "q", "tab", "j", "enter")
        text = words(shown(pilot.app))
        assert "self-score you say 5" in text and "blank page computed, cold" in text
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, EventsScreen), "a self-score is of no card"
        await press(pilot, "q", "tab", "enter")
        text = words(shown(pilot.app))
        assert "mock ended Quickfire: 42 %, finished" in text and "mock 4 of 5 points, spoken" in text
        await press(pilot, "q", "tab", "j", "enter")
        assert "degradation: 2 of 3 hold" in shown(pilot.app)


async def test_a_figure_comes_back_changed_after_its_events(
    lived: Callable[[Life], Place], clock: Clock
) -> None:
    async with running(lived(progress_lives.day_one), clock) as pilot:
        await press(pilot, "g", "tab", "enter")
        desk = desk_of(pilot)
        desk.record(progress_lives.answered(desk, "rn-004", 5), NOW)
        await press(pilot, "q")
        assert "of 4 cards" in words(shown(pilot.app))


async def test_a_day_ahead_has_no_events(lived: Callable[[Life], Place], clock: Clock) -> None:
    async with running(lived(new), clock) as pilot:
        await press(pilot, "g", "enter")
        assert isinstance(pilot.app.screen, ProgressScreen)
        text = words(shown(pilot.app))
        assert "11 minutes planned today, 3 cards" in text and "Nothing is done yet." in text
        await press(pilot, "tab", "j", "k", "shift+tab", "l")
        assert "Wed 25 Nov · " in shown(pilot.app)


async def test_one_may_leave_before_the_log_is_counted(
    lived: Callable[[Life], Place], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, told, fill = Event(), asyncio.Event(), ProgressScreen._fill
    filled: list[Report] = []

    def counted(*args: Any) -> Report:
        assert left.wait(60)
        return compose(*args)

    def filling(screen: ProgressScreen, found: Report) -> None:
        try:
            fill(screen, found)
            filled.append(found)
        finally:
            told.set()

    monkeypatch.setattr(progress, "compose", counted)
    monkeypatch.setattr(ProgressScreen, "_fill", filling)
    async with running(lived(progress_lives.three_weeks), clock) as pilot:
        await pilot.press("r", "p", "q")
        assert isinstance(pilot.app.screen, ReadyScreen)
        left.set()
        await told.wait()
        assert filled, "nothing was raised"


async def test_a_click_takes_a_figure_and_a_second_one_opens_it(
    lived: Callable[[Life], Place], clock: Clock
) -> None:
    async with running(lived(progress_lives.three_weeks), clock, WIDE) as pilot:
        await press(pilot, "g")
        screen = pilot.app.screen
        assert isinstance(screen, ProgressScreen)
        row = next(n for n, line in enumerate(shown(pilot.app).splitlines()) if "Discussion" in line)
        await pilot.click(offset=(80, row))
        await settle(pilot)
        assert screen.at_hand is not None and screen.at_hand.name == "Discussion, Mon 23 Nov"
        await pilot.click(offset=(80, row), times=2)
        await settle(pilot)
        assert isinstance(pilot.app.screen, EventsScreen)


async def test_practice_undone_grades_and_suspension_count_for_nothing(
    lived: Callable[[Life], Place], clock: Clock
) -> None:
    async with running(lived(progress_lives.messy), clock, (80, 80)) as pilot:
        await press(pilot, "g", "tab", "tab", "enter")
        text = words(shown(pilot.app))
        assert "graded good, 5 of 5 points" not in text and "hard, 4 of 5 points, 3:20" in text
        await press(pilot, "q")
        text = words(shown(pilot.app))
        assert "Skips in Transformers ━" not in text, "its grade was taken back"
        assert (
            "1 mock, 0 scored. Too few to tell: 0 of 5 mocks." in text and "Nothing is verified yet." in text
        )


def test_little_is_told_as_little() -> None:
    few = replace(midway(), work=replace(midway().work, study_days=4))
    assert "Too few to tell: 4 of 5 study days." in progress_words.days(few)
    enough = replace(few, work=replace(few.work, study_days=5))
    assert "a study day of your 30." in progress_words.days(enough)
    assert progress_words.rungs([Held("0", "Day 0", 2, 3, 7)]) == "Too few to tell: 7 of 8 points."
    assert progress_words.rungs([Held("0", "Day 0", 2, 3, 8)]).startswith("3 of 8 (38 %) points held")
    rows = [Held("a", "A", 1, 0, 7), Held("b", "B", 1, 6, 8)]
    assert progress_words.skills(rows) == "Most missed: B, 2 of 8 points."
    assert progress_words.skills(rows[:1]) == "Too few to tell: 7 of 8 points of one skill."
    assert progress_words.mocks(empty().mocks) == "No mock was held yet."
    assert progress_words.paths(empty().skills) == "You have not scored yourself yet."


@given(
    days=st.lists(st.integers(-400, 400), max_size=60, unique=True),
    width=st.integers(40, 140),
)
def test_the_days_shown_follow_one_another_around_today(days: Sequence[int], width: int) -> None:
    known = [Day(TODAY + timedelta(days=n), n > 0, 9.0, 1, 0, 0, 0) for n in sorted(days)]
    found = progress_charts.window(known, TODAY, width)
    assert TODAY in found
    assert [(each - found[0]).days for each in found] == list(range(len(found)))
    assert len(found) * progress_charts.STEP + progress_charts.AXIS <= width
    for at in (found[0], found[-1]):
        rows = progress_charts.minutes_chart({each.date: each for each in known}, found, TODAY, found[-1], at)
        assert all(row.cell_length <= width for row in rows)


@given(held=st.integers(0, 60), missed=st.integers(0, 60), more=st.integers(0, 60), width=st.integers(1, 40))
def test_a_track_is_whole_only_where_nothing_was_missed(
    held: int, missed: int, more: int, width: int
) -> None:
    asked = held + missed
    text = progress_charts.track(held, asked, asked + more, width).plain
    assert len(text) == width
    assert (progress_charts.MISSED in text) == (missed > 0)
    if held and width > 2 and more == 0:
        assert progress_charts.HELD in text


@given(span=st.integers(0, 400), most=st.integers(1, 30))
def test_levels_are_drawn_at_the_ends_of_equal_spans_until_today(span: int, most: int) -> None:
    first = TODAY - timedelta(days=span)
    days = progress_charts.ends(first, TODAY, most)
    assert days[-1] == TODAY and first <= days[0] and len(days) <= most
    assert len({(after - day).days for day, after in pairwise(days)}) <= 1
    path = [Step(first, None, 1), Step(TODAY, 3, 5)]
    proven = progress_charts.levels(path, [first - timedelta(days=1), *days], lambda step: step.proven)
    assert proven[0] == "·" and proven[-1] == "▇" and set(proven[1:-1]) <= {"▁"}


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (Draft("review", payload={"grade": "again"}), "again"),
        (Draft("practice", payload={"grade": "good", "points": "two", "missed": [1]}), "–"),
        (Draft("take", payload={"mode": "unknown", "part": "due"}), "not known"),
        (Draft("take", payload={"follow_up": 2, "held": True}), "follow-up held"),
        (Draft("check", payload={}), "–"),
        (Draft("lab_run", payload={"lab": 3}), "–"),
        (progress_lives.lab("skips", outcome="failed"), "skips: failed"),
        (Draft("mock_end", payload={"format": "short", "why": "quit"}), "Short mock: quit"),
        (Draft("assess", payload={"scores": {"a": 3, "b": 4}}), "2 skills scored"),
        (Draft("note", payload={"text": "x"}), "–"),
    ],
)
def test_an_event_is_told_whatever_its_shape(draft: Draft, said: str) -> None:
    event = Diary().add(draft, 0)
    assert events_face.told(event, Figure("day", date.min.isoformat())) == said
