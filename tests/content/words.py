"""Runs of words as hashes, so that a text which may not be kept here can still be recognised.

``python -m tests.content.words CHAPTER`` writes those of the chapter.
"""

import re
import sys
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

RUN = 8
"""Words in a row that are no chance."""

DIGITS = 8
"""Hexadecimal digits kept of each hash."""

FILE = Path(__file__).parent / "chapter_runs.txt"


def runs(text: str) -> Iterator[tuple[str, str]]:
    """Every run of eight words with its hash; case, marks and line ends aside."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    for n in range(len(words) - RUN + 1):
        run = " ".join(words[n : n + RUN])
        yield blake2b(run.encode()).hexdigest()[:DIGITS], run


def write(chapter: Path) -> None:
    """Write the hashes of a text, sorted, so that its sentences cannot be put together again."""
    hashes = sorted({digest for digest, _ in runs(chapter.read_text(encoding="utf-8"))})
    FILE.write_text("\n".join(hashes) + "\n", encoding="ascii")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
