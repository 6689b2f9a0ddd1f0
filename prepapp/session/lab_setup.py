"""What the candidate chooses and predicts before a run, checked as it is typed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from prepapp.errors import PrepError
from prepapp.lab.devices import DEVICES
from prepapp.lab.header import LabClaim, Param
from prepapp.lab.report import number_text
from prepapp.session.lab_run import Choice
from prepapp.session.labs import Lab

Kind = Literal["preset", "device", "seed", "param"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that may be set."""

    name: str
    kind: Kind
    value: str
    help: str
    choices: tuple[str, ...] = ()
    """Empty: it is typed."""
    changed: bool = False
    """Whether it was set by hand."""


class LabSetup:
    """A lab about to be run."""

    def __init__(self, lab: Lab, card: str | None = None) -> None:
        self.lab = lab
        self.card = card
        self.preset = "quick"
        self.device = "auto"
        self.seed = 0
        self.changes: dict[str, str] = {}
        self.predictions: dict[str, float] = {}
        self._asked = 0
        """Questions that were answered or left out."""

    @property
    def settings(self) -> tuple[Setting, ...]:
        """Return what may be set, as it stands."""
        return tuple(self._settings())

    @property
    def questions(self) -> Sequence[LabClaim]:
        """The claims whose number is asked for before the run."""
        return [claim for claim in self.lab.header.claims.values() if claim.predict]

    @property
    def question(self) -> LabClaim | None:
        """The prediction that is asked for now; None once each was answered or left out."""
        return self.questions[self._asked] if self._asked < len(self.questions) else None

    @property
    def position(self) -> int:
        """Number of the question that is asked, from 1."""
        return self._asked + 1

    @property
    def choice(self) -> Choice:
        """What a run is given."""
        return Choice(
            self.preset, self.device, self.seed, dict(self.changes), dict(self.predictions), card=self.card
        )

    def set(self, name: str, text: str) -> None:
        """Set something to what was typed; a PrepError where it may not be that, and nothing is changed."""
        match next(each.kind for each in self.settings if each.name == name):
            case "preset":
                self.preset = text
                self.changes.clear()
            case "device":
                self.device = text
            case "seed":
                self.seed = _whole(text)
            case "param":
                changes = {**self.changes, name: text.strip()}
                self.lab.header.settings(self.preset, changes)
                self.changes = changes

    def step(self, setting: Setting, by: int) -> None:
        """Set something to its next choice, or to the one before."""
        at = setting.choices.index(setting.value)
        self.set(setting.name, setting.choices[(at + by) % len(setting.choices)])

    def predict(self, text: str) -> None:
        """Answer the question that is asked, or leave it out with an empty line."""
        question = self.question
        assert question is not None
        if text.strip():
            self.predictions[question.id] = read_number(text)
        else:
            self.predictions.pop(question.id, None)
        self._asked += 1

    def predict_again(self) -> None:
        """Ask from the first question on."""
        self._asked = 0

    def _settings(self) -> Iterator[Setting]:
        header = self.lab.header
        presets = tuple(header.presets)
        needs = header.memory.get(self.preset, "")
        yield Setting("preset", "preset", self.preset, f"needs {needs}" if needs else "", presets)
        yield Setting("device", "device", self.device, "", DEVICES if "torch" in header.needs else ("auto",))
        yield Setting("seed", "seed", str(self.seed), "of the first random numbers")
        now = header.settings(self.preset, self.changes)
        for name, param in header.params.items():
            choices = tuple(map(str, param.choices))
            words = ", ".join(each for each in (param.help, _bounds(param)) if each)
            yield Setting(name, "param", str(now[name]), words, choices, name in self.changes)


def read_number(text: str) -> float:
    """Read a predicted number; a PrepError says what would be right."""
    try:
        number = float(text.strip().replace(",", "").replace("_", ""))
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise PrepError(f"{text.strip()!r} is not a number", "", "say for example 2.5, 1e12 or 25_557_032")
    return number


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise PrepError(f"{text!r} is not a whole number", "seed", "say for example 1") from None


def _bounds(param: Param) -> str:
    low, high = (None if each is None else number_text(each) for each in (param.low, param.high))
    if low is not None and high is not None:
        return f"{low} to {high}"
    return f"from {low}" if low is not None else f"up to {high}" if high is not None else ""
