"""Reading the primer: on, back, to its end, and nothing of it in the log."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from prepapp.core.card import Deck
from prepapp.core.event import Draft, Grade
from prepapp.session.desk import Desk
from prepapp.session.grading import Answer, grade_card
from prepapp.session.primer import PrimerSession, is_offered
from tests.builders import noon


@pytest.fixture
def taught(small_deck: Deck) -> Deck:
    """The small deck with a lesson on each card."""
    cards = tuple(replace(card, learn="read this " * 50) for card in small_deck.cards)
    return replace(small_deck, cards=cards, primer=("c-0", "c-2", "c-1"))


def test_each_stop_asks_before_it_teaches(taught: Deck) -> None:
    session = PrimerSession(taught)
    seen = []
    while not session.is_done:
        seen.append((session.stop.card.id, session.is_open))
        session.go_on()
    stops = ("c-0", "c-2", "c-1")
    assert seen == [(card, is_open) for card in stops for is_open in (False, True)]
    session.go_on()
    session.go_on()
    session.go_back()
    assert session.stop.card.id == "c-1", "there is nothing behind the end"


def test_minutes_run_out_towards_the_end(taught: Deck) -> None:
    session = PrimerSession(taught)
    left = [session.minutes_left]
    while not session.is_done:
        session.go_on()
        left.append(session.minutes_left)
    assert left[0] == pytest.approx(session.minutes)
    assert left[-1] == 0 and all(later <= earlier for earlier, later in pairwise(left))


def test_a_lesson_that_was_read_stays_open_on_the_way_back(taught: Deck) -> None:
    session = PrimerSession(taught)
    assert not session.can_go_back
    session.go_back()
    assert session.position == 1
    for _ in range(3):
        session.go_on()
    session.go_back()
    assert (session.stop.card.id, session.is_open) == ("c-0", True)
    session.go_on()
    assert (session.stop.card.id, session.is_open) == ("c-2", True)
    assert [session.has_read(n) for n in range(3)] == [True, True, False]


def test_the_end_leads_back_to_the_last_stop(taught: Deck) -> None:
    session = PrimerSession(taught)
    while not session.is_done:
        session.go_on()
    session.go_back()
    assert (session.position, session.is_open, session.is_done) == (3, True, False)


def test_a_deck_without_lessons_is_done_at_once(small_deck: Deck) -> None:
    session = PrimerSession(small_deck)
    assert session.is_done and session.position == 0 and session.minutes_left == 0


def test_a_skill_is_told_by_its_title(taught: Deck) -> None:
    assert PrimerSession(taught).skill(taught.cards[0]) == "Flow"
    assert PrimerSession(replace(taught, skills=())).skill(taught.cards[0]) == "flow"


def test_it_is_offered_until_a_card_has_been_met(
    open_desk: Callable[..., Desk], taught: Deck, small_deck: Deck
) -> None:
    desk = open_desk(taught)
    desk.open(noon(0))
    assert is_offered(desk, taught) and not is_offered(desk, small_deck)
    desk.record([Draft("note", taught.id, "c-0", payload={"text": "to read"})], noon(0))
    assert is_offered(desk, taught), "a note is no meeting"
    grade_card(desk, desk.card("c-5"), Grade.AGAIN, Answer(), noon(0))
    assert not is_offered(desk, taught)


def test_reading_writes_no_event(open_desk: Callable[..., Desk], taught: Deck) -> None:
    desk = open_desk(taught)
    before = list(desk.open(noon(0)).events())
    session = PrimerSession(desk.deck(taught.id))
    while not session.is_done:
        session.go_on()
    assert list(desk.open(noon(0)).events()) == before == []
