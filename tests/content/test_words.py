"""No sentence of the deck is the chapter's."""

import pytest

from tests.content.conftest import RESNET
from tests.content.words import DIGITS, FILE, runs

FILES = sorted(path for path in RESNET.rglob("*") if path.suffix in (".md", ".toml"))


@pytest.fixture(scope="module")
def chapter() -> set[str]:
    return set(FILE.read_text(encoding="ascii").split())


def test_the_chapter_is_known_by_its_hashes(chapter: set[str]) -> None:
    assert 3500 < len(chapter) < 6000
    assert {len(each) for each in chapter} == {DIGITS}


def test_no_eight_words_of_the_deck_are_the_chapters(chapter: set[str]) -> None:
    assert len(FILES) > 10
    assert [
        f"{path.name}: {run}"
        for path in FILES
        for digest, run in runs(path.read_text(encoding="utf-8"))
        if digest in chapter
    ] == []


def test_a_copied_sentence_would_be_found() -> None:
    """Case, marks and line ends hide nothing; one word changed in each run does."""
    copied = dict(runs("Not a TEST of style,\nbut *of* words in a row"))
    assert {run for digest, run in runs("not a test of style but of words in a row") if digest in copied} == {
        "not a test of style but of words",
        "a test of style but of words in",
        "test of style but of words in a",
        "of style but of words in a row",
    }
    assert not set(copied) & {digest for digest, _ in runs("not a test of style and of words in a row")}
