"""``prepapp`` and ``prepapp review``: the app itself."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from prepapp.home import Place
from prepapp.session.mock_begin import MockChoice
from tests.cli.conftest import NOON, Cli


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Stand in a terminal, and note how the app is opened."""
    calls: list[Any] = []

    def run(
        place: Place, now: Callable[[], datetime], start: str, deck: str | None, mock: MockChoice | None
    ) -> int:
        calls.append((place.home.path, now().isoformat(), start, deck, *([mock] if mock else [])))
        return 0

    monkeypatch.setattr("prepapp.tui.app.run", run)
    monkeypatch.setattr("prepapp.cli.app.has_terminal", lambda: True)
    return calls


def test_no_command_opens_today(cli: Cli, opened: list[Any]) -> None:
    assert cli.bare("--home", str(cli.home), "--now", NOON).code == 0
    assert opened == [(cli.home, "2026-10-12T12:00:00+02:00", "today", None)]


def test_review_opens_the_review_of_a_deck(cli: Cli, opened: list[Any]) -> None:
    assert cli("review", "--deck", "small").code == 0
    assert [call[2:] for call in opened] == [("review", "small")]


def test_mock_opens_a_mock_as_it_was_chosen(cli: Cli, opened: list[Any]) -> None:
    chosen = ["--format", "talk", "--length", "20", "--profile", "llm", "--interviewer", "Ana"]
    assert cli("mock", *chosen, "--deck", "small").code == 0
    assert cli("mock", "--format", "hotseat", "--card", "s-1", "--budget", "60", "--seed", "2").code == 0
    choice = MockChoice("talk", "small", "llm", interviewer="Ana", length=20)
    seat = MockChoice("hotseat", card="s-1", budget_s=60, seed=2)
    assert [call[2:] for call in opened] == [("mock", "small", choice), ("mock", None, seat)]


def test_mock_alone_opens_the_list(cli: Cli, opened: list[Any]) -> None:
    assert cli("mock", "--deck", "small").code == 0
    assert [call[2:] for call in opened] == [("mock", "small")]


def test_a_mock_that_is_chosen_but_not_named_is_refused(cli: Cli, opened: list[Any]) -> None:
    outcome = cli("mock", "--interviewer", "Ana")
    assert outcome.code == 2 and opened == []
    assert outcome.err == "--format: which mock is it? (alone, `prepapp mock` lists them)\n"


def test_without_a_terminal_the_app_is_not_opened(cli: Cli) -> None:
    outcome = cli.bare("--home", str(cli.home))
    assert outcome.code == 2
    assert outcome.err == "prepapp: the app needs a terminal (`prepapp today` prints what is due)\n"


def test_a_browser_stands_for_a_terminal(
    cli: Cli, opened: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("prepapp.cli.app.has_terminal", lambda: False)
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
    assert cli.bare("--home", str(cli.home)).code == 0
    assert len(opened) == 1
