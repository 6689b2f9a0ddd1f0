from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prepapp.core.card import Card, Fault, Library
from prepapp.core.deckfile import read_deck, read_library

DECKS = Path(__file__).parent / "decks"
GOOD, FAULTY = DECKS / "good", DECKS / "faulty"
TOML = """format = 1
id = "d"
title = "D"

[[skill]]
id = "s"
title = "S"
"""
HEAD = "## Q {#a skill=s day=0}\n"
REST = "\n### Follow-ups\n- And? -> so\n"


def shown(fault: Fault, folder: Path) -> str:
    mark = "warning: " if fault.warning else ""
    file = Path(fault.file).relative_to(folder).as_posix()
    return f"{file}:{fault.line}:{fault.column}: {mark}{fault.message}"


@pytest.fixture
def deck(tmp_path: Path) -> Callable[..., Library]:
    def write(cards: str | bytes = "", toml: str | bytes = TOML) -> Library:
        (tmp_path / "deck.toml").write_bytes(toml if isinstance(toml, bytes) else toml.encode())
        (tmp_path / "c.md").write_bytes(cards if isinstance(cards, bytes) else cards.encode())
        return read_library([tmp_path])

    return write


@pytest.fixture(scope="module")
def good() -> Library:
    return read_library([GOOD])


def card(library: Library, card_id: str) -> Card:
    found = library.card(card_id)
    assert found is not None
    return found


def test_a_good_deck_has_no_faults(good: Library) -> None:
    assert [shown(fault, GOOD) for fault in good.faults] == []
    assert [(found.id, found.order) for found in good.cards()] == [("g-001", 0), ("g-002", 1)]


def test_a_deck_is_read_whole(good: Library) -> None:
    deck = good.deck("good")
    assert deck is not None
    assert (deck.title, deck.source, deck.plan) == (
        "Every feature",
        "A deck for the reader's tests",
        (0, 2, 5),
    )
    assert deck.primer == ("g-001",)
    assert [(skill.id, len(skill.levels)) for skill in deck.skills] == [("forward", 5), ("count", 0)]
    assert [(c.id, c.day, c.cards, c.mock) for c in deck.checkpoints] == [
        ("good-day0", 0, ("g-001", "g-002"), None),
        ("good-day5", 5, (), "quickfire"),
        ("good-day2", 2, (), None),
    ]
    assert [(p.id, p.weights, p.opening) for p in deck.profiles] == [
        ("vision", {"forward": 1.5, "count": 2.0}, "What does it solve?")
    ]


def test_a_heading_gives_a_card_its_attributes(good: Library) -> None:
    found = card(good, "g-001")
    assert found.title == "What does *batch norm* compute?"
    assert (found.deck, found.skill, found.day, found.lab, found.target_s) == ("good", "forward", 0, "bn", 60)
    assert (found.weight, found.tags, found.pair) == (1.5, ("norm", "training"), "g-002")
    assert (Path(found.file).name, found.line) == ("cards.md", 10)
    assert (card(good, "g-002").target_s, card(good, "g-002").weight) == (90, 1.0)


def test_sections_keep_their_markdown(good: Library) -> None:
    found = card(good, "g-001")
    assert found.question == "Say it for training **and** inference."
    assert found.answer.startswith("It subtracts the mean") and "## this is code" in found.answer
    assert found.learn == "First the mean.\n\n#### A smaller heading\nThen the variance."
    assert (found.source, found.notes) == ("Ioffe & Szegedy 2015", "Nothing.")
    assert card(good, "g-002").answer == "k² · c_in · c_out."


def test_lists_are_read_with_their_markers_and_terms(good: Library) -> None:
    found = card(good, "g-001")
    assert [(p.n, p.must, p.text, p.terms) for p in found.points] == [
        (1, True, "subtracts the batch mean", ("mean", "batch mean")),
        (2, False, "at inference it uses running averages", ("running", "moving average")),
        (3, False, r"$\gamma$ and $\beta$ are learned", ()),
    ]
    assert found.musts == {1}
    assert [(f.n, f.when, f.answer) for f in found.follow_ups] == [
        (1, "weak", "it keeps the root away from 0"),
        (2, "strong", r"the variance is 0, and x becomes $\beta$"),
        (3, "flag", "it has two for each channel"),
        (4, None, "it normalises over features"),
    ]
    assert found.follow_ups[3].question == "What about [layer norm](https://arxiv.org/abs/1607.06450)?"
    assert [(f.n, f.text, f.why, f.terms) for f in found.red_flags] == [
        (1, "It needs no statistics", "it does", ("no statistics",)),
        (2, "It is a kind of dropout", "", ()),
    ]


