"""Decks with random edits: none raises, none costs more operations than its size allows.

The suite runs a few hundred; ``PREPAPP_MUTATIONS=5000 pytest tests/core/test_mutations.py -s`` all of them.
"""

import os
import random
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType, MappingProxyType

import pytest

from prepapp.core.card import Library
from prepapp.core.deckfile import read_library
from prepapp.core.stamp import Numbers, stamp, written_ids
from tests.core.test_deckfile import GOOD

SEED = 20261012
RUNS = int(os.environ.get("PREPAPP_MUTATIONS", "300"))

CALLS, CALLS_A_BYTE = 20_000, 160
"""Most calls of functions, Python's own included, that reading a deck may take: fixed, and for each byte.

The dearest byte is `[`, which may open a link at about 127 calls; a sound deck takes about 20 a byte.
"""

STARTER = Path(__file__).parents[2] / "prepapp" / "session" / "starter"
BASES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        folder.name: {
            path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted([*folder.rglob("*.md"), *folder.rglob("*.toml")])
        }
        for folder in (GOOD, STARTER)
    }
)
"""Files by deck; those of checks are left out, so that one more thing is wrong with each."""
MARKS: tuple[str, ...] = (
    *"{}[]()#`$\\\"'=->|\n \t\x00é漢+!_^&.,0123456789",
    "```", "$$", "$x$", "+++\n", "\n## ", "\n### ", "- [!] ", "[[", '"""', "'''", "<!--", "-->", "\r\n", "\r",
    "\ufeff", "\u2028", "> ", "1. ", "    ", "\\frac{", "\\begin{matrix}", "\\left(", "x_{", "inf",
    "1e999", "[[skill]]\n", "```check\n", "```claim\n", "```\n", "{#a-1}", ' {terms="', "day=", "plan = [0, ",
)  # fmt: skip
REPEATS = (2, 10, 100, 1000)
REPEATED = [mark for mark in MARKS if not mark.isalnum()]


def mutated(chance: random.Random) -> dict[str, str]:
    """The files of one deck with one to four edits."""
    files = dict(BASES[chance.choice(sorted(BASES))])
    for _ in range(chance.randint(1, 4)):
        name = chance.choice(sorted(files))
        files[name] = chance.choice(EDITS)(files[name], chance)
    return files


def swap(text: str, chance: random.Random) -> str:
    """Two lines changed about, or two characters."""
    parts, joint = cut(text, chance)
    if parts:
        one, other = chance.randrange(len(parts)), chance.randrange(len(parts))
        parts[one], parts[other] = parts[other], parts[one]
    return joint.join(parts)


def delete(text: str, chance: random.Random) -> str:
    """A few lines or characters gone."""
    parts, joint = cut(text, chance)
    here = chance.randrange(len(parts) + 1)
    del parts[here : here + chance.randint(1, 5)]
    return joint.join(parts)


def insert(text: str, chance: random.Random) -> str:
    """A mark that means something, once."""
    here = chance.randrange(len(text) + 1)
    return text[:here] + chance.choice(MARKS) + text[here:]


def repeat(text: str, chance: random.Random) -> str:
    """A mark, a line or a stretch, many times over."""
    here = chance.randrange(len(text) + 1)
    stretch = text[here : here + chance.randint(1, 40)]
    piece = chance.choice([chance.choice(MARKS), chance.choice(text.split("\n")) + "\n", stretch])
    return text[:here] + piece * chance.choice(REPEATS) + text[here:]


def truncate(text: str, chance: random.Random) -> str:
    """The end cut off."""
    return text[: chance.randrange(len(text) + 1)]


def graft(text: str, chance: random.Random) -> str:
    """A part of any file of any deck in the midst."""
    other = chance.choice([each for files in BASES.values() for each in files.values()])
    start = chance.randrange(len(other))
    here = chance.randrange(len(text) + 1)
    return text[:here] + other[start : start + chance.randint(1, 400)] + text[here:]


def cut(text: str, chance: random.Random) -> tuple[list[str], str]:
    """The lines or the characters of a text, and what joins them."""
    return (text.split("\n"), "\n") if chance.random() < 0.5 else (list(text), "")


EDITS = (swap, delete, insert, repeat, truncate, graft)


def counted(work: Callable[[], Library]) -> tuple[Library, int]:
    """What a piece of work returns, and the calls of functions that it took."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        library = work()
    finally:
        sys.setprofile(before)
    return library, calls


def write(folder: Path, files: Mapping[str, str]) -> int:
    """Write a deck; return its bytes."""
    size = 0
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        size += (folder / name).write_bytes(text.encode())
    return size


def check_sound(library: Library) -> None:
    for fault in library.faults:
        lines = Path(fault.file).read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n")
        assert fault.message and fault.column >= 1 and 0 <= fault.line <= lines + 1
    for card in library.cards():
        assert card.id and card.answer and card.day in library.decks[0].plan


def check_stamps(text: str) -> None:
    once = stamp(text, Numbers("d", list(written_ids(text))))
    bare = once.text
    for each in once.stamps:
        bare = bare.replace(each.written, "")
    assert bare == text
    assert stamp(once.text, Numbers("d", list(written_ids(once.text)))).stamps == ()


def test_mutated_decks_raise_nothing_and_stay_within_their_bound(tmp_path: Path) -> None:
    read_library([GOOD], [GOOD])  # what is made at the first reading is no work of a deck
    worst, cards, faults = 0.0, 0, 0
    for n in range(RUNS):
        folder = tmp_path / str(n)
        files = mutated(random.Random(f"{SEED} {n}"))
        size = write(folder, files)
        library, calls = counted(lambda folder=folder: read_library([folder], [folder]))  # type: ignore[misc]
        assert calls <= CALLS + CALLS_A_BYTE * size, f"deck {n}: {calls:,} calls for {size:,} bytes"
        check_sound(library)
        check_stamps(files.get("cards.md", ""))
        worst = max(worst, calls / (CALLS + CALLS_A_BYTE * size))
        cards, faults = cards + len(list(library.cards())), faults + len(library.faults)
    told = f"{RUNS:,} decks, {cards:,} cards, {faults:,} faults; the dearest took {worst:.0%} of its bound"
    sys.stderr.write(f"\n{told}\n")
    assert cards and faults


@pytest.mark.parametrize("mark", REPEATED, ids=ascii)
def test_the_bound_holds_as_a_mark_is_repeated(mark: str, tmp_path: Path) -> None:
    files = dict(BASES["good"])
    half = len(files["cards.md"]) // 2
    files["cards.md"] = files["cards.md"][:half] + mark * 2000 + files["cards.md"][half:]
    size = write(tmp_path, files)
    library, calls = counted(lambda: read_library([tmp_path], [tmp_path]))
    assert calls <= CALLS + CALLS_A_BYTE * size
    check_sound(library)
