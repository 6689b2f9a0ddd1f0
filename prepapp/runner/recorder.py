"""A recorder of the candidate's voice; nothing is recorded unless they asked for it."""

import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from shutil import which

from prepapp.errors import PrepError

_MICROPHONE = (
    ("-f", "avfoundation", "-i", ":default") if sys.platform == "darwin" else ("-f", "pulse", "-i", "default")
)

RECORDERS: Mapping[str, tuple[str, ...]] = {
    "arecord": ("arecord", "-q", "-f", "S16_LE", "-r", "16000", "-c", "1", "{file}"),
    "rec": ("rec", "-q", "-r", "16000", "-b", "16", "-c", "1", "{file}"),
    "sox": ("sox", "-q", "-d", "-r", "16000", "-b", "16", "-c", "1", "{file}"),
    "ffmpeg": (
        "ffmpeg", "-loglevel", "error", "-y", *_MICROPHONE, "-ar", "16000", "-ac", "1", "{file}",
    ),
}  # fmt: skip
"""Programs that record, by name: one channel, 16 bits, 16 kHz."""

PLAYERS: tuple[tuple[str, ...], ...] = (
    ("aplay", "-q", "{file}"),
    ("play", "-q", "{file}"),
    ("afplay", "{file}"),
    ("ffplay", "-loglevel", "error", "-nodisp", "-autoexit", "{file}"),
)

SOUNDDEVICE = "sounddevice"
"""The Python package, which needs no program."""

Finder = Callable[[str], object]
"""Whether a program or package is there, by its name."""


def recorder_command(
    setting: str, find: Finder = which, package: Finder = find_spec
) -> tuple[str, ...] | None:
    """Return the command of the recorder that the setting names; empty for sounddevice, None for none.

    A PrepError says what is missing.
    """
    if not setting:
        return None
    if "{file}" in setting:
        return tuple(shlex.split(setting))
    here = [SOUNDDEVICE] if package(SOUNDDEVICE) else []
    here += [name for name in RECORDERS if find(name)]
    name = next(iter(here), "") if setting == "auto" else setting
    if name in here:
        return RECORDERS.get(name, ())
    known = ", ".join((SOUNDDEVICE, *RECORDERS))
    what = "no recorder was found" if setting == "auto" else f"there is no recorder {setting!r} here"
    raise PrepError(what, "recorder", f"install one of {known}, or set a command with {{file}} in it")


def player_command(find: Finder = which) -> tuple[str, ...] | None:
    """Return the command that plays a recording; None where there is none."""
    return next((command for command in PLAYERS if find(command[0])), None)


class Recording:
    """One recording under way; it ends with this process at the latest."""

    def __init__(self, file: Path, command: tuple[str, ...]) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self.file = file
        self._process = subprocess.Popen(
            [sys.executable, "-m", "prepapp.runner.taping", str(file), *with_file(command, file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    @property
    def has_ended(self) -> bool:
        """Whether it ended by itself, as a recorder without a microphone does."""
        return self._process.poll() is not None

    def stop(self) -> Path:
        """End the recording and return its file; a PrepError says why there is none."""
        _, told = self._process.communicate()
        if self._process.returncode or not self.file.is_file():
            lines = told.decode(errors="replace").strip().splitlines() or ["it said nothing"]
            raise PrepError(
                f"nothing was recorded: {lines[-1]}", "recorder", "`prepapp config set recorder ''`"
            )
        return self.file


def play(file: Path, command: tuple[str, ...]) -> "subprocess.Popen[bytes]":
    """Play a recording; ``terminate`` of what is returned ends it."""
    quiet = subprocess.DEVNULL
    return subprocess.Popen(with_file(command, file), stdin=quiet, stdout=quiet, stderr=quiet)


def with_file(command: tuple[str, ...], file: Path) -> list[str]:
    """Return a command with its file in place."""
    return [part.replace("{file}", str(file)) for part in command]