def test_blocks_are_read_and_taken_out_of_the_prose(good: Library) -> None:
    first, second = card(good, "g-001"), card(good, "g-002")
    assert [(c.n, c.type, c.line) for c in first.checks] == [(1, "number", 58), (2, "derivation", 66)]
    assert first.checks[0].spec["answer"] == 128
    assert first.checks[1].spec["wrong"] == [{"lines": ["P = C"], "line": 1}]
    assert [(c.n, c.type) for c in second.checks] == [(1, "drawing"), (2, "code")]
    claims = [*first.claims, *second.claims]
    assert [(c.id, c.value, c.basis, c.source) for c in claims] == [
        ("bn-parameters", 128, "computed", "2 * 64"),
        ("bn-speed", "14 times fewer", "cited", "Ioffe & Szegedy 2015, Section 4.2.1"),
        ("conv-weights", 36864, "lab", "blocks"),
        ("conv-speed", 1.0, "pending", "speed"),
    ]
    assert (claims[0].chapter, claims[1].protocol) == (64, "ImageNet, Inception")
    assert not any("```" in text for text in (first.notes, first.source, second.answer))


def test_every_mistake_of_a_deck_is_one_line() -> None:
    library = read_library([FAULTY])
    lines = "".join(f"{shown(fault, FAULTY)}\n" for fault in library.faults)
    golden = FAULTY / "faults.txt"
    assert lines == golden.read_text(encoding="utf-8")


def test_the_rest_of_a_faulty_deck_loads() -> None:
    library = read_library([FAULTY])
    found = card(library, "f-001")
    assert [each.id for each in library.cards()] == ["f-001"]
    assert (found.weight, found.pair, found.checks, found.claims) == (1.0, None, (), ())
    assert [point.text for point in found.points] == ["first"]
    assert [(f.question, f.when) for f in found.follow_ups] == [("And this?", None)]
    assert [c.id for c in library.decks[0].checkpoints] == ["faulty-day3"]
    assert library.decks[0].checkpoints[0].cards == ("f-001",)


def test_every_fault_says_how_to_mend_it() -> None:
    assert [f.message for f in read_library([FAULTY]).faults if not f.hint and "pair" not in f.message] == []


# Malformed cards: text after the heading and answer, expected faults

ANSWER = f"{HEAD}### Answer\nx\n"  # three lines, so what follows starts on line 4

