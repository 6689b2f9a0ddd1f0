"""The command line in a home of its own, where the shipped decks have been read before."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from prepapp.home import Home, deck_folders
from prepapp.session.cache import cached_library
from tests.cli.conftest import Cli, plain_environment, write_small_deck

__all__ = ["plain_environment"]


@pytest.fixture(scope="session")
def read_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with the cache of the shipped decks."""
    home = Home(tmp_path_factory.mktemp("read"))
    cached_library(deck_folders(home), home.cache)
    return home.path


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str], read_before: Path) -> Iterator[Cli]:
    """Return the command line of a candidate who has the small deck."""
    shutil.copytree(read_before, tmp_path / "home")
    yield Cli(tmp_path / "home", write_small_deck(tmp_path / "small"), capsys)
