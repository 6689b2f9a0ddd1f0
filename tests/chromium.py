"""A real headless Chromium, where one is installed, and what a page asked for and complained about."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LIMIT_MS = 120_000
"""How long a wait may take before it is a failure; a busy machine takes seconds."""


def find_chromium() -> Path | None:
    """Return the installed Chromium."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return Path(found) if found else None


@contextmanager
def launched() -> Iterator["Browser"]:
    """Run a headless Chromium; skip the test where it or playwright is absent."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = find_chromium()
    if program is None:
        pytest.skip("no Chromium is installed")
    # root has no sandbox, and a container's /dev/shm is too small for one.
    options = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=options)
        yield browser
        browser.close()


@dataclass(frozen=True, slots=True)
class Watch:
    """What a page did since it was watched."""

    requests: list[str] = field(default_factory=list)
    """Every address that it asked for, data: and blob: left out."""
    complaints: list[str] = field(default_factory=list)
    """Errors of its console and of its scripts."""


def watch(page: "Page") -> Watch:
    """Write down what a page asks for and complains about; call it before the page is opened."""
    seen = Watch()
    page.on("request", lambda each: _keep_request(seen, each.url))
    page.on("websocket", lambda each: _keep_request(seen, each.url))
    page.on("console", lambda each: seen.complaints.append(each.text) if each.type == "error" else None)
    page.on("pageerror", lambda each: seen.complaints.append(str(each)))
    return seen


def _keep_request(seen: Watch, url: str) -> None:
    if not url.startswith(("data:", "blob:")):
        seen.requests.append(url)