IN_A_CARD = {
    "point without marker": ("### Key points\n- a\n", ["5:3 a point without its marker"]),
    "point with another marker": ("### Key points\n- [x] a\n", ["5:3 a point without its marker"]),
    "empty point": ("### Key points\n- [!]\n", ["5:3 an empty point"]),
    "point attribute": ('### Key points\n- [ ] a {term="b"}\n', ["5:10 unknown attribute `term`"]),
    "point attribute in its second row": (
        '### Key points\n- [ ] a\n  b {term="b"}\n',
        ["6:6 unknown attribute `term`"],
    ),
    "terms not quoted": (
        "### Key points\n- [ ] a {terms=b; c}\n",
        ["5:17 the attributes cannot be read: unexpected `;`"],
    ),
    "terms not closed": (
        '### Key points\n- [ ] a {terms="b"\n',
        ["5:19 the attributes cannot be read: they are not closed with `}`"],
    ),
    "text after terms": ('### Key points\n- [ ] a {terms="b"} c\n', ["5:20 text after the attributes"]),
    "prose in a list": ("### Key points\nprose\n", ["5:1 `Key points` holds more than its list"]),
    "numbers in a list": ("### Key points\n1. one\n", ["5:1 `Key points` holds more than its list"]),
    "follow-up without arrow": ("### Follow-ups\n- a\n- b -> c\n", ["5:3 a follow-up without `->`"]),
    "follow-up without answer": (
        "### Follow-ups\n- a ->\n- b -> c\n",
        ["5:3 a follow-up without its answer"],
    ),
    "follow-up without question": (
        "### Follow-ups\n- -> a\n- b -> c\n",
        ["5:3 a follow-up without its question"],
    ),
    "follow-up marker": ("### Follow-ups\n- [hard] a -> b\n", ["5:3 unknown marker `[hard]` of a follow-up"]),
    "empty red flag": ('### Red flags\n- "" -> no\n', ["5:3 a red flag that says nothing"]),
    "unknown section": ("### Keypoints\nx\n", ["4:1 unknown section `Keypoints`"]),
    "second section": ("### Say\nx\n\n### Say\ny\n", ["7:1 a second section `Say`"]),
    "unknown command": ("a $\\foo$ b\n", ["4:4 formula: unknown command `\\foo`"]),
    "formula in a wrapped row": ("a\nb $x_$\n", ["5:5 formula: `_` lacks its argument"]),
    "displayed formula": ("\n$$\nx\n\\frac{a}\n$$\n", ["7:1 formula: `\\frac` lacks its argument"]),
    "formula in a list": ("- a $x^2^3$\n", ["4:9 formula: a second `^` on the same base"]),
    "formula not closed": ("\n$$\nx\n", ["5:1 `$$` is never closed"]),
    "fence not closed": ("```python\nx\n", ["4:1 the code block is never closed"]),
    "misspelt block": ("```chek\n```\n", ["4:1 unknown block `chek`"]),
    "block in a list": (
        '- a\n  ```check\n  type = "number"\n  ```\n',
        ["5:3 a check block inside a list or a quote"],
    ),
    "check without type": ('```check\nprompt = "?"\n```\n', ["4:1 the check lacks `type`"]),
    "check of no type": ('```check\nprompt = "?"\ntype = "essay"\n```\n', ["6:1 unknown check type `essay`"]),
    "check with a type that is no text": ("```check\ntype = 3\n```\n", ["5:1 unknown check type `3`"]),
    "check without prompt": (
        '```check\ntype = "number"\nanswer = 1\n```\n',
        ["4:1 the number check lacks `prompt`"],
    ),
    "two tolerances": (
        '```check\ntype = "number"\nprompt = "?"\nanswer = 1\nrel_tol = 0.1\nabs_tol = 1\n```\n',
        ["9:1 the check has two tolerances"],
    ),
    "infinite answer": (
        '```check\ntype = "number"\nprompt = "?"\nanswer = inf\n```\n',
        ["7:1 `answer` in the number check is not a number or a text"],
    ),
    "drawing input": (
        '```check\ntype = "drawing"\nprompt = "?"\ninput = [3, 32]\nreference = "x"\n```\n',
        ["7:1 `input` in the drawing check is not three whole numbers: channels, height, width"],
    ),
    "key of a sub-table": (
        '```check\ntype = "derivation"\nprompt = "?"\nworld = "w"\nfrom = "a"\ngoal = "b"\n\n'
        '[[mistake]]\nis = "c"\nsay = "d"\n\n[[mistake]]\nis = "c"\nsays = "d"\n```\n',
        ["15:1 [[mistake]] lacks `say`", "17:1 unknown key `says` in [[mistake]]"],
    ),
    "file outside the deck": (
        '```check\ntype = "code"\nprompt = "?"\nstarter = "../."\ntests = "/etc/passwd"\n'
        'right = "c.md"\nwrong = "none"\n```\n',
        [
            "7:1 no `../.` in the deck's folder",
            "8:1 no `/etc/passwd` in the deck's folder",
            "10:1 no `none` in the deck's folder",
        ],
    ),
    "formula in a prompt": (
        '```check\ntype = "number"\nprompt = "What is $\\\\foo$?"\nanswer = 1\n```\n',
        ["6:1 formula: unknown command `\\foo`"],
    ),
    "claim that nothing settles": (
        '```claim\nid = "c"\ntext = "t"\nvalue = 1\n```\n',
        ["4:1 nothing settles the claim"],
    ),
    "claim settled twice": (
        '```claim\nid = "c"\ntext = "t"\nvalue = 1\nlab = "l"\npending = "l"\n```\n',
        ["9:1 the claim has `lab` and `pending`"],
    ),
    "citation without protocol": (
        '```claim\nid = "c"\ntext = "t"\nvalue = 1\ncited = "x"\n```\n',
        ["8:1 a cited claim lacks `protocol`"],
    ),
    "claim key": (
        '```claim\nid = "c"\ntext = "t"\nvalue = 1\nlab = "l"\nlabs = 1\n```\n',
        ["9:1 unknown key `labs` in the claim"],
    ),
    "claim of no value": (
        '```claim\nid = "c"\ntext = "t"\nvalue = true\nlab = "l"\n```\n',
        ["7:1 `value` in the claim is not a number or a text"],
    ),
    "TOML of a block": ('```claim\nid = "c"\ntext = t\n```\n', ["6:8 not valid TOML: invalid value"]),
    "TOML cut off": (
        '```claim\nid = "c"\ntext = "t\n```\n',
        ["6:10 not valid TOML: illegal character '\\n'"],
    ),
    "TOML nested deeply": (f"```claim\nvalue = {'[' * 9999}\n```\n", ["5:1 the TOML is nested too deeply"]),
}


