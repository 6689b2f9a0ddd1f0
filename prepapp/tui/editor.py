"""A file opened in the candidate's editor, the app out of the way meanwhile."""

import os
import shlex
import subprocess
from pathlib import Path

from textual.app import App, SuspendNotSupported

from prepapp.errors import PrepError

FALLBACK = "vi"
HINT = "`prepapp config set editor nano` names another"


def editor_of(setting: str) -> list[str]:
    """Return the command of the editor: the setting, else what the environment names."""
    named = setting or os.environ.get("VISUAL") or os.environ.get("EDITOR") or FALLBACK
    return shlex.split(named)


def open_in_editor(app: App[None], file: Path, setting: str) -> None:
    """Open a file and wait until the editor is left; a PrepError where there is no editor."""
    command = editor_of(setting)
    try:
        with app.suspend():
            subprocess.run([*command, str(file)], check=False)
    except SuspendNotSupported:
        raise PrepError("no editor can be opened here", str(file), "open the file yourself") from None
    except OSError as error:
        raise PrepError(f"{command[0]} cannot be started: {error.strerror}", str(file), HINT) from error
