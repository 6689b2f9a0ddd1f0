"""Hypothesis draws the same examples at every run; a page of a real browser for the tests that ask."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.chromium import LIMIT_MS, launched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

settings.register_profile("prepapp", deadline=None, derandomize=True)
settings.load_profile("prepapp")


@pytest.fixture(scope="module")
def chromium() -> Iterator["Browser"]:
    """A headless Chromium; while it runs, a module can have no async tests of its own."""
    with launched() as browser:
        yield browser


@pytest.fixture
def page(chromium: "Browser") -> Iterator["Page"]:
    """An empty page without cookies or cache."""
    with chromium.new_context() as context:
        context.set_default_timeout(LIMIT_MS)
        yield context.new_page()
