"""One run of a lab: asked for, predicted, run, kept and replayed."""

import os
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from uuid_utils import uuid7

from prepapp.core.event import Draft, Event
from prepapp.errors import PrepError
from prepapp.lab.devices import DEVICES
from prepapp.lab.header import LabClaim, Value
from prepapp.lab.program import check_workers, is_ray
from prepapp.runner.client import LabHost, Over
from prepapp.runner.limits import GIB, Limits
from prepapp.session.desk import Desk
from prepapp.session.lab_history import run_file
from prepapp.session.lab_view import ClaimNow, LabView
from prepapp.session.labs import Lab, is_trusted

WARM = ("torch", "torch._dynamo", "sympy")
"""What the host of a running app imports: any lab may be next."""
NVIDIA = Path("/dev/nvidiactl")
"""There where an NVIDIA driver is loaded."""
FULL_SHARE = 0.75
"""Part of the machine's memory that a run beyond ``quick`` may use."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the candidate chose and predicted before a run."""

    preset: str = "quick"
    device: str = "auto"
    seed: int = 0
    changes: Mapping[str, str] = field(default_factory=dict)
    """Parameters set by hand, as typed."""
    predictions: Mapping[str, float] = field(default_factory=dict)
    """Predicted value by claim."""
    workers: str = ""
    """A number, or the address of a Ray cluster; empty: as the lab thinks best."""
    card: str | None = None
    """The card that it was opened from."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """What was said before, beside what was measured."""

    claim: LabClaim
    predicted: float
    measured: float | None
    right: bool | None
    """None where nothing was measured."""


def new_run() -> str:
    """Return an id for a run; by name, later ones stand later."""
    return str(uuid7())


class LabRun:
    """A lab being run by the candidate. ``view`` is what it has said so far."""

    def __init__(self, desk: Desk, lab: Lab, choice: Choice, run: str, replayed: bool = False) -> None:
        self.desk = desk
        self.lab = lab
        self.choice = choice
        self.params: Mapping[str, Value] = lab.header.settings(choice.preset, choice.changes)
        self.run = run
        self.view = LabView()
        self.over: Over | None = None
        self.event: Event | None = None
        self.said_aloud = False
        """Whether the candidate says that they answered its question."""
        self.kept = ""
        """The card that its sentence became."""
        _check(lab, choice)
        if not (replayed or is_trusted(desk.place.home, lab)):
            hint = f"read it, then run it with --trust {lab.digest}"
            raise PrepError(
                f"{lab.id} is not shipped with PrepApp and has not been trusted", str(lab.path), hint
            )

    @property
    def arguments(self) -> list[str]:
        """What the lab's own command line is given."""
        sets = [part for name, text in self.choice.changes.items() for part in ("--set", f"{name}={text}")]
        workers = ["--workers", self.choice.workers] if self.choice.workers else []
        said = [
            "--preset",
            self.choice.preset,
            "--device",
            self.choice.device,
            "--seed",
            str(self.choice.seed),
        ]
        return ["--json", *said, *sets, *workers]

    @property
    def libraries(self) -> tuple[str, ...]:
        """What a host imports for this lab alone."""
        return tuple(name for name in WARM if name.partition(".")[0] in self.lab.header.needs)

    @property
    def file(self) -> Path:
        """What it says, kept line by line."""
        return run_file(self.desk, self.run)

    async def go(
        self, host: LabHost, clock: Callable[[], datetime]
    ) -> AsyncIterator[tuple[str, Mapping[str, Any] | None]]:
        """Run it; yield each line with its event, and write the outcome to the log when it is over."""
        home = self.desk.place.home
        file = self.file
        file.parent.mkdir(parents=True, exist_ok=True)
        environ = {"PREPAPP_DATA": str(home.data)}
        try:
            with file.open("w", encoding="utf-8") as kept:
                async for word in host.run(self.run, self.lab.path, self.arguments, self._limits(), environ):
                    if isinstance(word, Over):
                        self.over = word
                        break
                    kept.write(word.line + "\n")
                    self.view.hear(word.line, word.event)
                    yield word.line, word.event
        finally:
            self._record(clock())

    def predictions(self) -> list[Prediction]:
        """Return what was predicted beside what was measured."""
        return [
            compare(self.lab.header.claims[name], value, self.view.claims.get(name))
            for name, value in self.choice.predictions.items()
        ]

    def _limits(self) -> Limits:
        if is_ray(self.choice.workers):
            return Limits(memory=0, files=0)  # Ray maps its whole object store
        device = self.choice.device
        if device in ("cuda", "mps") or (device == "auto" and NVIDIA.exists()):
            return Limits(memory=0)  # a driver reserves more addresses than there is memory
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        quick = self.choice.preset == "quick"
        return Limits(memory=min(6 * GIB, whole) if quick else int(whole * FULL_SHARE))

    def _record(self, now: datetime) -> None:
        payload = {
            "lab": self.lab.id,
            "digest": self.lab.digest,
            "run": self.run,
            "preset": self.choice.preset,
            "device": self.view.start.get("device", self.choice.device),
            "device_name": self.view.start.get("device_name", ""),
            "versions": dict(self.view.start.get("versions", {})),
            "seed": self.choice.seed,
            "params": dict(self.params),
            "predictions": dict(self.choice.predictions),
            "right": sum(each.right is True for each in self.predictions()),
            "outcome": self._outcome(),
            "what": self.over.what if self.over else "",
            "seconds": self.view.seconds,
            "cpu_seconds": self.view.cpu_seconds,
            "sentence": self.view.sentence,
            "card": self.choice.card,
            "said_aloud": self.said_aloud,
            "claims": [_claim(each) for each in self.view.claims.values() if each.verdict],
        }
        deck = self.lab.path.parent.name
        (self.event,) = self.desk.record([Draft("lab_run", deck, payload=payload)], now)

    def _outcome(self) -> str:
        if self.over is None:  # nobody listens any more
            return "cancelled"
        if self.over.ok:
            return "done"
        return "cancelled" if self.over.reason == "cancelled" else "failed"


def _check(lab: Lab, choice: Choice) -> None:
    if choice.device not in DEVICES:
        raise PrepError(f"{choice.device!r} is no device", "--device", f"one of {', '.join(DEVICES)}")
    check_workers(choice.workers)
    for claim in choice.predictions:
        if claim not in lab.header.claims:
            there = ", ".join(lab.header.claims)
            raise PrepError(f"{lab.id} has no claim {claim!r}", "--predict", f"there is {there}")


def compare(claim: LabClaim, predicted: float, now: ClaimNow | None) -> Prediction:
    """Judge a prediction: right within the claim's factor; of a zero, exactly."""
    if now is None or now.verdict is None or now.measured != now.measured:
        return Prediction(claim, predicted, None, None)
    measured = now.measured
    if predicted == measured:
        right = True
    elif 0 in (predicted, measured) or (predicted > 0) != (measured > 0):
        right = False
    else:
        right = 1 / claim.near <= predicted / measured <= claim.near
    return Prediction(claim, predicted, measured, right)


def _claim(now: ClaimNow) -> dict[str, Any]:
    finite = now.measured if abs(now.measured) < float("inf") else None
    return {
        "claim": now.claim,
        "also": list(now.also),
        "measured": finite,
        "verdict": now.verdict,
        "rule": now.rule,
        "expected": now.expected,
        "unit": now.unit,
    }
