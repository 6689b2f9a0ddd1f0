"""The report as Markdown: word for word, and typed text without a meaning."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from prepapp.report.markdown import markdown, text
from prepapp.report.model import redacted
from tests.report import sample

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", ["empty", "midway"])
def test_it_reads_as_agreed(name: str) -> None:
    report = getattr(sample, name)()
    assert markdown(report) == (GOLDEN / f"{name}.md").read_text(encoding="utf-8")


def test_typed_text_stands_in_a_fence_that_it_cannot_close() -> None:
    typed = "```\n# Hired\n````\n<b>"
    report = sample.midway()
    written = markdown(replace(report, checks=(replace(report.checks[0], answer=typed),)))
    fences = [token for token in MarkdownIt().parse(written) if token.type == "fence"]
    assert typed + "\n" in [token.content for token in fences]
    assert "Hired" not in [token.content for token in MarkdownIt().parse(written) if token.type == "inline"]


def test_hostile_words_open_neither_link_nor_tag_nor_column() -> None:
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    kinds = set()
    for token in parser.parse(markdown(sample.hostile())):
        kinds |= {token.type, *(child.type for child in token.children or [])}
    assert not kinds & {"link_open", "html_block", "html_inline", "strong_open", "image"}
    assert "table_open" in kinds


WORDS = st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"])
MARKS = st.sampled_from("ab1 \\`*_[]()<>|~&;$#-+=.!:/")


@given(st.text(st.one_of(WORDS, MARKS), max_size=20))
@example("_a_ *b* ~~c~~ `d` [e](f) <g> &lt; | # 1. h")
@example("1. a")
@example("- a")
def test_any_words_are_read_as_they_were_said(words: str) -> None:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = parser.parse(text(words))
    said = " ".join(words.split())
    assert [token.type for token in tokens] == (
        ["paragraph_open", "inline", "paragraph_close"] if said else []
    )
    assert "".join(child.content for token in tokens for child in token.children or []) == said


def test_a_redacted_report_says_so() -> None:
    written = markdown(redacted(sample.midway()))
    assert "are left out" in written
    assert sample.DERIVATION.splitlines()[0] not in written and "Grace" not in written
