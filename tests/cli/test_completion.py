"""The script that a shell completes by."""

import shutil
import subprocess

import pytest

from prepapp.cli import main


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_command_is_in_the_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    for word in ("review", "today", "check", "preview", "lab"):
        assert word in script


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["prepapp", "gra"], {"grade"}),
        (["prepapp", "deck", "st"], {"stamp"}),
        (["prepapp", "grade", "rn-001", "ha"], {"hard"}),
        (["prepapp", "plan", "--int"], {"--interview"}),
    ],
)
def test_bash_completes(typed: list[str], offered: set[str], capsys: pytest.CaptureFixture[str]) -> None:
    main(["completion", "bash"])
    words = " ".join(f"'{word}'" for word in typed)
    ask = f"""
COMP_WORDS=({words}); COMP_CWORD={len(typed) - 1}
function_name=$(complete -p prepapp | sed 's/.*-F \\([^ ]*\\).*/\\1/')
"$function_name" prepapp "{typed[-1]}" "{typed[-2]}"
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    script = capsys.readouterr().out + ask
    run = subprocess.run(["bash"], input=script, capture_output=True, text=True, check=True)
    assert {line.strip() for line in run.stdout.split("\n") if line.strip()} == offered


def test_an_unknown_shell_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "tcsh"]) == 2
    assert "tcsh" in capsys.readouterr().err
