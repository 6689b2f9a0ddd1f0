"""The warm-up: nothing new, sized by its minutes, drawn by the study day; the sheet: own words first."""

from collections.abc import Callable

import pytest

from prepapp.core.card import Claim, Deck, Skill
from prepapp.core.event import Draft, Grade
from prepapp.session.debrief import Debrief, is_time, keep, waiting
from prepapp.session.desk import Desk
from prepapp.session.grading import Answer, grade_card
from prepapp.session.notes import note, suspend
from prepapp.session.planning import accept, change
from prepapp.session.sheet import markdown, sheet
from prepapp.session.warmup import Minutes, Warmup, WarmupSession, warmup
from tests.builders import day, deck, noon
from tests.session.conftest import SKILLS, study_card

LAST = 30


def claim(n: int, value: int | str = 3) -> Claim:
    return Claim(f"claim-{n}", f"How many of {n}?", value, "", "cited", "a paper", "", None, 1)


@pytest.fixture
def large_deck() -> Deck:
    """Thirty cards of three skills, each with a sentence, a number and a word that is none."""
    cards = [
        study_card(n, say=f"say {n}", claims=(claim(n, "a word"), claim(n, n), claim(n + 100)))
        for n in range(LAST)
    ]
    return deck(cards, skills=tuple(Skill(name, name.title()) for name in SKILLS))


@pytest.fixture
def met(open_desk: Callable[..., Desk], large_deck: Deck) -> Desk:
    """Every card but the last was met; fourteen were sure and wrong."""
    desk = open_desk(large_deck)
    for n in range(LAST - 1):
        wrong = n < 14
        answer = Answer([] if wrong else [1, 2, 3], 60, "sure", f"said {n}")
        grade_card(desk, desk.card(f"c-{n}"), Grade.AGAIN if wrong else Grade.GOOD, answer, noon(0))
    return desk


def sizes(found: Warmup) -> tuple[int, ...]:
    return tuple(len(found.of(kind)) for kind in ("mistake", "number", "sentence", "aloud"))


@pytest.mark.parametrize(("minutes", "wanted"), [(1, (1, 2, 0, 1)), (5, (2, 8, 3, 1)), (15, (12, 8, 3, 3))])
def test_a_warmup_is_as_long_as_its_minutes(met: Desk, minutes: Minutes, wanted: tuple[int, ...]) -> None:
    assert sizes(warmup(met, minutes, noon(3))) == wanted


def test_the_day_draws_what_is_asked(met: Desk) -> None:
    assert warmup(met, 15, noon(3)) == warmup(met, 15, noon(3, 300))
    drawn = {tuple(page.card.id for page in warmup(met, 15, noon(n)).pages) for n in range(4)}
    assert len(drawn) == 4


def test_nothing_new_nothing_set_aside_and_no_word_for_a_number(met: Desk) -> None:
    suspend(met, met.card("c-20"), noon(1))
    for n in range(20):
        pages = warmup(met, 15, noon(n)).pages
        assert not {page.card.id for page in pages} & {f"c-{LAST - 1}", "c-20"}
        numbers = [page for page in pages if page.kind == "number"]
        assert len({page.card.id for page in numbers}) == 8
        assert all(page.tell.isdigit() for page in numbers)


def test_a_page_that_was_opened_is_a_look_and_going_back_keeps_it_open(met: Desk) -> None:
    session = WarmupSession(met, 1, noon(3))
    session.go_on(noon(3))
    session.go_on(noon(3))
    assert [each.card for each in met.open(noon(3)).events(kind="look")] == [session.warmup.pages[0].card.id]
    session.go_back()
    assert session.is_open and session.position == 1 and not session.can_go_back
    for _ in range(9):
        session.go_on(noon(3))
    assert session.is_done and session.position == 4


def test_the_sheet_has_the_newest_own_words_and_only_those_that_held(met: Desk) -> None:
    note(met, met.card("c-0"), "my arrow", noon(2))
    said = {"kind": "question", "mode": "typed", "said": "in a mock", "must_missed": [], "red_flags": []}
    for flags in ([], [1]):
        payload = {**said, "said": f"in a mock {len(flags)}", "red_flags": flags}
        met.open(noon(2)).append([Draft("mock_answer", "resnet", "c-1", "r1", payload)], noon(2))
    page = sheet(met, "resnet", noon(3))
    words = {part.skill: [(line.text, line.source) for line in part.lines] for part in page.parts}
    assert words == {
        "flow": [("my arrow", "note"), ("said 27", "typed")],
        "blocks": [("in a mock 0", "typed"), ("said 28", "typed")],
        "ode": [("said 26", "typed"), ("said 23", "typed")],
    }
    assert (page.borrowed, len(page.mistakes), len(page.numbers)) == (0, 5, 12)
    assert "I said: said 0. It holds: point 1; point 2; point 3. say 0" in markdown(page)
    assert "the card's words" not in markdown(page)


def test_without_own_words_the_sheet_has_the_cards_and_says_so(
    open_desk: Callable[..., Desk], large_deck: Deck
) -> None:
    page = sheet(open_desk(large_deck), "resnet", noon(0))
    assert page.borrowed == 3 and page.numbers == ()
    assert markdown(page).count("*(the card's words)*") == 3
    assert "3 of these lines are the card's words" in markdown(page)


def test_it_is_time_for_a_debrief_from_the_day_of_the_interview_until_it_was_told(desk: Desk) -> None:
    assert waiting(desk, noon(0)) is None
    accept(desk, change(desk, "resnet", day(0), interview=day(9)), noon(0))
    assert [is_time(desk, "resnet", noon(n)) for n in (8, 9, 30)] == [False, True, True]
    keep(desk, Debrief("resnet", day(2), asked=("c-0",)), noon(9))
    assert waiting(desk, noon(9)) == "resnet", "another interview was told of"
    keep(desk, Debrief("resnet", day(9), stalled=("c-0", "c-0")), noon(9), day(20))
    assert not is_time(desk, "resnet", noon(9))
    assert is_time(desk, "resnet", noon(20))
    state = desk.state("c-0")
    assert state is not None and [each.source for each in state.mistakes] == ["interview"]
