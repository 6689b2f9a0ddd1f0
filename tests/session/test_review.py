"""The review, question by question."""

from collections.abc import Callable, Sequence

import pytest

from prepapp.core.event import Draft, Event, Grade
from prepapp.core.state import replay
from prepapp.session.day import Part, Stage, Turn
from prepapp.session.desk import Desk
from prepapp.session.grading import Answer, grade_card
from prepapp.session.mistakes import mistakes
from prepapp.session.question import Phase
from prepapp.session.review import ReviewSession
from tests.builders import day, deck, noon
from tests.session.conftest import study_card


def sitting(desk: Desk, cards: Sequence[str], part: Part = "due", on: int = 0) -> ReviewSession:
    """Return a review of these cards."""
    turns = tuple(Turn(part, desk.card(each), 3.0) for each in cards)
    return ReviewSession(desk, [Stage(part, turns, 3.0 * len(turns))], noon(on))


def meet(desk: Desk, card: str, grade: Grade = Grade.GOOD, on: int = 0) -> None:
    """Grade a card as on the command line."""
    grade_card(desk, desk.card(card), grade, Answer(), noon(on))


def log_of(desk: Desk, card: str | None = None) -> list[Event]:
    """Return the events of the log, of one card or all."""
    return desk.open(noon(0)).events(card)


def tick(session: ReviewSession, said: str, on: int = 0) -> None:
    """Answer aloud in a minute, sure, and tick the points by letters."""
    session.speak(60)
    session.be_sure("sure", noon(on))
    for letter in said:
        session.tick(letter == "y")


def test_the_answer_opens_only_after_a_commitment_and_every_point(desk: Desk) -> None:
    meet(desk, "c-0")
    session = sitting(desk, ["c-0"], on=3)
    phases = [session.phase]
    session.speak(42)
    phases.append(session.phase)
    session.be_sure("think", noon(3))
    for _ in session.points():
        phases.append(session.phase)
        session.tick(True)
    phases.append(session.phase)
    assert phases == [Phase.ASKED, Phase.COMMITTED, *[Phase.POINTS] * 3, Phase.ANSWER]


def test_not_knowing_is_a_commitment_that_ticks_nothing(desk: Desk) -> None:
    meet(desk, "c-0")
    session = sitting(desk, ["c-0"], on=3)
    session.give_up(noon(3))
    assert session.phase is Phase.ANSWER
    assert session.proposal() is Grade.AGAIN
    session.grade(None, noon(3))
    assert log_of(desk, "c-0")[-1].payload["missed"] == [1, 2, 3]


@pytest.mark.parametrize(
    ("said", "proposed"),
    [("yyy", Grade.EASY), ("yyn", Grade.HARD), ("yny", Grade.AGAIN), ("nnn", Grade.AGAIN)],
)
def test_the_points_propose_the_grade_and_enter_takes_it(desk: Desk, said: str, proposed: Grade) -> None:
    meet(desk, "c-0")
    session = sitting(desk, ["c-0"], on=3)
    tick(session, said, on=3)
    assert session.proposal() is proposed
    event = session.grade(None, noon(3))
    assert event.payload["grade"] == event.payload["proposed"] == proposed.word


def test_an_overruled_proposal_is_kept_beside_the_grade(desk: Desk) -> None:
    meet(desk, "c-0")
    session = sitting(desk, ["c-0"], on=3)
    tick(session, "yyy", on=3)
    event = session.grade(Grade.HARD, noon(3))
    assert (event.payload["grade"], event.payload["proposed"]) == ("hard", "easy")


def test_the_point_that_was_missed_is_asked_first_next_time(desk: Desk) -> None:
    meet(desk, "c-0")
    session = sitting(desk, ["c-0"], on=3)
    tick(session, "yny", on=3)
    session.grade(None, noon(3))
    later = sitting(desk, ["c-0"], on=4)
    assert [point.n for point in later.points()] == [2, 1, 3]
    tick(later, "nyy", on=4)
    later.grade(None, noon(4))
    assert log_of(desk, "c-0")[-1].payload["points"] == [1, 3]


def test_a_first_guess_with_every_must_point_is_the_first_graded_review(desk: Desk) -> None:
    session = sitting(desk, ["c-0"], "new")
    assert session.first_meeting
    tick(session, "yyn")
    assert not session.is_practice
    assert session.grade(None, noon(0)).kind == "review"
    state = desk.state("c-0")
    assert state is not None and state.ladder is not None and state.ladder.anchor == day(0)
    assert session.phase is Phase.DONE


