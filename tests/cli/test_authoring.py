"""``deck new`` and ``deck stamp``: what an author is given, and what is refused."""

import re
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Cli


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_deck_passes_and_can_be_studied(cli: Cli) -> None:
    folder = cli.home / "decks" / "Batch-Norm 2"
    outcome = cli("deck", "new", str(folder))
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines() == [
        f"wrote {folder / 'deck.toml'}",
        f"wrote {folder / 'cards.md'}",
        f"next: edit them, then `prepapp deck check {folder}`",
    ]
    checked = cli.ask("deck", "check", str(folder))
    assert (checked["cards"], checked["errors"], checked["warnings"]) == (2, [], [])
    today = cli.ask("today", "--deck", "batch-norm-2")
    assert today["due"][0]["card"] == "batch-norm-2-001"
    assert "my-deck" not in "".join(text.decode() for text in files(folder).values()).lower()


def test_the_starter_shows_every_section_a_claim_and_a_check(cli: Cli, tmp_path: Path) -> None:
    answer = cli.ask("deck", "new", str(tmp_path / "mine"))
    assert (answer["deck"], answer["title"]) == ("mine", "Mine")
    text = (tmp_path / "mine" / "cards.md").read_text(encoding="utf-8")
    sections = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    assert sections == {
        "Answer", "Learn", "Key points", "Often taught", "Say", "Red flags", "Follow-ups", "Source", "Notes",
    }  # fmt: skip
    assert text.count("```claim") == 3 and text.count('type = "number"') == 2


def test_a_new_deck_elsewhere_says_how_it_is_studied(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    assert f"--decks {folder}`" in cli("deck", "new", str(folder)).out


def test_a_new_deck_may_be_the_folder_that_one_stands_in(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert cli.ask("deck", "new", ".")["deck"] == "here"
    assert cli.ask("deck", "check", ".")["cards"] == 2


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("full", "the folder is not empty (name a new one; nothing was written)"),
        ("file", "is a file (name a new folder)"),
        ("漢字", "the folder's name gives no id (use letters a to z or digits)"),
        ("small", "there is a deck or a card `small` already (name it otherwise)"),
        ("sm", "there is a deck or a card `sm-001` already (name it otherwise)"),
    ],
)
def test_a_new_deck_is_refused_and_nothing_written(cli: Cli, tmp_path: Path, name: str, error: str) -> None:
    root = tmp_path / "authors"
    (root / "full").mkdir(parents=True)
    (root / "full" / ".hidden").write_text("x")
    (root / "file").write_text("x")
    before = files(root), set(root.iterdir())
    outcome = cli("deck", "new", str(root / name))
    assert (outcome.code, outcome.out, outcome.err) == (2, "", f"{root / name}: {error}\n")
    assert (files(root), set(root.iterdir())) == before


def unstamped(cli: Cli) -> tuple[Path, bytes]:
    """The small deck with two cards that have no id, Windows line ends and trailing blanks."""
    cards = cli.decks / "cards.md"
    text = cards.read_text(encoding="utf-8").replace("{#sm-002 ", "{").replace("close\n", "close  \n")
    data = b"\xef\xbb\xbf" + (text + "\n## And a new one?\n### Answer\nYes.").replace("\n", "\r\n").encode()
    cards.write_bytes(data)
    return cards, data


def test_cards_without_an_id_are_given_one(cli: Cli) -> None:
    cards, before = unstamped(cli)
    other = cli.decks / "other.md"
    other.write_text("## Taken {#sm-007 skill=sums day=0}\n### Answer\nx\n")
    outcome = cli("deck", "stamp", str(cli.decks))
    lines = [before[: before.index(words)].count(b"\n") + 1 for words in (b"## What is a limit", b"## And a")]
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines() == [
        f"{cards}:{lines[0]}: sm-008  What is a limit?",
        f"{cards}:{lines[1]}: sm-009  And a new one?",
        "2 cards given an id",
    ]
    after = cards.read_bytes()
    assert after.replace(b"#sm-008 ", b"").replace(b" {#sm-009}", b"") == before
    assert set(files(cli.decks)) == {"deck.toml", "cards.md", "other.md"}


def test_stamping_twice_changes_nothing(cli: Cli) -> None:
    cards, _ = unstamped(cli)
    first = cli.ask("deck", "stamp", str(cli.decks))
    assert [each["card"] for each in first["stamped"]] == ["sm-004", "sm-005"]
    assert set(first["stamped"][0]) == {"file", "line", "card", "title"}
    written, changed = cards.read_bytes(), cards.stat().st_mtime_ns
    assert cli.ask("deck", "stamp", str(cli.decks)) == {
        "path": str(cli.decks), "stamped": [], "unreadable": [],
    }  # fmt: skip
    assert (cards.read_bytes(), cards.stat().st_mtime_ns) == (written, changed)
    assert cli("deck", "stamp", str(cli.decks)).out == "no card was given an id\n"


def test_the_id_of_a_deleted_card_is_not_given_again(cli: Cli) -> None:
    cli.ask("grade", "sm-003", "good")
    cards = cli.decks / "cards.md"
    text = cards.read_text(encoding="utf-8")
    cards.write_text(text[: text.index("## What has no points")] + "## New\n", encoding="utf-8")
    assert [each["card"] for each in cli.ask("deck", "stamp", str(cli.decks))["stamped"]] == ["sm-004"]


def test_a_heading_that_cannot_be_read_is_told_of(cli: Cli) -> None:
    cards = cli.decks / "cards.md"
    cards.write_text("## Q {skill=sums weight=1.5}\n### Answer\nx\n", encoding="utf-8")
    outcome = cli("deck", "stamp", str(cli.decks), "--json")
    assert outcome.code == 1 and outcome.json["unreadable"] == [{"file": str(cards), "line": 1}]
    assert f"{cards}:1: left as it is" in cli("deck", "stamp", str(cli.decks)).out


def test_a_file_that_is_not_utf_8_stops_it_before_anything_is_written(cli: Cli) -> None:
    unstamped(cli)
    (cli.decks / "z.md").write_bytes(b"## Q\nab\xff")
    before = files(cli.decks)
    outcome = cli("deck", "stamp", str(cli.decks))
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == f"{cli.decks / 'z.md'}:2:3: not UTF-8 text (save the file as UTF-8)\n"
    assert files(cli.decks) == before


def test_what_is_no_deck_is_not_stamped(cli: Cli, tmp_path: Path) -> None:
    assert cli("deck", "stamp", str(tmp_path / "none")).code == 2
    (cli.decks / "deck.toml").write_text("format = 1\n")
    outcome = cli("deck", "stamp", str(cli.decks))
    assert outcome.code == 2 and "gives the deck no id" in outcome.err


def test_a_stamped_file_keeps_its_mode_and_its_link(cli: Cli, tmp_path: Path) -> None:
    cards, _ = unstamped(cli)
    real = tmp_path / "real.md"
    cards.rename(real)
    cards.symlink_to(real)
    real.chmod(0o640)
    cli.ask("deck", "stamp", str(cli.decks))
    assert cards.is_symlink() and b"#sm-004" in real.read_bytes()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_a_write_that_fails_leaves_the_file_as_it_was(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    _, before = unstamped(cli)

    def full(source: object, target: object) -> None:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", full)
    assert cli("deck", "stamp", str(cli.decks)).code == 3
    assert files(cli.decks)["cards.md"] == before and len(files(cli.decks)) == 2
