"""The report composed from a log: every number from its events, and nothing typed where it is redacted."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest

from prepapp.core.card import Check, Claim, Deck
from prepapp.core.event import Draft
from prepapp.errors import PrepError
from prepapp.home import Settings
from prepapp.report.model import Report
from prepapp.session.desk import Desk
from prepapp.session.reporting import Format, compose, format_of, rendered, reported, write_report
from tests.builders import DECK, day, noon, plan_draft, review
from tests.session.reported_life import MARKER, live

FORMATS: tuple[Format, ...] = ("html", "md", "csv", "json")


@pytest.fixture
def told_deck(small_deck: Deck) -> Deck:
    """The small deck with a check and an erratum."""
    first, *others = small_deck.cards
    check = Check(1, "number", "What is $2 + 2$?", {}, 1)
    claim = Claim("err", "the depth", 56, "layers", "cited", "He et al. 2015", "figure 1", 50, 1)
    *others, last = others
    unmet = replace(last, claims=(replace(claim, id="other", value=110),))
    return replace(small_deck, cards=(replace(first, checks=(check,), claims=(claim,)), *others, unmet))


@pytest.fixture
def lived(open_desk: Callable[..., Desk], told_deck: Deck) -> Desk:
    """A desk after five days."""
    desk = open_desk(told_deck, Settings(rollover=0, name="Ada"))
    live(desk)
    return desk


def at(desk: Desk, on: int = 4) -> Report:
    return compose(desk, DECK, noon(on))


def test_an_empty_log_gives_a_report_in_every_format(desk: Desk) -> None:
    report = at(desk, 0)
    assert not report.plan.agreed and report.work.first_day is None and report.work.study_days == 0
    assert (report.checks, report.labs, report.mocks, report.errata, report.interviews) == (
        (),
        (),
        (),
        (),
        (),
    )
    assert report.days and all(each.ahead for each in report.days)
    assert len(report.skills) == 3 and all(line.proven == 0 for line in report.skills)
    for format in FORMATS:
        assert rendered(desk, DECK, format, False, noon(0))


def test_a_first_day_counts_its_one_review(desk: Desk) -> None:
    desk.record([plan_draft(21), review("c-0", points=[1, 2], missed=[3], seconds=30)], noon(0))
    report = at(desk, 0)
    assert (report.work.study_days, report.work.reviews, report.work.passed, report.work.cards_met) == (
        1,
        1,
        1,
        1,
    )
    assert report.work.minutes == 1.5
    assert [(each.of, each.cards, each.held, each.asked) for each in report.by_rung] == [("0", 1, 2, 3)]
    assert (report.plan.days_left, report.plan.day, report.plan.agreed) == (21, 0, True)


def test_an_answer_without_a_time_counts_the_usual_one(desk: Desk) -> None:
    desk.record([plan_draft(), review("c-0"), review("c-1", seconds=30)], noon(0))
    assert at(desk, 0).work.minutes == 4.0


def test_work_counts_graded_reviews_and_leaves_out_practice_and_what_was_taken_back(lived: Desk) -> None:
    report = at(lived)
    assert (report.candidate, report.deck.cards, report.plan.profile) == ("Ada", 6, "vision")
    work = report.work
    assert (work.first_day, work.study_days) == (day(0), 5)
    assert (work.reviews, work.passed, work.practice, work.cards_met) == (3, 2, 1, 3)
    days = {each.date: each for each in report.days if not each.ahead}
    # Two answers of 60 s, each with a minute for its points; one of 30 s, one of practice; checks; mocks.
    assert [days[day(n)].minutes for n in range(5)] == [4.0, 3.5, 1.5, 1.5, 4.0]
    assert (days[day(1)].reviews, days[day(1)].practice, days[day(2)].checks, days[day(4)].mocks) == (
        1,
        1,
        1,
        2,
    )
    assert next(each.date for each in report.days if each.ahead) == day(5)


def test_points_held_are_those_of_the_newest_review(lived: Desk) -> None:
    report = at(lived)
    assert [(each.of, each.cards, each.held, each.asked) for each in report.by_skill] == [
        ("flow", 1, 3, 3),
        ("blocks", 1, 2, 3),
    ]
    assert sum(each.held for each in report.by_rung) == 5


def test_a_check_that_passed_stands_with_its_answer_and_its_tries(lived: Desk) -> None:
    (check,) = at(lived).checks
    assert (check.card, check.check, check.mode, check.tries, check.study_day) == (
        "c-0",
        1,
        "prove",
        3,
        day(3),
    )
    assert (check.prompt, check.answer, check.cold) == ("What is 2 + 2?", f"{MARKER} = 4", True)


def test_a_lab_stands_with_its_newest_whole_run(lived: Desk) -> None:
    (lab,) = at(lived).labs
    assert (lab.lab, lab.runs, lab.seed, lab.device) == ("degradation", 2, 3, "a processor")
    assert lab.versions == {"torch": "2.13.0"} and (lab.predictions, lab.right) == (1, 1)
    assert [(each.predicted, each.measured, each.verdict) for each in lab.claims] == [(2.0, 1.7, "holds")]


def test_mocks_stand_side_by_side_in_the_words_of_the_cards(lived: Desk) -> None:
    first, second = at(lived).mocks
    assert (first.format, second.format, first.score) == ("short", "quickfire", 0.5)
    assert first.witness is not None and MARKER in first.witness
    (question,) = first.questions
    assert (question.held, question.missed, question.must_missed) == (("point 1", "point 3"), ("point 2",), 1)
    assert [(each.held, each.unseen) for each in question.follow_ups] == [(True, True)]


def test_an_erratum_stands_once_its_card_was_met(lived: Desk) -> None:
    (erratum,) = at(lived).errata
    assert (erratum.claim, erratum.chapter, erratum.holds) == ("err", "50 layers", "56 layers")


def test_a_real_interview_is_told(lived: Desk) -> None:
    (told,) = at(lived).interviews
    assert (told.date, told.asked, told.stalled) == (date(2026, 3, 5), ("c-0",), ("c-0",))
    assert (told.company, told.text) == (MARKER, MARKER)


def test_a_skill_keeps_its_self_scores_beside_its_levels(lived: Desk) -> None:
    lines = {line.skill: line for line in at(lived).skills}
    assert lines["flow"].score == 4 and lines["flow"].path[-1].score == 4
    assert all(step.study_day <= day(4) for line in lines.values() for step in line.path)
    assert lines["flow"].path[-1].proven == lines["flow"].proven


def everything(desk: Desk, folder: Path, redacted: bool) -> dict[str, str]:
    """What every format says."""
    said: dict[str, str] = {format: rendered(desk, DECK, format, redacted, noon(4)) for format in FORMATS}
    packed = write_report(desk, DECK, "csv", folder / f"{redacted}.zip", redacted, noon(4)).read_bytes()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        said["zip"] = "".join(archive.read(name).decode() for name in archive.namelist())
    return said


def test_a_redacted_report_holds_nothing_typed_in_any_format(lived: Desk, tmp_path: Path) -> None:
    assert all(MARKER in said for said in everything(lived, tmp_path, False).values())
    assert [name for name, said in everything(lived, tmp_path, True).items() if MARKER in said] == []
    assert reported(lived, DECK, True, noon(4)).redacted


def test_a_messy_log_gives_a_report_all_the_same(lived: Desk, tmp_path: Path) -> None:
    lived.record(
        [
            Draft("review", DECK, "gone", "r9", {"grade": "good", "points": [1], "missed": []}),
            Draft("check", DECK, "gone", "r9", {"n": 7, "verdict": "right"}),
            Draft("check", DECK, "c-0", "r1", {"n": "one"}),
            Draft("lab_run", DECK, payload={"lab": "degradation"}),
            Draft("mock_end", DECK, payload={"mock": "m-9", "format": "short", "why": "quit", "seconds": 1}),
            plan_draft(3),
        ],
        noon(2),
    )
    report = at(lived, 400)
    assert len(report.checks) == 1 and len(report.labs) == 1 and len(report.interviews) == 1
    assert report.plan.interview is None and report.plan.days_left is None
    for format in FORMATS:
        assert rendered(lived, DECK, format, False, noon(400))


def test_another_deck_stays_out(lived: Desk) -> None:
    before = at(lived)
    lived.record([review("other-1", of="other"), plan_draft(5, of="other")], noon(4))
    assert at(lived) == before


def test_the_json_of_a_life_is_its_report(lived: Desk) -> None:
    written = rendered(lived, DECK, "json", False, noon(4))
    assert msgspec.json.decode(written, type=Report) == at(lived)


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.html", b"<!doctype html>"),
        ("a.md", b"# Ada"),
        ("a.json", b"{\n"),
        ("a.csv", b"at,"),
        ("a.ZIP", b"PK"),
    ],
)
def test_the_name_of_a_file_chooses_the_format(lived: Desk, tmp_path: Path, name: str, begins: bytes) -> None:
    file = tmp_path / "new folder" / name
    assert write_report(lived, DECK, format_of(file), file, False, noon(4)) == file
    assert file.read_bytes().startswith(begins)


def test_a_name_that_chooses_none_and_a_file_that_cannot_be_are_refused(lived: Desk, tmp_path: Path) -> None:
    with pytest.raises(PrepError, match="which format"):
        format_of(Path("report.docx"))
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(PrepError, match="cannot be written"):
        write_report(lived, DECK, "md", tmp_path / "file" / "a.md", False, noon(4))
