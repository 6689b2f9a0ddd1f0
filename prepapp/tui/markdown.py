"""Rich's Markdown, with formulas and code as plain lines instead of boxes."""

from typing import ClassVar

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import CodeBlock, Heading, Markdown, MarkdownElement, TableElement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

INDENT = 4
"""Columns before a displayed formula or code."""


class PlainBlock(CodeBlock):
    """A code block as it was drawn."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Padding(Text(str(self.text).rstrip("\n"), no_wrap=True, overflow="crop"), (0, 0, 0, INDENT))


class PlainHeading(Heading):
    """A heading on the left."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text(str(self.text), style="bold")


class PlainTable(TableElement):
    """A table at the margin of the text, without the blank rows that Rich puts above and below."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for table in super().__rich_console__(console, options):
            assert isinstance(table, Table)
            table.show_edge = False
            yield table


class CardMarkdown(Markdown):
    """The Markdown of a card."""

    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "fence": PlainBlock,
        "code_block": PlainBlock,
        "heading_open": PlainHeading,
        "table_open": PlainTable,
    }
