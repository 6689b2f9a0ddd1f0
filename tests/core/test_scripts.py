"""Interview scripts: read whole, and every mistake in them told."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepapp.core.card import Deck, Library, ScriptQuestion
from prepapp.core.deckfile import read_library, reread_library
from prepapp.core.faults import Faults
from prepapp.core.partread import Scope
from prepapp.core.scriptread import read_script

GOOD = Path(__file__).parent / "decks" / "good"
TOML = """format = 1
id = "d"
title = "D"

[[skill]]
id = "s"
title = "S"

[[skill]]
id = "t"
title = "T"

[[profile]]
id = "vision"
title = "V"
"""
CARD = """## Why one? {#a skill=s day=0 time=40}

### Answer
So.

### Key points
- [!] one

### Follow-ups
- And two? -> so
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Library]:
    def written(script: str, name: str = "short", cards: str = CARD) -> Library:
        (tmp_path / "interviews").mkdir(exist_ok=True)
        (tmp_path / "deck.toml").write_text(TOML)
        (tmp_path / "c.md").write_text(cards)
        (tmp_path / "interviews" / f"{name}.md").write_text(script)
        return read_library([tmp_path])

    return written


@pytest.fixture(scope="module")
def good() -> Deck:
    return read_library([GOOD]).decks[0]


def faults(library: Library) -> list[str]:
    return [f"{f.line}:{f.column} {f.message} ({f.hint})" for f in library.faults]


def questions(library: Library, interview: str = "short") -> tuple[ScriptQuestion, ...]:
    script = library.decks[0].script(interview)
    return script.questions if script else ()


def test_a_script_is_read_whole(good: Deck) -> None:
    script = good.script("opening")
    assert script is not None
    assert (script.title, script.minutes, Path(script.file).name) == ("The first minutes", 6, "opening.md")
    first = script.questions[0]
    assert (first.id, first.wording) == ("g-q-1", "Tell me about batch norm.")
    assert first.scene == "A plot lies on the table."
    assert (first.card, first.skill, first.target_s, first.profiles) == ("g-001", "forward", 45, ("vision",))
    assert (first.check, first.weight, first.line) == (2, 1.5, 11)
    assert [(p.n, p.must, p.terms) for p in first.points] == [(1, True, ("mean", "variance"))]
    assert [f.why for f in first.red_flags] == ["Then where does its mean come from?"]
    assert [(f.question, f.when) for f in first.follow_ups] == [
        ("What breaks it?", "strong"),
        ("Who made it?", "time"),
    ]
    assert first.say == '"It centres and scales."'


def test_a_question_takes_skill_and_seconds_from_its_card(good: Deck) -> None:
    script = good.script("opening")
    assert script is not None
    assert [(each.skill, each.target_s, each.card) for each in script.questions[1:]] == [
        ("forward", 60, "g-001"),
        ("count", 90, None),
    ]


def test_a_script_without_front_matter_is_named_by_its_file(good: Deck) -> None:
    script = good.script("talk")
    assert script is not None and script.minutes is None
    assert [(each.part, each.length) for each in script.questions] == [("problem", 1), ("idea", None)]


def test_statements_are_apart_from_the_scripts(good: Deck) -> None:
    assert good.script("statements") is None
    assert [(s.id, s.text, s.card, s.verdict, s.answer) for s in good.statements] == [
        ("g-s-1", "It needs a batch.", "g-001", "only-if", "Only if it trains.")
    ]


def test_the_words_of_a_card_are_refused_in_any_dress(write: Callable[..., Library]) -> None:
    found = write("## *Why*  one?! {#q card=a}\n")
    assert faults(found) == [
        "1:4 the wording is that of card `a` (a mock asks what review never shows: say it in other words)"
    ]
    assert [each.id for each in questions(found)] == ["q"]


def test_a_question_about_a_card_without_points_cannot_be_judged(write: Callable[..., Library]) -> None:
    found = write("## Say it. {#q card=a}\n", cards=CARD.replace("### Key points\n- [!] one\n", ""))
    assert faults(found) == [
        "1:4 neither the question nor card `a` has key points (add ### Key points here or there)"
    ]
    assert questions(found) == ()


def test_a_question_of_its_own_outlives_its_card(write: Callable[..., Library]) -> None:
    found = write("## Say it. {#q card=b skill=t}\n### Key points\n- [!] one\n")
    assert [fault.message for fault in found.faults] == ["`b` is no card of this deck"]
    assert [(each.card, each.skill) for each in questions(found)] == [(None, "t")]


def test_a_check_must_be_there(write: Callable[..., Library]) -> None:
    found = write("## Say it. {#q card=a check=1}\n")
    assert faults(found) == ["1:23 card `a` has no check 1 (it has none)"]
    assert [each.check for each in questions(found)] == [None]


def test_one_profile_of_several_may_be_wrong(write: Callable[..., Library]) -> None:
    found = write('## Say it. {#q card=a profile="vision visoin"}\n')
    assert faults(found) == ["1:23 unknown profile `visoin` (did you mean `vision`?)"]
    assert [each.profiles for each in questions(found)] == [("vision",)]


def test_ids_are_unique_over_cards_questions_and_statements(write: Callable[..., Library]) -> None:
    write("## It is one. {#a card=a verdict=true}\n### Answer\nYes.\n", "statements")
    found = write("## Say it. {#q card=a}\n## And again. {#q card=a}\n")
    assert [fault.message for fault in found.faults] == [
        "question `q` stands at short.md:1 already",
        "statement `a` has the id of the card at c.md:1",
    ]
    assert found.decks[0].statements == ()


def test_what_a_file_is_for_must_be_known(write: Callable[..., Library]) -> None:
    found = write('+++\ninterview = "shorts"\n+++\n## Say it. {#q card=a}\n', "x")
    assert faults(found) == ["2:1 unknown interview `shorts` (did you mean `short`?)"]


def test_a_changed_card_reaches_the_unchanged_script(write: Callable[..., Library], tmp_path: Path) -> None:
    before = write("## Say it. {#q card=a}\n")
    write("## Say it. {#q card=a}\n", cards=CARD.replace("skill=s", "skill=t").replace("time=40", "time=50"))
    again = reread_library([tmp_path], before, [str(tmp_path / "interviews" / "short.md")])
    assert [(each.skill, each.target_s) for each in questions(again)] == [("t", 50)]
    assert again == read_library([tmp_path])


def test_an_unchanged_deck_is_taken_whole_from_before() -> None:
    before = read_library([GOOD])
    assert reread_library([GOOD], before, [str(path) for path in GOOD.rglob("*.md")]) == before


def test_a_card_that_takes_a_wording_is_told_though_the_script_is_unchanged(
    write: Callable[..., Library], tmp_path: Path
) -> None:
    before = write("## Say it. {#q card=a}\n")
    write("## Say it. {#q card=a}\n", cards=CARD.replace("Why one?", "Say it."))
    again = reread_library([tmp_path], before, [str(tmp_path / "interviews" / "short.md")])
    assert again == read_library([tmp_path]) and len(again.faults) == 1


@given(
    st.lists(
        st.sampled_from(
            ["## ", "### Key points\n", "- [!] ", " {", "}", "#q", " card=a", "\n", "`", "$", "1"]
        )
    )
)
def test_no_text_breaks_the_reader(words: list[str]) -> None:
    for name in ("short", "talk", "statements"):
        file = Faults(f"{name}.md")
        read_script("".join(words), Scope("d", Path(), frozenset("s"), (0,), frozenset("v")), file)
        assert all(fault.line >= 1 and fault.column >= 1 for fault in file.found)
