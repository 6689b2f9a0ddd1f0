"""What the README says: its links lead somewhere, its commands, card, lab and derivation do what it says."""

import json
import re
import shlex
from pathlib import Path

import pytest

from prepapp.core.deckfile import read_library
from prepapp.home import Home, Place
from prepapp.session.desk import open_desk
from prepapp.session.labs import labs_at_hand
from prepapp.session.today import today
from tests.cli.conftest import Cli
from tests.gallery import SCENES, SIZES
from tests.gallery_life import START

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "README.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"^prepapp (?P<words>[^#\n]*)", re.MULTILINE)
NOT_HERE = ("serve", "lab run", "--decks bn ")
"""Commands that would wait, take long, or open the app."""


def section(title: str) -> str:
    """The text under a heading of the page; a heading with braces is a card's."""
    return re.split(r"\n## [^{\n]*\n", PAGE.split(f"\n## {title}\n")[1])[0]


def fenced(title: str, kind: str, fence: str = "```") -> str:
    """The one fence of a kind under a heading."""
    (found,) = re.findall(rf"^ *{fence}{kind}\n(.*?)^ *{fence}$", section(title), re.MULTILINE | re.DOTALL)
    return str(found)


def test_every_link_leads_to_a_file() -> None:
    links = re.findall(r"\]\(([^):#]+)\)", PAGE)
    assert len(links) > 12
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_picture_is_drawn_by_the_gallery() -> None:
    drawn = {f"docs/{name}-{width}x{height}.svg" for name in SCENES for width, height in SIZES}
    pictures = set(re.findall(r"\]\((docs/[\w-]+\.svg)\)", PAGE))
    assert len(pictures) == 6 and pictures <= drawn


def test_every_command_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: Cli) -> None:
    monkeypatch.chdir(tmp_path)
    said = [shlex.split(found["words"]) for found in COMMAND.finditer(PAGE)]
    commands = [words for words in said if not f"{shlex.join(words)} ".startswith(NOT_HERE)]
    assert len(commands) >= 10
    for words in commands:
        outcome = cli.bare(*words, "--home", str(cli.home), "--now", cli.now)
        assert (outcome.code, outcome.err) == (0, ""), words


def test_the_two_lines_of_the_tour_are_refuted_and_the_third_is_right(cli: Cli) -> None:
    tour = section("Five minutes")
    first, slip = (line.strip() for line in fenced("Five minutes", "").splitlines())
    (mended,) = re.findall(r"`(= dE/dx_L \* \(1 .*?)`", tour)
    at = ["--home", str(cli.home), "--now", cli.now]
    refuted = cli.bare("check", "rn-003", "--answer", f"{first}\n{slip}", *at, "--json")
    lines = json.loads(refuted.out)["lines"]
    assert [line["verdict"] for line in lines] == ["right", "wrong"] and "left" in lines[1]["counterexample"]
    assert cli.bare("check", "rn-003", "--answer", f"{first}\n{mended}", *at).code == 0


def test_the_tour_finds_its_cards_and_its_lab(tmp_path: Path) -> None:
    desk = open_desk(Place(Home(tmp_path)), START)
    cards = [item.card for item in today(desk, START).asked]
    assert [card.id for card in cards[:2]] == ["rn-001", "rn-003"]
    assert len(cards[1].points) == 5 and "five times" in section("Five minutes")
    down = section("Five minutes").split("`l` lists the labs; ")[1].split("`enter`")[0].count("`j`")
    assert labs_at_hand(desk).labs[down].header.id == "degradation"


def test_the_card_of_the_page_is_sound(tmp_path: Path) -> None:
    toml = 'format = 1\nid = "bn"\ntitle = "BN"\n\n[[skill]]\nid = "statistics"\ntitle = "Statistics"\n'
    (tmp_path / "deck.toml").write_text(toml, encoding="utf-8")
    card = fenced("Your own deck", "markdown", "````")
    (tmp_path / "cards.md").write_text(card, encoding="utf-8")
    library = read_library([tmp_path], [tmp_path])
    assert library.faults == ()
    (read,) = library.cards()
    assert (read.id, len(read.checks), len(read.points)) == ("bn-001", 1, 2)


def test_the_lab_of_the_page_runs_and_its_claim_holds(cli: Cli) -> None:
    file = cli.home / "labs" / "bn" / "mean.py"
    file.parent.mkdir(parents=True)
    file.write_text(fenced("Your own lab", "python"), encoding="utf-8")
    at = ["--home", str(cli.home), "--now", cli.now]
    shelf = json.loads(cli.bare("lab", "list", *at, "--json").out)
    (trust,) = (lab["hash"] for lab in shelf if lab["lab"] == "mean")
    run = cli.bare("lab", "run", "mean", "--device", "cpu", "--trust", trust, *at)
    assert (run.code, run.err) == (0, "") and "✓ holds" in run.out
