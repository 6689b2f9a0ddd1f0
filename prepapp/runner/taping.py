"""The process beside a recorder: it ends the recording when its input ends, so when the app does too.

``python -m prepapp.runner.taping FILE COMMAND...`` runs a recorder; without a command it is one, by
sounddevice.
"""

import contextlib
import signal
import subprocess
import sys
import threading
import wave

LONGEST_S = 3600
"""A recording that nobody ended ends by itself."""

PATIENCE_S = 5
"""Time that a recorder has to close its file."""

RATE, WIDTH = 16_000, 2
"""Samples a second, bytes a sample; one channel."""


def main(file: str, command: list[str]) -> int:
    """Record until the input ends; return the recorder's exit code, 0 where it ended as asked."""
    return _beside(command) if command else _record(file)


def _asked_to_end() -> threading.Event:
    ended = threading.Event()

    def wait() -> None:
        sys.stdin.buffer.read()
        ended.set()

    threading.Thread(target=wait, daemon=True).start()
    return ended


def _beside(command: list[str]) -> int:
    recorder = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    asked = _asked_to_end()
    threading.Thread(target=_end_in_time, args=(recorder, asked), daemon=True).start()
    code = recorder.wait()
    return 0 if asked.is_set() else code or 1


def _end_in_time(recorder: "subprocess.Popen[bytes]", asked: threading.Event) -> None:
    asked.wait(LONGEST_S)
    recorder.send_signal(signal.SIGINT)
    with contextlib.suppress(subprocess.TimeoutExpired):
        recorder.wait(PATIENCE_S)
        return
    recorder.kill()


def _record(file: str) -> int:
    import sounddevice

    with wave.open(file, "wb") as tape:
        tape.setnchannels(1)
        tape.setsampwidth(WIDTH)
        tape.setframerate(RATE)
        stream = sounddevice.RawInputStream(
            samplerate=RATE,
            channels=1,
            dtype="int16",
            callback=lambda frames, *_: tape.writeframes(bytes(frames)),
        )
        with stream:
            _asked_to_end().wait(LONGEST_S)
    return 0


if __name__ == "__main__":
    # An interrupt of the terminal is for the app, which then ends this process's input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise SystemExit(main(sys.argv[1], sys.argv[2:]))
