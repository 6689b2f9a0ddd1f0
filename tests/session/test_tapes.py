"""Recorded answers, by a recorder that is a script."""

import os
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from prepapp.errors import PrepError
from prepapp.home import Home, Settings
from prepapp.runner.recorder import RECORDERS, recorder_command
from prepapp.session.tapes import Recorder, delete_tapes, tapes

RECORDING = """
import os, signal, sys
def close(*_):
    tape.write(b"the end")
    tape.close()
    sys.exit(1)  # as arecord does when it is interrupted
signal.signal(signal.SIGINT, close)
tape = open(sys.argv[-1], "wb")
tape.write(b"RIFF")
open({ready!r}, "w").close()
while True:
    signal.pause()
"""
DEAF = "import sys\nsys.exit('no microphone')\n"


@dataclass
class Fake:
    """A recorder that says when it records."""

    setting: str
    ready: Path

    def wait(self) -> None:
        """Return once it records: opening a pipe waits for its other end."""
        self.ready.open().close()


@pytest.fixture
def fake(tmp_path: Path) -> Callable[[str], Fake]:
    def make(program: str) -> Fake:
        ready, script = tmp_path / "ready", tmp_path / "recorder.py"
        os.mkfifo(ready)
        script.write_text(f"#!{sys.executable}\n" + program.replace("{ready!r}", repr(str(ready))))
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        return Fake(f"{script} {{file}}", ready)

    return make


def test_an_answer_is_kept_until_it_is_deleted(fake: Callable[[str], Fake], tmp_path: Path) -> None:
    home, program = Home(tmp_path / "home"), fake(RECORDING)
    recorder = Recorder(home, Settings(recorder=program.setting), "mock-1")
    recorder.start(3)
    program.wait()
    assert recorder.is_recording
    file = recorder.stop()
    assert file is not None and file.read_bytes() == b"RIFFthe end"
    assert [(each.mock, each.step) for each in tapes(home)] == [("mock-1", 3)]
    assert delete_tapes(home) == 1
    assert tapes(home) == [] and not home.tapes.exists()


def test_a_recorder_without_a_microphone_says_so(fake: Callable[[str], Fake], tmp_path: Path) -> None:
    recorder = Recorder(Home(tmp_path / "home"), Settings(recorder=fake(DEAF).setting), "mock-1")
    recorder.start(0)
    with pytest.raises(PrepError, match="no microphone"):
        recorder.stop()
    assert not recorder.is_recording


def test_nothing_is_recorded_unless_asked_for(tmp_path: Path) -> None:
    recorder = Recorder(Home(tmp_path / "home"), Settings(), "mock-1")
    recorder.start(0)
    assert not recorder.is_on and recorder.stop() is None
    assert tapes(Home(tmp_path / "home")) == []


@pytest.mark.parametrize(
    ("setting", "here", "found"),
    [
        ("auto", {"sox", "ffmpeg"}, RECORDERS["sox"]),
        ("auto", {"sounddevice", "sox"}, ()),
        ("ffmpeg", {"sox", "ffmpeg"}, RECORDERS["ffmpeg"]),
        ("my-tape --to {file}", set(), ("my-tape", "--to", "{file}")),
        ("", {"sox"}, None),
    ],
)
def test_which_recorder_is_used(setting: str, here: set[str], found: tuple[str, ...] | None) -> None:
    assert recorder_command(setting, lambda name: name in here, lambda name: name in here) == found


@pytest.mark.parametrize("setting", ["auto", "arecord", "nosuch"])
def test_a_missing_recorder_is_named(setting: str) -> None:
    with pytest.raises(PrepError, match="install one of"):
        recorder_command(setting, lambda name: False, lambda name: False)


def test_a_file_of_another_name_is_no_tape(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for name in ("003.wav", "mine.wav", "004.txt"):
        file = home.tapes / "mock-1" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"RIFF")
    assert [(each.mock, each.step) for each in tapes(home)] == [("mock-1", 3)]


def test_an_answer_that_was_not_recorded_cannot_be_played(tmp_path: Path) -> None:
    with pytest.raises(PrepError, match="was not recorded"):
        Recorder(Home(tmp_path), Settings(), "mock-1").play(0)
