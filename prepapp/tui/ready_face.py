"""What Ready and its evidence say, as text: pure functions of the readiness."""

from collections.abc import Mapping

from textual.content import Content

from prepapp.core.card import Card
from prepapp.core.readiness import Action, Calibration, Evidence, Readiness, SkillReady
from prepapp.tui.columns import cell, stacked
from prepapp.tui.face import inline
from prepapp.tui.words import count, days_until, minutes, short_date

SKILL, SAY, PROVEN, COLD = 28, 4, 8, 14
"""Widths of the columns before the last one."""

WIDE_SKILL = 34
"""Of the first one, where there is room."""

WIDE = 100
"""Columns from which there is."""

MARKS: Mapping[bool | None, str] = {True: "●", False: "○", None: "–"}
"""A cold result: held, missed, none."""

RANKS = {1: "own ticks", 2: "typed", 3: "verified", 4: "witnessed"}
"""Ranks of evidence in words."""

DATE, HELD, COLDNESS, RANK, HOW = 12, 3, 6, 11, 27
"""Widths of the columns of an event."""


def title(ready: Readiness) -> tuple[Content, str]:
    """Return the two ends of the title bar."""
    right = f"{short_date(ready.study_day)} · {days_until(ready.interview, ready.study_day)}"
    return Content.styled("Ready", "bold $accent"), right


def head(width: int) -> Content:
    """Return the names of the columns."""
    names = (
        cell("skill", _skill(width)),
        cell("say", SAY),
        cell("proven", PROVEN),
        cell("last 3, cold", COLD),
    )
    return Content.assemble(*names, "rests on").stylize("$muted")


def line(skill: SkillReady, width: int) -> Content:
    """Return one skill: what the candidate says, what is proven, and what that rests on."""
    gap = "▼" if skill.gap > 0 else "▲" if skill.gap < 0 else " "
    return Content.assemble(
        cell(inline(skill.title), _skill(width)),
        cell(f" {skill.score or '–'}", SAY),
        f"  {skill.proven or '–'} ",
        cell(gap, PROVEN - 4, "bold $error" if skill.gap > 0 else "bold $accent"),
        cell(" ".join(MARKS[each] for each in skill.cold), COLD),
        cell(skill.rests_on, width - _skill(width) - SAY - PROVEN - COLD, "$muted"),
    )


def _skill(width: int) -> int:
    return WIDE_SKILL if width >= WIDE else SKILL


def foot(ready: Readiness, at_hand: SkillReady, width: int, wide: bool) -> Content:
    """Return the legend, how far the candidate's judgement held, and what to do next."""
    legend = []
    if any(skill.gap for skill in ready.skills):
        legend = [cell("▼ you say more than is proven   ▲ less than is proven", width, "$muted", right=True)]
    lines = [*legend, Content(""), judgement(ready.calibration, width), Content("")]
    lines += [_action(n, each, width) for n, each in enumerate(ready.actions, 1)]
    if not ready.actions:
        lines.append(Content.styled("Nothing more can be proven today.", "$muted"))
    if wide:
        lines += [Content(""), *_about(at_hand, width)]
    return stacked(lines)


def judgement(known: Calibration, width: int) -> Content:
    """Return what became of the candidate's ticks and of what they were sure of."""
    ticks = f"{known.ticks_held} of {known.ticks_asked} of your ticks held"
    parts = [
        f"Asked again, {ticks}." if known.ticks_asked else "No tick of yours was asked again yet.",
        f"Sure and right {known.sure_right} of {known.sure};" if known.sure else "Never sure yet;",
        f"open {known.open_mistakes}." if known.open_mistakes else "no mistake open.",
    ]
    ticked, sure = parts[0], f"{parts[1]} {parts[2]}"
    return Content(f"{ticked}   {sure}" if len(ticked) + len(sure) + 3 <= width else f"{ticked}\n{sure}")


def _action(n: int, action: Action, width: int) -> Content:
    room = width - 4 - 11 - 7
    return Content.assemble(
        (f"{n}   ", "bold $accent" if n == 1 else "$accent"),
        cell(inline(action.words), room),
        cell(minutes(action.minutes), 11, "$muted", right=True),
        cell(f"{action.now or '–'} → {action.then}", 7, right=True),
    )


def _about(skill: SkillReady, width: int) -> list[Content]:
    """Return the skill at hand in a few lines: its cards, its scores, its own next action."""
    scores = ", ".join(f"{each.score} on {short_date(each.study_day)}" for each in skill.scores[-3:])
    met = f"{skill.met} of {count(skill.cards, 'card')} met"
    lines = [
        Content.styled(inline(skill.title), "bold"),
        Content.styled(f"{met}; {'you said ' + scores if scores else 'you have not scored it'}", "$muted"),
    ]
    if skill.action:
        lines.append(cell(f"Next: {inline(skill.action.words)}", width))
        lines.append(Content.styled(f"because {skill.action.reason}", "$muted"))
    return lines


def evidence_title(skill: SkillReady, ready: Readiness) -> tuple[Content, str]:
    """Return the two ends of the title bar over the events of a skill."""
    left = Content.assemble(("Evidence", "bold $accent"), f"  {inline(skill.title)}")
    return left, f"proven {skill.proven or '–'} · {short_date(ready.study_day)}"


def evidence_line(one: Evidence, card: Card | None, width: int) -> Content:
    """Return one event: when, whether it held, cold or warm, its rank, what it was, of which card."""
    title = inline(card.title) if card else one.card
    return Content.assemble(
        cell(short_date(one.study_day), DATE, "$muted"),
        cell(MARKS[one.passed], HELD, "" if one.cold else "$muted"),
        cell("cold" if one.cold else "warm", COLDNESS, "$muted"),
        cell(RANKS[one.rank], RANK, "" if one.cold else "$muted"),
        cell(one.words, HOW, "" if one.cold else "$muted"),
        cell(title, width - DATE - HELD - COLDNESS - RANK - HOW, "$muted"),
    )


def evidence_foot(skill: SkillReady) -> Content:
    """Return what the level rests on, and what the marks mean."""
    marks = "● held   ○ missed   warm: some of it was seen earlier that day"
    return stacked([Content(f"Rests on: {skill.rests_on}"), Content.styled(marks, "$muted")])


def no_evidence() -> Content:
    """Return what a skill without events says."""
    return Content.styled("Nothing was answered yet.", "$muted")
