"""A page read as a browser reads it: its elements in order, each with its attributes and its text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "img", "hr", "link", "input"}


@dataclass
class Element:
    """One element."""

    tag: str
    attributes: dict[str, str]
    inside: tuple[str, ...]
    """Tags of the elements around it, outermost first."""
    text: str = ""
    children: list["Element"] = field(default_factory=list)


class Reader(HTMLParser):
    """Collects the elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        inside = tuple(each.tag for each in self._open)
        element = Element(tag, {name: value or "" for name, value in attrs}, inside)
        self.elements.append(element)
        for around in self._open:
            around.children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element that is closed at once."""
        inside = tuple(each.tag for each in self._open)
        element = Element(tag, {name: value or "" for name, value in attrs}, inside)
        self.elements.append(element)
        for around in self._open:
            around.children.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, which must be the innermost one."""
        assert self._open[-1].tag == tag, f"</{tag}> inside <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        """Give text to every element around it."""
        for around in self._open:
            around.text += data


def read(page: str) -> list[Element]:
    """Return every element of a page, in order."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader._open == []
    return reader.elements
