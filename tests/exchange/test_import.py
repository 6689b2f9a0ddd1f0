"""What an import of cards writes, and what it never touches."""

from pathlib import Path

import pytest

from prepapp.core.deckfile import read_deck
from prepapp.exchange.folder import MediaNames, clean_name
from tests.cli.conftest import Cli


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def text(tmp_path: Path, rows: str, name: str = "My Cards.csv") -> str:
    (tmp_path / name).write_text(rows, encoding="utf-8")
    return str(tmp_path / name)


def test_a_preview_says_the_same_and_writes_nothing(cli: Cli, tmp_path: Path) -> None:
    file = text(tmp_path, "One?,1\nTwo?,2\nThree?,\n")
    would = cli.ask("import", file, "--preview")
    assert would["cards"] == 2 and not (cli.home / "decks").exists()
    assert would["left_out"] == [{"note": "line 3", "why": "it has no answer"}]
    did = cli.ask("import", file)
    assert {**did, "preview": True} == would
    assert sorted(files(Path(did["path"]))) == sorted(did["files"]) == ["cards.md", "deck.toml"]
    said = cli("import", file, "--preview").out.splitlines()
    assert said == [
        f"0 cards would be put into {cli.home / 'decks' / 'my-cards'}, 2 here already",
        "line 3: left out, it has no answer",
    ]


def test_new_cards_come_in_a_new_file_and_every_other_stays_as_it_is(cli: Cli, tmp_path: Path) -> None:
    cli.ask("import", text(tmp_path, "One?,1\n"), "--into", "mine")
    folder = cli.home / "decks" / "mine"
    (folder / "import-2026-10-12.md").write_text("## Mine? {#me-1 skill=general day=0}\n### Answer\nyes\n")
    before = files(folder)
    done = cli.ask("import", text(tmp_path, "One?,changed\nTwo?,2\n"), "--into", "mine")
    assert (done["cards"], done["skipped"], done["files"]) == (1, 1, ["import-2026-10-12-2.md"])
    after = files(folder)
    assert {name: after[name] for name in before} == before and len(after) == len(before) + 1
    assert cli.ask("deck", "check", str(folder))["errors"] == []
    assert [path for path in folder.parent.iterdir() if path.name.startswith(".")] == []


def test_a_card_that_was_moved_and_does_not_load_is_still_known(cli: Cli, tmp_path: Path) -> None:
    file = text(tmp_path, "One?,1\n")
    cli.ask("import", file, "--into", "mine")
    cards = cli.home / "decks" / "mine" / "cards.md"
    cards.rename(cards.with_name("moved.md"))
    moved = cards.with_name("moved.md")
    moved.write_text(moved.read_text(encoding="utf-8").replace("day=0", "day=99"), encoding="utf-8")
    assert cli("import", file, "--into", "mine", "--json").json["skipped"] == 1


@pytest.mark.parametrize("into", ["small", "resnet"])
def test_a_deck_that_is_not_the_candidates_is_left_alone(cli: Cli, tmp_path: Path, into: str) -> None:
    before = files(cli.decks)
    outcome = cli("import", text(tmp_path, "One?,1\n"), "--into", into)
    assert outcome.code == 2 and "not one of your own" in outcome.err and "--into" in outcome.err
    assert files(cli.decks) == before and not (cli.home / "decks").exists()


def test_a_folder_that_is_no_deck_is_left_alone(cli: Cli, tmp_path: Path) -> None:
    folder = cli.home / "decks" / "mine"
    folder.mkdir(parents=True)
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    outcome = cli("import", text(tmp_path, "One?,1\n"), "--into", "mine")
    assert outcome.code == 2 and "no sound deck" in outcome.err
    assert files(folder) == {"notes.txt": b"mine"}


@pytest.mark.parametrize("into", ["../mine", "/mine", "My deck", "", "a/b", "."])
def test_a_deck_needs_an_id(cli: Cli, tmp_path: Path, into: str) -> None:
    outcome = cli("import", text(tmp_path, "One?,1\n"), "--into", into)
    assert outcome.code == 2 and "is no id of a deck (say --into " in outcome.err
    assert not (cli.home / "decks").exists()


def test_what_belongs_to_the_other_kind_of_file_is_refused(cli: Cli, tmp_path: Path) -> None:
    cli.ask("grade", "sm-001", "good")
    history = str(tmp_path / "events.jsonl")
    assert cli("export", "-o", history, "--deck", "small").code == 2
    cli.ask("export", "-o", history)
    assert "goes into no deck" in cli("import", history, "--into", "mine").err


def test_the_name_of_the_file_says_what_is_exported(cli: Cli, tmp_path: Path) -> None:
    for name, begins in {"a.apkg": b"PK", "a.CSV": b"#separator", "a.txt": b"", "a.jsonl": b""}.items():
        cli.ask("export", "-o", str(tmp_path / name))
        assert (tmp_path / name).read_bytes()[: len(begins) or 1] == begins
    cli.ask("export", "--format", "csv", "-o", str(tmp_path / "b.txt"))
    assert (tmp_path / "b.txt").read_bytes().startswith(b"#separator")


@pytest.mark.parametrize("name", ["x.apkg", "x.csv"])
def test_an_export_that_cannot_be_written_exits_with_2(cli: Cli, tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    outcome = cli("export", "-o", str(tmp_path / "file" / name))
    assert outcome.code == 2 and outcome.err.count("\n") == 1 and "cannot be written" in outcome.err


def test_many_cards_are_spread_over_the_plan(cli: Cli, tmp_path: Path) -> None:
    done = cli.ask("import", text(tmp_path, "".join(f"Question {n}?,{n}\n" for n in range(8))))
    deck, _ = read_deck(Path(done["path"]))
    assert deck is not None and [card.day for card in deck.cards] == [0, 0, 3, 3, 7, 7, 14, 14]


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("a.png", "a.png"),
        ("a (1).png", "a_1_.png"),
        ("ü.png", "ü.png"),
        ("CON.png", "_CON.png"),
        (".hidden", "hidden"),
        ("-->\n.svg", "--_.svg"),
        ("???", "_"),
        ("x" * 300 + ".jpeg", "x" * 68 + ".jpeg"),
    ],
)
def test_names_of_media(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_media_of_one_name_stay_apart(tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "a.png").write_bytes(b"there")
    for n, data in enumerate((b"there", b"one", b"two", b"one")):
        (tmp_path / str(n)).write_bytes(data)
    found = {
        "a.png": tmp_path / "0",
        "a?.png": tmp_path / "1",
        "A_.png": tmp_path / "2",
        "a*.png": tmp_path / "3",
    }
    names = MediaNames(found, tmp_path)
    assert [names.path(name) for name in found] == [
        "media/a.png", "media/a_.png", "media/A_-2.png", "media/a_.png"
    ]  # fmt: skip
    assert sorted(names.used) == ["A_-2.png", "a_.png"] and names.path("none.png") is None
