"""The card that a measured sentence becomes: it reads, and what was said stays text."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from prepapp.core.card import Card, Library
from prepapp.core.deckfile import read_library
from prepapp.core.plain import plain_text
from prepapp.errors import PrepError
from prepapp.session.desk import Desk
from prepapp.session.lab_card import DECK, beginning, completed, keep_card
from prepapp.session.lab_run import Choice, LabRun
from prepapp.session.lab_view import ClaimNow
from prepapp.session.labs import Lab, labs_at_hand
from tests.lab.tiny import write_lab

TODAY = date(2026, 3, 2)

HOSTILE = {
    "Markdown": "*one* _two_ `three` **four** [five](six) ![seven](eight) <nine@ten.org>",
    "a heading": "# Not a heading ##",
    "a list": "- not an item",
    "a plus": "+ not an item",
    "a number": "1. not an item",
    "a bracket": "12) not an item",
    "a rule": "---",
    "an underline": "===",
    "a quote": "> not a quote",
    "a table": "a | b | c",
    "HTML": "<script>alert(1)</script> <!-- no --> &amp; &#35; &nbsp;",
    "a fence": "```check type = 1 ``` ~~~ tilde",
    "formulas": "$x^2$ and $$y$$ cost $5",
    "attributes": "so {#mine-999 skill=none day=3} {terms=x}",
    "a section": "### Answer",
    "a point": "[!] not a marker [ ] nor this",
    "an arrow": "a -> b",
    "backslashes": "\\* \\\\ \\",
    "newlines": "first\n\n## Second {#x skill=s day=0}\r\n\n### Answer\u2028third\tfourth",
    "emoji": "👩‍🔬 measured 3 × more, naïve Ω ≥ 1 ✓",
    "a link": "see https://example.org/a_b_c?x=1&y=2#z",
    "a reference": "[a]: http://example.org 'title'",
    "a setext": "So it was = what I -- said",
    "long": "so " * 4000 + "long",
}


@pytest.fixture
def lab(desk: Desk) -> Lab:
    write_lab(desk.place.home.labs / "mine")
    return labs_at_hand(desk).lab("counting")


@pytest.fixture
def run(desk: Desk, lab: Lab) -> LabRun:
    """A run that has measured."""
    run = LabRun(desk, lab, Choice(seed=4), "r-1", replayed=True)
    run.view.start = {"device_name": "Abacus 9"}
    run.view.claims["sum"] = ClaimNow("sum", (), "What *counts* | so", "x", "> 3", 3.25, (), "holds", "= 3")
    run.view.claims["none"] = ClaimNow("none", (), "left", "", "0", float("nan"), (), None, "= 0")
    return run


@pytest.fixture
def deck(desk: Desk) -> Path:
    return desk.place.home.decks / DECK


def read(deck: Path) -> Library:
    library = read_library([deck])
    assert [str(fault) for fault in library.faults if not fault.warning] == []
    return library


def kept(deck: Path, card: str) -> Card:
    found = read(deck).card(card)
    assert found is not None
    return found


def paragraph(answer: str) -> str:
    """Return the text that stands above the table."""
    tokens = MarkdownIt("commonmark").enable("table").parse(answer)
    kinds = [token.type for token in tokens if token.level == 0]
    assert kinds == ["paragraph_open", "paragraph_close", "table_open", "table_close"]
    return plain_text(answer.partition("\n\n")[0])


def test_the_card_holds_the_sentence_the_numbers_and_where_they_come_from(run: LabRun, deck: Path) -> None:
    assert keep_card(run, "I counted 3, so it is three.", TODAY) == "mine-001"
    card = kept(deck, "mine-001")
    assert (card.title, card.skill, card.day, card.lab) == (
        "Counting: what did I measure, and so what?",
        "measured",
        0,
        "counting",
    )
    sentence, _, table = card.answer.partition("\n\n")
    assert sentence == "I counted 3, so it is three."
    assert table.splitlines() == [
        "| claim | expected | measured | verdict |",
        "|---|---|---|---|",
        r"| What \*counts\* \| so | \> 3 | 3.25 x | holds |",
        "| left | 0 | nan | not settled |",
    ]
    assert [(point.text, point.must) for point in card.points] == [("I counted 3, so it is three.", True)]
    assert plain_text(card.source) == "counting, quick, seed 4, Abacus 9, 2026-03-02"


@pytest.mark.parametrize("said", HOSTILE.values(), ids=HOSTILE)
def test_whatever_is_said_stays_text(run: LabRun, deck: Path, said: str) -> None:
    card = kept(deck, keep_card(run, said, TODAY))
    words = " ".join(said.split())
    assert paragraph(card.answer) == words
    assert [plain_text(point.text) for point in card.points] == [words]
    assert card.points[0].terms == () and card.checks == () and card.claims == ()
    assert [each.id for each in read(deck).cards()] == ["mine-001"]


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30)
MEANT = st.text("-+=*_`#>|$&<[](){}!\\~1.) \n", min_size=1, max_size=12)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXT | MEANT)
def test_any_text_becomes_a_card_that_reads_or_is_refused_as_empty(
    run: LabRun, deck: Path, said: str
) -> None:
    (deck / "measured.md").unlink(missing_ok=True)
    if not said.split():
        with pytest.raises(PrepError, match="empty"):
            keep_card(run, said, TODAY)
        return
    card = kept(deck, keep_card(run, said, TODAY))
    assert paragraph(card.answer) == " ".join(said.split())


def test_a_hostile_lab_cannot_break_the_deck_either(run: LabRun, lab: Lab, deck: Path) -> None:
    title = "# A {#x} *title* | <b> $1$"
    run.lab = replace(lab, header=replace(lab.header, title=title))
    run.view.start = {"device_name": "- {x} `9` &amp;"}
    name = "a | b\n\n## c {#d}"
    run.view.claims["sum"] = ClaimNow("sum", (), name, "|", "|", 1.0, (), "|", "")
    card = kept(deck, keep_card(run, "so", TODAY))
    assert plain_text(card.title) == f"{title}: what did I measure, and so what?"
    assert len(card.answer.splitlines()) == 6
    assert "- {x} `9` &amp;" in plain_text(card.source)


def test_numbering_goes_on_over_all_files_of_the_deck(run: LabRun, deck: Path) -> None:
    assert [keep_card(run, f"so {n}", TODAY) for n in range(3)] == ["mine-001", "mine-002", "mine-003"]
    other = "## Q {#mine-041 skill=measured day=0}\n\n### Answer\nSo.\n"
    (deck / "other.md").write_text(other, encoding="utf-8")
    assert keep_card(run, "so 4", TODAY) == "mine-042"
    assert [card.id for card in read(deck).cards()] == [
        "mine-001",
        "mine-002",
        "mine-003",
        "mine-042",
        "mine-041",
    ]
    assert plain_text(kept(deck, "mine-002").points[0].text) == "so 1"
    assert (deck / "other.md").read_text(encoding="utf-8") == other


def test_a_deck_that_the_candidate_changed_is_read_as_it_is(run: LabRun, deck: Path) -> None:
    keep_card(run, "so", TODAY)
    head, file = deck / "deck.toml", deck / "measured.md"
    mine = head.read_text(encoding="utf-8") + '\n[[skill]]\nid = "other"\ntitle = "Other"\n'
    head.write_text(mine, encoding="utf-8")
    file.write_text(
        file.read_text(encoding="utf-8").replace("skill=measured", "skill=other"), encoding="utf-8"
    )
    assert keep_card(run, "so 2", TODAY) == "mine-002"
    assert head.read_text(encoding="utf-8") == mine
    assert [card.skill for card in read(deck).cards()] == ["other", "measured"]


@pytest.mark.parametrize(
    ("name", "content", "where", "said"),
    [
        ("measured.md", b"## \xff {#mine-001}\n", "measured.md", "cannot be read: "),
        (
            "measured.md",
            b"## No answer {#mine-001 skill=measured day=0}\n",
            "measured.md:1",
            "the card would not read: ",
        ),
        ("deck.toml", b"id = \n", "deck.toml:1", "the card would not read: "),
        (
            "deck.toml",
            b'format = 1\nid = "mine"\ntitle = "t"\n',
            "measured.md:1",
            "the card would not read: ",
        ),
    ],
)
def test_a_file_that_does_not_read_is_left_as_it_is(
    run: LabRun, deck: Path, name: str, content: bytes, where: str, said: str
) -> None:
    deck.mkdir(parents=True)
    (deck / name).write_bytes(content)
    with pytest.raises(PrepError) as error:
        keep_card(run, "so", TODAY)
    assert error.value.what.startswith(said)
    assert error.value.where.startswith(str(deck / where))
    assert {each.name: each.read_bytes() for each in deck.iterdir()} == {name: content}


def test_an_empty_sentence_is_refused(run: LabRun, deck: Path) -> None:
    with pytest.raises(PrepError, match="the sentence is empty"):
        keep_card(run, " \n ", TODAY)
    assert not deck.exists()


def test_a_sentence_is_completed_where_it_is_open() -> None:
    assert beginning("It was 3, so ...") == "It was 3, so"
    assert beginning("It was 3.") == ""
    assert completed("It was 3, so ...", " it\ncounts ") == "It was 3, so it counts"
    assert completed("It was 3.", "It was three.") == "It was three."
    with pytest.raises(PrepError, match="the sentence has no end"):
        completed("It was 3, so ...", "  ")


def test_the_deck_is_found_by_the_next_reading(run: LabRun, open_desk: Callable[..., Desk]) -> None:
    keep_card(run, "so", TODAY)
    desk = open_desk()
    desk.reread()
    assert desk.card("mine-001").lab == "counting"
