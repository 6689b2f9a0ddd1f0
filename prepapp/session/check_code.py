"""A candidate's file, run against the tests of a card in a limited child of a lab host."""

import hashlib
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import prepapp.answers.code_child
from prepapp.answers.code_verdict import judge_code, own_events
from prepapp.answers.verdict import Verdict
from prepapp.core.card import Card, Check
from prepapp.errors import PrepError
from prepapp.home import shipped_folder
from prepapp.runner.client import LabHost, Over
from prepapp.runner.limits import Limits
from prepapp.session.check_kind import Look, Step
from prepapp.session.desk import Desk
from prepapp.session.lab_run import new_run
from prepapp.session.labs import grant, granted

CHILD = Path(prepapp.answers.code_child.__file__)
SECONDS = 10.0
MEMORY = 2048
"""MiB."""
GRACE_S = 5.0
"""Seconds beyond those of the tests after which the child is ended from outside."""
FILES = 64
MIB = 1 << 20


class Code:
    """A file that has to pass tests; who judges it is ``run``."""

    hints: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()

    def __init__(self, desk: Desk, card: Card, check: Check) -> None:
        self._desk = desk
        self._folder = Path(desk.deck(card.deck).path)
        self._spec: Mapping[str, Any] = check.spec
        right = check.spec["right"]
        self.reference = self._read(right if isinstance(right, str) else right[0])
        self.starter = self._read(check.spec["starter"])

    @property
    def tests(self) -> Path:
        """The tests."""
        return self._folder / str(self._spec["tests"])

    @property
    def digest(self) -> str:
        """Content hash of the tests, by which they are trusted."""
        return hashlib.sha256(self.tests.read_bytes()).hexdigest()[:32]

    @property
    def is_trusted(self) -> bool:
        """Whether the tests may run: they were shipped, or trusted as they stand."""
        shipped = self.tests.resolve().is_relative_to(shipped_folder("decks").resolve())
        return shipped or granted(self._desk.place.home, self.digest)

    def trust(self) -> None:
        """Let the tests run from now on, as they stand."""
        grant(self._desk.place.home, self.digest)

    def judge(self, text: str) -> Verdict:
        """Refuse: only a host runs code."""
        raise PrepError("code is judged by running it", str(self.tests))

    def look(self, text: str) -> tuple[Look, ...]:
        """Tell nothing: code is run when it is submitted."""
        return ()

    def require_trust(self) -> None:
        """Raise where the tests have not been trusted."""
        if not self.is_trusted:
            hint = f"read them, then `prepapp check` the card with --trust {self.digest}"
            raise PrepError("the tests are code that is not shipped with PrepApp", str(self.tests), hint)

    async def run(self, host: LabHost, text: str) -> Verdict:
        """Run the tests on a file."""
        with tempfile.TemporaryDirectory(prefix="prepapp-") as folder:
            file = Path(folder) / "answer.py"
            file.write_text(text, encoding="utf-8")
            token, seconds = secrets.token_hex(16), float(self._spec.get("seconds", SECONDS))
            memory = int(self._spec.get("memory", MEMORY)) * MIB
            limits = Limits(memory, files=FILES, silent_s=seconds + GRACE_S, wall_s=seconds + 2 * GRACE_S)
            arguments = [str(file), str(self.tests), token, f"{seconds:g}"]
            lines, ended = [], ""
            async for word in host.run(new_run(), CHILD, arguments, limits):
                if isinstance(word, Over):
                    ended = word.what
                else:
                    lines.append(word.line)
        return judge_code(own_events(lines, token), ended)

    def _read(self, path: str) -> str:
        try:
            return (self._folder / path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise PrepError(f"it cannot be read: {error}", str(self._folder / path)) from None