def test_a_first_guess_that_falls_short_is_a_lesson_and_is_asked_again_graded(desk: Desk) -> None:
    session = sitting(desk, ["c-0", "c-1"], "new")
    tick(session, "ynn")
    assert session.is_practice
    assert session.grade(None, noon(0)).kind == "practice"
    state = desk.state("c-0")
    assert state is not None and state.ladder is None and state.lapses == 0
    tick(session, "yyy")
    session.grade(None, noon(0))
    assert (session.current.card.id, session.current.turn.part) == ("c-0", "again")
    tick(session, "yyy")
    assert not session.is_practice
    assert session.grade(None, noon(0)).kind == "review"
    assert session.phase is Phase.DONE


def test_again_is_asked_once_more_at_the_end_and_moves_nothing_then(desk: Desk) -> None:
    meet(desk, "c-0")
    meet(desk, "c-1")
    session = sitting(desk, ["c-0", "c-1"], on=3)
    tick(session, "nnn", on=3)
    session.grade(None, noon(3))
    tick(session, "yyy", on=3)
    session.grade(None, noon(3))
    before = desk.state("c-0")
    assert session.current.turn.part == "again" and session.is_practice
    tick(session, "yyy", on=3)
    assert session.grade(None, noon(3)).kind == "practice"
    after = desk.state("c-0")
    assert before is not None and after is not None and before.ladder == after.ladder
    assert session.phase is Phase.DONE and session.question is None


def test_a_repeat_that_fails_again_ends_the_session_all_the_same(desk: Desk) -> None:
    meet(desk, "c-0")
    session = sitting(desk, ["c-0"], on=3)
    for _ in range(2):
        tick(session, "nnn", on=3)
        session.grade(None, noon(3))
    assert session.phase is Phase.DONE


def test_a_taken_back_point_can_be_told_otherwise(desk: Desk) -> None:
    meet(desk, "c-0")
    session = sitting(desk, ["c-0"], on=3)
    tick(session, "yyn", on=3)
    session.untick()
    assert session.phase is Phase.POINTS
    session.tick(True)
    assert session.proposal() is Grade.EASY


def test_undo_asks_the_card_again_with_its_answer_at_hand(desk: Desk) -> None:
    meet(desk, "c-0")
    meet(desk, "c-1")
    before = desk.state("c-0")
    session = sitting(desk, ["c-0", "c-1"], on=3)
    tick(session, "nyy", on=3)
    session.grade(None, noon(3))
    total = session.total
    session.undo(noon(3))
    assert session.current.card.id == "c-0" and session.phase is Phase.ANSWER
    assert session.total == total - 1
    after = desk.state("c-0")
    assert before is not None and after is not None and after.ladder == before.ladder
    session.grade(Grade.GOOD, noon(3))
    assert session.current.card.id == "c-1"


def test_undo_reaches_grades_of_an_earlier_start(open_desk: Callable[..., Desk]) -> None:
    meet(open_desk(), "c-0")
    desk = open_desk()
    desk.refresh(noon(0))
    session = sitting(desk, ["c-1"])
    voided = session.undo(noon(0))
    assert voided.card == "c-0"
    assert session.current.card.id == "c-0"
    session.grade(Grade.GOOD, noon(0))
    assert session.current.card.id == "c-1"


def test_the_follow_up_asked_least_recently_comes_first_and_is_recorded(desk: Desk) -> None:
    meet(desk, "c-0")
    for on, expected in [(3, 1), (7, 2), (14, 3), (21, 1)]:
        session = sitting(desk, ["c-0"], on=on)
        tick(session, "yyy", on=on)
        asked = session.current.follow_up
        assert asked is not None and asked.n == expected
        session.open_follow_up()
        session.hold_follow_up(on % 2 == 0, noon(on))
        assert session.current.follow_up is None
        session.grade(None, noon(on))
    held = [event.payload["held"] for event in log_of(desk, "c-0") if "held" in event.payload]
    assert held == [False, False, True, False]


def test_setting_a_card_aside_drops_its_repeat_too(desk: Desk) -> None:
    meet(desk, "c-0")
    session = sitting(desk, ["c-0", "c-1"], "due", on=3)
    session.set_aside(noon(3))
    state = desk.state("c-0")
    assert state is not None and state.suspended
    assert session.current.card.id == "c-1"


def test_a_note_stays_with_the_card(desk: Desk) -> None:
    session = sitting(desk, ["c-0"], "new")
    session.note("think of two roads", noon(0))
    state = desk.state("c-0")
    assert state is not None and state.notes == ("think of two roads",)


