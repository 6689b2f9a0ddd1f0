"""The primer: which lessons it holds, in which order, and which cards each prepares."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepapp.core.card import Card, Deck
from prepapp.core.deckfile import read_library
from prepapp.core.primer import GUESS_S, MINUTES, WORDS_A_MINUTE, Stop, primer, reading_minutes
from tests.builders import card, deck

SHIPPED = Path(__file__).parents[2] / "decks" / "resnet"
MINUTE = WORDS_A_MINUTE - WORDS_A_MINUTE * GUESS_S // 60
"""Words of a lesson that takes a minute, its guess included; near enough."""


def lesson(name: str, words: int = MINUTE, **more: Any) -> Card:
    """Return a card whose lesson has so many words."""
    return card(name, learn="word " * words, **more)


def names(stops: tuple[Stop, ...]) -> list[str]:
    return [stop.card.id for stop in stops]


def total(stops: tuple[Stop, ...]) -> float:
    return sum(stop.minutes for stop in stops)


def test_a_lesson_takes_its_words_and_a_guess() -> None:
    marks = card("a", learn="| one | 2 |\n|---|---|\n- 'three' = $x$ ──> *four*")
    assert reading_minutes(marks) == pytest.approx(5 / WORDS_A_MINUTE + GUESS_S / 60)


def test_one_lesson_of_every_skill_comes_before_a_second_of_any() -> None:
    cards = [lesson("a-1", skill="a"), lesson("a-2", skill="a"), lesson("b-1", skill="b", enters=7)]
    assert names(primer(deck(cards), 2.1)) == ["a-1", "b-1"]
    assert names(primer(deck(cards))) == ["a-1", "a-2", "b-1"]


def test_the_earliest_lesson_of_a_skill_is_taken_and_of_a_day_the_weightiest() -> None:
    cards = [lesson("late", enters=3, weight=2.0), lesson("light"), lesson("heavy", weight=1.5)]
    assert names(primer(deck(cards), 1.1)) == ["heavy"]
    assert names(primer(deck(cards), 2.1)) == ["light", "heavy"], "read in deck order"


def test_a_lesson_that_does_not_fit_leaves_room_for_a_shorter_one() -> None:
    cards = [lesson("long", MINUTE * 3), lesson("short", enters=3)]
    assert names(primer(deck(cards), 2)) == ["short"]


def test_what_is_too_long_alone_stands_alone() -> None:
    cards = [lesson("long", MINUTE * 20), lesson("longer", MINUTE * 30)]
    assert names(primer(deck(cards))) == ["long"]


def test_a_deck_without_lessons_has_no_primer() -> None:
    assert primer(deck([card("a"), card("b")])) == ()


def test_a_named_chain_is_used_as_it_is_and_cut_only_where_minutes_are_asked() -> None:
    cards = [lesson(name, MINUTE * 4) for name in "abcd"]
    named = deck(cards, primer=("d", "a", "c"))
    assert names(primer(named)) == ["d", "a", "c"]
    assert names(primer(named, 9)) == ["d", "a"]
    assert names(primer(named, 1)) == ["d"], "one in any case"
    assert names(primer(named, 60)) == ["d", "a", "c"]


def test_each_lesson_prepares_what_follows_it_in_its_skill() -> None:
    cards = [card("a-0"), lesson("a-1"), card("a-2"), card("b-1", skill="b"), lesson("a-3"), card("a-4")]
    stops = primer(deck(cards, primer=("a-3", "a-1")))
    assert [[each.id for each in stop.cards] for stop in stops] == [["a-4"], ["a-0", "a-2"]]


@st.composite
def decks(draw: st.DrawFn) -> Deck:
    """Draw a deck of up to thirty cards over four skills, some of them without a lesson."""
    cards = [
        lesson(
            f"c-{n}",
            draw(st.sampled_from([0, 40, 160, 500, 2500])),
            skill=draw(st.sampled_from("abcd")),
            enters=draw(st.sampled_from([0, 3, 7])),
            weight=draw(st.sampled_from([0.5, 1.0, 2.0])),
        )
        for n in range(draw(st.integers(0, 30)))
    ]
    taught = [each.id for each in cards if each.learn]
    chains = st.lists(st.sampled_from(taught), unique=True) if taught else st.just([])
    named = draw(chains | st.just([]))
    return deck(cards, primer=tuple(named))


@given(decks(), st.floats(0.5, 40) | st.none())
def test_it_keeps_to_its_minutes(of: Deck, minutes: float | None) -> None:
    stops = primer(of, minutes)
    if of.primer and minutes is None:
        assert names(stops) == list(of.primer)
    elif total(stops) > (minutes or MINUTES) + 1e-9:
        assert len(stops) == 1
        assert of.primer or all(
            reading_minutes(each) > (minutes or MINUTES) for each in of.cards if each.learn
        )


@given(decks(), st.floats(0.5, 40) | st.none())
def test_every_card_stands_once_and_under_its_skill(of: Deck, minutes: float | None) -> None:
    stops = primer(of, minutes)
    assert all(stop.card.learn for stop in stops)
    assert bool(stops) == any(each.learn for each in of.cards)
    shown = [each.id for stop in stops for each in (stop.card, *stop.cards)]
    skills = {stop.card.skill for stop in stops}
    assert sorted(shown) == sorted(each.id for each in of.cards if each.skill in skills)
    assert all(each.skill == stop.card.skill for stop in stops for each in stop.cards)


@given(decks(), st.floats(0.5, 40) | st.none())
def test_the_order_is_kept(of: Deck, minutes: float | None) -> None:
    stops = primer(of, minutes)
    if of.primer:
        assert names(stops) == list(of.primer[: len(stops)])
    else:
        places = [(stop.card.day, stop.card.order) for stop in stops]
        assert places == sorted(places)


@given(decks(), st.floats(0.5, 40) | st.none())
def test_every_skill_is_there_where_its_first_lessons_fit(of: Deck, minutes: float | None) -> None:
    taught = [each for each in of.cards if each.learn]
    firsts = {
        skill: min(
            (each for each in taught if each.skill == skill), key=lambda c: (c.day, -c.weight, c.order)
        )
        for skill in {each.skill for each in taught}
    }
    if not of.primer and sum(map(reading_minutes, firsts.values())) <= (minutes or MINUTES) - 1e-9:
        assert {each.id for each in firsts.values()} <= set(names(primer(of, minutes)))


def test_the_shipped_chain_holds_its_ten_minutes() -> None:
    (shipped,) = read_library([SHIPPED]).decks
    stops = primer(shipped)
    assert names(stops) == list(shipped.primer) and len(stops) == 12
    assert MINUTES - 1 <= total(stops) <= MINUTES
