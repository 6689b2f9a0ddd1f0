"""The shelf of labs, and which of them may run."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from prepapp.core.card import Claim, Deck
from prepapp.errors import PrepError
from prepapp.home import shipped_folder
from prepapp.session.desk import Desk
from prepapp.session.labs import Lab, Shelf, is_trusted, labs_at_hand, trust
from tests.lab.tiny import write_lab
from tests.session.conftest import study_card


@pytest.fixture
def folder(desk: Desk) -> Path:
    """The folder of the candidate's own labs, with one in it."""
    folder = desk.place.home.labs / "mine"
    write_lab(folder)
    return folder


def own(desk: Desk) -> Lab:
    return labs_at_hand(desk).lab("counting")


def claimed(claim: str) -> Claim:
    return Claim(claim, "what counts", 3, "", "lab", "counting", "", None, 1)


def test_the_shipped_labs_and_the_own_ones_are_there(desk: Desk, folder: Path) -> None:
    shelf = labs_at_hand(desk)
    shipped = {
        file.stem
        for file in (shipped_folder("labs") / "resnet").glob("*.py")
        if "\nLAB = {" in file.read_text(encoding="utf-8")
    }
    assert {lab.id for lab in shelf.labs if lab.shipped} == shipped != set()
    (mine,) = [lab for lab in shelf.labs if not lab.shipped]
    assert (mine.id, mine.path, mine.about) == (
        "counting",
        folder / "counting.py",
        "Counting: one and two is three.",
    )
    assert shelf.faults == ()


def test_looking_at_labs_runs_none_and_passes_over_what_is_none(desk: Desk, folder: Path) -> None:
    (folder / "helper.py").write_text("raise SystemExit('was run')\n# LAB = {\n", encoding="utf-8")
    write_lab(folder, "stern", "import math\n", "raise SystemExit('was run')\n")
    (folder / "notes.txt").write_text("LAB = {\n", encoding="utf-8")
    (folder.parent / "loose.py").write_text("LAB = {\n", encoding="utf-8")
    for name in (".hidden", "__pycache__"):
        write_lab(folder.parent / name, "unseen")
    shelf = labs_at_hand(desk)
    assert [lab.id for lab in shelf.labs if not lab.shipped] == ["counting", "stern"]
    assert shelf.faults == ()


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"\n\nLAB = {'title': }\n", 3, "the lab cannot be read: "),
        (b"x = 1\nLAB = {**x}\n", 2, "LAB is not a literal"),
        (b"\nLAB = {'title': 't'}\n", 2, "LAB lacks 'claims'"),
        (
            b"\nLAB = {'title': 't', 'claims': {},\n"
            b"'presets': {'quick': {}}, 'params': {'n': {'default': 5, 'max': 3}}}",
            2,
            "5 is out of range",
        ),
        (b"LAB = {}\n# \xff\n", 0, "the lab cannot be read: "),
    ],
)
def test_a_lab_that_does_not_read_is_told_by_its_line(
    desk: Desk, folder: Path, content: bytes, line: int, message: str
) -> None:
    (folder / "wrong.py").write_bytes(content)
    shelf = labs_at_hand(desk)
    assert [lab.id for lab in shelf.labs if not lab.shipped] == ["counting"]
    (fault,) = shelf.faults
    assert (fault.file, fault.line) == (str(folder / "wrong.py"), line)
    assert fault.message.startswith(message)


def test_of_two_labs_with_one_name_the_first_is_kept(desk: Desk, folder: Path) -> None:
    write_lab(folder.parent / "other")
    taken = next(lab for lab in labs_at_hand(desk).labs if lab.shipped).id
    write_lab(folder, taken)
    shelf = labs_at_hand(desk)
    assert own(desk).path == folder / "counting.py"
    assert shelf.lab(taken).shipped
    assert [(fault.file, fault.message) for fault in shelf.faults] == [
        (str(folder / f"{taken}.py"), f"another lab is called {taken!r}"),
        (str(folder.parent / "other" / "counting.py"), "another lab is called 'counting'"),
    ]


def test_what_cannot_be_read_beside_a_lab_is_no_crash(desk: Desk, folder: Path) -> None:
    (folder / "gone.py").symlink_to(folder / "nowhere")
    (folder / "package.py").mkdir()
    shelf = labs_at_hand(desk)
    assert own(desk).id == "counting"
    assert {Path(fault.file).name for fault in shelf.faults} == {"gone.py", "package.py"}


def test_an_unknown_lab_is_refused_with_those_there_are() -> None:
    with pytest.raises(PrepError, match=r"there is no lab 'x' \(there is none\)"):
        Shelf((), ()).lab("x")


def test_a_lab_knows_the_cards_that_name_it_and_whose_claims_it_settles(
    open_desk: Callable[..., Desk], small_deck: Deck, folder: Path
) -> None:
    cards = (
        study_card(0, lab="counting"),
        study_card(1, claims=(claimed("sum"),)),
        study_card(2, claims=(claimed("sm-sum"),)),
        study_card(3, claims=(claimed("other"),), lab="measuring"),
    )
    lab = own(open_desk(replace(small_deck, cards=cards)))
    assert lab.cards == ("c-0", "c-1", "c-2")


def test_a_shipped_lab_is_trusted_and_an_own_one_once_that_was_said(desk: Desk, folder: Path) -> None:
    home = desk.place.home
    assert all(is_trusted(home, lab) for lab in labs_at_hand(desk).labs if lab.shipped)
    assert not is_trusted(home, own(desk))
    trust(home, own(desk))
    assert is_trusted(home, own(desk))


@pytest.mark.parametrize("changed", ["counting.py", "beside.py", "package/inside.py"])
def test_any_change_of_what_it_may_import_asks_again(desk: Desk, folder: Path, changed: str) -> None:
    home = desk.place.home
    (folder / "package").mkdir()
    for name in ("beside.py", "package/inside.py"):
        (folder / name).write_text("x = 1\n", encoding="utf-8")
    trust(home, own(desk))
    file = folder / changed
    before = file.read_text(encoding="utf-8")
    file.write_text(before + "# \n", encoding="utf-8")
    assert not is_trusted(home, own(desk))
    file.write_text(before, encoding="utf-8")
    assert is_trusted(home, own(desk))
    file.rename(file.with_name("renamed.py"))
    assert not is_trusted(home, labs_at_hand(desk).lab("renamed" if changed == "counting.py" else "counting"))


def test_what_lies_elsewhere_asks_nothing(desk: Desk, folder: Path) -> None:
    home = desk.place.home
    trust(home, own(desk))
    write_lab(folder.parent / "other", "another")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    assert is_trusted(home, own(desk))
    another = labs_at_hand(desk).lab("another")
    assert not is_trusted(home, another)
    trust(home, another)
    assert is_trusted(home, own(desk)) and is_trusted(home, another)
