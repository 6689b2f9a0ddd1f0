"""One check as it stands on the screen: what has been typed, given, judged and explained."""

from dataclasses import dataclass, field
from datetime import datetime

from prepapp.session.check_fading import BLANK, Fade
from prepapp.session.check_kind import Look, Step
from prepapp.session.checking import Attempt, Outcome


@dataclass
class Page:
    """One check with what has been typed for it."""

    attempt: Attempt
    text: str = ""
    looks: tuple[Look, ...] = ()
    outcome: Outcome | None = None
    is_open: bool = False
    """Whether the lines that are given have been opened."""
    whys: list[str] = field(default_factory=list)
    """The candidate's reasons for the lines of a worked derivation, as far as they have come."""

    @property
    def is_over(self) -> bool:
        """Whether nothing more can be typed: a blank page is judged once, unless it could not be read."""
        judged = self.outcome is not None and self.outcome.verdict.verdict != "unreadable"
        if self.attempt.mode == "practice":
            return judged and self.is_worked
        return judged or self.attempt.gave_up

    @property
    def is_right(self) -> bool:
        """Whether the answer has been found right."""
        return self.outcome is not None and self.outcome.verdict.verdict == "right"

    @property
    def is_covered(self) -> bool:
        """Whether lines are given, and not opened yet."""
        return self.attempt.faded != BLANK and not self.is_open

    @property
    def is_worked(self) -> bool:
        """Whether every line is given, and its reason is asked for."""
        return self.attempt.faded == "worked"

    @property
    def is_one_line(self) -> bool:
        """Whether what is typed is one line: a number, or a reason."""
        return self.attempt.check.type == "number" or self.is_worked

    @property
    def takes_answer(self) -> bool:
        """Whether an answer can be typed and judged now."""
        return not (self.is_over or self.is_covered or self.is_worked)

    @property
    def asked(self) -> Step | None:
        """The line of a worked derivation whose reason is asked for."""
        steps = self.attempt.steps
        return steps[len(self.whys)] if self.is_worked and len(self.whys) < len(steps) else None

    @property
    def less(self) -> Fade:
        """The stage after this one, the first after the last."""
        stages = self.attempt.stages
        return stages[(stages.index(self.attempt.faded) + 1) % len(stages)]

    def open(self, now: datetime) -> None:
        """Open the lines that are given; a worked derivation opens its first."""
        steps = self.attempt.open_lines(now)
        self.is_open = True
        if not self.is_worked:
            self.text = "".join(f"{step.text}\n" for step in steps)

    def explain(self, said: str, now: datetime) -> None:
        """Take the candidate's reason for the line that is asked about; after the last, all is recorded."""
        self.whys.append(said.strip())
        self.text = ""
        if self.asked is None:
            self.outcome = self.attempt.worked(self.whys, now)
