"""Recorded answers: kept in the home, never in the log or a report, deleted when the candidate says so."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from prepapp.errors import PrepError
from prepapp.home import Home, Settings
from prepapp.runner.recorder import Recording, play, player_command, recorder_command


@dataclass(frozen=True, slots=True)
class Tape:
    """One recorded answer."""

    mock: str
    step: int
    file: Path
    bytes: int


class Recorder:
    """The recorder of one mock, off unless the candidate set one."""

    def __init__(self, home: Home, settings: Settings, mock: str) -> None:
        self._folder = home.tapes / mock
        self._command = recorder_command(settings.recorder)
        self._recording: Recording | None = None
        self._playing: subprocess.Popen[bytes] | None = None

    @property
    def is_on(self) -> bool:
        """Whether answers are recorded."""
        return self._command is not None

    @property
    def is_recording(self) -> bool:
        """Whether a recording is under way."""
        return self._recording is not None and not self._recording.has_ended

    def has_tape(self, step: int) -> bool:
        """Whether the answer of a step was recorded."""
        return not self.is_recording and self._file(step).is_file()

    def start(self, step: int) -> None:
        """Start to record an answer, where recording is on; what is played ends."""
        self.quiet()
        if self._command is not None and self._recording is None:
            self._recording = Recording(self._file(step), self._command)

    def stop(self) -> Path | None:
        """End the recording and return its file; None where nothing was recorded.

        It waits until the recorder has closed the file: call it beside the event loop.
        """
        recording, self._recording = self._recording, None
        return recording.stop() if recording else None

    def play(self, step: int) -> None:
        """Play the answer of a step."""
        file = self._file(step)
        command = player_command()
        if not file.is_file():
            raise PrepError("this answer was not recorded", "tape", "`prepapp config set recorder auto`")
        if command is None:
            raise PrepError("no player was found", "tape", f"listen to {file} by hand")
        self.quiet()
        self._playing = play(file, command)

    def quiet(self) -> None:
        """End what is played."""
        if self._playing is not None:
            self._playing.terminate()
            self._playing.wait()
            self._playing = None

    def _file(self, step: int) -> Path:
        return self._folder / f"{step:03}.wav"


def tapes(home: Home) -> list[Tape]:
    """Return every recorded answer, mock by mock."""
    found = sorted(home.tapes.glob("*/[0-9][0-9][0-9].wav")) if home.tapes.is_dir() else []
    return [Tape(file.parent.name, int(file.stem), file, file.stat().st_size) for file in found]


def delete_tapes(home: Home) -> int:
    """Delete every recorded answer; return how many there were."""
    count = len(tapes(home))
    if home.tapes.is_dir():
        shutil.rmtree(home.tapes)
    return count
