"""Markdown without its marks, for places that hold one line."""

from functools import cache

from markdown_it import MarkdownIt

from prepapp.core.markdown import for_terminal


def plain_text(markdown: str) -> str:
    """Return Markdown as one line of text: marks dropped, formulas drawn on one row."""
    words: list[str] = []
    for token in _parser().parseInline(for_terminal(" ".join(markdown.split()))):
        for child in token.children or []:
            if child.type in {"text", "text_special", "code_inline"}:
                words.append(child.content)
            elif child.type in {"softbreak", "hardbreak"}:
                words.append(" ")
    return "".join(words).strip()


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark")
