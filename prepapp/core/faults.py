"""Faults of one file, collected while it is read."""

from collections.abc import Iterable
from difflib import get_close_matches

from prepapp.core.card import Fault


class Faults:
    """What is wrong in one file; places are given from 0 and kept from 1."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Fault] = []

    def add(self, line: int, column: int, message: str, hint: str = "") -> None:
        """Note a mistake."""
        self.found.append(Fault(self.file, line + 1, max(column, 0) + 1, message, hint))

    def warn(self, line: int, column: int, message: str, hint: str = "") -> None:
        """Note what is not wrong, but will not serve the candidate."""
        self.found.append(Fault(self.file, line + 1, max(column, 0) + 1, message, hint, warning=True))

    def whole_file(self, message: str, hint: str = "") -> None:
        """Note a mistake that has no line."""
        self.found.append(Fault(self.file, 0, 1, message, hint))


def suggestion(word: str, known: Iterable[str]) -> str:
    """A hint with the nearest known word, or with all of them."""
    names = sorted(known)
    near = get_close_matches(word, names, n=1)
    if near:
        return f"did you mean `{near[0]}`?"
    return f"use one of: {', '.join(names)}" if names else ""
