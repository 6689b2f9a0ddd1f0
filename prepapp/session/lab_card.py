"""A card of the candidate's own, made of the sentence that ends a run and the numbers of that run."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from prepapp.core.deckfile import read_library
from prepapp.errors import PrepError
from prepapp.home import write_atomically
from prepapp.lab.report import number_text
from prepapp.session.lab_run import LabRun
from prepapp.session.lab_view import ClaimNow

DECK = "mine"
"""Id of the deck, and its folder among the candidate's own."""
FILE = "measured.md"
HEADER = f"""format = 1
id = "{DECK}"
title = "What I measured"
source = "Runs of labs on my own machine"

[[skill]]
id = "measured"
title = "Say what I measured"
"""
_ID = re.compile(rf"#{DECK}-(\d+)")
_MEANT = re.compile(r"([\\`*_\[\]<>#$|~{}&])")
"""Characters that Markdown or a card's grammar means something by."""
_BEGINS = re.compile(r"^(\d*)([-+=.)])(?=[\s=-]|$)")
"""What it means something by where a line begins: a list, a rule, a heading's underline."""


GAP = "..."
"""What a lab leaves open at the end of its sentence."""


def beginning(sentence: str) -> str:
    """Return the part of a lab's sentence that the candidate goes on from; empty where nothing is open."""
    return sentence.rstrip().removesuffix(GAP).rstrip() if sentence.rstrip().endswith(GAP) else ""


def completed(sentence: str, said: str) -> str:
    """Return the sentence with the candidate's ending, or what they said in its place."""
    if not said.strip():
        raise PrepError("the sentence has no end", "", "say what follows from these numbers")
    return " ".join(f"{beginning(sentence)} {said}".split())


def keep_card(run: LabRun, sentence: str, today: date) -> str:
    """Append a card with the candidate's sentence to their own deck, and return its id.

    The first card makes the deck. A PrepError where it would not read afterwards; nothing is written then.
    """
    if not (said := " ".join(sentence.split())):
        raise PrepError("the sentence is empty", "", "say in one line what you measured, and so what")
    home = run.desk.place.home
    folder = home.decks / DECK
    file = folder / FILE
    written = _written(folder)
    before = written.get(FILE, "")
    number = max([0, *(int(n) for text in written.values() for n in _ID.findall(text))]) + 1
    card = f"{DECK}-{number:03}"
    text = (f"{before.rstrip()}\n\n" if before else "") + "\n".join(_card(run, card, said, today)) + "\n"
    _check(folder, {"deck.toml": HEADER, **written, FILE: text})
    if not (folder / "deck.toml").exists():
        write_atomically(folder / "deck.toml", HEADER)
    write_atomically(file, text)
    return card


def _card(run: LabRun, card: str, said: str, today: date) -> Iterator[str]:
    asked = f"{_plain(run.lab.header.title)}: what did I measure, and so what?"
    yield f"## {asked} {{#{card} skill=measured day=0 lab={run.lab.id}}}"
    yield ""
    yield "### Answer"
    yield _plain(said)
    yield ""
    yield "| claim | expected | measured | verdict |"
    yield "|---|---|---|---|"
    for claim in run.view.claims.values():
        yield f"| {' | '.join(map(_plain, _row(claim)))} |"
    yield ""
    yield "### Key points"
    yield f"- [!] {_plain(said)}"
    yield ""
    yield "### Source"
    name = run.view.start.get("device_name", "")
    yield _plain(f"{run.lab.id}, {run.choice.preset}, seed {run.choice.seed}, {name}, {today.isoformat()}")


def _row(claim: ClaimNow) -> tuple[str, str, str, str]:
    measured = f"{number_text(claim.measured)} {claim.unit}".rstrip()
    return claim.text, claim.expected, measured, claim.verdict or "not settled"


def _plain(text: str) -> str:
    return _BEGINS.sub(r"\1\\\2", _MEANT.sub(r"\\\1", " ".join(text.split())))


def _written(folder: Path) -> dict[str, str]:
    """Return the files of the deck as they are, by name; a PrepError where one is no text."""
    texts = {}
    for file in sorted([*folder.glob("deck.toml"), *folder.glob("*.md")]):
        try:
            texts[file.name] = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            hint = "mend it or move it away; nothing was written"
            raise PrepError(f"cannot be read: {error}", str(file), hint) from error
    return texts


def _check(folder: Path, texts: Mapping[str, str]) -> None:
    """Read the deck as it would be, beside the real one."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as other:
        beside = Path(other) / DECK
        for name, text in texts.items():
            write_atomically(beside / name, text)
        faults = [each for each in read_library([beside]).faults if not each.warning]
    if faults:
        where = f"{folder / Path(faults[0].file).name}:{faults[0].line}"
        raise PrepError(f"the card would not read: {faults[0].message}", where, faults[0].hint)
