"""``prepapp plan``."""

import pytest

from tests.cli.conftest import Cli

SMALL = ("--deck", "small")


def plan_events(cli: Cli) -> int:
    copy = cli.home.parent / "events.jsonl"
    cli.ask("export", "-o", str(copy))
    return copy.read_text(encoding="utf-8").count('"kind":"plan"')


def test_without_a_change_it_only_shows_three_weeks(cli: Cli) -> None:
    plan = cli.ask("plan", *SMALL)
    assert (plan["start"], plan["interview"], len(plan["days"])) == ("2026-10-12", None, 22)
    first = plan["days"][0]
    assert first | {"new": 2} == {
        "date": "2026-10-12",
        "cards": ["sm-001", "sm-002"],
        "checkpoints": ["sm-day0"],
        "minutes": 6.5,
        "new": 2,
    }
    assert plan["days"][3]["checkpoints"] == ["sm-day3"]
    assert plan["event"] is None and not (cli.home / "prepapp.db").exists()


def test_an_interview_is_agreed_to_at_once(cli: Cli) -> None:
    plan = cli.ask("plan", *SMALL, "--interview", "2026-10-26")
    assert plan["interview"] == "2026-10-26" and plan["event"]
    assert [day["date"] for day in plan["days"]][-1] == "2026-10-25"
    assert cli.ask("plan")["interview"] == "2026-10-26"


def test_a_preview_changes_nothing(cli: Cli) -> None:
    cli.ask("grade", "sm-001", "good")
    seen = cli.ask("plan", "--interview", "2026-10-26", "--preview")
    assert seen["interview"] == "2026-10-26" and seen["event"] is None
    assert seen["before"]["interview"] is None and len(seen["before"]["days"]) == 22
    assert cli.ask("plan")["interview"] is None
    assert plan_events(cli) == 1
    assert "Nothing is changed yet" in cli("plan", "--interview", "2026-10-26", "--preview").out


def test_the_interview_can_be_taken_out_again(cli: Cli) -> None:
    cli.ask("plan", *SMALL, "--interview", "2026-10-26")
    assert cli.ask("plan", "--interview", "none")["interview"] is None
    assert cli.ask("undo")["kind"] == "plan"
    assert cli.ask("today")["interview"] == "2026-10-26"


def test_minutes_profile_and_start_are_kept(cli: Cli) -> None:
    plan = cli.ask("plan", *SMALL, "--minutes", "45", "--profile", "strict", "--start", "2026-10-10")
    assert (plan["minutes"], plan["profile"], plan["start"]) == (45, "strict", "2026-10-10")
    today = cli.ask("today")
    assert (today["budget"], today["plan_day"]) == (45, 2)


def test_the_same_plan_twice_is_one_event(cli: Cli) -> None:
    first = cli.ask("plan", *SMALL, "--interview", "2026-10-26")
    again = cli.ask("plan", *SMALL, "--interview", "2026-10-26")
    assert first["event"] and again["event"] is None
    assert plan_events(cli) == 1


def test_a_start_alone_starts_the_plan(cli: Cli) -> None:
    assert cli.ask("plan", *SMALL, "--start", "2026-10-12")["event"]
    assert cli.ask("today")["started"]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--interview", "2026-10-12"], "the interview must lie ahead"),
        (["--interview", "soon"], "'soon' is not a date"),
        (["--minutes", "4"], "minutes must be from 5 to 480"),
        (["--profile", "nonsense"], "there is no profile 'nonsense'"),
    ],
)
def test_an_unusable_plan_is_refused(cli: Cli, options: list[str], complaint: str) -> None:
    outcome = cli("plan", *SMALL, *options)
    assert outcome.code == 2 and complaint in outcome.err and outcome.err.count("\n") == 1
    assert not (cli.home / "prepapp.db").exists()


def test_with_two_decks_a_change_must_name_one(cli: Cli) -> None:
    cli.ask("grade", "sm-001", "good")
    cli.ask("grade", "rn-001", "good")
    assert cli("plan").code == 0
    outcome = cli("plan", "--minutes", "20")
    assert outcome.code == 2
    assert outcome.err == (
        "plan: you study more than one deck: which one? (say --deck resnet or --deck small)\n"
    )
    assert cli("plan", *SMALL, "--minutes", "20").code == 0


def test_the_text_is_a_table_of_days(cli: Cli) -> None:
    lines = cli("plan", *SMALL).out.splitlines()
    assert lines[:4] == [
        "A small deck · from Mon 12 Oct 2026 · no interview · 30 minutes a day",
        "",
        "  day         minutes  cards  new  checkpoints",
        "  Mon 12 Oct        6      2    2  sm-day0",
    ]
    assert lines[-1] == "22 days · 2 minutes a day · at most 6, on Mon 12 Oct"


def test_a_change_is_shown_beside_what_it_replaces(cli: Cli) -> None:
    lines = cli("plan", *SMALL, "--interview", "2026-10-26").out.splitlines()
    assert lines[0].startswith("A small deck · from Mon 12 Oct 2026 · interview Mon 26 Oct 2026, in 14 days")
    assert "Before: from Mon 12 Oct 2026 · no interview · 30 minutes a day" in lines
    assert "  day         before  after  new  checkpoints" in lines
    assert len([line for line in lines if line.startswith("  Mon ")]) == 4
