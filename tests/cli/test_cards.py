"""``show``, ``grade``, ``undo``, ``history``, ``mistakes``."""

import pytest

from tests.cli.conftest import Cli

TOMORROW = "2026-10-13T12:00+02:00"


def test_show_keeps_the_answer_back(cli: Cli) -> None:
    card = cli.ask("show", "sm-001")
    assert card["title"] == "What is 1 + 1?" and card["question"] == "Think first."
    assert (card["deck"], card["skill"], card["day"], card["lab"]) == ("small", "sums", 0, "adding")
    assert card["checks"] == [{"n": 1, "type": "number", "prompt": "What is 1 + 1?"}]
    assert not {"answer", "key_points", "follow_ups", "red_flags"} & set(card)
    assert "Two, by definition" not in cli("show", "sm-001").out


def test_show_with_the_answer(cli: Cli) -> None:
    cli.ask("note", "sm-001", "as in school")
    card = cli.ask("show", "sm-001", "--answer")
    assert card["answer"] == "It is $1 + 1 = 2$, *always*."
    assert card["key_points"] == [
        {"n": 1, "must": True, "text": "two"},
        {"n": 2, "must": True, "text": "a number"},
        {"n": 3, "must": False, "text": "even"},
    ]
    assert card["follow_ups"] == [{"n": 1, "question": "And 2 + 2?", "answer": "four", "when": "strong"}]
    assert card["red_flags"] == [{"n": 1, "text": "three", "why": "it is two"}]
    assert card["own_notes"] == ["as in school"]


def test_show_draws_the_formulas(cli: Cli) -> None:
    shown = cli("show", "sm-001", "--answer").out
    assert "  It is 1 + 1 = 2, *always*." in shown and "$" not in shown
    assert "  - must: two" in shown and "  - should: even" in shown


def test_only_the_answer_side_leaves_a_look_once_a_day(cli: Cli) -> None:
    cli("show", "sm-001")
    assert not (cli.home / "prepapp.db").exists()
    for _ in range(2):
        cli("show", "sm-001", "--answer")
    cli("show", "sm-001")
    (event,) = cli.ask("history", "sm-001")
    assert (event["kind"], event["payload"]) == ("look", {"what": "answer"})
    assert not cli.ask("check", "sm-001", "--answer", "2")["cold"]
    assert cli.ask("check", "sm-001", "--answer", "2", now="2026-10-13T12:00+02:00")["cold"]


def test_grade_answers_with_the_keys_of_the_contract(cli: Cli) -> None:
    graded = cli.ask("grade", "sm-001", "good", "--points", "1,2,3", "--seconds", "80", "--sure", "sure")
    assert set(graded) >= {
        "event", "card", "grade", "proposed", "rung", "next_due", "retrievability", "interview_retrievability"
    }  # fmt: skip
    assert (graded["card"], graded["grade"], graded["proposed"]) == ("sm-001", "good", "good")
    assert (graded["rung"], graded["next_due"]) == (3, "2026-10-15")
    assert graded["retrievability"] == 1.0 and graded["interview_retrievability"] is None


@pytest.mark.parametrize(
    ("options", "proposed"),
    [
        ([], None),
        (["--points", ""], "again"),
        (["--points", "1,3"], "again"),
        (["--points", "2,1"], "hard"),
        (["--points", "1,2,3"], "good"),
        (["--points", "1,2,3", "--seconds", "60", "--sure", "sure"], "easy"),
        (["--points", "1,2,3", "--seconds", "60", "--sure", "think"], "good"),
    ],
)
def test_grade_proposes_from_the_points(cli: Cli, options: list[str], proposed: str | None) -> None:
    assert cli.ask("grade", "sm-001", "good", *options)["proposed"] == proposed


def test_grade_proposes_nothing_for_a_card_without_points(cli: Cli) -> None:
    assert cli.ask("grade", "sm-003", "good", "--points", "")["proposed"] is None


def test_grade_refuses_points_that_the_card_has_not(cli: Cli) -> None:
    outcome = cli("grade", "sm-001", "good", "--points", "1,4")
    assert (outcome.code, outcome.err) == (2, "sm-001: there is no point 4 (it has 1 to 3)\n")
    assert cli("grade", "sm-003", "good", "--points", "1").err.startswith(
        "sm-003: there is no point 1 (it has none"
    )
    assert not (cli.home / "prepapp.db").exists()


def test_grade_refuses_an_unknown_card(cli: Cli) -> None:
    outcome = cli("grade", "sm-999", "good")
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)


def test_a_forgotten_card_comes_back_tomorrow(cli: Cli) -> None:
    assert cli.ask("grade", "sm-001", "again")["next_due"] == "2026-10-13"
    (retry,) = [each for each in cli.ask("today", now=TOMORROW)["due"] if each["reason"] == "retry"]
    assert retry["card"] == "sm-001"