@pytest.mark.parametrize(("text", "expected"), IN_A_CARD.values(), ids=IN_A_CARD)
def test_a_faulty_part_is_left_out(deck: Callable[..., Library], text: str, expected: list[str]) -> None:
    library = deck(ANSWER + text)
    found = [f"{f.line}:{f.column} {f.message}" for f in library.faults if not f.warning]
    assert found == expected
    assert card(library, "a").answer.startswith("x")


HEADINGS = {
    "no attributes": (
        "## Q\n",
        ["1:4 the card has no id", "1:4 the card has no skill", "1:4 the card has no day"],
    ),
    "no id": ("## Q {skill=s day=0}\n", ["1:4 the card has no id"]),
    "no skill": ("## Q {#a day=0}\n", ["1:4 the card has no skill"]),
    "no day": ("## Q {#a skill=s}\n", ["1:4 the card has no day"]),
    "unknown skill": ("## Q {#a skill=t day=0}\n", ["1:10 unknown skill `t`"]),
    "day outside the plan": ("## Q {#a skill=s day=5}\n", ["1:18 day=5 is no day of the plan"]),
    "day that is no number": ("## Q {#a skill=s day=x}\n", ["1:18 day=x is no day of the plan"]),
    "id in capitals": ("## Q {#A skill=s day=0}\n", ["1:7 `A` is no id"]),
    "braces left open": (
        "## Q {#a skill=s day=0\n",
        ["1:23 the attributes cannot be read: they are not closed with `}`"],
    ),
    "value with a dot": (
        "## Q {#a skill=s day=0 weight=1.5}\n",
        ["1:32 the attributes cannot be read: unexpected `.`"],
    ),
}


@pytest.mark.parametrize(("heading", "expected"), HEADINGS.values(), ids=HEADINGS)
def test_a_card_without_its_core_is_left_out(
    deck: Callable[..., Library], heading: str, expected: list[str]
) -> None:
    library = deck(f"{heading}### Answer\nx\n{REST}\n## R {{#b skill=s day=3}}\n### Answer\ny\n{REST}")
    assert [f"{f.line}:{f.column} {f.message}" for f in library.faults] == expected
    assert [found.id for found in library.cards()] == ["b"]


OPTIONS = {
    "time": ("time=0", "1:24 time=0 is not a whole number of seconds above 0"),
    "weight": ("weight=nan", "1:24 weight=nan is not a number above 0"),
    "class": (".x", "1:4 unknown attribute `class`"),
    "name": ("skil=s", "1:24 unknown attribute `skil`"),
    "pair": ("pair=z", "1:24 pair `z` is no card"),
    "own pair": ("pair=a", "1:24 the card is its own pair"),
    "lab": ('lab="a b"', "1:24 lab: `a b` is no id"),
}


