"""The shipped deck, as every test of its content reads it."""

from pathlib import Path

import pytest

from prepapp.core.card import Deck
from prepapp.core.deckfile import read_library

ROOT = Path(__file__).parents[2]
RESNET = ROOT / "decks" / "resnet"


@pytest.fixture(scope="session")
def resnet() -> Deck:
    """The ResNet deck, without a fault."""
    library = read_library([RESNET])
    assert [str(fault) for fault in library.faults if not fault.warning] == []
    return library.decks[0]
