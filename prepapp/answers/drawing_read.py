"""A network as it is typed: one line, a table of stages, or the layers of one block."""

import re
from dataclasses import replace
from typing import Literal, NamedTuple

from prepapp.answers.drawing_lex import (
    BARE,
    CHANNELS_TEXT,
    HEADER,
    KERNEL_TEXT,
    LABEL,
    NUMBER,
    ONES,
    OUT,
    SE,
    SEPARATORS,
    STRIDE_TEXT,
    TIMES,
    WHERE,
    WORDS,
)
from prepapp.answers.drawing_parts import (
    BLOCKS,
    CHANNELS,
    KERNEL,
    REDUCTION,
    REPEATS,
    ROWS,
    STRIDE,
    UNITS,
    DrawingError,
    Kind,
    Part,
)

LENGTH = 4_000
PATH = 12
"""Layers on a shortcut."""

EXAMPLE = "such as 7x7,64/2 mp/2 | B64x3 B128x4/2"


class Drawing(NamedTuple):
    """The parts in order."""

    parts: tuple[Part, ...]
    is_block: bool
    """The layers of one block, whose convs carry no batch norm unless it is drawn."""


def read_drawing(text: str) -> Drawing:
    """Read a drawing; DrawingError, with the place, where it cannot be read."""
    parts, error = read_parts(text)
    if error is not None:
        raise error
    return parts


def read_parts(text: str) -> tuple[Drawing, DrawingError | None]:
    """What could be read, and the error that ended it."""
    if len(text) > LENGTH:
        return Drawing((), False), DrawingError(f"longer than {LENGTH} characters", LENGTH)
    reader = _Reader(_without_headers(text))
    error = None
    try:
        reader.whole()
    except DrawingError as stopped:
        error = stopped
    is_block = any(part.kind in ("bn", "relu", "add") for part in reader.parts)
    parts = tuple(replace(part, fused=part.kind == "conv" and not is_block) for part in reader.parts)
    return Drawing(parts, is_block), error


def _without_headers(text: str) -> str:
    """The text with the heads of tables blanked, so that places stay."""
    lines = text.split("\n")
    return "\n".join(" " * len(line) if HEADER.match(line) else line for line in lines)


