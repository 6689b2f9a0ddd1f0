"""``prepapp config``."""

from tests.cli.conftest import Cli


def test_the_settings_are_shown_with_their_defaults(cli: Cli) -> None:
    assert cli.ask("config") == {
        "rollover": 4,
        "minutes": 30,
        "theme": "prepapp-dark",
        "name": "",
        "editor": "",
        "recorder": "",
        "keys": {},
    }
    assert "  rollover  4\n" in cli("config").out


def test_one_is_set_and_read_back_and_the_rest_of_the_file_stays(cli: Cli) -> None:
    cli.home.mkdir()
    (cli.home / "settings.toml").write_text('# mine\nname = "Ana"\n', encoding="utf-8")
    assert cli.ask("config", "set", "minutes", "45")["minutes"] == 45
    assert cli.ask("config", "get", "minutes") == {"minutes": 45}
    assert cli("config", "get", "name").out == "Ana\n"
    assert (cli.home / "settings.toml").read_text(encoding="utf-8").startswith("# mine\n")


def test_the_rollover_moves_the_study_day(cli: Cli) -> None:
    night = "2026-10-13T03:00+02:00"
    assert cli.ask("today", now=night)["study_day"] == "2026-10-12"
    cli.ask("config", "set", "rollover", "2")
    assert cli.ask("today", now=night)["study_day"] == "2026-10-13"


def test_a_key_is_remapped(cli: Cli) -> None:
    assert cli.ask("config", "set", "keys.review.flip", "f2")["keys"] == {"review.flip": "f2"}
    assert cli("config", "get", "keys.review.flip").out == "f2\n"
    assert cli("config", "get", "keys.review.undo").code == 2
    assert "  keys.review.flip  f2" in cli("config").out


def test_what_cannot_be_a_setting_is_refused(cli: Cli) -> None:
    for command in (
        ["get", "colour"],
        ["set", "colour", "red"],
        ["set", "minutes", "few"],
        ["set", "minutes", "1"],
    ):
        outcome = cli("config", *command)
        assert outcome.code == 2 and outcome.err.count("\n") == 1
    assert not (cli.home / "settings.toml").exists()
