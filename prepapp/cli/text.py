"""Plain text for a terminal of 80 columns: dates, amounts, tables, paragraphs."""

import re
import textwrap
from collections.abc import Collection, Iterator, Sequence
from datetime import date

WIDTH = 80

MARKS = re.compile(r"[$*_`\\\[\]<>&!]")
"""Characters that Markdown may mean something by."""

ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")

MARKER = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
"""What begins an item of a list."""


def day_name(day: date) -> str:
    """Return a date as ``Mon 12 Oct``."""
    return f"{day:%a} {day.day} {day:%b}"


def day_cell(day: date) -> str:
    """Return a date for a column, its days aligned."""
    return f"{day:%a} {day.day:2} {day:%b}"


def long_day(day: date) -> str:
    """Return a date as ``Mon 12 Oct 2026``."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def count(number: int, word: str, plural: str = "") -> str:
    """Return a number with its word."""
    return f"{number} {word if number == 1 else plural or word + 's'}"


def minutes(amount: float) -> str:
    """Return minutes as a whole number with its word."""
    return count(round(amount), "minute")


def in_days(days: int) -> str:
    """Return how far off a day is."""
    return "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"


def table(rows: Sequence[Sequence[object]], right: Collection[int] = ()) -> list[str]:
    """Align rows of cells; the columns in ``right`` to the right, the last column wrapped."""
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    lines = []
    for *cells, last in texts:
        begins = "  " + "".join(
            f"{cell:>{width}}  " if n in right else f"{cell:{width}}  "
            for n, (cell, width) in enumerate(zip(cells, widths, strict=False))
        )
        lines += wrap(last, " " * len(begins), begins)
    return lines


def wrap(text: str, indent: str = "", first: str | None = None) -> list[str]:
    """Return a paragraph over as many lines as it needs; ``first`` begins the first one."""
    filled = textwrap.wrap(
        " ".join(text.split()),
        WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    )
    return filled or [(first or indent).rstrip()]


def one_line(markdown: str) -> str:
    """Return Markdown as one line of plain text."""
    if not MARKS.search(markdown):
        return " ".join(markdown.split())
    # The Markdown parser takes longer to import than all else that showing today needs.
    from prepapp.core.plain import plain_text

    return plain_text(markdown)


def prose(markdown: str, indent: str = "  ") -> list[str]:
    """Return Markdown as plain lines: formulas drawn, paragraphs wrapped, code and tables as they stand."""
    from prepapp.core.markdown import for_terminal

    lines: list[str] = []
    for flows, block in _blocks(for_terminal(markdown)):
        if flows:
            marker = MARKER.match(block)
            begins = marker.group() if marker else ""
            text = ESCAPED.sub(r"\1", block[len(begins) :])
            lines += wrap(text, indent + " " * len(begins), indent + begins)
        elif block.strip() or (lines and lines[-1]):
            lines.append(f"{indent}{block}".rstrip())
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _blocks(text: str) -> Iterator[tuple[bool, str]]:
    """Walk a text: paragraphs and items, which flow, each as one; all else line by line."""
    gathered: list[str] = []
    fenced = False
    for line in [*text.split("\n"), ""]:
        fence = line.lstrip().startswith("```")
        stands = fenced or fence or not line.strip() or line.startswith(("|", "    "))
        if gathered and (stands or MARKER.match(line)):
            yield True, "\n".join(gathered)
            gathered = []
        if stands:
            yield False, line
        else:
            gathered.append(line)
        fenced ^= fence