class _Reader:
    """A walk over one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.parts: list[Part] = []
        self.where: Literal["", "1x1", "3x3"] = ""
        self.is_on_skip = False

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Match here and step over it."""
        found = pattern.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        return found

    def skip(self) -> None:
        """Pass what stands between parts."""
        self.take(SEPARATORS)

    def whole(self) -> None:
        """All parts of the text."""
        units = 0
        while not self.is_over():
            start = self.at
            found = self.take(WHERE)
            if found is not None:
                self.where = _convention(found)
                continue
            part = self.part(start)
            units += part.repeats
            if len(self.parts) == ROWS or units > UNITS:
                raise DrawingError(f"more than {ROWS} rows or {UNITS} blocks", start)
            if part.kind == "add" and any(each.kind == "add" for each in self.parts):
                raise DrawingError("a second sum", start, "draw one block")
            self.parts.append(part)
        if not self.parts:
            raise DrawingError("nothing is drawn", self.at, EXAMPLE)

    def is_over(self) -> bool:
        """Pass labels and separators; whether nothing is left."""
        self.skip()
        while self.take(LABEL):
            self.skip()
        return self.at == len(self.text)

    def part(self, start: int) -> Part:
        """The part that begins here."""
        kernel = self.kernel()
        if kernel:
            self.skip()
        found = self.word(kernel)
        if found is None:
            raise self.unknown(start)
        kind, match = found
        if self.is_on_skip and kind in ("add", "fc", "gap", *BLOCKS):
            raise DrawingError("this cannot stand on a shortcut", start)
        part = Part(kind, kernel=kernel, at=start)
        if kind in BLOCKS:
            part = self.block(part)
        elif kind in ("conv", "maxpool"):
            part = self.window(part)
        elif kind == "fc":
            part = replace(part, channels=self.count(start, "outputs of the linear layer"))
        elif kind == "se":
            part = replace(part, excite=int(match[1] or REDUCTION) or REDUCTION)
        elif kind == "add":
            part = replace(part, skip=self.path())
        if kind in ("gap", "fc"):
            self.take(ONES)
        return replace(part, end=self.at)

    def word(self, kernel: int) -> tuple[Kind, re.Match[str]] | None:
        """The kind of part by its name; a kernel alone is a conv."""
        for kind, pattern in WORDS:
            found = pattern.match(self.text, self.at)
            if found is None or (kernel and kind not in ("conv", "maxpool", "gap")):
                continue
            if found[0] == "b":
                raise DrawingError(
                    "`b` may be basic or bottleneck", self.at, "write B64 for a bottleneck, or basic 64"
                )
            self.at = found.end()
            return kind, found
        empty = re.compile("").match(self.text, self.at)
        return ("conv", empty) if kernel and empty is not None else None

    def unknown(self, start: int) -> DrawingError:
        """What to say of something that begins no part."""
        word = re.match(r"[A-Za-z_]+|\d+|.", self.text[start:], re.DOTALL)
        shown = word[0] if word is not None else ""
        shown = shown if shown.isprintable() else f"the character U+{ord(shown[0]):04X}"
        return DrawingError(f"`{shown}` begins no part", start, EXAMPLE)

    def block(self, part: Part) -> Part:
        """Width, repeats and stride of a run of blocks."""
        self.skip()
        start = self.at
        part = replace(part, channels=self.count(start, f"width of the {part.kind}"), stride_in=self.where)
        out = self.take(OUT) if part.kind == "bottleneck" else None
        if out is not None:
            part = replace(part, out=_bounded(int(out[1]), CHANNELS, "channels", start))
        return self.options(part, ("repeats", "stride"))

    def window(self, part: Part) -> Part:
        """Kernel, channels and stride of a conv or a pool."""
        self.skip()
        kernel = part.kernel or self.kernel()
        if part.kind == "maxpool":
            return self.options(replace(part, kernel=kernel or 3), ("channels", "repeats", "stride"))
        if not kernel and (found := self.take(BARE)):  # conv 64 7x7
            part = replace(part, channels=_bounded(int(found[1]), CHANNELS, "channels", part.at))
            self.skip()
            kernel = self.kernel()
        if not kernel:
            raise DrawingError("the conv has no kernel", part.at, "such as conv3x3,64")
        part = replace(part, kernel=kernel)
        if self.text[self.at - 1].isdigit() and (found := self.take(CHANNELS_TEXT)):
            part = replace(part, channels=_bounded(int(found[1]), CHANNELS, "channels", part.at))
        part = self.options(
            part, ("repeats", "stride") if part.channels else ("channels", "repeats", "stride")
        )
        self.skip_word("conv")
        return part

    def skip_word(self, word: str) -> None:
        """Pass a word that only repeats what is known: ``64 conv``."""
        self.take(re.compile(rf"[\s,]*{word}(?![A-Za-z0-9])", re.IGNORECASE))

    def options(self, part: Part, bare: tuple[str, ...]) -> Part:
        """What may follow in any order: ``x3``, ``/2``, ``@1x1``, ``se``, and the columns of a table."""
        names = list(bare)
        while True:
            before = self.at
            self.skip()
            start = self.at
            if part.kind in BLOCKS and (found := self.take(WHERE)):
                part = replace(part, stride_in=_convention(found))
            elif part.kind in BLOCKS and (found := self.take(SE)):
                part = replace(part, excite=int(found[1] or REDUCTION) or REDUCTION)
            elif found := self.take(STRIDE_TEXT):
                part = replace(part, stride=_bounded(int(found[1]), STRIDE, "a stride", start))
                names = [name for name in names if name != "stride"]
            elif part.kind != "maxpool" and (found := self.take(TIMES)):
                part = replace(part, repeats=_bounded(int(found[1]), REPEATS, "repeats", start))
                names = [name for name in names if name not in ("repeats", "channels")]
            elif names and (found := self.take(BARE)):
                part = self.column(part, names.pop(0), int(found[1]), start)
            else:
                self.at = before
                return part

    def column(self, part: Part, name: str, value: int, start: int) -> Part:
        """A number of a table, by its column."""
        if part.kind == "maxpool":
            return replace(part, stride=value) if 1 <= value <= STRIDE else part
        if name == "channels":
            return replace(part, channels=_bounded(value, CHANNELS, "channels", start))
        if name == "repeats":
            return replace(part, repeats=_bounded(value, REPEATS, "repeats", start))
        return replace(part, stride=_bounded(value, STRIDE, "a stride", start))

    def kernel(self) -> int:
        """A square kernel, or 0."""
        start = self.at
        found = self.take(KERNEL_TEXT)
        if found is None:
            return 0
        if found[1] != found[2]:
            raise DrawingError(f"`{found[0]}` is no square kernel", start, "such as 3x3")
        if int(found[1]) > KERNEL:
            what = f"a kernel of {found[1]}: from 1 to {KERNEL}"
            raise DrawingError(what, start, "sizes of maps are computed: leave them out")
        return _bounded(int(found[1]), KERNEL, "a kernel", start)

    def count(self, start: int, what: str) -> int:
        """A number that has to stand here."""
        self.skip()
        found = self.take(NUMBER)
        if found is None:
            raise DrawingError(f"the {what} is missing", start, EXAMPLE)
        return _bounded(int(found[0]), CHANNELS, "channels", start)

    def path(self) -> tuple[Part, ...]:
        """The layers on the shortcut, in parentheses; none is the identity."""
        start = self.at
        if not self.take(re.compile(r"\s*\(")):
            return ()
        parts: list[Part] = []
        while True:
            self.skip()
            self.take(re.compile(r"(?:x|id|identity|skip)(?![A-Za-z0-9])", re.IGNORECASE))
            self.skip()
            if self.take(re.compile(r"\)")):
                return tuple(parts)
            if self.at == len(self.text) or len(parts) == PATH:
                raise DrawingError("the shortcut is not closed", start, "such as +(conv1x1,128/2 bn)")
            self.is_on_skip = True
            parts.append(self.part(self.at))
            self.is_on_skip = False


def _convention(found: re.Match[str]) -> Literal["1x1", "3x3"]:
    return "1x1" if found[1] == "1" else "3x3"


def _bounded(value: int, most: int, what: str, at: int) -> int:
    if not 1 <= value <= most:
        raise DrawingError(f"{what} of {value}: from 1 to {most}", at)
    return value
