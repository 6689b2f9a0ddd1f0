"""The app in a real browser: a page opens, a card is reviewed by keys, nothing leaves the machine."""

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

import prepapp
from tests.chromium import watch
from tests.cli.conftest import NOON, Cli

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHECKOUT = Path(prepapp.__file__).parents[1]

READ_CELLS = """
Object.defineProperty(Object.prototype, "fitAddon", {
  set(addon) {
    Object.defineProperty(this, "fitAddon", { value: addon });
    window.terminal = this.terminal;
  },
});
window.painted = () => {
  const cells = window.terminal?.buffer.active;
  const line = (_, n) => cells.getLine(n).translateToString(true);
  return Array.from({ length: cells?.length ?? 0 }, line).join("\\n");
};
"""
"""textual.js keeps its terminal to itself and paints on a canvas; this finds it and reads its cells."""


@pytest.fixture
def url(cli: Cli, tmp_path: Path) -> Iterator[str]:
    """Serve the app of a candidate, whose home has a name that a shell would take apart."""
    pytest.importorskip("textual_serve", reason="textual-serve is not installed")
    cli.home = tmp_path / "my home; $(exit) 'n \"so on"
    assert cli("plan", "--deck", "small", "--start", "2026-10-12").code == 0
    places = ["--home", str(cli.home), "--decks", str(cli.decks), "--now", NOON]
    with subprocess.Popen(
        [sys.executable, "-m", "prepapp", "serve", "--port", "0", *places],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
    ) as process:  # fmt: skip
        assert process.stdout is not None
        told = [process.stdout.readline(), process.stdout.readline()]
        yield told[0].split()[3]
        process.terminate()
        rest = process.stdout.read()
        assert process.wait() == 0, rest


def open_app(page: "Page", url: str) -> None:
    page.add_init_script(READ_CELLS)
    page.goto(url)
    wait_for(page, "enter begin")


def wait_for(page: "Page", text: str) -> None:
    """Wait until a text is painted."""
    page.wait_for_function("text => window.painted().includes(text)", arg=text)


def test_a_card_is_reviewed_by_keys_in_a_browser(cli: Cli, url: str, page: "Page") -> None:
    open_app(page, url)
    for key, painted in (
        ("Enter", "space speak"),
        ("Space", "Speaking 0:0"),
        ("Space", "How sure are you?"),
        ("s", "?  must    two"),
        ("y", "?  must    a number"),
        ("y", "?  should  even"),
        ("y", "e  EASY"),
        ("Enter", "What is a limit?"),
    ):
        page.keyboard.press(key)
        wait_for(page, painted)
    events = {event["kind"]: event for event in cli.ask("history", "sm-001")}
    assert set(events) == {"take", "review"}
    assert (events["review"]["grade"], events["review"]["at"]) == ("easy", "2026-10-12T10:00:00Z")


def test_nothing_that_a_page_asks_for_leaves_the_machine(url: str, page: "Page") -> None:
    seen = watch(page)
    open_app(page, url)
    assert seen.complaints == []
    assert {urlsplit(request).netloc for request in seen.requests} == {urlsplit(url).netloc}
    assert {urlsplit(request).scheme for request in seen.requests} == {"http", "ws"}


def test_an_app_that_has_ended_is_opened_again(url: str, page: "Page") -> None:
    open_app(page, url)
    page.keyboard.press("q")
    page.get_by_role("link", name="Open it again").click()
    wait_for(page, "enter begin")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """A page of another program on this machine."""
    (tmp_path / "index.html").write_text("elsewhere", encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()
        thread.join()


class Quiet(SimpleHTTPRequestHandler):
    """Files, without a log."""

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.mark.parametrize("own", [True, False])
def test_only_its_own_page_is_given_a_terminal(own: bool, url: str, elsewhere: str, page: "Page") -> None:
    page.goto(f"{url}/static/css/xterm.css" if own else elsewhere)
    opened = page.evaluate(
        """address => new Promise(done => {
             const socket = new WebSocket(address);
             socket.onopen = () => done(true);
             socket.onerror = () => done(false);
           })""",
        url.replace("http", "ws") + "/ws",
    )
    assert opened is own
