"""A mock as a sitting: what is saved when, what a kill leaves, what its misses propose."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from prepapp.core.card import Library
from prepapp.core.deckfile import read_library
from prepapp.core.event import Draft, Event, Grade
from prepapp.core.interview import Reply
from prepapp.core.mock_record import records
from prepapp.errors import PrepError
from prepapp.session.debriefing import debrief, find_record
from prepapp.session.desk import Desk
from prepapp.session.grading import Answer, grade_card
from prepapp.session.mistakes import mistakes
from prepapp.session.mock import MockPhase, MockSession
from prepapp.session.mock_answers import AnswerFile, Candidate, Entry, hold, read_answers, reply
from prepapp.session.mock_begin import MockChoice, begin, go_on
from prepapp.session.mock_menu import menu
from prepapp.session.mock_misses import accept
from prepapp.session.mock_records import mock_records
from prepapp.session.payloads import require_sound
from prepapp.session.planning import accept as accept_plan
from prepapp.session.planning import change
from prepapp.session.statements import draw
from prepapp.session.transcript import transcript
from tests.builders import noon
from tests.session.mock_stage import CANDIDATES, begun, desk_at, empty_desk, mini, sheet


@pytest.fixture(scope="module")
def library() -> Library:
    return mini()


@pytest.fixture
def desk(library: Library, tmp_path: Path) -> Iterator[Desk]:
    desk = empty_desk(tmp_path, library)
    yield desk
    desk.close()


def kinds(desk: Desk) -> list[str]:
    """The kinds of all events."""
    return [event.kind for event in desk.open(noon(0)).events()]


def phase(session: MockSession) -> MockPhase:
    """How far a session has come; mypy takes a property to stay as it was."""
    return session.phase


def answered(session: MockSession, points: str = "yyy", flags: tuple[int, ...] = ()) -> None:
    """Answer a question aloud, its points ticked by these letters."""
    session.speak(30, "sure")
    for letter in points[: len(session.points)]:
        session.tick(letter == "y")
    session.settle(flags, noon(0))


def test_nothing_is_written_before_the_first_answer(desk: Desk) -> None:
    session = begun(desk, "opening")
    session.speak(20)
    session.tick(True)
    assert kinds(desk) == [] and session.record is None
    session.quit(noon(0))
    assert kinds(desk) == [] and phase(session) is MockPhase.OVER


def test_points_are_hidden_until_the_answer_is_given(desk: Desk) -> None:
    session = begun(desk, "opening")
    assert (phase(session), session.points, session.red_flags) == (MockPhase.ASKED, (), ())
    session.write("It is not overfitting; identity layers would do.", 40)
    assert phase(session) is MockPhase.POINTS
    assert [point.n for point in session.points] == [1, 2, 3]
    assert session.heard.points == (1, 3)
    session.tick(True)
    session.tick(False)
    session.untick()
    session.tick(True)
    session.settle([], noon(0))
    record = session.record
    assert record is not None
    assert (record.questions[0].points, record.questions[0].must_missed) == ((1, 2), ())
    assert phase(session) is MockPhase.ASKED and session.points == ()


def test_an_answer_is_taken_back_before_it_is_saved(desk: Desk) -> None:
    session = begun(desk, "opening")
    session.speak(20)
    session.untick()
    assert phase(session) is MockPhase.ASKED and session.given is None


def test_a_follow_up_is_held_or_not(desk: Desk) -> None:
    session = begun(desk, "opening")
    answered(session)
    assert session.ask is not None and session.ask.wording == "How would you show that it is optimisation?"
    session.speak(20)
    assert phase(session) is MockPhase.HELD and session.points == ()
    session.hold(True, noon(0))
    record = session.record
    assert record is not None
    (follow_up,) = record.questions[0].follow_ups
    assert (follow_up.n, follow_up.held, follow_up.unseen, follow_up.seconds) == (3, True, True, 20)


def test_what_is_out_of_turn_is_refused(desk: Desk) -> None:
    session = begun(desk, "opening")
    acts: tuple[Callable[[], None], ...] = (
        lambda: session.tick(True),
        lambda: session.settle([], noon(0)),
        lambda: session.hold(True, noon(0)),
    )
    for act in acts:
        with pytest.raises(PrepError, match="nothing is there to be judged"):
            act()
    with pytest.raises(PrepError, match="signals belong to the end of a talk"):
        session.signal({}, noon(0))
    assert session.ask is not None
    wrong = Reply(session.ask.item.id, None, session.ask.wording, "spoken", ticked=(9,))
    with pytest.raises(PrepError, match="there is no point 9"):
        session.give(wrong, noon(0))
    with pytest.raises(PrepError, match="not to what is asked"):
        session.give(replace(wrong, ticked=(), wording="what?"), noon(0))
    assert kinds(desk) == []


def test_the_end_is_written_with_the_last_answer(desk: Desk) -> None:
    session = begun(desk, "quickfire")
    for _ in range(4):
        answered(session)
    assert kinds(desk) == ["mock_answer"] * 4 + ["mock_end"]
    end = desk.open(noon(0)).events(kind="mock_end")[0]
    assert end.payload == {
        "mock": "m-1",
        "format": "quickfire",
        "why": "finished",
        "seconds": 120,
        "score": 1.0,
        "proposals": [],
        "accepted": [],
    }
    with pytest.raises(PrepError, match="the mock is over"):
        session.speak(10)


def test_the_last_answer_and_the_end_are_one_write(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[list[str]] = []
    record = desk.record

    def noting(drafts: Sequence[Draft], now: datetime) -> tuple[Event, ...]:
        written.append([draft.kind for draft in drafts])
        return record(drafts, now)

    monkeypatch.setattr(desk, "record", noting)
    session = begun(desk, "quickfire")
    for _ in range(4):
        answered(session)
    assert written == [["mock_answer"]] * 3 + [["mock_answer", "mock_end"]]


def test_an_answer_carries_all_that_it_was_judged_by(desk: Desk) -> None:
    session = begun(desk, "opening", interviewer="Ana")
    answered(session, "nyn", flags=(1,))
    event = desk.open(noon(0)).events(kind="mock_answer")[0]
    require_sound(event, "here")
    said = event.payload
    assert (event.deck, event.card, event.revision) == ("mini", "mi-001", desk.card("mi-001").revision)
    assert (said["step"], said["kind"], said["follow_up"], said["question"]) == (
        0,
        "question",
        None,
        "mi-q-002",
    )
    assert (said["ticked"], said["missed"], said["must_missed"]) == ([2], [1, 3], [1])
    assert (said["red_flags"], said["flags"], said["witness"]) == ([1], ["The deep net overfits."], "Ana")
    assert [point["must"] for point in said["rubric"]] == [True, True, False]
    assert said["settings"]["profile"] == "research" and said["settings"]["interviewer"] == "Ana"
    assert session.record is not None and session.record.witness == "Ana"


@pytest.mark.parametrize("interview", ["opening", "discussion", "talk", "hotseat"])
def test_left_after_any_answer_it_goes_on_as_it_would_have(
    interview: str, library: Library, tmp_path: Path
) -> None:
    """What follows a kill between two answers is what would have followed without it."""
    whole = empty_desk(tmp_path / "whole", library)
    session = begun(whole, interview)  # type: ignore[arg-type]
    candidate = Candidate(sheet(session, CANDIDATES["weak-on-flow"]))
    replies = []
    while session.ask is not None:
        replies.append(reply(session.ask, candidate.entry(session.ask)))
        session.give(replies[-1], noon(0))
    for n in range(1, len(replies)):
        desk = empty_desk(tmp_path / f"killed-{n}", library)
        left = begun(desk, interview)  # type: ignore[arg-type]
        for each in replies[:n]:
            left.give(each, noon(0))
        desk.close()
        desk = desk_at(tmp_path / f"killed-{n}", library)
        again = go_on(desk, "mini", noon(0))
        assert again is not None and again.standing == left.standing and phase(again) is phase(left)
        for each in replies[n:]:
            again.give(each, noon(0))
        assert again.record is not None and session.record is not None
        assert again.record.score == session.record.score
        assert [q.points for q in again.record.questions] == [q.points for q in session.record.questions]
        desk.close()
    whole.close()


def test_only_todays_unfinished_mock_of_this_deck_and_script_goes_on(
    desk: Desk, library: Library, tmp_path: Path
) -> None:
    assert go_on(desk, "mini", noon(0)) is None
    answered(begun(desk, "opening"))
    assert go_on(desk, "mini", noon(0), "short") is None
    assert go_on(desk, "mini", noon(1)) is None
    assert go_on(desk, "mini", noon(0), "opening") is not None
    changed = library.decks[0]
    script = changed.scripts[0]
    assert script.interview == "discussion"
    cards = tuple(replace(card, points=card.points[:1]) for card in changed.cards)
    desk.library = Library((replace(changed, cards=cards),))
    assert go_on(desk, "mini", noon(0)) is None
    desk.library = library
    session = go_on(desk, "mini", noon(0))
    assert session is not None
    session.quit(noon(0))
    assert go_on(desk, "mini", noon(0)) is None
    (record,) = mock_records(desk, noon(0))
    assert (record.why, record.held, len(record.questions)) == ("quit", False, 1)


def test_a_hot_seat_goes_on_with_its_card_and_a_talk_with_its_length(desk: Desk) -> None:
    for card in ("mi-001", "mi-003"):
        answered(begun(desk, "hotseat", card, card=card))
    answered(begun(desk, "talk", "talk", length=1))
    first = go_on(desk, "mini", noon(0), "hotseat", card="mi-001")
    assert first is not None and first.answered == ("mi-001",)
    assert go_on(desk, "mini", noon(0), "hotseat", card="mi-004") is None
    assert go_on(desk, "mini", noon(0), "talk", length=1) is not None
    assert go_on(desk, "mini", noon(0), "talk", length=5) is None


def test_each_unfinished_mock_of_the_menu_goes_on(desk: Desk) -> None:
    answered(begun(desk, "opening", "opening"))
    answered(begun(desk, "talk", "talk", length=1))
    waiting = [(each.format, each.length) for each in menu(desk, "mini", noon(0)).choices if each.unfinished]
    assert waiting == [("opening", None), ("talk", 1)]


def test_a_talk_waits_for_its_signals_even_after_a_kill(library: Library, tmp_path: Path) -> None:
    desk = empty_desk(tmp_path, library)
    session = begun(desk, "talk", length=5)
    for _ in range(5):
        answered(session)
    assert phase(session) is MockPhase.SIGNALS and "mock_end" not in kinds(desk)
    desk.close()
    desk = desk_at(tmp_path, library)
    again = go_on(desk, "mini", noon(0))
    assert again is not None and phase(again) is MockPhase.SIGNALS
    again.signal({"structure": True}, noon(0))
    assert phase(again) is MockPhase.OVER and again.record is not None
    assert again.record.signals == {
        "headline first": False, "structure": True, "time": False, "honest limits": False
    }  # fmt: skip
    desk.close()


def test_misses_propose_mistakes_and_accepting_opens_them_once(desk: Desk) -> None:
    grade_card(desk, desk.card("mi-003"), Grade.GOOD, Answer(), noon(0))
    session = begun(desk, "short", budget_s=1000)
    while session.ask is not None:
        session.write("It never vanishes.", 10) if session.ask.item.card == "mi-001" else session.speak(10)
        if phase(session) is MockPhase.HELD:
            session.hold(False, noon(1))
        else:
            session.tick(session.ask.item.card == "mi-002")
            session.settle(session.heard.red_flags, noon(1))
    found = session.proposals()
    assert [(each.card.id, each.missed, each.why) for each in found] == [
        (
            "mi-001",
            (1, 2, 3),
            "said “It is never zero”; missing: the product of (I + J) contains the identity; "
            "vanishing is unlikely, not impossible",
        ),
        ("mi-003", (1, 2), "missing: mean and variance of the mini-batch"),
    ]
    accept(desk, found, noon(1))
    assert accept(desk, found, noon(1)) == ()
    opened = mistakes(desk, "mini")
    assert (opened[0].card.id, opened[0].said) == ("mi-001", "It never vanishes.")
    assert [each.mistake.source for each in opened] == ["mock", "mock"]


def test_points_of_a_question_are_not_taken_for_its_cards(desk: Desk) -> None:
    session = begun(desk, "opening")
    answered(session, "nnn")
    session.quit(noon(0))
    assert [(each.card.id, each.missed) for each in session.proposals()] == [("mi-001", ())]


def test_the_hot_seat_goes_to_the_card_met_that_waited_longest(desk: Desk) -> None:
    for card in ("mi-003", "mi-004"):
        grade_card(desk, desk.card(card), Grade.GOOD, Answer(), noon(0))
    seats = []
    for n in range(3):
        session = begin(desk, MockChoice("hotseat", "mini", seed=1), noon(n))
        hold(session, AnswerFile(default=Entry(ticked="all", seconds=10)), noon(n))
        seats.append(session.interview.items[0].id)
    assert seats == ["mi-003", "mi-003", "mi-003"]  # it alone has two follow-ups
    wanted = begin(desk, MockChoice("hotseat", "mini", card="mi-004"), noon(3))
    assert wanted.interview.items[0].id == "mi-004"


def test_a_follow_up_of_a_hot_seat_counts_as_asked(desk: Desk) -> None:
    session = begun(desk, "hotseat", card="mi-001")
    hold(session, AnswerFile(default=Entry(ticked="all", seconds=10, follow_ups=[Entry(held=True)])), noon(0))
    state = desk.state("mi-001")
    assert state is not None and sorted(state.asked) == [2, 4] and state.seated == desk.day(noon(0))
    again = begun(desk, "hotseat", "m-2", noon(1), card="mi-001")
    answered(again, "nnn")
    assert again.ask is not None and (again.ask.wording, again.ask.unseen) == (
        "What does the chain rule give for one block?", True
    )  # fmt: skip


def test_an_answer_of_elsewhere_that_names_no_follow_up_changes_no_card(desk: Desk) -> None:
    session = begun(desk, "hotseat", card="mi-001")
    answered(session, "nnn")
    session.speak(10)
    session.hold(True, noon(0))
    log = desk.open(noon(0))
    last = log.events(kind="mock_answer")[-1]
    strange = replace(last, id="strange", device="other", payload={**last.payload, "follow_up": None})
    require_sound(strange, "here")
    before = desk.state("mi-001")
    log.merge([strange])
    desk.refresh(noon(0))
    assert desk.state("mi-001") == before


def test_sentences_are_drawn_whatever_other_logs_say_of_them(desk: Desk) -> None:
    statement = desk.deck("mini").statements[0]
    takes = [{"part": "statement"}, {"part": "statement", "statement": statement.id}]
    desk.record([Draft("take", "mini", "mi-001", "r1", each) for each in takes], noon(0))
    assert statement in draw(desk, desk.deck("mini"), noon(0))


@pytest.mark.parametrize(
    ("choice", "what"),
    [
        (MockChoice("opening", "mini", profile="sales"), "no profile 'sales'"),
        (MockChoice("talk", "mini", length=7), "no 7 minutes"),
        (MockChoice("short", "mini", length=5), "only a talk has a length"),
        (MockChoice("short", "mini", card="mi-001"), "only a hot seat is of one card"),
        (MockChoice("short", "mini", budget_s=0), "more than no time"),
        (MockChoice("hotseat", "mini", card="mi-404"), "no card 'mi-404'"),
        (MockChoice("short", "other"), "no deck 'other'"),
    ],
)
def test_a_choice_that_cannot_be_held_is_refused(desk: Desk, choice: MockChoice, what: str) -> None:
    with pytest.raises(PrepError, match=what):
        begin(desk, choice, noon(0))


def test_a_deck_without_a_script_says_so(tmp_path: Path) -> None:
    foreign = Path(__file__).parents[1] / "core" / "decks_foreign" / "batchnorm"
    desk = empty_desk(tmp_path, read_library([foreign]))
    with pytest.raises(PrepError, match="no script for this"):
        begin(desk, MockChoice("opening", "batchnorm"), noon(0))


def test_a_profile_brings_its_own_question_and_its_first_words(desk: Desk) -> None:
    vision, plain = begun(desk, "opening", profile="vision"), begun(desk, "opening", profile=None)
    assert [each.id for each in vision.interview.items] == ["mi-q-001", "mi-q-002", "mi-q-003"]
    assert [each.id for each in plain.interview.items] == ["mi-q-002", "mi-q-003"]
    assert vision.ask is not None and vision.ask.opener == "We look at pictures all day."
    assert plain.ask is not None and plain.ask.opener == ""


def test_the_profile_of_the_plan_holds_where_none_is_chosen(desk: Desk) -> None:
    accept_plan(desk, change(desk, "mini", desk.day(noon(0)), profile="vision"), noon(0))
    assert begun(desk, "opening", profile=None).interview.settings.profile == "vision"
    assert begun(desk, "opening", profile="research").interview.settings.profile == "research"
    assert begun(desk, "opening", profile="general").interview.settings.profile is None


def test_the_opening_comes_back_beside_the_first_one(desk: Desk) -> None:
    hold(begun(desk, "opening"), AnswerFile(default=Entry(text="It overfits.", seconds=10)), noon(0))
    hold(begun(desk, "opening", "m-2", noon(18)), AnswerFile(default=Entry(ticked="all")), noon(18))
    found = mock_records(desk, noon(18))
    told = debrief(found[1], found, desk.deck("mini"))
    assert told.first == found[0] and [each.mock for each in told.earlier] == ["m-1"]
    assert "> It overfits." in transcript(told).partition("## The first time")[2]
    assert debrief(found[0], found, desk.deck("mini")).first is None
    assert find_record(found, "last") is found[1] and find_record(found, "1") is found[0]
    assert find_record(found, "m") is None


def test_a_finished_mock_reads_the_same_when_its_deck_is_gone(desk: Desk) -> None:
    session = begun(desk, "discussion")
    hold(session, sheet(session, CANDIDATES["over-confident"]), noon(0))
    before = mock_records(desk, noon(0))
    page = transcript(debrief(before[0], before, None))
    desk.library = Library()
    assert mock_records(desk, noon(0)) == before
    assert transcript(debrief(before[0], before, None)) == page


def test_two_devices_that_go_on_with_one_mock_make_one_record(desk: Desk) -> None:
    session = begun(desk, "quickfire")
    answered(session)
    answered(session)
    events = desk.open(noon(0)).events()
    twin = replace(
        events[1], id="twin", device="other", at=noon(0, 5), payload={**events[1].payload, "ticked": []}
    )
    (record,) = records([*events, twin])
    assert [len(each.points) > 0 for each in record.questions] == [True, True]


@pytest.fixture
def answers(tmp_path: Path) -> Callable[[str, str], AnswerFile]:
    def read(text: str, name: str = "a.toml") -> AnswerFile:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return read_answers(tmp_path / name)

    return read


def test_answers_are_found_by_their_question_or_in_order(
    desk: Desk, answers: Callable[..., AnswerFile]
) -> None:
    read = answers("""
        [[answer]]
        text = "batch statistics"

        [[answer]]
        question = "mi-q-101"
        ticked = [1]
        seconds = 12
        follow_ups = [{held = true, seconds = 5}]

        [[answer]]
        skip = true
    """)
    session = begun(desk, "short", budget_s=1000)
    hold(session, read, noon(0))
    record = session.record
    assert record is not None
    assert [(each.mode, each.seconds, each.points) for each in record.questions] == [
        ("spoken", 12, (1,)),
        ("typed", 80, ()),
        ("skipped", 0, ()),
    ]
    assert [(each.held, each.mode) for each in record.questions[0].follow_ups] == [(True, "spoken")]
    assert [each.mode for each in record.questions[1].follow_ups] == ["silent"]


def test_the_same_answers_may_be_json(answers: Callable[..., AnswerFile]) -> None:
    text = '{"answer": [{"text": "x", "sure": "guess"}], "accept": "all"}'
    assert answers(text, "a.json") == AnswerFile(answer=[Entry(text="x", sure="guess")], accept="all")


def test_json_nested_without_end_is_refused(answers: Callable[..., AnswerFile]) -> None:
    with pytest.raises(PrepError, match="cannot be read"):
        answers("[" * 100_000, "a.json")


def test_a_number_that_is_given_twice_counts_once(desk: Desk) -> None:
    session = begun(desk, "hotseat", card="mi-001")
    assert session.ask is not None
    given = reply(session.ask, Entry(ticked=[2, 1, 2], red_flags=[1, 1]))
    assert (given.ticked, given.red_flags) == ((1, 2), (1,))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[[answer]]\ntxt = 1", "unknown field `txt`"),
        ("[[answer]]\nseconds = -1", ">= 0"),
        ("[[answer]]\nseconds = nan", "cannot be read"),
        ("answer = ", "Invalid value"),
        ("[signals]\nhonesty = true", "no signal is called 'honesty'"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(
    text: str, what: str, answers: Callable[..., AnswerFile]
) -> None:
    with pytest.raises(PrepError, match=what):
        answers(text)
