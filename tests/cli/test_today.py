"""``prepapp today``."""

from tests.cli.conftest import Cli


def test_a_newcomer_is_shown_the_shipped_deck(cli: Cli) -> None:
    today = cli.ask("today")
    assert {each["deck"] for each in today["due"]} == {"resnet"}
    assert {each["reason"] for each in today["due"]} == {"new"}
    assert not today["started"] and today["met"] == 0
    assert not (cli.home / "prepapp.db").exists()


def test_its_keys_are_those_of_the_contract(cli: Cli) -> None:
    today = cli.ask("today", "--deck", "small")
    assert today | {"due": [], "checkpoints": []} == {
        "study_day": "2026-10-12",
        "interview": None,
        "days_left": None,
        "plan_day": 0,
        "started": False,
        "minutes": 6.5,
        "budget": 30,
        "tomorrow": today["tomorrow"],
        "carried": 0,
        "late": 0,
        "met": 0,
        "cards": 3,
        "due": [],
        "checkpoints": [],
        "mocks": [],
    }
    assert today["due"][0] == {
        "card": "sm-001",
        "deck": "small",
        "title": "What is 1 + 1?",
        "skill": "sums",
        "day": 0,
        "rung": 0,
        "due": "2026-10-12",
        "reason": "new",
        "carried": False,
        "minutes": 3.0,
    }
    assert today["checkpoints"] == [
        {
            "id": "sm-day0",
            "deck": "small",
            "day": 0,
            "date": "2026-10-12",
            "text": "Add two numbers",
            "done": False,
        },
        {
            "id": "sm-day3",
            "deck": "small",
            "day": 3,
            "date": "2026-10-15",
            "text": "Say what a limit is",
            "done": False,
        },
    ]


def test_the_first_grade_starts_the_plan(cli: Cli) -> None:
    cli.ask("grade", "sm-001", "good")
    today = cli.ask("today")
    assert today["started"] and {each["deck"] for each in today["due"]} == {"small"}
    assert today["met"] == 1 and today["checkpoints"][0]["done"]


def test_an_interview_counts_down(cli: Cli) -> None:
    cli.ask("plan", "--deck", "small", "--interview", "2026-10-26")
    today = cli.ask("today", now="2026-10-20T12:00+02:00")
    assert (today["interview"], today["days_left"], today["plan_day"]) == ("2026-10-26", 6, 8)
    after = cli.ask("today", now="2026-10-27T12:00+01:00")
    assert (after["interview"], after["days_left"]) == (None, None)


def test_what_does_not_fit_is_carried(cli: Cli) -> None:
    cli.ask("config", "set", "minutes", "5")
    today = cli.ask("today", "--deck", "small")
    assert [each["carried"] for each in today["due"]] == [False, True]
    assert (today["minutes"], today["carried"]) == (3.0, 1)
    assert "Carried over, beyond today's minutes" in cli("today", "--deck", "small").out


def test_a_late_card_says_so(cli: Cli) -> None:
    cli.ask("grade", "sm-001", "good")
    (late,) = [
        each for each in cli.ask("today", now="2026-10-18T12:00+02:00")["due"] if each["reason"] == "late"
    ]
    assert (late["card"], late["rung"], late["due"]) == ("sm-001", 3, "2026-10-15")


def test_a_tick_alone_starts_no_plan(cli: Cli) -> None:
    cli.ask("config", "set", "minutes", "45")
    cli.ask("checkpoint", "sm-day3")
    today = cli.ask("today", "--deck", "small")
    assert not today["started"] and today["budget"] == 45


def test_the_text_says_it_in_words(cli: Cli) -> None:
    cli.ask("plan", "--deck", "small", "--interview", "2026-10-26")
    assert cli("today").out.splitlines() == [
        "A small deck · Mon 12 Oct · Day 0 · interview in 14 days, Mon 26 Oct 2026",
        "6 minutes of 30 · 2 cards due",
        "",
        "  sm-001  new  Day 0  sums    What is 1 + 1?",
        "  sm-002  new  Day 0  limits  What is a limit?",
        "",
        "Checkpoints",
        "  Mon 12 Oct  sm-day0  Add two numbers",
        "  Thu 15 Oct  sm-day3  Say what a limit is",
        "",
        "0 of 3 cards met · nothing is late · tomorrow 0 minutes",
    ]


def test_a_day_with_nothing_due(cli: Cli) -> None:
    cli.ask("grade", "sm-001", "good")
    cli.ask("grade", "sm-002", "good")
    cli.ask("suspend", "sm-003")
    assert "Nothing is due; tomorrow" in cli("today").out


def test_an_unknown_deck_is_refused(cli: Cli) -> None:
    outcome = cli("today", "--deck", "nonsense")
    assert outcome.code == 2
    assert outcome.err.startswith("there is no deck 'nonsense' (there are resnet, small")
