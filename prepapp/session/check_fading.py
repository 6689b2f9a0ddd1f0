"""A derivation that fades as it is practised: worked, without its last line, its first line only, blank."""

from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from prepapp.core.event import Event
from prepapp.session.check_kind import Step

Fade = Literal["worked", "last", "first", "blank"]
"""What is given: every line with its reason, all but the last line, the first line, nothing."""

STAGES: tuple[Fade, ...] = get_args(Fade)
BLANK: Fade = "blank"


def stages(count: int) -> tuple[Fade, ...]:
    """Return the stages of a derivation of so many lines, those that give the same only once."""
    return {0: (BLANK,), 1: ("worked", BLANK), 2: ("worked", "last", BLANK)}.get(count, STAGES)


def given(stage: Fade, lines: Sequence[Step]) -> Sequence[Step]:
    """Return the lines that a stage gives."""
    return {"worked": lines, "last": lines[:-1], "first": lines[:1], "blank": ()}[stage]


def stage_due(events: Iterable[Event], n: int, steps: Sequence[Fade]) -> Fade:
    """Return the stage at which a check is practised next, from the events of its card.

    A right answer moves one on from the stage at which it was given, a wrong one or giving up one back. One
    that took a hint, or was mended that day, is asked for again at its stage.
    """
    stage, helped, day = steps[0], False, None
    for event in events:
        said = event.payload
        if (
            said.get("n") != n
            or said.get("mode") == "prove"
            or event.kind not in {"check", "hint", "give_up"}
        ):
            continue
        if event.study_day != day:
            helped, day = False, event.study_day
        at = said.get("faded") or BLANK
        verdict = said.get("verdict") if event.kind == "check" else event.kind
        if verdict in {"wrong", "give_up"}:
            stage = moved(at, -1, steps)
        elif verdict == "right":
            stage = moved(at, 0 if helped else 1, steps)
        helped = verdict in {"wrong", "give_up", "hint"} or (helped and verdict == "unreadable")
    return stage


def moved(stage: Fade, by: int, steps: Sequence[Fade]) -> Fade:
    """Return the stage so many further on among ``steps``, which may lack the one that is left."""
    place = STAGES.index(stage)
    at = sum(STAGES.index(each) <= place for each in steps) - 1
    return steps[min(max(at + by, 0), len(steps) - 1)]