@pytest.mark.parametrize(("option", "expected"), OPTIONS.values(), ids=OPTIONS)
def test_a_faulty_option_is_as_if_left_out(deck: Callable[..., Library], option: str, expected: str) -> None:
    library = deck(f"## Q {{#a skill=s day=0 {option}}}\n### Answer\nx\n{REST}")
    assert [f"{f.line}:{f.column} {f.message}" for f in library.faults] == [expected]
    plain = deck(f"## Q {{#a skill=s day=0}}\n### Answer\nx\n{REST}")
    assert replace(card(library, "a"), revision="") == replace(card(plain, "a"), revision="")


TOMLS = {
    "not TOML": ("format = 1\nid = = 2\n", ["2:6 not valid TOML: invalid value"]),
    "cut off": ("format = 1\nplan = [0", ["2:10 not valid TOML: unclosed array"]),
    "no keys": (
        "",
        ["1:1 deck.toml lacks `format`", "1:1 deck.toml lacks `id`", "1:1 deck.toml lacks `title`"],
    ),
    "format": (TOML.replace("1", "2", 1), ["1:1 unknown format 2"]),
    "format that is no number": (
        TOML.replace("1", "true", 1),
        ["1:1 `format` in deck.toml is not a whole number, 0 or more"],
    ),
    "id": (TOML.replace('"d"', '"D d"'), ["2:1 `D d` is no id"]),
    "title": (TOML.replace('"D"', "3"), ["3:1 `title` in deck.toml is not a text"]),
    "plan": ("plan = [0, 3, 3]\n" + TOML, ["1:1 the plan does not ascend from 0"]),
    "plan from 1": ("plan = [1, 3]\n" + TOML, ["1:1 the plan does not ascend from 0"]),
    "plan of more than a year": ("plan = [0, 366]\n" + TOML, ["1:1 the plan is longer than a year"]),
    "plan of texts": ('plan = ["0"]\n' + TOML, ["1:1 `plan` in deck.toml is not a list of whole numbers"]),
    "primer": ('primer = "a"\n' + TOML, ["1:1 `primer` in deck.toml is not a list of texts"]),
    "primer of an unknown card": (
        'primer = ["b"]\n' + TOML,
        ["1:1 the primer names `b`, which is no card of this deck"],
    ),
    "primer of a card that teaches nothing": (
        'primer = ["a"]\n' + TOML,
        ["1:1 the primer names `a`, which has no lesson"],
    ),
    "unknown table": (TOML + "\n[[skil]]\n", ["9:3 unknown key `skil` in deck.toml"]),
    "skill without title": (TOML + '\n[[skill]]\nid = "t"\n', ["9:1 [[skill]] lacks `title`"]),
    "skill twice": (
        TOML + '\n[[skill]]\nid = "s"\ntitle = "S"\n',
        ["10:1 skill `s` stands in line 6 already"],
    ),
    "levels": (TOML + 'levels = ["a"]\n', ["8:1 skill `s` has 1 levels"]),
    "checkpoint day": (
        TOML + '[[checkpoint]]\nid = "c"\ntext = "t"\nday = 2\n',
        ["11:1 day 2 is no day of the plan"],
    ),
    "checkpoint card": (
        TOML + '[[checkpoint]]\nid = "c"\ntext = "t"\nday = 0\ncards = ["b"]\n',
        ["12:1 checkpoint `c` names `b`, which is no card"],
    ),
    "checkpoint mock": (
        TOML + '[[checkpoint]]\nid = "c"\ntext = "t"\nday = 0\nmock = "x"\n',
        ["12:1 unknown mock `x`"],
    ),
    "checkpoint with cards and a mock": (
        TOML + '[[checkpoint]]\nid = "c"\ntext = "t"\nday = 0\ncards = ["a"]\nmock = "talk"\n',
        ["13:1 a checkpoint with both cards and a mock"],
    ),
    "profile weight": (
        TOML + '[[profile]]\nid = "p"\ntitle = "P"\nweights = { t = 1 }\n',
        ["8:1 unknown skill `t` in the weights"],
    ),
    "profile weight below 0": (
        TOML + '[[profile]]\nid = "p"\ntitle = "P"\n[profile.weights]\ns = -1\n',
        ["12:1 the weight of `s` is not a number above 0"],
    ),
}


