"""``suspend``, ``resume``, ``note``, ``checkpoint``."""

from tests.cli.conftest import Cli


def due(cli: Cli) -> list[str]:
    return [each["card"] for each in cli.ask("today", "--deck", "small")["due"]]


def test_a_card_set_aside_is_not_due_until_taken_back(cli: Cli) -> None:
    assert due(cli) == ["sm-001", "sm-002"]
    assert set(cli.ask("suspend", "sm-001")) == {"event"}
    assert "sm-001" not in due(cli)
    assert cli.ask("show", "sm-001")["suspended"]
    cli.ask("resume", "sm-001")
    assert due(cli) == ["sm-001", "sm-002"]


def test_setting_aside_twice_changes_nothing(cli: Cli) -> None:
    cli.ask("suspend", "sm-001")
    outcome = cli("suspend", "sm-001")
    assert (outcome.code, outcome.err) == (
        2,
        "sm-001: already set aside (`prepapp resume sm-001` takes it back)\n",
    )
    assert len(cli.ask("history", "sm-001")) == 1
    assert cli("resume", "sm-002").code == 2


def test_undo_takes_a_suspension_back(cli: Cli) -> None:
    cli.ask("suspend", "sm-001")
    assert cli.ask("undo")["kind"] == "suspend"
    assert due(cli) == ["sm-001", "sm-002"]


def test_a_note_is_kept_and_may_look_like_an_option(cli: Cli) -> None:
    cli.ask("note", "sm-001", "remember the sign")
    places = ["--home", str(cli.home), "--decks", str(cli.decks), "--now", cli.now]
    assert cli.bare("note", *places, "sm-001", "--", "-1 is not 1").code == 0
    assert cli.ask("show", "sm-001", "--answer")["own_notes"] == ["remember the sign", "-1 is not 1"]
    assert "note  remember the sign" in cli("history", "sm-001").out


def test_an_empty_note_is_refused(cli: Cli) -> None:
    assert cli("note", "sm-001", "  ").err == "sm-001: an empty note (write what should be remembered)\n"


def test_a_checkpoint_is_ticked_once(cli: Cli) -> None:
    assert set(cli.ask("checkpoint", "sm-day3")) == {"event"}
    assert [each["done"] for each in cli.ask("today", "--deck", "small")["checkpoints"]] == [False, True]
    assert cli("checkpoint", "sm-day3").code == 2
    cli.ask("undo")
    assert cli("checkpoint", "sm-day3").code == 0


def test_an_unknown_checkpoint_is_refused(cli: Cli) -> None:
    outcome = cli("checkpoint", "sm-day9")
    assert (outcome.code, outcome.err) == (
        2,
        "there is no checkpoint 'sm-day9' (`prepapp today` names them)\n",
    )
