"""Decks from their folders: every mistake becomes a fault, and all that is sound is loaded."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from prepapp.core.advice import advice
from prepapp.core.card import Deck, Fault, Library, Script
from prepapp.core.cardfile import read_cards
from prepapp.core.cardread import PlacedCard
from prepapp.core.deckcheck import DeckDraft, assembled, linked, unique
from prepapp.core.decktoml import read_head
from prepapp.core.faults import Faults
from prepapp.core.partread import Scope
from prepapp.core.scriptread import PlacedQuestion, PlacedScript, PlacedStatement, read_script

SCRIPTS = "interviews"
"""The folder of a deck that holds its interview scripts."""

NOWHERE = (0, 0)
"""The place in a file that a card taken from an earlier reading has lost."""


class FileRead(NamedTuple):
    """What a file of a deck holds: cards, or a script."""

    cards: Sequence[PlacedCard] = ()
    script: PlacedScript | None = None


Kept = Mapping[str, FileRead]
"""The files that need not be read again, by path."""


def read_deck(folder: Path) -> tuple[Deck | None, tuple[Fault, ...]]:
    """The deck of a folder; None where deck.toml gives no id.

    Links to cards of other decks are not followed; ``read_library`` does that.
    """
    draft, faults = _read_folder(folder, {})
    if draft is None:
        return None, faults
    drafts, doubles = unique([draft])
    return assembled(drafts[0]), _in_order([*faults, *doubles])


def read_library(folders: Iterable[Path], advised: Collection[Path] = ()) -> Library:
    """The decks of these folders, one each; of two things with one id the first is kept.

    The decks in ``advised`` are also warned of what only shows in the whole of a deck, which takes longer.
    """
    drafts, faults, across = _read_folders(folders, {})
    told = [fault for draft in drafts if Path(draft.deck.path) in advised for fault in advice(draft)]
    return Library(tuple(map(assembled, drafts)), _in_order([*faults, *across, *told]))


def reread_library(folders: Sequence[Path], before: Library, unchanged: Collection[str]) -> Library:
    """The same as ``read_library``, from an earlier reading where a file is unchanged and had no fault.

    A fault across files needs places that cards do not keep: then all is read.
    """
    drafts, faults, across = _read_folders(folders, _kept(before, unchanged))
    return read_library(folders) if across else Library(tuple(map(assembled, drafts)), _in_order(faults))


def _kept(before: Library, unchanged: Collection[str]) -> Kept:
    faulty = {fault.file for fault in before.faults}
    sound = [file for file in unchanged if file not in faulty]
    kept: dict[str, FileRead] = {}
    for deck in before.decks:
        files = {file for file in sound if Path(file).is_relative_to(deck.path)}
        if not all(card.file in files for card in deck.cards):
            # A question has its card's skill and seconds.
            files = {file for file in files if Path(file).parent == Path(deck.path)}
        kept |= {file: FileRead() for file in files}
        for card in (card for card in deck.cards if card.file in files):
            placed = PlacedCard(card, NOWHERE, NOWHERE, NOWHERE)
            kept[card.file] = FileRead([*kept[card.file].cards, placed])
        kept |= {script.script.file: FileRead(script=script) for script in _scripts(deck, files)}
    return kept


def _scripts(deck: Deck, files: Collection[str]) -> Iterator[PlacedScript]:
    """The scripts of these files as if they had been read; all of it is linked already."""
    for script in (script for script in deck.scripts if script.file in files):
        questions = tuple(PlacedQuestion(each, True, *(NOWHERE,) * 4) for each in script.questions)
        yield PlacedScript(script, NOWHERE, questions)
    statements: dict[str, list[PlacedStatement]] = {}
    for each in (each for each in deck.statements if each.file in files):
        statements.setdefault(each.file, []).append(PlacedStatement(each, NOWHERE, NOWHERE, NOWHERE))
    for file, found in statements.items():
        head = Script("statements", "", None, (), file)
        yield PlacedScript(head, NOWHERE, statements=tuple(found))


def _read_folders(
    folders: Iterable[Path], kept: Kept
) -> tuple[tuple[DeckDraft, ...], list[Fault], list[Fault]]:
    """The decks, what is wrong within their files, and what only shows across them."""
    read = [_read_folder(folder, kept) for folder in folders]
    drafts, doubles = unique(draft for draft, _ in read if draft is not None)
    drafts, loose = linked(drafts)
    return drafts, [fault for _, found in read for fault in found], [*doubles, *loose]


def _read_folder(folder: Path, kept: Kept) -> tuple[DeckDraft | None, tuple[Fault, ...]]:
    faults = Faults(str(folder / "deck.toml"))
    text = _read_text(folder / "deck.toml", faults)
    head = None if text is None else read_head(text, folder, faults)
    scope = Scope("", folder, None, None)
    if head is not None:
        deck = head.deck
        skills = frozenset(skill.id for skill in deck.skills)
        profiles = frozenset(profile.id for profile in deck.profiles)
        scope = Scope(deck.id, folder, skills, deck.plan, profiles)
    read, found = _read_files(folder, scope, kept)
    all_faults = _in_order([*faults.found, *found])
    if head is None:
        return None, all_faults
    cards = tuple(card for each in read for card in each.cards)
    scripts = tuple(each.script for each in read if each.script)
    return DeckDraft(head, faults.file, cards, head.checkpoints, scripts), all_faults


def _read_files(folder: Path, scope: Scope, kept: Kept) -> tuple[list[FileRead], list[Fault]]:
    read: list[FileRead] = []
    found: list[Fault] = []
    for path in [*markdown_in(folder), *markdown_in(folder / SCRIPTS)]:
        faults = Faults(str(path))
        if faults.file in kept:
            read.append(kept[faults.file])
            continue
        text = _read_text(path, faults)
        if text is not None and path.parent == folder:
            read.append(FileRead(read_cards(text, scope, faults)))
        elif text is not None:
            read.append(FileRead(script=read_script(text, scope, faults)))
        found += faults.found
    return read, found


def markdown_in(folder: Path) -> list[Path]:
    """The Markdown files of a folder in name order, hidden ones aside; none where there is no folder."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".md" and path.name[0] != ".")
    except OSError:
        return []


def _read_text(path: Path, faults: Faults) -> str | None:
    """A file with plain line ends; None with a fault where it cannot be read."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        faults.whole_file("no such file", "a deck is a folder with a deck.toml and Markdown files")
        return None
    except OSError as error:
        faults.whole_file(f"cannot be read: {error.strerror}", "see that it is a file and readable")
        return None
    text = text_of(data, faults)
    return None if text is None else text.replace("\r\n", "\n").replace("\r", "\n")


def text_of(data: bytes, faults: Faults) -> str | None:
    """The text of a file without its byte order mark; None with a fault where it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        line, column = before.count("\n"), len(before) - (before.rfind("\n") + 1)
        faults.add(line, column, "not UTF-8 text", "save the file as UTF-8")
        return None


def _in_order(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Faults by place, files in the order in which they were read."""
    order: dict[str, int] = {}
    for fault in faults:
        order.setdefault(fault.file, len(order))
    return tuple(sorted(faults, key=lambda fault: (order[fault.file], fault.line, fault.column)))
