"""Decks from their folders: every mistake becomes a fault, and all that is sound is loaded."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from prepapp.core.advice import advice
from prepapp.core.card import Deck, Fault, Library
from prepapp.core.cardfile import read_cards
from prepapp.core.cardread import PlacedCard, Scope
from prepapp.core.deckcheck import DeckDraft, assembled, linked, unique
from prepapp.core.decktoml import read_head
from prepapp.core.faults import Faults

SCRIPTS = "interviews"
"""The folder of a deck that holds its interview scripts."""

NOWHERE = (0, 0)
"""The place in a file that a card taken from an earlier reading has lost."""

Kept = Mapping[str, Sequence[PlacedCard]]
"""The cards of the files that need not be read again, by path."""


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
    kept: dict[str, list[PlacedCard]] = {}
    for deck in before.decks:
        kept |= {file: [] for file in sound if Path(file).is_relative_to(deck.path)}
    for card in before.cards():
        if card.file in kept:
            kept[card.file].append(PlacedCard(card, NOWHERE, NOWHERE, NOWHERE))
    return kept


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
        skills = frozenset(skill.id for skill in head.deck.skills)
        scope = Scope(head.deck.id, folder, skills, head.deck.plan)
    cards, found = _read_files(folder, scope, kept)
    all_faults = _in_order([*faults.found, *found])
    if head is None:
        return None, all_faults
    return DeckDraft(head, faults.file, tuple(cards), head.checkpoints), all_faults


def _read_files(folder: Path, scope: Scope, kept: Kept) -> tuple[list[PlacedCard], list[Fault]]:
    cards: list[PlacedCard] = []
    found: list[Fault] = []
    for path in [*markdown_in(folder), *markdown_in(folder / SCRIPTS)]:
        faults = Faults(str(path))
        if faults.file in kept:
            cards += kept[faults.file]
            continue
        text = _read_text(path, faults)
        if text is not None:
            cards += read_cards(text, scope, faults, script=path.parent != folder)
        found += faults.found
    return cards, found


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
