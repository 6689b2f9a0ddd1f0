"""The report as Markdown, for a repository or a chat."""

import re
from collections.abc import Iterator

from prepapp.report.model import Report
from prepapp.report.outline import Block, Figure, Items, Part, Section, Table, Typed
from prepapp.report.page import outline

MEANS = re.compile(r"[\\`*_\[\]<>|~&$]|(?<=\w)#|^#")
"""Characters that Markdown may mean something by, inside a line."""

BULLET = re.compile(r"^[-+=](?=\s|$|[-=])")
"""What would begin a list or underline a heading."""

NUMBERED = re.compile(r"^(\d+)([.)])(?=\s|$)")
"""What would begin a numbered list."""

FENCE = re.compile(r"`{3,}")


def markdown(report: Report) -> str:
    """Return the report; whatever somebody typed stands in it as text."""
    page = outline(report)
    lines = [f"# {text(page.title)}", "", text(page.under), ""]
    lines += [f"- {text(name)}: {text(value)}" for name, value in page.facts]
    for section in page.sections:
        lines += ["", *_section(section)]
    lines += ["", "## How it is counted", ""]
    lines += [f"- {text(note)}" for note in page.notes]
    if report.redacted:
        lines.append("- Typed answers, notes and the names of others are left out.")
    return "\n".join(lines) + "\n"


def text(words: str) -> str:
    """Return words on one line, without a meaning to Markdown."""
    escaped = MEANS.sub(r"\\\g<0>", " ".join(words.split()))
    return NUMBERED.sub(r"\1\\\2", BULLET.sub(r"\\\g<0>", escaped))


def _section(section: Section) -> Iterator[str]:
    yield f"## {text(section.title)}"
    for block in section.blocks:
        yield from ("", *_block(block))
    for part in section.parts:
        yield from ("", *_part(part))


def _part(part: Part) -> Iterator[str]:
    yield f"### {text(part.title)}"
    for block in part.blocks:
        yield from ("", *_block(block))


def _block(block: Block) -> Iterator[str]:
    match block:
        case Items():
            yield from _items(block)
        case Table():
            yield from _table(block)
        case Figure():
            yield f"{text(block.caption)}."
            yield ""
            yield from _table(block.table)
        case Typed():
            longest = max((len(found) for found in FENCE.findall(block.text)), default=2)
            fence = "`" * (longest + 1)
            yield from (_label(block.label), "", f"{fence}text", *block.text.splitlines(), fence)
        case _:
            yield text(block.text)


def _label(words: str) -> str:
    return text(words) if words.endswith(("?", ".", "!")) else f"{text(words)}:"


def _items(items: Items) -> Iterator[str]:
    for n, (words, more) in enumerate(items.items, 1):
        mark = f"{n}." if items.ordered else "-"
        yield f"{mark} {text(words)}" + (f" · {text(more)}" if more else "")


def _table(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(text(name) for name in table.head)} |"
    yield f"|{'|'.join('--:' if n in table.right else '---' for n in range(len(table.head)))}|"
    for row in table.rows:
        yield f"| {' | '.join(text(cell) for cell in row)} |"
