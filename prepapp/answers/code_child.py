"""Runs a candidate's file against a card's tests, in a process that others limit.

``python -m prepapp.answers.code_child ANSWER TESTS TOKEN SECONDS`` tells JSON lines on its own descriptor.
Each has the token, so that nothing the candidate prints is taken for one; what is printed goes to a file, and
its end comes with the last event. This contains accidents, not malice: the candidate's code runs in here.
"""

import contextlib
import errno
import fcntl
import importlib.util
import inspect
import json
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType, ModuleType, TracebackType
from typing import NoReturn

from prepapp.answers.code_verdict import LOADING

Test = Callable[[ModuleType], None]

MOST_BYTES = 1 << 20
"""Of the file, and of what a run may print or write to one file."""
SHOWN = 2_000
"""Last characters of what was printed."""
LONGEST = 300


class Teller:
    """Tells events, of this process only: a fork of the candidate's is not heard."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._pid = os.getpid()
        self._to = fcntl.fcntl(1, fcntl.F_DUPFD_CLOEXEC, 10)
        self._printed = os.fdopen(_nameless(), "w+b")
        self.test = LOADING
        self.started = time.perf_counter()
        for standard in (1, 2):
            os.dup2(self._printed.fileno(), standard)

    def tell(self, event: str, **parts: object) -> None:
        """Write one line."""
        if os.getpid() == self._pid:
            line = json.dumps({"event": event, "token": self._token} | parts) + "\n"
            os.write(self._to, line.encode())

    def begin(self, test: str) -> None:
        """Say which test runs, for the case that it ends the process."""
        self.test = test
        self.started = time.perf_counter()
        self.tell("result", begin=test)

    def judge(self, verdict: str, reason: str = "", line: int = 0) -> None:
        """Say how the test went that runs."""
        seconds = round(time.perf_counter() - self.started, 6)
        said = {"verdict": verdict, "reason": reason[:LONGEST], "line": line, "seconds": seconds}
        self.tell("result", test=self.test, **said)

    def end(self) -> NoReturn:
        """Say that all is told, and end this process without what the candidate may have left to run."""
        size = self._printed.seek(0, os.SEEK_END)
        self._printed.seek(max(0, size - 4 * SHOWN))
        printed = self._printed.read().decode("utf-8", "replace")[-SHOWN:]
        self.tell("done", printed=printed)
        os._exit(0)


def _nameless() -> int:
    """A file that no path leads to."""
    descriptor, path = tempfile.mkstemp()
    Path(path).unlink()
    return descriptor


def main() -> None:
    """Run what the command line names."""
    answer, tests, token, seconds = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], float(sys.argv[4])
    del sys.argv[1:]
    here = str(Path(__file__).parent)
    sys.path[:] = [each for each in sys.path if each != here]  # our modules are not the candidate's
    teller = Teller(token)
    try:
        found = _tests(tests)
    except Exception as error:  # whatever an author's file raises
        teller.tell("failed", what=f"the card's tests do not load: {type(error).__name__}: {error}"[:LONGEST])
        os._exit(1)
    teller.tell("start", tests=[[name, inspect.getdoc(test) or ""] for name, test in found.items()])
    if (torch := sys.modules.get("torch")) is not None:
        torch.set_num_threads(1)
    _bound(teller, answer, seconds)
    module = _loaded(teller, answer)
    for name, test in found.items() if module is not None else ():
        _run(teller, name, test, module, answer)
    with contextlib.suppress(OSError):
        _flush()
    teller.end()


def _tests(file: Path) -> dict[str, Test]:
    module = _module("card_tests", file)
    return {name: each for name, each in vars(module).items() if name.startswith("test_") and callable(each)}


def _module(name: str, file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file.name} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    sys.dont_write_bytecode = True
    spec.loader.exec_module(module)
    return module


def _bound(teller: Teller, answer: Path, seconds: float) -> None:
    """Limit files, and end the run with a word when its time is over."""

    def over(_: int, frame: FrameType | None) -> None:
        teller.judge("wrong", f"took longer than {seconds:g} s", _line_of_frame(frame, answer))
        teller.end()

    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_BYTES, hard))
    for number in (signal.SIGALRM, signal.SIGXCPU):
        signal.signal(number, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)


def _loaded(teller: Teller, answer: Path) -> ModuleType | None:
    """The candidate's module; None, which is told, where it does not load."""
    teller.begin(LOADING)
    try:
        if answer.stat().st_size > MOST_BYTES:
            raise ImportError("the file is larger than 1 MiB")
        module = _module("answer", answer)
    except BaseException as error:  # SystemExit too
        line = _line(error, answer)
        is_unread = isinstance(error, ValueError | SyntaxError) and line == 0  # a null byte is a ValueError
        if isinstance(error, SyntaxError) and error.filename == str(answer):
            line = error.lineno or 0
        teller.judge("unreadable" if is_unread else "wrong", _reason(error), line)
        return None
    teller.judge("right")
    return module


def _run(teller: Teller, name: str, test: Test, module: ModuleType | None, answer: Path) -> None:
    assert module is not None
    teller.begin(name)
    try:
        test(module)
        _flush()
    except BaseException as error:  # SystemExit and KeyboardInterrupt are no way out of a test
        teller.judge("wrong", _reason(error), _line(error, answer))
    else:
        teller.judge("right")


def _flush() -> None:
    with contextlib.suppress(ValueError):  # the candidate has closed it
        sys.stdout.flush()


def _reason(error: BaseException) -> str:
    said = str(error).strip().split("\n")[0]
    match error:
        case AssertionError():
            return said or "does not hold"
        case SystemExit():
            return "ended the program with sys.exit"
        case NotImplementedError():
            return said or "not written yet"
        case SyntaxError():
            return error.msg
        case AttributeError() if isinstance(error.obj, ModuleType) and error.obj.__name__ == "answer":
            return f"the file defines no `{error.name}`"
        case MemoryError():
            return "needed more memory than it may use"
        case OSError() if error.errno == errno.EFBIG:
            return "printed or wrote more than 1 MiB"
        case _:
            return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _line(error: BaseException, answer: Path) -> int:
    """The last line of the candidate's file that the error passed; 0: none."""
    line = 0
    traced: TracebackType | None = error.__traceback__
    while traced is not None:
        if traced.tb_frame.f_code.co_filename == str(answer):
            line = traced.tb_lineno
        traced = traced.tb_next
    return line


def _line_of_frame(frame: FrameType | None, answer: Path) -> int:
    while frame is not None and frame.f_code.co_filename != str(answer):
        frame = frame.f_back
    return frame.f_lineno if frame is not None else 0


if __name__ == "__main__":
    main()