@pytest.mark.parametrize(("toml", "expected"), TOMLS.values(), ids=TOMLS)
def test_deck_toml_is_checked(deck: Callable[..., Library], toml: str, expected: list[str]) -> None:
    library = deck(ANSWER + REST, toml)
    found = [f"{f.line}:{f.column} {f.message}" for f in library.faults if f.file.endswith("deck.toml")]
    assert found == expected


def test_a_primer_names_each_lesson_of_its_own_deck_once(tmp_path: Path) -> None:
    for name, chain in (("one", '["a1", "b", "b", "c", "a1"]'), ("two", '["a2"]')):
        (tmp_path / name).mkdir()
        toml = f"primer = {chain}\n" + TOML.replace('"d"', f'"{name}"')
        (tmp_path / name / "deck.toml").write_text(toml)
        ids = {"one": "a1 b", "two": "a2 c"}[name].split()
        cards = [f"## Q {{#{id} skill=s day=0}}\n### Answer\nx\n### Learn\ny\n{REST}" for id in ids]
        (tmp_path / name / "c.md").write_text("\n".join(cards))
    library = read_library([tmp_path / "one", tmp_path / "two"])
    assert [found.primer for found in library.decks] == [("a1", "b"), ("a2",)]
    assert [(fault.line, fault.message, fault.hint) for fault in library.faults] == [
        (1, "the primer names `b` twice", "name a card once"),
        (1, "the primer names `c`, which is no card of this deck", "use one of: a1, b"),
        (1, "the primer names `a1` twice", "name a card once"),
    ]


FRONTS = {
    "not closed": ("+++\nformat = 1\n", ["1:1 the front matter is not closed"], 0),
    "not TOML": ("+++\nformat = = 1\n+++\n", ["2:10 not valid TOML: invalid value"], 1),
    "format": ("+++\nformat = 9\n+++\n", ["2:1 unknown format 9"], 0),
    "deck": ('+++\ndeck = "e"\n+++\n', ["2:1 the file is for deck `e`"], 1),
    "key": ('+++\n\ndecks = "d"\n+++\n', ["3:1 unknown key `decks` in the front matter"], 1),
}


@pytest.mark.parametrize(("front", "expected", "cards"), FRONTS.values(), ids=FRONTS)
def test_front_matter_is_checked(
    deck: Callable[..., Library], front: str, expected: list[str], cards: int
) -> None:
    library = deck(front + ANSWER + REST)
    assert [f"{f.line}:{f.column} {f.message}" for f in library.faults] == expected
    assert len(list(library.cards())) == cards


def test_a_heading_in_code_or_a_quote_is_no_card(deck: Callable[..., Library]) -> None:
    hidden = "```\n## a {#x}\n```\n\n> ## b {#y}\n\n<!--\n## c {#z}\n-->\n\n    ## d {#w}\n"
    library = deck(ANSWER + hidden + REST)
    assert [found.id for found in library.cards()] == ["a"]
    assert library.faults == ()


def test_a_line_of_dashes_under_a_sentence_makes_no_card(deck: Callable[..., Library]) -> None:
    library = deck(ANSWER + "a sentence\n---\nanother\n" + REST)
    assert card(library, "a").answer == "x\na sentence\n---\nanother"
    assert library.faults == ()


def test_a_follow_up_may_begin_with_a_link(deck: Callable[..., Library]) -> None:
    library = deck(ANSWER + "### Follow-ups\n- [weak](b) or not? -> c\n")
    assert [(f.question, f.when) for f in card(library, "a").follow_ups] == [("[weak](b) or not?", None)]
    assert library.faults == ()


def test_a_title_ends_a_card(deck: Callable[..., Library]) -> None:
    library = deck(
        f"{ANSWER}{REST}\n# Part two\nintroduction\n\n## R {{#b skill=s day=0}}\n### Answer\ny\n{REST}"
    )
    assert [found.id for found in library.cards()] == ["a", "b"]
    assert library.faults == ()