def test_a_card_without_points_opens_at_once_and_proposes_nothing(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk(deck([study_card(0, musts=0, shoulds=0, follow_ups=())]))
    meet(desk, "c-0")
    session = sitting(desk, ["c-0"], on=3)
    session.speak(30)
    session.be_sure("sure", noon(3))
    assert session.phase is Phase.ANSWER and session.proposal() is None
    assert session.grade(None, noon(3)).payload["grade"] == "good"


def test_each_grade_is_on_disk_before_the_next_question(desk: Desk, open_desk: Callable[..., Desk]) -> None:
    session = sitting(desk, ["c-0", "c-1"], "new")
    tick(session, "yyy")
    session.grade(None, noon(0))
    other = open_desk()
    other.refresh(noon(0))
    assert other.study == desk.study == replay(log_of(desk))


def test_the_dates_shown_are_the_dates_that_follow(desk: Desk) -> None:
    for grade in Grade:
        name = f"c-{int(grade)}"
        meet(desk, name)
        session = sitting(desk, [name], on=3)
        tick(session, "yyy", on=3)
        shown = session.dates()
        session.grade(grade, noon(3))
        assert session.last is not None and session.last.next_due == shown[grade]


def test_a_typed_answer_is_kept_with_its_grade(desk: Desk) -> None:
    meet(desk, "c-0")
    session = sitting(desk, ["c-0"], on=3)
    session.write("the identity survives", 20)
    session.be_sure("sure", noon(3))
    for _ in range(3):
        session.tick(False)
    session.grade(None, noon(3))
    state = desk.state("c-0")
    assert state is not None and state.mistakes[0].said == "the identity survives"


def test_a_mistake_is_closed_once_it_is_understood(desk: Desk) -> None:
    meet(desk, "c-0")
    session = sitting(desk, ["c-0"], on=3)
    tick(session, "nyy", on=3)
    session.grade(None, noon(3))
    (lesson,) = mistakes(desk)
    turn = Turn("mistake", desk.card("c-0"), 0, lesson=lesson)
    for right, left in [(False, 1), (True, 0)]:
        session = ReviewSession(desk, [Stage("mistake", (turn,), 2)], noon(4))
        session.speak(10)
        session.be_sure("think", noon(4))
        phases = [session.phase]
        session.settle(right, noon(4))
        assert [*phases, session.phase] == [Phase.ANSWER, Phase.DONE]
        assert len(mistakes(desk)) == left


def test_a_point_missed_on_three_days_makes_a_leech(desk: Desk) -> None:
    meet(desk, "c-0")
    for on in (3, 4, 5):
        session = sitting(desk, ["c-0"], on=on)
        assert session.leech is None
        tick(session, "y" * 3 if on == 3 else "nyy", on=on)
        session.grade(None, noon(on))
    for on in (6, 7):
        session = sitting(desk, ["c-0"], on=on)
        tick(session, "nyy", on=on)
        session.grade(None, noon(on))
    leech = sitting(desk, ["c-0"], on=8).leech
    assert leech is not None and leech.n == 1


def check(desk: Desk, n: int, proposed: str | None, on: int, card: str = "c-0") -> None:
    """Write a judged answer to a check."""
    payload = {"n": n, "verdict": "right", "proposed": proposed}
    desk.record([Draft("check", "resnet", card, "r1", payload)], noon(on))


@pytest.mark.parametrize(
    ("points", "checks", "proposed"),
    [
        ("yyy", [(1, "hard")], Grade.HARD),
        ("yyn", [(1, "good")], Grade.HARD),
        ("yyy", [(1, "good")], Grade.GOOD),  # a check never speaks for more than Good
        ("yyy", [(1, "again"), (1, "hard")], Grade.HARD),  # mended
        ("yyy", [(1, "again"), (2, "good")], Grade.AGAIN),
        ("yyy", [(1, None)], Grade.EASY),  # it could not be read
        ("yyy", [], Grade.EASY),
    ],
)
def test_a_check_proposes_with_the_points_and_the_lower_one_counts(
    desk: Desk, points: str, checks: Sequence[tuple[int, str | None]], proposed: Grade
) -> None:
    meet(desk, "c-0")
    check(desk, 1, "again", 2)
    check(desk, 1, "again", 3, "c-1")
    session = sitting(desk, ["c-0"], on=3)
    tick(session, points, on=3)
    for n, grade in checks:
        check(desk, n, grade, 3)
    session.take_check(noon(3))
    assert session.proposal() is proposed
    event = session.grade(None, noon(3))
    assert (event.payload["grade"], event.payload["proposed"]) == (proposed.word, proposed.word)


def test_where_a_card_has_no_points_the_check_alone_proposes(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(deck([study_card(0, musts=0, shoulds=0)]))
    meet(desk, "c-0")
    session = sitting(desk, ["c-0"], on=3)
    tick(session, "", on=3)
    assert session.proposal() is None
    check(desk, 1, "hard", 3)
    session.take_check(noon(3))
    event = session.grade(Grade.GOOD, noon(3))
    assert (event.payload["grade"], event.payload["proposed"]) == ("good", "hard")


def test_a_check_does_not_turn_a_first_meeting_with_every_must_point_into_practice(desk: Desk) -> None:
    session = sitting(desk, ["c-0"], "new")
    tick(session, "yyn")
    check(desk, 1, "again", 0)
    session.take_check(noon(0))
    assert not session.is_practice and session.proposal() is Grade.AGAIN
