"""What the self-assessment says, as text: pure functions of its session."""

from textual.content import Content

from prepapp.core.card import Skill
from prepapp.session.assess import HIGHEST, LOWEST, TARGET
from prepapp.session.assess_sitting import AssessSession, acts
from prepapp.tui.columns import cell, hanging, stacked
from prepapp.tui.face import inline
from prepapp.tui.words import count

STEP, PREVIOUS = 4, 12
"""Columns of a score, and of the one before."""

SCALE = range(LOWEST, HIGHEST + 1)


def title(session: AssessSession) -> tuple[Content, str]:
    """Return the two ends of the title bar."""
    left = Content.assemble(("Score yourself", "bold $accent"), f"  {inline(session.deck.title)}")
    return left, f"{len(session.scores)} of {len(session.skills)}"


def line(session: AssessSession, skill: Skill, width: int) -> Content:
    """Return one skill with its scale; what was said before only beside a choice."""
    chosen, previous = session.scores.get(skill.id), session.previous(skill.id)
    scale = [
        cell(f"[{n}]" if n == chosen else f" {n}", STEP, "bold $accent" if n == chosen else "$muted")
        for n in SCALE
    ]
    words = "" if previous is None else "as before" if previous == chosen else f"before: {previous}"
    room = width - STEP * len(scale) - PREVIOUS - 2
    return Content.assemble(cell(inline(skill.title), room), "  ", *scale, cell(words, PREVIOUS, "$muted"))


def page(session: AssessSession, skill: Skill, width: int) -> Content:
    """Return what the scores of the skill at hand mean, and what they come to so far."""
    chosen = session.scores.get(skill.id)
    lines = [
        hanging(f"{n}", inline(words), width, 4, "bold $accent" if n == chosen else "$muted")
        for n, words in zip(SCALE, acts(skill), strict=True)
    ]
    return stacked([*lines, Content(""), _sum(session)])


def _sum(session: AssessSession) -> Content:
    """Return the total, and how far it is from the target, once it is whole."""
    if not session.is_whole:
        left = len(session.skills) - len(session.scores)
        words = f"Could you do it now: five minutes, no notes?   {count(left, 'skill')} to score"
        return Content.styled(words, "$muted")
    low = sum(score < TARGET for score in session.scores.values())
    rest = f"{count(low, 'skill')} below {TARGET}" if low else "all 4s and 5s"
    total = f"Total {session.total} of {HIGHEST * len(session.skills)}"
    return Content.assemble((total, "bold"), (f"   {rest}", "$muted"))
