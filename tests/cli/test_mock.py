"""``prepapp mock``: past ones listed and shown, one held with a file of answers; and the page on them."""

import json
import re
from pathlib import Path

import pytest

from prepapp.cli import parser
from prepapp.core.deckfile import read_library
from prepapp.core.formats import FORMATS
from prepapp.core.interview import DEPTH, LISTENERS
from prepapp.core.scriptread import QUESTION_ATTRIBUTES, QUESTION_SECTIONS
from prepapp.session.mock_answers import Entry, read_answers
from tests.cli.conftest import Cli
from tests.session.mock_stage import MINI

PAGE = (Path(__file__).parents[2] / "docs" / "mock.md").read_text(encoding="utf-8")


@pytest.fixture
def mini(cli: Cli) -> Cli:
    """The command line of a candidate who has the deck of the mock tests."""
    return Cli(cli.home, MINI, cli.capsys)


def answers(folder: Path, **said: object) -> list[str]:
    """Write a file of answers, and return the options that name it."""
    (folder / "a.json").write_text(json.dumps(said), encoding="utf-8")
    return ["--answers", str(folder / "a.json"), "--deck", "mini"]


STRONG = {"ticked": "all", "seconds": 20, "follow_ups": [{"held": True, "seconds": 10}]}


def test_one_is_held_listed_and_shown(mini: Cli, tmp_path: Path) -> None:
    held = mini.ask("mock", "run", "--format", "short", "--seed", "1", *answers(tmp_path, default=STRONG))
    assert (held["format"], held["deck"], held["ended"], held["score"]) == ("short", "mini", "finished", 1)
    assert [each["card"] for each in held["questions"]] == ["mi-001", "mi-002", "mi-003"]
    first = held["questions"][0]
    assert (first["seconds"], first["points"], first["missed"], first["red_flags"]) == (20, [1, 2, 3], [], [])
    assert [each["held"] for each in first["follow_ups"]] == [True]
    listed = mini.ask("mock", "list")
    assert [each["mock"] for each in listed] == [held["mock"]]
    assert set(listed[0]) >= {"mock", "format", "started", "seconds", "score", "questions"}
    assert mini.ask("mock", "show", held["mock"]) == held
    assert mini.ask("mock", "show", "last") == mini.ask("mock", "show", held["mock"][-8:]) == held
    page = mini("mock", "show", "last", "--transcript").out
    assert page.startswith("# Mock interview: short\n") and "### When does it vanish all the same?" in page
    assert mini.ask("mock", "show", "last", "--transcript")["transcript"] == page


def test_accepted_misses_become_mistakes(mini: Cli, tmp_path: Path) -> None:
    weak = {"text": "It never vanishes.", "seconds": 20}
    held = mini.ask(
        "mock", "run", "--format", "quickfire", *answers(tmp_path, default=weak, accept=["mi-001", "mi-003"])
    )
    assert [each["card"] for each in held["proposals"]] != []
    assert sorted(each["card"] for each in mini.ask("mistakes", "--deck", "mini")) == ["mi-001", "mi-003"]


def test_one_that_was_quit_is_not_gone_on_with(mini: Cli, tmp_path: Path) -> None:
    given = answers(tmp_path, answer=[STRONG, {"quit": True}])
    left = mini.ask("mock", "run", "--format", "short", *given)
    assert (left["ended"], len(left["questions"])) == ("quit", 1)
    again = mini.ask("mock", "run", "--format", "short", "--resume", *answers(tmp_path, default=STRONG))
    assert again["mock"] != left["mock"]


def test_a_shorter_clock_runs_out(mini: Cli, tmp_path: Path) -> None:
    given = answers(tmp_path, default={"ticked": "all", "seconds": 60})
    held = mini.ask("mock", "run", "--format", "quickfire", "--budget", "100", *given)
    assert (held["ended"], held["score"], len(held["questions"])) == ("time", 0.5, 2)
    assert held["next"][0] == {"kind": "time", "card": None, "text": "keep to the time: 2 of 4 never asked"}


