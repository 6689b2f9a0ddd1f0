"""The table of cards: what it holds comes back as it was."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prepapp.core.card import Card, Deck, FollowUp, Point, RedFlag, Skill
from prepapp.core.deckfile import read_deck
from prepapp.exchange.cardtext import COLUMNS, columns
from prepapp.exchange.making import Maker, Target
from prepapp.exchange.sheet import table
from prepapp.exchange.table import read_table
from prepapp.home import shipped_folder
from tests.cli.conftest import Cli

WORDS = st.text("abc \u00e9,;\"'\t#:<&{}[]()$_*`\\|→-.", max_size=30)
LINES = st.lists(WORDS, max_size=4).map("\n".join)
LINE = WORDS.map(lambda text: " ".join(text.split()) or "x")
CARDS = st.builds(
    Card,
    id=st.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True),
    deck=st.just("d"),
    title=LINE,
    skill=st.sampled_from(["one", "two"]),
    day=st.sampled_from([0, 3, 21]),
    revision=st.just("r"),
    question=LINES,
    answer=LINES,
    points=st.lists(st.builds(Point, st.just(1), text=LINES, must=st.booleans(), terms=st.just(("a", "b")))),
    follow_ups=st.lists(st.builds(FollowUp, n=st.just(1), question=LINE, answer=LINES)),
    red_flags=st.lists(st.builds(RedFlag, n=st.just(1), text=LINE, why=LINE)),
    tags=st.lists(st.sampled_from(["t", "u"])).map(tuple),
    pair=st.sampled_from([None, "x"]),
)  # fmt: skip


@settings(max_examples=40)
@given(cards=st.lists(CARDS, max_size=4))
def test_a_table_holds_every_column_of_every_card(
    tmp_path_factory: pytest.TempPathFactory, cards: list[Card]
) -> None:
    file = tmp_path_factory.getbasetemp() / "cards.csv"
    text = table([Deck("d", 'Deck, "one"', "", cards=tuple(cards))])
    file.write_text(text, encoding="utf-8")
    rows = read_table(file).rows
    assert [{name: row[name] for name in COLUMNS} for row in rows] == [columns(card) for card in cards]
    assert [row["tags"].split()[2:] for row in rows] == [list(card.tags) for card in cards]


def test_every_shipped_card_is_the_same_after_a_table(tmp_path: Path) -> None:
    deck, _ = read_deck(shipped_folder("decks") / "resnet")
    assert deck is not None
    file = tmp_path / "resnet.csv"
    file.write_text(table([deck]), encoding="utf-8")
    target = Target("resnet", tmp_path / "new", Deck("resnet", "", "", skills=deck.skills), deck.plan)
    maker = Maker(target, set(), lambda _: None)
    maker.make(read_table(file))
    assert [card.id for card in maker.made] == [card.id for card in deck.cards]
    assert [made.text.count("\n- [!] ") for made in maker.made] == [len(card.musts) for card in deck.cards]


def test_a_table_becomes_the_same_deck_in_another_home(cli: Cli, tmp_path: Path) -> None:
    rich = (
        '## A "new" one, C#? {#sm-009 skill=sums day=3 time=120 weight="1.5" tags="a, b" pair=sm-001}\n\n'
        "Body.\n\n```python\nx = 1\n\n# y\n```\n\n### Answer\nLine\nline\n\n- a\n  - b\n\n### Key points\n"
        '- [!] one\n- [ ] $x$ {terms="a; b \\" c"}\n\n### Learn\nl\n\n### Notes\nn\n\n### Source\ns\n'
        '\n### Red flags\n- "no" -> yes {terms="q"}\n- "alone"\n\n### Follow-ups\n'
        "- [weak] w -> a\n- [b](c) -> d\n"
    )
    (cli.decks / "rich.md").write_text(rich, encoding="utf-8")
    first, second = tmp_path / "small.csv", tmp_path / "again.csv"
    cli.ask("export", "-o", str(first), "--deck", "small")
    other = Cli(tmp_path / "other", tmp_path / "none", cli.capsys)
    other.decks.mkdir()
    done = other.ask("import", str(first), "--into", "small")
    assert (done["cards"], done["files"]) == (4, ["cards.md", "deck.toml"])
    folder = other.home / "decks" / "small"
    assert other.ask("deck", "check", str(folder))["errors"] == []
    other.ask("export", "-o", str(second), "--deck", "small")
    assert second.read_bytes() == first.read_bytes()
    deck, _ = read_deck(folder)
    assert deck is not None and deck.title == "A small deck"
    assert deck.skills == (Skill("sums", "Sums"), Skill("limits", "Limits"))
    assert other.ask("import", str(first), "--into", "small")["skipped"] == 4


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("sm-002,What is a limit?", "sm-002,", "the card asks nothing"),
        ("What a sequence comes close to.", "", "no answer"),
        ("What a sequence comes close to.", '"x\n## Another"', "the card has no id"),
        (",limits,0", ",limits,zero", "no day of the plan"),
        (",limits,0", ",No Skill,0", "`No Skill` is no skill"),
        (",limits,0,,,,\n", "\n", "columns where the table has"),
    ],
)
def test_a_row_that_is_no_card_is_named_and_nothing_is_written(
    cli: Cli, tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    file = tmp_path / "small.csv"
    cli.ask("export", "-o", str(file), "--deck", "small")
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    other = Cli(tmp_path / "other", tmp_path / "none", cli.capsys)
    other.decks.mkdir()
    outcome = other("import", str(file))
    assert outcome.code == 2 and outcome.err.count("\n") == 1
    assert outcome.err.startswith(f"{file}:") and complaint in outcome.err
    assert not (other.home / "decks").exists()
