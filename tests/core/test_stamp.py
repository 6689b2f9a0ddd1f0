"""Ids are written into headings, and nothing else changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepapp.core.stamp import Numbers, Stamped, stamp, written_ids


def stamped(text: str, deck: str = "d", elsewhere: tuple[str, ...] = ()) -> Stamped:
    return stamp(text, Numbers(deck, list(written_ids(text)), elsewhere))


def without(given: Stamped) -> str:
    """The text as it was, were the ids that are new taken out again."""
    text = given.text
    for each in given.stamps:
        assert text.count(each.written) == 1 and each.id in each.written
        text = text.replace(each.written, "")
    return text


HEADINGS = {
    "no braces": ("## Q", "## Q {#d-001}"),
    "blanks after it": ("## Q  \t", "## Q {#d-001}  \t"),
    "closing hashes": ("## Q ##", "## Q {#d-001} ##"),
    "a name with a hash": ("## C#", "## C# {#d-001}"),
    "no words": ("##", "## {#d-001}"),
    "no words, closed": ("## ##", "## {#d-001} ##"),
    "braces without an id": ("## Q {skill=s day=0}", "## Q {#d-001 skill=s day=0}"),
    "braces with blanks": ("## Q { skill=s }", "## Q {#d-001  skill=s }"),
    "empty braces": ("## Q {}", "## Q {#d-001}"),
    "a blank in braces": ("## Q { }", "## Q {#d-001 }"),
    "braces in a formula": ("## Why $x_{l}$?", "## Why $x_{l}$? {#d-001}"),
    "braces in both": ("## Why $x_{l}$? {day=0}", "## Why $x_{l}$? {#d-001 day=0}"),
    "words after the braces": ("## Q {day=0} more", "## Q {#d-001 day=0} more"),
    "three blanks before": ("   ## Q", "   ## Q {#d-001}"),
    "a tab": ("##\tQ", "##\tQ {#d-001}"),
    "a null": ("## a\0b", "## a\0b {#d-001}"),
    "an id": ("## Q {#x}", "## Q {#x}"),
    "an id that is none": ("## Q {#A_1 day=0}", "## Q {#A_1 day=0}"),
    "another level": ("# A\n### B", "# A\n### B"),
    "code": ("```\n## Q\n```", "```\n## Q\n```"),
    "a comment": ("<!--\n## Q\n-->", "<!--\n## Q\n-->"),
    "front matter": ("+++\n## Q\n+++\n## R", "+++\n## Q\n+++\n## R {#d-001}"),
    "front matter left open": ("+++\n## Q", "+++\n## Q"),
    "mixed line ends": ("a\r\n## Q\r## R\n\r\n", "a\r\n## Q {#d-001}\r## R {#d-002}\n\r\n"),
    "a byte order mark": ("\ufeff## Q\r\n", "\ufeff## Q {#d-001}\r\n"),
}


@pytest.mark.parametrize(("text", "expected"), HEADINGS.values(), ids=HEADINGS)
def test_a_heading_without_an_id_is_given_one(text: str, expected: str) -> None:
    given = stamped(text)
    assert given.text == expected and given.unreadable == ()
    assert without(given) == text


@pytest.mark.parametrize("heading", ["## Q {day=0", "## Q {weight=1.5}", '## Q {tags="a {b=c"}'])
def test_a_heading_that_cannot_be_read_is_left_alone(heading: str) -> None:
    given = stamped(f"{heading}\n## R\n")
    assert given.text == f"{heading}\n## R {{#d-001}}\n"
    assert given.unreadable == (1,)


PATTERNS = {
    "none yet": ([], "d-001"),
    "the deck's own": (["rn-001", "rn-053", "rn-002"], "rn-054"),
    "the most common of two": (["a-7", "b-01", "b-02"], "b-03"),
    "no zeros": (["q9"], "q10"),
    "numbers only": (["7"], "8"),
    "words only": (["forward", "backward"], "d-001"),
    "a number past all sense": (["x-12345678901234567890"], "d-001"),
}


@pytest.mark.parametrize(("ids", "expected"), PATTERNS.values(), ids=PATTERNS)
def test_the_next_id_follows_the_decks_pattern(ids: list[str], expected: str) -> None:
    assert Numbers("d", ids).take() == expected


def test_an_id_that_is_taken_elsewhere_is_passed_over() -> None:
    assert stamped("## Q {#d-001}\n## R", elsewhere=("d-002", "d-003")).stamps[0].id == "d-004"


PIECES = [
    "## ", "##", "# ", "### ", "Q", "é漢", "{#a-1}", "{#a-1 day=0}", "{day=0}", "{}", "{ }", " ", "\t", "#",
    "\n", "\r\n", "\r", "\ufeff", "\0", "\u2028", "```", "+++", "$x_{l}$", '{t="a.b"}', "{", "}", "\\",
    "> ", "- ", "    ", "<!--", "-->", "{#b-007 skill=s}", ' {k="\\"{c=d}"}', ".", "=", '"',
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_nothing_but_ids_changes_and_a_second_run_changes_nothing(text: str) -> None:
    once = stamped(text)
    assert without(once) == text
    again = stamped(once.text)
    assert (again.text, again.stamps, again.unreadable) == (once.text, (), once.unreadable)
    assert len({each.id for each in once.stamps}) == len(once.stamps)
    assert set(written_ids(once.text)) == {*written_ids(text), *(each.id for each in once.stamps)}
