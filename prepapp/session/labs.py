"""The labs at hand, and which of them may run."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from prepapp.core.card import Fault
from prepapp.errors import PrepError
from prepapp.home import Home, lab_folders, write_atomically
from prepapp.lab.header import Header, read_header
from prepapp.session.desk import Desk

MARK = "LAB = {"
"""What a Python file that is a lab has at the beginning of a line."""


@dataclass(frozen=True, slots=True)
class Lab:
    """One lab: its header, where it lies, and the cards that it belongs to."""

    header: Header
    path: Path
    about: str
    """First paragraph of its docstring."""
    digest: str
    """Content hash of the lab and of the files beside it, which it may import."""
    shipped: bool
    cards: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Name of its file."""
        return self.header.id


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every lab that could be read, and what is wrong with the others."""

    labs: tuple[Lab, ...]
    faults: tuple[Fault, ...]

    def lab(self, lab_id: str) -> Lab:
        """Return a lab by its id; a PrepError names those that there are."""
        for lab in self.labs:
            if lab.id == lab_id:
                return lab
        there = ", ".join(lab.id for lab in self.labs) or "none"
        raise PrepError(f"there is no lab {lab_id!r}", "", f"there is {there}")


def labs_at_hand(desk: Desk) -> Shelf:
    """Return the shipped labs and the candidate's own; none is run by that."""
    labs: dict[str, Lab] = {}
    faults: list[Fault] = []
    for folder, shipped in lab_folders(desk.place.home):
        digest = _digest(folder)
        for file in sorted(folder.glob("*.py")):
            try:
                lab = _lab(desk, file, digest, shipped)
            except PrepError as error:
                faults.append(_fault(file, error))
                continue
            if lab is None:
                continue
            if lab.id in labs:
                faults.append(Fault(str(file), 0, 1, f"another lab is called {lab.id!r}", "rename the file"))
            else:
                labs[lab.id] = lab
    return Shelf(tuple(labs.values()), tuple(faults))


def is_trusted(home: Home, lab: Lab) -> bool:
    """Return whether a lab may run: it was shipped, or its content was trusted on this machine."""
    return lab.shipped or granted(home, lab.digest)


def trust(home: Home, lab: Lab) -> None:
    """Let a lab run from now on, as it stands; any change of it asks again."""
    grant(home, lab.digest)


def granted(home: Home, digest: str) -> bool:
    """Return whether code of this content was trusted on this machine."""
    return digest in _grants(home)


def grant(home: Home, digest: str) -> None:
    """Trust code of this content from now on."""
    write_atomically(home.trust_file, "\n".join(sorted({*_grants(home), digest})) + "\n")


def _grants(home: Home) -> set[str]:
    return set(home.trust_file.read_text(encoding="utf-8").split()) if home.trust_file.exists() else set()


def _lab(desk: Desk, file: Path, digest: str, shipped: bool) -> Lab | None:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PrepError(f"the lab cannot be read: {error}", str(file)) from error
    if not any(line.startswith(MARK) for line in text.splitlines()):
        return None
    header, docstring = read_header(file)
    about = " ".join(docstring.partition("\n\n")[0].split())
    return Lab(header, file, about, digest, shipped, _cards(desk, header))


def _cards(desk: Desk, header: Header) -> tuple[str, ...]:
    settled = {claim.id for claim in header.claims.values()}
    settled |= {also for claim in header.claims.values() for also in claim.also}
    return tuple(
        card.id
        for card in desk.library.cards()
        if card.lab == header.id or any(claim.id in settled for claim in card.claims)
    )


def _digest(folder: Path) -> str:
    summed = hashlib.sha256()
    for file in sorted(folder.rglob("*.py")):
        with suppress(OSError):  # a folder of that name, or what no lab can import either
            summed.update(hashlib.sha256(file.read_bytes()).digest())
            summed.update(f"{file.relative_to(folder)}\0".encode())
    return summed.hexdigest()[:32]


def _fault(file: Path, error: PrepError) -> Fault:
    line = error.where.removeprefix(f"{file}:").partition(":")[0]
    return Fault(str(file), int(line) if line.isdecimal() else 0, 1, error.what, error.hint)