def test_a_finished_card_has_no_due_date_but_comes_back(cli: Cli) -> None:
    for day in ("12", "15", "19", "26"):
        cli.ask("grade", "sm-001", "good", now=f"2026-10-{day}T12:00+02:00")
    last = cli.ask("grade", "sm-001", "good", now="2026-11-02T12:00+01:00")
    assert last["next_due"] is None and last["rung"] == 21
    assert last["returns"] >= "2026-11-16"


def test_before_an_interview_both_chances_are_told(cli: Cli) -> None:
    cli.ask("plan", "--deck", "small", "--interview", "2026-10-26")
    graded = cli.ask("grade", "sm-001", "good")
    assert 0 < graded["interview_retrievability"] < graded["retrievability"] == 1.0


def test_undo_takes_the_newest_grade_back(cli: Cli) -> None:
    before = cli.ask("today", "--deck", "small")
    graded = cli.ask("grade", "sm-001", "good")
    undone = cli.ask("undo")
    assert (undone["voids"], undone["card"]) == (graded["event"], "sm-001")
    assert undone["event"] != graded["event"]
    assert [each["card"] for each in cli.ask("today", "--deck", "small")["due"]] == [
        each["card"] for each in before["due"]
    ]


def test_undo_goes_back_step_by_step_and_then_refuses(cli: Cli) -> None:
    first = cli.ask("grade", "sm-001", "good")["event"]
    second = cli.ask("grade", "sm-002", "good")["event"]
    assert [cli.ask("undo")["voids"] for _ in range(2)] == [second, first]
    assert cli.ask("undo")["kind"] == "plan"
    outcome = cli("undo")
    assert outcome.code == 2 and outcome.err.startswith("nothing to undo")


def test_history_marks_what_was_undone(cli: Cli) -> None:
    graded = cli.ask("grade", "sm-001", "hard", "--points", "1,2")
    cli.ask("undo")
    review, void = cli.ask("history", "sm-001")
    assert review | {"payload": None} == {
        "event": graded["event"],
        "at": "2026-10-12T10:00:00Z",
        "study_day": "2026-10-12",
        "kind": "review",
        "grade": "hard",
        "voided": True,
        "payload": None,
    }
    assert (void["kind"], void["grade"], void["voided"]) == ("void", None, False)
    assert "review  hard  undone" in cli("history", "sm-001").out


def test_history_of_an_untouched_and_of_an_unknown_card(cli: Cli) -> None:
    assert cli.ask("history", "sm-002") == []
    assert cli("history", "sm-999").code == 2


def test_history_outlives_its_deck(cli: Cli) -> None:
    cli.ask("grade", "sm-001", "good")
    kept = cli.bare("history", "sm-001", "--home", str(cli.home), "--json")
    assert kept.code == 0 and len(kept.json) == 1


def test_mistakes_are_what_was_sure_and_wrong(cli: Cli) -> None:
    cli.ask("grade", "sm-001", "again", "--points", "2", "--sure", "sure")
    cli.ask("grade", "sm-002", "again", "--points", "", "--sure", "guess")
    assert cli.ask("mistakes") == [
        {
            "card": "sm-001",
            "said": "spoken, without: two",
            "holds": "two; even",
            "tell": '"Two, by definition."',
            "since": "2026-10-12",
            "from": "review",
            "open": True,
        }
    ]
    assert "It holds: two; even" in cli("mistakes").out


def test_an_understood_mistake_is_shown_on_demand(cli: Cli) -> None:
    cli.ask("grade", "sm-001", "again", "--sure", "sure")
    cli.ask("grade", "sm-001", "good", now=TOMORROW)
    assert cli.ask("mistakes") == []
    assert [each["open"] for each in cli.ask("mistakes", "--all")] == [False]
    assert cli("mistakes").out == "No mistakes that you were sure of.\n"


def test_a_deck_fault_on_the_way_is_told_and_changes_no_exit_code(cli: Cli) -> None:
    cards = cli.decks / "cards.md"
    cards.write_text(
        cards.read_text(encoding="utf-8").replace("skill=sums", "skill=nonsense"), encoding="utf-8"
    )
    outcome = cli("grade", "sm-002", "good", "--json")
    assert outcome.code == 0 and outcome.json["grade"] == "good"
    faults = [line for line in outcome.err.splitlines() if str(cards) in line]
    assert len(faults) == 1 and faults[0].startswith(f"{cards}:1:")


def test_many_deck_faults_do_not_bury_the_answer(cli: Cli) -> None:
    (cli.decks / "cards.md").write_text("## Nothing {#sm-001}\n" * 9, encoding="utf-8")
    outcome = cli("today")
    assert outcome.code == 0
    assert len(outcome.err.splitlines()) == 4
    assert outcome.err.splitlines()[-1].endswith("more in the decks: `prepapp deck check`")
