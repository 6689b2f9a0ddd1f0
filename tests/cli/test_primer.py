"""``primer``: a first reading of a deck, as text and as JSON."""

from pathlib import Path

import pytest

from tests.cli.conftest import Cli

LESSON = """### Learn
Take one, then one more:

$$1 + 1 = 2$$

### Answer
It is"""


@pytest.fixture
def taught(cli: Cli) -> Cli:
    """The small deck with two lessons."""
    cards = cli.decks / "cards.md"
    text = cards.read_text(encoding="utf-8").replace("### Answer\nIt is", LESSON)
    text = text.replace("This card.\n", "This card.\n\n### Learn\nNothing *much*.\n")
    cards.write_text(text, encoding="utf-8")
    return cli


def name_chain(cli: Cli, *cards: str) -> None:
    """Name the chain in deck.toml."""
    toml = cli.decks / "deck.toml"
    listed = ", ".join(f'"{card}"' for card in cards)
    toml.write_text(f"primer = [{listed}]\n" + toml.read_text(encoding="utf-8"), encoding="utf-8")


def test_every_stop_is_told_with_its_guess_lesson_and_cards(taught: Cli) -> None:
    assert taught("primer", "--deck", "small").out.splitlines() == [
        "A small deck: 2 stops, 1 minute. Guess before you read on.",
        "",
        "1 What is 1 + 1?",
        "   sm-001 · Sums",
        "",
        "   Think first.",
        "",
        "   Take one, then one more:",
        "",
        "       1 + 1 = 2",
        "",
        "2 What has no points?",
        "   sm-003 · Limits",
        "",
        "   Nothing *much*.",
        "",
        "   It prepares",
        "     sm-002  What is a limit?",
    ]


def test_as_json_it_has_the_markdown(taught: Cli) -> None:
    document = taught.ask("primer", "--deck", "small")
    assert (document["deck"], document["minutes"]) == ("small", 0.32)
    assert [stop["card"] for stop in document["stops"]] == ["sm-001", "sm-003"]
    assert document["stops"][0] == {
        "card": "sm-001",
        "title": "What is 1 + 1?",
        "skill": "sums",
        "guess": "What is 1 + 1?\n\nThink first.",
        "lesson": "Take one, then one more:\n\n$$1 + 1 = 2$$",
        "minutes": 0.17,
        "cards": [],
    }
    assert document["stops"][1]["guess"] == "What has no points?"
    assert document["stops"][1]["cards"] == ["sm-002"]


def test_a_named_chain_is_told_in_its_own_order(taught: Cli) -> None:
    name_chain(taught, "sm-003", "sm-001")
    document = taught.ask("primer", "--deck", "small")
    assert [stop["card"] for stop in document["stops"]] == ["sm-003", "sm-001"]


def test_a_chain_with_a_mistake_is_told_without_it(taught: Cli) -> None:
    name_chain(taught, "sm-003", "sm-002")
    outcome = taught("primer", "--deck", "small", "--json")
    assert outcome.code == 0
    assert "the primer names `sm-002`, which has no lesson" in outcome.err
    assert [stop["card"] for stop in outcome.json["stops"]] == ["sm-003"]


def test_fewer_minutes_give_a_shorter_chain(cli: Cli) -> None:
    whole, short = cli.ask("primer"), cli.ask("primer", "--minutes", "4")
    assert whole["deck"] == short["deck"] == "resnet"
    assert 0 < short["minutes"] <= 4 < whole["minutes"] <= 10
    cards = [[stop["card"] for stop in primer["stops"]] for primer in (short, whole)]
    assert cards[0] == cards[1][: len(cards[0])], "the shipped deck names its chain"


def test_a_deck_without_lessons_says_so(cli: Cli) -> None:
    assert cli("primer", "--deck", "small").out == "No card of A small deck has a lesson.\n"
    assert cli.ask("primer", "--deck", "small") == {"deck": "small", "minutes": 0, "stops": []}


@pytest.mark.parametrize("minutes", ["0", "-3", "481", "2.5", "ten"])
def test_minutes_that_are_none_are_refused(cli: Cli, minutes: str) -> None:
    outcome = cli("primer", f"--minutes={minutes}")
    assert (outcome.code, outcome.out) == (2, "")
    assert f"'{minutes}' is not a whole number of minutes, 1 to 480" in outcome.err


def test_a_deck_that_is_not_there_is_refused(cli: Cli) -> None:
    assert cli("primer", "--deck", "nothing").code == 2


def test_nothing_is_written(cli: Cli) -> None:
    cli("primer")
    written = [path for path in Path(cli.home).rglob("*") if path.is_file()]
    assert all(path.parent.name == "cache" for path in written), written
