"""`assess` and `ready`: scores beside what is proven."""

import pytest

from tests.cli.conftest import NOON, Cli

LATER = "2026-10-15T12:00+02:00"
KEYS = {"skill", "title", "self", "proven", "previous", "evidence"}


def test_before_anything_is_said(cli: Cli) -> None:
    told = cli.ask("assess", "--deck", "small")
    assert (told["total"], told["target_share"]) == (0, 0)
    assert [set(each) == KEYS for each in told["skills"]] == [True, True]
    assert [(each["self"], each["proven"], each["previous"]) for each in told["skills"]] == [
        (None, 0, None)
    ] * 2
    assert "You have not scored yourself yet" in cli("assess", "--deck", "small").out


def test_scores_are_kept_and_the_ones_before_are_told(cli: Cli) -> None:
    cli.ask("assess", "--deck", "small", "--set", "sums=4", "--set", "limits=2")
    told = cli.ask("assess", "--deck", "small", "--set", "sums=5", now=LATER)
    assert (told["total"], told["target_share"]) == (7, 0.5)
    assert [(each["self"], each["previous"]) for each in told["skills"]] == [(5, 4), (2, None)]
    cli.ask("undo", now=LATER)
    assert cli.ask("assess", "--deck", "small", now=LATER)["total"] == 6


def test_what_is_proven_stands_beside(cli: Cli) -> None:
    cli.ask("assess", "--deck", "small", "--set", "sums=3", "--set", "limits=3")
    cli.ask("grade", "sm-001", "good", "--points", "1,2,3")
    assert cli("check", "sm-001", "--prove", "--answer", "2", now=LATER).code == 0
    sums = cli.ask("assess", now=LATER)["skills"][0]
    assert (sums["self"], sums["proven"]) == (3, 4)
    assert [each["words"] for each in sums["evidence"]] == ["computed, blank page", "spoken, own ticks"]
    assert sums["evidence"][0] | {"event": "", "at": ""} == {
        "event": "", "at": "", "study_day": "2026-10-15", "card": "sm-001", "rank": 3, "passed": True,
        "cold": True, "hinted": False, "words": "computed, blank page",
    }  # fmt: skip
    lines = cli("assess", now=LATER).out.splitlines()
    assert "sums      3  4 ▲     ● ● –   computed today" in "".join(lines[3])
    assert "limits    3  – ▼     – – –   never asked, 2 cards" in "".join(lines[4])


def test_ready_says_what_to_do_next(cli: Cli) -> None:
    cli.ask("grade", "sm-001", "good", "--points", "1,2,3")
    told = cli.ask("ready", now=LATER)
    assert [(each["kind"], each["card"], each["check"], each["then"]) for each in told["actions"]] == [
        ("check", "sm-001", 1, 4),
        ("new", "sm-002", None, 1),
    ]
    assert told["calibration"]["ticks_asked"] == 0 and told["interview"] is None
    assert told["skills"][0]["cold"] == [True, None, None]
    text = cli("ready", now=LATER).out
    assert "1  compute, blank page: What is 1 + 1? (3 minutes, 2 → 4)" in text
    assert "No tick of yours was asked again yet. Never sure yet. 0 mistakes open." in text


@pytest.mark.parametrize("score", ["sums", "sums=", "sums=x", "sums=6", "sums=-1", "sum=3"])
def test_what_is_no_score_is_refused(cli: Cli, score: str) -> None:
    outcome = cli("assess", "--deck", "small", "--set", score)
    assert outcome.code == 2 and len(outcome.err.splitlines()) == 1
    assert cli.ask("assess", "--deck", "small")["total"] == 0


def test_scores_do_not_guess_between_two_decks(cli: Cli) -> None:
    for deck in ("small", "resnet"):
        cli.ask("plan", "--deck", deck, "--start", NOON[:10])
    outcome = cli("assess", "--set", "sums=3")
    assert outcome.code == 2 and "--deck" in outcome.err
