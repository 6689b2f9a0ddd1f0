"""An earlier run shown again, from its file and from what the log says of it."""

from collections.abc import Mapping
from typing import Any

from prepapp.errors import PrepError
from prepapp.lab.events import decode
from prepapp.runner.client import Over
from prepapp.session.desk import Desk
from prepapp.session.lab_history import PastRun, run_file
from prepapp.session.lab_run import Choice, LabRun
from prepapp.session.lab_view import LabView
from prepapp.session.labs import Lab


class Replay:
    """An earlier run, told again line by line. ``run`` is as it was when those lines had been said."""

    def __init__(self, desk: Desk, lab: Lab, past: PastRun) -> None:
        self.past = past
        self.run = LabRun(desk, lab, _choice(lab, past.payload), past.run, replayed=True)
        self.run.params = past.payload.get("params", {})
        self.lines = _lines(desk, past.run)
        self.told = 0
        """Lines told so far."""
        self.paused = False
        """Whether it stands still."""

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.told / len(self.lines) if self.lines else 1.0

    @property
    def is_over(self) -> bool:
        """Whether all has been told."""
        return self.told >= len(self.lines)

    def go_on(self, lines: int) -> None:
        """Tell so many more lines."""
        for line in self.lines[self.told : self.told + lines]:
            self.run.view.hear(line, decode(line))
        self.told = min(len(self.lines), self.told + lines)
        if self.is_over:
            self.run.over = _over(self.past)

    def go_to_end(self) -> None:
        """Tell all that is left."""
        self.go_on(len(self.lines) - self.told)

    def go_back(self) -> None:
        """Begin again."""
        self.run.view, self.run.over, self.told = LabView(), None, 0


def _choice(lab: Lab, payload: Mapping[str, Any]) -> Choice:
    """Return what was chosen; of claims that the lab still has."""
    said = {name: value for name, value in payload["predictions"].items() if name in lab.header.claims}
    device, preset = payload.get("device", "auto"), payload["preset"]
    known = preset if preset in lab.header.presets else "quick"
    return Choice(known, device, payload["seed"], predictions=said, card=payload.get("card"))


def _over(past: PastRun) -> Over:
    seconds = past.payload.get("seconds") or 0.0
    return Over(past.is_whole, past.payload.get("what", ""), past.outcome, seconds)


def _lines(desk: Desk, run: str) -> list[str]:
    file = run_file(desk, run)
    try:
        return file.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        hint = "its outcome is in the log; what it said was kept on the machine that ran it"
        raise PrepError("this run is not here", str(file), hint) from None
