"""``prepapp serve``: which addresses it takes, what it starts, and whom it answers."""

import shlex
import socket
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepapp.cli import serve
from prepapp.cli.parser import build_parser
from tests.cli.conftest import Cli

pytest.importorskip("textual_serve", reason="textual-serve is not installed")

from aiohttp.test_utils import TestClient, TestServer

from prepapp.cli.web import server

WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """Note what would be served, and serve nothing."""
    calls: list[tuple[str, bool]] = []
    monkeypatch.setattr(server, "run", lambda command, _, is_public: calls.append((command, is_public)))
    return calls


def test_the_loopback_address_is_served(cli: Cli, served: list[tuple[str, bool]]) -> None:
    told = cli.ask("serve", "--port", "0")
    assert told["url"].startswith("http://127.0.0.1:") and not told["url"].endswith(":0")
    assert (told["public"], served[0][1]) == (False, False)


def test_a_public_address_is_refused_and_the_reason_said(cli: Cli, served: list[tuple[str, bool]]) -> None:
    outcome = cli("serve", "--host", "0.0.0.0", "--port", "0")
    assert (outcome.code, outcome.out, served) == (2, "", [])
    assert "whoever reaches a public address uses the app, and runs code, as you" in outcome.err
    assert "--allow-public" in outcome.err


def test_a_public_address_is_served_where_that_is_allowed(cli: Cli, served: list[tuple[str, bool]]) -> None:
    outcome = cli("serve", "--host", "0.0.0.0", "--port", "0", "--allow-public")
    assert (outcome.code, outcome.err) == (0, "")
    assert "Open to everyone who reaches this machine" in outcome.out
    assert served[0][1]


def test_a_port_that_is_taken_is_named(cli: Cli, served: list[tuple[str, bool]]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        outcome = cli("serve", "--port", port)
    assert (outcome.code, served) == (2, [])
    assert outcome.err.startswith(f"127.0.0.1:{port}: cannot listen: ")


def test_no_port_beyond_the_last(cli: Cli) -> None:
    assert "'65536' is not a port, 0 to 65535" in cli("serve", "--port", "65536").err


def test_where_textual_serve_is_missing_it_says_how_to_install_it(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)
    monkeypatch.delitem(sys.modules, "prepapp.cli.web.server")
    outcome = cli("serve", "--port", "0")
    assert (outcome.code, outcome.out) == (2, "")
    assert "pip install 'prepapp[serve]'" in outcome.err


@given(WORDS, WORDS, WORDS, WORDS)
def test_places_and_clock_reach_the_served_app_as_they_were_said(
    home: str, db: str, before: str, after: str
) -> None:
    said = [f"--home={home}", f"--decks={before}", "serve", f"--db={db}", f"--decks={after}", "--now=noon"]
    argv = shlex.split(serve.command(build_parser().parse_args(said)))
    assert argv[:3] == [sys.executable, "-m", "prepapp"]
    assert argv[3:] == [f"--home={home}", f"--db={db}", "--now=noon", f"--decks={before}", f"--decks={after}"]


@pytest.mark.parametrize("header", [{"Origin": "https://evil.example"}, {"Host": "evil.example"}])
@pytest.mark.parametrize("path", ["/", "/ws", "/static/js/textual.js"])
async def test_another_page_is_refused(path: str, header: dict[str, str]) -> None:
    async with TestClient(TestServer(server.make_app("false", is_public=False))) as client:
        response = await client.get(path, headers=header)
        assert response.status == 403


@pytest.mark.parametrize("is_public", [False, True])
async def test_its_own_page_is_answered_and_may_load_from_nowhere_else(is_public: bool) -> None:
    async with TestClient(TestServer(server.make_app("false", is_public))) as client:
        url = client.make_url("/")
        for headers in ({}, {"Origin": str(url.origin())}):
            response = await client.get("/", headers=headers)
            assert response.status == 200
            assert "default-src 'self'" in response.headers["Content-Security-Policy"]


async def test_a_public_address_goes_by_any_name_and_still_refuses_other_pages() -> None:
    async with TestClient(TestServer(server.make_app("false", is_public=True))) as client:
        assert (await client.get("/", headers={"Host": "lab.example:8000"})).status == 200
        foreign = {"Host": "lab.example:8000", "Origin": "https://evil.example"}
        assert (await client.get("/ws", headers=foreign)).status == 403
