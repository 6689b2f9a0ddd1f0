"""The lines that a fading derivation gives, as text; pure functions of their values."""

from collections.abc import Iterator, Sequence

from textual.content import Content

from prepapp.session.check_fading import Fade
from prepapp.session.check_kind import Step
from prepapp.tui.columns import hanging, stacked

STAGES: dict[Fade, str] = {
    "worked": "worked",
    "last": "last line missing",
    "first": "first line given",
    "blank": "nothing given",
}
COVERED: dict[Fade, str] = {
    "worked": "It is worked out for you, line by line. Say of each line why it stands there, aloud or typed, "
    "and then read the reason. enter opens the first line.",
    "last": "Every line but the last is given. enter opens them.",
    "first": "The first line is given. enter opens it.",
}
SEEN = "After that no try of today is cold. ctrl+l gives less; ctrl+r proves it on a blank page."
INDENT = 5
WHY = "Why this line?"


def covered(stage: Fade, width: int) -> Content:
    """Return what stands there before the given lines are opened."""
    told = (hanging("", COVERED[stage], width, 0), hanging("", SEEN, width, 0).stylize("$muted"))
    return Content("\n\n").join(told)


def worked(steps: Sequence[Step], whys: Sequence[str], width: int) -> Content:
    """Return the lines gone through, each with its reason, and the one that is asked about."""
    return stacked(each for n, step in enumerate(steps, 1) for each in _asked(n, step, whys, width))


def _asked(n: int, step: Step, whys: Sequence[str], width: int) -> Iterator[Content]:
    if n > len(whys) + 1:
        return
    yield hanging(f"{n:2} ✓", step.echo, width, INDENT, "$success")
    if n == len(whys) + 1:
        yield hanging("", WHY, width, INDENT + 2).stylize("bold $accent")
        return
    yield from explained(step, width)
    if whys[n - 1]:
        yield hanging("", f"You: {whys[n - 1]}", width, INDENT + 2).stylize("italic $muted")


def explained(step: Step, width: int) -> Iterator[Content]:
    """Return why a line stands there."""
    yield hanging("", step.why, width, INDENT + 2).stylize("$muted")


def finished(steps: Sequence[Fade], stage: Fade, width: int) -> Content:
    """Return what follows a derivation that was worked through."""
    after = STAGES[steps[min(steps.index(stage) + 1, len(steps) - 1)]]
    head = hanging("✓", "Worked through", width, 2, "$success").stylize("bold")
    return stacked(
        [head, hanging("", f"Next time: {after}. ctrl+l gives it now.", width, 2).stylize("$muted")]
    )