def test_a_friend_is_the_witness(mini: Cli, tmp_path: Path) -> None:
    held = mini.ask("mock", "run", "--interviewer", "Ana", *answers(tmp_path, default=STRONG))
    assert (held["format"], held["interviewer"], held["listener"]) == ("hotseat", "Ana", "peer")


def test_nothing_held_and_nothing_found(mini: Cli, tmp_path: Path) -> None:
    assert mini.ask("mock", "list") == []
    assert mini("mock", "list").out.startswith("No mock interview yet")
    assert mini("mock", "list", "--deck", "mini").code == 0
    assert mini("mock", "list", "--deck", "nosuch").code == 2
    assert mini("mock", "show", "last").code == 2
    outcome = mini("mock", "run", *answers(tmp_path, default={"quit": True}))
    assert outcome.code == 2 and "nothing was answered" in outcome.err
    assert mini.ask("mock", "list") == []


def test_as_text_it_is_a_debrief(mini: Cli, tmp_path: Path) -> None:
    out = mini(
        "mock", "run", "--format", "short", *answers(tmp_path, default={"ticked": [1], "seconds": 20})
    ).out
    assert "Did not say: vanishing is unlikely, not impossible." in " ".join(out.split())
    assert all(len(line) <= 80 for line in out.splitlines())
    assert mini("mock", "list").out.count("short") == 1


def test_today_names_the_mocks_of_the_day(mini: Cli, tmp_path: Path) -> None:
    assert [each["format"] for each in mini.ask("today", "--deck", "mini")["mocks"]] == ["opening"]
    assert "prepapp mock --format opening" in mini("today", "--deck", "mini").out
    mini.ask("mock", "run", "--format", "opening", *answers(tmp_path, default=STRONG))
    assert mini.ask("today", "--deck", "mini")["mocks"] == []


def test_the_answers_of_the_page_are_read(tmp_path: Path) -> None:
    (snippet,) = re.findall(r"^```toml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    (tmp_path / "a.toml").write_text(snippet, encoding="utf-8")
    read = read_answers(tmp_path / "a.toml")
    assert (len(read.answer), read.accept, len(read.signals)) == (3, "all", 4)
    rows = PAGE.partition("| key of an answer")[2].partition("\n\n")[0]
    assert all(f"`{name}`" in rows for name in Entry.__struct_fields__)


def test_the_script_of_the_page_is_sound(tmp_path: Path) -> None:
    (snippet,) = re.findall(r"^````markdown\n(.*?)^````", PAGE, re.DOTALL | re.MULTILINE)
    toml = (MINI / "deck.toml").read_text(encoding="utf-8").replace('id = "mini"', 'id = "example"')
    toml = re.sub(r"\[\[checkpoint\]\].*?(?=\[\[profile)", "", toml, flags=re.DOTALL)
    (tmp_path / "deck.toml").write_text(toml, encoding="utf-8")
    cards = (MINI / "cards.md").read_text(encoding="utf-8").replace("mi-002", "ex-001")
    (tmp_path / "cards.md").write_text(cards, encoding="utf-8")
    (tmp_path / "interviews").mkdir()
    (tmp_path / "interviews" / "short.md").write_text(snippet, encoding="utf-8")
    library = read_library([tmp_path])
    assert library.faults == ()
    (script,) = library.decks[0].scripts
    assert [each.id for each in script.questions] == ["ex-q-1", "ex-q-2"]
    assert all(f"### {name}" in snippet for name in QUESTION_SECTIONS if name != "Question")
    rows = PAGE.partition("| attribute | says |")[2]
    assert all(f"`{name}=" in rows for name in QUESTION_ATTRIBUTES if name != "id")
    assert all(f"| `{name}` |" in PAGE for name in DEPTH)


def test_the_formats_are_the_same_everywhere() -> None:
    assert tuple(DEPTH) == FORMATS
    assert parser.LISTENERS == LISTENERS
