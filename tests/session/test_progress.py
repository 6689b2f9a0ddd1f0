"""Progress: behind each figure stand the events that it was counted from, and no others."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from prepapp.core.card import Check, Deck
from prepapp.core.event import Draft, Event
from prepapp.home import Settings
from prepapp.session.desk import Desk
from prepapp.session.progress import Figure, behind
from prepapp.session.reporting import compose
from tests.builders import DECK, day, noon, review
from tests.session.reported_life import live


@pytest.fixture
def lived(open_desk: Callable[..., Desk], small_deck: Deck) -> Desk:
    """A desk after five days, its first card with a check."""
    first, *others = small_deck.cards
    checked = replace(first, checks=(Check(1, "number", "What is $2 + 2$?", {}, 1),))
    desk = open_desk(replace(small_deck, cards=(checked, *others)), Settings(rollover=0))
    live(desk)
    return desk


def found(desk: Desk, of: str, key: str = "") -> tuple[Event, ...]:
    """Return the events behind a figure."""
    return behind(desk, compose(desk, DECK, noon(4)), Figure(of, key), noon(4))  # type: ignore[arg-type]


def told(events: tuple[Event, ...]) -> list[tuple[str, str | None, object]]:
    """Return the kind, the card and the verdict of events."""
    return [
        (each.kind, each.card, each.payload.get("grade") or each.payload.get("verdict")) for each in events
    ]


def test_behind_a_day_stands_all_that_made_it_a_study_day_newest_first(lived: Desk) -> None:
    assert told(found(lived, "day", day(1).isoformat())) == [
        ("practice", "c-2", "good"),
        ("take", "c-2", None),
        ("review", "c-1", "good"),
        ("take", "c-1", None),
    ]
    assert {each.kind for each in found(lived, "day", day(3).isoformat())} == {"check", "lab_run"}
    assert found(lived, "day", day(9).isoformat()) == ()


def test_behind_points_stand_the_newest_graded_reviews_and_no_practice(lived: Desk) -> None:
    assert told(found(lived, "skill", "blocks")) == [("review", "c-1", "good")]
    assert found(lived, "skill", "ode") == (), "practice, and a grade that was taken back"
    lived.record([review("c-3", "again", points=[1], missed=[2, 3])], noon(4))
    report = compose(lived, DECK, noon(4))
    assert len(report.by_rung) > 1
    for row in report.by_rung:
        reviews = found(lived, "rung", row.of)
        assert len(reviews) == row.cards
        assert sum(len(each.payload["points"]) for each in reviews) == row.held


def test_behind_a_path_stand_its_scores_and_its_evidence(lived: Desk) -> None:
    kinds = [each.kind for each in found(lived, "path", "flow")]
    assert kinds.count("assess") == 1 and "check" in kinds and "mock_answer" in kinds
    (line,) = (each for each in compose(lived, DECK, noon(4)).skills if each.skill == "flow")
    ids = {each.id for each in found(lived, "path", "flow") if each.kind != "assess"}
    assert ids == {each.event for each in line.evidence}


def test_behind_a_mock_the_checks_and_a_lab_stands_all_of_them(lived: Desk) -> None:
    assert [each.kind for each in found(lived, "mock", "m-1")] == ["mock_end", "mock_answer", "mock_answer"]
    assert {each.payload["mock"] for each in found(lived, "mock", "m-1")} == {"m-1"}
    assert told(found(lived, "checks")) == [
        ("check", "c-0", "wrong"),
        ("check", "c-0", "right"),
        ("check", "c-0", "wrong"),
    ], "every try at the check that was passed; c-1 never passed one"
    assert [each.payload["outcome"] for each in found(lived, "lab", "degradation")] == ["failed", "done"]


def test_what_is_taken_back_stands_behind_nothing(lived: Desk) -> None:
    (newest,) = lived.record([Draft("review", DECK, "c-1", "r1", {"grade": "again"})], noon(4))
    assert found(lived, "skill", "blocks") == (newest,)
    lived.undo(noon(4))
    assert told(found(lived, "skill", "blocks")) == [("review", "c-1", "good")]