def test_an_answer_of_blanks_is_none(deck: Callable[..., Library]) -> None:
    library = deck(f"{HEAD}### Answer\n \n{REST}")
    assert [fault.message for fault in library.faults] == ["the card has no answer"]
    assert list(library.cards()) == []


def test_four_musts_and_no_follow_up_are_warned_of(deck: Callable[..., Library]) -> None:
    library = deck(ANSWER + "### Key points\n" + "- [!] a\n" * 4)
    assert [(f.warning, f.message) for f in library.faults] == [
        (True, "more than three must-points"),
        (True, "the card has no follow-up"),
    ]
    assert len(card(library, "a").points) == 4


def test_line_ends_and_a_byte_order_mark_change_nothing(deck: Callable[..., Library]) -> None:
    text = ANSWER + "### Key points\n- a\n" + REST
    plain = deck(text)
    windows = deck(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert windows == plain


def test_a_file_that_is_not_utf_8_is_named_with_its_place(deck: Callable[..., Library]) -> None:
    library = deck("é\nab".encode() + b"\xff")
    assert [(f.line, f.column, f.message) for f in library.faults] == [(2, 3, "not UTF-8 text")]


def test_a_folder_without_deck_toml_is_no_deck(tmp_path: Path) -> None:
    found, faults = read_deck(tmp_path / "none")
    assert found is None
    assert [(Path(f.file).name, f.line, f.message) for f in faults] == [("deck.toml", 0, "no such file")]


def test_cards_are_read_though_deck_toml_is_not(tmp_path: Path) -> None:
    (tmp_path / "c.md").write_text(ANSWER + "### Sya\n" + REST)
    found, faults = read_deck(tmp_path)
    assert found is None
    assert [fault.message for fault in faults] == ["no such file", "unknown section `Sya`"]


def test_a_folder_named_like_a_file_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "deck.toml").write_text(TOML)
    (tmp_path / "x.md").mkdir()
    (tmp_path / ".hidden.md").mkdir()
    found, faults = read_deck(tmp_path)
    assert found is not None
    assert [Path(fault.file).name for fault in faults] == ["x.md"]


def test_scripts_are_checked_but_are_no_cards(tmp_path: Path) -> None:
    (tmp_path / "deck.toml").write_text(TOML)
    (tmp_path / "interviews").mkdir()
    text = "## Tell me {#q card=a}\n### Key points\n- no marker\n### Sya\nx\n"
    (tmp_path / "interviews" / "short.md").write_text(text)
    found, faults = read_deck(tmp_path)
    assert found is not None and found.cards == ()
    assert [f"{f.line}:{f.column} {f.message}" for f in faults] == [
        "1:16 `a` is no card of this deck",
        "3:3 a point without its marker",
        "4:1 unknown section `Sya`",
    ]


def two_decks(root: Path, first: str, second: str) -> list[Path]:
    for name, text in (("one", first), ("two", second)):
        (root / name).mkdir()
        (root / name / "deck.toml").write_text(TOML.replace('"d"', f'"{name}"'))
        (root / name / "c.md").write_text(text)
    return [root / "one", root / "two"]


def test_the_first_of_two_equal_ids_wins(tmp_path: Path) -> None:
    claim = '```claim\nid = "c"\ntext = "t"\nvalue = 1\nlab = "l"\n```\n'
    first = ANSWER + REST + claim
    again = f"## R {{skill=s #a day=0}}\n### Answer\ny\n{REST}"
    second = f"{again}## T {{#b skill=s day=0}}\n### Answer\ny\n{REST}{claim}"
    library = read_library(two_decks(tmp_path, first, second))
    assert [(found.deck, found.id, len(found.claims)) for found in library.cards()] == [
        ("one", "a", 1),
        ("two", "b", 0),
    ]
    at = tmp_path / "one" / "c.md"
    assert [f"{f.line}:{f.column} {f.message}" for f in library.faults] == [
        f"1:15 card `a` stands at {at}:1 already",
        f"13:1 claim `c` stands at {at}:7 already",
    ]


def test_a_second_deck_of_one_id_is_left_out(tmp_path: Path) -> None:
    folders = two_decks(tmp_path, ANSWER + REST, "")
    (tmp_path / "two" / "deck.toml").write_text(TOML.replace('"d"', '"one"'))
    library = read_library(folders)
    assert [found.path for found in library.decks] == [str(folders[0])]
    assert [fault.message for fault in library.faults] == [
        f"deck `one` stands at {folders[0] / 'deck.toml'}:1 already"
    ]


def test_a_card_may_be_paired_with_one_of_another_deck(tmp_path: Path) -> None:
    first = f"## Q {{#a skill=s day=0 pair=b}}\n### Answer\nx\n{REST}"
    second = f"## Q {{#b skill=s day=0}}\n### Answer\nx\n{REST}"
    folders = two_decks(tmp_path, first, second)
    assert card(read_library(folders), "a").pair == "b"
    alone = read_library(folders[:1])
    assert card(alone, "a").pair is None
    assert [fault.message for fault in alone.faults] == ["pair `b` is no card"]
    deck, faults = read_deck(folders[0])
    assert deck is not None and deck.cards[0].pair == "b" and faults == ()


def test_a_revision_changes_with_the_words_only(deck: Callable[..., Library]) -> None:
    before = card(deck(ANSWER + REST), "a")
    moved = card(deck("# Title\n\n" + (ANSWER + REST).replace("\n", "  \n") + "\n\n"), "a")
    edited = card(deck(ANSWER + "y" + REST), "a")
    assert len(before.revision) == 16 and int(before.revision, 16) >= 0
    assert moved.revision == before.revision != edited.revision


def test_a_revision_is_the_same_everywhere(good: Library) -> None:
    assert {found.id: found.revision for found in good.cards()} == {
        "g-001": "0ccc14c18febb657",
        "g-002": "c9c6d6573dc2f0cd",
    }


TEXTS = MappingProxyType(
    {name: (GOOD / name).read_text(encoding="utf-8") for name in ("deck.toml", "cards.md", "more.md")}
)
SPLICE = st.sampled_from(
    [*"{}[]#`$\\\"'=->|\n \t\x00é漢+!", "```", "$$", "+++\n", "## ", "### ", "- [!] ", "[[", '"""', "<!--"]
)


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, str]:
    """One file of the good deck with lines and characters deleted, doubled, swapped and inserted."""
    name = draw(st.sampled_from(sorted(TEXTS)))
    text = TEXTS[name]
    for _ in range(draw(st.integers(1, 4))):
        parts = text.split("\n") if draw(st.booleans()) else list(text)
        joint = "\n" if len(parts) <= text.count("\n") + 1 else ""
        here, there = (draw(st.integers(0, max(len(parts) - 1, 0))) for _ in range(2))
        match draw(st.sampled_from(["delete", "double", "swap", "insert"])):
            case "delete":
                del parts[here : here + 1]
            case "double":
                parts[here:here] = parts[here : here + 1]
            case "swap" if parts:
                parts[here], parts[there] = parts[there], parts[here]
            case _:
                parts.insert(here, draw(SPLICE))
        text = joint.join(parts)
    return name, text


@settings(max_examples=300, deadline=None)
@given(mutations())
def test_no_edit_of_a_deck_raises(
    tmp_path_factory: pytest.TempPathFactory, mutation: tuple[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("deck")
    name, text = mutation
    for each, original in TEXTS.items():
        (folder / each).write_bytes((text if each == name else original).encode())
    library = read_library([folder])
    for fault in library.faults:
        assert fault.line >= 0 and fault.column >= 1 and fault.message
        assert fault.line <= Path(fault.file).read_bytes().decode().count("\n") + 1
    for found in library.cards():
        assert found.id and found.answer and found.day in library.decks[0].plan


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=200))
def test_no_bytes_raise(tmp_path_factory: pytest.TempPathFactory, toml: bytes, cards: bytes) -> None:
    folder = tmp_path_factory.mktemp("deck")
    (folder / "deck.toml").write_bytes(toml)
    (folder / "c.md").write_bytes(cards)
    read_library([folder])
